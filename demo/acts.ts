/** The life of a case in the demo: every step goes through the shipped procedure and its clocks, as it would at the desk. */
import type { NewEvent } from '../src/base/event.ts'
import type { CaseId, EventId } from '../src/base/ids.ts'
import type { Instant } from '../src/base/time.ts'
import { deadlineOf } from '../src/calendar/deadline.ts'
import { newestShipped } from '../src/calendar/holidays.ts'
import { usualHours } from '../src/calendar/hours.ts'
import { countedTime } from '../src/calendar/timekeeping.serve.ts'
import { type Case, type CaseEvent, evolve, type Given, type Report } from '../src/cases/case.ts'
import { findStep } from '../src/cases/procedure/procedure.ts'
import { shipped, shippedVersion } from '../src/cases/procedure/shipped.ts'
import { doneBy, type SetLimit } from '../src/cases/rule.ts'
import { reportDone } from '../src/cases/opening.serve.ts'
import type { DemoCondition } from './classes.ts'
import type { Chance } from './random.ts'

/** One case in the making: its events, and where they have brought it. */
export interface Life {
  readonly id: CaseId
  readonly chance: Chance
  readonly events: NewEvent[]
  is: Case | undefined
}

const by = { zone: 'Asia/Shanghai', hours: usualHours, holidays: newestShipped }
const timing = countedTime(by)

function tell(life: Life, kind: string, at: Instant, person: string, data: object): Instant {
  const event = { id: life.chance.id(Date.parse(at)) as EventId, kind, thing: life.id, at, by: person, version: 2, data: { ...data } }
  life.events.push(event)
  life.is = evolve(life.is, event as unknown as CaseEvent)
  return at
}

/** The report; its number is given when all cases of the day are known. */
export const report = (life: Life, at: Instant, person: string, it: Report): Instant =>
  tell(life, 'case.reported', at, person, { ...it, no: '', ...reportDone(shippedVersion, at, [], timing) })

/** A step of the procedure. */
export function act(life: Life, code: string, at: Instant, person: string, given: Given, limit?: SetLimit): Instant {
  const step = findStep(shipped, code)!
  const done = doneBy({ it: life.is, step, given, version: shippedVersion, at, timing, ...(limit === undefined ? {} : { limit }) })
  return tell(life, step.event, at, person, done)
}

/** What a filing condition gives a dispatch. */
export function limitBy({ id, classCode, limit }: DemoCondition, at: Instant): { given: Given; limit: SetLimit } {
  const { dueAt, warnAt, calendar } = deadlineOf({ start: at, limit, by })
  return { given: { condition: id, class: classCode, dueAt: dueAt! }, limit: { limitCounts: limit.clock, warnAt: warnAt!, calendar } }
}
