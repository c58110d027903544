/** A form at work: its language, its questions, what is still missing, and the sending. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { PointId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Form, FormVersionId } from '../../forms/form.ts'
import { isLanguage } from '../../forms/form.ts'
import { formsApi } from '../../forms/forms.api.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Page.tsx'
import { Select } from '../../ui/Select.tsx'
import { Faults, Loading } from '../../ui/States.tsx'
import { useWords } from '../../ui/words.tsx'
import { calls, useSend } from '../call.ts'
import { now } from '../clock.ts'
import { answersIn } from './answersIn.ts'
import { type Draft, dropDraft, keepDraft, readDraft } from './draft.ts'
import { type Running, startForm } from './engine.ts'
import { Parts } from './Parts.tsx'

const forms = calls('forms', formsApi)

interface FillingProps {
  readonly form: Form
  readonly xform: string
  /** The version, or `try`. */
  readonly place: string
  readonly point: string
  /** Absent when the form is only tried. */
  readonly onSent?: () => void
}

/** Loads the engine and begins, or goes on with what was typed before. */
export function Filling(props: FillingProps) {
  const { xform, place, point } = props
  const { t, language } = useWords()
  const [draft] = useState(() => readDraft(place, point))
  const [running, setRunning] = useState<Running>()
  const [error, setError] = useState('')
  useEffect(() => {
    let isGone = false
    const start = async () => {
      try {
        // What was kept may be of no use to a newer engine; the form then begins empty.
        const begun = await startForm(xform, draft.xml).catch((cause: unknown) => {
          if (draft.xml === undefined) throw cause
          return startForm(xform)
        })
        const { languages } = begun.root
        const own = languages.find((it) => it.language === draft.language) ?? languages.find((it) => isLanguage(it.language, language))
        if (own) begun.root.setLanguage(own)
        if (!isGone) setRunning(begun)
      } catch (cause) {
        if (!isGone) setError(cause instanceof Error ? cause.message : String(cause))
      }
    }
    void start()
    return () => {
      isGone = true
    }
    // The language of the page is the one it was opened in; the form has its own choice.
  }, [xform, draft, language])
  if (error !== '')
    return (
      <Note tone="red" title={t('forms.noEngine')}>
        {t('forms.noEngineHelp', { why: error.split('\n')[0]!.slice(0, 300) })}
      </Note>
    )
  return running ? <Questions {...props} draft={draft} running={running} /> : <Loading label={t('forms.starting')} />
}

function Questions({ form, place, point, onSent, draft, running }: FillingProps & { draft: Draft; running: Running }) {
  const { t } = useWords()
  const { root, listen, state } = running
  useSyncExternalStore(listen, state)
  const isKept = useKept({ place, point, draft, running })
  const [isStrict, setStrict] = useState(false)
  const missing = root.validationState.violations.length
  const send = useSend(forms.answer, {
    quiet: true,
    onDone: () => {
      dropDraft(place, point)
      onSent?.()
    },
  })
  const submit = () => {
    setStrict(true)
    if (missing > 0) return requestAnimationFrame(() => document.querySelector('.fill [data-invalid]')?.scrollIntoView({ block: 'center' }))
    const answers = answersIn(root.instanceState.instanceXML, form.parts)
    const pointId = point === '' ? {} : { pointId: point as PointId }
    return send.send({ params: { id: place as FormVersionId }, body: { id: draft.id, answers, filledAt: now(), ...pointId } })
  }
  return (
    <form className="fill-form" onSubmit={(event) => event.preventDefault()} noValidate>
      {root.languages.length > 1 && (
        <Select
          label={t('forms.language')}
          value={root.currentState.activeLanguage.language}
          onChange={(name) => root.setLanguage(root.languages.find(({ language }) => language === name)!)}
          options={root.languages.map(({ language }) => ({ value: language, label: language }))}
        />
      )}
      <Parts nodes={root.currentState.children} isStrict={isStrict} level={2} />
      {isStrict && missing > 0 && (
        <div role="alert">
          <Note tone="red">{t('forms.missing', { count: missing })}</Note>
        </div>
      )}
      {send.error && (
        <Note tone="red" title={send.error.message}>
          {send.error instanceof Problem && <Faults problem={send.error} />}
          <p>{t('forms.keptHere')}</p>
        </Note>
      )}
      {!isKept && <Note tone="amber">{t('forms.notKept')}</Note>}
      {onSent && (
        <div className="fill-send">
          <Button kind="primary" icon="check" isPending={send.isPending} onPress={submit}>
            {t('forms.send')}
          </Button>
        </div>
      )}
    </form>
  )
}

/** Keeps what is typed a moment after each change, and when the page is left. Says whether the browser could. */
function useKept({ place, point, draft, running }: Pick<FillingProps, 'place' | 'point'> & { draft: Draft; running: Running }): boolean {
  const [isKept, setKept] = useState(true)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (place === 'try') return undefined
    const keep = () => {
      clearTimeout(waiting.current)
      waiting.current = undefined
      setKept(
        keepDraft(place, point, {
          id: draft.id,
          xml: running.root.instanceState.instanceXML,
          language: running.root.currentState.activeLanguage.language,
        }),
      )
    }
    const leave = () => waiting.current !== undefined && keep()
    const stop = running.listen(() => {
      clearTimeout(waiting.current)
      waiting.current = setTimeout(keep, 400)
    })
    addEventListener('pagehide', leave)
    return () => {
      stop()
      clearTimeout(waiting.current)
      removeEventListener('pagehide', leave)
    }
  }, [place, point, draft, running])
  return isKept
}
