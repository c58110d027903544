/** Photos and documents on their way to the house: sent as soon as they are chosen, so that submitting later is instant. */
import './proof.css'
import { useEffect, useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { v7 } from 'uuid'
import type { EvidenceId } from '../../../base/ids.ts'
import { evidenceApi } from '../../../evidence/evidence.api.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import type { Photo } from '../../../ui/Photos.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

/** The calls of proof. */
export const evidence = calls('evidence', evidenceApi)

/** One file that was chosen. Refused ones carry the reason and are not sent along. */
export interface Proof {
  readonly id: EvidenceId
  readonly name: string
  readonly state: 'sending' | 'kept' | 'refused'
  readonly why?: string
}

/** Files of a form: `ids` are those that arrived. */
export interface Proofs {
  readonly all: readonly Proof[]
  readonly ids: EvidenceId[]
  readonly isSending: boolean
  readonly add: (files: readonly File[]) => void
  readonly remove: (id: EvidenceId) => void
}

/** The address of a photo as shown small. */
export const thumb = (id: string) => evidence.view.href({ params: { id: id as EvidenceId }, query: { size: 480 } })

/** Photos for `PhotoGrid`, with words for those who do not see them. */
export const photosOf = (ids: readonly string[], alt: string, caption?: string): Photo[] =>
  ids.map((id) => ({
    id,
    src: evidence.view.href({ params: { id: id as EvidenceId }, query: { size: 1280 } }),
    alt,
    ...(caption === undefined ? {} : { caption }),
  }))

const nothing: readonly EvidenceId[] = []

/** Keeps the files of one form; `initial` are ids that arrived before, `onKept` hears of every change of those that arrived. */
export function useProofs(initial: readonly EvidenceId[] = nothing, onKept?: (ids: EvidenceId[]) => void): Proofs {
  const [all, setAll] = useState<readonly Proof[]>(() => initial.map((id) => ({ id, name: '', state: 'kept' })))
  const kept = all.filter(({ state }) => state === 'kept').map(({ id }) => id)
  const told = useRef(kept.join(' '))
  useEffect(() => {
    if (told.current === kept.join(' ')) return
    told.current = kept.join(' ')
    onKept?.(kept)
  })
  const set = (id: EvidenceId, change: Partial<Proof>) =>
    setAll((old) => old.map((proof) => (proof.id === id ? { ...proof, ...change } : proof)))
  const send = async (id: EvidenceId, file: File) => {
    try {
      const body = new Uint8Array(await file.arrayBuffer())
      await evidence.add({ query: { id, name: file.name }, body })
      set(id, { state: 'kept' })
    } catch (error) {
      set(id, { state: 'refused', why: error instanceof Error ? error.message : '' })
    }
  }
  const add = (files: readonly File[]) => {
    const fresh = files.map((file) => ({ id: v7() as EvidenceId, file }))
    setAll((old) => [...old, ...fresh.map(({ id, file }) => ({ id, name: file.name, state: 'sending' as const }))])
    for (const { id, file } of fresh) void send(id, file)
  }
  return {
    all,
    ids: kept,
    isSending: all.some(({ state }) => state === 'sending'),
    add,
    remove: (id) => setAll((old) => old.filter((proof) => proof.id !== id)),
  }
}

/** A button that takes photos (or any proof) and shows what was taken. */
export function ProofPicker({ label, proofs, anyFile = false }: { label: string; proofs: Proofs; anyFile?: boolean }) {
  const { t } = useWords()
  return (
    <div className="stack-s">
      <div className="row">
        <FileTrigger
          allowsMultiple
          {...(anyFile ? {} : { acceptedFileTypes: ['image/jpeg', 'image/png', 'image/webp'] })}
          onSelect={(files) => proofs.add([...(files ?? [])])}
        >
          <Button icon={anyFile ? 'import' : 'camera'} small>
            {label}
          </Button>
        </FileTrigger>
        {proofs.isSending && <span className="quiet small">{t('proof.sending')}</span>}
      </div>
      {proofs.all.length > 0 && (
        <ul className="proof-list">
          {proofs.all.map((proof) => (
            <li key={proof.id} className={`proof proof-${proof.state}`}>
              {proof.state === 'kept' && !anyFile ? <img src={thumb(proof.id)} alt={proof.name} /> : <Icon name="file" size={1.5} />}
              <span className="proof-words small">
                {proof.name}
                {proof.state === 'refused' && <span className="field-error">{proof.why}</span>}
              </span>
              <IconButton
                small
                icon="trash"
                label={t('ui.removeFile', { name: proof.name || t('proof.photo') })}
                onPress={() => proofs.remove(proof.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
