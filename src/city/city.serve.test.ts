import { VectorTile } from '@mapbox/vector-tile'
import type { FastifyInstance } from 'fastify'
import { PbfReader } from 'pbf'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCity, shippedSeed } from '../../demo/generate.ts'
import { loadCity } from '../../demo/loadCity.ts'
import { engines, type TestDb } from '../../test/engines.ts'
import type { CityId } from '../base/ids.ts'
import { makeApp } from '../server/app.ts'
import { fromWgs84 } from './coordinates.ts'
import { demoPassword } from './session.api.ts'

const at = '2026-11-22T01:00:00.000Z'
const city = makeCity(shippedSeed, '2026-11-22')

describe.each(engines)('the city on %s', (_name, open) => {
  let house: TestDb
  let app: FastifyInstance
  let cookies: Record<string, string>

  beforeAll(async () => {
    house = await open()
    await loadCity({ db: house.db, city: 1 as CityId }, city, at)
    app = await makeApp({ db: house.db, now: () => at, checkAnswers: true })
    const door = { city: '990100', login: 'office', password: demoPassword }
    const [cookie] = (await app.inject({ method: 'POST', url: '/api/session', payload: door })).cookies
    cookies = { [cookie!.name]: cookie!.value }
  })
  afterAll(() => house.close())

  const get = async (url: string) => {
    const reply = await app.inject({ url: `/api${url}`, cookies })
    expect([reply.statusCode, reply.statusCode === 200 ? '' : reply.body]).toEqual([200, ''])
    return reply.json()
  }
  const send = (method: 'POST' | 'PUT', url: string, payload: object) =>
    app.inject({ method, url: `/api${url}`, cookies, headers: { 'accept-language': 'en' }, payload })

  it('lists areas by level and parent, and pages by code', async () => {
    const districts = await get('/areas?level=district')
    expect(districts.items).toHaveLength(4)
    const streets = await get(`/areas?parent=${districts.items[0].id}&limit=2`)
    expect(streets.items).toHaveLength(2)
    const more = await get(`/areas?parent=${districts.items[0].id}&limit=100&cursor=${encodeURIComponent(streets.next)}`)
    expect(more.items).toHaveLength(3)
    expect(more.next).toBeUndefined()
    const whole = await get(`/areas/${streets.items[0].id}`)
    expect(whole).toMatchObject({ level: 'street', path: [{ code: '990100' }, { code: '990102' }] })
    expect(whole.points).toBe(city.points.filter(({ streetId }) => streetId === whole.id).length)
    expect((await get(`/grids?area=${whole.id}&limit=1000`)).items).toHaveLength(whole.grids)
  })

  it('shows units with their posts and who held them', async () => {
    const { items } = await get('/units?kind=CGJ,JDZ')
    expect(items).toHaveLength(21)
    const unit = await get(`/units/${items.find(({ kind }: { kind: string }) => kind === 'CGJ').id}`)
    expect(unit.posts).toHaveLength(4)
    expect(unit.posts[0]).toMatchObject({ leads: true, holder: { name: expect.any(String) } })
    const named = await get(`/posts?text=${encodeURIComponent(unit.posts[0].holder.name)}`)
    expect(named.items.map(({ id }: { id: string }) => id)).toContain(unit.posts[0].id)
  })

  it('finds what a coordinate lies in, in any declared system', async () => {
    const point = city.points[500]!
    for (const crs of ['WGS-84', 'GCJ-02', 'BD-09'] as const) {
      const [lng, lat] = fromWgs84(point.place, crs)
      const found = await get(`/locate?lng=${lng}&lat=${lat}&crs=${crs}`)
      expect(found).toMatchObject({ grid: { id: point.gridId }, street: { id: point.streetId }, district: { id: point.districtId } })
    }
    expect(await get('/locate?lng=104&lat=30')).toEqual({ district: null, street: null, community: null, grid: null })
  })

  it('finds points by type, street, unit, text and box, sorted both ways, page by page', async () => {
    const all = await get('/points?limit=1000')
    expect(all).toMatchObject({ total: city.points.length, next: expect.any(String) })
    const rest = await get(`/points?limit=1000&cursor=${encodeURIComponent(all.next)}`)
    expect(all.items.length + rest.items.length).toBe(city.points.length)
    const markets = await get('/points?type=PT-MARKET&sort=-name&limit=1000')
    expect(markets.total).toBe(28)
    const names = markets.items.map(({ name }: { name: { zh: string } }) => name.zh)
    expect(names).toEqual(names.toSorted().toReversed())
    const one = city.points.find(({ type }) => type === 'PT-PARK')!
    const [lng, lat] = one.place
    const near = await get(`/points?box=${lng - 0.002},${lat - 0.002},${lng + 0.002},${lat + 0.002}&limit=1000`)
    const inside = city.points.filter(({ place }) => Math.abs(place[0] - lng) <= 0.002 && Math.abs(place[1] - lat) <= 0.002)
    expect(near.items.map(({ code }: { code: string }) => code)).toEqual(inside.map(({ code }) => code).toSorted())
    const byName = await get(`/points?text=${encodeURIComponent(one.name.zh)}&street=${one.streetId}&unit=${one.unitId}`)
    expect(byName.items.map(({ id }: { id: string }) => id)).toContain(one.id)
    expect((await get('/points?text=%25')).total).toBe(0)
    const counts = await get('/points/counts')
    expect(counts.types).toHaveLength(57)
  })

  it('refuses a unit that is none before a list or its workbook begins', async () => {
    for (const path of ['/points', '/points/workbook', '/points/counts']) {
      const answer = await app.inject({ url: `/api${path}?unit=x`, cookies })
      expect([path, answer.statusCode, (answer.json() as { faults?: { says: string }[] }).faults?.[0]?.says]).toEqual([
        path,
        422,
        'fault.noSuchUnit',
      ])
    }
  })

  it('adds, changes and retires a point, and remembers each step', async () => {
    const place = city.points[0]!.place
    const id = v7()
    const body = {
      id,
      code: 'NEW-1',
      type: 'PT-PARK',
      name: { zh: '新园', en: '' },
      address: '',
      place: fromWgs84(place, 'GCJ-02'),
      crs: 'GCJ-02',
    }
    const added = await send('POST', '/points', body)
    expect([added.statusCode, added.statusCode === 200 ? '' : added.body]).toEqual([200, ''])
    expect(added.json()).toMatchObject({ street: { id: city.points[0]!.streetId }, version: 1 })
    expect((await send('POST', '/points', body)).json()).toEqual(added.json())
    const changed = await send('PUT', `/points/${id}`, { ...body, id: undefined, name: { zh: '旧园', en: '' }, version: 1 })
    expect(changed.json()).toMatchObject({ name: { zh: '旧园' }, version: 2 })
    expect((await send('PUT', `/points/${id}`, { ...body, id: undefined, version: 1 })).statusCode).toBe(409)
    expect((await send('POST', '/points', { ...body, id: v7() })).json()).toMatchObject({ code: 'points.codeTaken' })
    const retired = await send('POST', `/points/${id}/retirement`, { on: '2026-11-22', reason: '拆除' })
    expect(retired.json()).toMatchObject({ retiredOn: '2026-11-22' })
    const { history } = await get(`/points/${id}`)
    expect(history.map(({ kind }: { kind: string }) => kind)).toEqual(['point.added', 'point.changed', 'point.retired'])
    expect(history[1].data).toEqual({ from: { nameZh: '新园' }, to: { nameZh: '旧园' } })
    expect(history[2].data).toMatchObject({ reason: '拆除' })
    expect((await get('/points?text=NEW-1')).total).toBe(0)
    expect((await get('/points?text=NEW-1&retired=only')).total).toBe(1)
  })

  it('refuses a place outside the city, and says what to check', async () => {
    const body = { id: v7(), code: 'FAR-1', type: 'PT-PARK', name: { zh: '远', en: '' }, place: [104, 30] }
    const reply = await send('POST', '/points', body)
    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({ code: 'points.outside', faults: [{ at: 'place', message: expect.stringContaining('GCJ-02') }] })
  })

  it('hands many points to another unit at once, and only then', async () => {
    const ids = city.points.filter(({ type }) => type === 'PT-TOILET').map(({ id }) => id)
    const unit = city.units.find(({ code }) => code === 'gs-hw')!.id
    expect((await send('POST', '/points/changes', { ids, unit })).json()).toEqual({ changed: ids.length })
    expect((await send('POST', '/points/changes', { ids, unit })).json()).toEqual({ changed: 0 })
    expect((await get(`/points?unit=${unit}`)).total).toBe(ids.length)
    expect((await send('POST', '/points/changes', { ids: [v7()], unit })).statusCode).toBe(404)
  })

  const tile = async (url: string) => {
    const reply = await app.inject({ url: `/api/tiles/${url}`, cookies })
    expect([reply.statusCode, reply.statusCode === 200 ? '' : reply.body]).toEqual([200, ''])
    return { reply, layers: new VectorTile(new PbfReader(reply.rawPayload)).layers }
  }
  const tileAt = ([lng, lat]: readonly [number, number], z: number) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    const x = Math.floor(((lng + 180) / 360) * 2 ** z)
    return `${z}/${x}/${Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z)}`
  }

  it('draws points where they are from near, and gathers them from afar', async () => {
    const { place, id } = city.points[700]!
    const near = (await tile(`points/${tileAt(place, 16)}`)).layers['points']!
    const features = Array.from({ length: near.length }, (_, index) => near.feature(index))
    const [x, y, z] = [...tileAt(place, 16).split('/').slice(1), '16'].map(Number) as [number, number, number]
    const found = features.find(({ properties }) => properties['id'] === id)!.toGeoJSON(x, y, z)
    const [lng, lat] = (found.geometry as { coordinates: number[] }).coordinates as [number, number]
    expect(lng).toBeCloseTo(place[0], 5)
    expect(lat).toBeCloseTo(place[1], 5)
    const far = (await tile(`points/${tileAt(place, 8)}?type=PT-MARKET`)).layers['points']!
    const sum = Array.from({ length: far.length }, (_, index) => Number(far.feature(index).properties['count'] ?? 1)).reduce(
      (a, b) => a + b,
      0,
    )
    expect(sum).toBe(28)
    expect(far.length).toBeLessThan(12)
  })

  it('cuts the base map and the areas, kept for good under their version', async () => {
    const { version, box, attribution } = await get('/map')
    expect(attribution).toContain('OpenStreetMap')
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] as const
    const base = await tile(`base/${tileAt(middle, 13)}?v=${version}`)
    expect(Object.keys(base.layers)).toEqual(expect.arrayContaining(['roads', 'water']))
    expect(base.reply.headers['cache-control']).toContain('immutable')
    expect((await tile(`base/${tileAt(middle, 13)}`)).reply.headers['cache-control'] ?? '').not.toContain('immutable')
    const areas = await tile(`areas/${tileAt(middle, 14)}?v=${version}`)
    expect(Object.keys(areas.layers)).toEqual(expect.arrayContaining(['district', 'street', 'community', 'grid']))
    expect((await tile('areas/3/0/0')).layers).toEqual({})
    const shapes = await get('/map/shapes?level=street')
    expect(shapes.features).toHaveLength(20)
    expect(shapes.features[0].properties.unit).toBe(city.units.find(({ areaId }) => areaId === shapes.features[0].id)!.id)
  })
})
