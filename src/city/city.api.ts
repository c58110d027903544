/** Calls for areas, grids, units and posts: who and where. */
import { z } from 'zod'
import { bookOf, contract, orders, Paging, page, searched } from '../api/contract.ts'
import { AreaId, UnitId } from '../base/ids.ts'
import { Area, AreaName, Grid, Level, Post, Unit, WholeArea } from './area.ts'
import { Crs } from './crs.ts'

const Coordinate = z.coerce.number()

/** What a place lies in; everything null outside the city. */
export const Located = z.object({
  district: AreaName.nullable(),
  street: AreaName.nullable(),
  community: AreaName.nullable(),
  grid: Grid.omit({ community: true }).nullable(),
})
export type Located = z.infer<typeof Located>

const many = { limit: z.coerce.number().int().min(1).max(1000).default(500) }

const listAreas = {
  method: 'GET',
  path: '/areas',
  may: 'city.read',
  says: 'city.areas',
  query: Paging.extend({
    level: Level.optional(),
    parent: AreaId.optional(),
    ...searched,
    sort: orders(['code', 'name', 'level'], 'code'),
    ...many,
  }),
  returns: page(Area),
} as const

const listGrids = {
  method: 'GET',
  path: '/grids',
  may: 'city.read',
  says: 'city.grids',
  query: Paging.extend({ area: AreaId.optional(), ...searched, sort: orders(['code', 'size'], 'code') }),
  returns: page(Grid),
} as const

const listUnits = {
  method: 'GET',
  path: '/units',
  may: 'city.read',
  says: 'city.units',
  query: Paging.extend({
    kind: z.string().max(400).optional(),
    parent: UnitId.optional(),
    area: AreaId.optional(),
    /** Units that were dissolved or merged. */
    closed: z.enum(['with', 'only', 'without']).default('without'),
    ...searched,
    sort: orders(['code', 'name', 'kind'], 'code'),
    ...many,
  }),
  returns: page(Unit),
} as const

/** In the order the posts were founded when nothing else is asked. */
const listPosts = {
  method: 'GET',
  path: '/posts',
  may: 'city.read',
  says: 'city.posts',
  query: Paging.extend({
    unit: UnitId.optional(),
    leads: z.enum(['true', 'false']).optional(),
    ...searched,
    sort: orders(['founded', 'title'], 'founded'),
  }),
  returns: page(Post),
} as const

export const cityApi = contract({
  listAreas,
  exportAreas: bookOf(listAreas),
  getArea: {
    method: 'GET',
    path: '/areas/:id',
    may: 'city.read',
    says: 'city.area',
    params: z.object({ id: AreaId }),
    returns: WholeArea,
  },
  listGrids,
  exportGrids: bookOf(listGrids),
  listUnits,
  exportUnits: bookOf(listUnits),
  getUnit: {
    method: 'GET',
    path: '/units/:id',
    may: 'city.read',
    says: 'city.unit',
    params: z.object({ id: UnitId }),
    returns: Unit.extend({ posts: z.array(Post) }),
  },
  listPosts,
  exportPosts: bookOf(listPosts),
  locate: {
    method: 'GET',
    path: '/locate',
    may: 'city.read',
    says: 'city.locate',
    query: z.object({ lng: Coordinate.min(-180).max(180), lat: Coordinate.min(-90).max(90), crs: Crs.default('WGS-84') }),
    returns: Located,
  },
})
