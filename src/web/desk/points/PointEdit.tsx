/** Keeping the register of points: what a point is, who answers for it; taking one out of use, with the reason on record. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Point } from '../../../city/area.ts'
import { cityApi } from '../../../city/city.api.ts'
import { pointsApi } from '../../../city/points.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { Problem } from '../../../base/problem.ts'
import type { UnitId } from '../../../base/ids.ts'
import { calls, useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useKinds } from '../../kinds.ts'

const points = calls('points', pointsApi)
const city = calls('city', cityApi)

/** The two buttons of whoever keeps the register. */
export function PointEditTools({ point }: { point: Point }) {
  const { t } = useWords()
  const [open, setOpen] = useState<'' | 'edit' | 'retire'>('')
  const close = () => setOpen('')
  return (
    <div className="row">
      <Button small icon="edit" onPress={() => setOpen('edit')}>
        {t('points.edit')}
      </Button>
      <Button small icon="trash" onPress={() => setOpen('retire')}>
        {t('points.retire')}
      </Button>
      {open === 'edit' && <EditDialog point={point} onClose={close} />}
      {open === 'retire' && <RetireDialog point={point} onClose={close} />}
    </div>
  )
}

interface Form {
  readonly zh: string
  readonly en: string
  readonly type: string
  readonly address: string
  readonly unit: string | null
}

function EditDialog({ point, onClose }: { point: Point; onClose: () => void }) {
  const { t } = useWords()
  const [form, setForm] = useState<Form>({
    zh: point.name.zh,
    en: point.name.en,
    type: point.type,
    address: point.address,
    unit: point.unit?.id ?? null,
  })
  const save = useSend(points.changePoint, { done: t('points.saved'), touches: ['map'], quiet: true, onDone: onClose })
  const send = () =>
    save.send({
      params: { id: point.id },
      body: {
        code: point.code,
        type: form.type,
        name: { zh: form.zh.trim(), en: form.en.trim() },
        address: form.address.trim(),
        place: point.place,
        unit: form.unit as UnitId | null,
        version: point.version,
      },
    })
  return (
    <Dialog
      title={t('points.editOf', { code: point.code })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isPending={save.isPending} isDisabled={form.zh.trim() === ''} onPress={send}>
            {t('points.save')}
          </Button>
        </>
      }
    >
      <EditFields form={form} onChange={(part) => setForm({ ...form, ...part })} error={save.error} />
    </Dialog>
  )
}

interface EditFieldsProps {
  readonly form: Form
  readonly onChange: (part: Partial<Form>) => void
  readonly error: Error | null
}

function EditFields({ form, onChange, error }: EditFieldsProps) {
  const { t, read } = useWords()
  const { types } = useKinds()
  const units = useQuery({ ...city.listUnits.ask({ query: {} }), staleTime: 300_000 })
  return (
    <div className="stack">
      <TextField label={t('points.nameZh')} value={form.zh} onChange={(zh) => onChange({ zh })} isRequired maxLength={100} />
      <TextField label={t('points.nameEn')} value={form.en} onChange={(en) => onChange({ en })} maxLength={200} />
      <ComboBox
        label={t('points.type')}
        value={form.type}
        onChange={(type) => type !== null && onChange({ type })}
        options={types.map(({ id, title }) => ({ value: id as string, label: read(title) }))}
      />
      <ComboBox
        label={t('points.unit')}
        value={form.unit}
        onChange={(unit) => onChange({ unit })}
        options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id as string, label: read(name) }))}
      />
      <TextField label={t('points.address')} value={form.address} onChange={(address) => onChange({ address })} maxLength={300} />
      {error && <p className="field-error">{error.message}</p>}
      {error instanceof Problem && <Faults problem={error} />}
    </div>
  )
}

function RetireDialog({ point, onClose }: { point: Point; onClose: () => void }) {
  const { t, read } = useWords()
  const [reason, setReason] = useState('')
  const retire = useSend(points.retirePoint, { done: t('points.retiredDone'), touches: ['map'], onDone: onClose })
  return (
    <Dialog
      title={t('points.retireOf', { name: read(point.name) })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="danger"
            isPending={retire.isPending}
            isDisabled={reason.trim() === ''}
            onPress={() => retire.send({ params: { id: point.id }, body: { on: today(), reason: reason.trim() } })}
          >
            {t('points.retire')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('points.retireWhat')}</p>
        <TextField label={t('points.reason')} value={reason} onChange={setReason} rows={3} isRequired maxLength={300} />
      </div>
    </Dialog>
  )
}
