/** What somebody found who looked again: kept, or back. A case without a point is answered here; one with a point also by a visit. */
import { useState } from 'react'
import { repeatsApi } from '../../../repeats/repeats.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'

const repeats = calls('repeats', repeatsApi)

/** The button, for whoever may look at places; who handled or checked the case is refused in words. */
export function RecheckOutcome({ id }: { id: string }) {
  const { t } = useWords()
  const mayReport = useMay('inspections.record')
  const [isOpen, setOpen] = useState(false)
  if (!mayReport) return null
  return (
    <>
      <Button small icon="visit" onPress={() => setOpen(true)}>
        {t('repeats.report')}
      </Button>
      {isOpen && <OutcomeDialog id={id} onClose={() => setOpen(false)} />}
    </>
  )
}

function OutcomeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords()
  const [passed, setPassed] = useState<'yes' | 'no' | null>(null)
  const [note, setNote] = useState('')
  const proofs = useProofs()
  const report = useSend(repeats.report, { quiet: true, touches: ['cases'], done: t('repeats.reported'), onDone: onClose })
  const isReady = passed === 'yes' || (passed === 'no' && note.trim() !== '')
  return (
    <FormDialog
      title={t('repeats.report')}
      verb={t('repeats.send.outcome')}
      isReady={isReady && !proofs.isSending}
      sending={report}
      onSend={() => report.send({ params: { id }, body: { passed: passed === 'yes', note, photos: proofs.ids as never } })}
      onClose={onClose}
    >
      <p className="quiet">{t('repeats.reportHelp')}</p>
      <Choice
        big
        label={t('repeats.column.state')}
        value={passed}
        onChange={setPassed}
        options={[
          { value: 'yes', label: t('repeats.state.kept'), tone: 'good' },
          { value: 'no', label: t('repeats.state.failed'), tone: 'bad' },
        ]}
      />
      <TextField label={t('repeats.seen')} value={note} onChange={setNote} rows={3} maxLength={1000} isRequired={passed === 'no'} />
      <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />
    </FormDialog>
  )
}
