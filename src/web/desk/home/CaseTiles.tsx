/** The queues of cases as four figures; each opens its list. Red appears only when something is overdue. */
import { useQuery } from '@tanstack/react-query'
import { StatTile } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { cases } from '../cases/calls.ts'

/** The figures. */
export function CaseTiles() {
  const { t, count: counted } = useWords()
  const asked = useQuery(cases.count.ask({}))
  return (
    <Answer of={asked} lines={2}>
      {(count) => (
        <div className="tiles">
          <StatTile
            label={t('home.mine')}
            value={counted(count.mine)}
            unit={t('home.pieces')}
            note={t('home.mineNote')}
            href="/cases?queue=mine"
          />
          <StatTile
            label={t('home.overdue')}
            value={counted(count.overdue)}
            unit={t('home.pieces')}
            note={count.overdue > 0 ? t('home.overdueNote') : t('home.noneOverdue')}
            {...(count.overdue > 0 ? { tone: 'red' as const } : {})}
            href="/cases?queue=overdue"
          />
          <StatTile
            label={t('home.underWay')}
            value={counted(count.dispatched)}
            unit={t('home.pieces')}
            note={t('home.underWayNote', { reported: counted(count.reported) })}
            href="/cases?queue=dispatched"
          />
          <StatTile
            label={t('home.toVerify')}
            value={counted(count.rectified)}
            unit={t('home.pieces')}
            note={t('home.toVerifyNote')}
            href="/cases?queue=rectified"
          />
        </div>
      )}
    </Answer>
  )
}
