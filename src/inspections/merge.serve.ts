/** A visit that comes a second time: from the same device (a repeat) or from another one (merged fact by fact); and who decides. */
import { v7 } from 'uuid'
import { Problem } from '../base/problem.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { EventId, ObservationId, VisitId } from '../base/ids.ts'
import { formatMillionths } from '../base/points.ts'
import type { Db } from '../base/sql.ts'
import type { Who } from '../api/who.ts'
import type { FactWords } from './facts.ts'
import type { Rival } from './fill.ts'
import { addFills, addRivals, listRivals, type RivalRow, settleRival } from './fills.sql.ts'
import { gradeNow } from './gradeNow.serve.ts'
import { mergeResults } from './merge.ts'
import { correctObservation } from './observations.serve.ts'
import { addObservations, listObservationsOfVisit } from './observations.sql.ts'
import type { NewVisit } from './visit.ts'
import { holdVisit } from './visits.sql.ts'

/** Adds what a known visit lacks; a repeat adds nothing. *Refuses:* 422 `inspections.faults`. */
export async function mergeVisit(db: Db, who: Who, at: string, visit: NewVisit): Promise<void> {
  const { city, person: by, post } = who
  await holdVisit(db, city, visit.id)
  const before = await listObservationsOfVisit(db, city, visit.id)
  const known = new Set<string>([...before, ...(await listRivals(db, city, visit.id))].map(({ id }) => id))
  const fresh = visit.results.filter(({ id }) => !known.has(id))
  if (fresh.length === 0) return
  const standing = before.filter(({ supersededBy }) => supersededBy === null)
  const { added, rivals } = mergeResults(standing, known, await gradeNow(db, city, at, { ...visit, results: fresh }))
  const { id: visitId, pointId, roundId = null, visitedAt } = visit
  await addObservations(
    db,
    city,
    added.map((result) => ({ ...result, kind: 'check', pointId, visitId, roundId, observedAt: visitedAt, by })),
  )
  if (rivals.length > 0) await addRivals(db, city, { id: visitId, visitedAt, recordedAt: at, by }, rivals)
  if (visit.fill) await addFills(db, city, [{ visit: visitId, fill: visit.fill, at, by }])
  const data = { added: added.length, rivals: rivals.length, device: visit.fill?.device ?? null }
  await appendEvents(db, city, [{ id: v7() as EventId, kind: 'visit.merged', thing: visitId, at, by, post, version: 1, data }])
}

/** A decision between two answers. */
interface Settling {
  readonly visit: VisitId
  readonly id: ObservationId
  readonly rival: ObservationId
  readonly take: boolean
  readonly note: string
}

/** Takes the second answer as a correction of the first, or leaves the first. *Refuses:* 404; 409 `inspections.settled`. */
export async function settleVisit(db: Db, who: Who, at: string, { visit, id, rival, take, note }: Settling): Promise<void> {
  const found = (await listRivals(db, who.city, visit)).find((it) => it.id === rival)
  if (!found) throw new Problem('api.notFound', 404)
  if (found.taken === take) return
  if (!(await settleRival(db, who.city, rival, { taken: take, at, by: who.person }))) throw new Problem('inspections.settled', 409)
  if (take) {
    const value = found.value === null ? {} : { value: formatMillionths(found.value) }
    const answer = found.data?.answer === undefined ? {} : { answer: found.data.answer }
    const last = await newest(db, who, visit, found)
    await correctObservation(db, who, at, last, { id, grade: found.grade, ...value, ...answer, note, photos: [...found.photos] })
  }
  const data = { rival, fact: found.fact, taken: take, note }
  await appendEvents(db, who.city, [{ id: v7() as EventId, kind: 'visit.settled', thing: visit, at, by: who.person, version: 1, data }])
}

/** The answer that stands for the fact now: the one it came against, or what has corrected it since. */
async function newest(db: Db, who: Who, visit: VisitId, { fact, against }: RivalRow): Promise<ObservationId> {
  const of = await listObservationsOfVisit(db, who.city, visit)
  return of.find((it) => it.fact === fact && it.supersededBy === null)?.id ?? against
}

/** A rival with its words. */
export function toRival({ byName, settledAt, taken, data: _data, ...row }: RivalRow, words: ReadonlyMap<string, FactWords>): Rival {
  const known = words.get(row.fact)
  return {
    ...row,
    title: known?.title ?? null,
    gradeTitle: known?.grades.find(({ code }) => code === row.grade)?.title ?? null,
    value: row.value === null ? null : formatMillionths(row.value),
    by: row.by === null ? null : { id: row.by, name: byName ?? '' },
    settled: settledAt === null ? null : { at: settledAt, taken: taken === true },
  }
}
