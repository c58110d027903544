/** One line of a checklist: what to look at, what it must reach, the answers large enough for a thumb. Nothing is preselected. */
import { useState } from 'react'
import { parseMillionths } from '../../../base/points.ts'
import type { EvidenceId } from '../../../base/ids.ts'
import type { ChecklistItem } from '../../../inspections/checklist.ts'
import { isMet } from '../../../inspections/grade.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ProofPicker, useProofs } from '../parts/proof.tsx'

/** What was entered for one fact so far. */
export interface Entry {
  readonly grade?: string
  readonly value?: string
  readonly note: string
  readonly photos: readonly EvidenceId[]
}
export const noEntry: Entry = { note: '', photos: [] }

/** True when there is something to send. */
export const isAnswered = ({ grade, value }: Entry): boolean => grade !== undefined || (value ?? '').trim() !== ''

/** The colour of an answer once it is taken. */
export const toneOf = (factor: number | null): { tone?: 'good' | 'bad' } =>
  factor === 1000 ? { tone: 'good' } : factor === 0 ? { tone: 'bad' } : {}

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
      {item.threshold && <Measured item={item} value={entry.value ?? ''} label={title} onChange={(value) => onChange({ value })} />}
      <Choice
        big
        hideLabel
        label={title}
        value={entry.grade ?? null}
        onChange={(grade) => onChange({ grade })}
        options={item.grades.map((grade) => ({ value: grade.code, label: read(grade.title), ...toneOf(grade.factor) }))}
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
      {item.exemption && <span>{t('inspections.exemption', { text: read(item.exemption) })}</span>}
      {last && <span>{t('inspections.last', { grade: last, at: moment(item.last!.observedAt) })}</span>}
    </div>
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
      <span className="small quiet">
        {t('inspections.threshold', { op: threshold.op, value: threshold.value, unit: read(threshold.unit), per: read(threshold.per) })}
      </span>
      {number !== undefined && (
        <StatusTag tone={isMet(number, threshold) ? 'green' : 'amber'} icon={isMet(number, threshold) ? 'check' : 'close'}>
          {isMet(number, threshold) ? t('inspections.reached') : t('inspections.notReached')}
        </StatusTag>
      )}
    </div>
  )
}
