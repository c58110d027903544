/** Calls for points: find them, look at one, keep the register. */
import { z } from 'zod'
import { contract, Paging, page } from '../api/contract.ts'
import { AreaId, PersonId, PointId, UnitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Point } from './area.ts'
import { Crs } from './crs.ts'

const sorts = ['code', '-code', 'type', '-type', 'name', '-name'] as const

/** What a list or a map of points may be narrowed to. `type` and `unit` may name several, with commas between. */
export const PointFilter = z.object({
  type: z.string().max(2000).optional(),
  district: AreaId.optional(),
  street: AreaId.optional(),
  community: AreaId.optional(),
  unit: z.string().max(4000).optional(),
  /** Part of a name, code or address. */
  text: z.string().max(100).optional(),
  /** west,south,east,north in WGS-84 degrees. */
  box: z
    .string()
    .regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/)
    .optional(),
  retired: z.enum(['with', 'only', 'without']).default('without'),
})
export type PointFilter = z.infer<typeof PointFilter>

/** A point as a person enters it; areas follow from the place. */
export const PointInput = z.object({
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  type: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.\-_]{0,63}$/),
  name: Text,
  address: z.string().max(300).default(''),
  place: Place,
  /** System of `place`; it is kept in WGS-84. */
  crs: Crs.default('WGS-84'),
  unit: UnitId.nullable().default(null),
})
export type PointInput = z.infer<typeof PointInput>

/** One entry of a point's history: what became of it, when, by whom. */
export const PointStep = z.object({
  kind: z.enum(['point.added', 'point.changed', 'point.retired']),
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type PointStep = z.infer<typeof PointStep>

const One = z.object({ id: PointId })

export const pointsApi = contract({
  listPoints: {
    method: 'GET',
    path: '/points',
    may: 'city.read',
    says: 'points.list',
    query: PointFilter.extend(Paging.shape).extend({ sort: z.enum(sorts).default('code') }),
    returns: page(Point),
  },
  countPoints: {
    method: 'GET',
    path: '/points/counts',
    may: 'city.read',
    says: 'points.counts',
    query: PointFilter,
    returns: z.object({ types: z.array(z.object({ type: z.string(), points: z.int() })), total: z.int() }),
  },
  /** The list as a workbook that can be imported again; columns in the reader's language. */
  exportPoints: {
    method: 'GET',
    path: '/points/workbook',
    may: 'city.read',
    says: 'points.export',
    query: PointFilter.extend({ sort: z.enum(sorts).default('code') }),
    returns: 'file',
  },
  getPoint: {
    method: 'GET',
    path: '/points/:id',
    may: 'city.read',
    says: 'points.get',
    params: One,
    returns: Point.extend({ history: z.array(PointStep) }),
  },
  addPoint: {
    method: 'POST',
    path: '/points',
    may: 'city.edit',
    says: 'points.add',
    body: PointInput.extend({ id: PointId }),
    returns: Point,
  },
  changePoint: {
    method: 'PUT',
    path: '/points/:id',
    may: 'city.edit',
    says: 'points.change',
    params: One,
    body: PointInput.extend({ version: z.int() }),
    returns: Point,
  },
  retirePoint: {
    method: 'POST',
    path: '/points/:id/retirement',
    may: 'city.edit',
    says: 'points.retire',
    params: One,
    body: z.object({ on: Day, reason: z.string().min(1).max(300) }),
    returns: Point,
  },
  changePoints: {
    method: 'POST',
    path: '/points/changes',
    may: 'city.edit',
    says: 'points.changeMany',
    body: z.object({
      ids: z.array(PointId).min(1).max(5000),
      unit: UnitId.nullable().optional(),
      type: z.string().max(64).optional(),
      retire: z.object({ on: Day, reason: z.string().min(1).max(300) }).optional(),
    }),
    returns: z.object({ changed: z.int() }),
  },
})
