/** What a text looks like: class and unit, three each, with the words that decided. Nothing is chosen until a person does. */
import { useQuery } from '@tanstack/react-query'
import type { CaseId } from '../../../base/ids.ts'
import type { Place } from '../../../base/place.ts'
import type { LikelyReason, Suggested } from '../../../likeness/likeness.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { likeness } from './alike.ts'

interface LikelyProps {
  /** A case, or the words, class and street of what is none yet. */
  readonly about:
    | { readonly case: CaseId }
    | { readonly text: string; readonly class: string; readonly street: string | undefined; readonly place: Place | null }
  /** Takes a value over; without it the suggestions are only read. */
  readonly onTake?: (target: 'class' | 'unit', value: string) => void
}

/** As much as fits an address; a suggestion needs no more. */
const mostLetters = 500

function queryOf(about: LikelyProps['about']): object {
  if ('case' in about) return about
  return {
    text: about.text.slice(0, mostLetters),
    ...(about.class === '' ? {} : { class: about.class }),
    ...(about.street === undefined ? {} : { street: about.street }),
    ...(about.place === null ? {} : { lng: about.place[0], lat: about.place[1] }),
  }
}

/** The suggestions, or why there are none yet. */
export function Likely({ about, onTake }: LikelyProps) {
  const { t, moment } = useWords()
  const { data } = useQuery({ ...likeness.suggest.ask({ query: queryOf(about) }), placeholderData: (before) => before })
  if (!data) return null
  const { model, closed, least } = data.class.model ? data.class : data.unit
  if (!model) return <Untaught closed={closed} least={least} />
  const none = data.class.items.length === 0 && data.unit.items.length === 0
  return (
    <div className="stack-s" aria-live="polite">
      <p className="quiet small">
        {t('likeness.suggestedIs', { cases: model.cases, version: model.version, at: moment(model.trainedAt) })} {t('likeness.timesHelp')}
      </p>
      {none && <p className="quiet">{t('likeness.noWords')}</p>}
      <Three of={data.class} label={t('cases.class')} {...(onTake ? { onTake: (value) => onTake('class', value) } : {})} />
      <Three of={data.unit} label={t('cases.unit')} {...(onTake ? { onTake: (value) => onTake('unit', value) } : {})} />
    </div>
  )
}

function Three({ of, label, onTake }: { of: Suggested; label: string; onTake?: (value: string) => void }) {
  const { t, read } = useWords()
  const { className } = useKinds()
  if (of.items.length === 0) return null
  const nameOf = (value: string, title: Suggested['items'][number]['title']) =>
    title ? read(title) : of.target === 'class' ? className(value) : value
  return (
    <section className="stack-s">
      <h3 className="minor">{label}</h3>
      <ol className="bulk">
        {of.items.map(({ value, title, reasons, given }) => (
          <li key={value} className="row-wide">
            <span>
              <span className="strong">{nameOf(value, title)}</span> {given && <StatusTag tone="blue">{t('likeness.given')}</StatusTag>}{' '}
              <Reasons reasons={reasons} />
            </span>
            {onTake && !given && (
              <Button small aria-label={`${t('likeness.take')} ${nameOf(value, title)}`} onPress={() => onTake(value)}>
                {t('likeness.take')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Reasons({ reasons }: { reasons: readonly LikelyReason[] }) {
  const { t, read, number } = useWords()
  const { className } = useKinds()
  const wordOf = (it: LikelyReason) => (it.title ? read(it.title) : it.kind === 'class' ? className(it.word) : it.word)
  const said = reasons.map((it) => t('likeness.times', { word: wordOf(it), times: number(it.times) }))
  return said.length === 0 ? null : (
    <span className="quiet small">
      {t('likeness.becauseOf')} {said.join(' · ')}
    </span>
  )
}

/** Too few cases to learn from, or nobody has yet. */
function Untaught({ closed, least }: { closed: number; least: number }) {
  const { t } = useWords()
  const mayLearn = useMay('city.edit')
  const learn = useSend(likeness.learn, { onDone: () => showToast({ text: t('likeness.learned'), tone: 'good' }) })
  return (
    <div className="row-wide">
      <span className="quiet">{closed < least ? t('likeness.tooFew', { closed, least }) : t('likeness.notYet')}</span>
      {mayLearn && closed >= least && (
        <Button small isPending={learn.isPending} onPress={() => learn.send({ body: {} })}>
          {t('likeness.learnNow')}
        </Button>
      )}
    </div>
  )
}
