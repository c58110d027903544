/** Cities above and below: what is published and shared upwards, and what the cities below publish. */
import { useQuery } from '@tanstack/react-query'
import type { Below } from '../../../neighbours/neighbours.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { Above } from './Above.tsx'
import { neighbours } from './calls.ts'
import { months, useFigures } from './figures.ts'
import { SharedCases } from './SharedCases.tsx'

/** The page. */
export function NeighboursPage() {
  const { t } = useWords()
  const mayPublish = useMay('above.publish')
  return (
    <div className="page">
      <PageHeader title={t('nav.neighbours')} subtitle={t('neighbours.is')} />
      <div className="stack">
        {mayPublish && <Above />}
        <BelowCard />
      </div>
    </div>
  )
}

/** What the cities below published for a month, side by side. */
function BelowCard() {
  const { t, read } = useWords()
  const [at, setAt] = useAddress({ period: months()[0]!, cases: '' })
  const below = useQuery(neighbours.listBelow.ask({ query: { period: at.period } }))
  const figures = useFigures()
  const columns: Column<Below>[] = [
    { id: 'city', title: t('neighbours.city'), cell: ({ city }) => read(city.title) },
    ...figures.map((column): Column<Below> => ({ ...column, cell: ({ rollup }) => (rollup ? column.cell(rollup) : '—') })),
    {
      id: 'state',
      title: t('neighbours.state'),
      cell: ({ rollup, sharesCases }) => (
        <span className="row">
          <StatusTag tone={rollup ? 'green' : 'grey'}>{rollup ? t('neighbours.published') : t('neighbours.notPublished')}</StatusTag>
          {sharesCases && <StatusTag tone="violet">{t('neighbours.sharesCases')}</StatusTag>}
        </span>
      ),
    },
  ]
  return (
    <Card title={t('neighbours.below')}>
      <div className="stack">
        <Select
          label={t('neighbours.month')}
          value={at.period}
          onChange={(period) => setAt({ period })}
          options={months().map((month) => ({ value: month, label: month }))}
        />
        <Answer of={below}>
          {({ items }) => (
            <DataTable
              few
              label={t('neighbours.below')}
              columns={columns}
              rows={items}
              idOf={({ city }) => String(city.id)}
              onOpen={({ city, sharesCases }) => setAt({ cases: sharesCases ? String(city.id) : '' })}
              empty={
                <EmptyState icon="map" title={t('neighbours.noneBelow')}>
                  {t('neighbours.noneBelowHelp')}
                </EmptyState>
              }
            />
          )}
        </Answer>
        {at.cases !== '' && <SharedCases city={at.cases} />}
      </div>
    </Card>
  )
}
