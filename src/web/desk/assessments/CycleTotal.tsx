/** The total of the title cycle: each year by its official result, else by what was observed in it, weighed as the edition says. */
import { useQuery } from '@tanstack/react-query'
import type { Cycle } from '../../../assessments/assessments.api.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, StatTile, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useState } from 'react'
import { today } from '../../today.ts'
import type { At } from './calls.ts'
import { stored } from './storedCalls.ts'

/** The card of the cycle that ends with the chosen year. */
export function CycleTotal({ where }: { where: Pick<At, 'params' | 'isReady'> }) {
  const words = useWords()
  const { t, points } = words
  const now = Number(today().slice(0, 4))
  const [last, setLast] = useState(String(now))
  const cycle = useQuery({
    ...stored.getCycle.ask({ params: where.params, query: { lastYear: Number(last) } }),
    enabled: where.isReady,
  })
  return (
    <Card title={t('scores.view.cycle')}>
      <div className="stack">
        <div className="chooser">
          <Select
            label={t('scores.lastYear')}
            value={last}
            onChange={setLast}
            options={Array.from({ length: 6 }, (_, back) => ({ value: String(now + 2 - back), label: String(now + 2 - back) }))}
          />
        </div>
        <Answer of={cycle} lines={4}>
          {(it) =>
            it.years.length === 0 ? (
              <EmptyState icon="calendar" title={t('scores.noCycle')}>
                {t('scores.noCycleHelp')}
              </EmptyState>
            ) : (
              <>
                <div className="tiles">
                  <StatTile
                    label={t('scores.cycleTotal')}
                    value={it.total === null ? '—' : points(it.total)}
                    note={t('scores.cycleTotalIs')}
                  />
                  <StatTile label={t('scores.soFar')} value={it.soFar === null ? '—' : points(it.soFar)} note={t('scores.soFarIs')} />
                </div>
                <DataTable few label={t('scores.view.cycle')} columns={columnsOf(words)} rows={it.years} idOf={(row) => String(row.year)} />
              </>
            )
          }
        </Answer>
      </div>
    </Card>
  )
}

const columnsOf = ({ t, points }: Words): Column<Cycle['years'][number]>[] => [
  { id: 'year', title: t('scores.year'), cell: (row) => row.year },
  { id: 'weight', title: t('scores.weight'), number: true, cell: (row) => `${row.weight}%` },
  { id: 'score', title: t('scores.score'), number: true, cell: (row) => (row.score === null ? '—' : points(row.score)) },
  {
    id: 'from',
    title: t('scores.yearFrom'),
    cell: (row) => (
      <StatusTag tone={row.from === 'official' ? 'green' : row.from === 'observed' ? 'blue' : 'grey'}>
        {t(`scores.yearFrom.${row.from}`)}
      </StatusTag>
    ),
  },
]
