/** SQL of points. A map box is a few ranges of the cell index, on any engine and any number of points. */
import { z } from 'zod'
import { type AreaId, type CityId, PointId } from '../base/ids.ts'
import type { Box } from '../base/place.ts'
import { all, type Db, join, like, raw, rows, type Sql, sql } from '../base/sql.ts'
import { rangesOf } from './cells.ts'
import { PointRow } from './pointRow.ts'

const named = (of: string) => raw(`${of}.code as ${of}_code, ${of}.name_zh as ${of}_zh, ${of}.name_en as ${of}_en`)
const Named = z.string().nullable()

const ShownRow = PointRow.extend({
  districtCode: Named,
  districtZh: Named,
  districtEn: Named,
  streetCode: Named,
  streetZh: Named,
  streetEn: Named,
  communityCode: Named,
  communityZh: Named,
  communityEn: Named,
  gridCode: Named,
  unitZh: Named,
  unitEn: Named,
})
export type ShownRow = z.infer<typeof ShownRow>

const shown = sql`
  select p.id, p.code, p.type, p.name_zh, p.name_en, p.address, p.lng, p.lat, p.cell, p.district_id, p.street_id, p.community_id, p.grid_id,
    p.unit_id, p.retired_on, p.version, ${named('district')}, ${named('street')}, ${named('community')}, g.code as grid_code,
    u.name_zh as unit_zh, u.name_en as unit_en
  from points p
    left join areas district on district.city_id = p.city_id and district.id = p.district_id
    left join areas street on street.city_id = p.city_id and street.id = p.street_id
    left join areas community on community.city_id = p.city_id and community.id = p.community_id
    left join grids g on g.city_id = p.city_id and g.id = p.grid_id
    left join units u on u.city_id = p.city_id and u.id = p.unit_id`

/** What a list of points is narrowed to. */
export interface PointWish {
  readonly types?: readonly string[] | undefined
  readonly district?: AreaId | undefined
  readonly street?: AreaId | undefined
  readonly community?: AreaId | undefined
  readonly units?: readonly string[] | undefined
  readonly text?: string | undefined
  readonly box?: Box | undefined
  readonly retired: 'with' | 'only' | 'without'
}

/** Conditions of a box: few ranges of cells, then the exact edges. */
const within = (box: Box): Sql => {
  const ranges = rangesOf(box).map(([from, to]) => sql`p.cell between ${from} and ${to}`)
  const [west, south, east, north] = box
  return sql`(${join(ranges, sql` or `)}) and p.lng between ${west} and ${east} and p.lat between ${south} and ${north}`
}

const where = (city: CityId, { types, district, street, community, units, text, box, retired }: PointWish): Sql =>
  all(
    sql`p.city_id = ${city}`,
    types && sql`p.type = any(${types}::text[])`,
    district && sql`p.district_id = ${district}`,
    street && sql`p.street_id = ${street}`,
    community && sql`p.community_id = ${community}`,
    units && sql`p.unit_id = any(${units}::uuid[])`,
    text === undefined || text === ''
      ? undefined
      : sql`(p.name_zh ilike ${like(text)} or p.name_en ilike ${like(text)} or p.code ilike ${like(text)} or p.address ilike ${like(text)})`,
    box && within(box),
    retired === 'with' ? undefined : retired === 'only' ? sql`p.retired_on is not null` : sql`p.retired_on is null`,
  )

/** How a list is sorted: a column, and the code where that is equal. */
export interface PointOrder {
  readonly by: 'code' | 'type' | 'name'
  readonly down: boolean
  /** Sort value and code of the last row of the page before. */
  readonly after?: readonly [string, string] | undefined
}

/** One page; one more row than asked for when there are more. */
export function listPoints(db: Db, city: CityId, wish: PointWish, order: PointOrder, limit: number): Promise<ShownRow[]> {
  const column = raw({ code: 'p.code', type: 'p.type', name: 'p.name_zh' }[order.by])
  const way = raw(order.down ? 'desc' : 'asc')
  const beyond = raw(order.down ? '<' : '>')
  const from = order.after && sql`(${column}, p.code) ${beyond} (${order.after[0]}, ${order.after[1]})`
  return db.all(ShownRow, sql`${shown} where ${all(where(city, wish), from)} order by ${column} ${way}, p.code ${way} limit ${limit + 1}`)
}

const Count = z.object({ type: z.string(), points: z.int() })

/** How many points of each type the filter has. */
export const countPoints = (db: Db, city: CityId, wish: PointWish) =>
  db.all(Count, sql`select p.type, count(*) as points from points p where ${where(city, wish)} group by p.type order by p.type`)

/** One point with the names around it. */
export const findPoint = (db: Db, city: CityId, id: PointId) => db.find(ShownRow, sql`${shown} where p.city_id = ${city} and p.id = ${id}`)

/** Points by id, in the order of codes. */
export const listPointsById = (db: Db, city: CityId, ids: readonly PointId[]) =>
  db.all(
    PointRow,
    sql`
    select id, code, type, name_zh, name_en, address, lng, lat, cell, district_id, street_id, community_id, grid_id, unit_id, retired_on, version
    from points where city_id = ${city} and id = any(${ids}::uuid[]) order by code`,
  )

/** Points by code, for an import that names them so. */
export const listPointsByCode = (db: Db, city: CityId, codes: readonly string[]) =>
  db.all(
    PointRow,
    sql`
    select id, code, type, name_zh, name_en, address, lng, lat, cell, district_id, street_id, community_id, grid_id, unit_id, retired_on, version
    from points where city_id = ${city} and code = any(${codes}::text[]) order by code`,
  )

const columns = {
  id: 'uuid',
  code: 'text',
  type: 'text',
  nameZh: 'text',
  nameEn: 'text',
  address: 'text',
  lng: 'double precision',
  lat: 'double precision',
  cell: 'bigint',
  districtId: 'uuid',
  streetId: 'uuid',
  communityId: 'uuid',
  gridId: 'uuid',
  unitId: 'uuid',
  retiredOn: 'date',
  version: 'int',
}

const Key = z.object({ id: PointId })

/** Adds points; an id that is there already is left alone. Gives the ids that were new. */
export const addPoints = async (db: Db, city: CityId, points: readonly PointRow[]): Promise<PointId[]> =>
  (
    await db.all(
      Key,
      sql`
      insert into points (city_id, id, code, type, name_zh, name_en, address, lng, lat, cell, district_id, street_id, community_id, grid_id, unit_id, retired_on, version)
      select ${city}, id, code, type, name_zh, name_en, address, lng, lat, cell, district_id, street_id, community_id, grid_id, unit_id, retired_on, version
      from ${rows(points, columns)} on conflict (city_id, id) do nothing returning id`,
    )
  ).map(({ id }) => id)

/** Writes changed points where nobody else changed them since; gives how many were written. */
export const changePoints = (db: Db, city: CityId, points: readonly PointRow[]) =>
  db.run(sql`
    update points p set code = r.code, type = r.type, name_zh = r.name_zh, name_en = r.name_en, address = r.address, lng = r.lng, lat = r.lat,
      cell = r.cell, district_id = r.district_id, street_id = r.street_id, community_id = r.community_id, grid_id = r.grid_id,
      unit_id = r.unit_id, retired_on = r.retired_on, version = r.version + 1
    from ${rows(points, columns)} where p.city_id = ${city} and p.id = r.id and p.version = r.version`)

const SpotRow = z.object({
  points: z.int(),
  lng: z.number(),
  lat: z.number(),
  id: PointId.nullable(),
  code: z.string().nullable(),
  type: z.string().nullable(),
  nameZh: z.string().nullable(),
  nameEn: z.string().nullable(),
  unitId: z.string().nullable(),
})
export type SpotRow = z.infer<typeof SpotRow>

/**
 * What a tile shows: points gathered by the leading bits of their cells, `bits` low bits left out. Only where one stands alone
 * is it looked up whole.
 */
export const listSpots = (db: Db, city: CityId, wish: PointWish, bits: number) =>
  db.all(
    SpotRow,
    sql`
    with spots as (
      select count(*) as points, avg(p.lng) as lng, avg(p.lat) as lat, min(p.cell) as cell
      from points p where ${where(city, wish)} group by p.cell >> ${bits}::int)
    select s.points, s.lng, s.lat, one.id, one.code, one.type, one.name_zh, one.name_en, one.unit_id
    from spots s left join lateral (
      select p.id, p.code, p.type, p.name_zh, p.name_en, p.unit_id from points p
      where p.cell = s.cell and ${where(city, { ...wish, box: undefined })} limit 1) one on s.points = 1
    order by s.cell`,
  )

const stored = raw(
  'id, code, type, name_zh, name_en, address, lng, lat, cell, district_id, street_id, community_id, grid_id, unit_id, retired_on, version',
)

/** Every point of a city, page by page in the order of ids; for imports and for finding areas anew. */
export const listPointsAfter = (db: Db, city: CityId, after: PointId | undefined, limit: number) =>
  db.all(
    PointRow,
    sql`select ${stored} from points where ${all(sql`city_id = ${city}`, after && sql`id > ${after}`)} order by id limit ${limit}`,
  )

/** Writes the areas that points lie in, after areas changed. What a person entered is left alone, and so is the version. */
export const placePoints = (db: Db, city: CityId, points: readonly PointRow[]) =>
  db.run(sql`
    update points p set district_id = r.district_id, street_id = r.street_id, community_id = r.community_id, grid_id = r.grid_id
    from ${rows(points, { id: 'uuid', districtId: 'uuid', streetId: 'uuid', communityId: 'uuid', gridId: 'uuid' })}
    where p.city_id = ${city} and p.id = r.id`)
