/** Raises whistles and takes their steps: ask the rule, append the event, fold it, save the rows. The one way a whistle changes. */
import { v7 } from 'uuid'
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent, listEventsOf } from '../base/event.sql.ts'
import type { Event, NewEvent } from '../base/event.ts'
import type { CityId, EventId, EvidenceId, UnitId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { askGrassroots } from '../burden/ask.serve.ts'
import { readTime } from '../calendar/timekeeping.serve.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { asksGrassroots, findKind, type Level, type WhistleKind } from './kinds.ts'
import { readKinds } from './kinds.sql.ts'
import { shipped } from './shipped.ts'
import { callUnit } from './times.ts'
import { listStands, type Stand } from './units.sql.ts'
import {
  type Called,
  evolve,
  partyOf,
  type Raised,
  refusal,
  type Taking,
  type Whistle,
  type WhistleEvent,
  type WhistleId,
  type WhistleStep,
} from './whistle.ts'
import type { NewWhistle } from './whistles.api.ts'
import { addEscalations, addWhistle, listCasesOf, lockWhistle, saveWhistle, takeNumber } from './whistles.sql.ts'

/** Who raises and answers, as the rule asks for it. */
export const takingOf = ({ unit, post, may }: Who): Taking => ({ unit, post, coordinates: may.has('whistles.coordinate') })

/** Events of a whistle as its rule reads them: they were checked when they were appended. */
export const toldBy = <Kept extends Event | NewEvent>(events: readonly Kept[]) =>
  events as readonly unknown[] as readonly (WhistleEvent & Kept)[]

/** The fold of what happened. */
export const foldOf = (events: readonly Event[]): Whistle | undefined => toldBy(events).reduce<Whistle | undefined>(evolve, undefined)

/** A whistle, held until the transaction ends. *Refuses:* 404. */
export async function holdWhistle(db: Db, city: CityId, id: WhistleId): Promise<Whistle> {
  if (!(await lockWhistle(db, city, id))) throw new Problem('api.notFound', 404)
  return foldOf(await listEventsOf(db, city, id, 'whistle.'))!
}

/** Appends what happened to a whistle and brings its rows to the new fold. */
export async function happen(db: Db, city: CityId, it: Whistle, events: readonly NewEvent[]): Promise<Whistle> {
  await appendEvents(db, city, events)
  const now = toldBy(events).reduce(evolve, it)
  await saveWhistle(db, city, now)
  await addEscalations(db, city, now, it.escalations.length)
  return now
}

/** *Refuses:* 422 `whistle.faults` for photos that never arrived. */
async function photoFaults(db: Db, city: CityId, photos: readonly EvidenceId[]): Promise<Fault[]> {
  const known = await listKnownEvidence(db, city, photos)
  return photos.flatMap((id, index) => (known.has(id) ? [] : [{ at: `photos.${index}`, says: 'fault.photoMissing' }]))
}

const refuseFaults = (faults: readonly Fault[]): void => {
  if (faults.length > 0) throw new Problem('whistle.faults', 422, {}, faults)
}

/** What is wrong with the units and cases that a whistle names. */
async function faultsOf(db: Db, city: CityId, it: NewWhistle, raiser: UnitId, stands: readonly Stand[]): Promise<Fault[]> {
  const known = new Map(stands.map((stand) => [stand.id as string, stand]))
  const named = [{ at: 'lead', unit: it.lead }, ...it.helpers.map((unit, index) => ({ at: `helpers.${index}`, unit }))]
  const units = named.flatMap(({ at, unit }, index) => {
    if (known.get(unit)?.open !== true) return [{ at, says: 'fault.noSuchUnit' }]
    if (unit === raiser) return [{ at, says: 'fault.whistleSelf' }]
    return named.findIndex((one) => one.unit === unit) < index ? [{ at, says: 'fault.unitTwice' }] : []
  })
  const cases = new Set((await listCasesOf(db, city, it.cases)).map(({ id }) => id))
  const missing = it.cases.flatMap((id, index) => (cases.has(id) ? [] : [{ at: `cases.${index}`, says: 'fault.noSuchCase' }]))
  return [...units, ...missing, ...(await photoFaults(db, city, it.photos))]
}

/** The readable number of the n-th whistle of a day: 20261122-S003. */
const numberOf = (day: string, n: number): string => `${day.replaceAll('-', '')}-S${String(n).padStart(3, '0')}`

/** Counts what is asked of streets and communities below or beside the raiser; who is called from below carries no burden by it. */
const countAsked = (db: Db, who: Who, at: Instant, it: { id: string; text: string; level: Level; called: readonly Stand[] }) =>
  askGrassroots(
    db,
    who,
    at,
    it.called
      .filter(({ level }) => asksGrassroots(it.level, level))
      .map(({ id }) => ({ kind: 'help' as const, unit: id, thing: it.id, text: it.text })),
  )

/**
 * Raises a whistle; the same id again is the same whistle. *Refuses:* 403 `whistle.noUnit`, `whistle.notYourKind`; 422
 * `whistle.noSuchKind`, `whistle.faults`; 409 `burden.over`.
 */
export async function raiseWhistle(db: Db, who: Who, at: Instant, it: NewWhistle): Promise<void> {
  if (await lockWhistle(db, who.city, it.id)) return
  const raiser = who.unit
  if (raiser === null) throw new Problem('whistle.noUnit', 403)
  const { version, content } = await readKinds(db, who.city)
  const kind = findKind(content, it.kind)
  if (!kind) throw new Problem('whistle.noSuchKind', 422, { kind: it.kind })
  const units = [it.lead, ...it.helpers]
  const stands = await listStands(db, who.city, [raiser, ...units])
  const mine = stands.find(({ id }) => id === raiser)!
  if (!kind.raisers.includes(mine.level)) throw new Problem('whistle.notYourKind', 403, { kind: kind.id })
  refuseFaults(await faultsOf(db, who.city, it, raiser, stands))
  const time = await readTime(db, who.city)
  const timed = units.map((unitId, index) => callUnit(kind, { unitId, role: index === 0 ? 'lead' : 'helper' }, at, time.of(unitId)))
  const day = dayOf(at)
  const data: Raised = {
    no: numberOf(day, await takeNumber(db, who.city, day)),
    kind: kind.id,
    kinds: version,
    name: kind.name,
    text: it.text,
    unit: raiser,
    level: mine.level,
    cases: it.cases,
    called: timed.map(({ called }) => called),
    calendar: timed[0]!.calendar,
    unpublished: [...new Set(timed.flatMap(({ unpublished }) => unpublished))],
    photos: it.photos,
  }
  const event: NewEvent = { id: v7() as EventId, kind: 'whistle.raised', thing: it.id, at, by: who.person, version: 1, data: { ...data } }
  await addWhistle(db, who.city, evolve(undefined, toldBy([event])[0]!), mine.streetId)
  await appendEvents(db, who.city, [event])
  await countAsked(db, who, at, { id: it.id, text: it.text, level: mine.level, called: stands.filter(({ id }) => id !== raiser) })
}

/** What a step is given, as its call names it. */
export interface Given {
  readonly id: EventId
  readonly note?: string | undefined
  readonly photos?: readonly EvidenceId[] | undefined
  readonly unitId?: UnitId | null | undefined
  readonly stars?: number | undefined
  readonly acceptedAt?: Instant | undefined
  readonly contacted?: string | undefined
  readonly measure?: string | undefined
  readonly deadline?: string | undefined
}

const eventOf: Readonly<Record<WhistleStep, WhistleEvent['kind']>> = {
  signIn: 'whistle.signedIn',
  reply: 'whistle.replied',
  record: 'whistle.recorded',
  finish: 'whistle.finished',
  sendBack: 'whistle.sentBack',
  rate: 'whistle.rated',
  rateBack: 'whistle.ratedBack',
  close: 'whistle.closed',
  withdraw: 'whistle.withdrawn',
  coordinate: 'whistle.coordinated',
}

interface Turn {
  readonly db: Db
  readonly who: Who
  readonly at: Instant
  readonly it: Whistle
  readonly given: Given
}

/** The kind that a whistle was raised as; of one that the city has dropped since, that of the same name in what comes with the house. */
async function kindOf({ db, who, it }: Turn): Promise<WhistleKind> {
  const { content } = await readKinds(db, who.city)
  const kind = findKind(content, it.kind) ?? findKind(shipped, it.kind)
  if (!kind) throw new Problem('whistle.noSuchKind', 422, { kind: it.kind })
  return kind
}

/** A unit that is called to help as well, with times from now on. *Refuses:* 422 `whistle.faults`. */
async function callHelper(turn: Turn, unitId: UnitId): Promise<Called> {
  const { db, who, at, it } = turn
  const [stand] = await listStands(db, who.city, [unitId])
  const says =
    stand?.open !== true ? 'fault.noSuchUnit' : it.unit === unitId ? 'fault.whistleSelf' : partyOf(it, unitId) && 'fault.unitTwice'
  if (says) refuseFaults([{ at: 'unitId', says }])
  const time = await readTime(db, who.city)
  await askGrassroots(db, who, at, [{ kind: 'help', unit: unitId, thing: it.id, text: it.text }])
  return callUnit(await kindOf(turn), { unitId, role: 'helper' }, at, time.of(unitId)).called
}

/** What a step tells. */
async function dataOf(turn: Turn, step: WhistleStep): Promise<Record<string, unknown>> {
  const { given, who, it } = turn
  const { note = '', photos = [], unitId = null, stars } = given
  const unit = who.unit
  switch (step) {
    case 'reply':
      // Own words stand by the names that the ledger keeps apart.
      return { unit, acceptedAt: given.acceptedAt, text: given.contacted, note: given.measure, deadline: given.deadline }
    case 'rate':
      if (!partyOf(it, unitId)) throw new Problem('whistle.notCalled', 422)
      return { unit: unitId, stars, note }
    case 'rateBack':
      return { unit, stars, note }
    case 'coordinate':
      return { unit, note, called: unitId === null ? null : await callHelper(turn, unitId) }
    case 'close':
    case 'withdraw':
      return { note }
    case 'sendBack':
      return { unit, note }
    default:
      return { unit, note, photos }
  }
}

/** A browser's clock may be ahead of ours. */
const clocksDifferMs = 5 * 60_000

/** A reply is accepted after the whistle was raised and not in the future, and promises a day that has not passed. */
function replyFaults({ it, at, given: { acceptedAt, deadline } }: Turn): Fault[] {
  const accepted = acceptedAt !== undefined && (acceptedAt < it.raisedAt || Date.parse(acceptedAt) > Date.parse(at) + clocksDifferMs)
  return [
    ...(accepted ? [{ at: 'acceptedAt', says: 'fault.whistleAccepted' }] : []),
    ...(deadline !== undefined && deadline < dayOf(at) ? [{ at: 'deadline', says: 'fault.past' }] : []),
  ]
}

/** Takes a step. The same event id again is no second step. *Refuses:* 404; what `refusal` refuses; 422 `whistle.faults`; 409 `whistle.idTaken`. */
export async function takeStep(db: Db, who: Who, at: Instant, wish: { id: WhistleId; step: WhistleStep; given: Given }): Promise<void> {
  const { id, step, given } = wish
  const it = await holdWhistle(db, who.city, id)
  const known = await findEvent(db, who.city, given.id)
  if (known?.thing === id && known.kind === eventOf[step]) return
  if (known) throw new Problem('whistle.idTaken', 409)
  const refused = refusal(it, step, takingOf(who))
  if (refused) throw refused
  const turn: Turn = { db, who, at, it, given }
  refuseFaults([...replyFaults(turn), ...(await photoFaults(db, who.city, given.photos ?? []))])
  const data = await dataOf(turn, step)
  await happen(db, who.city, it, [{ id: given.id, kind: eventOf[step], thing: id, at, by: who.person, version: 1, data }])
}
