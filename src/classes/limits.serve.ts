/** The limit of a condition, as the steps of a case ask for it. */
import type { CityId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import { deadlineOf } from '../calendar/deadline.ts'
import type { Deadline, Limit } from '../calendar/limit.ts'
import { readTime } from '../calendar/timekeeping.serve.ts'
import { findCondition } from './classes.sql.ts'

/** What choosing a condition settles: the class, the limit, who handles it, and what must be true before it is closed. */
export interface ConditionLimit {
  readonly classCode: string
  readonly limit: Limit
  readonly unitId: UnitId | null
  readonly closes: string
}

/** *Refuses:* 422 `classes.noCondition`; 422 `classes.otherClass` where the condition is of another class than the one given. */
export async function limitOf(db: Db, city: CityId, condition: string, classCode?: string): Promise<ConditionLimit> {
  const row = await findCondition(db, city, condition)
  if (!row || row.withdrawn) throw new Problem('classes.noCondition', 422)
  if (classCode !== undefined && classCode !== row.classCode)
    throw new Problem('classes.otherClass', 422, { class: classCode, of: row.classCode })
  const { amount, unit, clock, season } = row
  return { classCode: row.classCode, limit: { amount, unit, clock, season }, unitId: row.unitId, closes: row.closes }
}

/** When a case of the condition is due if its clock starts now, by the hours of the unit that has it. */
export async function dueOf(
  db: Db,
  city: CityId,
  condition: string,
  { start, unit }: { start: Instant; unit?: UnitId | undefined },
): Promise<Deadline> {
  const { limit, unitId } = await limitOf(db, city, condition)
  return deadlineOf({ start, limit, by: (await readTime(db, city)).of(unit ?? unitId) })
}
