/** The whistles behind a figure: those of the group and the period, each with who is late. */
import type { Grouping, Indicator } from '../../../indicators/indicator.ts'
import type { WhistleHead } from '../../../whistles/whistles.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { toneOfState, whistles } from '../whistles/calls.ts'
import { LateTags } from '../whistles/LateTags.tsx'

interface BehindWhistlesProps {
  readonly indicator: Indicator
  readonly filter: object
  readonly by: Grouping
  /** The key of the group; '' for all together. */
  readonly group: string
}

const lastDay = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)

/** What a group narrows the list to; '-' and classes narrow nothing. */
function narrowedBy(by: Grouping, group: string): object {
  if (group === '' || group === '-') return {}
  if (by === 'unit' || by === 'street') return { [by]: group }
  return by === 'month' ? { from: `${group}-01`, to: lastDay(group) } : {}
}

/** The list. */
export function BehindWhistles({ indicator, filter, by, group }: BehindWhistlesProps) {
  const { t, read, moment } = useWords()
  const query = { ...filter, ...narrowedBy(by, group) }
  const of = useList<WhistleHead>({ list: whistles.list, book: whistles.export, query, prefix: 'b_' })
  return (
    <Card flush title={read(indicator.name)}>
      <ListTable
        of={of}
        label={t('nav.whistles')}
        search={t('whistles.search')}
        idOf={({ id }) => id}
        columns={[
          {
            id: 'no',
            title: t('whistles.column.no'),
            nowrap: true,
            sort: 'no',
            cell: ({ id, no }) => <Link href={`/whistles?open=${id}`}>{no}</Link>,
          },
          {
            id: 'text',
            title: t('whistles.column.text'),
            minRem: 10,
            cell: (it) => (
              <span className="stack-s">
                <span>{it.text.slice(0, 80)}</span>
                <LateTags it={it} />
              </span>
            ),
          },
          {
            id: 'state',
            title: t('whistles.column.state'),
            nowrap: true,
            cell: ({ state }) => <StatusTag tone={toneOfState[state]}>{t(`whistles.state.${state}`)}</StatusTag>,
          },
          { id: 'due', title: t('whistles.column.due'), sort: 'due', nowrap: true, cell: ({ dueAt }) => moment(dueAt) },
          {
            id: 'raised',
            title: t('whistles.column.raised'),
            sort: 'raised',
            nowrap: true,
            optional: true,
            cell: ({ raisedAt }) => moment(raisedAt),
          },
        ]}
        empty={<EmptyState icon="share" title={t('whistles.none')} />}
      />
    </Card>
  )
}
