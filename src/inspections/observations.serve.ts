/** Observations as people read them: rows with the words of the standards, and corrections. */
import { Problem, type Fault } from '../base/problem.ts'
import { formatMillionths } from '../base/points.ts'
import type { CityId, EvidenceId, ObservationId, PersonId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { keptOf } from '../standards/kept.serve.ts'
import { listReleased } from '../standards/published.sql.ts'
import type { EventId } from '../base/ids.ts'
import { v7 } from 'uuid'
import { type FactWords, wordsOf } from './facts.ts'
import { gradeOf } from './grade.ts'
import { toPointHead } from '../city/pointHead.sql.ts'
import type { Correction } from './inspections.api.ts'
import type { Observation } from './observation.ts'
import { fieldOf, ResultData } from './visit.ts'
import { addObservations, findObservation, type ObservationRow } from './observations.sql.ts'

const wordsOfAll = keptOf((editions) => wordsOf(editions.map(({ content }) => content)))

/** Words of every fact of a city's released editions. */
export const listWords = async (db: Db, city: CityId): Promise<ReadonlyMap<string, FactWords>> => wordsOfAll(await listReleased(db, city))

/** A row with its words. */
export function toObservation(row: ObservationRow, words: ReadonlyMap<string, FactWords>): Observation {
  const known = words.get(row.fact)
  return {
    seq: row.seq,
    id: row.id,
    kind: row.kind,
    fact: row.fact,
    title: known?.title ?? null,
    point: toPointHead(row),
    area: row.areaId === null ? null : { id: row.areaId, title: { zh: row.areaZh ?? '', en: row.areaEn ?? '' } },
    visitId: row.visitId,
    roundId: row.roundId,
    grade: row.grade,
    gradeTitle: known?.grades.find(({ code }) => code === row.grade)?.title ?? null,
    factor: row.factor,
    times: row.times,
    value: row.value === null ? null : formatMillionths(row.value),
    unit: known?.unit ?? null,
    ...answerOf(row),
    observedAt: row.observedAt,
    by: row.by === null ? null : { id: row.by, name: row.byName ?? '' },
    note: row.note,
    photos: row.photos,
    supersedes: row.supersedes,
    supersededBy: row.supersededBy,
  }
}

/** How it was found out, where that was kept. */
function answerOf({ data }: ObservationRow): Pick<Observation, 'answer' | 'exempt'> {
  const { answer, exempt } = (data === null ? undefined : ResultData.safeParse(data).data) ?? {}
  return { ...(answer === undefined ? {} : { answer }), ...(exempt === undefined ? {} : { exempt }) }
}

/** One observation with its words. *Refuses:* `api.notFound` 404. */
export async function getObservation(db: Db, city: CityId, id: ObservationId): Promise<Observation> {
  const row = await findObservation(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return toObservation(row, await listWords(db, city))
}

/** Says by field which photos never arrived, so that the sender can send them and try again. */
export async function faultsOfPhotos(
  db: Db,
  city: CityId,
  lists: readonly { at: string; photos: readonly EvidenceId[] }[],
): Promise<Fault[]> {
  const known = await listKnownEvidence(db, city, [...new Set(lists.flatMap(({ photos }) => photos))])
  return lists.flatMap(({ at, photos }) => photos.filter((id) => !known.has(id)).map(() => ({ at, says: 'fault.photoMissing' })))
}

/** Stops with every fault at once. *Refuses:* `inspections.faults` 422. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem('inspections.faults', 422, {}, faults)
}

/**
 * Appends an observation that takes the place of an older one.
 * *Refuses:* 409 `inspections.alreadyCorrected`; 422 `inspections.faults`.
 */
export async function correctObservation(db: Db, who: Who, at: string, old: ObservationId, correction: Correction): Promise<Observation> {
  const repeated = await findObservation(db, who.city, correction.id)
  if (repeated?.supersedes === old) return getObservation(db, who.city, correction.id)
  const row = await findObservation(db, who.city, old)
  if (!row) throw new Problem('api.notFound', 404)
  if (row.supersededBy !== null) throw new Problem('inspections.alreadyCorrected', 409, { by: row.supersededBy })
  const known = (await listWords(db, who.city)).get(row.fact)
  const graded = gradeOf({ ...known, grades: known?.grades ?? [] }, correction)
  refuseFaults([
    ...('why' in graded ? [{ at: fieldOf(graded.why, correction), says: `fault.${graded.why}`, details: { fact: row.fact } }] : []),
    ...(await faultsOfPhotos(db, who.city, [{ at: 'photos', photos: correction.photos }])),
  ])
  if ('why' in graded) throw new Problem('inspections.faults', 422)
  await addObservations(db, who.city, [
    {
      id: correction.id,
      supersedes: old,
      kind: row.kind,
      fact: row.fact,
      pointId: row.pointId,
      areaId: row.areaId,
      visitId: row.visitId,
      roundId: row.roundId,
      surveyId: row.surveyId,
      times: row.times,
      observedAt: row.observedAt,
      ...graded,
      by: who.person,
      note: correction.note,
      photos: correction.photos,
      ...dataOf(row, correction),
    },
  ])
  await appendCorrected(db, who, at, row, correction)
  return getObservation(db, who.city, correction.id)
}

/** What the newer fact keeps: its own answer where it has one; the older one's would no longer fit a grade given without it. */
function dataOf({ data, kind }: ObservationRow, { answer }: Correction): { data?: Record<string, unknown> } {
  if (kind !== 'check') return data ? { data } : {}
  const { answer: _old, exempt: _rule, ...rest } = data ?? {}
  const kept = { ...rest, ...(answer === undefined ? {} : { answer }) }
  return Object.keys(kept).length > 0 ? { data: kept } : {}
}

const appendCorrected = (db: Db, who: Who, at: string, row: ObservationRow, { id, note }: Correction) =>
  appendEvents(db, who.city, [
    {
      id: v7() as EventId,
      kind: 'observation.corrected',
      thing: row.id,
      at,
      by: who.person as PersonId,
      version: 1,
      data: { correction: id, fact: row.fact, was: row.grade, note },
    },
  ])
