/** What leaves of a photo: no camera facts, and no face or plate that somebody blurred. */
import sharp from 'sharp'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { fill, openApp, type SmallApp } from '../../test/smallCity.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { blurApi } from './blur.api.ts'

describe('what leaves of a photo', () => {
  let house: TestDb
  let small: SmallApp
  const id = v7() as never
  beforeAll(async () => {
    house = await embedded()
    await fill(house.db)
    small = await openApp(house.db)
    // Left half: fine stripes, as a face or a plate has them. Right half: the same.
    const stripes = Buffer.alloc(400 * 200 * 3, 0).map((_, at) => (Math.floor(at / 3) % 4 < 2 ? 255 : 0))
    const photo = await sharp(stripes, { raw: { width: 400, height: 200, channels: 3 } })
      .withExif({ IFD0: { Artist: '拍摄人张三', Model: 'SerialPhone 42' } })
      .jpeg({ quality: 95 })
      .toBuffer()
    expect((await sharp(photo).metadata()).exif?.includes('SerialPhone')).toBe(true)
    await small.as('inspector', evidenceApi).add({ query: { id, name: 'a.jpg' }, body: photo })
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
  })
  const download = async (login: 'inspector' | 'checker', query: object = {}) =>
    Buffer.from(await (await small.as(login, evidenceApi).download({ params: { id }, query })).arrayBuffer())
  /** How much neighbouring pixels differ in a part of the picture. */
  const roughness = async (bytes: Buffer, left: number) => {
    const { data } = await sharp(bytes)
      .extract({ left, top: 40, width: 120, height: 120 })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    let sum = 0
    for (let at = 1; at < data.length; at++) sum += Math.abs(data[at]! - data[at - 1]!)
    return sum / data.length
  }

  it('has no camera facts; the original, which has them, is for those who judge proof', async () => {
    const plain = await download('inspector')
    expect((await sharp(plain).metadata()).exif).toBeUndefined()
    expect(plain.includes('SerialPhone')).toBe(false)
    expect((await download('checker', { original: 'true' })).includes('SerialPhone')).toBe(true)
  })

  it('is the last blurred copy once there is one, and nothing can be read inside its rectangles', async () => {
    const copy = v7() as never
    const body = { id: copy, regions: [{ x: 0, y: 0, w: 500, h: 1000 }] }
    const calls = small.as('inspector', blurApi)
    const made = await calls.blur({ params: { id }, body })
    expect(made).toMatchObject({ id: copy, original: id, regions: body.regions })
    expect(await calls.blur({ params: { id }, body })).toEqual(made)
    const left = await download('inspector')
    expect(await roughness(left, 40)).toBeLessThan(10)
    expect(await roughness(left, 240)).toBeGreaterThan(50)
    expect(await roughness(await download('checker', { original: 'true' }), 40)).toBeGreaterThan(50)
    expect((await calls.listCopies({ params: { id } })).items).toHaveLength(1)
    await expect(calls.blur({ params: { id }, body: { id: v7() as never, regions: [] } })).rejects.toMatchObject({ code: 'api.badInput' })
  })
})
