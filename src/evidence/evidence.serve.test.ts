import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { embedded } from '../../test/engines.ts'
import { city, fill, idOf, openApp, photoOf } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { z } from 'zod'
import type { EvidenceId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { looking } from '../server/trust.ts'
import { eraseEvidence } from './erased.sql.ts'
import { evidenceApi } from './evidence.api.ts'
import { evidenceHandlers } from './evidence.serve.ts'
import { type Files, filesIn, filesInMemory } from './files.serve.ts'
import { lookAt, readPhoto, shrink } from './photo.serve.ts'

const { house, small } = useSmall(embedded)

const id = (number: number) => idOf(9000 + number) as EvidenceId

describe('upload', () => {
  it('answers the same id with the same answer and refuses another content under it', async () => {
    const calls = small.as('inspector', evidenceApi)
    const red = await photoOf({ r: 200, g: 0, b: 0 })
    const first = await calls.add({ query: { id: id(1), name: '/tmp/红.jpg' }, body: red })
    expect(first).toMatchObject({ name: '红.jpg', mediaType: 'image/jpeg', width: 64, height: 48, takenAt: null, place: null })
    expect(await calls.add({ query: { id: id(1), name: '红.jpg' }, body: red })).toEqual(first)
    const blue = await photoOf({ r: 0, g: 0, b: 200 })
    await expect(calls.add({ query: { id: id(1) }, body: blue })).rejects.toMatchObject({ code: 'evidence.idTaken', status: 409 })
    expect((await calls.add({ query: { id: id(2) }, body: red })).sha256).toBe(first.sha256)
    expect(await calls.get({ params: { id: id(2) } })).toMatchObject({ name: 'file.jpg', bytes: red.length })
  })

  it('keeps those of one moment together, each answered or refused by itself', async () => {
    const calls = small.as('inspector', evidenceApi)
    const [green, white] = [await photoOf({ r: 0, g: 180, b: 0 }), await photoOf({ r: 250, g: 250, b: 250 })]
    const send = (number: number, body: Uint8Array) => calls.add({ query: { id: id(number), device: `d${number}`, mocked: 'true' }, body })
    const ended = await Promise.allSettled([send(20, green), send(21, white), send(20, green), send(20, white), send(22, green)])
    expect(ended.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'evidence.idTaken' } }])
    const kept = await Promise.all([20, 21, 22].map((number) => calls.get({ params: { id: id(number) } })))
    expect(kept[0]!.sha256).toBe(kept[2]!.sha256)
    expect(kept[1]!.sha256).not.toBe(kept[0]!.sha256)
    const marks = await house.db.all(
      z.object({ device: z.string(), mocked: z.boolean() }),
      sql`select device, mocked from evidence_marks where city_id = ${city} and device like 'd2%' order by device`,
    )
    expect(marks).toEqual(['d20', 'd21', 'd22'].map((device) => ({ device, mocked: true })))
  })

  /** A store whose bytes all arrive at the same moment, so that whatever is sent goes in one group. */
  function atOneMoment(count: number): Files {
    const files = filesInMemory()
    let all = () => {}
    const gate = new Promise<void>((done) => (all = done))
    let arrived = 0
    const put: Files['put'] = async (bytes) => {
      const sha256 = await files.put(bytes)
      if (++arrived === count) all()
      return gate.then(() => sha256)
    }
    return { ...files, put }
  }
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

  it('keeps of each photo of one moment what is seen in it, and nothing of bytes whose id was taken by a neighbour', async () => {
    const files = atOneMoment(4)
    const app = await openApp(house.db, { files })
    const calls = app.as('inspector', evidenceApi)
    // No JPEG: these are looked at while their sender waits.
    const slope = (shade: (x: number, y: number) => number) =>
      sharp(
        Uint8Array.from({ length: 64 * 48 }, (_, at) => shade(at % 64, Math.floor(at / 64))),
        { raw: { width: 64, height: 48, channels: 1 } },
      )
        .png()
        .toBuffer()
    const [down, right, lost] = await Promise.all([slope((_x, y) => y * 5), slope((x) => x * 4), slope((x, y) => x + y)])
    const send = (number: number, body: Uint8Array) => calls.add({ query: { id: id(number), device: `e${number}` }, body })
    const ended = await Promise.allSettled([send(30, down), send(31, right), send(32, down), send(31, lost)])
    expect(ended.map((one) => (one.status === 'fulfilled' ? one.value.sha256 : one.reason.code))).toEqual(
      [down, right, down].map(hashOf).concat('evidence.idTaken'),
    )
    const marks = await house.db.all(
      z.object({ device: z.string(), hashes: z.string(), thumb: z.string() }),
      sql`select device, encode(hashes, 'hex') as hashes, encode(thumb, 'hex') as thumb from evidence_marks
          where city_id = ${city} and device like 'e3%' order by device`,
    )
    const seenIn = async (device: string, body: Uint8Array) => {
      const { hashes, thumb } = (await lookAt(body)).marks
      return { device, hashes: Buffer.from(hashes!).toString('hex'), thumb: Buffer.from(thumb).toString('hex') }
    }
    const seen = await Promise.all([seenIn('e30', down), seenIn('e31', right), seenIn('e32', down)])
    expect(marks).toEqual(seen)
    expect(seen[1]!.hashes).not.toBe(seen[0]!.hashes)
    expect(seen[1]!.thumb).not.toBe(seen[0]!.thumb)
    expect(await Promise.all([down, right, lost].map((bytes) => files.has(hashOf(bytes))))).toEqual([true, true, false])
  })

  it('asks of each house what was erased in it', async () => {
    const other = await embedded()
    await fill(other.db)
    await small.as('inspector', evidenceApi).add({ query: { id: id(40) }, body: await photoOf({ r: 40, g: 0, b: 0 }) })
    await house.db.tx((tx) => eraseEvidence(tx, city, [id(40)], { event: idOf(9940), at: small.clock.now, by: null }))
    const body = await photoOf({ r: 0, g: 40, b: 0 })
    // At one moment, and the house that erased nothing first: it must not answer for the other.
    const asked = [other, house].map(({ db }) => {
      const { add } = evidenceHandlers({ ...looking, files: filesInMemory(), added: async () => undefined })
      return add.before({ db, who: { city }, query: { id: id(40), name: 'a.jpg' }, body } as never)
    })
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await other.close()
  })

  it('gives the original unchanged and a view as a picture, with headers that let nothing run', async () => {
    const calls = small.as('inspector', evidenceApi)
    const photo = await photoOf({ r: 1, g: 120, b: 3 }, 1000, 500)
    await calls.add({ query: { id: id(3), name: 'a.jpg' }, body: photo })
    const original = await small.as('checker', evidenceApi).download({ params: { id: id(3) }, query: { original: 'true' } })
    expect(Buffer.from(await original.arrayBuffer()).equals(Buffer.from(photo))).toBe(true)
    await expect(calls.download({ params: { id: id(3) }, query: { original: 'true' } })).rejects.toMatchObject({
      code: 'evidence.originalInside',
    })
    const view = await calls.view({ params: { id: id(3) }, query: { size: 160 } })
    expect(await sharp(await view.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 160, height: 80 })
    await expect(calls.view({ params: { id: id(3) }, query: { size: 161 } })).rejects.toMatchObject({ code: 'api.badInput' })
    await expect(calls.get({ params: { id: id(99) } })).rejects.toMatchObject({ status: 404 })
  })

  it('holds nobody up while the bytes are looked at and kept', async () => {
    let open = () => {}
    const gate = new Promise<void>((done) => (open = done))
    const files = filesInMemory()
    const slow = await openApp(house.db, { files: { ...files, put: (bytes) => gate.then(() => files.put(bytes)) } })
    const calls = slow.as('inspector', evidenceApi)
    const photo = await photoOf({ r: 9, g: 9, b: 9 })
    const under = calls.add({ query: { id: id(6), name: 'slow.jpg' }, body: photo })
    // One connection only: a transaction that waited for the disk would hold this read up for ever.
    await expect(calls.get({ params: { id: id(6) } })).rejects.toMatchObject({ status: 404 })
    open()
    expect(await under).toMatchObject({ name: 'slow.jpg' })
  })

  it('keeps documents and has no view of them', async () => {
    const calls = small.as('reviewer', evidenceApi)
    const pdf = new TextEncoder().encode('%PDF-1.4\n%%EOF')
    expect(await calls.add({ query: { id: id(4), name: '方案.pdf' }, body: pdf })).toMatchObject({
      mediaType: 'application/pdf',
      width: null,
    })
    await expect(calls.view({ params: { id: id(4) } })).rejects.toMatchObject({ code: 'evidence.noView' })
    await expect(calls.add({ query: { id: id(5) }, body: new TextEncoder().encode('<svg ') })).rejects.toMatchObject({
      code: 'evidence.svg',
    })
  })
})

describe('photos', () => {
  it('reads camera facts and shows the photo upright without them', async () => {
    const bytes = await sharp({ create: { width: 80, height: 40, channels: 3, background: '#123456' } })
      .withExif({
        IFD0: { Make: 'Cam' },
        IFD2: { DateTimeOriginal: '2026:03:04 08:00:00', OffsetTimeOriginal: '+08:00' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '116/1 15/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const facts = await readPhoto(bytes)
    expect(facts).toMatchObject({ width: 40, height: 80, takenAt: '2026-03-04T00:00:00.000Z' })
    expect(facts.place![0]).toBeCloseTo(116.25, 6)
    expect(facts.place![1]).toBeCloseTo(39.5, 6)
    const view = await sharp(await shrink(bytes, 160)).metadata()
    expect(view).toMatchObject({ width: 40, height: 80 })
    expect(view.exif).toBeUndefined()
  })

  it('refuses a torn file and a bomb', async () => {
    const whole = await photoOf({ r: 9, g: 9, b: 9 }, 800, 800)
    await expect(readPhoto(whole.subarray(0, whole.length - 400))).rejects.toMatchObject({ code: 'evidence.broken' })
    await expect(readPhoto(Uint8Array.from([0xff, 0xd8, 0xff]))).rejects.toMatchObject({ code: 'evidence.broken' })
    const bomb = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#fff' }, limitInputPixels: false })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(bomb.length).toBeLessThan(2_000_000)
    await expect(readPhoto(bomb)).rejects.toMatchObject({ code: 'evidence.tooManyPixels' })
  })
})

describe('files', () => {
  it('stores the same content once, whole, and leaves no temporary file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'files-'))
    const files = filesIn(folder)
    const bytes = new TextEncoder().encode('proof')
    const hashes = await Promise.all([files.put(bytes), files.put(bytes), files.put(bytes)])
    const [hash] = hashes
    expect(new Set(hashes)).toEqual(new Set([createHash('sha256').update('proof').digest('hex')]))
    expect(await readdir(join(folder, 'files'))).toEqual([hash!.slice(0, 2)])
    expect(await readdir(join(folder, 'files', hash!.slice(0, 2)))).toEqual([hash!.slice(2)])
    expect(await readFile(join(folder, 'files', hash!.slice(0, 2), hash!.slice(2)), 'utf8')).toBe('proof')
    expect(new TextDecoder().decode(await files.get(hash!))).toBe('proof')
    let made = 0
    const make = async () => new Uint8Array([++made])
    expect([...(await files.view(hash!, '160', make))]).toEqual([1])
    expect([...(await files.view(hash!, '160', make))]).toEqual([1])
    // Asked for twice at once, it is made once.
    const twice = await Promise.all([files.view(hash!, '480', make), files.view(hash!, '480', make)])
    expect(twice.map(([byte]) => byte)).toEqual([2, 2])
    await rm(folder, { recursive: true })
    await expect(filesInMemory().get(hash!)).rejects.toThrow('no file')
  })

  it('makes the name of a file durable that another one wrote, though it has the number of ours', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'files-'))
    let synced: string[] = []
    const files = filesIn(folder, async (name) => void synced.push(name))
    const hash = await files.put(new TextEncoder().encode('proof'))
    const within = join(folder, 'files', hash.slice(0, 2))
    expect(synced).toEqual([within, join(folder, 'files'), folder])
    synced = []
    expect([await files.has(hash), synced]).toEqual([true, []])
    const another = new Date(Date.now() + 1000)
    await utimes(join(within, hash.slice(2)), another, another)
    expect([await files.has(hash), synced]).toEqual([true, [within]])
    await rm(folder, { recursive: true })
  })
})
