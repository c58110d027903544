/** The restrictions, one by one: what it says, how it is kept, where it is written, and the switch where there is one. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { PolicyState } from '../../../privacy/compliance.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Note, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { compliance } from './calls.ts'

/** The list. */
export function Policies() {
  const asked = useQuery(compliance.listPolicies.ask({}))
  return (
    <Answer of={asked}>
      {({ items }) => (
        <ol className="policy-list">
          {items.map((it) => (
            <Policy key={it.id} it={it} />
          ))}
        </ol>
      )}
    </Answer>
  )
}

function Policy({ it }: { it: PolicyState }) {
  const { t, moment, day } = useWords()
  const may = useMay('compliance.edit') && it.kept === 'check'
  const [isWaiving, setWaiving] = useState(false)
  const restore = useSend(compliance.restore, { done: t('compliance.restored') })
  return (
    <li>
      <div className="row-wide">
        <h2>{t(`compliance.policy.${it.id}`)}</h2>
        <StatusTag tone={it.inForce ? 'green' : 'amber'} icon={it.inForce ? 'check' : 'warn'}>
          {it.inForce ? t(it.kept === 'absence' ? 'compliance.byAbsence' : 'compliance.on') : t('compliance.off')}
        </StatusTag>
      </div>
      <p>{t(`compliance.keeps.${it.id}`)}</p>
      <p className="quiet small">{it.sources.map((source) => t(`compliance.source.${source}`)).join(' · ')}</p>
      {it.waiver && (
        <Note tone="amber" title={t('compliance.offSince', { at: moment(it.waiver.at), by: it.waiver.by.name })}>
          <p>{t('compliance.offBy', { basis: it.waiver.basis, no: it.waiver.approvalNo })}</p>
          {it.waiver.untilOn !== null && <p>{t('compliance.offUntil', { day: day(it.waiver.untilOn) })}</p>}
        </Note>
      )}
      {may && (
        <div className="row">
          {it.inForce ? (
            <Button kind="quiet" small onPress={() => setWaiving(true)}>
              {t('compliance.waive')}
            </Button>
          ) : (
            <Button small isPending={restore.isPending} onPress={() => restore.send({ params: { policy: it.id }, body: { id: v7() } })}>
              {t('compliance.restore')}
            </Button>
          )}
        </div>
      )}
      {isWaiving && <WaiveDialog it={it} onClose={() => setWaiving(false)} />}
    </li>
  )
}

function WaiveDialog({ it, onClose }: { it: PolicyState; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7())
  const [basis, setBasis] = useState('')
  const [approvalNo, setApprovalNo] = useState('')
  const [untilOn, setUntilOn] = useState('')
  const waive = useSend(compliance.waive, { quiet: true, done: t('compliance.waived'), onDone: onClose })
  const body = { id, basis: basis.trim(), approvalNo: approvalNo.trim(), untilOn: untilOn === '' ? null : untilOn }
  return (
    <FormDialog
      title={t('compliance.waiveTitle', { policy: t(`compliance.policy.${it.id}`) })}
      verb={t('compliance.waive')}
      isDanger
      isReady={body.basis.length >= 4 && body.approvalNo.length >= 2}
      sending={waive}
      onSend={() => waive.send({ params: { policy: it.id }, body })}
      onClose={onClose}
    >
      <p>{t('compliance.waiveHelp')}</p>
      <TextField label={t('compliance.basis')} value={basis} onChange={setBasis} rows={2} isRequired maxLength={1000} />
      <TextField label={t('compliance.approvalNo')} value={approvalNo} onChange={setApprovalNo} isRequired maxLength={100} />
      <DatePicker label={t('compliance.untilOn')} value={untilOn} onChange={setUntilOn} />
    </FormDialog>
  )
}
