/** A form at work: its language, its questions, what is still missing, and the handing in. */
import './fill.css'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Problem } from '../../base/problem.ts'
import { filesIn } from '../../forms/answers.ts'
import type { Form } from '../../forms/form.ts'
import { isLanguage } from '../../forms/form.ts'
import type { NewFormAnswer } from '../../forms/forms.api.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Page.tsx'
import { Select } from '../../ui/Select.tsx'
import { EmptyState, Faults, Loading } from '../../ui/States.tsx'
import { useWords } from '../../ui/words.tsx'
import { useAlone } from './alone.ts'
import { answersIn } from './answersIn.ts'
import { type Draft, isShut, type Keeping, namedIn, newAnswerId } from './draft.ts'
import { type Running, startForm } from './engine.ts'
import { useFileDesk } from './fileDesk.ts'
import { type KeptState, useKept } from './kept.ts'
import { Parts } from './Parts.tsx'
import { FileDeskContext } from './Upload.tsx'

interface FillingProps {
  readonly form: Form
  readonly xform: string
  /** Where it is kept and handed in; absent when the form is only tried. */
  readonly keeping?: Keeping
  /** Where it is filled in. */
  readonly point?: NewFormAnswer['pointId'] | undefined
  readonly closedAt?: string | null
  readonly onSent?: () => void
}

/** Asks, in one tab at a time. */
export function Filling(props: FillingProps) {
  const { t, language } = useWords()
  const turn = useAlone(props.keeping?.name)
  return (
    <I18nProvider locale={language === 'en' ? 'en-US' : language}>
      {turn === 'asking' && <Loading label={t('forms.starting')} />}
      {turn === 'elsewhere' && (
        <EmptyState icon="lock" title={t('forms.elsewhere')}>
          {t('forms.elsewhereHelp')}
        </EmptyState>
      )}
      {turn === 'mine' && <Opening {...props} />}
    </I18nProvider>
  )
}

/** Reads the draft when nobody else can write it any more. */
function Opening({ keeping, ...props }: FillingProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState<Draft | undefined>(() => (keeping ? undefined : { id: newAnswerId() }))
  useEffect(() => void keeping?.read().then(setDraft), [keeping])
  return draft ? <Asking {...props} {...(keeping ? { keeping } : {})} draft={draft} /> : <Loading label={t('forms.starting')} />
}

/** Asks, unless the form is closed: nobody types everything in to be refused at the end. What was filled in before still goes. */
function Asking({ closedAt = null, draft, ...props }: FillingProps & { readonly draft: Draft }) {
  const { t, moment } = useWords()
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
  const { xform, draft, keeping } = props
  const { t, language } = useWords()
  const [running, setRunning] = useState<Running>()
  const [error, setError] = useState('')
  useEffect(() => {
    let isGone = false
    const start = async () => {
      try {
        // What was kept may be of no use to a newer engine; the form then begins empty.
        const begun = await startForm(xform, draft.xml, await filesOf(draft, keeping)).catch((cause: unknown) => {
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
  }, [xform, draft, keeping, language])
  if (error !== '')
    return (
      <Note tone="red" title={t('forms.noEngine')}>
        {t('forms.noEngineHelp', { why: error.split('\n')[0]!.slice(0, 300) })}
      </Note>
    )
  return running ? <Questions {...props} running={running} /> : <Loading label={t('forms.starting')} />
}

/** The files of a draft by the names that its document has for them. */
async function filesOf(draft: Draft, keeping: Keeping | undefined): Promise<Map<string, File>> {
  const found = await Promise.all(namedIn(draft).map(async (id) => keeping?.files.read(id)))
  return new Map(found.flatMap((kept) => (kept?.blob ? [[kept.called, new File([kept.blob], kept.called, { type: kept.blob.type })]] : [])))
}

function Questions({ form, keeping, point, onSent, draft, running }: StartingProps & { running: Running }) {
  const { t } = useWords()
  const { root, listen, state } = running
  useSyncExternalStore(listen, state)
  const kept = useKept(keeping, draft, running)
  const desk = useFileDesk(form, keeping?.files, kept)
  const [isStrict, setStrict] = useState(false)
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<Error>()
  const missing = root.validationState.violations.length
  const handIn = async (to: Keeping) => {
    setPending(true)
    setError(undefined)
    const answers = answersIn(root.instanceState.instanceXML, form.parts)
    const body = { id: kept.id, answers, filledAt: kept.filledAt(), ...(point === undefined ? {} : { pointId: point }) }
    try {
      const files = filesIn(form, answers).map(({ id }) => id)
      await kept.handIn(() => to.hand(body, files))
      onSent?.()
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
      // An earlier answer under this id arrived after all: this one is another, and goes when it is sent again.
      if (cause instanceof Problem && cause.code === 'forms.idTaken') kept.renew()
    }
    setPending(false)
  }
  const submit = () => {
    setStrict(true)
    if (missing > 0) requestAnimationFrame(() => document.querySelector('.fill [data-invalid]')?.scrollIntoView({ block: 'center' }))
    else if (keeping) void handIn(keeping)
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
      <FileDeskContext value={desk}>
        <Parts nodes={root.currentState.children} isStrict={isStrict} level={2} />
      </FileDeskContext>
      {isStrict && missing > 0 && (
        <div role="alert">
          <Note tone="red">{t('forms.missing', { count: missing })}</Note>
        </div>
      )}
      {error && <Refused error={error} />}
      {keeping && <Kept state={kept.state} />}
      {onSent && (
        <div className="fill-send">
          <Button kind="primary" icon="check" isPending={isPending} onPress={submit}>
            {t('forms.send')}
          </Button>
        </div>
      )}
    </form>
  )
}

/** Why it was not taken. */
function Refused({ error }: { error: Error }) {
  const { t } = useWords()
  return (
    <Note tone="red" title={error.message}>
      {error instanceof Problem && <Faults problem={error} />}
      <p>{t('forms.keptHere')}</p>
    </Note>
  )
}

/** Whether the device has what was typed: said when it has, not before. */
function Kept({ state }: { state: KeptState }) {
  const { t } = useWords()
  if (state === 'full') return <Note tone="amber">{t('forms.notKept')}</Note>
  return (
    <p className="quiet small" role="status">
      {t('forms.isKept', { state })}
    </p>
  )
}
