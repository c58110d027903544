/** SQL of areas and grids. Shapes are read only where they are needed: they are heavy. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { AreaId, type CityId, GridId, UnitId } from '../base/ids.ts'
import { all, type Db, like, rows, sql } from '../base/sql.ts'
import { Level } from './area.ts'
import { Shape } from './geometry.ts'

const AreaRow = z.object({
  id: AreaId,
  parentId: AreaId.nullable(),
  level: Level,
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  labelLng: z.number().nullable(),
  labelLat: z.number().nullable(),
})
export type AreaRow = z.infer<typeof AreaRow>

/** Which areas are asked for. */
export interface AreaQuery {
  readonly level?: Level | undefined
  readonly parent?: AreaId | undefined
  readonly text?: string | undefined
}

const areaOrders: Orders<AreaRow> = {
  code: { key: sql`code`, type: 'text', of: ({ code }) => code },
  name: { key: sql`name_zh`, type: 'text', of: ({ nameZh }) => nameZh },
  level: { key: sql`level`, type: 'text', of: ({ level }) => level },
}

/** One page of areas, without shapes. */
export const listAreas = (db: Db, city: CityId, { level, parent, text }: AreaQuery, turn: Turn): Promise<PageOf<AreaRow>> =>
  pageBy(areaOrders, turn, ({ beyond, rest }) =>
    db.all(
      AreaRow,
      sql`
    select id, parent_id, level, code, name_zh, name_en, label_lng, label_lat from areas
    where ${all(
      sql`city_id = ${city}`,
      level && sql`level = ${level}`,
      parent && sql`parent_id = ${parent}`,
      text === undefined || text === ''
        ? undefined
        : sql`(name_zh ilike ${like(text)} or name_en ilike ${like(text)} or code like ${like(text)})`,
      beyond,
    )} ${rest}`,
    ),
  )

const WholeRow = AreaRow.extend({ shape: Shape.nullable(), points: z.int(), grids: z.int() })

/** One area with its shape and counts. */
export const findArea = (db: Db, city: CityId, id: AreaId) =>
  db.find(
    WholeRow,
    sql`
    select a.id, a.parent_id, a.level, a.code, a.name_zh, a.name_en, a.label_lng, a.label_lat, a.shape,
      (select count(*) from points p where p.city_id = a.city_id and p.retired_on is null
        and (a.level = 'city' or p.district_id = a.id or p.street_id = a.id or p.community_id = a.id)) as points,
      (select count(*) from grids g join areas c on c.city_id = g.city_id and c.id = g.area_id
        left join areas s on s.city_id = c.city_id and s.id = c.parent_id
        where g.city_id = a.city_id and (a.level = 'city' or a.id in (c.id, s.id, s.parent_id))) as grids
    from areas a where a.city_id = ${city} and a.id = ${id}`,
  )

const PathRow = z.object({ id: AreaId, code: z.string(), nameZh: z.string(), nameEn: z.string(), depth: z.int() })

/** The areas above one, outermost first. */
export const listAreasAbove = (db: Db, city: CityId, id: AreaId) =>
  db.all(
    PathRow,
    sql`
    with recursive up as (
      select id, parent_id, code, name_zh, name_en, 0 as depth from areas where city_id = ${city} and id = ${id}
      union all
      select a.id, a.parent_id, a.code, a.name_zh, a.name_en, up.depth + 1
      from up join areas a on a.city_id = ${city} and a.id = up.parent_id)
    select id, code, name_zh, name_en, depth from up where depth > 0 order by depth desc`,
  )

const GridRow = z.object({
  id: GridId,
  code: z.string(),
  areaM2: z.number(),
  areaId: AreaId,
  areaCode: z.string(),
  areaZh: z.string(),
  areaEn: z.string(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
})
export type GridRow = z.infer<typeof GridRow>

const gridOrders: Orders<GridRow> = {
  code: { key: sql`g.code`, type: 'text', of: ({ code }) => code },
  size: { key: sql`round(g.area_m2 * 100)::bigint`, type: 'int', of: ({ areaM2 }) => Math.round(areaM2 * 100) },
}

/** One page of grids. `parent` may be an area of any level. */
export const listGrids = (
  db: Db,
  city: CityId,
  { id, parent, text }: Omit<AreaQuery, 'level'> & { id?: GridId },
  turn: Turn,
): Promise<PageOf<GridRow>> =>
  pageBy(
    gridOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        GridRow,
        sql`
    select g.id, g.code, g.area_m2, a.id as area_id, a.code as area_code, a.name_zh as area_zh, a.name_en as area_en,
      u.id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en
    from grids g join areas a on a.city_id = g.city_id and a.id = g.area_id
      left join areas s on s.city_id = a.city_id and s.id = a.parent_id
      left join units u on u.city_id = g.city_id and u.id = g.unit_id
    where ${all(
      sql`g.city_id = ${city}`,
      id && sql`g.id = ${id}`,
      parent && sql`${parent} in (a.id, s.id, s.parent_id)`,
      text === undefined || text === ''
        ? undefined
        : sql`(g.code ilike ${like(text)} or a.name_zh ilike ${like(text)} or u.name_zh ilike ${like(text)})`,
      beyond,
    )} ${rest}`,
      ),
    sql`g.id`,
  )

const Version = z.object({ mapVersion: z.uuid() })

/** Changes whenever areas, grids or the base map change; undefined for a city that does not exist. */
export const findMapVersion = async (db: Db, city: CityId): Promise<string | undefined> =>
  (await db.find(Version, sql`select map_version from cities where city_id = ${city}`))?.mapVersion

/** Says to every process that areas, grids or the base map changed. */
export const raiseMapVersion = (db: Db, city: CityId) =>
  db.run(sql`update cities set map_version = gen_random_uuid() where city_id = ${city}`)

const ShapeRow = AreaRow.omit({ labelLng: true, labelLat: true }).extend({ shape: Shape, unitId: UnitId.nullable() })

/** Areas that have a shape, with it and the unit that stands for the area (a street's office). */
export const listAreaShapes = (db: Db, city: CityId, level?: Level, parent?: AreaId) =>
  db.all(
    ShapeRow,
    sql`
    select a.id, a.parent_id, a.level, a.code, a.name_zh, a.name_en, a.shape,
      (select u.id from units u where u.city_id = a.city_id and u.area_id = a.id and a.level <> 'city' order by u.code limit 1) as unit_id
    from areas a
    where ${all(sql`a.city_id = ${city}`, sql`a.shape is not null`, level && sql`a.level = ${level}`, parent && sql`a.parent_id = ${parent}`)}
    order by a.code`,
  )

const GridShape = z.object({ id: GridId, code: z.string(), areaId: AreaId, shape: Shape, areaM2: z.number(), unitId: UnitId.nullable() })

/** Every grid with its shape, in the order of codes. */
export const listGridShapes = (db: Db, city: CityId) =>
  db.all(GridShape, sql`select id, code, area_id, shape, area_m2, unit_id from grids where city_id = ${city} order by code`)

const NewGrid = GridShape.extend({ west: z.number(), south: z.number(), east: z.number(), north: z.number() })
export type NewGrid = z.infer<typeof NewGrid>

/** Adds grids or replaces them by code. */
export const putGrids = (db: Db, city: CityId, grids: readonly NewGrid[]) =>
  db.run(sql`
    insert into grids (city_id, id, code, area_id, unit_id, shape, area_m2, west, south, east, north)
    select ${city}, id, code, area_id, unit_id, shape, area_m2, west, south, east, north
    from ${rows(grids, {
      id: 'uuid',
      code: 'text',
      areaId: 'uuid',
      unitId: 'uuid',
      shape: 'jsonb',
      areaM2: 'double precision',
      west: 'double precision',
      south: 'double precision',
      east: 'double precision',
      north: 'double precision',
    })}
    on conflict (city_id, code) do update set area_id = excluded.area_id, unit_id = excluded.unit_id, shape = excluded.shape,
      area_m2 = excluded.area_m2, west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north`)

const NewArea = z.object({
  id: AreaId,
  parentId: AreaId.nullable(),
  level: Level,
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  shape: Shape.nullable(),
  west: z.number().nullable(),
  south: z.number().nullable(),
  east: z.number().nullable(),
  north: z.number().nullable(),
  labelLng: z.number().nullable(),
  labelLat: z.number().nullable(),
})
export type NewArea = z.infer<typeof NewArea>

/** Adds areas or replaces them by code; parents must come before children. Gives how many were written. */
export const putAreas = (db: Db, city: CityId, areas: readonly NewArea[]) =>
  db.run(sql`
    insert into areas (city_id, id, parent_id, level, code, name_zh, name_en, shape, west, south, east, north, label_lng, label_lat)
    select ${city}, id, parent_id, level, code, name_zh, name_en, shape, west, south, east, north, label_lng, label_lat
    from ${rows(areas, {
      id: 'uuid',
      parentId: 'uuid',
      level: 'text',
      code: 'text',
      nameZh: 'text',
      nameEn: 'text',
      shape: 'jsonb',
      west: 'double precision',
      south: 'double precision',
      east: 'double precision',
      north: 'double precision',
      labelLng: 'double precision',
      labelLat: 'double precision',
    })}
    on conflict (city_id, code) do update set parent_id = excluded.parent_id, level = excluded.level, name_zh = excluded.name_zh,
      name_en = excluded.name_en, shape = excluded.shape, west = excluded.west, south = excluded.south, east = excluded.east,
      north = excluded.north, label_lng = excluded.label_lng, label_lat = excluded.label_lat`)

const Known = z.object({ id: AreaId, code: z.string(), level: Level, nameZh: z.string(), nameEn: z.string(), shape: Shape.nullable() })

/** Every area with its code, name and shape, for imports that name areas. */
export const listKnownAreas = (db: Db, city: CityId) =>
  db.all(Known, sql`select id, code, level, name_zh, name_en, shape from areas where city_id = ${city} order by code`)

/** The city's box from its areas, after they changed. */
export const fitCityBox = (db: Db, city: CityId) =>
  db.run(sql`
    update cities c set west = a.west, south = a.south, east = a.east, north = a.north
    from (select min(west) as west, min(south) as south, max(east) as east, max(north) as north from areas where city_id = ${city}) a
    where c.city_id = ${city}`)
