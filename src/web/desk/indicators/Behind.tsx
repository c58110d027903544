/** The cases behind a figure: those that count, those that should and do not, and all that it is counted over. */
import { useState } from 'react'
import type { Grouping, Indicator } from '../../../indicators/indicator.ts'
import { Choice } from '../../../ui/Fields.tsx'
import { Link } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { indicators } from './calls.ts'

const parts = ['of', 'missing', 'per'] as const

interface BehindProps {
  readonly indicator: Indicator
  readonly filter: object
  readonly by: Grouping
  /** Its key; '-' for the group of none, '' for all together. */
  readonly group: string
}

type Row = Awaited<ReturnType<typeof indicators.listBehind>>['items'][number]

/** The list. */
export function Behind({ indicator, filter, by, group }: BehindProps) {
  const { t, read, moment } = useWords()
  const [part, setPart] = useState<(typeof parts)[number]>('of')
  const query = { ...filter, by, part, ...(group === '' ? {} : { key: group }) }
  const of = useList<Row>({ list: indicators.listBehind, book: indicators.exportBehind, params: { id: indicator.id }, query, prefix: 'b_' })
  return (
    <Card flush title={read(indicator.name)}>
      {indicator.per !== null && (
        <div className="filters">
          <Choice
            label={t('indicators.behind')}
            hideLabel
            value={part}
            onChange={setPart}
            options={parts.map((value) => ({ value, label: t(`indicators.part.${value}`) }))}
          />
        </div>
      )}
      <ListTable
        of={of}
        label={t('indicators.behind')}
        search={t('cases.text')}
        idOf={({ id }) => id}
        columns={[
          { id: 'no', title: t('cases.no'), nowrap: true, sort: 'reported', cell: ({ id, no }) => <Link href={`/cases/${id}`}>{no}</Link> },
          { id: 'text', title: t('cases.text'), minRem: 12, cell: ({ text }) => text.slice(0, 80) },
          { id: 'due', title: t('cases.due'), nowrap: true, optional: true, cell: ({ dueAt }) => (dueAt === null ? '—' : moment(dueAt)) },
          { id: 'closed', title: t('cases.closedAt'), nowrap: true, cell: ({ closedAt }) => (closedAt === null ? '—' : moment(closedAt)) },
          { id: 'unit', title: t('cases.unit'), optional: true, cell: ({ unit }) => (unit ? read(unit.title) : '—') },
        ]}
        empty={<EmptyState icon="case" title={t('indicators.nothing')} />}
      />
    </Card>
  )
}
