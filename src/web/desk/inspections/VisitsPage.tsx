/** Visits (实地考察): who looked at which place when, and what was found; the open visit stands at the right. */
import type { VisitHead } from '../../../inspections/visitHead.ts'
import { useAddress } from '../../../ui/address.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { inspections, useRounds, useStreets } from '../parts/places.ts'
import { FieldLink } from '../parts/FieldLink.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { PhotoFactList } from './PhotoFactList.tsx'
import { VisitDetail } from './VisitDetail.tsx'

const none = { street: '', round: '', failed: '', rivals: '', from: '', to: '', point: '' }

/** The list of visits. */
export function VisitsPage() {
  const { t } = useWords()
  const [{ view }, setAt] = useAddress({ ...none, open: '', view: '' })
  const mayRecord = useMay('inspections.record')
  return (
    <div className="page">
      <PageHeader
        title={t('nav.visits')}
        subtitle={t('inspections.visitsAre')}
        actions={
          mayRecord && (
            <>
              <FieldLink />
              <LinkButton kind="primary" icon="add" href="/visits/new">
                {t('inspections.record')}
              </LinkButton>
            </>
          )
        }
      />
      <Tabs
        label={t('nav.visits')}
        value={view === 'photos' ? 'photos' : 'visits'}
        onChange={(next) => setAt({ ...none, open: '', view: next === 'photos' ? 'photos' : '' })}
        tabs={[
          { id: 'visits', label: t('proof.tab.visits') },
          { id: 'photos', label: t('proof.sheet') },
        ]}
      >
        {view === 'photos' ? <PhotoFactList /> : <Visits />}
      </Tabs>
    </div>
  )
}

function Visits() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress({ ...none, open: '' })
  const { open, ...query } = at
  const list = useList<VisitHead>({ list: inspections.listVisits, book: inspections.exportVisits, query })
  const isFiltered = Object.entries(none).some(([name, value]) => at[name as keyof typeof none] !== value)
  const mayRecord = useMay('inspections.record')
  return (
    <SplitView
      detailLabel={t('inspections.visit')}
      onClose={() => setAt({ open: '' })}
      detail={open === '' ? undefined : <VisitDetail key={open} id={open} />}
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t('nav.visits')}
            search={t('inspections.searchVisits')}
            filters={<Filters at={at} setAt={setAt} />}
            isFiltered={isFiltered}
            onReset={() => setAt(none)}
            columns={columnsOf(words)}
            idOf={(row) => row.id}
            openId={open}
            onOpen={(row) => setAt({ open: row.id }, true)}
            empty={<NoVisits mayRecord={mayRecord} />}
          />
        </Card>
      }
    />
  )
}

interface FiltersProps {
  readonly at: typeof none
  readonly setAt: (change: Partial<typeof none>) => void
}

function Filters({ at, setAt }: FiltersProps) {
  const { t } = useWords()
  const streets = useStreets()
  const rounds = useRounds(t('ui.all'))
  return (
    <>
      <ComboBox
        key={`street ${at.street === ''} ${streets.length}`}
        label={t('inspections.street')}
        value={at.street || null}
        onChange={(street) => setAt({ street: street ?? '' })}
        options={streets}
      />
      <Select label={t('inspections.round')} value={at.round} onChange={(round) => setAt({ round })} options={rounds} />
      <Select
        label={t('inspections.result')}
        value={at.rivals === 'true' ? 'rivals' : at.failed}
        onChange={(next) => setAt({ failed: next === 'true' ? next : '', rivals: next === 'rivals' ? 'true' : '' })}
        options={[
          { value: '', label: t('ui.all') },
          { value: 'true', label: t('inspections.withMisses') },
          { value: 'rivals', label: t('inspections.withRivals') },
        ]}
      />
      <DatePicker label={t('inspections.from')} value={at.from} onChange={(from) => setAt({ from })} />
      <DatePicker label={t('inspections.to')} value={at.to} onChange={(to) => setAt({ to })} />
    </>
  )
}

const columnsOf = ({ t, read, moment, number }: Words): Column<VisitHead>[] => [
  { id: 'at', sort: 'visited', title: t('inspections.visitedAt'), nowrap: true, cell: (row) => moment(row.visitedAt) },
  {
    id: 'point',
    title: t('inspections.point'),
    minRem: 12,
    cell: (row) => (
      <>
        <span className="strong">{read(row.point.title)}</span> <span className="quiet small nowrap">{row.point.code}</span>
      </>
    ),
  },
  { id: 'street', title: t('inspections.street'), cell: (row) => read(row.point.street?.title) },
  { id: 'result', title: t('inspections.result'), nowrap: true, cell: (row) => <ResultTag visit={row} /> },
  { id: 'checked', title: t('inspections.checked'), number: true, cell: (row) => number(row.checked) },
  { id: 'photos', title: t('inspections.photos'), number: true, optional: true, cell: (row) => number(row.photos) },
  { id: 'round', title: t('inspections.round'), optional: true, cell: (row) => read(row.round?.title) || t('inspections.daily') },
  { id: 'by', title: t('inspections.by'), nowrap: true, cell: (row) => row.by?.name ?? '' },
  {
    id: 'recorded',
    sort: 'recorded',
    title: t('inspections.recordedAt'),
    optional: true,
    nowrap: true,
    cell: (row) => moment(row.recordedAt),
  },
]

/** What a visit found, in colour and word. Amber, not red: a miss is work to do, not yet late. */
export function ResultTag({ visit: { failed, checked } }: { visit: Pick<VisitHead, 'failed' | 'checked'> }) {
  const { t } = useWords()
  if (failed > 0) return <StatusTag tone="amber">{t('inspections.misses', { failed })}</StatusTag>
  if (checked === 0) return <StatusTag>{t('inspections.nothingApplies')}</StatusTag>
  return (
    <StatusTag tone="green" icon="check">
      {t('inspections.allMet')}
    </StatusTag>
  )
}

function NoVisits({ mayRecord }: { mayRecord: boolean }) {
  const { t } = useWords()
  return (
    <EmptyState
      icon="visit"
      title={t('inspections.noVisits')}
      action={mayRecord && <LinkButton href="/visits/new">{t('inspections.record')}</LinkButton>}
    >
      {t('inspections.noVisitsHelp')}
    </EmptyState>
  )
}
