/**
 * Cases as another register kept them: reported, handed to a unit and closed at that register's own times, by nobody of the house. Only
 * what the register says becomes a fact: no check, no photo and no step in between is made up. A case that is known stays as it is.
 */
import { v7 } from 'uuid'
import type { NewEvent } from '../base/event.ts'
import type { CaseId, CityId, EventId, UnitId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { landOf } from '../city/land.serve.ts'
import { type Case, evolve, type Report } from './case.ts'
import { listLinked, takeNumbers } from './cases.sql.ts'
import { naturalTiming } from './clocks.ts'
import { asCaseEvent } from './lift.ts'
import { ownersFor, spotsOf } from './places/places.serve.ts'
import { outcomeSteps, type Version } from './procedure/procedure.ts'
import { readProcedures } from './procedure/procedures.sql.ts'
import { doneBy } from './rule.ts'
import { eventOf, numberOf, recordCases, reportDone } from './opening.serve.ts'

/** A case of another register. */
export interface Foreign {
  readonly id: CaseId
  readonly reportedAt: Instant
  /** Null while it is open there. */
  readonly closedAt: Instant | null
  /** What was said when it was closed. */
  readonly closing: string
  readonly report: Report
  /** From before the house kept time: its early clocks run without a limit, so that they count for and against nobody. */
  readonly isOld?: boolean
}

const atOnce = 2000

/** Takes cases in, in the transaction of the caller; gives how many were new. */
export async function takeForeign(db: Db, city: CityId, list: readonly Foreign[]): Promise<number> {
  let taken = 0
  const { current } = await readProcedures(db, city)
  for (let from = 0; from < list.length; from += atOnce) {
    const part = list.slice(from, from + atOnce)
    const ids = part.map(({ id }) => id)
    const known = new Set<string>((await listLinked(db, city, ids)).map(({ id }) => id))
    const fresh = await withOwners(
      db,
      city,
      part.filter(({ id }) => !known.has(id)),
    )
    const numbers = await numbersFor(db, city, fresh)
    await recordCases(
      db,
      city,
      fresh.map((it, index) => historyOf(it, numbers[index]!, current)),
    )
    taken += fresh.length
  }
  return taken
}

/** The street of each place, and the unit that answers there where the register names none: two queries for all. */
async function withOwners(db: Db, city: CityId, list: readonly Foreign[]): Promise<Foreign[]> {
  const land = await landOf(db, city)
  const spots = spotsOf(
    land,
    list.map(({ report }) => report),
  )
  const owners = await ownersFor(
    db,
    city,
    list.map(({ report }, index) => ({ class: report.class, spot: spots[index]! })),
  )
  return list.map((it, index) => ({
    ...it,
    report: { ...it.report, streetId: spots[index]!.street ?? it.report.streetId, unitId: it.report.unitId ?? owners[index]!.unitId },
  }))
}

/** Numbers of the days on which they were reported, in the order of their times. */
async function numbersFor(db: Db, city: CityId, list: readonly Foreign[]): Promise<string[]> {
  const numbers: string[] = []
  const inOrder = [...list.keys()].toSorted((a, b) => (list[a]!.reportedAt < list[b]!.reportedAt ? -1 : 1))
  const days = Map.groupBy(inOrder, (index) => dayOf(list[index]!.reportedAt))
  for (const [day, indexes] of days) {
    const first = await takeNumbers(db, city, day, indexes.length)
    for (const [turn, index] of indexes.entries()) numbers[index] = numberOf(day, first + turn)
  }
  return numbers
}

const withoutLimits = (done: ReturnType<typeof reportDone>) => ({
  ...done,
  clocks: Object.fromEntries(Object.entries(done.clocks).map(([clock, ordered]) => [clock, { ...ordered, dueAt: null }])),
})

function historyOf({ id, reportedAt: at, closedAt, closing, report, isOld = false }: Foreign, no: string, version: Version): NewEvent[] {
  const done = reportDone(version, at)
  const fact = (when: Instant) => ({ id: v7() as EventId, thing: id, at: when, by: null })
  const history = [eventOf(fact(at), 'case.reported', { ...report, no, ...(isOld ? withoutLimits(done) : done) })]
  const stands = (): Case => history.map(asCaseEvent).reduce<Case | undefined>(evolve, undefined)!
  const { dispatch, finish } = outcomeSteps(version.procedure)
  const take = (step: NonNullable<typeof finish>, when: Instant, given: { unitId?: UnitId; dueAt?: Instant; note?: string }) => {
    const done = doneBy({ it: stands(), step, given, version, at: when, timing: naturalTiming })
    history.push(eventOf(fact(when), step.event, done))
  }
  if (dispatch && report.unitId !== null && report.dueAt !== null) take(dispatch, at, { unitId: report.unitId, dueAt: report.dueAt })
  if (finish && closedAt !== null) take(finish, closedAt, { note: closing })
  return history
}
