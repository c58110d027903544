/** Answers to forms: fitted to the version they were filled in by and appended; those that come at the same moment in one go. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { v7 } from 'uuid'
import { whoOf } from '../api/api.serve.ts'
import { together } from '../api/together.serve.ts'
import type { Ask } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { EventId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Fault, Problem } from '../base/problem.ts'
import { addDays, movedBy } from '../base/time.ts'
import { listPointHeads } from '../city/pointHead.sql.ts'
import { type Answers, filesIn, fitAnswers, isSameAnswer } from './answers.ts'
import { addFormFiles, type ArrivedRow, listArrived } from './files.sql.ts'
import type { Form, FormVersionId } from './form.ts'
import type { FormAnswer, NewFormAnswer } from './forms.api.ts'
import { addAnswers, type AnswerRow, findForm, listAnswersById, type NewAnswer } from './forms.sql.ts'
import { fits } from './media.ts'

type Sent = Ask<{ params: { id: FormVersionId }; query: undefined; body: NewFormAnswer }>

/** An answer as it is told. */
export const answerOf = ({ pointId, pointCode, pointZh, at, by, byName, form: _form, ...row }: AnswerRow): FormAnswer => ({
  ...row,
  point: pointId === null ? null : { id: pointId, code: pointCode ?? '', title: pointZh ?? '' },
  recordedAt: at,
  by: by === null ? null : { id: by, name: byName ?? '' },
})

/** What an answer is held against. */
interface Held {
  readonly form: Form | undefined
  readonly closedAt: string | null
  readonly points: ReadonlySet<string>
  /** The files that the answers of this moment name, as far as they are there. */
  readonly arrived: ReadonlyMap<string, ArrivedRow>
}

/** When it was filled in by the clock of the house, as far as the other clock was measured: for refusing only, it is stored nowhere. */
const meantAt = ({ filledAt, fill }: NewFormAnswer): string => movedBy(filledAt, fill?.offsetMs ?? 0)

/** The files that an answer names, and why one of them is none. A file comes before its answer: who sends both waits for the first. */
function filesOf(form: Form, answers: Answers, arrived: Held['arrived']): { files: ArrivedRow[]; faults: Fault[] } {
  const [files, faults] = [new Map<string, ArrivedRow>(), [] as Fault[]]
  for (const { question, id } of filesIn(form, answers)) {
    const file = arrived.get(id)
    const why = !file ? 'fileMissing' : file.isErased ? 'fileErased' : fits(question, file.mediaType) ? undefined : 'fileOther'
    if (file && why === undefined) files.set(id, file)
    else faults.push({ at: `answers.${question.name}`, says: `fault.form.${why}`, details: { name: question.name, row: question.row, id } })
  }
  return { files: [...files.values()], faults }
}

/** The answer as it will be kept, or why not. */
function fitted({ who, at, params, body }: Sent, { form, closedAt, points, arrived }: Held): NewAnswer | Problem {
  if (!form) return new Problem('api.notFound', 404)
  // What was filled in before the form was closed comes in all the same: phones come home late.
  const meant = meantAt(body)
  if (closedAt !== null && meant > closedAt) return new Problem('forms.closed', 409)
  const { answers, faults } = fitAnswers(form, body.answers)
  const named = faults.length > 0 ? { files: [], faults: [] } : filesOf(form, answers, arrived)
  const all: Fault[] = [
    ...(body.pointId !== undefined && !points.has(body.pointId) ? [{ at: 'pointId', says: 'fault.noSuchPoint' }] : []),
    ...(meant > `${addDays(at.slice(0, 10), 1)}${at.slice(10)}` ? [{ at: 'filledAt', says: 'fault.future' }] : []),
    ...faults,
    ...named.faults,
  ]
  if (all.length > 0) return new Problem('forms.faults', 422, {}, all)
  // A clock that runs fast is not believed, unless it is known how far it is off: nothing was filled in after it came.
  return {
    id: body.id,
    form: params.id,
    answers,
    pointId: body.pointId ?? null,
    filledAt: body.fill !== undefined || body.filledAt < at ? body.filledAt : at,
    fill: body.fill ?? null,
    at,
    by: whoOf({ who }).person,
    files: named.files,
  }
}

/** Whether what is kept under this id is what was sent now. Anything else may not be taken for it: the second one would be lost. */
const isAgain = ({ params, body }: Sent, row: AnswerRow, form: Form | undefined): boolean =>
  row.form === params.id && row.pointId === (body.pointId ?? null) && form !== undefined && isSameAnswer(form, row.answers, body.answers)

const eventOf = ({ id, form, answers, at, by, files }: NewAnswer) => ({
  id: v7() as EventId,
  kind: 'form.answered',
  thing: id,
  at,
  by,
  version: 1,
  data: {
    form,
    hash: bytesToHex(sha256(utf8ToBytes(canonicalize(answers)!))),
    // The bytes as well: whoever has the fact can tell whether a picture is the one that was sent.
    ...(files.length === 0 ? {} : { files: files.map(({ id: file, sha256: hash }) => ({ id: file, sha256: hash })) }),
  },
})

/** Writes down the files of new answers, and what happened. Many answer in one transaction, so each fact says itself in which post. */
async function tellOf(db: Db, asks: readonly Sent[], fresh: readonly NewAnswer[]): Promise<void> {
  const { city } = whoOf(asks[0]!)
  const posts = new Map(asks.map((ask) => [ask.body.id, whoOf(ask).post]))
  const files = fresh.flatMap(({ id, files: named }) => named.map((file) => ({ answerId: id, evidenceId: file.id })))
  await addFormFiles(db, city, files)
  await appendEvents(
    db,
    city,
    fresh.map((one) => ({ ...eventOf(one), post: posts.get(one.id) ?? null })),
  )
}

/** The ids of all files that these answers name; what does not fit its form names none. */
const namesIn = (asks: readonly Sent[], forms: ReadonlyMap<string, Pick<Held, 'form'>>): string[] => [
  ...new Set(
    asks.flatMap(({ params, body }) => {
      const form = forms.get(params.id)?.form
      const fit = form && fitAnswers(form, body.answers)
      return fit && fit.faults.length === 0 ? filesIn(form, fit.answers).map(({ id }) => id) : []
    }),
  ),
]

/**
 * Appends answers; the same again is the same answer. *Refuses*, each by itself: 404; 422 `forms.faults` with every answer that does not
 * fit; 409 `forms.idTaken` when something else is kept under the id, `forms.closed`.
 */
export const answerAll = together(async (db, asks: readonly Sent[]): Promise<(FormAnswer | Problem)[]> => {
  const { city } = whoOf(asks[0]!)
  const ids = asks.map(({ body }) => body.id)
  if (new Set(ids).size < ids.length) throw new Error('the same answer twice in one group')
  const known = new Map((await listAnswersById(db, city, ids)).map((row) => [row.id, row]))
  const forms = new Map<string, Pick<Held, 'form' | 'closedAt'>>()
  for (const id of new Set(asks.map(({ params }) => params.id))) {
    const row = await findForm(db, city, id)
    forms.set(id, { form: row?.definition, closedAt: row?.closedAt ?? null })
  }
  const named = [...new Set(asks.flatMap(({ body }) => body.pointId ?? []))]
  const points = new Set<string>((await listPointHeads(db, city, named)).map(({ id }) => id))
  const arrived = new Map((await listArrived(db, city, namesIn(asks, forms))).map((file) => [file.id as string, file]))
  const refused = new Map<Sent, Problem>()
  const fresh: NewAnswer[] = []
  for (const ask of asks) {
    if (known.has(ask.body.id)) continue
    const row = fitted(ask, { ...forms.get(ask.params.id)!, points, arrived })
    if (row instanceof Problem) refused.set(ask, row)
    else fresh.push(row)
  }
  let isQuicker = false
  if (fresh.length > 0) {
    const added = await addAnswers(db, city, fresh)
    // Somebody else was quicker with one of these ids: nothing is done, and each looks again by itself.
    if (added < fresh.length && asks.length > 1) throw new Error('an id was taken meanwhile')
    isQuicker = added < fresh.length
    if (added > 0) await tellOf(db, asks, fresh)
  }
  const kept = new Map((await listAnswersById(db, city, ids)).map((row) => [row.id, row]))
  return asks.map((ask) => {
    const row = kept.get(ask.body.id)
    if (!row || refused.has(ask)) return refused.get(ask)!
    if (!isQuicker && !known.has(row.id)) return answerOf(row)
    return isAgain(ask, row, forms.get(ask.params.id)!.form) ? answerOf(row) : new Problem('forms.idTaken', 409)
  })
})
