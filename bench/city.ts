/** A city of a given size for the measurements: points of an edition's types, and observations written by the database itself. */
import { v7 } from 'uuid'
import { type Db, rows, sql } from '../src/base/sql.ts'
import { Edition, factOf } from '../src/standards/edition.ts'
import { readFileSync } from 'node:fs'

/** The civilised-city sample, whose checks are looked at. */
export const edition = Edition.parse(
  JSON.parse(readFileSync(new URL('../src/standards/library/civilised-city/2024-sample.json', import.meta.url), 'utf8')),
)

/** How the city is laid out. */
const layout = { districts: 3, streets: 20, units: 60 }

const ids = (count: number) => Array.from({ length: count }, () => v7())

/** Areas, units and points of a city; gives the ids of its points with their types. */
export async function addCity(db: Db, city: number, points: number): Promise<{ id: string; type: string }[]> {
  const [district, street, unit] = [ids(layout.districts), ids(layout.streets), ids(layout.units)]
  await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, ${`bench-${city}`}, '测试市', 'district')`)
  const areas = [
    ...district.map((id, index) => ({ id, parentId: null, level: 'district', code: `d${index}` })),
    ...street.map((id, index) => ({ id, parentId: district[index % layout.districts]!, level: 'street', code: `s${index}` })),
  ]
  await db.run(
    sql`insert into areas (city_id, id, parent_id, level, code, name_zh)
        select ${city}, id, parent_id, level, code, code from ${rows(areas, { id: 'uuid', parentId: 'uuid', level: 'text', code: 'text' })}`,
  )
  await db.run(
    sql`insert into units (city_id, id, kind, code, name_zh) select ${city}, id, 'CGJ', 'u' || id, '单位' from ${rows(
      unit.map((id) => ({ id })),
      { id: 'uuid' },
    )}`,
  )
  const types = edition.pointTypes.filter(({ checks }) => checks.length > 0)
  const list = Array.from({ length: points }, (_, index) => ({
    id: v7(),
    code: `p${index}`,
    type: types[index % types.length]!.id,
    districtId: district[(index % layout.streets) % layout.districts]!,
    streetId: street[index % layout.streets]!,
    unitId: unit[index % layout.units]!,
  }))
  await db.run(
    sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id, street_id, unit_id)
        select ${city}, id, code, type, code, 113, 35, 0, district_id, street_id, unit_id
        from ${rows(list, { id: 'uuid', code: 'text', type: 'text', districtId: 'uuid', streetId: 'uuid', unitId: 'uuid' })}`,
  )
  return list
}

/** Adds `count` check observations spread over all points and their checks, from number `first` on. Ids rise with time, as UUIDv7 do. */
export async function addObservations(db: Db, city: number, points: readonly { id: string; type: string }[], first: number, count: number) {
  const factOfCheck = new Map(edition.checks.map((check) => [check.id, factOf(check)]))
  const factsOf = new Map(edition.pointTypes.map(({ id, checks }) => [id, checks.map((check) => factOfCheck.get(check)!)]))
  const cells = points
    .flatMap(({ id, type }) => factsOf.get(type)!.map((fact) => ({ pointId: id, fact })))
    .map((cell, no) => ({ ...cell, no }))
  const grade = sql`case when i % 23 < 18 then 1000 when i % 23 < 20 then 500 when i % 23 < 22 then 0 end`
  await db.run(
    sql`insert into observations (city_id, seq, id, kind, fact, point_id, factor, observed_at)
        select ${city}, i, ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'check', c.fact, c.point_id, ${grade}, timestamptz '2026-01-01' + interval '1 second' * (i % 28000000)
        from generate_series(${first}::bigint, ${first + count - 1}::bigint) i
        join (select no, fact, point_id from ${rows(cells, { no: 'int', fact: 'text', pointId: 'uuid' })}) c on c.no = (i * 7919) % ${cells.length}`,
  )
  await db.run(
    sql`insert into event_heads (city_id, last) values (${city}, ${first + count - 1})
        on conflict (city_id) do update set last = ${first + count - 1}`,
  )
}
