/**
 * A duty (任务): one numbered standard, for the whole city, an area or some points, with one unit that leads and those that
 * help, the leader in charge, the person at a post, milestones, a date, and what it should bring (定领导 定部门 定任务 定进度 定责任).
 * It follows the post, not the person: who holds the post today answers.
 */
import { z } from 'zod'
import { AreaId, DutyId, EditionId, PersonId, PointId, PostId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Cell } from './completeness.ts'

export const DutyState = z.enum(['open', 'done', 'dropped'])
export type DutyState = z.infer<typeof DutyState>

/** A step on the way, with its date. */
export const Milestone = z.object({
  id: z.uuid(),
  title: z.string().trim().min(1).max(200),
  dueOn: Day,
  doneOn: Day.nullable().default(null),
})
export type Milestone = z.infer<typeof Milestone>

const Words = z.string().trim().max(4000)

/** Everything about a duty that may be changed. Empty cells are allowed and counted. */
export const DutyValues = z.object({
  editionId: EditionId,
  criterion: z.string().min(1).max(64),
  areaId: AreaId.nullable().default(null),
  pointIds: z.array(PointId).max(2000).default([]),
  leadUnitId: UnitId.nullable().default(null),
  helperIds: z.array(UnitId).max(100).default([]),
  leaderPostId: PostId.nullable().default(null),
  personPostId: PostId.nullable().default(null),
  task: Words.default(''),
  measure: Words.default(''),
  effect: Words.default(''),
  startOn: Day.nullable().default(null),
  dueOn: Day.nullable().default(null),
  milestones: z.array(Milestone).max(50).default([]),
  state: DutyState.default('open'),
})
export type DutyValues = z.infer<typeof DutyValues>

/** A stored duty as rules see it. */
export interface StoredDuty {
  readonly id: DutyId
  readonly version: number
  readonly values: DutyValues
}

/** The values that one change may set at once; absent ones stay. Edition and criterion never change. */
export const DutyPatch = z.object({
  areaId: AreaId.nullable().optional(),
  pointIds: DutyValues.shape.pointIds.unwrap().optional(),
  leadUnitId: UnitId.nullable().optional(),
  helperIds: DutyValues.shape.helperIds.unwrap().optional(),
  leaderPostId: PostId.nullable().optional(),
  personPostId: PostId.nullable().optional(),
  task: Words.optional(),
  measure: Words.optional(),
  effect: Words.optional(),
  startOn: Day.nullable().optional(),
  dueOn: Day.nullable().optional(),
  milestones: DutyValues.shape.milestones.unwrap().optional(),
  state: z.enum(['open', 'done']).optional(),
})
export type DutyPatch = z.infer<typeof DutyPatch>

/** A duty's values after a patch. */
export function patched(values: DutyValues, patch: DutyPatch): DutyValues {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return { ...values, ...given }
}

/** A list in one form: neither the order of its things nor of their fields counts. */
const listed = (list: readonly unknown[]) =>
  list
    .map((it) => (typeof it === 'object' && it !== null ? JSON.stringify(Object.entries(it).sort()) : String(it)))
    .sort()
    .join('\n')

/** Names of the values that differ, sorted; order does not matter in lists. */
export function changedFields(before: DutyValues, after: DutyValues): (keyof DutyValues)[] {
  return (Object.keys(after) as (keyof DutyValues)[]).sort().filter((name) => {
    const [a, b] = [before[name], after[name]]
    return Array.isArray(a) && Array.isArray(b) ? listed(a) !== listed(b) : a !== b
  })
}

const Named = z.object({ id: z.uuid(), title: Text })

/** A post with who holds it today. */
export const PostHead = z.object({
  id: PostId,
  title: Text,
  holder: z.object({ id: PersonId, name: z.string() }).nullable(),
})
export type PostHead = z.infer<typeof PostHead>

/** A duty as lists show it, names looked up. */
export const DutyHead = z.object({
  id: DutyId,
  editionId: EditionId,
  criterion: z.string(),
  /** Words of the criterion and of the branches above it, from the root; null when the edition no longer has it. */
  title: Text.nullable(),
  path: z.array(Text),
  area: Named.nullable(),
  /** How many points it is limited to; 0 means all. */
  points: z.int(),
  lead: Named.nullable(),
  helpers: z.array(Named),
  leader: PostHead.nullable(),
  person: PostHead.nullable(),
  task: z.string(),
  measure: z.string(),
  effect: z.string(),
  startOn: Day.nullable(),
  dueOn: Day.nullable(),
  milestones: z.array(Milestone),
  state: DutyState,
  /** Cells of the five fixings and six implementations that are empty. */
  missing: z.array(Cell),
  overdue: z.boolean(),
  version: z.int(),
  changedAt: Instant,
})
export type DutyHead = z.infer<typeof DutyHead>

/** A duty on its own page: its points and what happened to it. */
export const DutyFile = DutyHead.extend({
  pointList: z.array(z.object({ id: PointId, code: z.string(), title: Text })),
  history: z.array(
    z.object({
      seq: z.int(),
      kind: z.string(),
      at: Instant,
      by: z.object({ id: PersonId, name: z.string() }).nullable(),
      fields: z.array(z.string()),
      note: z.string(),
    }),
  ),
})
export type DutyFile = z.infer<typeof DutyFile>
