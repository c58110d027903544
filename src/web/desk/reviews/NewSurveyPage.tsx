/** Entering a questionnaire's results: the survey's own facts, then the counts of each answer to each question. */
import './reviews.css'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EditionId, ObservationId, RoundId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import type { Edition } from '../../../standards/edition.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Card, Note, PageHeader } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState, Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useEditions } from '../assessments/calls.ts'
import { useRounds } from '../parts/places.ts'
import { desk } from './calls.ts'
import { useEditionContent } from './editionContent.ts'

/** The page; the edition stands in the address. */
export function NewSurveyPage() {
  const { t } = useWords()
  const [at] = useAddress({ edition: '' })
  const editions = useEditions()
  const edition = at.edition || (editions.data?.items.toSorted((a, b) => b.criteria - a.criteria)[0]?.id ?? '')
  const content = useEditionContent(edition)
  return (
    <div className="page">
      <PageHeader
        title={t('surveys.new')}
        crumbs={[{ label: t('nav.reviews'), href: '/reviews?tab=survey' }]}
        subtitle={t('surveys.newIs')}
      />
      <Answer of={content}>
        {({ content: it }) =>
          it.questions.length === 0 ? (
            <EmptyState icon="list" title={t('surveys.noQuestions')}>
              {t('surveys.noQuestionsHelp')}
            </EmptyState>
          ) : (
            <Form id={edition} edition={it} />
          )
        }
      </Answer>
    </div>
  )
}

const empty = { team: '', approvalNo: '', round: '', population: '', note: '', fromOn: today(), toOn: today() }
type Words = typeof empty
interface People {
  readonly contacted: number | null
  readonly answered: number | null
  readonly refused: number | null
}

function Form({ id, edition }: { id: string; edition: Edition }) {
  const { t } = useWords()
  const [words, setWords] = useState<Words>(empty)
  const [people, setPeople] = useState<People>({ contacted: null, answered: null, refused: null })
  const [counts, setCounts] = useState<Readonly<Record<string, number | null>>>({})
  const { send, isPending, error } = useHandOver(id, edition, { words, people, counts })
  const entered = Object.values(counts).filter((count) => count !== null).length
  const isReady = words.team.trim() !== '' && people.contacted !== null && people.answered !== null && entered > 0
  return (
    <>
      <Card title={t('surveys.about')}>
        <About edition={edition} words={words} setWords={setWords} people={people} setPeople={setPeople} />
      </Card>
      <Card title={t('surveys.answers')}>
        <p className="quiet small">{t('surveys.answersAre')}</p>
        <ol className="questions">
          {edition.questions.map((question) => (
            <Counts
              key={question.id}
              edition={edition}
              question={question}
              counts={counts}
              onCount={(grade, count) => setCounts((old) => ({ ...old, [`${question.id} ${grade}`]: count }))}
            />
          ))}
        </ol>
      </Card>
      {error && (
        <Note tone="red">
          {error.message}
          {error instanceof Problem && <Faults problem={error} />}
        </Note>
      )}
      <div className="row">
        <Button kind="primary" icon="check" isDisabled={!isReady} isPending={isPending} onPress={send}>
          {t('surveys.handOver')}
        </Button>
        <span className="quiet small">{t('surveys.entered', { count: entered })}</span>
      </div>
    </>
  )
}

interface AboutProps {
  readonly edition: Edition
  readonly words: Words
  readonly setWords: (words: Words) => void
  readonly people: People
  readonly setPeople: (people: People) => void
}

function About({ edition, words, setWords, people, setPeople }: AboutProps) {
  const { t, read } = useWords()
  const rounds = useRounds(t('surveys.noRound'))
  return (
    <div className="grid">
      <TextField label={t('surveys.team')} value={words.team} onChange={(team) => setWords({ ...words, team })} isRequired />
      <TextField
        label={t('surveys.approval')}
        value={words.approvalNo}
        onChange={(approvalNo) => setWords({ ...words, approvalNo })}
        help={t('surveys.approvalHelp')}
      />
      <Select label={t('inspections.round')} value={words.round} onChange={(round) => setWords({ ...words, round })} options={rounds} />
      <Select
        label={t('surveys.population')}
        value={words.population}
        onChange={(population) => setWords({ ...words, population })}
        options={[
          { value: '', label: t('ui.all') },
          ...edition.populations.map((it) => ({ value: it.id as string, label: read(it.title) })),
        ]}
      />
      <DatePicker label={t('scores.from')} value={words.fromOn} onChange={(fromOn) => setWords({ ...words, fromOn })} />
      <DatePicker label={t('scores.to')} value={words.toOn} onChange={(toOn) => setWords({ ...words, toOn })} />
      <NumberField
        label={t('surveys.contacted')}
        value={people.contacted}
        onChange={(contacted) => setPeople({ ...people, contacted })}
        min={0}
        isRequired
      />
      <NumberField
        label={t('surveys.answered')}
        value={people.answered}
        onChange={(answered) => setPeople({ ...people, answered })}
        min={0}
        isRequired
      />
      <NumberField label={t('surveys.refused')} value={people.refused} onChange={(refused) => setPeople({ ...people, refused })} min={0} />
      <TextField label={t('inspections.note')} value={words.note} onChange={(note) => setWords({ ...words, note })} />
    </div>
  )
}

interface CountsProps {
  readonly edition: Edition
  readonly question: Edition['questions'][number]
  readonly counts: Readonly<Record<string, number | null>>
  readonly onCount: (grade: string, count: number | null) => void
}

/** One question with a field per answer and the sum of what was entered. */
function Counts({ edition, question, counts, onCount }: CountsProps) {
  const { t, read, number } = useWords()
  const grades = edition.scales.find(({ id }) => id === question.scale)?.grades ?? []
  const sum = grades.reduce((all, { code }) => all + (counts[`${question.id} ${code}`] ?? 0), 0)
  return (
    <li className="question">
      <div className="row-wide">
        <h3>{read(question.title)}</h3>
        <span className="quiet small">{t('surveys.sum', { sum: number(sum) })}</span>
      </div>
      <div className="counts">
        {grades.map((grade) => (
          <Count
            key={grade.code}
            label={read(grade.title)}
            value={counts[`${question.id} ${grade.code}`] ?? null}
            onChange={(count) => onCount(grade.code, count)}
          />
        ))}
      </div>
    </li>
  )
}

/** A plain field: a sheet of a hundred counts is typed from the keyboard, steppers would only be in the way. */
function Count({ label, value, onChange }: { label: string; value: number | null; onChange: (value: number | null) => void }) {
  return (
    <label className="count">
      <span className="small">{label}</span>
      <input
        className="input number"
        inputMode="numeric"
        value={value ?? ''}
        onChange={({ target }) => {
          const digits = target.value.replace(/\D/g, '').slice(0, 8)
          onChange(digits === '' ? null : Number(digits))
        }}
      />
    </label>
  )
}

interface Entered {
  readonly words: Words
  readonly people: People
  readonly counts: Readonly<Record<string, number | null>>
}

function useHandOver(editionId: string, edition: Edition, { words, people, counts }: Entered) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [id] = useState(() => v7())
  const handOver = useSend(desk.handOverSurvey, {
    quiet: true,
    done: t('surveys.done'),
    touches: ['assessments'],
    onDone: (survey) => void navigate({ to: '/reviews', search: { tab: 'survey', edition: editionId, open: survey.id } as never }),
  })
  const send = () => {
    const { round, ...rest } = words
    const list = edition.questions.flatMap((question) =>
      (edition.scales.find((scale) => scale.id === question.scale)?.grades ?? []).flatMap(({ code }) => {
        const times = counts[`${question.id} ${code}`] ?? null
        return times === null ? [] : [{ id: v7() as ObservationId, question: question.id as string, grade: code, times }]
      }),
    )
    handOver.send({
      body: {
        id,
        editionId: editionId as EditionId,
        ...rest,
        ...(round === '' ? {} : { roundId: round as RoundId }),
        contacted: people.contacted ?? 0,
        answered: people.answered ?? 0,
        refused: people.refused ?? 0,
        counts: list,
      },
    })
  }
  return { send, isPending: handOver.isPending, error: handOver.error }
}
