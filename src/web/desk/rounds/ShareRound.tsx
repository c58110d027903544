/** Shares a round out among people of a unit: by place, so that nobody crosses the city, each walk in a short order. */
import { useState } from 'react'
import type { Round } from '../../../inspections/round.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { type Chosen, Walkers } from '../parts/Walkers.tsx'
import { rounds } from './calls.ts'

/** The dialog. */
export function ShareRound({ it, onClose }: { it: Round; onClose: () => void }) {
  const { t } = useWords()
  const [people, setPeople] = useState<Chosen[]>([])
  const share = useSend(rounds.share, { quiet: true, touches: ['inspections'], done: t('rounds.wasShared'), onDone: onClose })
  const send = () => share.send({ params: { id: it.id }, body: { walkers: people as never } })
  return (
    <Dialog
      title={t('rounds.share')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={people.length === 0} isPending={share.isPending} onPress={send}>
            {t('rounds.share')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('rounds.shareHelp')}</p>
        <Walkers unit={it.unit?.id} chosen={people} onChange={setPeople} />
        {share.error && <ErrorState error={share.error} />}
      </div>
    </Dialog>
  )
}
