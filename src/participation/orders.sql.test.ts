/** Tables of work orders as they come: encodings, dates, coordinates, what cannot stand, and the same file twice. */
import excel from 'exceljs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, district, fill, idOf, personOf, streets } from '../../test/smallCity.ts'
import type { PersonId } from '../base/ids.ts'
import { json, sql } from '../base/sql.ts'
import { fromWgs84 } from '../city/coordinates.ts'
import type { Place } from '../base/place.ts'
import { checkFolds } from '../cases/foldCheck.serve.ts'
import { listCases } from '../cases/pages.sql.ts'
import { findKept } from '../search/search.sql.ts'
import { findLayouts } from '../sheets/columns.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { ordersKind } from './orders.serve.ts'

const square = (west: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 30],
      [west + 0.1, 30],
      [west + 0.1, 30.1],
      [west, 30.1],
      [west, 30],
    ],
  ],
})
const head = '工单编号,受理时间,诉求内容,经度,纬度,所属街道,联系电话,办结时间'
const taker = { city, person: personOf('office') as PersonId, at: '2026-11-20T04:00:00.000Z', id: idOf(99) }

describe('a table of work orders', () => {
  let house: TestDb
  beforeAll(async () => {
    house = await embedded()
    await fill(house.db)
    for (const [id, west] of [
      [streets[0], 104],
      [streets[1], 104.1],
    ] as const)
      await house.db.run(sql`update areas set shape = ${json(square(west))}, west = ${west}, south = 30, east = ${west + 0.1}, north = 30.1,
        label_lng = ${west + 0.05}, label_lat = 30.05 where city_id = ${city} and id = ${id}`)
    await house.db.run(
      sql`update areas set west = 104, south = 30, east = 104.2, north = 30.1 where city_id = ${city} and id = ${district}`,
    )
  })
  afterAll(() => house.close())

  const understand = async (
    lines: readonly string[],
    options: Record<string, string> = {},
    encode: (text: string) => Uint8Array = (text) => Buffer.from(text),
  ) => {
    const book = await readSheets(encode(`${lines.join('\r\n')}\r\n`), '工单.csv')
    const layouts = findLayouts(book, ordersKind.columns, ordersKind.needs)
    return ordersKind.understand({ book, layouts, options }, await ordersKind.load(house.db, city))
  }
  const says = (list: readonly { row?: number | undefined; says: string }[]) =>
    // All orders here are of the past; a test of its own asks what is said about them.
    list.map(({ row, says }) => `${row ?? ''} ${says.replace('fault.orders.', '')}`.trim()).filter((said) => said !== 'oldOnes')
  const cases = async () =>
    (
      await house.db.all(
        z.object({ no: z.string() }),
        sql`select external_id as no from cases where city_id = ${city} order by external_id`,
      )
    ).map(({ no }) => no)

  const good = [
    'G1,2019/2/28 9:05:01,路灯不亮,104.05,30.05,东街街道,13800001111,',
    'G2,2020年1月6日 12时09分,<p>垃圾</p>,,,,,',
    'G3,2019-02-28,井盖,104.15,30.05,990001002,,2019-03-01',
  ]

  it.each([
    ['UTF-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['GBK', (text: string) => iconv.encode(text, 'gbk')],
  ])('is understood in %s', async (_name, encode) => {
    const read = await understand([head, ...good], {}, encode)
    expect(read.faults).toEqual([])
    expect(read.counts).toEqual({ new: 2, same: 0, closed: 1, refused: 0 })
    expect(says(read.hints)).toEqual(['contactsKept', '3 markup'])
    expect(read.plan.fresh.map(({ orderNo, at, text, place }) => [orderNo, at, text, place])).toEqual([
      ['G1', '2019-02-28T01:05:01.000Z', '路灯不亮', [104.05, 30.05]],
      ['G2', '2020-01-06T04:09:00.000Z', '垃圾', null],
    ])
  })

  it('is taken in once: the same file again changes nothing', async () => {
    const first = await understand([head, ...good])
    expect(await house.db.tx((tx) => ordersKind.apply(tx, taker, first))).toEqual({
      added: 2,
      same: 0,
      from: '2019-02-28',
      to: '2020-01-06',
    })
    const again = await understand([head, ...good])
    expect(again.counts).toEqual({ new: 0, same: 2, closed: 1, refused: 0 })
    // Even a plan made before the first one was taken in.
    await house.db.tx((tx) => ordersKind.apply(tx, taker, first))
    expect(await cases()).toEqual(['G1', 'G2'])
    const [told] = await house.db.all(
      z.object({ at: z.string(), text: z.string() }),
      sql`select reported_at as at, text from cases where city_id = ${city} and external_id = 'G1'`,
    )
    expect(told).toEqual({ at: '2019-02-28T01:05:01.000Z', text: '路灯不亮' })
    expect(
      (await house.db.all(z.object({ t: z.string() }), sql`select data::text as t from events where city_id = ${city}`)).filter(({ t }) =>
        t.includes('138'),
      ),
    ).toEqual([])
  })

  it('says which known orders have other words now, and leaves the case its own', async () => {
    const again = await understand([head, good[0]!.replace('路灯不亮', '路灯亮了'), good[1]!])
    expect(again.counts).toEqual({ new: 0, same: 1, differs: 1, closed: 0, refused: 0 })
    expect(says(again.hints)).toContain('2 knownDiffers')
  })

  it('reads a bare day number of a workbook by the system of the workbook', async () => {
    const days = async (date1904: boolean, serial: number) => {
      const file = new excel.Workbook()
      file.properties.date1904 = date1904
      const sheet = file.addWorksheet('工单')
      sheet.addRow(['工单编号', '受理时间', '诉求内容'])
      sheet.addRow(['D1', serial, '路灯不亮'])
      const book = await readSheets(Buffer.from(await file.xlsx.writeBuffer()), '工单.xlsx')
      const layouts = findLayouts(book, ordersKind.columns, ordersKind.needs)
      return ordersKind.understand({ book, layouts, options: {} }, await ordersKind.load(house.db, city)).plan.fresh[0]!.at
    }
    expect(await days(false, 45_000)).toBe('2023-03-14T16:00:00.000Z')
    expect(await days(true, 45_000 - 1462)).toBe('2023-03-14T16:00:00.000Z')
  })

  it('takes closed orders in with their own times, unit and limit, and keeps who called apart', async () => {
    const columns = '工单编号,受理时间,诉求内容,经度,纬度,承办单位,办理时限,办结时间,办理结果,诉求人,联系电话'
    const lines = [
      columns,
      'K1,2019-02-28 09:00:00,井盖破损,104.05,30.05,住建局,2019-03-07 09:00:00,2019-03-05 10:00:00,已更换,张三,13800001111',
      'K2,2019-02-28 09:10:00,垃圾,104.15,30.05,没有的单位,,2019-03-01 10:00:00,已清理,李四,不留',
      'K3,2019-02-28 09:20:00,路灯,104.15,30.05,U03,2099-01-01 00:00:00,,,,',
    ]
    const read = await understand(lines, { closed: 'take' })
    expect(says(read.faults)).toEqual([])
    expect(says(read.hints)).toEqual(['contactsKept', '3 unknownUnit'])
    expect(read.counts).toEqual({ new: 3, same: 0, takenClosed: 2, refused: 0 })
    expect(await house.db.tx((tx) => ordersKind.apply(tx, taker, read))).toMatchObject({ added: 3, same: 0 })
    const rows = await house.db.all(
      z.object({
        no: z.string(),
        state: z.string(),
        outcome: z.string().nullable(),
        unit: z.string().nullable(),
        dueAt: z.string().nullable(),
        closedAt: z.string().nullable(),
        streetId: z.string().nullable(),
        version: z.int(),
      }),
      sql`select c.external_id as no, c.state, c.outcome, u.code as unit, c.due_at, c.closed_at, c.street_id, c.version
          from cases c left join units u on u.city_id = c.city_id and u.id = c.unit_id
          where c.city_id = ${city} and c.external_id like 'K%' order by c.external_id`,
    )
    expect(rows).toEqual([
      {
        no: 'K1',
        state: 'closed',
        outcome: 'done',
        unit: 'U03',
        dueAt: '2019-03-07T01:00:00.000Z',
        closedAt: '2019-03-05T02:00:00.000Z',
        streetId: streets[0],
        version: 3,
      },
      {
        no: 'K2',
        state: 'closed',
        outcome: 'done',
        unit: 'U05',
        dueAt: null,
        closedAt: '2019-03-01T02:00:00.000Z',
        streetId: streets[1],
        version: 2,
      },
      {
        no: 'K3',
        state: 'dispatched',
        outcome: null,
        unit: 'U03',
        dueAt: '2098-12-31T16:00:00.000Z',
        closedAt: null,
        streetId: streets[1],
        version: 2,
      },
    ])
    // Every row is the fold of its events, and nobody of the house is said to have done anything.
    expect((await checkFolds(house.db, city)).differences).toEqual([])
    const contacts = ordersKind.contacts!(taker, read)
    expect(contacts.map(({ contact, at }) => [contact, at])).toEqual([
      [{ name: '张三', phone: '13800001111' }, '2019-02-28T01:00:00.000Z'],
      [{ name: '李四', phone: '' }, '2019-02-28T01:10:00.000Z'],
    ])
    expect((await understand(lines, { closed: 'take' })).counts).toEqual({ new: 0, same: 3, takenClosed: 2, refused: 0 })
    expect(await house.db.tx((tx) => ordersKind.apply(tx, taker, read))).toMatchObject({ added: 0, same: 0 })
    expect(
      JSON.stringify(await house.db.all(z.object({ t: z.string() }), sql`select data::text as t from events where city_id = ${city}`)),
    ).not.toMatch(/张三|1380000/)
  })

  it('keeps address, street and class of orders without a place, names what it left out, and is found by its number', async () => {
    const lines = [
      '工单编号,诉求时间,诉求标题,诉求内容,诉求地址,所属街道,诉求人,联系电话,问题类别,满意度',
      '12345-001,2019-04-01 09:10,井盖松动,车过有响声,漪林巷口,东街,王女士,13900000001,井盖,满意',
      '12345-002,2019-04-01 10:00,占道,早市占道,西街口,不存在街道,赵先生,13900000002,没有的类别,',
      '12345-003,2019-04-02 11:00,垃圾,无人清理,西街 3 号,990001002,钱先生,13900000003,,',
    ]
    await house.db.run(
      sql`insert into case_classes (city_id, code, kind, big_code, big_name, small_name) values (${city}, 'P0101', 'component', '01', '公用设施', '井盖')`,
    )
    const read = await understand(lines, {}, (text) => iconv.encode(text, 'gbk'))
    expect([says(read.faults), says(read.hints)]).toEqual([
      [],
      ['fault.unmapped', 'unknownAreas', 'unknownClasses', 'contactsKept', '3 unknownArea', '3 unknownClass'],
    ])
    const told = (which: string) => read.hints.find((hint) => hint.says === which)?.details
    expect(told('fault.unmapped')).toEqual({ at: 'J', columns: '满意度', count: 1 })
    expect(told('fault.orders.unknownArea')).toEqual({ at: 'F', value: '不存在街道', areas: '东街街道、西街街道' })
    expect(told('fault.orders.unknownAreas')).toMatchObject({ at: 'F', count: 1, rows: '3', values: '不存在街道' })
    expect(await house.db.tx((tx) => ordersKind.apply(tx, taker, read))).toEqual({
      added: 3,
      same: 0,
      from: '2019-04-01',
      to: '2019-04-02',
    })
    const Kept = z.object({
      no: z.string(),
      address: z.string(),
      class: z.string().nullable(),
      street: z.string().nullable(),
      unit: z.string().nullable(),
      district: z.string().nullable(),
    })
    const kept = await house.db.all(
      Kept,
      sql`select c.external_id as no, c.address, c.class, c.street_id as street, u.code as unit, p.district_id as district from cases c
          join case_places p on p.city_id = c.city_id and p.case_id = c.id left join units u on u.city_id = c.city_id and u.id = c.unit_id
          where c.city_id = ${city} and c.external_id like '12345-%' order by c.external_id`,
    )
    expect(kept).toEqual([
      { no: '12345-001', address: '漪林巷口', class: 'P0101', street: streets[0], unit: expect.any(String) as string, district },
      { no: '12345-002', address: '西街口', class: null, street: null, unit: null, district: null },
      { no: '12345-003', address: '西街 3 号', class: null, street: streets[1], unit: 'U05', district },
    ])
    expect((await checkFolds(house.db, city)).differences).toEqual([])
    const [, , third] = (await findKept(house.db, city, 'case', { q: '12345-0', limit: 5 })).hits
    expect(third).toBeDefined()
    const { hits } = await findKept(house.db, city, 'case', { q: '12345-001', limit: 5 })
    expect(hits.map(({ zh }) => zh)).toEqual(['井盖松动\n车过有响声'])
    const office = { city, person: taker.person, unit: null, may: new Set<never>() }
    const turn = { sort: '-reported', limit: 5 }
    const listed = await listCases(house.db, office, taker.at, { text: '12345-003' }, turn)
    expect(listed.items.map(({ externalId, address }) => [externalId, address])).toEqual([['12345-003', '西街 3 号']])
    // The same rows in another file are the same orders.
    const again = await understand(lines)
    expect([again.counts['new'], again.counts['same']]).toEqual([0, 3])
    expect(await house.db.tx((tx) => ordersKind.apply(tx, taker, again))).toEqual({ added: 0, same: 3 })
  })

  it('spares orders of the past their early clocks, and says so before', async () => {
    const lines = ['编号,时间,内容', 'P1,2019-02-28 09:00,灯', 'P2,2019-02-28 09:00,灯']
    const said = async (options: Record<string, string>) => (await understand(lines, options)).hints.map(({ says }) => says)
    expect([await said({}), await said({ clocks: 'spare' })]).toEqual([['fault.orders.oldOnes'], ['fault.orders.spared']])
    const dues = async (no: string) =>
      (
        await house.db.all(
          z.object({ due: z.string().nullable() }),
          sql`select life->'clocks'->'file'->>'dueAt' as due from cases where city_id = ${city} and external_id = ${no}`,
        )
      ).map(({ due }) => due !== null)
    for (const [line, options] of [
      [1, { clocks: 'spare' }],
      [2, {}],
    ] as const) {
      const read = await understand([lines[0]!, lines[line]!], options)
      await house.db.tx((tx) => ordersKind.apply(tx, taker, read))
    }
    expect([await dues('P1'), await dues('P2')]).toEqual([[false], [true]])
    expect((await checkFolds(house.db, city)).differences).toEqual([])
  })

  it('reads times in the zone of the register', async () => {
    const lines = ['编号,时间,内容,办结时间', 'Z1,2011-07-01 01:32:33,灯,2011-07-01 05:06:58']
    const read = await understand(lines, { closed: 'take', zone: 'America/New_York' })
    expect(read.plan.fresh.map(({ at, closedAt }) => [at, closedAt])).toEqual([['2011-07-01T05:32:33.000Z', '2011-07-01T09:06:58.000Z']])
  })

  it('refuses each row that cannot stand, with its reason, and skips it when asked', async () => {
    const bad = [
      'B1,2019-02-30,日期,,,,,',
      'B2,昨天,日期,,,,,',
      'B3,2999-01-01,未来,,,,,',
      'B4,2019-02-28,,,,,,',
      `B5,2019-02-28,${'长'.repeat(10_001)},,,,,`,
      'B6,2019-02-28,远方,10,10,,,',
      'B7,2019-02-28,写反,30.05,104.05,,,',
      'B8,2019-02-28,数字,东经,30,,,',
      'B9,2019-02-28,另一街道,104.05,30.05,西街街道,,',
      'B10,2019-02-28,早结,,,,,2018-01-01',
      'B11,2019-02-28,锟斤拷锟斤拷,,,,,',
      'B12,2019-02-28,甲,,,,,',
      'B12,2019-02-28,乙,,,,,',
      'B13,2019-02-28,"=HYPERLINK(""http://x"")",,,,,',
    ]
    const stop = await understand([head, ...bad])
    expect(says(stop.faults)).toEqual([
      '2 impossibleTime',
      '3 noTime',
      '4 future',
      '5 noText',
      '6 long',
      '7 outside',
      '8 swapped',
      '9 noPlace',
      '10 otherArea',
      '11 closedBefore',
      '12 garbled',
      '14 twice',
    ])
    expect(stop.faults.find(({ row }) => row === 10)!.details).toMatchObject({
      stated: '西街街道',
      metres: expect.closeTo(4820, -2) as number,
    })
    expect(stop.counts).toEqual({ new: 2, same: 0, closed: 0, refused: 12 })
    const skip = await understand([head, ...bad], { refused: 'skip' })
    expect([skip.faults, skip.plan.fresh.map(({ orderNo, text }) => [orderNo, text])]).toEqual([
      [],
      [
        ['B12', '甲'],
        ['B13', '=HYPERLINK("http://x")'],
      ],
    ])
    const summed = await understand([head, 'S0,2019-02-28,一,,,,,', '合 计,,1 件,,,,,'])
    expect([says(summed.faults), says(summed.hints), summed.counts]).toEqual([
      [],
      ['contactsKept', '3 sum'],
      { new: 1, same: 0, closed: 0, refused: 0 },
    ])
    const numbered = await understand([`序号,${head}`, '1,S0,2019-02-28,一,,,,,', '合计,,,1 件,,,,,', '2,,,二,,,,,'])
    expect([says(numbered.faults), says(numbered.hints).includes('3 sum'), numbered.counts['new']]).toEqual([['4 noNumberNoTime'], true, 1])
    expect(says((await understand([head, 'S1,2019-02-28,一,,,,,', 'S1,2019-02-28,一,,,,,'])).faults)).toEqual(['3 same'])
    const numbers = ['2.02603E+16', 'x'.repeat(65), '202610050001234567'].map((no, index) => `${no},2019-02-28,编号 ${index},,,,,`)
    expect(says((await understand([head, ...numbers])).faults)).toEqual(['2 roundedNo', '3 longNo'])
  })

  it('knows GCJ-02 that was declared as WGS-84 by the districts that are stated', async () => {
    // On the edge between the two streets, a shift of some 500 m leads to the other one.
    const places: Place[] = Array.from({ length: 8 }, (_, index) => [104.0985 + index * 0.0001, 30.02 + index * 0.008])
    const line = (place: Place, index: number) => `J${index},2019-02-28,第${index}件,${place.join(',')},东街街道,,`
    const shifted = places.map((place) => fromWgs84(place, 'GCJ-02'))
    const wrong = await understand([head, ...shifted.map(line)], { refused: 'skip' })
    expect(wrong.counts['refused']).toBe(8)
    const look = wrong.hints.find(({ says }) => says === 'fault.orders.looksLike')
    expect(look!.details).toMatchObject({ declared: 'WGS-84', crs: 'GCJ-02', here: 0, there: 8, of: 8 })
    expect(look!.details!['metres']).toBeGreaterThan(250)
    const right = await understand([head, ...shifted.map(line)], { crs: 'GCJ-02' })
    expect([right.faults, right.counts['new']]).toEqual([[], 8])
    expect(right.plan.fresh[3]!.place![0]).toBeCloseTo(places[3]![0], 6)
  })

  it('finds no table in a file of other columns, and the same number for the same row without one', async () => {
    expect((await understand(['甲,乙', '1,2'])).rows).toEqual([])
    const rows = ['内容,时间', '路灯不亮,2019-02-28', '路灯不亮,2019-03-01']
    const [first, again] = [await understand(rows), await understand(rows)]
    expect(first.plan.fresh.map(({ orderNo }) => orderNo)).toEqual(again.plan.fresh.map(({ orderNo }) => orderNo))
    expect(new Set(first.plan.fresh.map(({ orderNo }) => orderNo)).size).toBe(2)
  })
})
