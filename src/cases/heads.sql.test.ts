/** Rows of the list that are kept are never older than the page that shows them, whoever changed what in between. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { city, noon, openApp, personOf, photoOf, points, signIn, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { engines } from '../../test/engines.ts'
import { written } from '../api/written.serve.ts'
import type { CaseId, CityId, EvidenceId, PersonId, UnitId } from '../base/ids.ts'
import { type Sql, sql } from '../base/sql.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { findCase, saveCase } from './cases.sql.ts'
import { makeHeads, pageWritten } from './heads.serve.ts'
import { listCases } from './pages.sql.ts'
import { addCasePhotos } from './photos.sql.ts'
import { addProcedure } from './procedure/procedures.sql.ts'
import { shipped } from './procedure/shipped.ts'

const reader = { city, unit: units.market as UnitId, person: personOf('unit') as never, may: new Set<never>() }
const later = '2026-12-24T04:00:00.000Z'
const box = [116, 39, 117, 40] as const

describe.each(engines)('rows of the list on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const id = v7()
  beforeAll(async () => {
    const cookie = await signIn(small.app, 'operator')
    const report = (payload: object) => small.app.inject({ method: 'POST', url: '/api/cases/from/desk', headers: { cookie }, payload })
    const of = { unitId: units.market, dueAt: '2026-12-01T00:00:00.000Z' }
    await report({ id: v7(), text: '井盖 "缺失"', place: [116.2, 39.1], ...of })
    await report({ id, text: '路灯不亮', pointId: points.market, place: [116.2, 39.1], ...of })
  })
  afterAll(async () => {
    kept.close()
  })

  const kept = makeHeads()
  const heads = kept.read
  const page = (at = noon, more = {}) =>
    listCases(house.db, reader, at, { box: [...box], ...more }, { sort: '-reported', limit: 50 }, { counted: true, heads })
  const fresh = (at = noon) => listCases(house.db, reader, at, { box: [...box] }, { sort: '-reported', limit: 50 }, { counted: true })

  it('are the same rows, and written once', async () => {
    const [first, second] = [await page(), await page()]
    expect(first).toEqual(await fresh())
    expect(first.total).toBe(2)
    expect(second.items[0]).toBe(first.items[0])
    for (const it of [first, { items: [] }, { ...first, next: '["-reported"]' }, { items: first.items.slice(1), total: 7 }])
      expect(written(pageWritten(it)).bytes.toString()).toBe(JSON.stringify(it))
  })

  const stamps = sql`update cases set due_at = '2026-12-01 00:00:00Z', changed_at = ${noon} where city_id = ${city}`
  it.each(['changed', '-changed', 'due', '-due'])(
    'come one after the other by %s, though one is written while it is shown',
    async (sort) => {
      const [far, due] = sort.startsWith('-') ? ['2020-01-01T00:00:00.000Z', null] : ['2030-01-01T00:00:00.000Z', later]
      const written: typeof heads = async (db, of, at, stamped) => {
        await db.run(sql`update cases set changed_at = ${far}, due_at = ${far} where city_id = ${of} and id = ${stamped[0]!.id}`)
        return heads(db, of, at, stamped)
      }
      for (const filter of [{}, { box: [...box] as [number, number, number, number] }]) {
        await house.db.run(stamps)
        await house.db.run(sql`update cases set due_at = ${due}, changed_at = ${later} where city_id = ${city} and id = ${id}`)
        const order = (await listCases(house.db, reader, noon, filter, { sort, limit: 9 })).items.map((it) => it.id)
        expect([order.length, order[due === null ? 0 : 1]]).toEqual([2, id])
        const first = await listCases(house.db, reader, noon, filter, { sort, limit: 1 }, { heads: written })
        expect(first.items.map((it) => [it.id, it.changedAt])).toEqual([[order[0], far]])
        const second = await listCases(house.db, reader, noon, filter, { sort, limit: 1, cursor: first.next }, { heads })
        expect(second.items.map((it) => it.id)).toEqual([order[1]])
      }
      await house.db.run(stamps)
    },
  )

  const changes: Record<string, Sql> = {
    'the case': sql`update cases set address = '东门', version = version + 1 where city_id = ${city} and id = ${id}`,
    'words that were erased': sql`update cases set text = '—' where city_id = ${city} and id = ${id}`,
    'a unit': sql`update units set name_zh = '改了名的局' where city_id = ${city} and id = ${units.market}`,
    'a street': sql`update areas set name_en = 'New street' where city_id = ${city} and id = any(${[...streets]}::uuid[])`,
    'who reported': sql`update people set name = '—' where city_id = ${city} and id = ${personOf('operator')}`,
    'a point': sql`update points set name_zh = '新市场' where city_id = ${city} and id = ${points.market}`,
  }
  it.each(Object.entries(changes))('follow %s', async (_what, change) => {
    const before = await page()
    await house.db.run(change)
    const after = await page()
    expect(after).toEqual(await fresh())
    expect(after).not.toEqual(before)
  })

  it('follow a new version of the procedure', async () => {
    const before = await page()
    const steps = shipped.steps.map((step) => ({ ...step, name: { zh: `新${step.name.zh}`, en: `New ${step.name.en}` } }))
    const by = personOf('office') as PersonId
    const document = JSON.stringify({ ...shipped, steps })
    await addProcedure(house.db, city, { id: v7(), document, hash: v7(), moves: 'open', note: '', at: noon, by })
    const after = await page()
    expect(after).toEqual(await fresh())
    expect(after.items.map(({ next }) => next!.name.zh)).toEqual(before.items.map(({ next }) => `新${next!.name.zh}`))
  })

  it('follow a new photo: it comes with a step, which writes the row of its case', async () => {
    expect((await page()).items.map(({ photo }) => photo)).toEqual([null, null])
    const evidence = v7() as EvidenceId
    await small.as('operator', evidenceApi).add({ query: { id: evidence }, body: await photoOf({ r: 1, g: 2, b: 3 }) })
    await house.db.tx(async (tx) => {
      const it = (await findCase(tx, city, id as CaseId, true))!
      await saveCase(tx, city, { ...it, version: it.version + 1 })
      await addCasePhotos(tx, city, [{ caseId: it.id, evidenceId: evidence, step: 'report' }])
    })
    expect((await page()).items.find((it) => it.id === id)!.photo).toBe(evidence)
    expect(await page()).toEqual(await fresh())
  })

  it('are forgotten when nobody asked for any of them for twenty minutes, by a timer that ends with the house', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const own = makeHeads()
    const app = await openApp(house.db)
    const show = async () => (await listCases(house.db, reader, noon, {}, { sort: '-reported', limit: 1 }, { heads: own.read })).items[0]
    const first = await show()
    vi.advanceTimersByTime(10 * 60_000)
    expect(await show()).toBe(first)
    vi.advanceTimersByTime(20 * 60_000)
    const again = await show()
    expect(again).toEqual(first)
    expect(again).not.toBe(first)
    expect(vi.getTimerCount()).toBe(2)
    own.close()
    await app.app.close()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it('follow the clock, there and back', async () => {
    expect((await page(later)).items.map(({ light, overdue }) => [light, overdue])).toEqual([
      ['red', true],
      ['red', true],
    ])
    expect(await page(later)).toEqual(await fresh(later))
    expect(await page()).toEqual(await fresh())
  })

  it('are of one city, whatever ids another gives', async () => {
    const other = 2 as CityId
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${other}, 'other', '邻市', 'district')`)
    await house.db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, life, text, reported_at, version, changed_at)
      select ${other}, id, no, state, stage, ball, ball_at, life, '邻市的事', reported_at, version, changed_at from cases
      where city_id = ${city} and id = ${id}`)
    const theirs = await listCases(house.db, { ...reader, city: other }, noon, {}, { sort: '-reported', limit: 50 }, { heads })
    expect(theirs.items.map(({ text }) => text)).toEqual(['邻市的事'])
    expect(await page()).toEqual(await fresh())
  })
})
