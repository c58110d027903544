/** Areas of administration, unit grids, units, posts and points, as the calls show them. */
import { z } from 'zod'
import { AreaId, GridId, PersonId, PointId, PostId, UnitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Day } from '../base/time.ts'
import { Shape } from './geometry.ts'

export const levels = ['city', 'district', 'street', 'community'] as const
export const Level = z.enum(levels)
export type Level = z.infer<typeof Level>

/** A name to show, with the id and code to find it by. */
export const AreaName = z.object({ id: AreaId, code: z.string(), name: Text })
export type AreaName = z.infer<typeof AreaName>

/** An area of the tree city, district, street, community. `label` is a place well inside. */
export const Area = AreaName.extend({ level: Level, parent: AreaId.nullable(), label: Place.nullable() })
export type Area = z.infer<typeof Area>

/** An area with its outline and what it holds. */
export const WholeArea = Area.extend({
  shape: Shape.nullable(),
  areaM2: z.number().nullable(),
  path: z.array(AreaName),
  points: z.int(),
  grids: z.int(),
})
export type WholeArea = z.infer<typeof WholeArea>

/** A unit grid (单元网格): 15 digits, closed, without overlap, somebody answers for it. */
export const Grid = z.object({
  id: GridId,
  code: z.string(),
  community: AreaName,
  unit: z.object({ id: UnitId, name: Text }).nullable(),
  areaM2: z.number(),
})
export type Grid = z.infer<typeof Grid>

/** A unit that can be responsible. `kind` is a unit kind of the standards. */
export const Unit = z.object({
  id: UnitId,
  kind: z.string(),
  code: z.string(),
  name: Text,
  parent: UnitId.nullable(),
  area: AreaName.nullable(),
  /** Dissolved or merged: from this day on it takes no more work. */
  closedOn: Day.nullable(),
})
export type Unit = z.infer<typeof Unit>

/** A post and who holds it now; `history` tells who held it before. */
export const Post = z.object({
  id: PostId,
  unit: UnitId,
  /** Name of the unit. */
  ofUnit: Text,
  title: Text,
  /** May be the leader in charge (分管领导). */
  leads: z.boolean(),
  holder: z.object({ id: PersonId, name: z.string(), fromOn: Day }).nullable(),
  history: z.array(z.object({ id: PersonId, name: z.string(), fromOn: Day, toOn: Day })),
})
export type Post = z.infer<typeof Post>

/** A place that is looked at (点位), with the areas its coordinates lie in and the unit that answers for it. */
export const Point = z.object({
  id: PointId,
  code: z.string(),
  /** Code of a point type of the standards. */
  type: z.string(),
  name: Text,
  address: z.string(),
  place: Place,
  district: AreaName.nullable(),
  street: AreaName.nullable(),
  community: AreaName.nullable(),
  grid: z.object({ id: GridId, code: z.string() }).nullable(),
  unit: z.object({ id: UnitId, name: Text }).nullable(),
  retiredOn: Day.nullable(),
  version: z.int(),
})
export type Point = z.infer<typeof Point>
