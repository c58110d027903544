/** Who walks where, and what takes the place of a point that cannot be visited. */
import { v7 } from 'uuid'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, PersonId, PointId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { addRoundPoints, dropRoundPoints, listPeopleOf, saveSteps } from '../inspections/roundPoints.sql.ts'
import { nextInLine } from './draw.ts'
import { comesAt } from './kept.serve.ts'
import { refuseShut } from './readers.serve.ts'
import type { SampleId } from './sample.ts'
import { listLine } from './draw.sql.ts'
import { addReplacement, listReplacements, listStops, saveWalks } from './points.sql.ts'
import { addReaders, findSample, type SampleRow } from './samples.sql.ts'
import type { RoundWalker } from '../inspections/rounds.api.ts'
import { assign, lengthOf, type Stop, walkingOrder } from '../inspections/walk.ts'

/** A sample that is being walked. *Refuses:* 404; 403 `samples.sealed`; 409 `samples.notDrawn`, `samples.isReleased`. */
async function getWalked(db: Db, who: Who, id: SampleId): Promise<SampleRow> {
  const row = await findSample(db, who.city, id, true)
  if (!row) throw new Problem('api.notFound', 404)
  if (row.drawnAt === null) throw new Problem('samples.notDrawn', 409)
  if (row.releasedAt !== null) throw new Problem('samples.isReleased', 409)
  await refuseShut(db, who, row)
  return row
}

/** Puts points of a sample into its round, where everybody sees how far it is. Never before the release of a sealed one. */
export const putIntoRound = (
  db: Db,
  city: CityId,
  { id, roundId }: Pick<SampleRow, 'id' | 'roundId'>,
  { points, at, by }: { points: readonly string[]; at: string; by: string | null },
) => addRoundPoints(db, city, roundId, { points: points.map((pointId) => ({ pointId, because: { from: 'sample', sample: id } })), at, by })

/** Shares the points out among people of the unit and orders each share. *Refuses:* 422 `samples.faults` for a stranger. */
export async function shareWalks(
  db: Db,
  who: Who,
  at: string,
  id: SampleId,
  walkers: readonly RoundWalker[],
): Promise<{ person: PersonId; points: number; metres: number }[]> {
  const row = await getWalked(db, who, id)
  const people = walkers.map(({ person }) => person)
  const ours = await listPeopleOf(db, who.city, row.unitId, people, dayOf(at))
  const faults = people.flatMap((person, index) => (ours.has(person) ? [] : [{ at: `walkers.${index}.person`, says: 'fault.notOfUnit' }]))
  if (faults.length > 0) throw new Problem('samples.faults', 422, {}, faults)
  const stops = (await listStops(db, who.city, id)).map(
    ({ id: point, lng, lat, areas }): Stop => ({ id: point, place: [lng, lat], areas: areas.filter((area) => area !== null) }),
  )
  const { shares } = assign(
    stops,
    walkers.map(({ person, load, areaId, from }) => ({ id: person, load, area: areaId, from })),
  )
  const walks = walkers.map(({ person, from }) => ({ person, walk: walkingOrder(shares.get(person)!, from) }))
  const steps = walks.flatMap(({ person, walk }) => walk.map((stop, index) => ({ pointId: stop.id, personId: person, step: index + 1 })))
  // Whom a reader takes along may look in, too: the unit may send others than it had on the day of the draw, and nobody else may.
  if (row.sealed) await addReaders(db, who.city, row, { at, by: who.person, people })
  await saveWalks(db, who.city, id, steps)
  if (!row.sealed) await saveSteps(db, who.city, row.roundId, steps)
  return walks.map(({ person, walk }) => ({ person, points: walk.length, metres: Math.round(lengthOf(walk)) }))
}

/**
 * Gives the place of a point to the next of its stratum, with a reason that everybody will read. The same id again is the same
 * replacement. *Refuses:* 422 `samples.notDrawnPoint`; 409 `samples.lineEnded` when nobody is left in the stratum.
 */
export async function replacePoint(
  db: Db,
  who: Who,
  at: string,
  id: SampleId,
  { id: replacement, pointId, reason }: { id: string; pointId: PointId; reason: string },
): Promise<PointId> {
  const row = await getWalked(db, who, id)
  const before = await listReplacements(db, who.city, id)
  const known = before.find((one) => one.id === replacement || one.pointId === pointId)
  if (known) return known.byPointId
  const line = await listLine(db, who.city, id, pointId)
  const taken = new Set<string>(before.map(({ byPointId }) => byPointId))
  if (!line.some((one) => one.id === pointId && (one.drawn || taken.has(pointId)))) throw new Problem('samples.notDrawnPoint', 422)
  const next = nextInLine(line, taken)
  if (!next) throw new Problem('samples.lineEnded', 409)
  const cameAt = row.sealed ? await comesAt(db, who.city, id, at) : at
  await addReplacement(db, who.city, id, { id: replacement, pointId, byPointId: next.id, reason, at: cameAt, by: who.person })
  if (!row.sealed) {
    await dropRoundPoints(db, who.city, row.roundId, [pointId])
    await putIntoRound(db, who.city, row, { points: [next.id], at, by: who.person })
  }
  // Of a sealed sample nothing is told that happens on the way: that somebody is out, and when, is what nobody is to know.
  if (row.sealed) return next.id
  const data = { replacement }
  await appendEvents(db, who.city, [{ id: v7() as EventId, kind: 'sample.replaced', thing: id, at, by: who.person, version: 1, data }])
  return next.id
}
