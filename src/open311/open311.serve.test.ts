/** The endpoint over the whole app: every kind of question in both formats, and every kind of refusal. Shapes restated from the specification. */
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addCivicApp } from '../../test/civicApp.ts'
import { embedded, type TestDb } from '../../test/engines.ts'
import { fill, openApp, photoOf, type SmallApp, units } from '../../test/smallCity.ts'
import type { EventId, EvidenceId } from '../base/ids.ts'
import { filesInMemory } from '../evidence/files.serve.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { blurApi } from '../privacy/blur.api.ts'
import { participationApi } from '../participation/participation.api.ts'
import { itemsOf, readXml, writeXml } from './xml.serve.ts'

const text = z.string().nullable()
const Service = z.strictObject({
  service_code: z.string(),
  service_name: z.string(),
  description: text,
  metadata: z.boolean(),
  type: z.enum(['realtime', 'batch', 'blackbox']),
  keywords: text,
  group: text,
})
const Definition = z.strictObject({
  service_code: z.string(),
  attributes: z.array(
    z.strictObject({
      variable: z.boolean(),
      code: z.string(),
      datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
      required: z.boolean(),
      datatype_description: text,
      order: z.int(),
      description: text,
      values: z.array(z.strictObject({ key: z.string(), name: z.string() })),
    }),
  ),
})
const W3 = z.iso.datetime({ offset: true })
const Request = z.object({
  service_request_id: z.string(),
  status: z.enum(['open', 'closed']),
  status_notes: text,
  service_name: text,
  service_code: z.string(),
  description: z.string().max(4000),
  agency_responsible: text,
  service_notice: text,
  requested_datetime: W3,
  updated_datetime: W3,
  expected_datetime: W3.nullable(),
  address: text,
  address_id: text,
  zipcode: text,
  lat: z.number().nullable(),
  long: z.number().nullable(),
  media_url: z.url().nullable(),
})
const Errors = z.array(z.strictObject({ code: z.int(), description: z.string().min(1) })).min(1)

describe('Open311', () => {
  let house: TestDb
  let small: SmallApp
  const files = filesInMemory()
  let key = ''
  beforeAll(async () => {
    house = await embedded()
    await fill(house.db)
    small = await openApp(house.db, { files })
    key = await addCivicApp(house.db, small)
  })
  afterAll(() => house.close())

  const get = (path: string) => small.app.inject({ method: 'GET', url: `/open311/${path}`, headers: { 'accept-language': 'en' } })
  const read = async <Shape extends z.ZodType>(shape: Shape, path: string, status = 200): Promise<z.infer<Shape>> => {
    const answer = await get(path)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8'])
    return shape.parse(answer.json())
  }
  const send = (fields: Record<string, string>, { path = 'v2/requests.json', headers = {} }: { path?: string; headers?: object } = {}) =>
    small.app.inject({
      method: 'POST',
      url: `/open311/${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'accept-language': 'en', ...headers },
      payload: new URLSearchParams({ api_key: key, ...fields }).toString(),
    })
  const posted = async (fields: Record<string, string>) => {
    const answer = await send(fields)
    expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)])
    return (answer.json() as { service_request_id: string; token?: string; service_notice: string }[])[0]!
  }
  const lamp = { service_code: 'lamp', lat: '39.1', long: '116.1', description: '东街路灯不亮，联系 13800001111' }

  it('tells where it is, what can be reported, and what is asked for', async () => {
    const found = await read(z.object({ endpoints: z.array(z.object({ url: z.url(), formats: z.array(z.string()) })) }), 'discovery.json')
    expect(found.endpoints[0]).toMatchObject({ url: 'http://localhost:80/open311/v2', formats: ['text/xml', 'application/json'] })
    const services = await read(z.array(Service), 'v2/services.json?jurisdiction_id=small')
    expect(services.find(({ service_code }) => service_code === 'parking')).toMatchObject({ service_name: 'Bad parking', metadata: true })
    expect(services.find(({ service_code }) => service_code === 'noise')?.type).toBe('batch')
    const definition = await read(Definition, 'v2/services/parking.json')
    expect(definition.attributes[0]).toMatchObject({ code: 'where', required: true, order: 1 })
  })

  it('takes a request, with everything personal kept out of sight, and gives it by number, list and date', async () => {
    const sent = {
      ...lamp,
      first_name: 'John',
      last_name: 'Smith',
      phone: '+86 138 0000 1111',
      email: 'j@example.org',
      address_string: '东街 8 号',
    }
    const { service_request_id: no, service_notice: notice } = await posted(sent)
    expect(no).toBe('20261120-0001')
    expect(notice).toMatch(/^Progress: http:\/\/localhost:80\/public\/small\/status\/[\w-]{24}$/)
    const [one] = await read(z.array(Request), `v2/requests/${no}.json`)
    expect(one).toMatchObject({
      service_request_id: no,
      status: 'open',
      status_notes: 'Received, to be assigned',
      service_code: 'lamp',
      description: '东街路灯不亮，联系 ＊＊＊',
      requested_datetime: '2026-11-20T04:00:00Z',
      lat: 39.1,
      long: 116.1,
      address: '东街 8 号',
      media_url: null,
    })
    for (const query of [
      `service_request_id=x,${no}`,
      'status=open,closed&service_code=lamp,litter',
      'start_date=2026-11-01T00:00:00Z&end_date=2026-11-21T00:00:00%2B08:00',
      'updated_after=2026-11-19T00:00:00Z',
      'page=1&page_size=1',
      '',
    ])
      expect((await read(z.array(Request), `v2/requests.json?${query}`)).map((it) => it.service_request_id)).toEqual([no])
    for (const query of [
      'status=closed',
      'service_code=litter',
      'page=2&page_size=1',
      'updated_after=2026-11-20T04:00:00Z',
      'service_request_id=x',
    ])
      expect(await read(z.array(Request), `v2/requests.json?${query}`)).toEqual([])
    const file = (await small.as('office', casesApi).list({ query: { source: 'open311' } })).items[0]!
    expect((await small.as('office', casesApi).get({ params: { id: file.id } })).hasReporter).toBe(true)
  })

  it('says the same in XML, with its declaration and its type', async () => {
    const answer = await get('v2/requests.xml')
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(answer.body).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<service_requests>\s*<request>/)
    expect(itemsOf(readXml(answer.body), 'service_requests')[0]).toMatchObject({
      service_request_id: '20261120-0001',
      lat: '39.1',
      media_url: '',
    })
    expect(itemsOf(readXml((await get('v2/services.xml')).body), 'services')).toHaveLength(9)
    const definition = readXml((await get('v2/services/parking.xml')).body)['service_definition'] as Record<string, unknown>
    expect(itemsOf(definition, 'attributes')[0]).toMatchObject({ code: 'where', datatype: 'singlevaluelist', required: 'true' })
    expect((await get('discovery.xml')).body).toContain('<endpoints>\n    <endpoint>')
    expect((await get('v2/requests.xml?status=closed')).body).toContain('<service_requests></service_requests>')
    const made = await send({ ...lamp, description: 'a < b & "c" \u0007]]>' }, { path: 'v2/requests.xml' })
    const [first] = itemsOf(readXml(made.body), 'service_requests')
    const one = itemsOf(readXml((await get(`v2/requests/${first!['service_request_id']}.xml`)).body), 'service_requests')
    expect(one[0]!['description']).toBe('a < b & "c" ]]>')
  })

  it('asks what a kind asks for, and gives a number only when somebody has looked where a kind wants that', async () => {
    const parking = { ...lamp, service_code: 'parking', description: '堵住了盲道' }
    expect((await send(parking)).json()).toEqual([{ code: 400, description: 'attribute[where] is required.' }])
    expect((await send({ ...parking, 'attribute[where]': 'moon' })).statusCode).toBe(400)
    expect((await send({ ...parking, 'attribute[where]': 'tactile', 'attribute[other]': '1' })).statusCode).toBe(400)
    expect((await posted({ ...parking, 'attribute[where]': 'tactile' })).service_request_id).toMatch(/^\d{8}-\d{4}$/)
    const { token } = await posted({ ...lamp, service_code: 'noise', description: '夜间施工' })
    const Token = z.array(z.strictObject({ service_request_id: text, token: z.string() }))
    expect(await read(Token, `v2/tokens/${token}.json`)).toEqual([{ service_request_id: null, token }])
    const office = small.as('office', casesApi)
    const waiting = (await office.list({ query: { text: '夜间施工' } })).items[0]!
    expect(await read(z.array(Request), `v2/requests.json?service_code=noise`)).toEqual([])
    const dispatch = { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-22T10:00:00.000Z' }
    await office.dispatch({ params: { id: waiting.id }, body: dispatch })
    expect(await read(Token, `v2/tokens/${token}.json`)).toEqual([{ service_request_id: waiting.no, token }])
    expect(await read(z.array(Request), `v2/requests.json?service_code=noise`)).toMatchObject([
      {
        status_notes: 'The responsible unit is working on it',
        agency_responsible: '市场监管局',
        expected_datetime: '2026-11-22T10:00:00Z',
      },
    ])
    expect(await read(Errors, 'v2/tokens/nonsense.json', 404)).toMatchObject([{ code: 404 }])
  })

  it('takes photos with the request, and shows one only when somebody has looked it through', async () => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...lamp, api_key: key, description: '带照片' })) body.append(name, value)
    body.append('media', new Blob([new Uint8Array(await photoOf({ r: 1, g: 2, b: 3 }))], { type: 'image/jpeg' }), 'a.jpg')
    const packed = new Response(body)
    const answer = await small.app.inject({
      method: 'POST',
      url: '/open311/v2/requests.json',
      headers: { 'content-type': packed.headers.get('content-type')! },
      payload: Buffer.from(await packed.arrayBuffer()),
    })
    const [{ service_request_id: no }] = answer.json() as [{ service_request_id: string }]
    const media = async () => (await read(z.array(Request), `v2/requests/${no}.json`))[0]!.media_url
    expect(await media()).toBeNull()
    const office = small.as('office', casesApi)
    const it = (await office.list({ query: { text: '带照片' } })).items[0]!
    const copy = v7() as EvidenceId
    await small.as('office', blurApi).blur({ params: { id: it.photo! }, body: { id: copy, regions: [{ x: 0, y: 0, w: 500, h: 500 }] } })
    expect(await media()).toBe(`http://localhost:80/public/small/photos/${copy}.jpg`)
  })

  it('tells what was answered, and takes what another city says', async () => {
    const it = (await small.as('office', casesApi).list({ query: { source: 'open311', sort: 'no' } })).items[0]!
    const answer = { id: v7(), text: '已安排维修' }
    await small.as('office', participationApi).answer({ params: { id: it.id }, body: answer })
    const told = {
      service_request_id: it.no,
      update_id: 'u1',
      description: '隔壁市已到场',
      updated_datetime: '2026-11-20T04:00:00Z',
      status: 'OPEN',
    }
    const post = () => send(told, { path: 'v2/servicerequestupdates.json' })
    expect([(await post()).statusCode, (await post()).statusCode]).toEqual([200, 200])
    const Updates = z.array(
      z.object({ update_id: z.string(), service_request_id: z.string(), status: z.string(), description: z.string() }),
    )
    const updates = await read(Updates, 'v2/servicerequestupdates.json')
    expect(updates.map(({ service_request_id, description }) => [service_request_id, description])).toEqual([
      [it.no, '已安排维修'],
      [it.no, '隔壁市已到场'],
    ])
    const [extended] = await read(
      z.array(Request.extend({ notes: z.array(z.object({ description: z.string() })) })),
      `v2/requests/${it.no}.json?extensions=true`,
    )
    expect(extended!.notes.map(({ description }) => description)).toEqual(['已安排维修', '隔壁市已到场'])
  })

  it('makes one case of a request that is sent twice with one mark', async () => {
    const mark = { headers: { 'idempotency-key': 'phone-7' } }
    const [first, second] = [await send(lamp, mark), await send(lamp, mark)].map(
      (it) => (it.json() as { service_request_id: string }[])[0]!,
    )
    expect(second).toEqual(first)
    const link = /\/public\/\S+/.exec((second as unknown as { service_notice: string }).service_notice)![0]
    expect((await small.app.inject({ method: 'GET', url: link })).statusCode).toBe(200)
  })

  it('keeps no photo of who may not post, and says of a form that ends in the middle that it is none', async () => {
    const photo = await photoOf({ r: 7, g: 7, b: 7 })
    const form = (fields: Record<string, string>) => {
      const data = new FormData()
      for (const [name, value] of Object.entries(fields)) data.append(name, value)
      data.append('media', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'a.jpg')
      return data
    }
    const sent = async (fields: Record<string, string>, cut = 0) => {
      const request = new globalThis.Request('http://x', { method: 'POST', body: form(fields) })
      const payload = Buffer.from(await request.arrayBuffer())
      const headers = { 'content-type': request.headers.get('content-type')! }
      return small.app.inject({
        method: 'POST',
        url: '/open311/v2/requests.json',
        headers,
        payload: payload.subarray(0, payload.length - cut),
      })
    }
    const sha256 = createHash('sha256').update(photo).digest('hex')
    expect((await sent({ ...lamp, api_key: 'mck_1_x' })).statusCode).toBe(403)
    expect((await sent({ ...lamp, lat: '139', api_key: key })).statusCode).toBe(400)
    expect(await files.has(sha256)).toBe(false)
    expect(Errors.parse((await sent({ ...lamp, api_key: key }, 40)).json())[0]!.code).toBe(400)
    expect((await sent({ ...lamp, api_key: key })).statusCode).toBe(200)
    expect(await files.has(sha256)).toBe(true)
  })

  it('takes what programs send: letters without a number, names of every object, times without seconds', async () => {
    await posted({ ...lamp, address_string: '东街\u00007号', description: '路灯\u0000不亮\ud800' })
    expect(Errors.parse((await send({ ...lamp, 'attribute[constructor]': '1' })).json())[0]!.code).toBe(400)
    expect(await read(z.array(Request), 'v2/requests.json?start_date=2020-01-01T00:00Z&end_date=2020-01-02T00:00%2B08:00')).toEqual([])
  })

  it('answers an address without an ending by what the client takes, with a stroke behind it, and says in its own way what it has not', async () => {
    const web = await openApp(house.db, { web: true })
    const type = async (path: string, accept: string) => {
      const answer = await web.app.inject({ method: 'GET', url: `/open311/${path}`, headers: { accept } })
      return `${answer.statusCode} ${String(answer.headers['content-type']).split(';')[0]}`
    }
    expect(await type('v2/services', 'application/json')).toBe('200 application/json')
    expect(await type('v2/services', 'text/html,application/xml;q=0.9,*/*;q=0.8')).toBe('200 text/xml')
    expect(await type('v2/services.json/', 'text/xml')).toBe('200 application/json')
    expect(await type('v2/services/parking', '*/*')).toBe('200 text/xml')
    expect(await type('small/v2/requests/?page_size=1', 'application/json')).toBe('200 application/json')
    expect(await type('v2/discovery.xml', '*/*')).toBe('200 text/xml')
    expect(await type('v2/nothing.json', '*/*')).toBe('404 application/json')
    expect(await type('v2/nothing', '*/*')).toBe('404 text/xml')
    // No address at all is refused before any route is looked for, and yet in the same way.
    expect(await type('v2/%zz.json', '*/*')).toBe('400 application/json')
    expect(await type('v2/%zz', '*/*')).toBe('400 text/xml')
    await web.app.close()
  })

  it('lets an app that runs in a browser post with its key, whatever host it came from', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' }
    const asked = await small.app.inject({ method: 'OPTIONS', url: '/open311/v2/requests.json', headers })
    expect([asked.statusCode, asked.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD, POST'])
    expect(asked.headers['access-control-allow-headers']).toContain('authorization')
    const sent = await send(lamp, { headers: { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' } })
    expect([sent.statusCode, sent.headers['access-control-allow-origin']]).toEqual([200, '*'])
    expect((await send({ ...lamp, api_key: '' }, { headers: { origin: 'https://app.example' } })).statusCode).toBe(403)
  })

  it.each([
    ['v2/services.json?jurisdiction_id=nowhere', 404],
    ['v2/services/none.json', 404],
    ['v2/requests/none.json', 404],
    ['v2/requests.json?service_code=none', 404],
    ['v2/requests.json?status=lost', 400],
    ['v2/requests.json?start_date=2026-11-01', 400],
    ['v2/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z', 400],
    ['v2/requests.json?start_date=0000-01-01T00:00:00Z', 400],
    ['v2/requests.json?end_date=9999-12-31T23:59:59-14:00', 400],
    ['v2/requests.json?page=0', 400],
    ['v2/nothing.json', 404],
  ])('refuses %s with %i', async (path, status) => {
    expect((await read(Errors, path, status))[0]!.code).toBe(status)
    const xml = await get(path.replace('.json', '.xml'))
    expect([xml.statusCode, itemsOf(readXml(xml.body), 'errors')[0]!['code']]).toEqual([status, String(status)])
  })

  it.each<[string, Record<string, string>, number]>([
    ['no key', { ...lamp, api_key: '' }, 403],
    ['a bad key', { ...lamp, api_key: 'mck_1_x' }, 403],
    ['no service', { lat: '39', long: '116' }, 400],
    ['a strange service', { ...lamp, service_code: 'x' }, 404],
    ['no location', { service_code: 'lamp', description: '路灯' }, 400],
    ['half a location', { service_code: 'lamp', lat: '39' }, 400],
    ['an impossible location', { ...lamp, lat: '139' }, 400],
    ['a long description', { ...lamp, description: '很'.repeat(4001) }, 400],
    ['a bad address of media', { ...lamp, media_url: 'javascript:alert(1)' }, 400],
  ])('refuses a post with %s', async (_what, fields, status) => {
    const answer = await send(fields)
    expect([answer.statusCode, Errors.parse(answer.json())[0]!.code]).toEqual([status, status])
  })

  it('reads no document type, and survives what is no XML', () => {
    expect(() => readXml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')).toThrow('open311.badAnswer')
    expect(() => readXml('<x><y></x>')).toThrow('open311.badAnswer')
    expect(readXml(writeXml('errors', [{ code: 1, description: '<&>' }]))).toEqual({
      '?xml': '',
      errors: { error: { code: '1', description: '<&>' } },
    })
    expect([itemsOf({}, 'errors'), itemsOf({ errors: {} }, 'errors')]).toEqual([[], []])
  })

  it('is one city of several by its jurisdiction_id, by an endpoint of its own, or by the key that is sent', async () => {
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind, demo) values (2, 'other', '邻城', 'district', true)`)
    const { endpoints } = await read(z.object({ endpoints: z.array(z.object({ url: z.url() })) }), 'discovery.json')
    expect(endpoints.map(({ url }) => new URL(url).pathname)).toEqual(['/open311/small/v2', '/open311/other/v2'])
    // Who names none is answered by the first city.
    expect((await read(z.array(Request), 'v2/requests.json')).length).toBeGreaterThan(0)
    expect(await read(z.array(Request), 'v2/requests.json')).toEqual(await read(z.array(Request), 'small/v2/requests.json'))
    for (const path of ['v2/requests.json?jurisdiction_id=other', 'other/v2/requests.json'])
      expect(await read(z.array(Request), path)).toEqual([])
    expect(await read(Errors, 'nowhere/v2/services.json', 404)).toMatchObject([{ code: 404 }])
    expect((await send({ ...lamp, jurisdiction_id: 'other' })).statusCode).toBe(403)
    expect((await send(lamp, { path: 'other/v2/requests.json' })).statusCode).toBe(403)
    expect((await send(lamp, { path: 'small/v2/requests.xml' })).statusCode).toBe(200)
    expect(await house.db.all(z.object({ id: z.string() }), sql`select id from cases where city_id = 2`)).toEqual([])
  })
})
