/** A city and the one above it: figures go up, cases only while they are shared, and nothing comes from anywhere else. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, password, points, signIn } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { client, type Fetch } from '../api/client.ts'
import { hashPassword } from '../access/hash.serve.ts'
import type { CaseId, PointId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { neighboursApi } from './neighbours.api.ts'

describe.each(engines)('neighbours on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const cookies: Record<string, string> = {}
  beforeAll(async () => {
    // Two provinces, as the server would know them; each with one person of its own.
    for (const [id, code] of [
      [2, 'province'],
      [3, 'stranger'],
    ] as const) {
      const person = v7()
      await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${id}, ${code}, ${code}, 'province')`)
      await house.db.run(sql`insert into people (city_id, id, name) values (${id}, ${person}, '省里人')`)
      await house.db.run(sql`insert into accounts (city_id, id, login, role, person_id, password_hash)
        values (${id}, ${v7()}, 'leader', 'leader', ${person}, ${await hashPassword(password)})`)
      cookies[code] = await signIn(small.app, 'leader', code)
    }
  })
  const fetchOf =
    (code: string): Fetch =>
    async (url, init) => {
      const answer = await small.app.inject({ method: init.method as 'GET', url, headers: { ...init.headers, cookie: cookies[code]! } })
      return {
        ok: answer.statusCode < 400,
        status: answer.statusCode,
        json: async () => answer.json() as unknown,
        blob: async () => new Blob(),
      }
    }
  const above = (code: string) => client(neighboursApi, fetchOf(code))
  const office = () => small.as('office', neighboursApi)
  const period = '2026-11'

  it('publishes the figures of a month to the city above and to nobody else', async () => {
    await small.as('office', casesApi).fromDesk({ body: { id: v7() as CaseId, text: '占道经营', pointId: points.market as PointId } })
    await expect(office().setAbove({ body: { parent: 'nowhere' } })).rejects.toMatchObject({ code: 'neighbours.badParent' })
    await expect(office().setAbove({ body: { parent: 'small' } })).rejects.toMatchObject({ code: 'neighbours.badParent' })
    expect(await office().setAbove({ body: { parent: 'province' } })).toMatchObject({ parent: { code: 'province' } })
    expect(await above('province').listBelow({ query: { period } })).toMatchObject({ items: [{ city: { code: 'small' }, rollup: null }] })
    const published = await office().publish({ body: { period } })
    expect(published).toMatchObject({ period, reported: 1, closed: 0, onTime: null, score: null })
    expect((await above('province').listBelow({ query: { period } })).items).toEqual([
      { city: expect.objectContaining({ code: 'small' }) as object, rollup: published, sharesCases: false },
    ])
    expect((await above('stranger').listBelow({ query: { period } })).items).toEqual([])
    await expect(office().publish({ body: { period: '2026-09' } })).rejects.toMatchObject({ code: 'neighbours.closedMonth' })
  })

  it('shows the cases while they are shared, and no longer', async () => {
    const cases = (code: string) => above(code).listSharedCases({ params: { city } })
    await expect(cases('province')).rejects.toMatchObject({ code: 'neighbours.notShared' })
    const body = { id: v7(), what: 'cases' as const, reason: '省级督导' }
    expect(await office().share({ body })).toMatchObject({ with: { code: 'province' }, endedAt: null })
    expect(await office().share({ body })).toMatchObject({ id: body.id })
    await expect(office().share({ body: { ...body, id: v7() } })).rejects.toMatchObject({ code: 'neighbours.sharedAlready' })
    expect((await cases('province')).items).toMatchObject([{ text: '占道经营', state: 'reported' }])
    await expect(cases('stranger')).rejects.toMatchObject({ code: 'neighbours.notShared' })
    await office().endShare({ params: { id: body.id }, body: {} })
    await expect(cases('province')).rejects.toMatchObject({ code: 'neighbours.notShared' })
    expect((await office().getAbove({})).shares).toMatchObject([{ id: body.id, endedAt: '2026-11-20T04:00:00.000Z' }])
  })
})
