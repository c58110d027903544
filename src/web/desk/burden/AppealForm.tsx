/** The way to go above a full week: say why it cannot wait; the office or the leading group decides, never who asks. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { UnitId } from '../../../base/ids.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Card } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { burden } from './calls.ts'

/** The form, for each unit whose week is full. */
export function AppealForm({ units, nameOf }: { units: readonly string[]; nameOf: (unit: string) => string }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number | null>(60)
  const [sent, setSent] = useState(false)
  const appeal = useSend(burden.appeal)
  const send = async () => {
    for (const unit of units) await appeal.sendNow({ body: { id: v7(), unit: unit as UnitId, minutes: minutes!, reason: reason.trim() } })
    setSent(true)
  }
  if (sent) return <p>{t('burden.appealSent')}</p>
  return (
    <Card title={t('burden.appealTitle', { units: units.map(nameOf).join('\u3001') })}>
      <div className="stack">
        <TextField label={t('burden.appealReason')} value={reason} onChange={setReason} rows={2} isRequired maxLength={1000} />
        <NumberField label={t('burden.appealMinutes')} value={minutes} onChange={setMinutes} min={1} max={10_000} step={10} />
        <Button isDisabled={reason.trim().length < 4 || minutes === null} isPending={appeal.isPending} onPress={() => void send()}>
          {t('burden.appealVerb')}
        </Button>
      </div>
    </Card>
  )
}
