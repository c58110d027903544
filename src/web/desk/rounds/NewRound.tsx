/** A new round: what kind, when, of which standard, where and whose people; its points come next. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { RoundId } from '../../../base/ids.ts'
import { addDays } from '../../../base/time.ts'
import { walkedKinds } from '../../../inspections/round.ts'
import { standardsApi } from '../../../standards/standards.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { today } from '../../today.ts'
import { useNamedKinds } from './Kinds.tsx'
import { inspections, useStreets, useUnits } from '../parts/places.ts'

const standards = calls('standards', standardsApi)

interface Draft {
  /** One of the nine kinds, or the id of the city's own. */
  readonly kind: string
  readonly title: string
  readonly fromOn: string
  readonly toOn: string
  readonly editionId: string
  readonly part: string
  readonly areaId: string | null
  readonly unitId: string | null
}

/** The dialog. */
export function NewRound({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t, read } = useWords()
  // Who may not read samples would not see a third party's round that they made.
  const isOffered = useMay('samples.read') ? () => true : (kind: string) => kind !== 'thirdParty'
  const named = useNamedKinds().filter(({ means }) => isOffered(means))
  const [id] = useState(() => v7() as RoundId)
  const [draft, setDraft] = useState<Draft>(() => ({
    kind: 'weekly',
    title: '',
    fromOn: today(),
    toOn: addDays(today(), 6),
    editionId: '',
    part: '',
    areaId: null,
    unitId: null,
  }))
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const add = useSend(inspections.addRound, {
    quiet: true,
    done: t(draft.kind === 'thirdParty' ? 'rounds.wasAddedToDraw' : 'rounds.wasAdded'),
    onDone: () => {
      onClose()
      onDone(id)
    },
  })
  const send = () => {
    const own = named.find((one) => one.id === draft.kind)
    const kind = own?.means ?? draft.kind
    const { title, fromOn, toOn, editionId, part, areaId, unitId } = draft
    const more = { editionId, part, areaId, unitId, namedKind: own?.id ?? null }
    const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== '' && value !== null))
    add.send({ body: { id, kind, title: { zh: title, en: '' }, fromOn, toOn, ...given } as never })
  }
  return (
    <Dialog
      title={t('rounds.new')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={draft.title.trim() === ''} isPending={add.isPending} onPress={send}>
            {t('rounds.add')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField label={t('rounds.title')} value={draft.title} onChange={(title) => set({ title })} maxLength={200} isRequired />
        <Select
          label={t('inspections.column.kind')}
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          options={[
            ...named.map(({ id: own, title, means }) => ({ value: own, label: read(title), note: t(`inspections.roundKind.${means}`) })),
            ...walkedKinds.filter(isOffered).map((kind) => ({ value: kind as string, label: t(`inspections.roundKind.${kind}`) })),
          ]}
        />
        <DatePicker label={t('inspections.column.from')} value={draft.fromOn} onChange={(fromOn) => set({ fromOn })} isRequired />
        <DatePicker label={t('inspections.column.to')} value={draft.toOn} onChange={(toOn) => set({ toOn })} isRequired />
        <PartFields editionId={draft.editionId} part={draft.part} set={set} />
        <ComboBox label={t('rounds.street')} value={draft.areaId} onChange={(areaId) => set({ areaId })} options={useStreets()} />
        <ComboBox label={t('rounds.unit')} value={draft.unitId} onChange={(unitId) => set({ unitId })} options={useUnits()} />
        {add.error && <ErrorState error={add.error} />}
      </div>
    </Dialog>
  )
}

interface PartProps {
  readonly editionId: string
  readonly part: string
  readonly set: (part: { editionId?: string; part?: string }) => void
}

/** The standard, and which of its projects. */
function PartFields({ editionId, part, set }: PartProps) {
  const { t, read } = useWords()
  const editions = useQuery({ ...standards.listEditions.ask({ query: { status: 'published', limit: 200 } }), staleTime: 300_000 })
  const edition = useQuery({
    ...standards.getEdition.ask({ params: { id: editionId as never } }),
    enabled: editionId !== '',
    staleTime: 300_000,
  })
  const parts = edition.data?.content.tree ?? []
  return (
    <>
      <Select
        label={t('rounds.edition')}
        value={editionId}
        onChange={(next) => set({ editionId: next, part: '' })}
        options={[
          { value: '', label: t('rounds.everything') },
          ...(editions.data?.items ?? []).map(({ id, title }) => ({ value: id as string, label: read(title) })),
        ]}
      />
      {editionId !== '' && (
        <Select
          label={t('rounds.part')}
          value={part}
          onChange={(next) => set({ part: next })}
          options={[{ value: '', label: t('rounds.whole') }, ...parts.map(({ id, title }) => ({ value: id, label: read(title) }))]}
        />
      )}
    </>
  )
}
