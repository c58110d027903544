/**
 * A question for a photo, a recording, a film or a file: taken or chosen, shown small, taken back as easily. It is on the device before it
 * is shown; what nobody could use later is refused at once, while it can be taken again.
 */
import { createContext, useContext, useEffect, useState } from 'react'
import { Problem } from '../../base/problem.ts'
import type { FormQuestion } from '../../forms/form.ts'
import { fileIdOf, wishesOf } from '../../forms/media.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useWords, type Words } from '../../ui/words.tsx'
import type { KeptFile } from './files.ts'
import type { Around } from './Leaf.tsx'
import type { UploadNode } from './node.ts'

/** What the form at work does with files; the page that runs the form gives it. */
export interface FileDesk {
  /** The question of a node, by where it stands. */
  readonly question: (node: UploadNode) => FormQuestion | undefined
  /** Keeps a file and answers with it. *Throws* a Problem that says why not. */
  readonly take: (node: UploadNode, file: File, from: 'camera' | 'gallery') => Promise<void>
  readonly remove: (node: UploadNode) => Promise<void>
  readonly read: (id: string) => Promise<KeptFile | undefined>
}

/** The desk of the form at work. */
export const FileDeskContext = createContext<FileDesk | undefined>(undefined)

/** The question. */
export function Upload({ node, around }: { node: UploadNode; around: Around }) {
  const { t, tAny } = useWords()
  const desk = useContext(FileDeskContext)
  const question = desk?.question(node)
  const [isBusy, setBusy] = useState(false)
  const [why, setWhy] = useState<Problem>()
  if (!desk || !question) return null
  const work = async (done: Promise<void>) => {
    setBusy(true)
    setWhy(undefined)
    try {
      await done
    } catch (cause) {
      setWhy(cause instanceof Problem ? cause : new Problem('evidence.broken', 415))
    }
    setBusy(false)
  }
  const refused = why && sayOf(why, tAny)
  const error = refused ?? around.error
  const id = fileIdOf(node.currentState.instanceValue)
  return (
    <div className="field fill-question" role="group" aria-label={around.label} {...(error === undefined ? {} : { 'data-invalid': true })}>
      <span className="field-label">
        {around.label}
        {around.isRequired && <span className="field-required">{t('ui.required')}</span>}
      </span>
      {around.help !== undefined && <p className="field-help">{around.help}</p>}
      {id !== undefined && (
        <div className="fill-file">
          <Held key={id} id={id} desk={desk} label={around.label} />
          {!around.isDisabled && (
            <Button
              small
              kind="quiet"
              icon="trash"
              aria-label={t('forms.removeFile', { label: around.label })}
              onPress={() => void work(desk.remove(node))}
            >
              {t('forms.takeBack')}
            </Button>
          )}
        </div>
      )}
      {!around.isDisabled && !isBusy && (
        <Takers
          question={question}
          label={around.label}
          isAgain={id !== undefined}
          onTake={(file, from) => void work(desk.take(node, file, from))}
        />
      )}
      {isBusy && (
        <p className="small" role="status">
          {t('forms.fileBusy')}
        </p>
      )}
      {error !== undefined && (
        <p className="field-error" role={why ? 'alert' : undefined}>
          {error}
        </p>
      )}
    </div>
  )
}

/** Why a file was not taken, in the words of the house that would refuse it. */
const sayOf = ({ code, details }: Problem, tAny: Words['tAny']): string => tAny(`problem.${code}`, details as never)

/** What is held: the picture small, anything else by its name. */
function Held({ id, desk, label }: { id: string; desk: FileDesk; label: string }) {
  const { t } = useWords()
  const [kept, setKept] = useState<{ file: KeptFile; address: string | undefined }>()
  useEffect(() => {
    let address: string | undefined
    let isGone = false
    const show = async () => {
      const file = await desk.read(id)
      if (!file || isGone) return
      if (file.thumb) address = URL.createObjectURL(file.thumb)
      setKept({ file, address })
    }
    void show()
    return () => {
      isGone = true
      if (address !== undefined) URL.revokeObjectURL(address)
    }
  }, [id, desk])
  if (kept?.address !== undefined) return <img className="fill-picture" src={kept.address} alt={t('forms.fileOf', { label })} />
  return (
    <span className="row">
      <Icon name="file" />
      {kept &&
        t('forms.fileKept', { name: kept.file.name, size: `${Math.max(1, Math.round(kept.file.bytes / 1024)).toLocaleString()} KB` })}
    </span>
  )
}

/** By which programs of the phone a file is made, and what it may be. */
const accepts: Readonly<Record<string, string>> = { image: 'image/*', audio: 'audio/*', video: 'video/*' }

interface TakersProps {
  readonly question: FormQuestion
  readonly label: string
  readonly isAgain: boolean
  readonly onTake: (file: File, from: 'camera' | 'gallery') => void
}

/** The ways to a file: made now, or chosen where the form allows it. */
function Takers({ question: { type, cells }, label, isAgain, onTake }: TakersProps) {
  const { t } = useWords()
  const { isNew, isFront } = wishesOf(cells.appearance, cells.parameters)
  const accept = accepts[type]
  const again = isAgain ? 'yes' : 'no'
  return (
    <div className="row">
      {accept !== undefined && (
        <Taker
          word={t('forms.make', { type, again })}
          className={isNew ? '' : 'fill-make'}
          {...{ label, accept }}
          capture={isFront ? 'user' : 'environment'}
          onTake={(file) => onTake(file, 'camera')}
        />
      )}
      {!(isNew && accept !== undefined) && (
        <Taker word={t('forms.choose', { type, again })} {...{ label, accept }} onTake={(file) => onTake(file, 'gallery')} />
      )}
    </div>
  )
}

interface TakerProps {
  readonly word: string
  readonly label: string
  readonly accept: string | undefined
  readonly className?: string
  readonly capture?: 'user' | 'environment'
  readonly onTake: (file: File) => void
}

function Taker({ word, label, accept, className = '', capture, onTake }: TakerProps) {
  return (
    <label className={`button button-plain fill-take ${className}`}>
      <Icon name={capture === undefined ? 'file' : 'camera'} />
      <span aria-hidden="true">{word}</span>
      <input
        type="file"
        className="unseen"
        aria-label={`${word}: ${label}`}
        {...(accept === undefined ? {} : { accept })}
        {...(capture === undefined ? {} : { capture })}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) onTake(file)
          target.value = ''
        }}
      />
    </label>
  )
}
