/** Takes steps: ask the table, append the event, fold it into the row, tie the photos. The one way a case changes. */
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { NewEvent } from '../base/event.ts'
import type { CaseId, CityId, EventId, EvidenceId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { askGrassroots } from '../burden/ask.serve.ts'
import { v7 } from 'uuid'
import { type Case, type Done, evolve, type Given, type Link } from './case.ts'
import { addCasePhotos, listUsedPhotos } from './photos.sql.ts'
import { findCase, findClosedUnit, hasUnit, listResuming, lockCases, saveCase } from './cases.sql.ts'
import { countOnBoard } from './board.sql.ts'
import { countedTime, readTime } from '../calendar/timekeeping.serve.ts'
import { deadlineOf } from '../calendar/deadline.ts'
import { limitOf } from '../classes/limits.serve.ts'
import { asCaseEvent } from './lift.ts'
import { addReports, eventOf, groundOf, type Opening, photosMissing, photosOf, type Taker } from './opening.serve.ts'
import { findStep, type Step, type Version } from './procedure/procedure.ts'
import { readProcedures } from './procedure/procedures.sql.ts'
import { doneBy, faultsIn, refusal, type SetLimit, theHouse } from './rule.ts'

/** Refuses photos that never arrived. *Refuses:* 422 `case.photoMissing`. */
async function checkPhotos(db: Db, who: Pick<Who, 'city'>, photos: readonly EvidenceId[]): Promise<void> {
  const missing = photosMissing(photos, await listKnownEvidence(db, who.city, photos))
  if (missing) throw missing
}

/** The photo of the problem is no proof that it is gone. *Refuses:* 422 `case.photoUsed`. */
async function checkFresh(db: Db, who: Pick<Who, 'city'>, id: CaseId, photos: readonly EvidenceId[]): Promise<void> {
  const used = new Set((await listUsedPhotos(db, who.city, id, photos)).map((photo) => photo.id))
  const faults = photos.flatMap((photo, index) => (used.has(photo) ? [{ at: `photos.${index}`, says: 'fault.photoUsed' }] : []))
  if (faults.length > 0) throw new Problem('case.photoUsed', 422, {}, faults)
}

/** A step that somebody wants to take. */
export interface Wish {
  readonly id: CaseId
  readonly step: string
  readonly event: EventId
  readonly data: Given
}

/**
 * Takes a step on a case. The same event id again is no second step. *Refuses:* 404; what `refusal` refuses; 422
 * `case.incomplete` with what is missing, `case.photoMissing`, `case.photoUsed`; 409 `burden.over`.
 */
export async function takeStep(db: Db, who: Taker, at: string, wish: Wish): Promise<void> {
  const { id, event, data } = wish
  const locked = await lockCases(db, who.city, data.otherId ? [id, data.otherId] : [id])
  const it = locked.find((one) => one.id === id)
  if (!it) throw new Problem('api.notFound', 404)
  const version = (await readProcedures(db, who.city)).for(it)
  const step = findStep(version.procedure, wish.step)
  const known = await findEvent(db, who.city, event)
  if (known?.thing === id && known.kind === step?.event) return
  if (known) throw new Problem('case.idTaken', 409)
  const refused = refusal(it, wish.step, who, version, at)
  if (refused || !step) throw refused!
  const time = await readTime(db, who.city)
  const timing = countedTime(time.of(data.unitId ?? it.unitId))
  const { given, limit } = await withCondition(db, who, { it, step, given: data, at, time })
  const faults = faultsIn(it, step, given, at, timing)
  if (faults.length > 0) throw new Problem('case.incomplete', 422, { step: wish.step }, faults)
  await checkPhotos(db, who, given.photos ?? [])
  const turn: Turn = { db, who, at, it, step, given, version, other: locked.find((one) => one.id === given.otherId) }
  const links = linksOf(turn)
  const done = doneBy({ it, step, given, version, at, timing, links, limit })
  if (done.does.includes('assign')) await checkUnit(db, who.city, done.unitId, at)
  if (done.does.includes('prove')) await checkFresh(db, who, id, done.photos)
  await record(turn, eventOf({ id: event, thing: id, at, by: who.person }, step.event, done), it)
  await reachOthers(turn)
  if (done.does.includes('assign') && done.unitId && done.unitId !== dispatchedTo(it))
    await askGrassroots(db, who, at, [{ kind: 'case', unit: done.unitId, thing: id, text: it.text }])
}

interface Conditioned {
  readonly it: Case
  readonly step: Step
  readonly given: Given
  readonly at: string
  readonly time: Awaited<ReturnType<typeof readTime>>
}

/** A filing condition settles the class, and the time limit where none was given by hand: the limit belongs to the condition. */
async function withCondition(db: Db, who: Taker, { it, step, given, at, time }: Conditioned): Promise<{ given: Given; limit: SetLimit }> {
  const condition = given.condition ?? it.life.condition
  const sets = step.ways.some(({ does }) => does.includes('limit')) && given.dueAt === undefined
  const byHand: SetLimit = { limitCounts: 'natural' }
  if (condition === null || (!sets && given.condition === undefined)) return { given, limit: byHand }
  const { classCode, limit, unitId } = await limitOf(db, who.city, condition)
  const named = step.ways.some(({ does }) => does.includes('classify')) ? { ...given, condition, class: classCode } : given
  if (!sets) return { given: named, limit: byHand }
  const unit = given.unitId ?? it.unitId ?? unitId
  const { dueAt, warnAt, calendar } = deadlineOf({ start: at, limit, by: time.of(unit) })
  return {
    given: { ...named, ...(unit === null ? {} : { unitId: unit }), ...(dueAt === null ? {} : { dueAt }) },
    limit: { limitCounts: limit.clock, calendar, ...(warnAt === null ? {} : { warnAt }) },
  }
}

/** A unit that there is not, or that was closed, gets nothing. *Refuses:* 422 `case.noSuchUnit`, `case.unitClosed`. */
async function checkUnit(db: Db, city: CityId, unit: UnitId | undefined, at: string): Promise<void> {
  if (unit && !(await hasUnit(db, city, unit))) throw new Problem('case.noSuchUnit', 422, {}, [{ at: 'unitId', says: 'fault.noSuchUnit' }])
  const closed = unit && (await findClosedUnit(db, city, unit, dayOf(at)))
  if (closed) throw new Problem('case.unitClosed', 422, { unit: closed.nameZh }, [{ at: 'unitId', says: 'fault.case.unitClosed' }])
}

interface Turn {
  readonly db: Db
  readonly who: Taker
  readonly at: string
  readonly it: Case
  readonly step: Step
  readonly given: Given
  readonly version: Version
  readonly other: Case | undefined
}

const reaches = ({ step }: Turn, effect: Done['does'][number]) => step.ways.some(({ does }) => does.includes(effect))

/** What this case will say of others. *Refuses:* 422 `case.noOther`, 409 `case.otherClosed`, `case.linked`. */
function linksOf(turn: Turn): Link[] {
  const { it, other, given } = turn
  if (reaches(turn, 'split')) return (given.pieces ?? []).map(({ id }) => ({ kind: 'splitInto', id }))
  const kind = reaches(turn, 'merge') ? 'mergedInto' : 'related'
  if (kind === 'related' && !reaches(turn, 'relate')) return []
  if (!other || other.id === it.id) throw new Problem('case.noOther', 422)
  if (kind === 'mergedInto' && other.stage === 'closed') throw new Problem('case.otherClosed', 409, { no: other.no })
  if (it.life.links.some(({ id }) => id === other.id)) throw new Problem('case.linked', 409, { no: other.no })
  return [{ kind, id: other.id }]
}

/** Appends an event of a case and brings its row to the new fold. */
async function record({ db, who }: Turn, fresh: NewEvent, it: Case): Promise<void> {
  await appendEvents(db, who.city, [fresh])
  const happened = asCaseEvent(fresh)
  const ids = [it.id]
  await Promise.all([
    countOnBoard(db, who.city, ids, 'out'),
    saveCase(db, who.city, evolve(it, happened)),
    countOnBoard(db, who.city, ids, 'in'),
  ])
  await addCasePhotos(db, who.city, photosOf(happened))
}

/** What a step does to other cases: the one merged into or related shows it too; what is split off begins its own life. */
async function reachOthers(turn: Turn): Promise<void> {
  const { db, who, at, it, other, given, step, version } = turn
  if (other && (reaches(turn, 'merge') || reaches(turn, 'relate'))) {
    const isMerge = reaches(turn, 'merge')
    const link: Link = { kind: isMerge ? 'merged' : 'related', id: it.id }
    const data: Done = { ...stays, step: step.step, procedure: other.procedure, note: given.note ?? '', links: [link] }
    await record(
      turn,
      eventOf({ id: v7() as EventId, thing: other.id, at, by: who.person }, isMerge ? 'case.joined' : 'case.related', data),
      other,
    )
  }
  if (!reaches(turn, 'split')) return
  const pieces: Opening[] = []
  for (const { id, text } of given.pieces ?? []) {
    if (await findCase(db, who.city, id)) throw new Problem('case.idTaken', 409)
    const { class: type, pointId, place, streetId, unitId, address } = it
    const about = {
      class: type,
      pointId,
      place,
      streetId,
      unitId,
      address,
      origin: null,
      observationId: null,
      fact: null,
      dueAt: null,
      photos: [],
    }
    pieces.push({ who, id, at, report: { ...about, source: 'split', text }, links: [{ kind: 'splitFrom', id: it.id }] })
  }
  if (pieces.length === 0) return
  const ground = await groundOf(db, who.city, pieces)
  await addReports({ db, city: who.city, version }, pieces, ground, ({ id }) => !ground.known.has(id)).written
}

/** A fact that moves nothing. */
const stays = { does: [], to: null, outcome: null, clocks: {}, limitCounts: 'natural' as const, request: null, photos: [] }

/** The unit that has the case already; before the first dispatch nobody has, whatever was proposed. */
const dispatchedTo = (it: Case) => (it.stage === 'dispatched' ? it.unitId : null)

/** Takes suspended cases up again whose date has come, in nobody's name; gives how many. */
export async function resumeDue(db: Db, city: Who['city'], at: string): Promise<number> {
  const due = await listResuming(db, city, at, 500)
  let count = 0
  for (const { id } of due) if (await db.tx((tx) => resumeOne(tx, city, at, id))) count++
  return count
}

async function resumeOne(db: Db, city: Who['city'], at: string, id: CaseId): Promise<boolean> {
  const it = await findCase(db, city, id, true)
  // Somebody may have been faster.
  if (!it || it.resumesAt === null || it.resumesAt > at) return false
  const version = (await readProcedures(db, city)).for(it)
  const step = version.procedure.steps.find(({ from, ways }) => from.includes(it.state) && ways.some(({ does }) => does.includes('resume')))
  if (!step) return false
  await takeStep(db, { ...theHouse, city }, at, { id, step: step.step, event: v7() as EventId, data: {} })
  return true
}
