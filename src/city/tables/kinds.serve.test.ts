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
import { demoPassword } from '../session.api.ts'
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
})
