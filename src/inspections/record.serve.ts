/**
 * Visits as phones send them in the evening: many at the same moment. Those of a moment are read, graded and appended together, so that
 * a visit of 250 answers costs a share of a few statements; each is answered or refused by itself.
 */
import { countWorks } from '../burden/ask.serve.ts'
import type { Ask, Who } from '../api/who.ts'
import { whoOf } from '../api/api.serve.ts'
import type { CityId, PersonId, VisitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { addFills } from './fills.sql.ts'
import { gradeAll } from './gradeNow.serve.ts'
import { mergeVisit } from './merge.serve.ts'
import { isKeptFrom } from './round.ts'
import { listBecauses, stopKey } from './roundPoints.sql.ts'
import { findRound, listGates } from './rounds.sql.ts'
import { seerOf } from './seen.ts'
import type { GradedResult, NewVisit } from './visit.ts'
import { listPlacesOfVisits, recordVisits } from './visits.sql.ts'

/** What a room above does when visits of rounds were recorded, in the same transaction. */
export type Visited = (db: Db, city: CityId, at: string, visits: readonly VisitId[]) => Promise<void>

type Sent = Pick<Ask<{ params: undefined; query: undefined; body: NewVisit }>, 'who' | 'at' | 'body'>

/** What the rounds of some visits say of who may make them. */
async function readRounds(db: Db, city: CityId, visits: readonly NewVisit[]) {
  const stops = visits.flatMap(({ roundId, pointId }) => (roundId === undefined ? [] : [{ roundId, pointId }]))
  const gates = await listGates(db, city, [...new Set(stops.map(({ roundId }) => roundId))])
  return { gates, becauses: await listBecauses(db, city, stops) }
}

/** *Refuses:* 409 `inspections.roundSealed`; 403 `inspections.notByYou` where the round says who must not be the one to look. */
async function refusalOfRound(
  db: Db,
  who: Who,
  { roundId, pointId }: NewVisit,
  { gates, becauses }: Awaited<ReturnType<typeof readRounds>>,
): Promise<Problem | undefined> {
  const gate = roundId && gates.get(roundId)
  if (!gate) return undefined
  if (gate.sealed) return new Problem('inspections.roundSealed', 409)
  // Of a re-check that they do not see nobody learns by trying whether a point is in it.
  const isHidden = gate.isDrawn && !(await findRound(db, who.city, roundId, seerOf(who)))
  const because = becauses.get(stopKey(roundId, pointId))
  return isHidden || (because && isKeptFrom(because, who.person)) ? new Problem('inspections.notByYou', 403) : undefined
}

/** One that nobody knew, with what it was graded. */
interface Taken {
  readonly who: Who
  readonly at: string
  readonly visit: NewVisit
  readonly results: readonly GradedResult[]
}

/** Appends visits that nobody knew, in the order given; what another device was quicker with is merged. */
async function appendAll(db: Db, city: CityId, list: readonly Taken[]): Promise<void> {
  const facts = list.map(({ who, at, visit: { id, pointId, roundId = null, visitedAt, note }, results }) => ({
    id,
    pointId,
    roundId,
    visitedAt,
    note,
    results,
    recordedAt: at,
    by: who.person as PersonId | null,
    post: who.post,
  }))
  const fresh = await recordVisits(db, city, facts)
  const isFresh = ({ visit }: Taken) => fresh.has(visit.id)
  await addFills(
    db,
    city,
    list.filter(isFresh).flatMap(({ who, at, visit: { id, fill } }) => (fill ? [{ visit: id, fill, at, by: who.person }] : [])),
  )
  for (const { who, at, visit } of list.filter((it) => !isFresh(it))) await mergeVisit(db, who, at, visit)
  // In the order in which everybody holds them: the city's facts first, then the weeks of units.
  await countWorks(
    db,
    city,
    'visit',
    list.map(({ who: { unit }, at }) => ({ unit, at })),
  )
}

/** Which of them are new, which are known; what is refused before anything is read of its results. */
async function sortOut(db: Db, city: CityId, asks: readonly Sent[]) {
  const ids = asks.map(({ body }) => body.id)
  // Two devices with one visit at the same moment: each by itself, one after the other.
  if (new Set(ids).size < ids.length) throw new Error('the same visit twice in one group')
  const known = await listPlacesOfVisits(db, city, ids)
  const rounds = await readRounds(
    db,
    city,
    asks.map(({ body }) => body),
  )
  const [fresh, again, refused]: [Sent[], Sent[], Map<Sent, Problem>] = [[], [], new Map()]
  for (const ask of asks) {
    const point = known.get(ask.body.id)
    const isTaken = point !== undefined && point !== ask.body.pointId
    const why = isTaken ? new Problem('inspections.idTaken', 409) : await refusalOfRound(db, whoOf(ask), ask.body, rounds)
    if (why) refused.set(ask, why)
    else (point === undefined ? fresh : again).push(ask)
  }
  return { fresh, again, refused }
}

/**
 * Records visits of one city. Gives the Problem of each that is refused: 409 `inspections.idTaken`, `inspections.roundSealed`; 403
 * `inspections.notByYou`; 422 `inspections.faults`. What a visit sent again or by a second device adds is merged.
 */
export async function recordAll(db: Db, asks: readonly Sent[], visited: Visited): Promise<ReadonlyMap<Sent, Problem>> {
  const { city } = whoOf(asks[0]!)
  const { fresh, again, refused } = await sortOut(db, city, asks)
  const graded = await gradeAll(
    db,
    city,
    asks[0]!.at,
    fresh.map(({ body }) => body),
  )
  const taken: Taken[] = []
  for (const [index, ask] of fresh.entries()) {
    const results = graded[index]!
    if (results instanceof Problem) refused.set(ask, results)
    else taken.push({ who: whoOf(ask), at: ask.at, visit: ask.body, results })
  }
  if (taken.length > 0) await appendAll(db, city, taken)
  for (const ask of again) {
    const why = await mergeOne(db, ask)
    if (why) refused.set(ask, why)
  }
  const inRounds = asks.filter((ask) => !refused.has(ask) && (ask.body.roundId !== undefined || again.includes(ask)))
  if (inRounds.length > 0)
    await visited(
      db,
      city,
      asks[0]!.at,
      inRounds.map(({ body }) => body.id),
    )
  return refused
}

/** A visit that is known already; its faults refuse it alone. What is wrong later undoes everything. */
async function mergeOne(db: Db, ask: Sent): Promise<Problem | undefined> {
  return mergeVisit(db, whoOf(ask), ask.at, ask.body).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Problem && error.code === 'inspections.faults') return error
      throw error
    },
  )
}
