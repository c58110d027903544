import { v7 } from 'uuid'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestDb } from '../../test/engines.ts'
import { city, fill, openApp, personOf, type SmallApp } from '../../test/smallCity.ts'
import { accountsApi } from '../access/accounts.api.ts'
import type { AccountId, CaseId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { checkFolds } from './foldCheck.serve.ts'
import { casesApi } from './cases.api.ts'

describe.each(engines)('cases from outside on %s', (_name, open) => {
  let house: TestDb
  let small: SmallApp
  let key = ''
  const service = v7() as AccountId
  const push = (body: object, word = key) =>
    small.app.inject({ method: 'POST', url: '/api/cases/from/hotline12345', headers: { authorization: `Bearer ${word}` }, payload: body })

  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    await house.db.run(sql`insert into accounts (city_id, id, login, role, person_id, kind)
      values (${city}, ${service}, 'hotline', 'office', ${personOf('office')}, 'service')`)
    small = await openApp(house.db)
    const made = await small.as('operator', accountsApi).addKey({
      params: { id: service },
      body: { id: v7(), name: '12345', scopes: ['cases.report', 'cases.read'], days: 90 },
    })
    key = made.key
  })
  afterAll(() => house.close())

  it('an order of the hotline is one case, however often and however fast it is pushed', async () => {
    const order = {
      orderNo: 'GD20261120001',
      text: '<p>东街路灯不亮</p>',
      place: [116.11, 39.11],
      address: '东街 8 号',
      reporter: { phone: '13800001111' },
    }
    const answers = await Promise.all([push(order), push(order), push({ ...order, text: '改过的话' })])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    const [first, ...others] = answers.map((answer) => answer.json() as Record<string, unknown>)
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set([first!['id']]))
    expect(first).toMatchObject({
      source: 'hotline12345',
      externalId: 'GD20261120001',
      address: '东街 8 号',
      hasReporter: true,
      state: 'reported',
    })
    const list = await small.as('office', casesApi).list({ query: { source: 'hotline12345' } })
    expect(list.items.map(({ externalId }) => externalId)).toEqual(['GD20261120001'])
    // Who called is in the vault, and in no event.
    const told = await house.db.all(z.object({ text: z.string() }), sql`select data::text as text from events where city_id = ${city}`)
    expect(told.filter(({ text }) => text.includes('13800001111'))).toEqual([])
  })

  it('a class that nobody knows is left to the desk, other words of a known order to the case; both are said', async () => {
    type Answer = { id: string; class: string | null; text: string; notes?: { at: string; says: string; message: string }[] }
    const order = { orderNo: 'GD20261120009', text: '路面塌陷', class: 'NOPE' }
    const bare = (await push({ ...order, orderNo: 'GD20261120008' })).json() as Answer
    expect([bare.class, bare.notes]).toEqual(['NOPE', undefined])
    await house.db.run(sql`insert into case_classes (city_id, code, kind, big_code, big_name, small_name)
      values (${city}, 'E02-01', 'event', '02', '道路', '路面破损')`)
    const first = (await push(order)).json() as Answer
    expect([first.class, first.notes?.map(({ at, says }) => [at, says])]).toEqual([null, [['body.class', 'fault.order.unknownClass']]])
    expect(first.notes![0]!.message).toContain('NOPE')
    const again = (await push({ ...order, text: '路面不塌了', class: '路面破损' })).json() as Answer
    expect([again.id, again.text, again.notes?.map(({ at }) => at)]).toEqual([first.id, '路面塌陷', ['body.text']])
    expect(((await push({ ...order, orderNo: 'GD20261120010', class: '02-01' })).json() as Answer).class).toBe('E02-01')
    await house.db.run(sql`delete from case_classes where city_id = ${city}`)
  })

  it('a bad order is refused with the field that is wrong', async () => {
    const answer = await push({ orderNo: 'GD2', text: '垃圾'.repeat(6000), place: [216, 39] })
    expect(answer.statusCode).toBe(422)
    expect((answer.json() as { faults: { at: string }[] }).faults.map(({ at }) => at)).toEqual(['body.text', 'body.place.0'])
    expect((await push({ orderNo: 'GD2', text: '垃圾' }, `${key}x`)).statusCode).toBe(401)
  })

  it('a media item keeps where it stood', async () => {
    const body = { id: v7() as CaseId, text: '河道垃圾', link: 'https://news.example/1', outlet: '晚报', publishedOn: '2026-11-19' }
    expect(await small.as('office', casesApi).fromMedia({ body })).toMatchObject({
      source: 'media',
      origin: { link: 'https://news.example/1', outlet: '晚报', on: '2026-11-19' },
    })
    expect(await checkFolds(house.db, city)).toEqual({ checked: 5, differences: [] })
  })
})
