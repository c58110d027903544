/**
 * SQL of the board: cases by district and unit, counted in the transaction that changes them. What falls due does so without
 * anything being written, so the kept number of overdue cases stands as of a mark, and what fell due since is added when read.
 */
import { z } from 'zod'
import { AreaId, type CaseId, type CityId, UnitId } from '../base/ids.ts'
import { type Db, type Sql, sql } from '../base/sql.ts'

const nil = '00000000-0000-0000-0000-000000000000'
const district = sql`coalesce(p.district_id, ${nil}::uuid)`
const unit = sql`coalesce(c.unit_id, ${nil}::uuid)`
const placed = sql`cases c left join case_places p on p.city_id = c.city_id and p.case_id = c.id`
const owes = sql`c.stage in ('reported', 'dispatched')`

const upsert = (city: CityId, head: Sql, sign: Sql, which: Sql) => sql`
  with head as (${head})
  insert into case_boards (city_id, district_id, unit_id, open, overdue, closed)
  select ${city}, ${district}, ${unit}, ${sign} * count(*) filter (where c.stage <> 'closed'),
    ${sign} * count(*) filter (where ${owes} and c.due_at < (select marked_at from head)), ${sign} * count(*) filter (where c.stage = 'closed')
  from ${placed} where c.city_id = ${city} and ${which} group by 2, 3
  on conflict (city_id, district_id, unit_id) do update set open = case_boards.open + excluded.open,
    overdue = case_boards.overdue + excluded.overdue, closed = case_boards.closed + excluded.closed`

/** Holds the board of the city until the transaction ends; nobody moves the mark meanwhile. */
const holding = (city: CityId) => sql`
  insert into case_board_heads (city_id, version, marked_at) values (${city}, 1, timestamptz '1970-01-01 00:00:00Z')
  on conflict (city_id) do update set version = case_board_heads.version + 1 returning marked_at`

/** Counts cases as they stand now in, or out again: before a change they are taken out, after it put in. */
export const countOnBoard = (db: Db, city: CityId, ids: readonly CaseId[], way: 'in' | 'out') =>
  db.run(upsert(city, holding(city), way === 'in' ? sql`1` : sql`-1`, sql`c.id = any(${[...ids]}::uuid[])`))

const Head = z.object({ version: z.int() })

/** Which board it is: the same number is the same board. */
export const boardVersion = async (db: Db, city: CityId): Promise<number> =>
  (await db.find(Head, sql`select version from case_board_heads where city_id = ${city}`))?.version ?? 0

const Cell = z.object({ districtId: AreaId, unitId: UnitId, open: z.int(), overdue: z.int(), closed: z.int() })
/** The cases of a district and a unit; the nil id stands for none. */
export type BoardCell = z.infer<typeof Cell>

/** The board at an instant, with its version, in one look. */
export const readBoard = (db: Db, city: CityId, at: string) =>
  db.all(
    Cell.extend({ version: z.int(), since: z.int(), next: z.string().nullable() }),
    sql`with head as (select version, marked_at from case_board_heads where city_id = ${city}),
          late as (
            select ${district} as district_id, ${unit} as unit_id, count(*) as overdue from ${placed}
            where c.city_id = ${city} and ${owes} and c.due_at >= (select marked_at from head) and c.due_at < ${at} group by 1, 2)
        select b.district_id, b.unit_id, b.open, (b.overdue + coalesce(l.overdue, 0))::int as overdue, b.closed, h.version,
          coalesce(sum(l.overdue) over (), 0)::int as since,
          (select min(c.due_at) from cases c where c.city_id = ${city} and ${owes} and c.due_at >= ${at}) as next
        from case_boards b cross join head h left join late l on l.district_id = b.district_id and l.unit_id = b.unit_id
        where b.city_id = ${city} and (b.open <> 0 or b.closed <> 0)`,
  )

/** Moves the mark: what fell due before it need not be looked at any more. */
export async function moveMark(db: Db, city: CityId, at: string): Promise<void> {
  await db.run(holding(city))
  await db.run(sql`
    insert into case_boards (city_id, district_id, unit_id, open, overdue, closed)
    select ${city}, ${district}, ${unit}, 0, count(*), 0 from ${placed}
    where c.city_id = ${city} and ${owes} and c.due_at < ${at}
      and c.due_at >= (select marked_at from case_board_heads where city_id = ${city}) group by 2, 3
    on conflict (city_id, district_id, unit_id) do update set overdue = case_boards.overdue + excluded.overdue`)
  await db.run(sql`update case_board_heads set marked_at = ${at} where city_id = ${city} and marked_at < ${at}`)
}

const Named = z.object({ id: z.string(), zh: z.string(), en: z.string() })

/** Districts and units by code, for the heads of the board. */
export const listBoardNames = async (db: Db, city: CityId) => {
  const [districts, unitsOf] = await Promise.all([
    db.all(Named, sql`select id, name_zh as zh, name_en as en from areas where city_id = ${city} and level = 'district' order by code`),
    db.all(Named, sql`select id, name_zh as zh, name_en as en from units where city_id = ${city} order by code`),
  ])
  return { districts, units: unitsOf }
}

/** The same counted anew from the rows, for the check of every night and of the tests. */
export const countBoardAnew = (db: Db, city: CityId, at: string) =>
  db.all(
    Cell,
    sql`select ${district} as district_id, ${unit} as unit_id, count(*) filter (where c.stage <> 'closed') as open,
          count(*) filter (where ${owes} and c.due_at < ${at}) as overdue, count(*) filter (where c.stage = 'closed') as closed
        from ${placed} where c.city_id = ${city} group by 1, 2`,
  )
