import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCity, shippedSeed } from '../../../demo/generate.ts'
import { loadCity } from '../../../demo/loadCity.ts'
import { loadEditions } from '../../../demo/editions.ts'
import { engines, type TestDb } from '../../../test/engines.ts'
import type { CityId } from '../../base/ids.ts'
import type { Place } from '../../base/place.ts'
import { sql } from '../../base/sql.ts'
import { z } from 'zod'
import { findLayout } from '../../sheets/columns.ts'
import type { TableKind } from '../../sheets/kind.ts'
import { readSheets } from '../../sheets/read.serve.ts'
import { writeWorkbook } from '../../sheets/write.serve.ts'
import iconv from 'iconv-lite'
import { makeApp } from '../../server/app.ts'
import { fromWgs84 } from '../coordinates.ts'
import { labelOf } from '../geometry.ts'
import { demoPassword } from '../session.api.ts'
import { gridsKind } from './grids.serve.ts'
import { areasKind, pointsKind, unitsKind } from './kinds.serve.ts'

const at = '2026-11-22T01:00:00.000Z'
const city = makeCity(shippedSeed, '2026-11-22')
const one = 1 as CityId
const taker = { city: one, person: null, at, id: '01900000-0000-7000-8000-00000000abcd' }

describe.each(engines)('imports of the city on %s', (_name, open) => {
  let house: TestDb
  beforeAll(async () => {
    house = await open()
    await loadCity({ db: house.db, city: one }, city, at)
    await loadEditions({ db: house.db, city: one }, city.seed, at, city.people[0]!.id)
  })
  afterAll(() => house.close())

  const understand = async <Context, Plan>(
    kind: TableKind<Context, Plan>,
    bytes: Uint8Array,
    name: string,
    options: Record<string, string> = {},
  ) => {
    const book = await readSheets(bytes, name)
    const layouts = book.sheets.flatMap((sheet) => findLayout(sheet, kind.columns) ?? [])
    return kind.understand({ book, layouts, options }, await kind.load(house.db, one))
  }
  const count = async (query: ReturnType<typeof sql>) => (await house.db.find(z.object({ n: z.int() }), query))!.n
  const csv = (lines: readonly (readonly (string | number)[])[]) =>
    Buffer.from(`\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`)
  const says = (faults: readonly { says: string; row?: number | undefined }[]) =>
    faults.map(({ row, says }) => `${row} ${says.replace('fault.', '')}`)

  const [a, b, c] = [city.points[10]!, city.points[400]!, city.points[900]!]
  const street = (id: string) => city.areas.find((area) => area.id === id)!.name.zh

  it('takes points from Excel, CSV in GBK, and GeoJSON, in the coordinates declared', async () => {
    const shifted = (place: Place, crs: 'GCJ-02' | 'BD-09') => fromWgs84(place, crs)
    const [gcj, bd] = [shifted(a.place, 'GCJ-02'), shifted(b.place, 'BD-09')]
    const book = await writeWorkbook(
      [
        {
          name: '点位',
          rows: [
            ['点位表'],
            ['编码', '点位类型', '名称', '经度', '纬度', '责任单位'],
            ['X-1', '农贸市场', '新市场', gcj[0], gcj[1], '明城市城市管理局'],
          ],
        },
      ],
      at,
    )
    const fromBook = await understand(pointsKind, book, 'p.xlsx', { crs: 'GCJ-02' })
    expect([fromBook.faults, fromBook.counts]).toEqual([[], { new: 1, changed: 0, same: 0, refused: 0, doubtful: 0 }])
    expect(fromBook.plan.fresh[0]).toMatchObject({
      code: 'X-1',
      type: 'PT-MARKET',
      streetId: a.streetId,
      gridId: a.gridId,
      unitId: city.units.find(({ code }) => code === 'cgj')!.id,
    })
    const gbk = iconv.encode(`编码,类型,名称,经度,纬度\r\nX-2,公园,新园,${bd[0]},${bd[1]}\r\n`, 'gb18030')
    const fromCsv = await understand(pointsKind, gbk, 'p.csv', { crs: 'BD-09' })
    expect(fromCsv.plan.fresh[0]).toMatchObject({ type: 'PT-PARK', nameZh: '新园', streetId: b.streetId })
    const geojson = {
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { name: '新厕', type: 'PT-TOILET' }, geometry: { type: 'Point', coordinates: c.place } }],
    }
    const fromJson = await understand(pointsKind, Buffer.from(JSON.stringify(geojson)), 'p.geojson')
    expect(fromJson.faults).toEqual([])
    for (const read of [fromBook, fromCsv, fromJson]) await house.db.tx((tx) => pointsKind.apply(tx, taker, read))
    expect(await count(sql`select count(*) as n from points where city_id = 1`)).toBe(city.points.length + 3)
    expect(await count(sql`select count(*) as n from events where city_id = 1 and kind = 'point.added'`)).toBe(3)
  })

  it('changes nothing when the same file comes twice, even without codes', async () => {
    const geojson = {
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { name: '新厕', type: '室外公厕' }, geometry: { type: 'Point', coordinates: c.place } }],
    }
    const again = await understand(pointsKind, Buffer.from(JSON.stringify(geojson)), 'p.geojson')
    expect(again.counts).toEqual({ new: 0, changed: 0, same: 1, refused: 0, doubtful: 0 })
  })

  it('refuses each bad row with its reason, and says what only looks wrong', async () => {
    const lines = [
      ['编码', '类型', '名称', '经度', '纬度', '责任单位', '街道'],
      ['Y-1', '公园', '好', a.place[0], a.place[1], '', street(a.streetId)],
      ['Y-2', '公园', '别处', 104.06, 30.66, '', ''],
      ['Y-3', '公园', '无处', 500, 20, '', ''],
      ['Y-4', '公园', '零', 0, 0, '', ''],
      ['Y-5', '公园', '反', a.place[1], a.place[0], '', ''],
      ['Y-6', '飞船', '怪', a.place[0], a.place[1], '', ''],
      ['Y-1', '公园', '重', b.place[0], b.place[1], '', ''],
      ['Y-8', '公园', '谁管', a.place[0], a.place[1], '月球局', ''],
      ['Y-9', '公园', '', a.place[0], a.place[1], '', ''],
      ['Y-10', '公园', '字', '东经', a.place[1], '', ''],
      ['Y-11', '公园', '错街', a.place[0], a.place[1], '', street(b.streetId)],
    ]
    const read = await understand(pointsKind, csv(lines), 'p.csv')
    expect(says(read.faults)).toEqual([
      '3 points.outside',
      '4 points.impossible',
      '5 points.impossible',
      '6 points.swapped',
      '7 points.unknownType',
      '8 points.twice',
      '9 points.unknownUnit',
      '10 points.noName',
      '11 points.noPlace',
    ])
    expect(read.hints).toMatchObject([
      { row: 12, says: 'fault.points.otherArea', details: { stated: street(b.streetId), found: street(a.streetId) } },
    ])
    expect(read.counts).toEqual({ new: 2, changed: 0, same: 0, refused: 9, doubtful: 1 })
    const skipped = await understand(pointsKind, csv(lines), 'p.csv', { refused: 'skip' })
    expect([skipped.faults.length, skipped.hints.length, skipped.plan.fresh.length]).toEqual([0, 10, 2])
  })

  it('gives the list out as a workbook that changes nothing when it comes back, in either language', async () => {
    const app = await makeApp({ db: house.db, now: () => at, checkAnswers: true })
    const door = { city: '990100', login: 'office', password: demoPassword }
    const [cookie] = (await app.inject({ method: 'POST', url: '/api/session', payload: door })).cookies
    for (const lang of ['zh-CN', 'en']) {
      const reply = await app.inject({ url: `/api/points/workbook?lang=${lang}&sort=-name`, cookies: { [cookie!.name]: cookie!.value } })
      expect(reply.statusCode).toBe(200)
      const back = await understand(pointsKind, reply.rawPayload, 'points.xlsx')
      expect(back.faults).toEqual([])
      expect(back.counts).toEqual({ new: 0, changed: 0, same: city.points.length + 3, refused: 0, doubtful: 0 })
    }
  })

  it('notices a file in another system than declared', async () => {
    const rows = city.points
      .filter((_, index) => index % 12 === 0)
      .map(({ name, place, streetId }) => [name.zh, ...fromWgs84(place, 'GCJ-02'), street(streetId)])
    const read = await understand(pointsKind, csv([['名称', '经度', '纬度', '街道'], ...rows]), 'p.csv', {
      type: 'PT-PARK',
      refused: 'skip',
    })
    expect(read.hints.at(-1)).toMatchObject({
      says: 'fault.points.looksLike',
      details: { crs: 'GCJ-02', declared: 'WGS-84', there: rows.length },
    })
    const right = await understand(pointsKind, csv([['名称', '经度', '纬度', '街道'], ...rows]), 'p.csv', {
      type: 'PT-PARK',
      crs: 'GCJ-02',
    })
    expect([right.faults, right.hints]).toEqual([[], []])
  })

  it('takes boundaries, mends one and refuses one by name', async () => {
    const target = city.areas.find(({ id }) => id === a.communityId)!
    const around = (x: number, y: number, d: number): Place[] => [
      [x - d, y - d],
      [x + d, y - d],
      [x + d, y + d],
      [x - d, y + d],
      [x - d, y - d],
    ]
    const [x, y] = a.place
    const spiked: Place[] = [
      ...around(x, y, 0.0004).slice(0, 2),
      [x + 0.001, y - 0.0004],
      [x + 0.0004, y - 0.0004],
      ...around(x, y, 0.0004).slice(2),
    ]
    const feature = (properties: object, ring: readonly Place[]) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates: [ring] },
    })
    const bow: Place[] = [
      [x, y],
      [x + 0.01, y + 0.01],
      [x + 0.01, y],
      [x, y + 0.01],
      [x, y],
    ]
    const parent = target.code.slice(0, 9)
    const file = {
      type: 'FeatureCollection',
      features: [feature({ adcode: `${parent}199`, name: '新社区' }, spiked), feature({ adcode: `${parent}198`, name: '蝴蝶社区' }, bow)],
    }
    const bytes = Buffer.from(JSON.stringify(file))
    const read = await understand(areasKind, bytes, 'a.geojson')
    expect(says(read.faults)).toEqual(['3 areas.broken'])
    expect(read.faults[0]!.details).toMatchObject({ name: '蝴蝶社区' })
    expect(read.hints).toMatchObject([{ says: expect.stringMatching(/mended/), details: { name: '新社区', percent: '0.0000' } }])
    const good = await understand(areasKind, bytes, 'a.geojson', { refused: 'skip' })
    expect(good.counts).toEqual({ new: 1, changed: 0, mended: 1, refused: 1 })
    await house.db.tx((tx) => areasKind.apply(tx, taker, good))
    expect(
      await count(sql`select count(*) as n from areas where city_id = 1 and code = ${`${parent}199`} and parent_id = ${a.streetId}`),
    ).toBe(1)
    const again = await understand(areasKind, bytes, 'a.geojson', { refused: 'skip' })
    expect(again.counts).toMatchObject({ new: 0, changed: 1 })
  })

  it('takes units with posts, and remembers who held a post before', async () => {
    const head = ['单位编码', '单位名称', '单位类别', '上级单位', '岗位', '是否分管领导', '姓名', '任职日期']
    const rows = [
      ['new-1', '明城市公园中心', '城管局', '', '主任', '是', '甲示例', '2026-01-05'],
      ['new-1', '明城市公园中心', '城管局', '', '联络员', '', '乙示例', ''],
      ['new-2', '明城市花木站', 'CGJ', '明城市公园中心', '', '', '', ''],
    ]
    const read = await understand(unitsKind, csv([head, ...rows]), 'u.csv')
    expect([read.faults, read.counts]).toEqual([[], { new: 2, changed: 0, posts: 2 }])
    expect(await house.db.tx((tx) => unitsKind.apply(tx, taker, read))).toEqual({ units: 2, posts: 2, holders: 2 })
    const again = await understand(unitsKind, csv([head, ...rows]), 'u.csv')
    expect(await house.db.tx((tx) => unitsKind.apply(tx, taker, again))).toEqual({ units: 2, posts: 2, holders: 0 })
    const changed = await understand(
      unitsKind,
      csv([head, ['new-1', '明城市公园中心', '城管局', '', '主任', '是', '丙示例', '2026-06-01']]),
      'u.csv',
    )
    await house.db.tx((tx) => unitsKind.apply(tx, taker, changed))
    const Row = z.object({ name: z.string(), fromOn: z.string(), toOn: z.string().nullable() })
    const held = await house.db.all(
      Row,
      sql`select n.name, h.from_on, h.to_on from post_holders h join people n on n.city_id = h.city_id and n.id = h.person_id
        join posts p on p.city_id = h.city_id and p.id = h.post_id join units u on u.city_id = p.city_id and u.id = p.unit_id
        where u.city_id = 1 and u.code = 'new-1' and p.title_zh = '主任' order by h.from_on`,
    )
    expect(held).toEqual([
      { name: '甲示例', fromOn: '2026-01-05', toOn: '2026-05-31' },
      { name: '丙示例', fromOn: '2026-06-01', toOn: null },
    ])
    const bad = await understand(unitsKind, csv([head, ['', '无名局', '飞船局', '月球局', '', '', '丁', '昨天']]), 'u.csv')
    expect(says(bad.faults)).toEqual(['2 units.noCode', '2 units.unknownKind', '2 units.unknownParent'])
  })

  const wkt = (ring: readonly Place[]) => `"POLYGON((${ring.map((place) => place.join(' ')).join(', ')}))"`
  const [first, second] = [city.grids[0]!, city.grids[40]!]
  const ringOf = ({ shape }: (typeof city.grids)[number]) => (shape.type === 'Polygon' ? shape.coordinates[0]! : shape.coordinates[0]![0]!)
  const moved = (ring: readonly Place[], by: number) => ring.map(([lng, lat]): Place => [lng + by, lat])
  const gridFile = (grids: readonly { code: string; ring: readonly Place[]; more?: object }[]) =>
    Buffer.from(
      JSON.stringify({
        type: 'FeatureCollection',
        features: grids.map(({ code, ring, more }) => ({
          type: 'Feature',
          properties: { bgcode: code, ...more },
          geometry: { type: 'Polygon', coordinates: [ring] },
        })),
      }),
    )

  it('takes unit grids from GeoJSON and from a table with WKT; the same file twice changes nothing', async () => {
    const same = await understand(gridsKind, gridFile(city.grids.map((grid) => ({ code: grid.code, ring: ringOf(grid) }))), 'g.geojson')
    expect([same.faults, same.hints]).toEqual([[], []])
    expect(same.counts).toMatchObject({ new: 0, changed: 0, same: city.grids.length, refused: 0, doubtful: 0 })
    expect(await house.db.tx((tx) => gridsKind.apply(tx, taker, same))).toEqual({ grids: 0, moved: 0 })
    const unit = city.units.find(({ code }) => code === 'cgj')!
    const east = ringOf(first).map(([lng]) => lng)
    const half = (Math.min(...east) + Math.max(...east)) / 2
    const [left, right] = [Math.min, Math.max].map((pick) => ringOf(first).map(([lng, lat]): Place => [pick(lng, half), lat]))
    const fresh = `${first.code.slice(0, 12)}990`
    const table = csv([
      ['网格编码', '责任单位', '边界'],
      [first.code, unit.name.zh, wkt(left!)],
      [fresh, '', wkt(right!)],
      [second.code, 'cgj', ''],
    ])
    const split = await understand(gridsKind, table, 'g.csv')
    expect([split.faults, says(split.hints)]).toEqual([[], ['3 grids.mended']])
    expect(split.counts).toMatchObject({ new: 1, changed: 2, same: 0, refused: 0 })
    expect(await house.db.tx((tx) => gridsKind.apply(tx, taker, split))).toMatchObject({ grids: 3 })
    const Row = z.object({ code: z.string(), unitId: z.uuid().nullable(), areaId: z.uuid() })
    const kept = await house.db.all(
      Row,
      sql`select code, unit_id, area_id from grids where city_id = 1 and code = any(${[first.code, fresh, second.code]}::text[]) order by code`,
    )
    expect(kept).toEqual(
      [
        { code: first.code, unitId: unit.id, areaId: first.areaId },
        { code: fresh, unitId: null, areaId: first.areaId },
        { code: second.code, unitId: unit.id, areaId: second.areaId },
      ].toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    )
    expect((await understand(gridsKind, table, 'g.csv')).counts).toMatchObject({ new: 0, changed: 0, same: 3 })
    const { land } = await gridsKind.load(house.db, one)
    const inside = labelOf({ type: 'Polygon', coordinates: [right!] })
    expect(land.codeOf(land.locate(inside).grid)).toBe(fresh)
  })

  it('gives the grids out as a workbook that changes nothing when it comes back, in either language', async () => {
    const app = await makeApp({ db: house.db, now: () => at })
    const door = { city: '990100', login: 'office', password: demoPassword }
    const [cookie] = (await app.inject({ method: 'POST', url: '/api/session', payload: door })).cookies
    for (const lang of ['zh-CN', 'en']) {
      const reply = await app.inject({ url: `/api/grids/export?lang=${lang}`, cookies: { [cookie!.name]: cookie!.value } })
      const back = await understand(gridsKind, reply.rawPayload, 'grids.xlsx')
      expect([back.faults, back.counts]).toMatchObject([[], { new: 0, changed: 0, same: city.grids.length + 1 }])
    }
  })

  it('refuses grids that cannot stand, and says which lie over others or were drawn in another system', async () => {
    const community = city.areas.find(({ level, id }) => level === 'community' && id !== second.areaId)!
    const twice = city.areas.filter(({ level }) => level === 'community')
    const ring = ringOf(second)
    const bad = csv([
      ['编码', '所属社区', '责任单位', 'wkt'],
      ['12', '', '', wkt(ring)],
      [`${second.code.slice(0, 12)}991`, '', '', ''],
      [`${second.code.slice(0, 12)}992`, '', '', '"LINESTRING(1 1, 2 2)"'],
      [`${second.code.slice(0, 12)}993`, '月球社区', '月球局', wkt(ring)],
      ['999999999999994', '', '', wkt(ring)],
      [`${second.code.slice(0, 12)}995`, '', '', wkt(moved(ring, 30))],
      [second.code, '', '', ''],
      [second.code, '', '', ''],
      [`${second.code.slice(0, 12)}996`, '', '', '"{""type"":""Polygon"",""coordinates"":7}"'],
    ])
    const read = await understand(gridsKind, bad, 'g.csv')
    expect(says(read.faults)).toEqual([
      '2 grids.badCode',
      '2 grids.noArea',
      '3 grids.noOutline',
      '4 grids.notPolygon',
      '5 grids.unknownArea',
      '5 grids.unknownUnit',
      '6 grids.noArea',
      '7 grids.outside',
      '9 grids.twice',
      '10 grids.notPolygon',
    ])
    expect(twice.length).toBeGreaterThan(1)
    const over = gridFile([
      { code: `${second.code.slice(0, 12)}997`, ring: moved(ring, 0.0005) },
      { code: second.code, ring, more: { community: community.code } },
    ])
    const doubtful = await understand(gridsKind, over, 'g.geojson')
    expect(doubtful.faults).toEqual([])
    expect(says(doubtful.hints)).toEqual(expect.arrayContaining(['3 grids.otherArea', '2 grids.overlaps', '3 grids.overlaps']))
    const shifted = city.grids
      .filter((_, index) => index % 5 === 0)
      .map((grid) => ({ code: grid.code, ring: ringOf(grid).map((place) => fromWgs84(place, 'GCJ-02')) }))
    const looks = await understand(gridsKind, gridFile(shifted), 'g.geojson', { refused: 'skip' })
    expect(looks.hints.at(-1)).toMatchObject({
      says: 'fault.grids.looksLike',
      details: { crs: 'GCJ-02', declared: 'WGS-84', there: shifted.length },
    })
    const right = await understand(gridsKind, gridFile(shifted), 'g.geojson', { crs: 'GCJ-02' })
    expect([right.faults, right.hints.filter(({ says }) => says !== 'fault.grids.overlaps')]).toEqual([[], []])
  })
})
