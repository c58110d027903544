/** A new whistle: of which kind, on which cases, who leads and who helps. The times of the kind stand beside it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseId, UnitId } from '../../../base/ids.ts'
import type { WhistleKind } from '../../../whistles/kinds.ts'
import type { WhistleId } from '../../../whistles/whistle.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMe } from '../../me.ts'
import { cases } from '../cases/calls.ts'
import { useUnits } from '../parts/places.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { Refusal } from '../parts/Refusal.tsx'
import { limitWord } from './limitWord.ts'
import { whistles } from './calls.ts'

interface Draft {
  readonly kind: string
  readonly text: string
  readonly cases: readonly string[]
  readonly lead: string
  readonly helpers: readonly string[]
}

interface NewWhistleProps {
  /** The case that it is raised from. */
  readonly first?: string
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** The dialog. */
export function NewWhistle({ first, onClose, onDone }: NewWhistleProps) {
  const { t, read } = useWords()
  const [id] = useState(() => v7() as WhistleId)
  const [draft, setDraft] = useState<Draft>({ kind: '', text: '', cases: first === undefined ? [] : [first], lead: '', helpers: [] })
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }))
  const { data } = useQuery(whistles.getKinds.ask({}))
  const kinds = (data?.kinds ?? []).filter((kind) => data!.mine.includes(kind.id))
  const kind = kinds.find((one) => one.id === draft.kind) ?? kinds[0]
  const proofs = useProofs()
  const raise = useSend(whistles.raise, { quiet: true, done: t('whistles.wasRaised'), touches: ['burden'], onDone: () => onDone(id) })
  const isReady = kind !== undefined && draft.text.trim().length > 1 && draft.cases.length > 0 && draft.lead !== '' && !proofs.isSending
  const send = () =>
    raise.send({
      body: {
        id,
        kind: kind!.id,
        text: draft.text,
        cases: draft.cases as CaseId[],
        lead: draft.lead as UnitId,
        helpers: draft.helpers as UnitId[],
        photos: proofs.ids,
      },
    })
  return (
    <Dialog
      title={t('whistles.new')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={raise.isPending} onPress={send}>
            {t('whistles.new')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Select
          label={t('whistles.chooseKind')}
          value={kind?.id ?? ''}
          onChange={(next) => set({ kind: next })}
          options={kinds.map((one) => ({ value: one.id, label: read(one.name) }))}
        />
        {kind && <KindNote it={kind} />}
        <TextField
          label={t('whistles.column.text')}
          value={draft.text}
          onChange={(text) => set({ text })}
          rows={3}
          maxLength={2000}
          isRequired
        />
        <Cases value={draft.cases} onChange={(next) => set({ cases: next })} />
        <Units draft={draft} set={set} />
        <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />
        <Refusal error={raise.error} wanted={{ kind: 'help', text: draft.text }} />
      </div>
    </Dialog>
  )
}

/** What the kind is for, and by when what is owed. */
function KindNote({ it }: { it: WhistleKind }) {
  const words = useWords()
  const { signIn, reply, finish } = it.limits
  return (
    <Note>
      {it.help && <p>{words.read(it.help)}</p>}
      <p>
        {words.t('whistles.limits', {
          signIn: limitWord(words, signIn),
          reply: limitWord(words, reply),
          finish: limitWord(words, finish),
        })}
      </p>
    </Note>
  )
}

/** The cases it is about: found by number or words. */
function Cases({ value, onChange }: { value: readonly string[]; onChange: (ids: readonly string[]) => void }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const found = useQuery(cases.list.ask({ query: { ...(text.trim() === '' ? {} : { text: text.trim() }), limit: 20 } }))
  const options = (found.data?.items ?? [])
    .filter(({ id, stage }) => stage !== 'closed' && !value.includes(id))
    .map((one) => ({ value: one.id as string, label: `${one.no} ${one.text.slice(0, 40)}` }))
  return (
    <fieldset className="stack-s">
      <legend className="field-label">{t('whistles.chooseCases')}</legend>
      {value.map((id) => (
        <ChosenCase key={id} id={id} onRemove={() => onChange(value.filter((one) => one !== id))} />
      ))}
      <TextField label={t('whistles.findCase')} value={text} onChange={setText} />
      <ComboBox
        key={options.map((one) => one.value).join(' ')}
        label={t('whistles.addCase')}
        value={null}
        onChange={(id) => id && onChange([...value, id])}
        options={options}
      />
    </fieldset>
  )
}

function ChosenCase({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { t } = useWords()
  const { data } = useQuery(cases.get.ask({ params: { id: id as CaseId } }))
  return (
    <p className="row">
      <span className="grow">{data ? `${data.no} ${data.text.slice(0, 60)}` : ''}</span>
      <IconButton icon="close" label={t('whistles.removeCase', { no: data?.no ?? '' })} onPress={onRemove} />
    </p>
  )
}

/** Who leads, and who helps. */
function Units({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const { t } = useWords()
  const me = useMe()
  const units = useUnits().filter(({ value }) => value !== me.unit?.id)
  const free = units.filter(({ value }) => value !== draft.lead && !draft.helpers.includes(value))
  return (
    <>
      <ComboBox
        key={units.length}
        label={t('whistles.column.lead')}
        value={draft.lead || null}
        onChange={(lead) => set({ lead: lead ?? '', helpers: draft.helpers.filter((one) => one !== lead) })}
        options={units}
        isRequired
      />
      {draft.helpers.map((id) => {
        const name = units.find(({ value }) => value === id)?.label ?? ''
        return (
          <p className="row" key={id}>
            <span className="grow">{name}</span>
            <IconButton
              icon="close"
              label={t('whistles.removeHelper', { name })}
              onPress={() => set({ helpers: draft.helpers.filter((one) => one !== id) })}
            />
          </p>
        )
      })}
      <ComboBox
        key={`helpers ${free.length}`}
        label={t('whistles.addHelper')}
        value={null}
        onChange={(id) => id && set({ helpers: [...draft.helpers, id] })}
        options={free}
      />
    </>
  )
}
