/** Scores that were stored with everything they stand on; each can be made again and compared to the hundredth. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { StoredHead, Verification } from '../../../assessments/assessments.api.ts'
import type { EditionId, ScoreId } from '../../../base/ids.ts'
import { addDays, dayOf } from '../../../base/time.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { ProofLink } from '../ledger/ProofLink.tsx'
import { today } from '../../today.ts'
import type { At } from './calls.ts'
import { stored } from './storedCalls.ts'

/** The list of stored scores of an edition. */
export function Stored({ edition }: { edition: string }) {
  const words = useWords()
  const { t } = words
  const list = useList<StoredHead>({ list: stored.listScores, book: stored.exportScores, query: { edition }, prefix: 'stored-' })
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('scores.view.stored')}
        search={t('scores.searchStored')}
        columns={columnsOf(words)}
        idOf={(row) => row.id}
        empty={
          <EmptyState icon="lock" title={t('scores.noStored')}>
            {t('scores.noStoredHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

const columnsOf = ({ t, read, points, moment, day }: Words): Column<StoredHead>[] => [
  { id: 'title', sort: 'title', title: t('scores.title'), minRem: 12, cell: (row) => <span className="strong">{read(row.title)}</span> },
  { id: 'final', sort: 'final', title: t('scores.score'), number: true, cell: (row) => (row.final === null ? '—' : points(row.final)) },
  { id: 'points', title: t('scores.gotOf'), number: true, cell: (row) => `${points(row.got)} / ${points(row.of)}` },
  {
    id: 'window',
    title: t('scores.span'),
    nowrap: true,
    cell: (row) => t('scores.windowIs', { from: day(dayOf(row.basis.window.from)), to: day(addDays(dayOf(row.basis.window.to), -1)) }),
  },
  { id: 'at', sort: 'made', title: t('scores.storedAt'), nowrap: true, cell: (row) => `${moment(row.madeAt)} ${row.madeBy?.name ?? ''}` },
  { id: 'hash', title: t('scores.basisHash'), optional: true, cell: (row) => <code>{row.basisHash.slice(0, 16)}</code> },
  { id: 'verify', title: t('scores.verify'), minRem: 9, cell: (row) => <Verify id={row.id} /> },
]

/** Makes the score again and says whether it is the same. */
function Verify({ id }: { id: ScoreId }) {
  const { t } = useWords()
  const check = useQuery({ ...stored.verifyScore.ask({ params: { id } }), enabled: false, retry: false })
  if (check.data && !check.isFetching) return <Verified it={check.data} />
  return (
    <div className="row">
      <Button small icon="redo" isPending={check.isFetching} onPress={() => void check.refetch()}>
        {t('scores.verify')}
      </Button>
      <ProofLink thing={id} />
    </div>
  )
}

function Verified({ it }: { it: Verification }) {
  const { t } = useWords()
  if (it.same)
    return (
      <StatusTag tone="green" icon="check">
        {t('scores.same')}
      </StatusTag>
    )
  return (
    <div>
      <StatusTag tone="red" icon="alert">
        {t('scores.differs')}
      </StatusTag>
      <ul className="small">
        {it.differences.map((one) => (
          <li key={one.what}>{t('scores.difference', one)}</li>
        ))}
      </ul>
    </div>
  )
}

/** The dialog that stores the score of the page under a name. */
export function StoreScore({
  where,
  onClose,
  onDone,
}: {
  where: Pick<At, 'params' | 'span' | 'edition'>
  onClose: () => void
  onDone: () => void
}) {
  const { t, read } = useWords()
  const [id] = useState(() => v7() as ScoreId)
  const [title, setTitle] = useState(`${read(where.edition?.title)} ${today()}`)
  const run = useSend(stored.runScore, {
    quiet: true,
    done: t('scores.stored'),
    onDone: () => {
      onClose()
      onDone()
    },
  })
  const { rounds, ...days } = where.span as { from?: string; to?: string; rounds?: string }
  const span = { ...days, ...(rounds === undefined ? {} : { rounds: [rounds] }) }
  return (
    <Dialog
      title={t('scores.store')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={run.isPending}
            isDisabled={title.trim() === ''}
            onPress={() =>
              run.send({ body: { id, edition: where.params.edition as EditionId, title: { zh: title.trim(), en: '' }, span } as never })
            }
          >
            {t('scores.store')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('scores.storeIs')}</p>
        <TextField label={t('scores.title')} value={title} onChange={setTitle} isRequired />
        {run.error && <Note tone="red">{run.error.message}</Note>}
      </div>
    </Dialog>
  )
}
