/** The forms of the pack: each opens in a document of its own, which runs without a network as well; what was begun stands beneath. */
import { useEffect, useState } from 'react'
import type { PackForm } from '../../field/pack.ts'
import { useWords } from '../../ui/words.tsx'
import { useDay } from './day.ts'
import { dropFormDraft, findForm, isTypedBy, listFormDrafts } from './forms.ts'
import { type FormDraft, whenWritten } from './keep.ts'
import { fillPathOf } from './where.ts'

/** A draft with the words of its form. */
export interface Begun extends FormDraft {
  readonly title: string
  readonly version: string
}

/** Drafts with the words of their forms, read again when one is written. */
function useBegun(): readonly Begun[] {
  const [begun, setBegun] = useState<readonly Begun[]>([])
  useEffect(() => {
    let isGone = false
    const read = async () => {
      const drafts = await listFormDrafts()
      const found = await Promise.all(
        drafts.map(async (draft) => {
          const { title = '', version = '' } = (await findForm(draft.form)) ?? {}
          return { ...draft, title, version }
        }),
      )
      if (!isGone) setBegun(found)
    }
    void read()
    const end = whenWritten(({ forms }) => forms && void read())
    return () => {
      isGone = true
      end()
    }
  }, [])
  return begun
}

/** The screen. */
export function FormsScreen() {
  const { t } = useWords()
  const { frame, owner } = useDay()
  const begun = useBegun()
  const forms = frame?.forms ?? []
  return (
    <div className="field-page">
      <h1>{t('fieldApp.forms')}</h1>
      {forms.length === 0 && <p className="field-empty">{t('fieldApp.noForms')}</p>}
      <ul className="field-items">
        {forms.map((form) => (
          <FormLine key={form.id} form={form} />
        ))}
      </ul>
      {begun.length > 0 && <h2>{t('fieldApp.formsBegun')}</h2>}
      <BegunForms begun={begun} account={owner?.account} />
    </div>
  )
}

/** All that keeps from signing out: one's own, and what somebody else left on a shared device, of which only the form is told. */
export function BegunForms({ begun, account }: { begun: readonly Begun[]; account: string | undefined }) {
  return (
    <ul className="field-items">
      {begun.map((draft) => (
        <BegunLine key={draft.name} begun={draft} isOwn={isTypedBy(account, draft)} />
      ))}
    </ul>
  )
}

function FormLine({ form }: { form: PackForm }) {
  const { t } = useWords()
  return (
    <li className="field-item">
      <span className="grow">
        <strong>{form.title}</strong>
        <span className="field-row-about">{t('fieldApp.formAbout', { version: form.version, questions: form.questions })}</span>
      </span>
      <a className="button button-plain" href={fillPathOf(form.id)} aria-label={t('fieldApp.fillForm', { title: form.title })}>
        {t('forms.fill')}
      </a>
    </li>
  )
}

/** Throwing away asks once more, on the same place. */
function BegunLine({ begun: { name, form, point, title, version, draft }, isOwn }: { begun: Begun; isOwn: boolean }) {
  const { t, read, moment } = useWords()
  const { points } = useDay()
  const [isSure, setSure] = useState(false)
  const place = points.find(({ id }) => id === point)
  const about = isOwn ? [place && read(place.title), draft.filledAt && moment(draft.filledAt)] : [t('fieldApp.formOfOther')]
  const words = [t('forms.versionOf', { version }), ...about]
  return (
    <li className="field-item">
      <span className="grow">
        <strong>{title}</strong>
        <span className="field-row-about">{words.filter(Boolean).join(' · ')}</span>
      </span>
      <span className="field-buttons">
        {isOwn && (
          <a className="button button-plain" href={fillPathOf(form, point)} aria-label={t('fieldApp.goOnForm', { title })}>
            {t('fieldApp.goOn')}
          </a>
        )}
        <button
          type="button"
          className="button button-quiet"
          onClick={() => (isSure ? void dropFormDraft(name) : setSure(true))}
          aria-label={t(isSure ? 'fieldApp.dropFormSure' : 'fieldApp.dropForm', { title })}
        >
          {t(isSure ? 'fieldApp.discardNow' : 'fieldApp.discard')}
        </button>
      </span>
    </li>
  )
}

/** The forms that can be filled in at a point, at its visit. */
export function FormsHere({ point }: { point: string }) {
  const { t } = useWords()
  const { frame } = useDay()
  const forms = frame?.forms ?? []
  if (forms.length === 0) return null
  return (
    <details className="field-box">
      <summary>{t('fieldApp.formsHere', { n: forms.length })}</summary>
      <ul className="field-items">
        {forms.map(({ id, title }) => (
          <li key={id} className="field-item">
            <a className="grow" href={fillPathOf(id, point)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
