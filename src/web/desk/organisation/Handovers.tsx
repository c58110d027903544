/** Slips of hand-over (交接单): what was given, to whom, and whether it was received. Both people see the list. */
import { useQuery } from '@tanstack/react-query'
import type { HandoverLine } from '../../../city/organisation/organisation.api.ts'
import type { OpenItem } from '../../../city/organisation/organisation.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Facts, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMe } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { organisation } from './calls.ts'

/** The open work that goes along. */
export function OpenItems({ items }: { items: readonly OpenItem[] }) {
  const { t } = useWords()
  if (items.length === 0) return <p className="quiet">{t('organisation.noOpenWork')}</p>
  return (
    <DataTable
      few
      label={t('organisation.openWork')}
      rows={items}
      idOf={({ kind, thing }) => `${kind} ${thing}`}
      columns={[
        {
          id: 'kind',
          title: t('organisation.workKind'),
          nowrap: true,
          cell: ({ kind }) => (kind === 'case' ? t('nav.cases') : t('nav.duties')),
        },
        { id: 'title', title: t('organisation.work'), minRem: 14, cell: ({ title }) => title },
        { id: 'due', title: t('organisation.due'), nowrap: true, cell: ({ dueOn }) => dueOn ?? '—' },
      ]}
    />
  )
}

/** The slips one has a part in. */
export function Handovers() {
  const { t, read } = useWords()
  const [at, setAt] = useAddress({ open: '', slip: '' })
  const query = { open: at.open }
  const list = useList<HandoverLine>({ list: organisation.listHandovers, book: organisation.exportHandovers, query, prefix: 'handovers' })
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('organisation.view.handovers')}
        search={t('organisation.searchHandovers')}
        isFiltered={at.open !== ''}
        onReset={() => setAt({ open: '' })}
        filters={
          <Select
            label={t('organisation.state')}
            value={at.open}
            onChange={(open) => setAt({ open })}
            options={[
              { value: '', label: t('ui.all') },
              { value: 'true', label: t('organisation.notReceived') },
              { value: 'false', label: t('organisation.received') },
            ]}
          />
        }
        idOf={({ id }) => id}
        onOpen={({ id }) => setAt({ slip: id }, true)}
        empty={
          <EmptyState icon="share" title={t('organisation.noHandovers')}>
            {t('organisation.noHandoversHelp')}
          </EmptyState>
        }
        columns={[
          { id: 'day', sort: 'day', title: t('organisation.onDay'), nowrap: true, cell: ({ onDay }) => onDay },
          { id: 'post', title: t('organisation.post'), minRem: 12, cell: ({ post }) => `${read(post.unit)} ${read(post.title)}` },
          { id: 'from', title: t('organisation.giver'), nowrap: true, cell: ({ from }) => from?.name ?? '—' },
          { id: 'to', title: t('organisation.taker'), nowrap: true, cell: ({ to }) => to.name },
          { id: 'count', title: t('organisation.items'), number: true, cell: ({ count }) => count },
          {
            id: 'state',
            sort: 'received',
            title: t('organisation.state'),
            nowrap: true,
            cell: ({ receivedAt }) => <Received at={receivedAt} />,
          },
        ]}
      />
      {at.slip !== '' && <Slip id={at.slip} onClose={() => setAt({ slip: '' })} />}
    </Card>
  )
}

function Received({ at }: { at: string | null }) {
  const { t } = useWords()
  return at === null ? (
    <StatusTag tone="amber">{t('organisation.notReceived')}</StatusTag>
  ) : (
    <StatusTag tone="green">{t('organisation.received')}</StatusTag>
  )
}

/** One slip with its list; the successor confirms here. */
function Slip({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, read } = useWords()
  const me = useMe()
  const slip = useQuery(organisation.getHandover.ask({ params: { id } }))
  const receive = useSend(organisation.receive, { done: t('organisation.received'), onDone: onClose })
  const mayReceive = slip.data?.to.id === me.person && slip.data.receivedAt === null
  return (
    <Dialog
      title={t('organisation.slip')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        mayReceive && (
          <Button kind="primary" isPending={receive.isPending} onPress={() => receive.send({ params: { id }, body: {} })}>
            {t('organisation.receive')}
          </Button>
        )
      }
    >
      <Answer of={slip}>
        {(it) => (
          <div className="stack">
            <Facts
              items={[
                [t('organisation.post'), `${read(it.post.unit)} ${read(it.post.title)}`],
                ...(it.toPost ? [[t('organisation.toPost'), `${read(it.toPost.unit)} ${read(it.toPost.title)}`] as const] : []),
                [t('organisation.giver'), it.from?.name ?? '—'],
                [t('organisation.taker'), it.to.name],
                [t('organisation.onDay'), it.onDay],
                [t('organisation.note'), it.note === '' ? '—' : it.note],
                [t('organisation.state'), <Received key="state" at={it.receivedAt} />],
              ]}
            />
            <OpenItems items={it.items} />
          </div>
        )}
      </Answer>
    </Dialog>
  )
}
