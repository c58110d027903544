/** A page in a box says the same and counts as exactly by kept squares as case by case, wherever edges lie and whatever just happened. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { city, fill, idOf, noon, personOf, streets, units } from '../../test/smallCity.ts'
import { engines, type TestDb } from '../../test/engines.ts'
import { CaseId, type AreaId, type UnitId } from '../base/ids.ts'
import { type Box, cellOf, type Place } from '../base/place.ts'
import { type Db, json, rows, type Sql, sql } from '../base/sql.ts'
import { isByTime } from './boxed.sql.ts'
import { unlived } from './case.ts'
import type { CaseFilter } from './cases.api.ts'
import { listCases } from './pages.sql.ts'
import { listLateHeaps } from './places/late.sql.ts'

const reader = { city, unit: null, person: personOf('office') as never, may: new Set<never>() }
const states = ['reported', 'dispatched', 'closed'] as const
/** So many are dense enough that squares answer. */
const heap = 4500
const spread = 1500
const column = 360 / 2 ** 14
const row = 180 / 2 ** 14
/** The corner of a kept square. */
const corner: Place = [column * Math.ceil(296 / column) - 180, row * Math.ceil(129 / row) - 90]

interface Laid {
  id: string
  place: Place
  state: string
  unitId: string
  streetId: string
}

/** Most in one spot; the others all over a few squares, every fourth on a corner of one, or next to it. */
function laid(no: number): Laid {
  const [x, y] = [(no * 7919) % 1000, (no * 104_729) % 1000]
  const beside = [0, 1e-12, -1e-12, 1e-7][no % 7] ?? 0
  const place: Place =
    no < heap
      ? [corner[0] + column * 1.5, corner[1] + row * 1.5]
      : no % 4 === 0
        ? [corner[0] + column * (x % 6) + beside, corner[1] + row * (y % 6) - beside]
        : [corner[0] + (column * 6 * x) / 1000, corner[1] + (row * 6 * y) / 1000]
  return {
    id: idOf(5_000_000 + no),
    place,
    state: states[no % 3]!,
    unitId: no % 2 ? units.market : units.housing,
    streetId: streets[no % 5 ? 0 : 1],
  }
}

const flat = ({ place, ...it }: Laid) => ({ ...it, lng: place[0], lat: place[1], cell: cellOf(place) })
const shape = { id: 'uuid', state: 'text', unitId: 'uuid', streetId: 'uuid', lng: 'float8', lat: 'float8', cell: 'bigint' }

describe.each(engines)('pages in a box on %s', (_name, open) => {
  let house: TestDb
  let many = 0
  let watched: Db
  const cases = Array.from({ length: heap + spread }, (_, no) => laid(no))

  /** What happened to cases, as the ledger has it. */
  const tell = (ids: readonly string[], times = 1) =>
    house.db.run(sql`
      with head as (update event_heads set last = last + ${ids.length * times} where city_id = ${city} returning last)
      insert into events (city_id, seq, id, kind, thing, at, data)
      select ${city}, head.last - ${ids.length * times} + row_number() over (), gen_random_uuid(), 'case.stepped', i.id, ${noon}, '{}'
      from head, unnest(${ids}::uuid[]) i (id), generate_series(1, ${times}::int)`)
  const behind = async () =>
    (await house.db.find(
      z.object({ n: z.int() }),
      sql`select e.last - coalesce(k.seq, 0) as n from event_heads e left join case_counted_heads k on k.city_id = e.city_id where e.city_id = ${city}`,
    ))!.n

  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    await house.db.run(sql`insert into cases
      (city_id, id, no, state, stage, ball, ball_at, life, text, lng, lat, cell, unit_id, street_id, reported_at, due_at, version, changed_at)
      select ${city}, id, 'X' || id, state, state, 'desk', ${noon}, ${json(unlived)}, '', lng, lat, cell, unit_id, street_id,
        timestamptz '2026-01-01' + interval '1 second' * (row_number() over () % 3000),
        ${noon}::timestamptz + (array[null, interval '1 hour', interval '-1 hour', interval '0'])[1 + row_number() over () % 4], 1, ${noon} from ${rows(cases.map(flat), shape)}`)
    await house.db.run(sql`insert into event_heads (city_id, last) values (${city}, 0) on conflict do nothing`)
    await tell(cases.map(({ id }) => id))
    await house.db.run(sql`analyze cases`)
    const all: Db['all'] = (shape, query: Sql) => {
      if (query.strings[0]!.includes('with newest')) many++
      return house.db.all(shape, query)
    }
    watched = { ...house.db, all }
  })
  afterAll(() => house.close())

  const whole: Box = [corner[0], corner[1], corner[0] + column * 7, corner[1] + row * 7]
  const around: Box = [corner[0] + column, corner[1] + row, corner[0] + column * 2, corner[1] + row * 2]
  const page = (filter: CaseFilter, box: Box, sort = '-reported', db = watched) =>
    listCases(
      db,
      reader,
      noon,
      { ...filter, box: [...box] },
      { sort, limit: 7 },
      {
        counted: true,
        heads: async (_db, _city, _at, stamped) => stamped as never,
      },
    )
  /** The same as the rows have it. */
  const plain = async (filter: CaseFilter, [west, south, east, north]: Box, down: boolean) => {
    const inBox = sql`c.city_id = ${city} and c.lng >= ${west} and c.lng <= ${east} and c.lat >= ${south} and c.lat <= ${north}
      and (${filter.unit ?? null}::uuid is null or c.unit_id = ${filter.unit ?? null}) and (${filter.state ?? null}::text is null or c.state = ${filter.state ?? null})
      and (${filter.street ?? null}::uuid is null or c.street_id = ${filter.street ?? null})`
    const found = await house.db.all(
      z.object({ id: CaseId }),
      sql`select c.id from cases c where ${inBox}
      order by c.reported_at ${down ? sql`desc` : sql`asc`}, c.id ${down ? sql`desc` : sql`asc`}`,
    )
    return { total: found.length, first: found.slice(0, 7).map(({ id }) => id) }
  }

  const at = fc.oneof(fc.integer({ min: -1, max: 7 }), fc.double({ min: -1, max: 7, noNaN: true }))
  const anyBox = fc
    .tuple(at, at, at, at)
    .map(
      ([a, b, c, d]): Box => [
        corner[0] + column * Math.min(a, b),
        corner[1] + row * Math.min(c, d),
        corner[0] + column * Math.max(a, b),
        corner[1] + row * Math.max(c, d),
      ],
    )
  const anyFilter: fc.Arbitrary<CaseFilter> = fc.oneof(
    fc.record({ unit: fc.constantFrom(units.market, units.housing) as fc.Arbitrary<UnitId>, state: fc.constantFrom(...states) }),
    fc.record({ street: fc.constantFrom(...streets) as fc.Arbitrary<AreaId> }),
    fc.record({ state: fc.constantFrom(...states) }),
    fc.constant({}),
  )
  /** Random boxes and filters, each after a look at the heap, so that many are expected. */
  const holds = async (runs: number) => {
    await fc.assert(
      fc.asyncProperty(anyBox, anyFilter, fc.boolean(), async (box, filter, down) => {
        await page(filter, around)
        const { items, total } = await page(filter, box, down ? '-reported' : 'reported')
        const expected = await plain(filter, box, down)
        expect({ total, first: items.map(({ id }) => id) }).toEqual(expected)
      }),
      { numRuns: runs, seed: 7 },
    )
  }

  it('agree with the rows before anything is kept count of, and bring the counts up', async () => {
    for (const _ of [1, 2]) expect((await page({}, whole)).total).toBe((await plain({}, whole, true)).total)
    expect([many, await behind()]).toEqual([1, 0])
  })

  it('agree with the rows by squares, at every edge', async () => {
    many = 0
    await holds(60)
    expect(many).toBeGreaterThan(20)
  })

  it('agree with the rows right after cases changed, before that is kept count of', async () => {
    const moved = cases.filter((_, no) => no % 37 === 0).map(({ id }) => id)
    await house.db.run(sql`update cases set state = 'closed', stage = 'closed', unit_id = ${units.market}, street_id = ${streets[1]},
      lng = case when no like '%0' then lng + ${column} else lng end
      where city_id = ${city} and id = any(${moved}::uuid[])`)
    // The cell that a place has is told anew where the place is another.
    const rowsNow = await house.db.all(
      z.object({ id: CaseId, lng: z.number(), lat: z.number() }),
      sql`select id, lng, lat from cases where city_id = ${city} and id = any(${moved}::uuid[])`,
    )
    const cells = rowsNow.map(({ id, lng, lat }) => ({ id, cell: cellOf([lng, lat]) }))
    await house.db.run(
      sql`update cases c set cell = r.cell from ${rows(cells, { id: 'uuid', cell: 'bigint' })} where c.city_id = ${city} and c.id = r.id`,
    )
    await tell(moved)
    expect(await behind()).toBe(moved.length)
    await holds(30)
    expect(await behind()).toBe(moved.length)
    const [facet, squares] = [{ facet: 'unit', value: units.market } as const, { box: whole, level: 14, side: 14 } as const]
    const lateOnes = () => listLateHeaps(house.db, city, { ...facet, where: sql`c.unit_id = ${units.market}`, at: noon }, squares)
    expect(await lateOnes()).toBeUndefined()
    await tell(moved, 10)
    await holds(10)
    expect(await behind()).toBe(0)
    const late = await house.db.find(
      z.object({ n: z.int() }),
      sql`select count(*)::int as n from cases c where c.city_id = ${city} and c.unit_id = ${units.market}
          and c.stage in ('reported', 'dispatched') and c.due_at < ${noon}`,
    )
    expect(late!.n).toBeGreaterThan(100)
    expect((await lateOnes())!.reduce((sum, { cases: some }) => sum + some, 0)).toBe(late!.n)
  })
})

describe('the order by time of a filter', () => {
  it('is that of one index, or none', () => {
    const value = ''
    expect(isByTime({ facet: 'unit', value, state: 'closed' }, '-reported')).toBe(true)
    expect(isByTime({ facet: 'unit', value, state: 'closed', stage: 'closed' }, '-reported')).toBe(false)
    expect(isByTime({ facet: 'unit', value, state: 'closed' }, 'due')).toBe(false)
    expect(isByTime({ facet: 'unit', value }, 'reported')).toBe(false)
    expect(isByTime({ facet: 'street', value }, 'reported')).toBe(true)
    expect(isByTime({ facet: 'street', value, state: 'closed' }, 'reported')).toBe(false)
    expect(isByTime({ facet: 'class', value }, 'reported')).toBe(false)
    expect(isByTime({ facet: 'all', value, stage: 'closed' }, 'reported')).toBe(true)
    expect(isByTime({ facet: 'all', value, stage: 'closed', state: 'closed' }, 'reported')).toBe(false)
  })
})
