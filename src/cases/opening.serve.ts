/**
 * Opens cases from reports: looks up where they lie and who answers, gives them their numbers, writes the first fact. Everything is
 * asked of the database in one piece, and everything written in another, for one report as for sixty.
 */
import { v5, v7 } from 'uuid'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { NewEvent } from '../base/event.ts'
import type { CaseId, CityId, EventId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { type Case, type CaseEvent, evolve, type Link, type Report } from './case.ts'
import { addCases, findCase, listKnownCases, takeNumbers } from './cases.sql.ts'
import { naturalTiming, type Timing } from './clocks.ts'
import { asCaseEvent } from './lift.ts'
import { addCasePhotos } from './photos.sql.ts'
import { keepPlaces, type Looked, lookUp, ownedBy } from './places/places.serve.ts'
import { findStep, type Version } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import { type Actor, doneBy, refusal } from './rule.ts'

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

/** Says which photos never arrived. */
export function photosMissing(photos: readonly EvidenceId[], known: ReadonlySet<string>): Problem | undefined {
  const faults = photos.flatMap((id, index) => (known.has(id) ? [] : [{ at: `photos.${index}`, says: 'fault.photoMissing' }]))
  return faults.length > 0 ? new Problem('case.photoMissing', 422, {}, faults) : undefined
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
export interface Ground {
  /** In the order of the openings. */
  readonly looked: readonly Looked[]
  readonly known: ReadonlySet<CaseId>
  /** The first number taken of each day; one was taken for every opening. */
  readonly days: ReadonlyMap<string, number>
}

const noGround: Ground = { looked: [], known: new Set(), days: new Map() }

/** A day is held from here on: who sent the same a moment ago is done, and what is not used goes to the next one. */
export async function groundOf(db: Db, city: CityId, openings: readonly Opening[]): Promise<Ground> {
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
export function addReports(
  { db, city, version }: Place,
  openings: readonly Opening[],
  { looked, days }: Ground,
  isNew: (it: Opening, index: number) => boolean,
): Pick<OpenedCases, 'fresh' | 'written'> {
  const next = new Map(days)
  const back = new Map<string, number>()
  const found: Looked[] = []
  const events: NewEvent[] = []
  for (const [index, it] of openings.entries()) {
    const day = dayOf(it.at)
    if (!isNew(it, index)) {
      back.set(day, (back.get(day) ?? 0) + 1)
      continue
    }
    const { who, id, at, report, links = [] } = it
    const n = next.get(day)!
    next.set(day, n + 1)
    found.push(looked[index]!)
    const data = { ...ownedBy(report, looked[index]!), no: numberOf(day, n), ...reportDone(version, at, links) }
    events.push(eventOf({ id: v7() as EventId, thing: id, at, by: who.person, post: who.post ?? null }, 'case.reported', data))
  }
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

/** The photos an event brings, with the step they belong to. */
export const photosOf = (event: CaseEvent) =>
  event.data.photos.map((evidenceId) => ({ caseId: event.thing, evidenceId, step: stepOf(event) }))

/** The step that left an event. */
export const stepOf = (event: CaseEvent): string => (event.kind === 'case.reported' ? 'report' : event.data.step)
