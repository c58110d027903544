/** A form at work: its language, its questions, what is still missing, and the sending. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { PointId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Form, FormVersionId } from '../../forms/form.ts'
import { isLanguage } from '../../forms/form.ts'
import { formsApi } from '../../forms/forms.api.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Page.tsx'
import { Select } from '../../ui/Select.tsx'
import { EmptyState, Faults, Loading } from '../../ui/States.tsx'
import { useWords } from '../../ui/words.tsx'
import { calls, useSend } from '../call.ts'
import { answersIn } from './answersIn.ts'
import { type Draft, type DraftPlace, dropDraft, isShut, newAnswerId, readDraft } from './draft.ts'
import { type Running, startForm } from './engine.ts'
import { useKept } from './kept.ts'
import { Parts } from './Parts.tsx'

const forms = calls('forms', formsApi)

interface FillingProps {
  readonly form: Form
  readonly xform: string
  /** Whose answer it will be, and where; absent when the form is only tried. */
  readonly place?: DraftPlace
  readonly closedAt?: string | null
  readonly onSent?: () => void
}

/** Asks, unless the form is closed: nobody types everything in to be refused at the end. What was filled in before still goes. */
export function Filling({ closedAt = null, ...props }: FillingProps) {
  const { t, moment } = useWords()
  const [draft] = useState(() => (props.place ? readDraft(props.place) : { id: newAnswerId() }))
  if (closedAt === null) return <Starting {...props} draft={draft} />
  const at = moment(closedAt)
  if (isShut(closedAt, draft))
    return (
      <EmptyState icon="lock" title={t('forms.shut', { at })}>
        {t(draft.xml === undefined ? 'forms.shutHelp' : 'forms.shutKept')}
      </EmptyState>
    )
  return (
    <>
      <Note tone="amber" title={t('forms.shut', { at })}>
        {t('forms.shutDraft')}
      </Note>
      <Starting {...props} draft={draft} />
    </>
  )
}

type StartingProps = Omit<FillingProps, 'closedAt'> & { readonly draft: Draft }

/** Loads the engine and begins, or goes on with what was typed before. */
function Starting(props: StartingProps) {
  const { xform, draft } = props
  const { t, language } = useWords()
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
  return running ? <Questions {...props} running={running} /> : <Loading label={t('forms.starting')} />
}

function Questions({ form, place, onSent, draft, running }: StartingProps & { running: Running }) {
  const { t } = useWords()
  const { root, listen, state } = running
  useSyncExternalStore(listen, state)
  const { id, isKept, filledAt, renew } = useKept(place, draft, running)
  const [isStrict, setStrict] = useState(false)
  const missing = root.validationState.violations.length
  const send = useSend(forms.answer, {
    quiet: true,
    onDone: () => {
      if (place) dropDraft(place)
      onSent?.()
    },
  })
  const submit = () => {
    setStrict(true)
    if (missing > 0) return requestAnimationFrame(() => document.querySelector('.fill [data-invalid]')?.scrollIntoView({ block: 'center' }))
    if (!place) return undefined
    const answers = answersIn(root.instanceState.instanceXML, form.parts)
    const pointId = place.point === '' ? {} : { pointId: place.point as PointId }
    const body = { id, answers, filledAt: filledAt(), ...pointId }
    return send.sendNow({ params: { id: place.form as FormVersionId }, body }).catch((error: unknown) => {
      // An earlier answer under this id arrived after all, or came from another tab: this one is another, and goes when it is sent again.
      if (error instanceof Problem && error.code === 'forms.idTaken') renew()
    })
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
          <Button kind="primary" icon="check" isPending={send.isPending} onPress={() => void submit()}>
            {t('forms.send')}
          </Button>
        </div>
      )}
    </form>
  )
}
