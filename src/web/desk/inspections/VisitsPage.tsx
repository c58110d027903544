/** Visits (实地考察): who looked at which place when, and what was found; the open visit stands at the right. */
import type { VisitHead } from '../../../inspections/visit.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { useMay } from '../../me.ts'
import { inspections, useRounds, useStreets } from '../parts/places.ts'
import { VisitDetail } from './VisitDetail.tsx'

const none = { text: '', street: '', round: '', failed: '', from: '', to: '', point: '' }

/** The list of visits. */
export function VisitsPage() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress({ ...none, open: '' })
  const { open, ...query } = at
  const list = usePages(inspections.listVisits, query)
  const isFiltered = Object.entries(none).some(([name, value]) => at[name as keyof typeof none] !== value)
  const mayRecord = useMay('inspections.record')
  return (
    <div className="page">
      <PageHeader
        title={t('nav.visits')}
        subtitle={t('inspections.visitsAre')}
        actions={
          <>
            <LinkButton icon="download" href={inspections.exportVisits.href({ query: query as never })} download>
              {t('ui.export')}
            </LinkButton>
            {mayRecord && (
              <LinkButton kind="primary" icon="add" href="/visits/new">
                {t('inspections.record')}
              </LinkButton>
            )}
          </>
        }
      />
      <SplitView
        detailLabel={t('inspections.visit')}
        onClose={() => setAt({ open: '' })}
        detail={open === '' ? undefined : <VisitDetail key={open} id={open} />}
        list={
          <Card flush>
            <Filters at={at} setAt={setAt} isFiltered={isFiltered} />
            <Answer of={list}>
              {() => (
                <DataTable
                  label={t('nav.visits')}
                  columns={columnsOf(words)}
                  {...list}
                  idOf={(row) => row.id}
                  openId={open}
                  onOpen={(row) => setAt({ open: row.id }, true)}
                  empty={<NoVisits isFiltered={isFiltered} onReset={() => setAt(none)} mayRecord={mayRecord} />}
                />
              )}
            </Answer>
          </Card>
        }
      />
    </div>
  )
}

interface FiltersProps {
  readonly at: typeof none
  readonly setAt: (change: Partial<typeof none>) => void
  readonly isFiltered: boolean
}

function Filters({ at, setAt, isFiltered }: FiltersProps) {
  const { t } = useWords()
  const streets = useStreets()
  const rounds = useRounds(t('ui.all'))
  return (
    <FilterBar
      label={t('inspections.searchVisits')}
      q={at.text}
      onSearch={(text) => setAt({ text })}
      isFiltered={isFiltered}
      onReset={() => setAt(none)}
    >
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
        value={at.failed}
        onChange={(failed) => setAt({ failed })}
        options={[
          { value: '', label: t('ui.all') },
          { value: 'true', label: t('inspections.withMisses') },
        ]}
      />
      <DatePicker label={t('inspections.from')} value={at.from} onChange={(from) => setAt({ from })} />
      <DatePicker label={t('inspections.to')} value={at.to} onChange={(to) => setAt({ to })} />
    </FilterBar>
  )
}

const columnsOf = ({ t, read, moment, number }: Words): Column<VisitHead>[] => [
  { id: 'at', title: t('inspections.visitedAt'), nowrap: true, cell: (row) => moment(row.visitedAt) },
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

function NoVisits({ isFiltered, onReset, mayRecord }: { isFiltered: boolean; onReset: () => void; mayRecord: boolean }) {
  const { t } = useWords()
  if (isFiltered)
    return (
      <EmptyState icon="filter" title={t('ui.nothingFound')} action={<Button onPress={onReset}>{t('ui.reset')}</Button>}>
        {t('ui.nothingFoundHelp')}
      </EmptyState>
    )
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
