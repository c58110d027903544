/** Grading one criterion: the proofs it asks for, what is attached to each, and the grade. A newer grade takes the older one's place. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EditionId, EvidenceId, ObservationId, RoundId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import type { ReviewDocument, ReviewLine } from '../../../inspections/desk.ts'
import { Button, IconButton, Link } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Note, StatusTag } from '../../../ui/Page.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { toneOf } from '../inspections/CheckItem.tsx'
import { GradeTag } from '../inspections/GradeTag.tsx'
import { evidence, ProofPicker, type Proofs, useProofs } from '../parts/proof.tsx'
import { desk } from './calls.ts'
import { gradeOf } from './ReviewSheet.tsx'

interface FormProps {
  readonly edition: string
  readonly line: ReviewLine
  readonly round: string
  readonly onNext: () => void
}

/** The panel of a line. */
export function ReviewForm({ edition, line, round, onNext }: FormProps) {
  const { t, read, points, moment } = useWords()
  const may = useMay('inspections.review')
  const current = gradeOf(line)
  const [kept, setKept] = useState<readonly ReviewDocument[]>(line.current?.documents ?? [])
  const [fresh, setFresh] = useState<Readonly<Record<number, readonly EvidenceId[]>>>({})
  const documents = [
    ...kept,
    ...Object.entries(fresh).flatMap(([need, ids]) => ids.map((evidenceId) => ({ evidenceId, need: Number(need) }))),
  ]
  return (
    <div className="review">
      <header>
        <p className="small quiet">{line.path.map(read).join(' / ')}</p>
        <h2>{read(line.title)}</h2>
        <p className="row">
          <span className="quiet small">{t('reviews.worth', { code: line.criterion, points: points(line.points) })}</span>
          {current &&
            (line.current?.grade === null ? (
              <StatusTag tone="blue">{`${line.current.value ?? ''} ${read(line.unit)}`}</StatusTag>
            ) : (
              <GradeTag result={current} />
            ))}
        </p>
        {line.current && (
          <p className="small quiet">
            {t('reviews.gradedBy', { name: line.current.by?.name ?? '', at: moment(line.current.observedAt) })}
            {line.current.note !== '' && ` · ${line.current.note}`}
          </p>
        )}
      </header>
      <section className="stack-s">
        <h3>{t('reviews.needs')}</h3>
        {line.needs.length === 0 && <p className="quiet">{t('reviews.noProofAsked')}</p>}
        {line.needs.map((need, index) => (
          <Need
            // Needs are known by their place in the list; the server counts them so.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            need={need}
            kept={kept.filter((document) => document.need === index)}
            onDrop={(id) => setKept(kept.filter(({ evidenceId }) => evidenceId !== id))}
            onFiles={may ? (ids) => setFresh((old) => ({ ...old, [index]: ids })) : undefined}
          />
        ))}
      </section>
      {may && <Grade edition={edition} line={line} round={round} documents={documents} onNext={onNext} />}
    </div>
  )
}

interface NeedProps {
  readonly need: ReviewLine['needs'][number]
  readonly kept: readonly ReviewDocument[]
  readonly onDrop: (id: EvidenceId) => void
  readonly onFiles: ((ids: readonly EvidenceId[]) => void) | undefined
}

/** One asked proof: how many, what is there, and a way to add. */
function Need({ need, kept, onDrop, onFiles }: NeedProps) {
  const { t, read } = useWords()
  const proofs: Proofs = useProofs(undefined, (ids) => onFiles?.(ids))
  const count = kept.length + proofs.ids.length
  return (
    <div className="need">
      <div className="row-wide">
        <span>
          {read(need.title)}{' '}
          <span className="quiet small">
            {t('reviews.asked', { min: need.min, max: need.max })}
            {need.maxChars !== undefined && ` · ${t('reviews.maxChars', { chars: need.maxChars })}`}
          </span>
        </span>
        <StatusTag tone={count >= need.min ? 'green' : 'amber'}>{t('reviews.has', { count })}</StatusTag>
      </div>
      <ul>
        {kept.map(({ evidenceId }) => (
          <li key={evidenceId} className="row">
            <DocumentLink id={evidenceId} />
            {onFiles && <IconButton small icon="trash" label={t('reviews.takeOut')} onPress={() => onDrop(evidenceId)} />}
          </li>
        ))}
      </ul>
      {onFiles && <ProofPicker label={t('proof.addFile')} proofs={proofs} anyFile />}
    </div>
  )
}

/** A document by its name; opens the original. */
export function DocumentLink({ id }: { id: EvidenceId }) {
  const { t } = useWords()
  const { data } = useQuery({ ...evidence.get.ask({ params: { id } }), staleTime: Number.POSITIVE_INFINITY })
  return (
    <Link href={evidence.download.href({ params: { id } })} download target="_blank">
      {data?.name ?? t('reviews.document')}
    </Link>
  )
}

function Grade({ edition, line, round, documents, onNext }: FormProps & { documents: readonly ReviewDocument[] }) {
  const { t, read } = useWords()
  const [grade, setGrade] = useState<string | null>(null)
  const [value, setValue] = useState(line.current?.value ?? '')
  const [note, setNote] = useState('')
  const review = useSend(desk.review, { quiet: true, done: t('reviews.graded'), touches: ['assessments'], onDone: onNext })
  const isReady = line.grades.length > 0 ? grade !== null : /^-?\d+(\.\d+)?$/.test(value.trim())
  const send = () =>
    review.send({
      body: {
        id: v7() as ObservationId,
        editionId: edition as EditionId,
        criterion: line.criterion,
        method: line.method,
        ...(grade === null ? {} : { grade }),
        note,
        documents: [...documents],
        ...(round === '' ? {} : { roundId: round as RoundId }),
        ...(value.trim() === '' ? {} : { value: value.trim() }),
      },
    })
  return (
    <section className="stack">
      {line.grades.length > 0 && (
        <Choice
          big
          label={line.current ? t('reviews.regrade') : t('reviews.grade')}
          value={grade}
          onChange={setGrade}
          options={line.grades.map(({ code, title, factor }) => ({
            value: code,
            label: read(title) === code ? code : `${code} ${read(title)}`,
            ...toneOf(factor),
          }))}
        />
      )}
      {(line.unit !== null || line.grades.length === 0) && (
        <TextField label={t('reviews.value', { unit: read(line.unit) || '—' })} value={value} onChange={setValue} />
      )}
      <TextField label={t('reviews.note')} value={note} onChange={setNote} rows={2} />
      {review.error && (
        <Note tone="red">
          {review.error.message}
          {review.error instanceof Problem && <Faults problem={review.error} />}
        </Note>
      )}
      <div className="row">
        <Button kind="primary" icon="check" isDisabled={!isReady} isPending={review.isPending} onPress={send}>
          {t('reviews.saveNext')}
        </Button>
      </div>
    </section>
  )
}
