/** The way to go above a full week: say why it cannot wait; the office or the leading group decides, never who asks. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { UnitId } from '../../../base/ids.ts'
import { AskKindId } from '../../../burden/burden.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Facts, Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import type { Wanted } from '../parts/Refusal.tsx'
import { useUnits } from '../parts/places.ts'
import { burden } from './calls.ts'

interface AppealDialogProps {
  /** Units whose week is full. */
  readonly units: readonly string[]
  /** What was refused, in the words of who wanted it. */
  readonly wanted: Wanted
  readonly onClose: () => void
}

/** The dialog: what was refused is filled in, the reason is asked for. */
export function AppealDialog({ units, wanted, onClose }: AppealDialogProps) {
  const { t } = useWords()
  const names = useUnits()
  const [ids] = useState(() => units.map(() => v7()))
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number | null>(60)
  const appeal = useSend(burden.appeal, { quiet: true })
  const send = async () => {
    const about = { kind: wanted.kind, thing: wanted.thing ?? null, text: wanted.text }
    try {
      for (const [index, unit] of units.entries())
        await appeal.sendNow({ body: { id: ids[index]!, unit: unit as UnitId, minutes: minutes!, reason: reason.trim(), about } })
      onClose()
    } catch {
      // Shown below; sending again sends each appeal once.
    }
  }
  const nameOf = (unit: string) => names.find(({ value }) => value === unit)?.label ?? ''
  return (
    <Dialog
      title={t('burden.appealVerb')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={reason.trim().length < 4 || minutes === null}
            isPending={appeal.isPending}
            onPress={() => void send()}
          >
            {t('burden.appealVerb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('burden.appealHelp')}</p>
        <Facts
          items={[
            [t('burden.appealUnits'), units.map(nameOf).filter(Boolean).join('\u3001')],
            [t('burden.kind'), t(`burden.kind.${wanted.kind}`)],
            [t('burden.appealAbout'), wanted.text],
          ]}
        />
        <TextField label={t('burden.appealReason')} value={reason} onChange={setReason} rows={3} isRequired maxLength={1000} />
        <NumberField label={t('burden.appealMinutes')} value={minutes} onChange={setMinutes} min={10} max={10_000} step={10} />
        {appeal.error && <Note tone="red">{appeal.error.message}</Note>}
      </div>
    </Dialog>
  )
}

/** What an address says was refused; undefined when it names nothing that could be. */
export function wantedIn({ kind, thing, text }: { kind: string; thing: string; text: string }): Wanted | undefined {
  const known = AskKindId.safeParse(kind)
  return known.success ? { kind: known.data, text, ...(thing === '' ? {} : { thing }) } : undefined
}
