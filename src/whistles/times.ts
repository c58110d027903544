/** The times of a call: when each thing is due and to whom it goes when it is not done, counted by the hours of the called unit. */
import type { Timekeeping } from '../calendar/clock.ts'
import { deadlineOf } from '../calendar/deadline.ts'
import type { Limit } from '../calendar/limit.ts'
import type { Instant } from '../base/time.ts'
import type { UnitId } from '../base/ids.ts'
import type { Owing, WhistleKind } from './kinds.ts'
import type { Called, Owed } from './whistle.ts'

/** What a unit is called as, with the calendar that its times were counted by. */
export interface Timed {
  readonly called: Called
  readonly calendar: string
  readonly unpublished: readonly number[]
}

const after = (start: Instant, limit: Limit, by: Timekeeping) => deadlineOf({ start, limit, by })

/** Each step of the escalation counts from the one before, the first from the deadline. */
function owedOf(kind: WhistleKind, owing: Owing, start: Instant, by: Timekeeping): Owed & { unpublished: number[] } {
  const { dueAt, warnAt, unpublished } = after(start, kind.limits[owing], by)
  let at = dueAt!
  const escalates = kind.escalation.map(({ to, after: wait }) => {
    at = wait === null ? at : after(at, wait, by).dueAt!
    return { to, at }
  })
  return { dueAt: dueAt!, warnAt: warnAt!, escalates, unpublished }
}

/** Calls a unit at a moment. */
export function callUnit(
  kind: WhistleKind,
  { unitId, role }: { unitId: UnitId; role: Called['role'] },
  start: Instant,
  by: Timekeeping,
): Timed {
  const found = {
    signIn: owedOf(kind, 'signIn', start, by),
    reply: owedOf(kind, 'reply', start, by),
    finish: owedOf(kind, 'finish', start, by),
  }
  const bare = ({ dueAt, warnAt, escalates }: Owed): Owed => ({ dueAt, warnAt, escalates })
  return {
    called: {
      unitId,
      role,
      owes: { signIn: bare(found.signIn), reply: bare(found.reply), finish: role === 'lead' ? bare(found.finish) : null },
    },
    calendar: by.holidays.version,
    unpublished: [...new Set(Object.values(found).flatMap(({ unpublished }) => unpublished))].toSorted((a, b) => a - b),
  }
}
