/**
 * What the table says about a step on a case: why it may not be taken now, what is missing, and what it does. Read by the
 * calls, the buttons, the queues and the tests; nothing about who may do what stands anywhere else.
 */
import type { Reach } from '../api/contract.ts'
import type { PersonId, UnitId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import { type Instant, minuteOf } from '../base/time.ts'
import { warnFrom } from '../calendar/light.ts'
import type { Case, Done, Given, Link, Standing } from './case.ts'
import { stateOf, wasLate } from './case.ts'
import { movedLimit, naturalTiming, orderClocks, restedAt, type Timing, warningOf } from './clocks.ts'
import { type Condition, findState, findStep, lets, type Powers, type Step, type Version, type Way } from './procedure/procedure.ts'

/** The person who wants to take a step, as far as the procedure asks. */
export interface Actor extends Powers {
  readonly person: PersonId | null
  readonly unit: UnitId | null
  /** The permissions that reach no further than the own unit, or the like. */
  readonly narrow?: ReadonlyMap<string, Reach> | undefined
  /** The house itself, when a date has come: it takes steps in nobody's name, and no row keeps it out. */
  readonly isHouse?: true
}

/** What the table looks at. */
export type Looked = Pick<Case, 'state' | 'unitId' | 'rectifiedBy' | 'life' | 'dueAt' | 'warnAt' | 'closedAt'>

/** Who acts when a date has come. */
export const theHouse: Actor = { person: null, unit: null, may: new Set(), isHouse: true }

/**
 * Why this step may not be taken now, or null; also greys the button. A case that does not exist yet is undefined.
 * *Refuses:* 403 `case.notYourStep`, `case.notYourCase`, `case.samePerson`, `case.sameAsker`; 409 `case.wrongState`,
 * `case.noRequest`, `case.requestOpen`, `case.oftenEnough`, `case.tooLate`, `case.notLate`; 422 `case.noSuchStep`.
 */
export function refusal(it: Looked | undefined, code: string, who: Actor, { procedure }: Version, at: Instant): Problem | null {
  const step = findStep(procedure, code)
  if (!step) return new Problem('case.noSuchStep', 422, { step: code })
  const takers = step.who.filter((taker) => who.isHouse || lets(taker, who))
  if (takers.length === 0) return new Problem('case.notYourStep', 403, { step: code })
  const state = stateOf(it)
  if (!step.from.includes(state)) return new Problem('case.wrongState', 409, { step: code, state })
  const ofOwn = takers.every(({ ofUnit, may }) => ofUnit || (may !== undefined && who.narrow?.get(may) === 'unit'))
  // A report is of nobody's unit yet.
  if (it && !who.isHouse && ofOwn && (who.unit === null || who.unit !== it.unitId)) return new Problem('case.notYourCase', 403)
  return it ? (sameHands(it, step, who) ?? requestRefusal(it, step) ?? outOfBounds(it, step, at)) : null
}

function sameHands({ rectifiedBy, life }: Looked, { another }: Step, { person }: Actor): Problem | null {
  if (person === null) return null
  if (another.includes('handler') && person === rectifiedBy) return new Problem('case.samePerson', 403)
  const asked = another.includes('asker') && person === life.request?.by
  return asked || (another.includes('approver') && life.request?.approvals.includes(person)) ? new Problem('case.sameAsker', 403) : null
}

function requestRefusal({ life }: Looked, { request }: Step): Problem | null {
  if (!request) return null
  const open = life.request
  if (request.level === 0) return open ? new Problem('case.requestOpen', 409) : null
  return open?.kind === request.kind && open.level === request.level ? null : new Problem('case.noRequest', 409)
}

function outOfBounds(it: Looked, { request, bounds }: Step, at: Instant): Problem | null {
  const { granted, asked, beforeDue, onlyLate } = bounds
  const [asks, grants] = request ? [it.life.asks[request.kind] ?? 0, it.life.grants[request.kind] ?? 0] : [0, 0]
  if (granted !== undefined && grants >= granted) return new Problem('case.oftenEnough', 409, { times: granted })
  if (asked !== undefined && asks >= asked) return new Problem('case.oftenEnough', 409, { times: asked })
  if (beforeDue && (it.dueAt === null || it.dueAt <= at)) return new Problem('case.tooLate', 409)
  return onlyLate && !wasLate(it, at) ? new Problem('case.notLate', 409) : null
}

/** Everything that a step asks for and was not given, or that goes beyond its bounds. */
export function faultsIn(it: Looked, step: Step, given: Given, at: Instant, timing: Timing = naturalTiming): Fault[] {
  const faults: Fault[] = []
  for (const [field, need] of Object.entries(step.needs)) {
    const isAsked = need === 'must' || (need === 'ifFailed' && given.passed === false)
    if (isAsked && isEmpty(given[field as keyof Given])) faults.push({ at: field, says: `fault.case.${field}` })
  }
  const asksLimit = step.request?.level === 0
  if (asksLimit && given.dueAt !== undefined) {
    const most = latestLimit(it, step.bounds.percentOfLimit, timing)
    if (it.dueAt !== null && given.dueAt <= it.dueAt) faults.push({ at: 'dueAt', says: 'fault.case.notLater' })
    else if (most !== null && given.dueAt > most)
      faults.push({ at: 'dueAt', says: 'fault.case.tooLong', details: { most: minuteOf(most) } })
  }
  if (given.until !== undefined && step.bounds.days !== undefined) {
    const most = new Date(Date.parse(at) + step.bounds.days * 86_400_000).toISOString()
    if (given.until <= at) faults.push({ at: 'until', says: 'fault.case.untilPast' })
    else if (given.until > most) faults.push({ at: 'until', says: 'fault.case.untilTooFar', details: { days: step.bounds.days } })
  }
  return faults
}

const isEmpty = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The latest limit that more time may lead to: a share of the limit first set, on top of the one that stands. */
export function latestLimit({ dueAt, life }: Looked, percent: number | undefined, timing: Timing): Instant | null {
  if (percent === undefined || dueAt === null || life.limitFrom === null || life.limitDue === null) return null
  const length = timing.between(life.limitFrom, life.limitDue, life.limitCounts)
  return timing.after(dueAt, Math.floor((length * percent) / 100), life.limitCounts)
}

const fits = (when: Condition, it: Looked | undefined, given: Given): boolean =>
  when === 'always' ||
  (when === 'passed' && given.passed === true) ||
  (when === 'failed' && given.passed === false) ||
  (when === 'wasDispatched' && it !== undefined && it.life.limitFrom !== null) ||
  (when === 'notDispatched' && (it === undefined || it.life.limitFrom === null))

/** The way that a step goes; every step has one for whatever was given. */
export const wayOf = (step: Step, it: Looked | undefined, given: Given): Way => step.ways.find(({ when }) => fits(when, it, given))!

/** Where a way leads; null: nowhere. */
function leadsTo({ to }: Way, it: Looked | undefined, { procedure }: Version): Standing | null {
  if (to === 'same') return null
  if (to === 'before') return it?.life.before ?? null
  const { state, stage, ball } = findState(procedure, to)!
  return { state, stage, ball }
}

/** A limit that a step sets, as the filing condition gives it: how its time is counted, and from when it is yellow. */
export type SetLimit = Pick<Done, 'limitCounts' | 'warnAt' | 'calendar'>

/** What is needed to work a step out. */
export interface Taking {
  readonly it: Looked | undefined
  readonly step: Step
  readonly given: Given
  readonly version: Version
  readonly at: Instant
  readonly timing: Timing
  readonly links?: readonly Link[]
  /** Where a condition gave the limit; a day set by hand counts in natural time. */
  readonly limit?: SetLimit
}

/** What the step does, worked out: the data of its event. */
export function doneBy({ it, step, given, version, at, timing, links = [], limit = byHand }: Taking): Done {
  const way = wayOf(step, it, given)
  const { pieces: _pieces, ...rest } = given
  return {
    ...rest,
    ...limitsOf({ it, way, given, version, at, timing, limit }),
    note: given.note ?? '',
    photos: given.photos ?? [],
    step: step.step,
    procedure: version.version,
    does: way.does,
    to: leadsTo(way, it, version),
    outcome: way.outcome ?? null,
    clocks: orderClocks(version.procedure, it?.life.clocks ?? {}, way.clocks, at, timing),
    request: step.request ?? null,
    links: [...links],
  }
}

const byHand: SetLimit = { limitCounts: 'natural' }

type Dates = Pick<Done, 'dueAt' | 'warnAt' | 'until'> & SetLimit

/** The dates that a limit, a decision, a pause or its end lead to. */
function limitsOf({ it, way, given, at, timing, limit = byHand }: Omit<Taking, 'step'> & { way: Way }): Dates {
  const request = it?.life.request
  const counts = it?.life.limitCounts ?? 'natural'
  const stays = { limitCounts: 'natural' as const }
  if (way.does.includes('limit') && given.dueAt !== undefined)
    return { warnAt: warningOf(at, given.dueAt, limit.limitCounts, timing), ...limit }
  if (way.does.includes('extend') && request?.dueAt) return { ...stays, dueAt: request.dueAt, ...laterWarning(it!, request.dueAt, timing) }
  if (way.does.includes('pause') && request?.until) return { ...stays, until: request.until }
  if (!way.does.includes('resume') || !it?.dueAt) return stays
  const rested = Object.entries(it.life.clocks).find(([clock, one]) => way.clocks[clock] === 'resume' && restedAt(one) !== null)
  const from = rested && restedAt(rested[1])
  if (!from) return stays
  const moved = (limitAt: Instant) => movedLimit(limitAt, from, at, counts, timing)
  return { ...stays, dueAt: moved(it.dueAt), ...(it.warnAt === null ? {} : { warnAt: moved(it.warnAt) }) }
}

/** More time moves the yellow light by its share of it. */
function laterWarning({ dueAt, warnAt, life }: Looked, later: Instant, timing: Timing): { warnAt?: Instant } {
  if (warnAt === null || dueAt === null) return {}
  const more = timing.between(dueAt, later, life.limitCounts)
  return { warnAt: timing.after(warnAt, Math.floor(more * warnFrom), life.limitCounts) }
}
