/**
 * Filling in a form of the pack: a document of its own beside the app, since the form engine needs a policy that no other page of the
 * field has. It asks the device only; what is handed in waits in the outbox like everything else.
 */
import '../fill/fill.css'
import { lazy, StrictMode, Suspense, useEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { FormVersionId } from '../../forms/form.ts'
import type { NewFormAnswer } from '../../forms/forms.api.ts'
import { Icon } from '../../ui/Icon.tsx'
import { speak, useWords, wishedLanguage } from '../../ui/words.tsx'
import { now } from '../clock.ts'
import { dayNow, readDay, useDay } from './day.ts'
import { findForm, isLeftOut, keepingOn } from './forms.ts'
import type { KeptForm, Owner } from './keep.ts'
import { pathOf } from './where.ts'

/** The same piece as at a desk, brought as one. */
const Filling = lazy(async () => ({ default: (await import('../fill/Filling.tsx')).Filling }))

const wished = location.pathname.split('/')[3] ?? ''
const at = new URLSearchParams(location.search).get('point') ?? ''

/** Draws the page, and sends what waits as the app itself does. */
export async function startFilling(): Promise<void> {
  await Promise.all([speak(wishedLanguage()), readDay()])
  createRoot(document.getElementById('field')!).render(
    <StrictMode>
      <FormPage />
    </StrictMode>,
  )
  const { startSending } = await import('./send.ts')
  startSending()
}

function FormPage() {
  const { t, read } = useWords()
  const { owner, points } = useDay()
  const form = useForm()
  const place = points.find(({ id }) => id === at)
  const back = place ? pathOf({ screen: 'point', point: at }) : pathOf({ screen: 'forms' })
  return (
    <main className="fill">
      <nav className="fill-back">
        <a href={back}>
          <Icon name="back" /> {place ? read(place.title) : t('forms.back')}
        </a>
      </nav>
      {form === undefined ? (
        <p className="field-wait" role="status" />
      ) : form === null || !owner ? (
        <p className="field-empty">{t('fieldApp.noSuchForm')}</p>
      ) : (
        <>
          <h1>{form.title}</h1>
          <p className="quiet small">{t('forms.versionOf', { version: form.version })}</p>
          {form.isLeftOut && (
            <p className="field-note field-note-wait" role="status">
              {t('fieldApp.formLeftOut')}
            </p>
          )}
          <Suspense fallback={<p className="field-wait" role="status" />}>
            <Rounds form={form} owner={owner} about={place ? `${form.title} · ${read(place.title)}` : form.title} />
          </Suspense>
        </>
      )}
    </main>
  )
}

type Opened = KeptForm & { readonly isLeftOut: boolean }

/** The form of the address, and whether it may be closed; null when the device does not have it. */
function useForm(): Opened | null | undefined {
  const [form, setForm] = useState<Opened | null>()
  useEffect(() => {
    void Promise.all([findForm(wished), isLeftOut(wished)]).then(([found, isOut]) => setForm(found ? { ...found, isLeftOut: isOut } : null))
  }, [])
  return form
}

/** One answer after the other. */
function Rounds({ form, owner: { account, name }, about }: { form: KeptForm; owner: Owner; about: string }) {
  const { t, moment } = useWords()
  const [round, setRound] = useState(0)
  const [isHanded, setHanded] = useState(false)
  const keeping = useMemo(() => {
    // What is wished may change while somebody fills in: the draft stays the same one.
    const taking = () => ({ wishes: dayNow().wishes, words: [about, `${moment(now())} ${name}`] })
    return keepingOn({ account, form: form.id as FormVersionId, point: at, about, taking })
  }, [account, name, form, about, moment])
  if (!isHanded)
    return (
      <Filling
        key={round}
        form={form.form}
        xform={form.xform}
        keeping={keeping}
        {...(at === '' ? {} : { point: at as NonNullable<NewFormAnswer['pointId']> })}
        onSent={() => setHanded(true)}
      />
    )
  const another = () => {
    setRound(round + 1)
    setHanded(false)
  }
  return (
    <section className="field-page" role="status">
      <p className="strong">{t('fieldApp.reported')}</p>
      <p>{t('fieldApp.formHanded')}</p>
      <div className="field-buttons">
        <button type="button" className="button button-primary" onClick={another}>
          {t('forms.another')}
        </button>
        <a className="button button-plain" href={pathOf({ screen: 'outbox' })}>
          {t('fieldApp.outbox')}
        </a>
      </div>
    </section>
  )
}
