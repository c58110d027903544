/** Two civic apps report the same thing; the desk makes one case of it, and both go on hearing how it stands. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { addCivicApp } from '../../test/civicApp.ts'
import { engines } from '../../test/engines.ts'
import { units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { EventId } from '../base/ids.ts'
import { casesApi } from '../cases/cases.api.ts'
import { participationApi } from '../participation/participation.api.ts'

interface Request {
  readonly service_request_id: string
  readonly status: string
  readonly notes?: { readonly description: string }[]
}

describe.each(engines)('a merged request of Open311 on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  let key = ''
  beforeAll(async () => {
    key = await addCivicApp(house.db, small)
  })

  const read = async <Answer>(path: string): Promise<Answer> => {
    const answer = await small.app.inject({ method: 'GET', url: `/open311/${path}`, headers: { 'accept-language': 'en' } })
    expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)])
    return answer.json() as Answer
  }
  const posted = async (fields: Record<string, string>) => {
    const answer = await small.app.inject({
      method: 'POST',
      url: '/open311/v2/requests.json',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ api_key: key, ...fields }).toString(),
    })
    return (answer.json() as Request[])[0]!
  }
  const lamp = { service_code: 'lamp', lat: '39.1', long: '116.1', description: '东街路灯不亮' }

  it('shows a merged request as the case stands that it goes on in, and gives its answers to both', async () => {
    const [first, second] = [await posted(lamp), await posted({ ...lamp, description: '还是这盏灯' })]
    const office = small.as('office', casesApi)
    const { items } = await office.list({ query: { source: 'open311' } })
    const idOfNo = (no: string) => items.find((it) => it.no === no)!.id
    const [kept, gone] = [idOfNo(first.service_request_id), idOfNo(second.service_request_id)]
    await office.take({ params: { id: gone, step: 'merge' }, body: { id: v7() as EventId, otherId: kept } })
    const one = async () => (await read<Request[]>(`v2/requests/${second.service_request_id}.json`))[0]!
    expect(await one()).toMatchObject({ status: 'open', status_notes: `Goes on in ${first.service_request_id}: Received, to be assigned` })
    small.clock.now = '2026-11-20T04:10:00.000Z'
    const body = { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-22T10:00:00.000Z' }
    await office.dispatch({ params: { id: kept }, body })
    await small.as('office', participationApi).answer({ params: { id: kept }, body: { id: v7(), text: '明天修' } })
    expect(await one()).toMatchObject({ status: 'open', agency_responsible: '市场监管局', updated_datetime: '2026-11-20T04:10:00Z' })
    const ofList = async (query: string) =>
      (await read<Request[]>(`v2/requests.json?${query}`)).map((it) => it.service_request_id).toSorted()
    const both = [first.service_request_id, second.service_request_id]
    expect(await ofList('updated_after=2026-11-20T04:05:00Z')).toEqual(both)
    expect(await ofList('status=open')).toEqual(both)
    expect(await ofList('status=closed')).toEqual([])
    const [extended] = await read<Request[]>(`v2/requests/${second.service_request_id}.json?extensions=true`)
    expect(extended!.notes!.map(({ description }) => description)).toEqual(['明天修'])
    const updates = await read<{ update_id: string; service_request_id: string }[]>('v2/servicerequestupdates.json')
    expect(updates.map((it) => it.service_request_id)).toEqual(both)
    expect(new Set(updates.map((it) => it.update_id)).size).toBe(2)
  })
})
