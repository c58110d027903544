/** Cases (问题): queues with their counts, filters in the address, the open case at the right. */
import './cases.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseHead } from '../../../cases/cases.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { BulkDispatch } from './BulkDispatch.tsx'
import { CaseDetail } from './CaseDetail.tsx'
import { LostNote } from './LostNote.tsx'
import { CaseMap } from './CaseMap.tsx'
import { caseFilters, none } from './CaseFilters.tsx'
import { CaseStateTag, Coded, DueTag, useBall } from './CaseTags.tsx'
import { cases, hasOrderNo } from './calls.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { SavedViews } from './SavedViews.tsx'
import { TriageKeys, useTriage } from './triage.tsx'

const queues = ['mine', 'reported', 'dispatched', 'rectified', 'overdue', 'warned', 'asked', 'suspended', 'closed', 'all'] as const
type Queue = (typeof queues)[number]

const narrowed: Record<Queue, object> = {
  mine: { mine: 'true' },
  reported: { stage: 'reported' },
  dispatched: { stage: 'dispatched' },
  rectified: { stage: 'rectified' },
  overdue: { overdue: 'true' },
  warned: { warned: 'true' },
  asked: { asked: 'true' },
  suspended: { stage: 'suspended' },
  closed: { stage: 'closed' },
  all: {},
}

/** What a list half as wide still has room for. */
const besideMap: ReadonlySet<string> = new Set(['no', 'text', 'state', 'due'])

/** The page of cases. */
export function CasesPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ ...none, queue: 'all', open: '', view: '' })
  const { open, queue, view, ...filter } = at
  const inQueue = narrowed[queue as Queue] ?? {}
  const list = useList<CaseHead>({ list: cases.list, book: cases.export, csv: cases.exportCsv, query: { ...filter, ...inQueue } })
  useTriage({ ids: list.rows.map(({ id }) => id), open, setOpen: (id) => setAt({ open: id }, true) })
  const counts = useQuery(cases.count.ask({ query: { ...filter, text: list.text } as never }))
  const columns = useColumns()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const isFiltered = Object.values(filter).some((value) => value !== '')
  const mayReport = useMay('cases.report')
  const mayDispatch = useMay('cases.dispatch')
  return (
    <div className="page">
      <PageHeader
        title={t('nav.cases')}
        subtitle={t('cases.are')}
        actions={
          <>
            <Button icon={view === 'map' ? 'list' : 'map'} onPress={() => setAt({ view: view === 'map' ? '' : 'map' })}>
              {t(view === 'map' ? 'cases.view.list' : 'cases.view.both')}
            </Button>
            <Menu
              label={t('cases.more')}
              items={[
                { id: 'spots', label: t('hotSpots.title'), icon: 'score', href: '/cases/hot-spots' },
                { id: 'sources', label: t('sources.title'), icon: 'import', href: '/cases/sources' },
                { id: 'owners', label: t('owners.title'), icon: 'unit', href: '/owners' },
                { id: 'procedure', label: t('procedure.page'), icon: 'list', href: '/cases/procedure' },
              ]}
            >
              <Button icon="more">{t('cases.more')}</Button>
            </Menu>
            {mayReport && (
              <LinkButton kind="primary" icon="add" href="/cases/new">
                {t('cases.new')}
              </LinkButton>
            )}
          </>
        }
      />
      <SplitView
        detailLabel={t('cases.one')}
        detailRem={27}
        onClose={() => setAt({ open: '' })}
        detail={open === '' ? undefined : <CaseDetail key={open} id={open} />}
        list={
          <Tabs
            label={t('cases.queues')}
            value={queue as Queue}
            onChange={(next) => {
              setChosen(new Set())
              setAt({ queue: next, open: '' })
            }}
            tabs={queues.map((id) => ({ id, label: t(`cases.queue.${id}`), ...(counts.data ? { count: counts.data[id] } : {}) }))}
          >
            <div className="case-ways">
              <SavedViews />
              <TriageKeys />
            </div>
            {at.lost === 'true' && <LostNote />}
            <div className={view === 'map' ? `case-panes case-panes-map${open === '' ? '' : ' case-panes-open'}` : 'case-panes'}>
              <Card flush>
                <ListTable
                  of={list}
                  label={t('nav.cases')}
                  search={t('cases.search')}
                  {...caseFilters({ at, setAt }, open !== '' || view === 'map')}
                  isFiltered={isFiltered}
                  onReset={() => setAt(none)}
                  columns={view === 'map' ? columns.filter(({ id }) => besideMap.has(id)) : columns}
                  total={counts.data?.[queue as Queue] ?? list.total}
                  idOf={(row) => row.id}
                  openId={open}
                  onOpen={(row) => setAt({ open: row.id }, true)}
                  {...(mayDispatch ? { chosen, onChoose: setChosen } : {})}
                  tools={
                    chosen.size > 0 && (
                      <BulkDispatch rows={list.rows.filter(({ id }) => chosen.has(id))} onDone={() => setChosen(new Set())} />
                    )
                  }
                  empty={<NoCases queue={queue} />}
                />
              </Card>
              {view === 'map' && (
                <CaseMap
                  label={t('cases.map')}
                  filter={{ ...filter, ...inQueue, text: list.text }}
                  fresh={counts.dataUpdatedAt}
                  open={open}
                  onOpen={(id) => setAt({ open: id }, true)}
                />
              )}
            </div>
          </Tabs>
        }
      />
    </div>
  )
}

function useColumns(): Column<CaseHead>[] {
  const { t, read, moment } = useWords()
  const ball = useBall()
  const { className, factName } = useKinds()
  return [
    { id: 'no', sort: 'no', title: t('cases.no'), nowrap: true, cell: (row) => <CaseNo it={row} /> },
    {
      id: 'text',
      title: t('cases.text'),
      minRem: 11,
      cell: (row) => (
        <>
          <span className="case-text">{row.text}</span>
          {(row.street || row.address !== '') && (
            <span className="quiet small">{[read(row.street?.title), row.address].filter(Boolean).join(' · ')}</span>
          )}
        </>
      ),
    },
    { id: 'state', title: t('cases.stateIs'), nowrap: true, cell: (row) => <CaseStateTag it={row} /> },
    { id: 'due', sort: 'due', title: t('cases.due'), nowrap: true, cell: (row) => <DueTag it={row} /> },
    { id: 'ball', title: t('cases.ballIs'), minRem: 11, cell: (row) => ball(row) },
    { id: 'unit', title: t('cases.unit'), optional: true, minRem: 8, cell: (row) => read(row.unit?.title) },
    {
      id: 'class',
      title: t('cases.class'),
      optional: true,
      minRem: 8,
      cell: (row) => row.class !== null && <Coded code={row.class} name={className(row.class)} />,
    },
    {
      id: 'fact',
      title: t('cases.fact'),
      optional: true,
      minRem: 8,
      cell: (row) => row.fact !== null && <Coded code={row.fact} name={factName(row.fact)} />,
    },
    { id: 'at', sort: 'reported', title: t('cases.reportedAt'), nowrap: true, roomy: true, cell: (row) => moment(row.reportedAt) },
    { id: 'changed', sort: 'changed', title: t('cases.changedAt'), optional: true, nowrap: true, cell: (row) => moment(row.changedAt) },
  ]
}

/** The number of the house, and below it the one that the hotline and its callers know. */
function CaseNo({ it }: { it: CaseHead }) {
  if (!hasOrderNo(it)) return it.no
  return (
    <>
      {it.no}
      <br />
      <span className="quiet small">{it.externalId}</span>
    </>
  )
}

function NoCases({ queue }: { queue: string }) {
  const { t } = useWords()
  return (
    <EmptyState icon="case" title={queue === 'all' ? t('cases.none') : t('cases.queueEmpty')}>
      {queue === 'all' ? t('cases.noneHelp') : t('cases.queueEmptyHelp')}
    </EmptyState>
  )
}
