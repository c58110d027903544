/** Takes steps: ask the table, append the event, fold it into the row, tie the photos. The one way a case changes. */
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { NewEvent } from '../base/event.ts'
import type { CaseId, CityId, EventId, EvidenceId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { askGrassroots } from '../burden/ask.serve.ts'
import { v5, v7 } from 'uuid'
import { type Case, type CaseEvent, type Done, evolve, type Given, type Link, type Report } from './case.ts'
import { addCasePhotos, listUsedPhotos } from './photos.sql.ts'
import { addCases, findCase, findClosedUnit, listKnownCases, listResuming, lockCases, saveCase, takeNumbers } from './cases.sql.ts'
import { countOnBoard } from './board.sql.ts'
import { naturalTiming, type Timing } from './clocks.ts'
import { countedTime, readTime } from '../calendar/timekeeping.serve.ts'
import { deadlineOf } from '../calendar/deadline.ts'
import { limitOf } from '../classes/limits.serve.ts'
import { asCaseEvent } from './lift.ts'
import { keepPlaces, type Looked, lookUp, ownedBy } from './places/places.serve.ts'
import { findStep, type Step, type Version } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import { type Actor, doneBy, faultsIn, refusal, type SetLimit, theHouse } from './rule.ts'

/** Who takes steps: a person, or the house itself when a date has come. */
export type Taker = Pick<Who, 'city' | 'unit'> & Actor

/** The version of the data of case events: see lift.ts for older ones. */
const today = 2

interface Fact {
  readonly id: EventId
  readonly thing: CaseId
  readonly at: string
  readonly by: string | null
  readonly post?: string | null
}

/** An event of a case in today's version of its data. */
export const eventOf = (fact: Fact, kind: string, data: object): NewEvent => ({ ...fact, kind, version: today, data: { ...data } })

/** Refuses photos that never arrived. *Refuses:* 422 `case.photoMissing`. */
async function checkPhotos(db: Db, who: Pick<Who, 'city'>, photos: readonly EvidenceId[]): Promise<void> {
  const missing = photosMissing(photos, await listKnownEvidence(db, who.city, photos))
  if (missing) throw missing
}

function photosMissing(photos: readonly EvidenceId[], known: ReadonlySet<string>): Problem | undefined {
  const faults = photos.flatMap((id, index) => (known.has(id) ? [] : [{ at: `photos.${index}`, says: 'fault.photoMissing' }]))
  return faults.length > 0 ? new Problem('case.photoMissing', 422, {}, faults) : undefined
}

/** The photo of the problem is no proof that it is gone. *Refuses:* 422 `case.photoUsed`. */
async function checkFresh(db: Db, who: Pick<Who, 'city'>, id: CaseId, photos: readonly EvidenceId[]): Promise<void> {
  const used = new Set((await listUsedPhotos(db, who.city, id, photos)).map((photo) => photo.id))
  const faults = photos.flatMap((photo, index) => (used.has(photo) ? [{ at: `photos.${index}`, says: 'fault.photoUsed' }] : []))
  if (faults.length > 0) throw new Problem('case.photoUsed', 422, {}, faults)
}

/** The readable number of the n-th case of a day: 20261122-0007. */
export const numberOf = (day: string, n: number): string => `${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`

/** Nobody of the house: a resident, another city. The room that lets them in has asked whether they may. */
export interface Outside {
  readonly city: CityId
  readonly person: null
}

const namespace = 'b2f9d9b2-3c0c-5b0e-9f0a-6d5d6b1f2a77'

/** The id of the case that a source's own number stands for: the same number is the same case, whoever brings it and how often. */
export const caseIdOf = (city: CityId, source: string, externalId: string): CaseId =>
  v5(`${city}/${source}/${externalId}`, namespace) as CaseId

/** A report that is to become a case. */
export interface Opening {
  readonly who: (Taker | Outside) & { readonly post?: string | null }
  readonly at: string
  readonly id: CaseId
  readonly report: Report
  readonly links?: readonly Link[]
}

/** Opens a case from a report; a known id is left as it is. *Refuses:* what `refusal` refuses; 422 `case.photoMissing`. */
export async function openCase(db: Db, who: Taker | Outside, at: string, id: CaseId, report: Report): Promise<void> {
  if (await findCase(db, who.city, id)) return
  const { refused, written } = await openCases(db, who.city, [{ who, at, id, report }])
  if (refused[0]) throw refused[0]
  await written
}

/** A case that was opened a moment ago, with the event that opened it as it is stored and as it is read. */
export interface Fresh {
  readonly it: Case
  readonly event: NewEvent
  readonly told: CaseEvent
}

/** Cases that are being opened: who is refused is known, what is new is on its way to the database. */
interface OpenedCases {
  /** In the order of the openings. */
  readonly refused: readonly (Problem | undefined)[]
  /** Those that were there before. */
  readonly known: ReadonlySet<CaseId>
  readonly fresh: readonly Fresh[]
  /** When all is written: the number of the last event. */
  readonly written: Promise<number>
}

/**
 * Opens cases, all in the caller's transaction; gives for each why not, or nothing, and what is opened. One that is known is left
 * as it is, and a bad one keeps no other from being opened. Everything is asked in one piece, and everything written in another.
 */
export async function openCases(
  db: Db,
  city: CityId,
  openings: readonly Opening[],
  procedures: Promise<Procedures> = readProcedures(db, city),
): Promise<OpenedCases> {
  const photos = openings.flatMap(({ report }) => report.photos)
  const [{ current }, there, ground] = await Promise.all([
    procedures,
    listKnownEvidence(db, city, photos),
    openings.length === 0 ? noGround : groundOf(db, city, openings),
  ])
  const { known } = ground
  const refused = openings.map(({ who, at, id, report }) => {
    if (known.has(id)) return undefined
    const problem = who.person === null ? null : refusal(undefined, 'report', who, current, at)
    return problem ?? photosMissing(report.photos, there)
  })
  const first = new Map(openings.map(({ id }, index) => [id, index] as const).toReversed())
  const isNew = ({ id }: Opening, index: number) => !known.has(id) && refused[index] === undefined && first.get(id) === index
  return { refused, known, ...addReports({ db, city, version: current }, openings, ground, isNew) }
}

/** What reports are looked up against before anything is written. */
interface Ground {
  /** In the order of the openings. */
  readonly looked: readonly Looked[]
  readonly known: ReadonlySet<CaseId>
  /** The first number taken of each day; one was taken for every opening. */
  readonly days: ReadonlyMap<string, number>
}

const noGround: Ground = { looked: [], known: new Set(), days: new Map() }

/** A day is held from here on: who sent the same a moment ago is done, and what is not used goes to the next one. */
async function groundOf(db: Db, city: CityId, openings: readonly Opening[]): Promise<Ground> {
  const counts = new Map<string, number>()
  for (const { at } of openings) counts.set(dayOf(at), (counts.get(dayOf(at)) ?? 0) + 1)
  const [days, known, looked] = await Promise.all([
    Promise.all([...counts].map(async ([day, count]) => [day, await takeNumbers(db, city, day, count)] as const)),
    listKnownCases(
      db,
      city,
      openings.map(({ id }) => id),
    ),
    lookUp(
      db,
      city,
      openings.map(({ report }) => report),
    ),
  ])
  return { looked, known, days: new Map(days) }
}

interface Place {
  readonly db: Db
  readonly city: CityId
  readonly version: Version
}

/** New cases with the next numbers of their day; the numbers of those that are none go back. */
function addReports(
  { db, city, version }: Place,
  openings: readonly Opening[],
  { looked, days }: Ground,
  isNew: (it: Opening, index: number) => boolean,
): Pick<OpenedCases, 'fresh' | 'written'> {
  const next = new Map(days)
  const back = new Map<string, number>()
  const found: Looked[] = []
  const events: NewEvent[] = []
  openings.forEach((it, index) => {
    const day = dayOf(it.at)
    if (!isNew(it, index)) return void back.set(day, (back.get(day) ?? 0) + 1)
    const { who, id, at, report, links = [] } = it
    const n = next.get(day)!
    next.set(day, n + 1)
    found.push(looked[index]!)
    const data = { ...ownedBy(report, looked[index]!), no: numberOf(day, n), ...reportDone(version, at, links) }
    events.push(eventOf({ id: v7() as EventId, thing: id, at, by: who.person, post: who.post ?? null }, 'case.reported', data))
  })
  const given = [...back].map(([day, count]) => takeNumbers(db, city, day, -count))
  const histories = events.map((event) => [event])
  const { cases, all, last } = recordAll(db, city, histories, found)
  const fresh = cases.map((it, index) => ({ it, event: events[index]!, told: all[index]![0]! }))
  return { fresh, written: awaited(Promise.all([last, ...given]).then(([seq]) => seq)) }
}

/** A promise that is looked at later: whoever waits for it learns of a failure, and nobody else. */
function awaited<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined)
  return promise
}

/** What a report does under a procedure: where the case begins, and which clocks start. Also for bulk loading. */
export function reportDone(version: Version, at: Instant, links: readonly Link[] = [], timing: Timing = naturalTiming) {
  const step = findStep(version.procedure, 'report')!
  const { procedure, to, clocks } = doneBy({ it: undefined, step, given: {}, version, at, timing })
  return { procedure, to, clocks, links: [...links] }
}

/**
 * Appends whole histories of cases that are new: per case its events, the report first. One transaction of the caller holds
 * them. Also for bulk loading; numbers in `data.no` are the caller's (see `takeNumbers`).
 */
export async function recordCases(db: Db, city: CityId, histories: readonly (readonly NewEvent[])[]): Promise<readonly Case[]> {
  const { cases, last } = recordAll(db, city, histories)
  await last
  return cases
}

interface Recording {
  readonly cases: readonly Case[]
  /** The histories as they are read. */
  readonly all: readonly (readonly CaseEvent[])[]
  /** The number of the last event, when all is written. */
  readonly last: Promise<number>
}

function recordAll(db: Db, city: CityId, histories: readonly (readonly NewEvent[])[], found?: readonly Looked[]): Recording {
  const all = histories.map((history) => history.map(asCaseEvent))
  const cases = all.map((history) => history.reduce<Case | undefined>(evolve, undefined)!)
  const photos = all.flatMap((history) => history.flatMap(photosOf))
  if (cases.length === 0) return { cases, all, last: Promise.resolve(0) }
  // The facts first: whoever writes holds the city's events before its board, so that no two wait for each other.
  const last = appendEvents(db, city, histories.flat())
  const rest = [addCases(db, city, cases), keepPlaces(db, city, cases, found), addCasePhotos(db, city, photos)]
  return { cases, all, last: Promise.all([last, ...rest]).then(([seq]) => seq) }
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

/** A unit that was closed gets nothing more. *Refuses:* 422 `case.unitClosed`. */
async function checkUnit(db: Db, city: CityId, unit: UnitId | undefined, at: string): Promise<void> {
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

/** The photos an event brings, with the step they belong to. */
export const photosOf = (event: CaseEvent) =>
  event.data.photos.map((evidenceId) => ({ caseId: event.thing, evidenceId, step: stepOf(event) }))

/** The step that left an event. */
export const stepOf = (event: CaseEvent): string => (event.kind === 'case.reported' ? 'report' : event.data.step)

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
