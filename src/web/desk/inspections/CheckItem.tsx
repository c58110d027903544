/** One line of a checklist: what to look at, what it must reach, the answers large enough for a thumb. Nothing is preselected. */
import { useState } from 'react'
import { parseMillionths } from '../../../base/points.ts'
import type { ChecklistItem } from '../../../inspections/checklist.ts'
import { type ExemptHere, holdsAt, hoursText } from '../../../inspections/exemption.ts'
import { answerKinds, asOf } from '../../../standards/checks/index.ts'
import { isMet, signOf } from '../../../standards/checks/limit.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import type { GuidePicture } from '../../../standards/edition.ts'
import { CheckGuide } from '../../checks/CheckGuide.tsx'
import { CheckAnswerFields, type CheckAnswerFieldsProps } from '../../checks/CheckAnswerFields.tsx'
import { type Entry, hasOwnFields, isAnswered, isBegun, outcomeOf } from '../../checks/entry.ts'
import { now } from '../../clock.ts'
import type { AnswerDraft } from '../../checks/part.ts'
import { useClassOptions } from '../classes/calls.ts'
import { evidence, ProofPicker, useProofs } from '../parts/proof.tsx'

/** The colour of an answer once it is taken. */
export const toneOf = (factor: number | null): { tone?: 'good' | 'bad' } =>
  factor === 1000 ? { tone: 'good' } : factor === 0 ? { tone: 'bad' } : {}

/** Pictures of a guide are proofs like any other: a city brings them, and the edition names them. */
const guidePicture = ({ evidenceId }: GuidePicture): string | undefined =>
  evidenceId === undefined ? undefined : evidence.view.href({ params: { id: evidenceId }, query: { size: 1280 } })

/** True for an answer that must say why: not applicable, or an exemption. */
const needsWhy = (item: ChecklistItem, { grade }: Entry) =>
  grade !== undefined && (item.grades.find(({ code }) => code === grade)?.factor ?? null) === null

interface CheckItemProps {
  readonly no: number
  readonly item: ChecklistItem
  readonly entry: Entry
  readonly onChange: (change: Partial<Entry>) => void
  /** The server's words about this line. */
  readonly error: string | undefined
}

/** A fact with its answers, number, photo and note. */
export function CheckItem({ no, item, entry, onChange, error }: CheckItemProps) {
  const { t, read } = useWords()
  const proofs = useProofs(entry.photos, (photos) => onChange({ photos }))
  const [hasNote, setHasNote] = useState(entry.note !== '')
  const title = read(item.title)
  const mustSay = needsWhy(item, entry)
  return (
    <li className={isAnswered(entry) ? 'check check-done' : 'check'} id={`check-${item.fact}`}>
      <div className="check-head">
        <span className="check-no number" aria-hidden="true">
          {no}
        </span>
        <div className="grow">
          <h2 className="minor">{title}</h2>
          <About item={item} />
        </div>
        {item.severity === 3 && <StatusTag tone="amber">{t('inspections.grave')}</StatusTag>}
      </div>
      {item.guide && <CheckGuide guide={item.guide} pictureOf={guidePicture} />}
      <Numbers item={item} entry={entry} onChange={onChange} />
      <Choice
        big
        hideLabel
        label={title}
        value={entry.grade ?? null}
        onChange={(grade) => onChange({ grade })}
        options={gradesFor(item).map((grade) => ({ value: grade.code, label: read(grade.title), ...toneOf(grade.factor) }))}
        error={error}
      />
      <div className="check-foot">
        {item.photo !== 'none' && (
          <ProofPicker label={item.photo === 'required' ? t('inspections.photoNeeded') : t('proof.addPhoto')} proofs={proofs} />
        )}
        {!hasNote && !mustSay && (
          <Button small kind="quiet" icon="edit" onPress={() => setHasNote(true)}>
            {t('inspections.addNote')}
          </Button>
        )}
      </div>
      {(hasNote || mustSay) && (
        <TextField
          label={mustSay ? t('inspections.naWhy') : t('inspections.note')}
          value={entry.note}
          onChange={(note) => onChange({ note })}
          isRequired={mustSay}
          rows={2}
        />
      )}
    </li>
  )
}

/** The answers offered: where the answer's own fields decide, only the ones that say it does not apply. */
function gradesFor(item: ChecklistItem): ChecklistItem['grades'] {
  const decides = asOf(item.kind) !== undefined && answerKinds[asOf(item.kind)!].decides
  return decides ? item.grades.filter(({ factor }) => factor === null) : item.grades
}

/** What is counted, timed, walked, called or listed, and what that comes to. */
function Numbers({ item, entry, onChange }: Pick<CheckItemProps, 'item' | 'entry' | 'onChange'>) {
  const { read } = useWords()
  const title = read(item.title)
  if (!hasOwnFields(item))
    return item.threshold ? (
      <Measured item={item} value={entry.value ?? ''} label={title} onChange={(value) => onChange({ value })} />
    ) : null
  const fields = { check: item, label: title, draft: entry.answer, onChange: (answer: AnswerDraft) => onChange({ answer }) }
  return (
    <div className="check-measure">
      {item.kind === 'finding' ? <WithClasses {...fields} /> : <CheckAnswerFields {...fields} />}
      {item.threshold && <Limit threshold={item.threshold} />}
      <Outcome item={item} entry={entry} />
    </div>
  )
}

/** Free findings are named by the city's classes of cases. */
function WithClasses(fields: CheckAnswerFieldsProps) {
  return <CheckAnswerFields {...fields} classes={useClassOptions()} />
}

/** The grade that the answer comes to, as soon as it is whole. */
function Outcome({ item, entry }: Pick<CheckItemProps, 'item' | 'entry'>) {
  const { t, tAny, read } = useWords()
  if (isBegun(entry)) return <span className="small quiet">{t('inspections.answer.notWhole')}</span>
  const outcome = entry.answer && outcomeOf(item, entry)
  if (!outcome) return null
  if ('why' in outcome) return outcome.why === 'gradeMissing' ? null : <StatusTag tone="amber">{tAny(`fault.${outcome.why}`)}</StatusTag>
  const isGood = outcome.factor === 1000
  return (
    <StatusTag tone={isGood ? 'green' : 'amber'} icon={isGood ? 'check' : 'close'}>
      {read(item.grades.find(({ code }) => code === outcome.grade)?.title)}
    </StatusTag>
  )
}

/** What the number must reach. */
function Limit({ threshold }: { threshold: NonNullable<ChecklistItem['threshold']> }) {
  const { t, read } = useWords()
  return (
    <span className="small quiet">
      {t('inspections.threshold', {
        op: signOf(threshold.op),
        value: threshold.value,
        unit: read(threshold.unit),
        per: read(threshold.per),
      })}
    </span>
  )
}

/** Which standards read this fact, what was found last time, when it is forgiven. */
function About({ item }: { item: ChecklistItem }) {
  const { t, read, moment } = useWords()
  const last = item.last && (read(item.grades.find(({ code }) => code === item.last?.grade)?.title) || item.last.grade)
  const [first, ...others] = item.serves
  const namesOf = (serves: typeof first) => ({ title: read(serves?.title), ids: idsOf(serves), none: String(idsOf(serves) === '') })
  return (
    <div className="check-about small quiet">
      <span>{t('inspections.serves', namesOf(first))}</span>
      {others.map((serves) => (
        <span key={serves.editionId} className="check-also">
          {t('inspections.alsoServes', namesOf(serves))}
        </span>
      ))}
      {(item.exempt ?? []).map((rule) => (
        <ExemptLine key={rule.id} rule={rule} />
      ))}
      {item.exemption && <span>{t('inspections.exemption', { text: read(item.exemption) })}</span>}
      {last && <span>{t('inspections.last', { grade: last, at: moment(item.last!.observedAt) })}</span>}
    </div>
  )
}

/** A rule of the place under which a fault is none; said loudly while it holds. */
function ExemptLine({ rule }: { rule: ExemptHere }) {
  const { t, read } = useWords()
  const words = { title: read(rule.title), hours: hoursText(rule.times) }
  return holdsAt(rule, now()) ? (
    <span>
      <StatusTag tone="violet">{t('inspections.exemptNow', words)}</StatusTag>
    </span>
  ) : (
    <span>{t('inspections.exemptAt', words)}</span>
  )
}

const idsOf = (serves: ChecklistItem['serves'][number] | undefined): string =>
  (serves?.criteria ?? []).map(({ id }) => id.split('.').at(-1)).join('、')

interface MeasuredProps {
  readonly item: ChecklistItem
  readonly value: string
  readonly label: string
  readonly onChange: (value: string) => void
}

/** A count or value against its threshold; says at once whether it is met. */
function Measured({ item, value, label, onChange }: MeasuredProps) {
  const { t, read } = useWords()
  const threshold = item.threshold!
  const number = value.trim() === '' ? undefined : parseMillionths(value)
  const isWrong = value.trim() !== '' && number === undefined
  return (
    <div className="check-measure">
      <TextField
        label={t('inspections.valueOf', { title: label, unit: read(threshold.unit) })}
        hideLabel
        value={value}
        onChange={onChange}
        placeholder={t('inspections.value')}
        error={isWrong ? t('inspections.notNumber') : undefined}
      />
      <span className="small nowrap">{read(threshold.unit)}</span>
      <Limit threshold={threshold} />
      {number !== undefined && (
        <StatusTag tone={isMet(number, threshold) ? 'green' : 'amber'} icon={isMet(number, threshold) ? 'check' : 'close'}>
          {isMet(number, threshold) ? t('inspections.reached') : t('inspections.notReached')}
        </StatusTag>
      )}
    </div>
  )
}
