/**
 * Heaps of what is over its time. The late ones pile up for as long as nobody works on them; what is open and still has time does not:
 * it came in lately. So the open ones, which are kept count of, are taken without those that have time, in one statement: exact, as far
 * as nothing happened since the squares were counted, which the statement tells.
 */
import { z } from 'zod'
import type { CityId } from '../../base/ids.ts'
import type { Box } from '../../base/place.ts'
import { all, type Db, type Sql, sql } from '../../base/sql.ts'
import { type Facet, type Heap, type Level, near, within } from './squares.sql.ts'

const Row = z.object({
  exact: z.boolean(),
  square: z.int().nullable(),
  cases: z.int().nullable(),
  x: z.number().nullable(),
  y: z.number().nullable(),
})

const open = sql`('reported', 'dispatched')`

/** Heaps of squares 4^-side around a box, each in the middle of what is open in it; undefined when something happened meanwhile. */
export async function listLateHeaps(
  db: Db,
  city: CityId,
  { facet, value, where, at }: Pick<Facet, 'facet' | 'value'> & { readonly where: Sql; readonly at: string },
  { box, level, side }: { box: Box; level: Level; side: number },
): Promise<Heap[] | undefined> {
  // Apart, each is a range of the index of what is open by its time.
  const inTime = (when: Sql) => sql`select c.cell >> ${2 * (24 - side)}::int as square from cases c
    where ${all(where, sql`c.city_id = ${city} and c.stage in ${open} and ${when} and c.cell is not null`, near(box, side))}`
  const found = await db.all(
    Row,
    sql`with opened as (
          select square >> ${2 * (level - side)}::int as square, sum(cases)::int as cases,
            (sum(x) / nullif(sum(cases), 0))::float8 as x, (sum(y) / nullif(sum(cases), 0))::float8 as y
          from case_squares
          where city_id = ${city} and level = ${level} and facet = ${facet} and value = ${value} and stage in ${open} and ${within(box, sql`square`, level)}
          group by 1),
        in_time as (
          select s.square, count(*)::int as cases
          from (${inTime(sql`c.due_at >= ${at}`)} union all ${inTime(sql`c.due_at is null`)}) s group by 1),
        late as (
          select o.square, o.cases - coalesce(i.cases, 0) as cases, o.x, o.y from opened o left join in_time i on i.square = o.square
          where o.cases > coalesce(i.cases, 0))
        select now.exact, late.* from (
          select coalesce((select e.last from event_heads e where e.city_id = ${city}), 0)
            = coalesce((select k.seq from case_counted_heads k where k.city_id = ${city}), 0) as exact) now
        left join late on true`,
  )
  if (!found[0]!.exact) return undefined
  return found.flatMap(({ square, cases, x, y }) => (square === null ? [] : [{ square, cases: cases!, x: x!, y: y! }]))
}
