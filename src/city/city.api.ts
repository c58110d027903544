/** Calls for areas, grids, units and posts: who and where. */
import { z } from 'zod'
import { contract, Paging, page } from '../api/contract.ts'
import { AreaId, UnitId } from '../base/ids.ts'
import { Area, AreaName, Grid, Level, Post, Unit, WholeArea } from './area.ts'
import { Crs } from './coordinates.ts'

const Coordinate = z.coerce.number()

/** What a place lies in; everything null outside the city. */
export const Located = z.object({
  district: AreaName.nullable(),
  street: AreaName.nullable(),
  community: AreaName.nullable(),
  grid: Grid.omit({ community: true }).nullable(),
})
export type Located = z.infer<typeof Located>

export const cityApi = contract({
  listAreas: {
    method: 'GET',
    path: '/areas',
    may: 'city.read',
    says: 'city.areas',
    query: Paging.extend({
      level: Level.optional(),
      parent: AreaId.optional(),
      text: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    returns: page(Area),
  },
  getArea: {
    method: 'GET',
    path: '/areas/:id',
    may: 'city.read',
    says: 'city.area',
    params: z.object({ id: AreaId }),
    returns: WholeArea,
  },
  listGrids: {
    method: 'GET',
    path: '/grids',
    may: 'city.read',
    says: 'city.grids',
    query: Paging.extend({ area: AreaId.optional(), text: z.string().max(100).optional() }),
    returns: page(Grid),
  },
  listUnits: {
    method: 'GET',
    path: '/units',
    may: 'city.read',
    says: 'city.units',
    query: Paging.extend({
      kind: z.string().max(400).optional(),
      parent: UnitId.optional(),
      area: AreaId.optional(),
      text: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    returns: page(Unit),
  },
  getUnit: {
    method: 'GET',
    path: '/units/:id',
    may: 'city.read',
    says: 'city.unit',
    params: z.object({ id: UnitId }),
    returns: Unit.extend({ posts: z.array(Post) }),
  },
  listPosts: {
    method: 'GET',
    path: '/posts',
    may: 'city.read',
    says: 'city.posts',
    query: Paging.extend({ unit: UnitId.optional(), leads: z.enum(['true', 'false']).optional(), text: z.string().max(100).optional() }),
    returns: page(Post),
  },
  locate: {
    method: 'GET',
    path: '/locate',
    may: 'city.read',
    says: 'city.locate',
    query: z.object({ lng: Coordinate.min(-180).max(180), lat: Coordinate.min(-90).max(90), crs: Crs.default('WGS-84') }),
    returns: Located,
  },
})
