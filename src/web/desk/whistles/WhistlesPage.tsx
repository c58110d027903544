/** Whistles (吹哨报到): from which side they concern the reader's unit, with counts; the open one at the right. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { WhistleState } from '../../../whistles/whistle.ts'
import { Owing } from '../../../whistles/kinds.ts'
import type { WhistleHead } from '../../../whistles/whistles.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useUnits } from '../parts/places.ts'
import { toneOfState, whistles } from './calls.ts'
import { KindsDialog } from './KindsDialog.tsx'
import { LateTags } from './LateTags.tsx'
import { NewWhistle } from './NewWhistle.tsx'
import { WhistleDetail } from './WhistleDetail.tsx'

const sides = ['todo', 'called', 'raised', 'escalated', 'all'] as const
type Side = (typeof sides)[number]
const none = { state: '', kind: '', late: '', unit: '', from: '', to: '' }

/** The page. */
export function WhistlesPage() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress({ ...none, side: 'all', case: '', open: '', raise: '' })
  const { open, side: asked, raise, ...filter } = at
  // An address written by hand may name a side that there is not.
  const side: Side = sides.find((one) => one === asked) ?? 'all'
  const [isShown, setShown] = useState(false)
  const mayRaise = useMay('whistles.raise')
  const query = { ...filter, side: side === 'all' ? '' : side }
  const list = useList<WhistleHead>({ list: whistles.list, book: whistles.export, query })
  const counts = useQuery(whistles.count.ask({ query: filled({ ...filter, text: list.text }) }))
  const add = mayRaise && (
    <Button kind="primary" icon="add" onPress={() => setAt({ raise: 'new' })}>
      {t('whistles.new')}
    </Button>
  )
  return (
    <div className="page">
      <PageHeader
        title={t('nav.whistles')}
        subtitle={t('whistles.are')}
        actions={
          <>
            <Button icon="settings" onPress={() => setShown(true)}>
              {t('whistles.kinds')}
            </Button>
            {add}
          </>
        }
      />
      <SplitView
        detailLabel={t('whistles.one')}
        detailRem={32}
        onClose={() => setAt({ open: '' })}
        detail={open === '' ? undefined : <WhistleDetail key={open} id={open} />}
        list={
          <Tabs
            label={t('nav.whistles')}
            value={side}
            onChange={(next) => setAt({ side: next, open: '' })}
            tabs={sides.map((id) => ({ id, label: t(`whistles.side.${id}`), ...(counts.data ? { count: counts.data[id] } : {}) }))}
          >
            <Card flush>
              <ListTable
                of={list}
                label={t('nav.whistles')}
                search={t('whistles.search')}
                filters={<Filters at={at} setAt={setAt} />}
                isFiltered={Object.values(filter).some((value) => value !== '')}
                onReset={() => setAt({ ...none, case: '' })}
                columns={columnsOf(words)}
                idOf={({ id }) => id}
                openId={open}
                onOpen={({ id }) => setAt({ open: id }, true)}
                empty={
                  <EmptyState icon="share" title={t('whistles.none')} action={add}>
                    {t('whistles.noneHelp')}
                  </EmptyState>
                }
              />
            </Card>
          </Tabs>
        }
      />
      {isShown && <KindsDialog onClose={() => setShown(false)} />}
      {mayRaise && raise !== '' && (
        <NewWhistle
          {...(raise === 'new' ? {} : { first: raise })}
          onClose={() => setAt({ raise: '' })}
          onDone={(id) => setAt({ raise: '', open: id, side: 'raised' }, true)}
        />
      )}
    </div>
  )
}

/** Empty texts ask nothing. */
const filled = (query: object) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) as never

type Filter = typeof none

function Filters({ at, setAt }: { at: Filter; setAt: (change: Partial<Filter>) => void }) {
  const { t, read } = useWords()
  const units = useUnits()
  const { data } = useQuery(whistles.getKinds.ask({}))
  const all = { value: '', label: t('ui.all') }
  return (
    <>
      <Select
        label={t('whistles.column.state')}
        value={at.state}
        onChange={(state) => setAt({ state })}
        options={[all, ...WhistleState.options.map((value) => ({ value: value as string, label: t(`whistles.state.${value}`) }))]}
      />
      <Select
        label={t('whistles.column.kind')}
        value={at.kind}
        onChange={(kind) => setAt({ kind })}
        options={[all, ...(data?.kinds ?? []).map(({ id, name }) => ({ value: id, label: read(name) }))]}
      />
      <Select
        label={t('whistles.side.late')}
        value={at.late}
        onChange={(late) => setAt({ late })}
        options={[all, ...Owing.options.map((value) => ({ value: value as string, label: t(`whistles.late.${value}`) }))]}
      />
      <ComboBox
        key={units.length}
        label={t('whistles.column.unit')}
        value={at.unit || null}
        onChange={(unit) => setAt({ unit: unit ?? '' })}
        options={units}
      />
      <DatePicker label={t('whistles.column.from')} value={at.from} onChange={(from) => setAt({ from })} />
      <DatePicker label={t('whistles.column.to')} value={at.to} onChange={(to) => setAt({ to })} />
    </>
  )
}

const columnsOf = ({ t, read, moment, number }: Words): Column<WhistleHead>[] => [
  { id: 'no', sort: 'no', title: t('whistles.column.no'), nowrap: true, cell: ({ no }) => no },
  {
    id: 'text',
    title: t('whistles.column.text'),
    minRem: 14,
    cell: (it) => (
      <span className="stack-s">
        <span className="strong">{it.text}</span>
        <span className="quiet small">{`${read(it.name)} · ${read(it.unit.title)}`}</span>
        <LateTags it={it} />
      </span>
    ),
  },
  {
    id: 'state',
    title: t('whistles.column.state'),
    nowrap: true,
    cell: ({ state, height }) => (
      <span className="row">
        <StatusTag tone={toneOfState[state]}>{t(`whistles.state.${state}`)}</StatusTag>
        {height > 0 && (
          <StatusTag tone="red" icon="alert">
            {t(`whistles.height.${height as 1 | 2}`)}
          </StatusTag>
        )}
      </span>
    ),
  },
  {
    id: 'lead',
    title: t('whistles.column.lead'),
    minRem: 8,
    roomy: true,
    cell: ({ parties }) => read(parties.find(({ role }) => role === 'lead')?.unit.title),
  },
  {
    id: 'signedIn',
    title: t('whistles.column.signedIn'),
    nowrap: true,
    roomy: true,
    cell: ({ parties }) =>
      t('whistles.signedInOf', { n: parties.filter(({ signedInAt }) => signedInAt !== null).length, of: parties.length }),
  },
  { id: 'due', sort: 'due', title: t('whistles.column.due'), nowrap: true, cell: ({ dueAt }) => moment(dueAt) },
  { id: 'raised', sort: 'raised', title: t('whistles.column.raised'), nowrap: true, roomy: true, cell: ({ raisedAt }) => moment(raisedAt) },
  { id: 'cases', title: t('whistles.column.cases'), number: true, optional: true, cell: ({ cases }) => number(cases) },
]
