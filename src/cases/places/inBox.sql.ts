/**
 * How many cases of a filter lie in a box, without going through all of them: squares that lie inside are kept count of, only its edge
 * is counted. Kept counts follow the events, so what happened since they were made is put right in the same statement: the number is
 * that of the rows at one moment, and whoever reads waits for nobody who writes.
 */
import type { CityId } from '../../base/ids.ts'
import type { Box } from '../../base/place.ts'
import { all, type Sql, sql } from '../../base/sql.ts'
import { coverOf } from '../../city/cells.ts'
import type { Facet } from './squares.sql.ts'

/** Levels of the kept squares that boxes are made of; a finer square holds hardly more than a case, even of a million. */
const levels = [11, 14] as const
/** What the edge of a box is cut into. */
const mostEdge = 96
const depth = 24

/** Whether a case called `c` lies in a box, edges and all. */
export const liesIn = ([west, south, east, north]: Box): Sql =>
  sql`c.lng >= ${west} and c.lng <= ${east} and c.lat >= ${south} and c.lat <= ${north}`

/** Kept counts of a filter, where these are called `s`. */
const isOf = ({ facet, value, stage, state }: Facet): Sql =>
  all(
    sql`s.facet = ${facet} and s.value = ${value}`,
    stage === undefined ? undefined : sql`s.stage = ${stage}`,
    state === undefined ? undefined : sql`s.state = ${state}`,
  )

/** Kept counts of ranges of squares, range by range. */
const keptIn = (city: CityId, facet: Facet, ranges: readonly (readonly [number, number, number])[]): Sql =>
  sql`unnest(${ranges.map(([level]) => level)}::int[], ${ranges.map(([, from]) => from)}::bigint[], ${ranges.map(([, , to]) => to)}::bigint[])
        r (level, low, high)
      cross join lateral (
        select s.cases from case_squares s
        where s.city_id = ${city} and s.level = r.level and ${isOf(facet)} and s.square between r.low and r.high offset 0) s`

/**
 * The exact number of cases of a filter in a box as `total`, and of the events that it put right as `behind`, as a table of one row.
 * `where` is the filter on cases called `c`: it asks for nothing but what is kept count of.
 */
export function countedIn(city: CityId, where: Sql, { facet, box }: { facet: Facet; box: Box }): Sql {
  const { inside, edge } = coverOf(box, levels, mostEdge)
  const bounds = inside
    .map(([level, from, to]) => [from * 4 ** (depth - level), (to + 1) * 4 ** (depth - level)] as const)
    .toSorted(([a], [b]) => a - b)
  // A cell is in a square that lies inside when an odd number of bounds is at or before it.
  const isInside = all(where, sql`width_bucket(c.cell, ${bounds.flat()}::bigint[]) % 2 = 1`)
  const isAtEdge = all(where, sql`c.cell between r.low and r.high`, liesIn(box))
  return sql`(
    with late as materialized (
      select e.thing as id, count(*) as events from events e
      where e.city_id = ${city} and e.seq > coalesce((select h.seq from case_counted_heads h where h.city_id = ${city}), 0) and e.kind like 'case.%'
      group by 1)
    select (select coalesce(sum(s.cases), 0) from ${keptIn(city, facet, inside)})
        + (select count(*) from late join cases c on c.city_id = ${city} and c.id = late.id where ${isInside})
        - (select count(*) from late join case_counted c on c.city_id = ${city} and c.case_id = late.id where ${isInside})
        + (select count(*) from unnest(${edge.map(([from]) => from)}::bigint[], ${edge.map(([, to]) => to)}::bigint[]) r (low, high)
            cross join lateral (select from cases c where ${isAtEdge} offset 0) c) as total,
      (select coalesce(sum(events), 0)::int from late) as behind)`
}
