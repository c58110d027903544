/** Photos over real calls: sent, used for a visit or a case, checked, and shown as facts. */
import sharp from 'sharp'
import { v7 } from 'uuid'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, edition, fill, idOf, openApp, points, type SmallApp, units } from '../../test/smallCity.ts'
import { casesApi } from '../cases/cases.api.ts'
import { EvidenceId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { eraseEvidence } from '../evidence/erased.sql.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { filesInMemory } from '../evidence/files.serve.ts'
import { deskApi } from '../inspections/desk.api.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { blurApi } from '../privacy/blur.api.ts'
import { whistlesApi } from '../whistles/whistles.api.ts'
import { watchPhotos } from '../server/photoChecks.ts'
import { checkArrived } from './pass.serve.ts'
import { provenanceApi } from './provenance.api.ts'
import { makeSearching } from './search.serve.ts'

let house: TestDb
let small: SmallApp
const files = filesInMemory()
const passing = { files, now: () => small.clock.now, searching: makeSearching() }
const check = () => checkArrived(house.db.of(city), city, passing)

beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
  small = await openApp(house.db, { files })
})
afterAll(() => house.close())

/** A street that nobody has seen: soft shapes drawn by number, so that no two numbers look alike. */
async function street(number: number, camera: Record<string, string> = {}, gps: Record<string, string> = {}): Promise<Uint8Array> {
  let seed = number * 7919
  const next = (most: number) => (seed = (seed * 48_271 + 11) % 2_147_483_647) % most
  const shapes = Array.from(
    { length: 60 },
    () =>
      `<ellipse cx="${next(640)}" cy="${next(480)}" rx="${10 + next(90)}" ry="${10 + next(70)}" fill="rgb(${next(256)},${next(256)},${next(256)})"/>`,
  )
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">${shapes.join('')}</svg>`)
  const { Make, Model, Software, ...exif } = camera
  const first = Object.fromEntries(Object.entries({ Make, Model, Software }).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >
  const picture = sharp(svg).flatten({ background: '#888' }).jpeg({ quality: 90 })
  const hasExif = Object.keys(camera).length + Object.keys(gps).length > 0
  return (hasExif ? picture.withExif({ IFD0: first, IFD2: exif, IFD3: gps }) : picture).toBuffer()
}

let last = 0
const send = async (body: Uint8Array, query: object = {}, as: 'inspector' | 'checker' | 'assessor' = 'inspector') => {
  const id = idOf(9300 + ++last)
  await small.as(as, evidenceApi).add({ query: { id: id as never, name: `${last}.jpg`, ...query }, body })
  return id
}

const visit = async (photos: readonly string[], pointId: string = points.market, visitedAt = small.clock.now, pass = check) => {
  const id = v7()
  await small.as('inspector', inspectionsApi).recordVisit({
    body: {
      id: id as never,
      pointId: pointId as never,
      visitedAt,
      results: [{ id: v7() as never, fact: 'LITTER', grade: photos.length === 0 ? 'Y' : 'N', photos: photos as never }],
    },
  })
  await pass()
  return id
}

const factsOf = async (about: string) =>
  (await small.as('checker', provenanceApi).list({ query: { about } })).items.map(({ check: name, reason }) => `${name}.${reason}`).sort()

describe('photos that arrive', () => {
  it('finds a picture that was used before, also turned, cut and saved anew, and says where and when', async () => {
    const first = await send(await street(1))
    const earlier = await visit([first])
    expect(await factsOf(earlier)).toEqual([])
    small.clock.now = '2026-11-20T04:05:00.000Z'
    const mirrored = await sharp(await street(1))
      .flop()
      .resize(500)
      .jpeg({ quality: 60 })
      .toBuffer()
    const later = await visit([await send(await street(1)), await send(mirrored), await send(await street(2))], points.road)
    expect(await factsOf(later)).toEqual(['samePicture.identical', 'samePicture.identical', 'samePicture.turned'].slice(1))
    const { items } = await small.as('checker', provenanceApi).list({ query: { about: later, check: 'samePicture' } })
    const identical = items.find(({ reason }) => reason === 'identical')!
    expect(identical).toMatchObject({
      details: { photo: first, about: earlier, alikePercent: 100 },
      otherPoint: { code: 'P001' },
      point: { code: 'P002' },
    })
  })

  it('says nothing when one upload serves as the finding and as its case, and something when it serves elsewhere', async () => {
    const photo = await send(await street(3))
    await visit([photo])
    const own = v7()
    await small
      .as('inspector', casesApi)
      .fromDesk({ body: { id: own as never, text: '垃圾', pointId: points.market as never, photos: [photo] as never } })
    await check()
    expect(await factsOf(own)).toEqual([])
    const other = v7()
    await small
      .as('inspector', casesApi)
      .fromDesk({ body: { id: other as never, text: '垃圾', pointId: points.alley as never, photos: [photo] as never } })
    await check()
    expect(await factsOf(other)).toEqual(['samePicture.identical'])
  })

  it('holds clocks, places, programs and habits against each other', async () => {
    const zone = { OffsetTimeOriginal: '+08:00' }
    const near = { GPSLatitudeRef: 'N', GPSLatitude: '39/1 6/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '116/1 6/1 0/1' }
    const good = { Make: 'Vivo', Model: 'V1', DateTimeOriginal: '2026:11:20 12:00:00', ...zone }
    for (let n = 10; n < 21; n++) expect(await factsOf(await visit([await send(await street(n, good, near))]))).toEqual([])
    const strange = await send(
      await street(
        30,
        { ...good, Software: 'Snapseed 2.1', DateTimeOriginal: '2026:11:20 20:00:00' },
        { ...near, GPSLongitude: '116/1 30/1 0/1' },
      ),
      {
        device: 'phone-1',
        sentAt: '2026-11-20T03:30:00.000Z',
        lng: 116.1,
        lat: 39.1,
        accuracyM: 12,
        mocked: 'true',
      },
    )
    expect(await factsOf(await visit([strange]))).toEqual([
      'clocks.afterArrival',
      'clocks.device',
      'edited.program',
      'position.apart',
      'position.cameraFar',
      'position.mocked',
    ])
    expect(await factsOf(await visit([await send(await street(31, { Make: 'Vivo', Model: 'V1' }))]))).toEqual([
      'missing.place',
      'missing.time',
    ])
  })

  it('waits for a store that is away, and goes on by itself when it is back', async () => {
    await visit([await send(await street(80))])
    let isAway = true
    const get = (sha256: string) => (isAway ? Promise.reject(new Error('away')) : files.get(sha256))
    const photo = await send(
      await sharp(await street(80))
        .flop()
        .jpeg()
        .toBuffer(),
    )
    const id = await visit([photo], points.market, small.clock.now, async () => undefined)
    const failed: string[] = []
    const told = { error: ({ error }: { error: string }) => void failed.push(error) } as never
    const watch = watchPhotos({ db: house.db, files: { ...files, get }, now: passing.now, told, againMs: 5 })
    await expect.poll(() => failed[0]).toBe('Error: away')
    isAway = false
    await expect.poll(() => factsOf(id)).toEqual(['samePicture.turned'])
    await watch.stop()
  })

  it('says of a photo that was acknowledged by its pieces that its picture cannot be opened', async () => {
    const bytes = Buffer.from(await street(81))
    // Its first colour asks for a table that is not there.
    bytes[bytes.indexOf(Buffer.from([0xff, 0xc0])) + 12] = 3
    expect(await factsOf(await visit([await send(bytes)]))).toEqual(['broken.picture'])
  })

  it('is not held up by a file that was lost', async () => {
    const photo = await send(await street(82))
    const { sha256 } = await small.as('checker', evidenceApi).get({ params: { id: photo as never } })
    await files.remove(sha256)
    expect(await factsOf(await visit([photo]))).toEqual([])
    await files.put(await street(82))
    await check()
    expect(
      await factsOf(
        await visit([
          await send(
            await sharp(await street(82))
              .flop()
              .jpeg()
              .toBuffer(),
          ),
        ]),
      ),
    ).toEqual(['samePicture.turned'])
  })

  it('says once of a visit that nobody drives that fast', async () => {
    await visit([], points.market, '2026-11-19T07:00:00.000Z')
    const id = await visit([await send(await street(40)), await send(await street(41))], points.road, '2026-11-19T07:03:00.000Z')
    expect(await factsOf(id)).toEqual(['speed.tooFast'])
  })
})

describe('facts', () => {
  it('are looked at by a checker, once, and searched by what nobody looked at', async () => {
    const calls = small.as('checker', provenanceApi)
    const before = await calls.list({ query: { looked: 'false' } })
    const fact = before.items[0]!
    await calls.look({ params: { id: fact.id }, body: { note: '已电话核实' } })
    await calls.look({ params: { id: fact.id }, body: { note: '再看' } })
    expect((await calls.list({ query: { looked: 'false' } })).total).toBe(before.total! - 1)
    expect((await calls.list({ query: { looked: 'true' } })).items).toMatchObject([
      { id: fact.id, looked: { note: '已电话核实', by: { name: 'checker员' } } },
    ])
    await expect(calls.look({ params: { id: v7() }, body: {} })).rejects.toMatchObject({ status: 404 })
    await expect(small.as('inspector', provenanceApi).look({ params: { id: fact.id }, body: {} })).rejects.toMatchObject({ status: 403 })
  })

  it('are found by nobody of another city, whose photos are not in the memory either', async () => {
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind, demo) values (2, 'other', '邻城', 'district', true)`)
    const other = house.db.of(2 as never)
    expect(await passing.searching.find(other, 2 as never, { id: idOf(1), thumb: await thumbOf(1) })).toEqual([])
    expect((await passing.searching.find(house.db.of(city), city, { id: idOf(1), thumb: await thumbOf(1) })).length).toBeGreaterThan(0)
    expect(passing.searching.size(2 as never).photos).toBe(0)
    expect(passing.searching.size(city).photos).toBeGreaterThan(10)
  })

  it('lead from a photo to everything that it proves', async () => {
    const photo = await send(await street(50), { device: 'phone-2', deviceAt: '2026-11-20T07:00:00.000Z' })
    const id = await visit([photo])
    const chain = await small.as('checker', provenanceApi).chain({ params: { id: photo as never } })
    expect(chain).toMatchObject({
      addedBy: { name: 'inspector员' },
      device: { id: 'phone-2', takenAt: '2026-11-20T07:00:00.000Z', place: null },
      proves: [
        {
          kind: 'visit',
          visit: id,
          observation: { fact: 'LITTER', title: { zh: '无垃圾' } },
          point: { code: 'P001' },
          counts: [{ title: { zh: '小城标准' }, score: null }],
        },
      ],
    })
    await expect(small.as('assessor', provenanceApi).chain({ params: { id: photo as never } })).rejects.toMatchObject({ status: 403 })
  })

  it('lead from graded material to the duty that it shows, and to the whistle that they were sent with', async () => {
    const material = await send(await street(70), {}, 'checker')
    const duty = v7()
    await house.db.run(
      sql`insert into duties (city_id, id, edition_id, criterion, lead_unit_id, changed_at) values (${city}, ${duty}, ${edition}, 'C1', ${units.market}, now())`,
    )
    const review = { id: v7() as never, editionId: edition as never, criterion: 'C1', method: 'materials' as const, grade: 'A' }
    await small.as('reviewer', deskApi).review({ body: { ...review, documents: [{ evidenceId: material as never, need: 0 }] } })
    const reported = v7() as never
    await small.as('street', casesApi).fromDesk({ body: { id: reported, text: '占道堆物' } })
    const whistle = v7() as never
    await small.as('street', whistlesApi).raise({
      body: {
        id: whistle,
        kind: 'problem',
        text: '多次劝导无效',
        cases: [reported],
        lead: units.market as never,
        photos: [material as never],
      },
    })
    const { proves } = await small.as('checker', provenanceApi).chain({ params: { id: material as never } })
    expect(proves.map(({ kind }) => kind).sort()).toEqual(['review', 'whistle'])
    expect(proves.find(({ kind }) => kind === 'review')).toMatchObject({
      observation: { id: review.id, grade: 'A' },
      duties: [{ id: duty, criterion: 'C1', edition }],
      counts: [{ edition }],
    })
    expect(proves.find(({ kind }) => kind === 'whistle')).toMatchObject({ whistle: { id: whistle, event: 'whistle.raised' }, duties: [] })
  })

  it('are not made of covered copies, nor of photos that prove nothing', async () => {
    const photo = await send(await street(60))
    const copy = v7()
    await visit([photo])
    await small
      .as('inspector', blurApi)
      .blur({ params: { id: photo as never }, body: { id: copy as never, regions: [{ x: 0, y: 0, w: 100, h: 100 }] } })
    await send(await street(60))
    await check()
    expect((await small.as('checker', provenanceApi).list({ query: { photo: copy as never } })).items).toEqual([])
    const marked = await house.db.all(
      z.object({ id: z.string() }),
      sql`select evidence_id as id from evidence_marks where evidence_id = ${copy}`,
    )
    expect(marked).toEqual([])
  })

  it('leave the memory of every server of the house when one of them erases a photo', async () => {
    const db = house.db.of(city)
    const here = makeSearching()
    const photo = { id: v7(), thumb: await thumbOf(61) }
    await here.find(db, city, photo)
    const { photos } = here.size(city)
    const [gone] = await house.db.all(
      z.object({ id: EvidenceId }),
      sql`select evidence_id as id from evidence_marks where city_id = ${city} and hashes is not null and number is not null limit 1`,
    )
    await here.forgetErased(db, city)
    expect(here.size(city).photos).toBe(photos)
    await eraseEvidence(db, city, [gone!.id], { event: v7(), at: small.clock.now, by: null })
    await here.forgetErased(db, city)
    expect(here.cities()).toEqual([])
    await here.find(db, city, photo)
    expect(here.size(city).photos).toBe(photos - 1)
  })
})

async function thumbOf(number: number): Promise<Uint8Array> {
  const { greyOf } = await import('../evidence/camera/read.serve.ts')
  return greyOf(sharp(await street(number)))
}
