/** Cities above and below: what is published and shared upwards, and what the cities below publish. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { Below, Rollup } from '../../../neighbours/neighbours.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Facts, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../clock.ts'
import { useMay } from '../../me.ts'
import { neighbours } from './calls.ts'
import { SharedCases } from './SharedCases.tsx'

/** The month now and the eleven before it. */
const months = (): string[] => {
  const [year, month] = today().split('-').map(Number) as [number, number, number]
  return Array.from({ length: 12 }, (_, back) => {
    const index = year * 12 + month - 1 - back
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

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

function useFigures(): Column<Rollup>[] {
  const { t, points, number, percent } = useWords()
  return [
    {
      id: 'score',
      title: t('neighbours.score'),
      number: true,
      cell: ({ score, total }) => (score === null ? '—' : `${points(score)} / ${points(total ?? 0)}`),
    },
    {
      id: 'open',
      title: t('neighbours.open'),
      number: true,
      cell: ({ reported, dispatched, rectified }) => number(reported + dispatched + rectified),
    },
    { id: 'closed', title: t('neighbours.closed'), number: true, cell: ({ closed }) => number(closed) },
    { id: 'overdue', title: t('neighbours.overdue'), number: true, cell: ({ overdue }) => number(overdue) },
    { id: 'onTime', title: t('neighbours.onTime'), number: true, cell: ({ onTime }) => (onTime === null ? '—' : percent(onTime / 1000)) },
  ]
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

/** The city above: publish the month, share the cases, take it back. */
function Above() {
  const { t, read, moment } = useWords()
  const above = useQuery(neighbours.getAbove.ask({}))
  const publish = useSend(neighbours.publish, { done: t('neighbours.published') })
  const share = useSend(neighbours.share, { done: t('neighbours.shared') })
  const end = useSend(neighbours.endShare, { done: t('neighbours.shareEnded') })
  const [reason, setReason] = useState('')
  const figures = useFigures()
  return (
    <Card title={t('neighbours.above')}>
      <Answer of={above} lines={3}>
        {({ parent, rollups, shares }) => {
          const open = shares.find(({ endedAt }) => endedAt === null)
          if (!parent) return <p className="quiet">{t('neighbours.noParent')}</p>
          return (
            <div className="stack">
              <Facts
                items={[
                  [t('neighbours.parent'), read(parent.title)],
                  [
                    t('neighbours.cases'),
                    open ? t('neighbours.sharedSince', { at: moment(open.fromAt), reason: open.reason }) : t('neighbours.notShared'),
                  ],
                ]}
              />
              <div className="row">
                <Button kind="primary" isPending={publish.isPending} onPress={() => publish.send({ body: { period: months()[0]! } })}>
                  {t('neighbours.publish')}
                </Button>
                {open && (
                  <Button isPending={end.isPending} onPress={() => end.send({ params: { id: open.id }, body: {} })}>
                    {t('neighbours.endShare')}
                  </Button>
                )}
              </div>
              {!open && (
                <div className="row">
                  <TextField label={t('neighbours.reason')} value={reason} onChange={setReason} maxLength={1000} />
                  <Button
                    isDisabled={reason.trim() === ''}
                    isPending={share.isPending}
                    onPress={() => share.send({ body: { id: v7(), what: 'cases', reason } })}
                  >
                    {t('neighbours.share')}
                  </Button>
                </div>
              )}
              <DataTable
                few
                label={t('neighbours.published')}
                rows={rollups}
                idOf={({ period }) => period}
                columns={[{ id: 'month', title: t('neighbours.month'), nowrap: true, cell: ({ period }) => period }, ...figures]}
              />
            </div>
          )
        }}
      </Answer>
    </Card>
  )
}
