/**
 * The organisation by line and by area (条块): units, posts, who holds them, who stands in for whom, and what goes along when
 * a post is handed over. Rules only: which role may be given by whom.
 */
import { z } from 'zod'
import { reachOf } from '../../api/reach.ts'
import type { Who } from '../../api/who.ts'
import { AreaId, PersonId, PostId, UnitId } from '../../base/ids.ts'
import { Text } from '../../base/text.ts'
import { Day, Instant } from '../../base/time.ts'
import { AreaName } from '../area.ts'
import { givenByArea, Role } from '../who.ts'

const Name = z.string().trim().min(1).max(100)

/** Somebody by name; `code` is the staff number (工号), which tells people of one name apart. */
export const Somebody = z.object({ id: PersonId, name: Name, code: z.string().trim().max(40).nullable().default(null) })
export type Somebody = z.infer<typeof Somebody>

/** Who stands in for the holder of a post (代), from the first day to the last. */
export const Deputy = z.object({
  id: z.uuid(),
  post: PostId,
  person: z.object({ id: PersonId, name: z.string() }),
  fromOn: Day,
  toOn: Day,
  reason: z.string(),
  endedOn: Day.nullable(),
})
export type Deputy = z.infer<typeof Deputy>

/** A post as the organisation page shows it. */
export const PostFile = z.object({
  id: PostId,
  title: Text,
  unit: z.object({ id: UnitId, title: Text }),
  leads: z.boolean(),
  role: Role.nullable(),
  /** The area it works for; null is that of its unit. */
  area: AreaName.nullable(),
  holders: z.array(z.object({ id: PersonId, name: z.string(), code: z.string().nullable(), fromOn: Day, toOn: Day.nullable() })),
  deputies: z.array(Deputy),
})
export type PostFile = z.infer<typeof PostFile>

/** A unit as it is written. */
export const UnitValues = z.object({
  kind: z.string().trim().min(1).max(64),
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{1,64}$/),
  name: z.object({ zh: Name, en: z.string().trim().max(200).default('') }),
  parent: UnitId.nullable(),
  area: AreaId.nullable(),
  /** Dissolved or merged on this day; null while it works. */
  closedOn: Day.nullable().default(null),
})
export type UnitValues = z.infer<typeof UnitValues>

/** A post as it is written. */
export const PostValues = z.object({
  unit: UnitId,
  title: z.object({ zh: Name, en: z.string().trim().max(200).default('') }),
  leads: z.boolean().default(false),
  role: Role.nullable(),
  area: AreaId.nullable(),
})
export type PostValues = z.infer<typeof PostValues>

/** A piece of work that is not finished, as its room names it. */
export const OpenItem = z.object({ kind: z.string(), thing: z.uuid(), title: z.string(), dueOn: Day.nullable() })
export type OpenItem = z.infer<typeof OpenItem>

/** A post handed over (交接单): both people see it, with the work that went along. */
export const Handover = z.object({
  id: z.uuid(),
  post: z.object({ id: PostId, title: Text, unit: Text }),
  /** The work goes to another post; null: the person takes the post itself. */
  toPost: z.object({ id: PostId, title: Text, unit: Text }).nullable(),
  from: z.object({ id: PersonId, name: z.string() }).nullable(),
  to: z.object({ id: PersonId, name: z.string() }),
  onDay: Day,
  note: z.string(),
  madeAt: Instant,
  receivedAt: Instant.nullable(),
  items: z.array(OpenItem),
})
export type Handover = z.infer<typeof Handover>

/** Whether a person may give or take a role: nobody gives what only the level above may give. */
export function mayGive(who: Pick<Who, 'may' | 'narrow' | 'role'>, role: Role | null): boolean {
  if (role === null || role === 'member') return true
  const reach = reachOf(who, 'organisation.edit')
  if (reach === 'city') return role !== 'operator' || who.role === 'operator'
  return reach === 'area' && givenByArea.includes(role)
}
