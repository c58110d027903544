/**
 * Cases on the map. Far away they are heaps: squares of the map with their number, by state, and that again of each unit, class and
 * street. They follow the events like the ledger does: whoever looks first counts what came since, so recording costs nothing
 * and no tile is stale. Near, and for every other filter, the rows themselves are read by the index of their cell.
 */
import { z } from 'zod'
import { CaseId, type CityId } from '../../base/ids.ts'
import { type Box, cellOf, type Place } from '../../base/place.ts'
import { all, type Db, join, type Sql, sql } from '../../base/sql.ts'
import { squaresAround } from '../../city/cells.ts'
import type { CaseFilter } from '../cases.api.ts'

/** The squares kept: 4^-level of the world; the finest are some 120 m wide. */
export const levels = [11, 14, 17] as const
export type Level = (typeof levels)[number]
const depth = 24

const Head = z.object({ last: z.int(), seq: z.int().nullable() })
const eventsAtOnce = 20_000

/** Counts what happened since the last look. */
export async function countSquares(db: Db, city: CityId): Promise<void> {
  const isBehind = async (inside: Db, lock: Sql) => {
    const head = await inside.find(
      Head,
      sql`select e.last, k.seq from event_heads e left join case_counted_heads k on k.city_id = e.city_id where e.city_id = ${city} ${lock}`,
    )
    return head !== undefined && head.last > (head.seq ?? 0) ? { from: head.seq ?? 0, to: head.last } : undefined
  }
  if (!(await isBehind(db, sql``))) return
  await db.tx(async (tx) => {
    await tx.run(sql`insert into case_counted_heads (city_id, seq) values (${city}, 0) on conflict do nothing`)
    await tx.run(sql`update case_counted_heads set seq = seq where city_id = ${city}`)
    const behind = await isBehind(tx, sql``)
    if (!behind) return
    for (let from = behind.from; from < behind.to; from += eventsAtOnce)
      await countEvents(tx, city, from, Math.min(behind.to, from + eventsAtOnce))
    await tx.run(sql`update case_counted_heads set seq = ${behind.to} where city_id = ${city}`)
  })
}

/** Takes the cases that these events are about out of their old squares and puts them into the new ones. */
const countEvents = (db: Db, city: CityId, from: number, to: number) =>
  db.run(sql`
    with touched as materialized (
      select distinct e.thing as case_id from events e
      where e.city_id = ${city} and e.seq > ${from} and e.seq <= ${to} and e.kind like 'case.%'),
    present as materialized (
      select c.id as case_id, c.cell, floor((c.lng + 180) / 360 * 16777216)::int as x, floor((c.lat + 90) / 180 * 16777216)::int as y,
        c.stage, c.state, c.unit_id, c.class, c.street_id
      from touched t join cases c on c.city_id = ${city} and c.id = t.case_id where c.cell is not null),
    past as materialized (
      select k.case_id, k.cell, k.x, k.y, k.stage, k.state, k.unit_id, k.class, k.street_id
      from touched t join case_counted k on k.city_id = ${city} and k.case_id = t.case_id),
    moved as (select p.*, 1 as sign from present p union all select p.*, -1 from past p),
    kept as (
      insert into case_counted (city_id, case_id, cell, x, y, stage, state, unit_id, class, street_id)
      select ${city}, case_id, cell, x, y, stage, state, unit_id, class, street_id from present
      on conflict (city_id, case_id) do update set cell = excluded.cell, x = excluded.x, y = excluded.y, stage = excluded.stage, state = excluded.state,
        unit_id = excluded.unit_id, class = excluded.class, street_id = excluded.street_id)
    insert into case_squares (city_id, level, facet, value, square, stage, state, cases, x, y)
    select ${city}, l.level, f.facet, f.value, m.cell >> (2 * (24 - l.level)), m.stage, m.state, sum(m.sign), sum(m.sign * m.x::bigint), sum(m.sign * m.y::bigint)
    from moved m cross join (values (11), (14), (17)) l (level)
      cross join lateral (values ('all', ''), ('unit', m.unit_id::text), ('class', m.class), ('street', m.street_id::text)) f (facet, value)
    where f.value is not null
    group by 2, 3, 4, 5, 6, 7
    having sum(m.sign) <> 0 or sum(m.sign * m.x::bigint) <> 0 or sum(m.sign * m.y::bigint) <> 0
    on conflict (city_id, level, facet, value, square, stage, state) do update set cases = case_squares.cases + excluded.cases,
      x = case_squares.x + excluded.x, y = case_squares.y + excluded.y`)

/** Ranges of squares of a level that cover a box. */
export const within = (box: Box, column: Sql, level: number): Sql => {
  const ranges = squaresAround(box, level).map(([from, to]) => sql`${column} between ${from} and ${to}`)
  return sql`(${join(ranges, sql` or `)})`
}

/** A heap: how many cases, and where their middle is. */
const Heap = z.object({ square: z.int(), cases: z.int(), x: z.number(), y: z.number() })
export type Heap = z.infer<typeof Heap>

/** Which counts are meant. */
export interface Facet {
  readonly facet: 'all' | 'unit' | 'class' | 'street'
  readonly value: string
  readonly stage?: string | undefined
  readonly state?: string | undefined
}

/** The counts that answer a filter, when it asks for nothing that is not counted. */
export function facetOf({ stage, state, unit, class: type, street, ...more }: CaseFilter): Facet | undefined {
  if (Object.values(more).some((value) => value !== undefined)) return undefined
  const asked = [
    ...(unit ? [{ facet: 'unit' as const, value: unit as string }] : []),
    ...(street ? [{ facet: 'street' as const, value: street as string }] : []),
    ...(type === undefined ? [] : [{ facet: 'class' as const, value: type }]),
  ]
  if (asked.length > 1) return undefined
  return { ...(asked[0] ?? { facet: 'all', value: '' }), stage, state }
}

/** Heaps of squares 4^-side around a box, from the counts of a level that is as fine or finer. */
export const listHeaps = (
  db: Db,
  city: CityId,
  { facet, value, stage, state }: Facet,
  { box, level, side }: { box: Box; level: Level; side: number },
) =>
  db.all(
    Heap,
    sql`select square >> ${2 * (level - side)}::int as square, sum(cases)::int as cases, (sum(x) / sum(cases))::float8 as x, (sum(y) / sum(cases))::float8 as y
        from case_squares where ${all(
          sql`city_id = ${city} and level = ${level} and facet = ${facet} and value = ${value}`,
          within(box, sql`square`, level),
          stage === undefined ? undefined : sql`stage = ${stage}`,
          state === undefined ? undefined : sql`state = ${state}`,
        )} group by 1 having sum(cases) > 0`,
  )

/** From these squares on a tile is a part of a city, and from those a small one. */
const [partSide, smallSide] = [15, 17]

/** What of the box an entry of an index is asked for before it is counted: from afar nothing, for nearly every one is in it. */
export function near(box: Box, side: number): Sql | undefined {
  if (side < partSide) return undefined
  // A small box may be looked up by the index of the cells, for a filter that has none.
  if (side >= smallSide) return within(box, sql`c.cell`, depth)
  const ranges = squaresAround(box, depth)
  return sql`c.cell between ${ranges[0]![0]} and ${ranges.at(-1)![1]}`
}

/** Squares are counted a quarter as wide as the heaps, so that a heap is drawn where most of it lies. */
export const finer = 2

const Part = z.object({ square: z.int(), cases: z.int() })

/**
 * How many cases of a filter lie in each square of 4^-side around a box, every one counted. Only the cell is read, so that an index
 * which serves the filter and holds the cell answers alone. Squares are looked for in the box when they are counted: there are few of
 * them. Held apart, their codes are expected to be few as well, and are counted in a table that the processor has at hand.
 */
export const countInSquares = (db: Db, city: CityId, where: Sql, { box, side }: { box: Box; side: number }) => {
  const bounds = squaresAround(box, side).flatMap(([from, to]) => [from, to + 1])
  return db.all(
    Part,
    sql`select s.square, count(*)::int as cases from (
          select c.cell >> ${2 * (depth - side)}::int as square from cases c
          where ${all(sql`c.city_id = ${city} and ${where} and c.cell is not null`, near(box, side))} offset 0) s
        group by 1 having width_bucket(s.square, ${bounds}::bigint[]) % 2 = 1`,
  )
}

const Spot = z.object({ cases: z.int(), lng: z.number(), lat: z.number(), id: CaseId, no: z.string(), state: z.string() })
export type CaseSpot = z.infer<typeof Spot>

/** Cases of a filter in a box (its south and east edges left out), gathered by the cell without its last `bits`. */
export const listCaseSpots = (db: Db, city: CityId, where: Sql, { box, bits }: { box: Box; bits: number }) => {
  const [west, south, east, north] = box
  return db.all(
    Spot,
    sql`select count(*)::int as cases, avg(c.lng) as lng, avg(c.lat) as lat, (array_agg(c.id))[1] as id, min(c.no) as no, min(c.state) as state
        from cases c
        where c.city_id = ${city} and ${where} and c.cell is not null and ${within(box, sql`c.cell`, depth)}
          and c.lng >= ${west} and c.lng < ${east} and c.lat > ${south} and c.lat <= ${north}
        group by c.cell >> ${bits}::int`,
  )
}

/** The middle of a square of 4^-side, as a place. */
export function middleOf(square: number, side: number): Place {
  let [x, y] = [0, 0]
  for (let bit = 0, rest = square; rest > 0; bit++, rest = Math.floor(rest / 4)) {
    x += (rest % 2) * 2 ** bit
    y += (Math.floor(rest / 2) % 2) * 2 ** bit
  }
  return [((x + 0.5) / 2 ** side) * 360 - 180, ((y + 0.5) / 2 ** side) * 180 - 90]
}

/** Where the middle of a heap is. */
export const placeOfHeap = ({ x, y }: Heap): Place => [((x + 0.5) / 2 ** 24) * 360 - 180, ((y + 0.5) / 2 ** 24) * 180 - 90]

/** The square of 4^-side that has a place. */
export const squareOf = (place: Place, side: number): number => Math.floor(cellOf(place) / 4 ** (24 - side))
