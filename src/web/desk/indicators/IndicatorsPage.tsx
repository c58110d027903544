/** How the work of cases goes: rates and scores over a period, side by side as asked, each open down to the cases behind it. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Group } from '../../../indicators/indicators.api.ts'
import { type Indicator, groupings, type Grouping } from '../../../indicators/indicator.ts'
import type { Text } from '../../../base/text.ts'
import { useAddress } from '../../../ui/address.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { Chart } from '../../../ui/Chart.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Card, Facts, Note, PageHeader } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useStreets, useUnits } from '../parts/places.ts'
import { Behind } from './Behind.tsx'
import { BehindWhistles } from './BehindWhistles.tsx'
import { indicators } from './calls.ts'
import { nameOf, optionOf, shown } from './figures.ts'

const start = { from: '', to: '', unit: '', street: '', by: 'none', show: 'onTimeHandling', open: '', key: '', sort: 'name' }

/** The page. */
export function IndicatorsPage() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress(start)
  const by = groupings.find((one) => one === at.by) ?? 'none'
  const filter = Object.fromEntries((['from', 'to', 'unit', 'street'] as const).flatMap((key) => (at[key] === '' ? [] : [[key, at[key]]])))
  const query = { ...filter, by, sort: at.sort } as never
  const asked = useQuery(indicators.get.ask({ query }))
  const one = asked.data?.indicators.find(({ id }) => id === at.open)
  const List = one?.over === 'whistles' ? BehindWhistles : Behind
  return (
    <div className="page">
      <PageHeader
        title={t('nav.indicators')}
        subtitle={t('indicators.is')}
        actions={
          <LinkButton icon="download" href={indicators.export.href({ query })} download>
            {t('ui.export')}
          </LinkButton>
        }
      />
      <Filters at={at} by={by} setAt={setAt} />
      <SplitView
        detailRem={34}
        detailLabel={t('indicators.behind')}
        onClose={() => setAt({ open: '', key: '' })}
        detail={one && <List key={`${one.id} ${at.key}`} indicator={one} filter={filter} by={by} group={at.key} />}
        list={
          <Answer of={asked} lines={8}>
            {(found) =>
              found.groups.length === 0 ? (
                <EmptyState icon="gap" title={t('indicators.none')}>
                  {t('indicators.noneHelp')}
                </EmptyState>
              ) : (
                <div className="stack">
                  {found.objects.map(({ id, note }) => note && <Note key={id}>{words.read(note)}</Note>)}
                  {by === 'none' ? (
                    <Whole
                      group={found.groups[0]!}
                      list={found.indicators}
                      objects={found.objects}
                      onOpen={(open) => setAt({ open, key: '' }, true)}
                      openId={at.open}
                    />
                  ) : (
                    <Groups found={found} by={by} at={at} setAt={setAt} />
                  )}
                </div>
              )
            }
          </Answer>
        }
      />
    </div>
  )
}

type At = typeof start
interface Held {
  readonly at: At
  readonly setAt: (change: Partial<At>, push?: boolean) => void
}

function Filters({ at, by, setAt }: Held & { by: Grouping }) {
  const { t } = useWords()
  const [units, streets] = [useUnits(), useStreets()]
  return (
    <div className="filters">
      <Select
        label={t('indicators.by')}
        value={by}
        onChange={(next) => setAt({ by: next, open: '', key: '', sort: 'name' })}
        options={groupings.map((value) => ({ value, label: t(`indicators.by.${value}`) }))}
      />
      <DatePicker label={t('indicators.from')} value={at.from} onChange={(from) => setAt({ from })} />
      <DatePicker label={t('indicators.to')} value={at.to} onChange={(to) => setAt({ to })} />
      <ComboBox
        key={`u${units.length}`}
        label={t('cases.unit')}
        value={at.unit || null}
        onChange={(unit) => setAt({ unit: unit ?? '' })}
        options={units}
      />
      <ComboBox
        key={`s${streets.length}`}
        label={t('cases.street')}
        value={at.street || null}
        onChange={(street) => setAt({ street: street ?? '' })}
        options={streets}
      />
    </div>
  )
}

interface WholeProps {
  readonly group: Group
  readonly list: readonly Indicator[]
  readonly objects: readonly { readonly id: string; readonly name: Text }[]
  readonly onOpen: (id: string) => void
  readonly openId: string
}

/** All together: scores of the posts, and every indicator with its count. */
function Whole({ group, list, objects, onOpen, openId }: WholeProps) {
  const words = useWords()
  const { t, read, points } = words
  const columns: Column<Indicator>[] = [
    { id: 'name', title: t('indicators.rates'), cell: (it) => read(it.name) },
    { id: 'value', title: t('indicators.value'), number: true, nowrap: true, cell: (it) => shown(words, it, group.figures[it.id]!) },
    { id: 'note', title: '', cell: ({ note }) => (note ? <span className="quiet">{read(note)}</span> : '') },
  ]
  return (
    <>
      <Card title={t('indicators.scores')}>
        <Facts
          items={group.scores.map(({ object, ranked, whole }) => [
            read(objects.find(({ id }) => id === object)?.name),
            t('indicators.scoreWhole', { ranked: ranked === null ? '—' : points(ranked), points: whole === null ? '—' : points(whole) }),
          ])}
        />
      </Card>
      <Card flush>
        <DataTable
          few
          label={t('nav.indicators')}
          columns={columns}
          rows={list}
          idOf={({ id }) => id}
          onOpen={({ id }) => onOpen(id)}
          openId={openId}
        />
      </Card>
    </>
  )
}

function Groups({
  found,
  by,
  at,
  setAt,
}: Held & { found: { readonly groups: readonly Group[]; readonly indicators: readonly Indicator[] }; by: Grouping }) {
  const words = useWords()
  const { t, read, points, number } = words
  const show = found.indicators.find(({ id }) => id === at.show) ?? found.indicators[0]!
  const option = useMemo(() => optionOf(words, by, found.groups, show), [words, by, found.groups, show])
  const columns: Column<Group>[] = [
    { id: 'name', title: t('indicators.name'), sort: 'name', minRem: 9, cell: (group) => nameOf(words, by, group) },
    { id: 'cases', title: t('indicators.cases'), number: true, cell: ({ cases }) => number(cases) },
    ...(found.groups[0]!.scores.length === 0
      ? []
      : [
          {
            id: 'score',
            title: t('indicators.score'),
            sort: 'score',
            number: true,
            cell: ({ scores }: Group) => (scores[0]!.ranked === null ? '—' : points(scores[0]!.ranked)),
          },
        ]),
    ...found.indicators.map(
      (it): Column<Group> => ({
        id: it.id,
        title: read(it.name),
        number: true,
        nowrap: true,
        optional: !['closing', 'onTimeClosing', 'onTimeHandling', 'rework', 'recurrence', 'filedCount', show.id].includes(it.id),
        cell: ({ figures }) => shown(words, it, figures[it.id]!),
        // A volume orders nothing.
        ...(it.volume === undefined ? { sort: it.id } : {}),
      }),
    ),
  ]
  return (
    <>
      <Card title={t('indicators.chart')}>
        <Select
          label={t('indicators.show')}
          value={show.id}
          onChange={(id) => setAt({ show: id })}
          options={found.indicators.map(({ id, name, note }) => ({
            value: id,
            label: read(name),
            ...(note ? { note: t('indicators.volume') } : {}),
          }))}
        />
        <Chart
          label={`${t('indicators.chart')} ${read(show.name)}`}
          option={option}
          heightRem={15}
          table={
            <p>
              {found.groups
                .map((group) => `${nameOf(words, by, group)} ${shown(words, show, group.figures[show.id]!)}`)
                .join(t('ui.semicolon'))}
            </p>
          }
        />
      </Card>
      <Card flush>
        <DataTable
          label={t('nav.indicators')}
          columns={columns}
          rows={found.groups}
          idOf={({ key }) => key ?? '-'}
          sort={at.sort}
          onSort={(sort) => setAt({ sort })}
          onOpen={({ key }) => setAt({ open: show.id, key: key ?? '-' }, true)}
          openId={at.key}
        />
      </Card>
    </>
  )
}
