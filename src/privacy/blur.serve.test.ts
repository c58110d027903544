/** Which picture of a photo is whose: as taken, with faces and plates covered, or with nobody to be recognised. */
import sharp from 'sharp'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, fill, noon, openApp, points, signIn, type SmallApp, units } from '../../test/smallCity.ts'
import { listEventsAfter } from '../base/event.sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { filesInMemory } from '../evidence/files.serve.ts'
import { leavingView } from '../evidence/shown.serve.ts'
import { blurApi } from './blur.api.ts'
import { leaves } from './blur.serve.ts'

type Login = Parameters<SmallApp['as']>[0]

describe('a photo', () => {
  let house: TestDb
  let small: SmallApp
  const files = filesInMemory()
  const id = v7() as never
  beforeAll(async () => {
    house = await embedded()
    await fill(house.db)
    small = await openApp(house.db, { files })
    // Left half: fine stripes, as a face or a plate has them. Right half: the same.
    const stripes = Buffer.alloc(400 * 200 * 3, 0).map((_, at) => (Math.floor(at / 3) % 4 < 2 ? 255 : 0))
    const photo = await sharp(stripes, { raw: { width: 400, height: 200, channels: 3 } })
      .withExif({ IFD0: { Artist: '拍摄人张三', Model: 'SerialPhone 42' } })
      .jpeg({ quality: 95 })
      .toBuffer()
    expect((await sharp(photo).metadata()).exif?.includes('SerialPhone')).toBe(true)
    await small.as('inspector', evidenceApi).add({ query: { id, name: 'a.jpg' }, body: photo })
    const report = { id: v7() as never, text: '占道', pointId: points.road as never, photos: [id] }
    await small.as('inspector', casesApi).fromDesk({ body: report })
    const step = { id: v7() as never, unitId: units.street1 as never, dueAt: noon, note: '' }
    await small.as('office', casesApi).dispatch({ params: { id: report.id }, body: step })
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
  })
  const bytesOf = async (file: Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>) => Buffer.from(await (await file).arrayBuffer())
  const download = (login: Login, query: object = {}) => bytesOf(small.as(login, evidenceApi).download({ params: { id }, query }))
  const view = (login: Login) => bytesOf(small.as(login, evidenceApi).view({ params: { id }, query: { size: 480 } }))
  const outside = async () => Buffer.from((await leavingView({ files, leaves }, house.db.of(city), { city, id })).picture)
  /** How much neighbouring pixels differ in the left and in the right half of the picture: 0 to 255. */
  const roughness = async (bytes: Buffer) => {
    const sides = []
    for (const left of [40, 240]) {
      const data = await sharp(bytes).extract({ left, top: 40, width: 120, height: 120 }).greyscale().raw().toBuffer()
      let sum = 0
      for (let at = 1; at < data.length; at++) sum += Math.abs(data[at]! - data[at - 1]!)
      sides.push(sum / data.length > 30 ? 'sharp' : 'coarse')
    }
    return sides.join(' ')
  }
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )

  it('leaves with nobody to be recognised while nobody has looked it through, and without camera facts', async () => {
    for (const bytes of [await download('inspector'), await download('checker'), await outside()]) {
      expect(await roughness(bytes)).toBe('coarse coarse')
      const { width, height, exif } = await sharp(bytes).metadata()
      expect({ width, height, exif }).toEqual({ width: 400, height: 200, exif: undefined })
    }
    // A member works in no post: nothing of the house is theirs to read.
    expect(await roughness(await view('member'))).toBe('coarse coarse')
    for (const login of ['inspector', 'street', 'office', 'leader'] as const) expect(await roughness(await view(login))).toBe('sharp sharp')
  })

  it('is covered by who works on it, and the cover is what everybody else is given', async () => {
    const copy = v7() as never
    const body = { id: copy, regions: [{ x: 0, y: 0, w: 500, h: 1000 }] }
    for (const login of ['leader', 'unit2', 'member'] as const)
      expect(await codeOf(small.as(login, blurApi).blur({ params: { id }, body }))).toBe('evidence.notInside')
    const calls = small.as('street', blurApi)
    const made = await calls.blur({ params: { id }, body })
    expect(made).toMatchObject({ id: copy, original: id, regions: body.regions })
    expect(await calls.blur({ params: { id }, body })).toEqual(made)
    for (const bytes of [await download('inspector'), await outside(), await view('leader'), await view('unit2'), await view('member')])
      expect(await roughness(bytes)).toBe('coarse sharp')
    // Who took it, has the case in hand or judges it sees what was taken.
    for (const login of ['inspector', 'street', 'office', 'checker'] as const)
      expect(await roughness(await view(login))).toBe('sharp sharp')
    expect((await calls.listCopies({ params: { id } })).items).toHaveLength(1)
  })

  it('leaves whole once somebody has said that there is nothing to cover', async () => {
    await small.as('checker', blurApi).blur({ params: { id }, body: { id: v7() as never, regions: [] } })
    expect(await roughness(await outside())).toBe('sharp sharp')
    expect((await sharp(await outside()).metadata()).exif).toBeUndefined()
  })

  it('leaves as it was taken, camera facts and all, for those who judge proof alone, and that is recorded', async () => {
    expect((await download('checker', { original: 'true' })).includes('SerialPhone')).toBe(true)
    expect(await codeOf(download('street', { original: 'true' }))).toBe('evidence.originalInside')
    const told = (await listEventsAfter(house.db, city, 0, 1000)).filter(({ kind }) => kind === 'export.made')
    expect(told.at(-1)!.data).toMatchObject({ call: '/evidence/:id/file', filter: { id, original: true } })
  })

  it('is kept by no browser but that of who sees the original in any case', async () => {
    const headersFor = async (login: string) =>
      (await small.app.inject({ url: `/api/evidence/${id as string}/view`, headers: { cookie: await signIn(small.app, login) } })).headers
    expect((await headersFor('inspector'))['cache-control']).toContain('immutable')
    expect((await headersFor('inspector'))['vary']).toBe('cookie')
    expect((await headersFor('leader'))['cache-control']).toBe('private, no-store')
  })
})
