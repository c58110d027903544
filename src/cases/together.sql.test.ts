/** Cases that are reported at the same moment share a transaction: numbers without gaps, each answered or refused by itself. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { city, signIn } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { engines } from '../../test/engines.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { takeNumbers } from './cases.sql.ts'

describe.each(engines)('reports of one moment on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  let cookie = ''
  beforeAll(async () => {
    cookie = await signIn(small.app, 'office')
  })

  const send = async (body: object, key?: string) => {
    const headers = { cookie, ...(key === undefined ? {} : { 'idempotency-key': key }) }
    const answer = await small.app.inject({ method: 'POST', url: '/api/cases/from/desk', headers, payload: body })
    return { status: answer.statusCode, said: answer.json() as { id?: string; no?: string; code?: string } }
  }
  const report = (more: object = {}) => ({ id: v7(), text: '路灯不亮', ...more })
  const numbers = async () =>
    (
      await house.db.all(
        z.object({ no: z.string(), seq: z.int() }),
        sql`
      select c.no, e.seq from cases c join events e on e.city_id = c.city_id and e.thing = c.id where c.city_id = ${city} order by c.no`,
      )
    ).map(({ no, seq }) => [no.slice(-4), seq] as const)
  const written = async () =>
    (await house.db.find(z.object({ n: z.int() }), sql`select count(distinct xmin::text)::int as n from cases where city_id = ${city}`))!.n

  it('keeps many in few transactions, and counts them without gaps', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => send(report())))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200))
    const found = await numbers()
    expect(found.map(([no]) => Number(no))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    const first = found[0]![1]
    expect(found.map(([, seq]) => seq - first)).toEqual(Array.from({ length: 40 }, (_, index) => index))
    expect(await written()).toBeLessThan(10)
  })

  it('lets each bad one fail alone, refused by the rule or by the database', async () => {
    const before = (await numbers()).length
    const good = [report(), report(), report()]
    const answers = await Promise.all([
      send(good[0]!),
      send(report({ photos: [v7()] })),
      send(good[1]!),
      send(report({ unitId: v7() })),
      send(report({ pointId: v7() })),
      send(good[2]!),
    ])
    expect(answers.map(({ status }) => status < 300)).toEqual([true, false, true, false, false, true])
    expect([answers[1], answers[4]].map((it) => it!.said.code)).toEqual(['case.photoMissing', 'case.noSuchPoint'])
    const after = await numbers()
    expect(after.map(([no]) => Number(no))).toEqual(Array.from({ length: before + 3 }, (_, index) => index + 1))
  })

  it('takes the same report once, however it is repeated', async () => {
    const before = (await numbers()).length
    const [one, two, key] = [report(), report(), v7()]
    const answers = await Promise.all([send(one), send(one), send(two, key), send(two, key), send(two, v7())])
    expect(new Set(answers.slice(0, 2).map(({ said }) => said.no)).size).toBe(1)
    expect(new Set(answers.slice(2).map(({ said }) => said.no)).size).toBe(1)
    expect(await send(two, key)).toEqual(answers[2])
    expect((await send(report(), key)).said.code).toBe('api.keyReused')
    expect((await numbers()).map(([no]) => Number(no))).toEqual(Array.from({ length: before + 2 }, (_, index) => index + 1))
  })

  it('appends facts under the post of who reported', async () => {
    const found = await house.db.all(
      z.object({ post: z.uuid().nullable() }),
      sql`
      select distinct post from events where city_id = ${city} and kind = 'case.reported'`,
    )
    expect(found).toHaveLength(1)
    expect(found[0]!.post).not.toBeNull()
  })

  it('opens none in a city that there is not, and appends no event of it', async () => {
    const nobodys = 909 as CityId
    const day = '2026-11-22'
    await expect(house.db.tx((db) => takeNumbers(db, nobodys, day, 1))).rejects.toMatchObject({ code: '23503' })
    const event = { id: v7() as EventId, kind: 'case.reported', thing: v7(), at: `${day}T00:00:00.000Z`, by: null, version: 2, data: {} }
    await expect(house.db.tx((db) => appendEvents(db, nobodys, [event]))).rejects.toMatchObject({ code: '23503' })
    expect(await house.db.find(z.object({ n: z.int() }), sql`select count(*) as n from events where city_id = 909`)).toEqual({ n: 0 })
  })
})
