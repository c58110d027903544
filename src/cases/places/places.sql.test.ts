import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { engines } from '../../../test/engines.ts'
import { city, noon, personOf, signIn, streets, units } from '../../../test/smallCity.ts'
import { useSmall } from '../../../test/smallHouse.ts'
import type { AreaId, CaseId, EventId, UnitId } from '../../base/ids.ts'
import { cellOf, type Place } from '../../base/place.ts'
import { json, rows, sql } from '../../base/sql.ts'
import { nothingKnown, unlived } from '../case.ts'
import { casesApi } from '../cases.api.ts'
import { findLayout } from '../../sheets/columns.ts'
import { readSheets } from '../../sheets/read.serve.ts'
import { openCase } from '../opening.serve.ts'
import { ownersKind } from './ownersTable.serve.ts'
import { placesApi } from './places.api.ts'

const box = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

describe.each(engines)('where cases lie, on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    // Street one from 116.0 to 116.15 east, with a grid on its western half; street two east of it, without grids.
    const shapes = [box(116, 39, 116.15, 39.2), box(116.15, 39, 116.4, 39.2)]
    for (const [index, shape] of shapes.entries())
      await db.run(sql`update areas set shape = ${json(shape)} where city_id = ${city} and id = ${streets[index]!}`)
    await db.run(sql`
      insert into grids (city_id, id, code, area_id, unit_id, shape, area_m2, west, south, east, north)
      values (${city}, ${v7()}, '990001001000001', ${streets[0]!}, ${units.street1}, ${json(box(116, 39, 116.1, 39.2))}, 1, 116, 39, 116.1, 39.2),
             (${city}, ${v7()}, '990001002000001', ${streets[1]!}, null, ${json(box(116.15, 39, 116.4, 39.2))}, 1, 116.15, 39, 116.4, 39.2)`)
    await db.run(sql`update cities set map_version = gen_random_uuid() where city_id = ${city}`)
  })

  const reports = async (place: Place | undefined, type?: string, more: object = {}) => {
    const id = v7() as CaseId
    const body = { id, text: '路面破损', ...(place ? { place } : {}), ...(type === undefined ? {} : { class: type }), ...more }
    const file = await small.as('inspector', casesApi).fromDesk({ body })
    const found = await small.as('inspector', placesApi).getPlace({ params: { id } })
    return { id, unit: file.unit?.id ?? null, street: file.street?.id ?? null, found }
  }
  const rule = (body: { class: string; areaId?: string; unitId?: string; unitKind?: string }) =>
    small.as('office', placesApi).putOwner({
      params: { id: v7() },
      body: {
        class: body.class,
        areaId: (body.areaId ?? null) as AreaId | null,
        unitId: (body.unitId ?? null) as UnitId | null,
        unitKind: body.unitKind ?? null,
        note: '三定方案',
      },
    })

  it('gives a case its grid and street, and the territory where no rule speaks', async () => {
    const inGrid = await reports([116.05, 39.1])
    expect(inGrid).toMatchObject({
      unit: units.street1,
      street: streets[0],
      found: { found: 'grid', why: { by: 'grid' }, grid: '990001001000001' },
    })
    const noOwner = await reports([116.3, 39.1])
    expect(noOwner).toMatchObject({
      unit: units.street2,
      street: streets[1],
      found: { found: 'grid', why: { by: 'territory', areaId: streets[1] } },
    })
    const outside = await reports([116.12, 39.1])
    expect(outside).toMatchObject({ unit: units.street1, street: streets[0], found: { found: 'outside', why: { by: 'territory' } } })
    expect(await reports([120, 30])).toMatchObject({ unit: null, street: null, found: { found: 'outside', why: { by: 'nobody' } } })
    expect(await reports(undefined)).toMatchObject({ unit: null, found: { found: 'none' } })
    expect(await reports([116.05, 39.1], undefined, { unitId: units.housing })).toMatchObject({
      unit: units.housing,
      found: { why: { by: 'given' } },
    })
  })

  it('keeps a queue of what no grid has, and finds it again when the grid has come', async () => {
    const office = small.as('office', casesApi)
    const lost = await office.list({ query: { lost: 'true' } })
    expect(lost.items).toHaveLength(3)
    expect((await office.count({ query: { lost: 'true' } })).all).toBe(3)
    await house.db.run(sql`
      insert into grids (city_id, id, code, area_id, unit_id, shape, area_m2, west, south, east, north)
      values (${city}, ${v7()}, '990001001000002', ${streets[0]!}, null, ${json(box(116.1, 39, 116.15, 39.2))}, 1, 116.1, 39, 116.15, 39.2)`)
    await house.db.run(sql`update cities set map_version = gen_random_uuid() where city_id = ${city}`)
    expect(await small.as('office', placesApi).findAgain({ body: {} })).toEqual({ found: 1 })
    expect((await office.list({ query: { lost: 'true' } })).items).toHaveLength(2)
  })

  it('follows the rules: the narrower class, then the smaller area; and says which rule it was', async () => {
    const all = await rule({ class: '02', unitId: units.housing })
    const narrow = await rule({ class: '02-05', areaId: streets[1]!, unitKind: 'market' })
    expect(await reports([116.05, 39.1], '02-05')).toMatchObject({ unit: units.housing, found: { why: { by: 'rule', rule: all.id } } })
    expect(await reports([116.3, 39.1], '02-05')).toMatchObject({ unit: units.market, found: { why: { by: 'rule', rule: narrow.id } } })
    expect(await reports([116.3, 39.1], '03')).toMatchObject({ unit: units.street2 })
    const asked = await small.as('office', placesApi).findPlace({ query: { lng: 116.3, lat: 39.1, class: '02-05' } })
    expect(asked).toMatchObject({ unit: { id: units.market }, street: { id: streets[1] }, grid: '990001002000001', found: 'grid' })
    await expect(rule({ class: '02', unitId: units.market })).rejects.toMatchObject({ code: 'owner.twice' })
    await expect(rule({ class: '04' })).rejects.toMatchObject({ code: 'owner.unitOrKind' })
    const { items } = await small.as('inspector', placesApi).listOwners({ query: { text: '住建' } })
    expect(items.map(({ id }) => id)).toEqual([all.id])
    await small.as('office', placesApi).dropOwner({ params: { id: all.id } })
    expect(await reports([116.05, 39.1], '02-05')).toMatchObject({ unit: units.street1 })
  })

  /** Cases on all tiles of a zoom that may have any, by a filter. */
  const drawn = async (zoom: number, query: Record<string, string>) => {
    let sum = 0
    for (const tile of occupied(zoom)) {
      const [x, y] = tile.split(' ').map(Number) as [number, number]
      const file = await small.as('inspector', placesApi).tile({ params: { z: zoom, x, y }, query })
      const layer = new VectorTile(new PbfReader(new Uint8Array(await file.arrayBuffer()))).layers['points']
      for (let index = 0; index < (layer?.length ?? 0); index++) sum += Number(layer!.feature(index).properties['count'] ?? 1)
    }
    return sum
  }
  const places: Place[] = []
  const tileAt = ([lng, lat]: Place, zoom: number) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    return [((lng + 180) / 360) * 2 ** zoom, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** zoom].map(Math.floor) as [
      number,
      number,
    ]
  }
  /** Tiles of the cases; from afar also those above and below, which may have the middle of a heap. */
  const occupied = (zoom: number) =>
    new Set(
      places.flatMap((place) => {
        const [x, y] = tileAt(place, zoom)
        return (zoom >= 15 ? [0] : [-1, 0, 1]).map((dy) => `${x} ${y + dy}`)
      }),
    )

  it('draws every case of the list exactly once, at every zoom and under every filter, and at once', async () => {
    for (let index = 0; index < 12; index++)
      await reports([116.02 + index * 0.003, 39.05 + (index % 4) * 0.01], index % 2 === 0 ? '05' : '06')
    const office = small.as('office', casesApi)
    const { items } = await office.list({ query: { limit: 1000 } })
    places.push(...items.flatMap(({ place }) => (place ? [place] : [])))
    const filters = [
      {},
      { state: 'reported' },
      { class: '05' },
      { unit: units.street1 },
      { street: streets[0]! },
      { class: '05', unit: units.street1 },
      { text: '路面' },
      { lost: 'true' },
    ]
    for (const query of filters) {
      const rows = (await office.list({ query: { ...query, limit: 1000 } as never })).items.filter(({ place }) => place !== null)
      expect([query, await drawn(8, query), await drawn(11, query), await drawn(16, query)]).toEqual([
        query,
        rows.length,
        rows.length,
        rows.length,
      ])
    }
    expect([await drawn(11, {}), await drawn(14, {}), await drawn(18, {})]).toEqual([places.length, places.length, places.length])
    const one = items.find(({ place, state }) => place !== null && state === 'reported')!
    const before = await drawn(8, { state: 'dispatched' })
    await office.dispatch({
      params: { id: one.id },
      body: { id: v7() as EventId, unitId: units.market as UnitId, dueAt: '2026-12-01T00:00:00.000Z' },
    })
    expect(await drawn(8, { state: 'dispatched' })).toBe(before + 1)
    expect(await drawn(8, { unit: units.market })).toBe(await drawn(16, { unit: units.market }))
  })

  it('has no tile beyond the edge of the world', async () => {
    for (const at of [
      { z: 5, x: 99, y: 99 },
      { z: 0, x: 1, y: 0 },
      { z: 22, x: 2 ** 22, y: 0 },
    ])
      await expect(small.as('inspector', placesApi).tile({ params: at, query: {} })).rejects.toMatchObject({
        code: 'api.notFound',
        status: 404,
      })
  })

  it('draws what lies on the edges of tiles and squares once, at every zoom, however many lie at one place', async () => {
    const many = 4000
    const spots = Array.from({ length: 400 }, (_, no): Place => [116 + (no % 20) * 0.003, 39 + Math.floor(no / 20) * 0.0025])
    const known = spots.map(([lng, lat]) => ({ lng, lat, cell: cellOf([lng, lat]) }))
    await house.db.run(sql`
      insert into cases (city_id, id, no, state, stage, ball, ball_at, text, class, lng, lat, cell, unit_id, reported_at, reported_by, version, changed_at, life)
      select ${city}, gen_random_uuid(), 'M' || row_number() over (), 'closed', 'closed', 'nobody', ${noon}, '', '77', lng, lat, cell, ${units.market}, ${noon},
        ${personOf('office')}, 1, ${noon}, ${json(unlived)}
      from ${rows(known, { lng: 'float8', lat: 'float8', cell: 'bigint' })}, generate_series(1, ${many / 400}::int)`)
    places.push(...spots)
    const query = { class: '77', unit: units.market }
    expect([await drawn(8, query), await drawn(11, query), await drawn(13, query)]).toEqual([many, many, many])
    expect(await drawn(15, query)).toBe(many)
    await house.db.run(sql`delete from cases where city_id = ${city} and class = '77'`)
    places.length -= spots.length
  })

  it('keeps the squares as counting the rows anew would give them', async () => {
    await drawn(8, {})
    const Sum = z.object({ level: z.int(), facet: z.string(), value: z.string(), state: z.string(), cases: z.int() })
    const kept = await house.db.all(
      Sum,
      sql`select level, facet, value, state, sum(cases)::int as cases from case_squares where city_id = ${city} group by 1, 2, 3, 4 having sum(cases) <> 0 order by 1, 2, 3, 4`,
    )
    const anew = await house.db.all(
      Sum,
      sql`select l.level, f.facet, f.value, c.state, count(*)::int as cases from cases c cross join (values (11), (14), (17)) l (level)
          cross join lateral (values ('all', ''), ('unit', c.unit_id::text), ('class', c.class), ('street', c.street_id::text)) f (facet, value)
          where c.city_id = ${city} and c.cell is not null and f.value is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    )
    expect(kept).toEqual(anew)
  })

  it('lists what lies in a box, page by page, with the exact number', async () => {
    const office = small.as('office', casesApi)
    const { items: every } = await office.list({ query: { limit: 1000 } })
    const inside = ([west, south, east, north]: readonly number[], unit?: string) =>
      every.filter(
        ({ place, unit: own }) =>
          place && place[0] >= west! && place[0] <= east! && place[1] >= south! && place[1] <= north! && (!unit || own?.id === unit),
      )
    for (const box of [
      [116, 39, 116.2, 39.2],
      [116.1, 39.1, 116.1, 39.1],
      [-180, -90, 180, 90],
      [10, 10, 11, 11],
    ])
      for (const more of [{}, { unit: units.street1, state: 'reported' }, { sort: 'no' }, { sort: 'due' }]) {
        const expected = inside(box, 'unit' in more ? more.unit : undefined).filter(
          ({ state }) => !('state' in more) || state === more.state,
        )
        const found: string[] = []
        for (let cursor: string | undefined; ; ) {
          const page = await office.list({
            query: { ...more, box: box.join(','), limit: 3, total: 'true', ...(cursor ? { cursor } : {}) } as never,
          })
          found.push(...page.items.map(({ id }) => id))
          expect([box, more, page.total]).toEqual([box, more, expected.length])
          cursor = page.next
          if (cursor === undefined) break
        }
        expect(found.toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
        if (!('sort' in more)) expect(found).toEqual(expected.map(({ id }) => id))
      }
    expect((await office.list({ query: { limit: 1, total: 'true' } as never })).total).toBe(every.length)
  })

  it('shows where and when cases heap up', async () => {
    for (let index = 0; index < 6; index++) await reports([116.35 + index * 0.0001, 39.15], '07')
    const { items, alone, cases } = await small.as('inspector', placesApi).hotSpots({ query: { class: '07', withinM: 50, least: 4 } })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ cases: 6, open: 6, street: { id: streets[1] }, classes: [{ class: '07', cases: 6 }] })
    expect([cases, alone]).toEqual([6, 0])
    expect(items[0]!.hours.reduce((sum, hour) => sum + hour, 0)).toBe(6)
    expect(items[0]!.radiusM).toBeLessThan(40)
    const far = await small.as('inspector', placesApi).hotSpots({ query: { class: '07', withinM: 50, least: 7 } })
    expect([far.items, far.alone]).toEqual([[], 6])
  })

  it('is found for every source, with its street and unit; what no grid has waits in the queue', async () => {
    const at = '2026-11-20T04:00:00.000Z'
    const [inGrid, inNone, nowhere]: [Place, Place, null] = [[116.05, 39.1], [116.5, 39.1], null]
    const sources = ['desk', 'hotline12345', 'media', 'resident', 'open311'] as const
    for (const source of sources)
      for (const [place, found] of [
        [inGrid, 'grid'],
        [inNone, 'outside'],
        [nowhere, 'none'],
      ] as const) {
        const id = v7() as CaseId
        const report = { ...nothingKnown, source, text: '井盖破损', place }
        await house.db.of(city).tx((tx) => openCase(tx, { city, person: null }, at, id, report))
        const file = await small.as('inspector', casesApi).get({ params: { id } })
        const where = await small.as('inspector', placesApi).getPlace({ params: { id } })
        expect([source, where.found]).toEqual([source, found])
        expect([source, file.street?.id, file.unit?.id]).toEqual([
          source,
          found === 'grid' ? streets[0] : undefined,
          found === 'grid' ? units.street1 : undefined,
        ])
        expect((await small.as('office', casesApi).list({ query: { lost: 'true', limit: 100 } })).items.some((row) => row.id === id)).toBe(
          found !== 'grid',
        )
      }
  })

  it('gives the rules out as a workbook that changes nothing when it comes back, and takes a changed one in', async () => {
    await rule({ class: 'Z01', areaId: streets[0]!, unitId: units.street1 })
    await rule({ class: 'Z01', unitKind: 'street' })
    const read = async (bytes: Uint8Array, name: string) => {
      const book = await readSheets(bytes, name)
      const layouts = book.sheets.flatMap((sheet) => findLayout(sheet, ownersKind.columns) ?? [])
      return ownersKind.understand({ book, layouts, options: {} }, await ownersKind.load(house.db, city))
    }
    const before = await small.as('office', placesApi).listOwners({ query: { limit: 200 } })
    for (const lang of ['zh-CN', 'en']) {
      const reply = await small.app.inject({
        url: `/api/owners/export?lang=${lang}`,
        headers: { cookie: await signIn(small.app, 'office') },
      })
      const back = await read(reply.rawPayload, 'owners.xlsx')
      expect([back.faults, back.counts]).toMatchObject([[], { new: 0, changed: 0, same: before.items.length }])
    }
    const csv = Buffer.from('\ufeff案件类别,区域,责任单位,单位类别,依据\r\nZ01,全市,,街道办事处,新依据\r\nZ02,,,market,\r\n')
    const taken = await read(csv, 'owners.csv')
    expect(taken.counts).toEqual({ new: 1, changed: 1, same: 0, refused: 0 })
    const taker = { city, person: null, at: '2026-11-22T01:00:00.000Z', id: v7() }
    expect(await house.db.of(city).tx((tx) => ownersKind.apply(tx, taker, taken))).toEqual({ rules: 2 })
    expect((await read(csv, 'owners.csv')).counts).toMatchObject({ new: 0, changed: 0, same: 2 })
    expect(
      (await small.as('office', placesApi).listOwners({ query: { class: 'Z01', limit: 200 } })).items.map(({ note }) => note),
    ).toContain('新依据')
  })
})
