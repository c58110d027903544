/** Rounds (走访轮次): which places are to be looked at by whom until when, and how far that is; beside it, what nobody looked at. */
import { RoundKind } from '../../../inspections/round.ts'
import type { Round } from '../../../inspections/round.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { inspections } from '../parts/places.ts'
import { NewRound } from './NewRound.tsx'
import { KindsButton } from './Kinds.tsx'
import { RoundDetail } from './RoundDetail.tsx'
import { Routes } from './Routes.tsx'
import { Unseen } from './Unseen.tsx'

const tabs = ['rounds', 'routes', 'unseen'] as const

/** The page. */
export function RoundsPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ tab: 'rounds', kind: '', open: '', new: '' })
  const add = useMay('inspections.review') && (
    <Button icon="add" kind="primary" onPress={() => setAt({ new: 'yes' })}>
      {t('rounds.new')}
    </Button>
  )
  const tab = tabs.find((one) => one === at.tab) ?? 'rounds'
  return (
    <div className="page">
      <PageHeader title={t('nav.rounds')} subtitle={t('rounds.are')} actions={add} />
      <Tabs
        label={t('nav.rounds')}
        value={tab}
        onChange={(next: (typeof tabs)[number]) => setAt({ tab: next, open: '' })}
        tabs={[
          { id: 'rounds', label: t('nav.rounds') },
          { id: 'routes', label: t('rounds.sheet.routes') },
          { id: 'unseen', label: t('rounds.unseen') },
        ]}
      >
        {tab === 'unseen' ? <Unseen /> : tab === 'routes' ? <Routes /> : <List at={at} setAt={setAt} add={add} />}
      </Tabs>
      {at.new !== '' && <NewRound onClose={() => setAt({ new: '' })} onDone={(id) => setAt({ tab: 'rounds', open: id, new: '' }, true)} />}
    </div>
  )
}

interface ListProps {
  readonly at: { readonly kind: string; readonly open: string }
  readonly setAt: (change: { kind?: string; open?: string }, push?: boolean) => void
  readonly add: React.ReactNode
}

function List({ at, setAt, add }: ListProps) {
  const words = useWords()
  const { t } = words
  const list = useList<Round>({ list: inspections.listRounds, book: inspections.exportRounds, query: { kind: at.kind } })
  return (
    <SplitView
      detailLabel={t('inspections.round')}
      detailRem={40}
      onClose={() => setAt({ open: '' })}
      detail={at.open === '' ? undefined : <RoundDetail key={at.open} id={at.open} />}
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t('nav.rounds')}
            search={t('rounds.search')}
            tools={<KindsButton />}
            isFiltered={at.kind !== ''}
            onReset={() => setAt({ kind: '' })}
            filters={
              <Select
                label={t('inspections.column.kind')}
                value={at.kind}
                onChange={(kind) => setAt({ kind })}
                options={[
                  { value: '', label: t('ui.all') },
                  ...RoundKind.options.map((kind) => ({ value: kind as string, label: t(`inspections.roundKind.${kind}`) })),
                ]}
              />
            }
            columns={columnsOf(words)}
            idOf={({ id }) => id}
            openId={at.open}
            onOpen={({ id }) => setAt({ open: id }, true)}
            empty={
              <EmptyState icon="visit" title={t('rounds.none')} action={add}>
                {t('rounds.noneHelp')}
              </EmptyState>
            }
          />
        </Card>
      }
    />
  )
}

const columnsOf = ({ t, read, number, day }: Words): Column<Round>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t('inspections.round'),
    minRem: 11,
    cell: ({ title, sealed }) => (
      <span className="row">
        <span className="strong">{read(title)}</span>
        {sealed && (
          <StatusTag tone="violet" icon="lock">
            {t('samples.sealed')}
          </StatusTag>
        )}
      </span>
    ),
  },
  {
    id: 'kind',
    sort: 'kind',
    title: t('inspections.column.kind'),
    nowrap: true,
    cell: ({ kind, named }) => (named ? read(named) : t(`inspections.roundKind.${kind}`)),
  },
  { id: 'from', sort: 'from', title: t('inspections.column.from'), nowrap: true, cell: ({ fromOn }) => day(fromOn) },
  { id: 'to', title: t('inspections.column.to'), nowrap: true, roomy: true, cell: ({ toOn }) => day(toOn) },
  {
    id: 'done',
    title: t('rounds.column.done'),
    number: true,
    cell: ({ planned, done }) => (planned === 0 ? '—' : `${number(done)} / ${number(planned)}`),
  },
  { id: 'visits', title: t('inspections.column.visits'), number: true, roomy: true, cell: ({ visits }) => number(visits) },
]
