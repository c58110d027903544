/** Takes an edition out of force, with the reason. Scores made by it stay as they are. */
import { useState } from 'react'
import type { EditionHead } from '../../../standards/editions.api.ts'
import { TextField } from '../../../ui/Fields.tsx'
import { Confirm } from '../../../ui/Overlays.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { standards } from './calls.ts'

/** The question before it is done. */
export function Withdraw({ head, onClose }: { head: EditionHead; onClose: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const withdraw = useSend(standards.withdrawEdition, { done: t('standards.withdrawn') })
  return (
    <Confirm
      title={t('standards.withdraw')}
      verb={t('standards.withdraw')}
      danger
      isOpen
      onClose={onClose}
      onConfirm={() => withdraw.sendNow({ params: { id: head.id }, body: { reason } })}
    >
      <div className="stack">
        <p>{t('standards.withdrawHelp')}</p>
        <TextField label={t('standards.withdrawReason')} value={reason} onChange={setReason} rows={2} maxLength={500} />
      </div>
    </Confirm>
  )
}
