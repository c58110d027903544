/** Handlers of scores that are kept: run, stored with their basis, made again to verify, and results of past years. */
import { v7 } from 'uuid'
import { type Handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EditionId, EventId, PersonId, ScoreId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { addObservations, findObservation } from '../inspections/observations.sql.ts'
import type { Method } from '../standards/terms.ts'
import {
  type assessmentsApi,
  type Cycle,
  type Declaration,
  NewResult,
  type Result,
  type StoredHead,
  type StoredScore,
} from './assessments.api.ts'
import { resultColumns, storedColumns } from './books.serve.ts'
import { startOfDay, windowOf } from './basis.ts'
import { cycleTotal } from './cycle.ts'
import { orderedPlaces } from './ground.ts'
import type { Span } from './live.api.ts'
import { liveScoreOf } from './explain.serve.ts'
import { basisOf, declaredFact, getEdition, hashOf, measureAnew, measureLive, questionFor, windowFor } from './measure.serve.ts'
import type { Live } from './memory.serve.ts'
import {
  addResult,
  findResult,
  listEntries,
  listOfficial,
  listResults,
  removeResult,
  type ResultFilter,
  type ResultRow,
} from './results.sql.ts'
import { addScore, findScore, type HeadRow, keepGround, listScores } from './scores.sql.ts'
import { verify } from './verify.serve.ts'

/** Whose city a score is of, and who makes it; nobody when it is made from the terminal. */
export interface Maker {
  readonly city: CityId
  readonly person: PersonId | null
}

const event = (who: Maker, at: string, kind: string, thing: string, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind,
  thing,
  at,
  by: who.person,
  version: 1,
  data,
})

function headOf({ titleZh, titleEn, fullPoints, madeBy, byName, ...row }: HeadRow): StoredHead {
  return { ...row, title: { zh: titleZh, en: titleEn }, full: fullPoints, madeBy: madeBy && { id: madeBy, name: byName ?? '' } }
}

/** A stored score. *Refuses:* 404 `assessments.noSuchScore`. */
export async function getStored(db: Db, city: CityId, id: ScoreId): Promise<StoredScore> {
  const row = await findScore(db, city, id)
  if (row === undefined) throw new Problem('assessments.noSuchScore', 404)
  const { result, ...head } = row
  return { ...headOf(head), result }
}

/** What is to be run. */
export interface Run {
  readonly id: ScoreId
  readonly edition: EditionId
  readonly title: { readonly zh: string; readonly en: string }
  readonly span: Span
}

/**
 * Measures from nothing, not from memory, and stores the score with everything it stands on. Sent twice, it is stored once.
 * *Refuses:* 404 `assessments.noSuchEdition`; 409 `assessments.notPublished` for an edition without a content hash.
 */
export async function runScore(db: Db, who: Maker, at: string, { id, edition, title, span }: Run): Promise<StoredScore> {
  if ((await findScore(db, who.city, id)) !== undefined) return getStored(db, who.city, id)
  const question = await questionFor(db, who.city, { edition, window: windowFor(span, at), standing: 'nominee' })
  if (question.released.hash === null) throw new Problem('assessments.notPublished', 409)
  const measured = await measureAnew(db, who.city, question)
  const basis = basisOf(measured)
  await keepGround(db, who.city, basis.groundHash, orderedPlaces(measured.state.ground.places))
  const score = { id, title, basis, basisHash: hashOf(basis), result: liveScoreOf(measured), madeAt: at, madeBy: who.person }
  if ((await addScore(db, who.city, score)) > 0)
    await appendEvents(db, who.city, [
      event(who, at, 'score.made', id, {
        edition,
        final: score.result.total.final,
        basis: score.basisHash,
        result: hashOf(JSON.parse(JSON.stringify(score.result))),
      }),
    ])
  return getStored(db, who.city, id)
}

/** Appends a declaration as a review, once however often it is sent; `holds` of a negative-list item means that it happened, which is a miss. */
async function declare(db: Db, who: Who, edition: EditionId, { id, item, holds, on, note }: Declaration): Promise<void> {
  const { content } = await getEdition(db, who.city, edition)
  const as = content.gates.some((gate) => gate.id === item) ? 'gate' : content.vetoes.some((veto) => veto.id === item) ? 'veto' : undefined
  if (as === undefined) throw new Problem('assessments.noSuchItem', 422, { item })
  const factor = (as === 'gate') === holds ? 1000 : 0
  const fact = declaredFact(content.standard, item, as)
  const known = await findObservation(db, who.city, id)
  if (known?.fact === fact) return
  const observedAt = startOfDay(on)
  await addObservations(db, who.city, [
    { id, kind: 'review', fact, grade: factor === 0 ? 'N' : 'Y', factor, value: null, observedAt, by: who.person, note },
  ])
}

async function cycleOf(db: Db, city: CityId, live: Live, { edition, lastYear }: { edition: EditionId; lastYear: number }): Promise<Cycle> {
  const { content } = await getEdition(db, city, edition)
  const weights = content.weights.cycle?.years ?? []
  const first = lastYear - weights.length + 1
  const official = new Map((await listOfficial(db, city, content.standard, { from: first, to: lastYear })).map((it) => [it.year, it]))
  const years: Cycle['years'] = []
  for (const [index, weight] of weights.entries()) {
    const year = first + index
    const known = official.get(year)
    if (known !== undefined) {
      years.push({ year, weight, score: Math.floor((2 * known.got * content.total + known.of) / (2 * known.of)), from: 'official' })
      continue
    }
    const window = windowOf(`${year}-01-01`, `${year}-12-31`, {})
    const { total } = await measureLive(db, city, live, await questionFor(db, city, { edition, window, standing: 'nominee' }))
    years.push({ year, weight, score: total.final ?? total.own ?? null, from: total.own === undefined ? 'none' : 'observed' })
  }
  const { total, soFar } = cycleTotal(
    weights,
    years.map(({ score }) => score ?? undefined),
  )
  return { years, total: total ?? null, soFar: soFar ?? null }
}

function resultOf({ by, byName, method, criterion, ...row }: ResultRow): Result {
  return {
    ...row,
    ...(method === null ? {} : { method: method as Method }),
    ...(criterion === null ? {} : { criterion }),
    by: by && { id: by, name: byName ?? '' },
  }
}

/** Enters a result; from now on it counts instead of the entry before. Entered again as it is, it stays one entry. */
async function enterResult(db: Db, who: Who, at: string, given: NewResult): Promise<Result> {
  const known = await findResult(db, who.city, given.id)
  if (known && isSame(resultOf(known), given)) return resultOf(known)
  const seq = await appendEvents(db, who.city, [event(who, at, 'result.entered', given.id, { ...given })])
  await addResult(db, who.city, given, { seq, at, by: who.person })
  return resultOf((await findResult(db, who.city, given.id))!)
}

const isSame = (one: NewResult, other: NewResult): boolean =>
  JSON.stringify(NewResult.parse(one)) === JSON.stringify(NewResult.parse(other))

/** Takes a result out; what it was stays in its history. */
async function takeOut(db: Db, who: Who, at: string, id: string): Promise<void> {
  if (!(await findResult(db, who.city, id))) return
  const seq = await appendEvents(db, who.city, [event(who, at, 'result.removed', id, {})])
  await removeResult(db, who.city, id, { seq, at, by: who.person })
}

async function listHeads(db: Db, city: CityId, filter: Parameters<typeof listScores>[2], turn: Turn) {
  const { items, ...next } = await listScores(db, city, filter, turn)
  return { ...next, items: items.map(headOf) }
}

async function listShown(db: Db, city: CityId, filter: ResultFilter, turn: Turn) {
  const { items, ...next } = await listResults(db, city, filter, turn)
  return { ...next, items: items.map(resultOf) }
}

/** The handlers; the cycle reads the scores at hand, storing and verifying never do. `say` words the workbooks. */
export function assessmentsHandlers(live: Live, say: Say): Handlers<typeof assessmentsApi> {
  return {
    runScore: async (ask) => runScore(ask.db, whoOf(ask), ask.at, ask.body),
    listScores: async (ask) => {
      const { sort, cursor, limit, ...filter } = ask.query
      return listHeads(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportScores: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'scores.sheet.stored'),
        at: ask.at,
        columns: storedColumns({ say, language: ask.language }),
        read: (cursor) => listHeads(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    getScore: async (ask) => getStored(ask.db, whoOf(ask).city, ask.params.id),
    verifyScore: async (ask) => verify(ask.db, whoOf(ask).city, await getStored(ask.db, whoOf(ask).city, ask.params.id), ask.at),
    declare: async (ask) => {
      await declare(ask.db, whoOf(ask), ask.params.edition, ask.body)
      return {}
    },
    getCycle: async (ask) => cycleOf(ask.db, whoOf(ask).city, live, { edition: ask.params.edition, lastYear: ask.query.lastYear }),
    listResults: async (ask) => {
      const { sort, cursor, limit, ...filter } = ask.query
      return listShown(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportResults: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'results.title'),
        at: ask.at,
        columns: resultColumns({ say, language: ask.language }),
        read: (cursor) => listShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    listResultEntries: async (ask) => ({
      items: (await listEntries(ask.db, whoOf(ask).city, ask.params.id)).map(({ removed, ...row }) => ({ ...resultOf(row), removed })),
    }),
    putResult: async (ask) => enterResult(ask.db, whoOf(ask), ask.at, ask.body),
    removeResult: async (ask) => {
      await takeOut(ask.db, whoOf(ask), ask.at, ask.params.id)
      return {}
    },
  }
}
