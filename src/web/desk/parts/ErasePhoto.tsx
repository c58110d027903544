/** Erasing one photo for good: for who answers for personal data, with a reason that stays in the ledger. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EvidenceId } from '../../../base/ids.ts'
import { erasureApi } from '../../../privacy/erasure.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { evidence } from './proof.tsx'

const erasures = calls('erasure', erasureApi)

/** The button below an open photo; nothing for who may not, and where it is done. */
export function ErasePhoto({ photo }: { photo: EvidenceId }) {
  const { t } = useWords()
  const may = useMay('privacy.manage')
  const stored = useQuery({ ...evidence.get.ask({ params: { id: photo } }), enabled: may })
  const [isOpen, setOpen] = useState(false)
  if (!may || !stored.data || stored.data.erasedAt) return null
  return (
    <div className="row">
      <Button small kind="danger" icon="trash" onPress={() => setOpen(true)}>
        {t('proof.erase')}
      </Button>
      {isOpen && <Asking photo={photo} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Asking({ photo, onClose }: { photo: EvidenceId; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7())
  const [reason, setReason] = useState('')
  const erase = useSend(erasures.erase, { quiet: true, touches: ['evidence', 'provenance'], done: t('proof.erasedNow'), onDone: onClose })
  return (
    <FormDialog
      title={t('proof.eraseTitle')}
      verb={t('proof.erase')}
      isDanger
      isReady={reason.trim().length >= 4}
      sending={erase}
      onSend={() => erase.send({ params: { id: photo }, body: { id, reason: reason.trim() } })}
      onClose={onClose}
    >
      <p>{t('proof.eraseHelp')}</p>
      <TextField label={t('proof.eraseReason')} help={t('proof.eraseReasonHelp')} value={reason} onChange={setReason} isRequired />
    </FormDialog>
  )
}
