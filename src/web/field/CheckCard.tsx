/** One check a card: what to look at, three big answers and none taken beforehand; a fault opens photo, note and the way to a case. */
import { type Given, judge } from '../../field/draft.ts'
import type { PackCheck } from '../../field/pack.ts'
import { answerKinds, asOf } from '../../standards/checks/index.ts'
import { signOf } from '../../standards/checks/limit.ts'
import { useState } from 'react'
import { Choice, TextField, type TextFieldProps } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import { CheckAnswerFields } from '../checks/CheckAnswerFields.tsx'
import type { AnswerDraft } from '../checks/part.ts'
import type { Change } from './acts.ts'
import { GuidePictures } from './GuidePictures.tsx'
import { placeNow } from './photos.ts'
import { PhotoStrip } from './PhotoStrip.tsx'

export interface CheckCardProps {
  readonly no: number
  readonly check: PackCheck
  readonly given: Given | undefined
  readonly photosFor: 'required' | 'everyFault'
  readonly last: { readonly grade: string; readonly at: string } | undefined
  readonly isOpen: boolean
  readonly mayRaise: boolean
  readonly classes: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (change: Change) => void
  readonly onPhoto: (file: File, from: 'camera' | 'gallery') => void
  readonly onRemovePhoto: (id: string) => void
  readonly onRaise: (isRaised: boolean) => void
  readonly onCorrect: (() => void) | undefined
}

const toneOf = (factor: number | null): { tone?: 'good' | 'bad' } =>
  factor === 1000 ? { tone: 'good' } : factor === 0 ? { tone: 'bad' } : {}

/** Where the answer's own fields decide, only the grades that say it does not apply are offered. */
function gradesOf(check: PackCheck): PackCheck['grades'] {
  const as = asOf(check.kind)
  return as !== undefined && answerKinds[as].decides ? check.grades.filter(({ factor }) => factor === null) : check.grades
}

/** The card. */
export function CheckCard(props: CheckCardProps) {
  const { no, check, given, isOpen, onChange } = props
  const { t, tAny, read } = useWords()
  const title = read(check.title)
  // What is typed is shown at once, as any field does; whether it counts is said when the disk has it.
  const [typed, setTyped] = useState(given?.answer as AnswerDraft | undefined)
  const judged = judge(check, given, props.photosFor)
  const why = judged && 'why' in judged ? judged.why : undefined
  const isFault = judged !== undefined && 'factor' in judged ? judged.factor === 0 : why === 'photoNeeded'
  const opens = isFault || why !== undefined || (given?.note ?? '') !== '' || (given?.photos.length ?? 0) > 0
  return (
    <li className={judged === undefined ? 'field-check' : 'field-check field-check-done'} id={`check-${check.fact}`}>
      <h2>
        <span className="number">{no}. </span>
        {title}
      </h2>
      <About check={check} last={props.last} />
      {check.guide && <GuidePictures check={check} />}
      <fieldset disabled={!isOpen} className="field-answers">
        <CheckAnswerFields
          check={check}
          label={title}
          draft={typed}
          onChange={(answer) => {
            setTyped(answer)
            onChange({ answer })
          }}
          classes={props.classes}
          where={'geolocation' in navigator ? placeNow : undefined}
        />
        {asOf(check.kind) === undefined && check.threshold && (
          <Typed label={t('inspections.value')} value={given?.value ?? ''} onChange={(value) => onChange({ value })} isDisabled={!isOpen} />
        )}
        <Choice
          big
          hideLabel
          label={title}
          value={given?.grade ?? null}
          isDisabled={!isOpen}
          onChange={(grade) => onChange({ grade })}
          options={gradesOf(check).map((grade) => ({ value: grade.code, label: read(grade.title), ...toneOf(grade.factor) }))}
          error={why === undefined || why === 'gradeMissing' ? undefined : tAny(`fault.${why}`, { fact: title })}
        />
      </fieldset>
      {(opens || check.photo === 'required') && <More {...props} isFault={isFault} title={title} why={why} />}
      {!opens && check.photo !== 'required' && isOpen && given !== undefined && (
        <button type="button" className="button button-quiet" onClick={() => onChange({ note: ' ' })}>
          {t('fieldApp.addMore')}
        </button>
      )}
      {!isOpen && given !== undefined && props.onCorrect && (
        <button type="button" className="button button-plain" onClick={props.onCorrect}>
          {t('inspections.correct')}
        </button>
      )}
    </li>
  )
}

function About({ check, last }: Pick<CheckCardProps, 'check' | 'last'>) {
  const { t, read, moment } = useWords()
  const { threshold } = check
  const grade = last && (read(check.grades.find(({ code }) => code === last.grade)?.title) || last.grade)
  const lines = [
    threshold &&
      t('inspections.threshold', {
        op: signOf(threshold.op),
        value: threshold.value,
        unit: read(threshold.unit),
        per: read(threshold.per),
      }),
    check.guide?.text && read(check.guide.text),
    check.exemption && t('inspections.exemption', { text: read(check.exemption) }),
    last && t('inspections.last', { grade: grade ?? '', at: moment(last.at) }),
  ].filter((line) => line !== undefined && line !== '')
  return lines.length === 0 ? null : (
    <p className="field-row-about">
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </p>
  )
}

type MoreProps = CheckCardProps & { readonly isFault: boolean; readonly title: string; readonly why: string | undefined }

/** Note, photos, and for a fault the case, filled from it. */
function More({ check, given, isOpen, isFault, title, why, mayRaise, onChange, onPhoto, onRemovePhoto, onRaise }: MoreProps) {
  const { t } = useWords()
  return (
    <>
      {check.photo !== 'none' && (
        <PhotoStrip label={title} ids={given?.photos ?? []} isOpen={isOpen} onAdd={onPhoto} onRemove={onRemovePhoto} />
      )}
      <Typed
        label={why === 'naNeedsNote' ? t('inspections.naWhy') : t('inspections.note')}
        value={(given?.note ?? '').trimStart()}
        onChange={(note) => onChange({ note })}
        isRequired={why === 'naNeedsNote'}
        isDisabled={!isOpen}
        rows={2}
      />
      {isFault && mayRaise && (isOpen || given?.caseId !== undefined) && (
        <button
          type="button"
          className="field-chip"
          aria-pressed={given?.caseId !== undefined}
          disabled={!isOpen}
          onClick={() => onRaise(given?.caseId === undefined)}
        >
          {t(given?.caseId === undefined ? 'fieldApp.raise' : 'fieldApp.raised')}
        </button>
      )}
    </>
  )
}

/** A field that shows each letter at once and hands it on to be kept. */
function Typed({ value, onChange, ...rest }: TextFieldProps) {
  const [text, setText] = useState(value)
  return (
    <TextField
      {...rest}
      value={text}
      onChange={(next) => {
        setText(next)
        onChange(next)
      }}
    />
  )
}
