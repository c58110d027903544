/** The board of the desk: districts by units, with what is open, overdue and closed; a unit's name opens its list. */
import { useQuery } from '@tanstack/react-query'
import type { Board } from '../../../cases/cases.api.ts'
import { Card } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { cases } from '../cases/calls.ts'

/** The board, for who sees the whole city. */
export function CaseBoard() {
  const { t } = useWords()
  const board = useQuery(cases.board.ask({}))
  return (
    <Card title={t('cases.board')}>
      <p className="small quiet">{t('cases.board.hint')}</p>
      <Answer of={board}>{(it) => <Cells board={it} />}</Answer>
    </Card>
  )
}

function Cells({ board: { units, districts } }: { board: Board }) {
  const { t, read, count } = useWords()
  return (
    // Wider than a telephone; by keyboard the links in it scroll it.
    <div className="board" role="group" aria-label={t('cases.board')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('cases.board.district')}</th>
            {units.map((unit) => (
              <th scope="col" key={unit?.id ?? ''}>
                {unit ? <a href={`/cases?unit=${unit.id}`}>{read(unit.title)}</a> : t('cases.board.none')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {districts.map(({ district, cells }) => (
            <tr key={district?.id ?? ''}>
              <th scope="row">{district ? read(district.title) : t('cases.board.none')}</th>
              {cells.map(({ open, overdue, closed }, index) => (
                <td key={units[index]?.id ?? ''}>
                  <span title={t('cases.board.open')}>{count(open)}</span>
                  {' / '}
                  <span title={t('cases.board.overdue')} className={overdue > 0 ? 'board-late' : 'quiet'}>
                    {count(overdue)}
                  </span>
                  {' / '}
                  <span title={t('cases.board.closed')} className="quiet">
                    {count(closed)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
