/**
 * The city of the desk's measurements: 20 districts of 25 unit grids each, 12 units by class, and as many cases as are asked for,
 * written by the database itself from one formula, so that the bare server and ours hold the same.
 */
import type { CityId } from '../src/base/ids.ts'
import { type Db, rows, sql } from '../src/base/sql.ts'
import { unlived } from '../src/cases/case.ts'
import { hashPassword } from '../src/access/hash.serve.ts'
import { dbOf, type Engine } from '../src/server/engines/engine.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'
import { migrate } from '../src/server/migrate.ts'

export const city = 1 as CityId
const [west, south, columns, down] = [113, 35, 5, 4] as const
const side = 0.1
const gridsAcross = 5

const id = (kind: number, no: number) => `01900000-0000-7000-8${kind.toString().padStart(3, '0')}-${no.toString(16).padStart(12, '0')}`
export const districtOf = (no: number): string => id(1, no)
export const unitOf = (no: number): string => id(3, no)
export const classOf = (no: number): string => `K${String(no + 1).padStart(2, '0')}`
export const [districts, units] = [20, 12]
export const states = ['reported', 'dispatched', 'rectified', 'suspended', 'closed'] as const
export const password = 'demo'
export const logins = ['desk0', 'desk1', 'desk2', 'desk3']

/** West, south, east, north of a district. */
export function boxOf(no: number): [number, number, number, number] {
  const [x, y] = [west + (no % columns) * side, south + Math.floor(no / columns) * side]
  return [x, y, x + side, y + side]
}
export const whole: [number, number, number, number] = [west, south, west + columns * side, south + down * side]

const ring = ([w, s, e, n]: readonly number[]) => ({
  type: 'Polygon',
  coordinates: [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ],
})

const areaShape = { id: 'uuid', parentId: 'uuid', level: 'text', code: 'text', nameZh: 'text', shape: 'jsonb' }

/** Areas, grids, units, rules of who answers, and people at the desk. */
export async function addCity(db: Db): Promise<void> {
  await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, 'bench', '测试市', 'city')`)
  const numbers = Array.from({ length: districts }, (_, no) => no)
  const areas = numbers.flatMap((no) => [
    { id: districtOf(no), parentId: null, level: 'district', code: `${no + 10}`, nameZh: `${no + 1}区`, shape: ring(boxOf(no)) },
    { id: id(2, no), parentId: districtOf(no), level: 'street', code: `${no + 10}001`, nameZh: `${no + 1}街道`, shape: ring(boxOf(no)) },
  ])
  await db.run(sql`insert into areas (city_id, id, parent_id, level, code, name_zh, shape)
    select ${city}, id, parent_id, level, code, name_zh, shape from ${rows(areas, areaShape)}`)
  const grids = numbers.flatMap((no) => gridsOf(no))
  await db.run(sql`insert into grids (city_id, id, code, area_id, shape, area_m2, west, south, east, north)
    select ${city}, id, code, area_id, shape, 1, 0, 0, 0, 0 from ${rows(grids, { id: 'uuid', code: 'text', areaId: 'uuid', shape: 'jsonb' })}`)
  const list = Array.from({ length: units }, (_, no) => ({
    id: unitOf(no),
    rule: id(5, no),
    code: `U${no}`,
    nameZh: `${no + 1}局`,
    class: classOf(no),
  }))
  const listShape = { id: 'uuid', rule: 'uuid', code: 'text', nameZh: 'text', class: 'text' }
  await db.run(
    sql`insert into units (city_id, id, kind, code, name_zh) select ${city}, id, 'bureau', code, name_zh from ${rows(list, listShape)}`,
  )
  await db.run(
    sql`insert into owner_rules (city_id, id, class, unit_id, changed_at) select ${city}, rule, class, id, now() from ${rows(list, listShape)}`,
  )
  const people = logins.map((login, no) => ({ login, person: id(6, no), account: id(7, no) }))
  const hash = await hashPassword(password)
  const shape = { login: 'text', person: 'uuid', account: 'uuid' }
  await db.run(sql`insert into people (city_id, id, name) select ${city}, person, login from ${rows(people, shape)}`)
  await db.run(sql`insert into accounts (city_id, id, login, role, person_id, password_hash)
    select ${city}, account, login, 'operator', person, ${hash} from ${rows(people, shape)}`)
}

function gridsOf(district: number) {
  const [w, s] = boxOf(district)
  const step = side / gridsAcross
  return Array.from({ length: gridsAcross ** 2 }, (_, no) => {
    const [x, y] = [w + (no % gridsAcross) * step, s + Math.floor(no / gridsAcross) * step]
    const number = district * gridsAcross ** 2 + no
    return {
      id: id(4, number),
      code: String(number + 1000).padStart(15, '0'),
      areaId: id(2, district),
      shape: ring([x, y, x + step, y + step]),
    }
  })
}

/** The formula of the cases, as a function of the database. */
const formula = `
  create or replace function spread(v bigint) returns bigint language plpgsql immutable as $$ begin
    v := (v | (v << 16)) & 281470681808895; v := (v | (v << 8)) & 71777214294589695; v := (v | (v << 4)) & 1085102592571150095;
    v := (v | (v << 2)) & 3689348814741910323; return (v | (v << 1)) & 6148914691236517205; end $$;
  create or replace function bench_cases(n int) returns table (i int, id uuid, district int, unit int, state int, lng float8, lat float8,
      cell bigint, text text, reported_at timestamptz, due_at timestamptz, closed_at timestamptz) language sql as $$
    select i, ('01900000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid, district, unit, state, lng, lat,
      spread(floor((lng + 180) / 360 * 16777216)::bigint) + 2 * spread(floor((lat + 90) / 180 * 16777216)::bigint),
      '第 ' || i || ' 件：人行道地砖破损，行人经过时容易绊倒，请尽快修复', at, at + interval '3 days',
      case when state = 4 then at + interval '2 days' end
    from (select i, district, (hashint4(i + 7) & 1023) * 12 / 1024 as unit,
        case when (hashint4(i) & 127) < 6 then 0 when (hashint4(i) & 127) < 25 then 1 when (hashint4(i) & 127) < 31 then 2
          when (hashint4(i) & 127) < 33 then 3 else 4 end as state,
        113 + district % 5 * 0.1 + (hashint4(i + 1000003) & 65535) / 655360.0 as lng,
        35 + district / 5 * 0.1 + (hashint4(i + 2000003) & 65535) / 655360.0 as lat,
        timestamptz '2026-11-21 00:00Z' - (n - i) * (interval '365 days' / n) as at
      from (select i, (hashint4(i + 3) & 1023) * 20 / 1024 as district from generate_series(1, n) i) d) c $$;`

/** The bare server's table, with the indexes that its two questions ask for. */
export const bareTables = (count: number): string => `${formula}
  create table districts (no int primary key, west float8, south float8, east float8, north float8);
  insert into districts select no, 113 + no % 5 * 0.1, 35 + no / 5 * 0.1, 113.1 + no % 5 * 0.1, 35.1 + no / 5 * 0.1 from generate_series(0, 19) no;
  create table cases (id uuid primary key, text text not null, class text not null, district int references districts, unit int, state int not null,
    lng float8 not null, lat float8 not null, reported_at timestamptz not null, due_at timestamptz, closed_at timestamptz, photo text);
  insert into cases select id, text, 'K' || lpad((unit + 1)::text, 2, '0'), district, unit, state, lng, lat, reported_at, due_at, closed_at from bench_cases(${count});
  create index on cases (unit, state, reported_at desc, id);
  create index on cases (district, unit, state);
  analyze;`

/** The same cases in our tables, with everything that is kept beside them. Indexes are built when the rows stand: it is much quicker. */
export async function addCases(engine: Engine, count: number): Promise<void> {
  const { rows: found } = await engine.query(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename in ('cases', 'case_places')
       and indexname not in (select conname from pg_constraint)`,
    [],
  )
  const indexes = found.map((it) => ({ name: String(it['indexname']), text: String(it['indexdef']) }))
  const life = JSON.stringify({
    ...unlived,
    clocks: { whole: { state: 'running', spans: [['2026-11-20T00:00:00.000Z', null]], dueAt: null } },
  })
  await engine.script(`${formula}
    set session_replication_role = replica;
    ${indexes.map(({ name }) => `drop index ${name};`).join('\n')}
    insert into cases (city_id, id, no, state, stage, ball, ball_at, text, class, lng, lat, cell, street_id, unit_id, reported_at, reported_by, due_at,
      closed_at, outcome, version, changed_at, life)
    select ${city}, id, 'B' || lpad(i::text, 9, '0'), s, s, (array['desk','unit','checker','nobody','nobody'])[state + 1], reported_at, text,
      'K' || lpad((unit + 1)::text, 2, '0'), lng, lat, cell, ('01900000-0000-7000-8002-' || lpad(to_hex(district), 12, '0'))::uuid,
      ('01900000-0000-7000-8003-' || lpad(to_hex(unit), 12, '0'))::uuid, reported_at, '${id(6, 0)}', due_at, closed_at,
      case when state = 4 then 'done' end, 1, reported_at, '${life}'::jsonb
    from (select *, (array['${states.join("','")}'])[state + 1] as s from bench_cases(${count})) c;
    insert into case_places (city_id, case_id, district_id, street_id, found, why)
    select city_id, id, ('01900000-0000-7000-8001-' || right(street_id::text, 12))::uuid, street_id, 'grid', '{"by":"given"}' from cases;
    ${indexes.map(({ text }) => `${text};`).join('\n')}
    insert into case_boards (city_id, district_id, unit_id, open, overdue, closed)
    select ${city}, p.district_id, c.unit_id, count(*) filter (where c.stage <> 'closed'), 0, count(*) filter (where c.stage = 'closed')
    from cases c join case_places p on p.city_id = c.city_id and p.case_id = c.id group by 2, 3;
    insert into case_board_heads (city_id, version, marked_at) values (${city}, 1, timestamptz '1970-01-01 00:00:00Z');
    insert into case_counted (city_id, case_id, cell, x, y, stage, state, unit_id, class, street_id)
    select city_id, id, cell, floor((lng + 180) / 360 * 16777216), floor((lat + 90) / 180 * 16777216), stage, state, unit_id, class, street_id from cases;
    insert into case_squares (city_id, level, facet, value, square, stage, state, cases, x, y)
    select k.city_id, l.level, f.facet, f.value, k.cell >> (2 * (24 - l.level)), k.stage, k.state, count(*), sum(k.x), sum(k.y)
    from case_counted k cross join (values (11), (14), (17)) l (level)
      cross join lateral (values ('all', ''), ('unit', k.unit_id::text), ('class', k.class), ('street', k.street_id::text)) f (facet, value)
    group by 1, 2, 3, 4, 5, 6, 7;
    set session_replication_role = default;`)
}

/** The address of our database with so many cases; made anew unless the one of an earlier run is to be kept. */
export async function openDesk(base: string, count: number, keep: boolean): Promise<string> {
  const url = new URL(base)
  const name = `bench_desk_ours_${count}`
  url.pathname = `/${name}`
  const admin = await openPostgres(base, 1)
  const { rows: known } = await admin.query('select 1 from pg_database where datname = $1', [name])
  if (known.length === 0 || !keep) {
    await admin.script(`drop database if exists ${name} with (force)`)
    await admin.script(`create database ${name}`)
    const engine = await openPostgres(url.href, 1)
    await migrate(engine)
    await addCity(dbOf(engine))
    await addCases(engine, count)
    await engine.script('vacuum analyze')
    await engine.close()
    await admin.script('checkpoint')
  }
  await admin.close()
  return url.href
}
