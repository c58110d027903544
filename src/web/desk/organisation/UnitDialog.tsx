/** The form of a unit: a new one, another name, another place in the line or area; and closing it, which is taken back by one press. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { Unit } from '../../../city/area.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, type Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { useAllAreas } from './areas.ts'
import { organisation } from './calls.ts'

/** What a unit is written with. */
export const valuesOf = ({ kind, code, name, parent, area, closedOn }: Unit) => ({
  kind,
  code,
  name,
  parent,
  area: area?.id ?? null,
  closedOn,
})

interface UnitDialogProps {
  readonly unit?: Unit
  readonly units: readonly Unit[]
  readonly onClose: () => void
  readonly onDone?: (id: string) => void
}

/** Kinds that the standards name, and those that units have already. */
function useKindOptions(units: readonly Unit[]): Option[] {
  const { unitKindName } = useKinds()
  return [...new Set(units.map(({ kind }) => kind))].map((kind) => ({ value: kind, label: unitKindName(kind), note: kind }))
}

/** The form. */
export function UnitDialog({ unit, units, onClose, onDone }: UnitDialogProps) {
  const { t, read } = useWords()
  const areas = useAllAreas()
  const kinds = useKindOptions(units)
  const [id] = useState(() => unit?.id ?? v7())
  const [it, setIt] = useState(() => ({
    code: unit?.code ?? '',
    zh: unit?.name.zh ?? '',
    en: unit?.name.en ?? '',
    kind: unit?.kind ?? null,
    parent: (unit?.parent ?? null) as string | null,
    area: (unit?.area?.id ?? null) as string | null,
  }))
  const set = (change: Partial<typeof it>) => setIt({ ...it, ...change })
  const put = useSend(organisation.putUnit, {
    quiet: true,
    done: t('organisation.unitSaved'),
    touches: ['city'],
    onDone: () => {
      onClose()
      onDone?.(id)
    },
  })
  const body = {
    kind: it.kind ?? '',
    code: it.code.trim(),
    name: { zh: it.zh.trim(), en: it.en.trim() },
    parent: it.parent as never,
    area: it.area as never,
    closedOn: unit?.closedOn ?? null,
  }
  const isReady = /^[A-Za-z0-9._-]{1,64}$/.test(body.code) && body.name.zh !== '' && body.kind !== ''
  return (
    <Dialog
      title={t(unit ? 'organisation.editUnit' : 'organisation.addUnit')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={put.isPending}
            isDisabled={!isReady}
            onPress={() => put.send({ params: { id: id as never }, body })}
          >
            {t('organisation.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField label={t('organisation.unitNameZh')} value={it.zh} onChange={(zh) => set({ zh })} isRequired maxLength={100} />
        <TextField label={t('organisation.unitNameEn')} value={it.en} onChange={(en) => set({ en })} maxLength={200} />
        <TextField
          label={t('organisation.unitCode')}
          help={t('organisation.unitCodeHelp')}
          value={it.code}
          onChange={(code) => set({ code })}
          isRequired
          maxLength={64}
        />
        <ComboBox
          key={`kind ${kinds.length}`}
          label={t('organisation.unitKind')}
          help={t('organisation.unitKindHelp')}
          value={it.kind}
          onChange={(kind) => set({ kind })}
          options={kinds}
          isRequired
        />
        <ComboBox
          label={t('organisation.unitParent')}
          help={t('organisation.unitParentHelp')}
          value={it.parent}
          onChange={(parent) => set({ parent })}
          options={units
            .filter((other) => other.id !== unit?.id)
            .map((other) => ({ value: other.id as string, label: read(other.name), note: other.code }))}
        />
        <ComboBox
          key={`area ${areas.length}`}
          label={t('organisation.unitArea')}
          help={t('organisation.unitAreaHelp')}
          value={it.area}
          onChange={(area) => set({ area })}
          options={areas}
        />
        {put.error && <Note tone="red">{put.error.message}</Note>}
      </div>
    </Dialog>
  )
}
