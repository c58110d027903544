/** For who walks a sample: sharing it out, recording a visit into its envelope, and giving a point's place away with a reason. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { Sample, SamplePoint } from '../../../samples/sample.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { type Chosen, Walkers } from '../parts/Walkers.tsx'
import { samples } from './calls.ts'

/** The button that shares a sample out among people of its unit. */
export function ShareSample({ it }: { it: Sample }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const [people, setPeople] = useState<Chosen[]>([])
  const share = useSend(samples.share, { quiet: true, done: t('rounds.wasShared'), onDone: () => setOpen(false) })
  const send = () => share.send({ params: { id: it.id }, body: { walkers: people as never } })
  return (
    <>
      <Button icon="share" onPress={() => setOpen(true)}>
        {t('rounds.share')}
      </Button>
      <Dialog
        title={t('rounds.share')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{t('ui.cancel')}</Button>
            <Button kind="primary" isDisabled={people.length === 0} isPending={share.isPending} onPress={send}>
              {t('rounds.share')}
            </Button>
          </>
        }
      >
        <div className="stack">
          <p className="quiet">{t('rounds.shareHelp')}</p>
          <Walkers unit={it.unit.id} isSample chosen={people} onChange={setPeople} />
          {share.error && <ErrorState error={share.error} />}
        </div>
      </Dialog>
    </>
  )
}

/** What can be done with a point that is to be visited. */
export function PointActions({ it, row }: { it: Sample; row: SamplePoint }) {
  const { t } = useWords()
  const [isReplaced, setReplaced] = useState(false)
  if (row.visited) return null
  return (
    <span className="row">
      <LinkButton small icon="visit" href={`/visits/new?point=${row.point.id}${it.sealed ? `&sample=${it.id}` : ''}`}>
        {t('samples.record')}
      </LinkButton>
      <Button small onPress={() => setReplaced(true)}>
        {t('samples.replace')}
      </Button>
      {isReplaced && <ReplaceDialog it={it} row={row} onClose={() => setReplaced(false)} />}
    </span>
  )
}

/** Everybody will read the reason once the sample is told. */
function ReplaceDialog({ it, row, onClose }: { it: Sample; row: SamplePoint; onClose: () => void }) {
  const { t, read } = useWords()
  const [id] = useState(() => v7())
  const [reason, setReason] = useState('')
  const replace = useSend(samples.replace, { quiet: true, done: t('samples.wasReplaced'), onDone: onClose })
  return (
    <Dialog
      title={`${t('samples.replace')} ${read(row.point.title)}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={reason.trim().length < 2}
            isPending={replace.isPending}
            onPress={() => replace.send({ params: { id: it.id }, body: { id, pointId: row.point.id, reason } })}
          >
            {t('samples.replace')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField
          label={t('samples.reason')}
          help={t('samples.reasonHelp')}
          value={reason}
          onChange={setReason}
          maxLength={500}
          isRequired
        />
        {replace.error && <ErrorState error={replace.error} />}
      </div>
    </Dialog>
  )
}
