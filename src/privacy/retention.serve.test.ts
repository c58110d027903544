/** Retention and one person's data, over the whole app: what is over goes, what must stay loses only what is personal. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, noon, personOf, points } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { listEventsAfter } from '../base/event.sql.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { personsApi } from './persons.api.ts'
import { retentionApi } from './retention.api.ts'
import { keptKindIds } from './retention.ts'

const contact = { name: '证人王小明', phone: '138 0000 1111' }

describe.each(engines)('personal data on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
  const report = async () => {
    const id = v7() as never
    await small.as('inspector', casesApi).fromDesk({ body: { id, text: '积水', pointId: points.road as never, reporter: contact } })
    return id
  }
  const hasReporter = async (id: never) => (await small.as('office', casesApi).get({ params: { id } })).hasReporter
  const run = async () =>
    (await small.as('office', retentionApi).run({ body: { id: v7() } })).report.filter(({ kind, done }) => done > 0 && kind !== 'session')

  it('destroys the identity behind a case that was closed long enough, and none of an open one', async () => {
    const [open, closed] = [await report(), await report()]
    await small.as('office', casesApi).close({ params: { id: closed }, body: { id: v7() as never, note: '已处理' } })
    small.clock.now = '2027-11-19T04:00:00.000Z'
    expect(await run()).toEqual([])
    small.clock.now = '2027-11-22T04:00:00.000Z'
    expect(await run()).toMatchObject([{ kind: 'caseReporter', days: 365, done: 1 }])
    expect([await hasReporter(open), await hasReporter(closed)]).toEqual([true, false])
    const office = small.as('office', retentionApi)
    const { items, runs } = await office.list({})
    expect(items.map(({ kind }) => kind)).toEqual(keptKindIds)
    expect(runs[0]!.report.map(({ kind }) => kind)).toEqual(keptKindIds)
    const rule = { params: { kind: 'caseReporter' as const }, body: { days: 30, basis: '市个人信息保护规定' } }
    expect((await office.set(rule)).items[0]).toMatchObject({ days: 30, usual: 365, basis: '市个人信息保护规定' })
    const kinds = (await listEventsAfter(house.db, city, 0, 1000)).map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['identity.erased', 'retention.done', 'retention.set']))
  })

  it('finds somebody outside by telephone however it is written, gives a copy, and erases with a reason', async () => {
    const id = await report()
    const office = small.as('office', personsApi)
    const { reporters } = await office.find({ body: { text: '+86 13800001111' } })
    expect(reporters.map(({ thing }) => thing)).toContain(id)
    expect((await office.find({ body: { text: '13900000000' } })).reporters).toEqual([])
    const asked = { id: v7(), phone: '13800001111', reason: '本人书面申请' }
    const copy = await office.export({ body: asked })
    expect(
      Buffer.from(await copy.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect(await office.erase({ body: { ...asked, id: v7() } })).toEqual({ people: 0, reporters: reporters.length })
    expect(await hasReporter(id)).toBe(false)
    expect((await office.find({ body: { text: '13800001111' } })).reporters).toEqual([])
    expect(await codeOf(small.as('leader', personsApi).erase({ body: asked }))).toBe('api.notAllowed')
  })

  it('blanks who worked here only when they no longer serve; what they did stays, under a bare id', async () => {
    const office = small.as('office', personsApi)
    const person = personOf('inspector') as never
    await house.db.run(sql`update people set phone = '13700002222' where city_id = ${city} and id = ${person}`)
    const asked = { id: v7(), person, reason: '离职后本人申请' }
    expect(await codeOf(office.erase({ body: asked }))).toBe('privacy.stillServes')
    await house.db.run(sql`update accounts set retired_at = ${noon} where city_id = ${city} and person_id = ${person}`)
    await house.db.run(sql`update post_holders set to_on = '2026-11-01' where city_id = ${city} and person_id = ${person}`)
    const before = await listEventsAfter(house.db, city, 0, 1000)
    expect(await office.erase({ body: { ...asked, id: v7() } })).toEqual({ people: 1, reporters: 0 })
    const text = JSON.stringify(
      await house.db.all(
        z.record(z.string(), z.unknown()),
        sql`select p.name, p.phone, a.login, a.password_hash from people p join accounts a on a.city_id = p.city_id and a.person_id = p.id
            where p.city_id = ${city} and p.id = ${person}`,
      ),
    )
    expect(text).not.toMatch(/inspector|13700002222/)
    expect((await listEventsAfter(house.db, city, 0, 1000)).slice(0, before.length)).toEqual(before)
  })
})
