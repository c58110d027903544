/** Hours, holidays and classes over the whole app: what a city sets moves what its cases are promised, and what goes out comes back in. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { UnitId } from '../base/ids.ts'
import { calendarApi } from '../calendar/calendar.api.ts'
import { usualHours } from '../calendar/hours.ts'
import { findLayouts } from '../sheets/columns.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { classesApi } from './classes.api.ts'
import { classesKind } from './classes.serve.ts'

const csv = `类型,大类代码,大类名称,小类代码,小类名称,处置单位,主管部门,立案条件,结案条件,处置时限
部件,1,公用设施,1,上水井盖,"住建局、各产权单位",城管局,破损,更换或修复,4小时
部件,1,公用设施,1,上水井盖,住建局,城管局,"缺失、移位,有隐患",恢复,2紧急工作时
事件,02,宣传广告,99,公益性宣传品,市场监管局,文明办,画面破损,修复,1工作日
事件,01,市容环境,22,非法伐树,园林处,园林处,需补植,补植,种植季节15工作日`
const friday = '2026-11-20T08:00:00.000Z'

describe.each(engines)('classes and hours on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const classes = (login: 'office' | 'unit' = 'office') => small.as(login, classesApi)
  const calendar = (login: 'office' | 'unit' = 'office') => small.as(login, calendarApi)
  const understand = async (bytes: Uint8Array, name: string) => {
    const db = house.db.of(city)
    const book = await readSheets(bytes, name)
    const layouts = findLayouts(book, classesKind.columns, classesKind.needs)
    return classesKind.understand({ book, layouts, options: { plain: 'working' } }, await classesKind.load(db, city))
  }
  const conditionOf = async (text: string) => (await classes().listConditions({ query: { text } })).items[0]!
  const due = async (text: string, unit?: string) =>
    (
      await classes().findDue({
        params: { id: (await conditionOf(text)).id },
        query: { from: friday, ...(unit ? { unit: unit as UnitId } : {}) },
      })
    ).dueAt
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )

  it('takes in a table, and the workbook of it changes nothing', async () => {
    const read = await understand(Buffer.from(csv), 'classes.csv')
    expect([read.faults, read.counts]).toMatchObject([[], { new: 4, classes: 3, bareLimits: 1, withoutUnit: 1 }])
    const taker = { city, person: null, at: friday, id: v7() }
    expect(await house.db.of(city).tx((tx) => classesKind.apply(tx, taker, read))).toEqual({ added: 4, changed: 0 })
    expect((await classes('unit').listClasses({})).items.map(({ code, name, conditions }) => [code, name, conditions])).toEqual([
      ['C01-01', '上水井盖', 2],
      ['E01-22', '非法伐树', 1],
      ['E02-99', '公益性宣传品', 1],
    ])
    expect((await understand(Buffer.from(csv), 'classes.csv')).counts).toMatchObject({ new: 0, changed: 0, same: 4 })
    const book = await classes().exportConditions({ query: { all: 'true' } as never })
    expect((await understand(new Uint8Array(await book.arrayBuffer()), 'back.xlsx')).counts).toMatchObject({ new: 0, changed: 0, same: 4 })
  })

  it('lists page by page, and says whose a condition is', async () => {
    const first = await classes().listConditions({ query: { limit: 3 } })
    const rest = await classes().listConditions({ query: { limit: 3, cursor: first.next! } })
    expect([...first.items, ...rest.items].map((it) => it.class.code)).toEqual(['C01-01', 'C01-01', 'E01-22', 'E02-99'])
    expect((await conditionOf('画面')).unit?.id).toBe(units.market)
    expect((await conditionOf('需补植')).unit).toBeNull()
  })

  it('promises by the hours of the unit that has it', async () => {
    // Friday, 16:00 in the city: two hours of work are left, then comes the weekend.
    expect([await due('破损'), await due('缺失'), await due('画面')]).toEqual([
      '2026-11-23T02:00:00.000Z',
      '2026-11-20T10:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
    ])
    // Fifty of its 120 hours are left in November; the season goes on in March.
    expect(await due('需补植')).toBe('2027-03-11T08:00:00.000Z')
    const weekend = { ...usualHours, weekdays: [1, 2, 3, 4, 5, 6, 7] }
    const body = { id: v7(), unit: units.housing as UnitId, hours: weekend }
    expect((await calendar().setHours({ body })).units.map(({ unit }) => unit.id)).toEqual([units.housing])
    await calendar().setHours({ body })
    expect([await due('破损'), await due('画面'), await due('画面', units.housing)]).toEqual([
      '2026-11-21T02:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
      '2026-11-21T08:00:00.000Z',
    ])
    await calendar().setHours({ body: { ...body, id: v7(), hours: null } })
    expect(await due('破损')).toBe('2026-11-23T02:00:00.000Z')
    expect(await codeOf(calendar('unit').setHours({ body: { ...body, id: v7() } }))).toBe('api.notAllowed')
    expect(await codeOf(calendar().setHours({ body: { ...body, id: v7(), unit: v7() as UnitId } }))).toBe('api.notFound')
  })

  it('keeps calendars by version, and warns of a year that nobody has published', async () => {
    const query = { from: '2026-12-31T08:00:00.000Z', amount: 1, unit: 'day', clock: 'working' } as const
    expect(await calendar().findDeadline({ query })).toMatchObject({
      dueAt: '2027-01-01T08:00:00.000Z',
      calendar: 'cn-2026',
      unpublished: [2027],
    })
    const days = [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }]
    const body = { id: v7(), version: 'cn-2027', years: [{ year: 2027, notices: [], days }] }
    expect(await codeOf(calendar().bringHolidays({ body: { ...body, version: 'cn-2026' } }))).toBe('calendar.known')
    const backwards = [{ year: 2027, notices: [], days: [{ name: '元旦', from: '2027-01-03', to: '2027-01-01' }] }]
    expect(await codeOf(calendar().bringHolidays({ body: { ...body, years: backwards } }))).toBe('calendar.days')
    expect(await calendar().bringHolidays({ body })).toMatchObject({ version: 'cn-2027', versions: ['cn-2026', 'cn-2027'], missing: [] })
    await calendar().bringHolidays({ body })
    expect(await calendar().findDeadline({ query })).toMatchObject({
      dueAt: '2027-01-04T08:00:00.000Z',
      calendar: 'cn-2027',
      unpublished: [],
    })
    expect(await calendar().setZone({ body: { zone: 'Asia/Urumqi' } })).toMatchObject({ zone: 'Asia/Urumqi' })
    // Two hours further west the afternoon begins with the limit.
    expect(await calendar().findDeadline({ query })).toMatchObject({ dueAt: '2027-01-04T06:00:00.000Z' })
    const far = [
      { ...query, amount: 10_000 },
      { ...query, from: '9999-12-31T15:59:00.000Z' },
    ]
    for (const beyond of far) await expect(calendar().findDeadline({ query: beyond })).rejects.toMatchObject({ code: 'calendar.tooFar' })
  })
})
