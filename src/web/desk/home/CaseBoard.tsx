/** The board of the desk: units by districts, who has most to do first; a unit's name opens its list. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Board } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { cases } from '../cases/calls.ts'

/** As many units as are read at one glance. */
const atOnce = 10

type Cell = Board['districts'][number]['cells'][number]

/** The board, for who sees the whole city. */
export function CaseBoard() {
  const { t } = useWords()
  const board = useQuery(cases.board.ask({}))
  // A city without cases has no lines, and a head alone says nothing.
  if (board.data?.districts.every(({ cells }) => cells.every(({ open, closed }) => open + closed === 0))) return null
  return (
    <Card title={t('cases.board')}>
      <p className="small quiet">{t('cases.board.hint')}</p>
      <Answer of={board}>{(it) => <Lines board={it} />}</Answer>
    </Card>
  )
}

const sum = (cells: readonly Cell[]): Cell =>
  cells.reduce((all, { open, overdue, closed }) => ({
    open: all.open + open,
    overdue: all.overdue + overdue,
    closed: all.closed + closed,
  }))

function Lines({ board: { units, districts } }: { board: Board }) {
  const { t, read, number } = useWords()
  const [isWhole, setWhole] = useState(false)
  const lines = units
    .map((unit, index) => {
      const cells = districts.map((district) => district.cells[index]!)
      return { unit, cells, all: sum(cells) }
    })
    .filter(({ all }) => all.open + all.closed > 0)
    .toSorted((one, other) => other.all.overdue - one.all.overdue || other.all.open - one.all.open || other.all.closed - one.all.closed)
  return (
    <>
      {/* Wider than a telephone; by keyboard the links in it scroll it. */}
      <div className="board" role="group" aria-label={t('cases.board')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('cases.unit')}</th>
              <th scope="col">{t('cases.board.all')}</th>
              {districts.map(({ district }) => (
                <th scope="col" key={district?.id ?? ''}>
                  {district ? read(district.title) : t('cases.board.none')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(isWhole ? lines : lines.slice(0, atOnce)).map(({ unit, cells, all }) => (
              <tr key={unit?.id ?? ''}>
                <th scope="row">{unit ? <a href={`/cases?unit=${unit.id}`}>{read(unit.title)}</a> : t('cases.board.none')}</th>
                <Standing of={all} />
                {cells.map((cell, index) => (
                  <Standing key={districts[index]!.district?.id ?? ''} of={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isWhole && lines.length > atOnce && (
        <div className="board-more">
          <Button onPress={() => setWhole(true)}>{t('cases.board.whole', { count: number(lines.length) })}</Button>
        </div>
      )}
    </>
  )
}

function Standing({ of: { open, overdue, closed } }: { of: Cell }) {
  const { t, count } = useWords()
  if (open + closed === 0) return <td className="quiet">–</td>
  return (
    <td>
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
  )
}
