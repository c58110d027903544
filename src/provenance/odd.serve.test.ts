/** Photos as phones, programs and mischief make them: each is taken in as it is, refused by name, or told with its reason; none that is plain is told of. */
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { lookAt, takeIn } from '../evidence/photo.serve.ts'
import { kindOf } from '../evidence/sniff.ts'
import type { Known } from './check.ts'
import { findAll } from './checks/list.ts'

const street = () => sharp(Buffer.from(svg)).flatten({ background: '#888' })
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">${Array.from(
  { length: 40 },
  (_, n) => `<circle cx="${(n * 97) % 320}" cy="${(n * 61) % 240}" r="${9 + (n % 7) * 6}" fill="hsl(${n * 47},70%,50%)"/>`,
).join('')}</svg>`
const jpeg = await street().jpeg({ quality: 90 }).toBuffer()

/** What becomes of a file: its kind and size once it was decoded too, or the code of its refusal. */
async function fateOf(bytes: Uint8Array): Promise<string> {
  try {
    const kind = kindOf(bytes, 'photo.jpg')
    const { facts, marks } = await takeIn(bytes)
    if (marks.camera.unseen) await lookAt(bytes)
    return `${kind} ${facts.width}x${facts.height}`
  } catch (error) {
    return (error as { code: string }).code
  }
}

/** A PNG that says it has two frames. */
async function animated(): Promise<Buffer> {
  const [png, body] = [await street().png().toBuffer(), Buffer.from('acTL\0\0\0\u0002\0\0\0\0', 'latin1')]
  const chunk = Buffer.concat([Buffer.from([0, 0, 0, 8]), body, Buffer.alloc(4)])
  chunk.writeUInt32BE(crc32(body), 16)
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)])
}

const page = Buffer.from('<html><script>alert(1)</script></html>')
const files: [name: string, fate: string, make: () => Promise<Uint8Array>][] = [
  ['progressive', 'jpeg 320x240', () => street().jpeg({ progressive: true }).toBuffer()],
  ["printers' colours", 'jpeg 320x240', () => street().toColourspace('cmyk').jpeg().toBuffer()],
  ['16 bits a colour', 'png 320x240', () => street().toColourspace('rgb16').png().toBuffer()],
  ['WebP that is half clear', 'webp 320x240', () => street().ensureAlpha(0.5).webp().toBuffer()],
  ['animated PNG', 'png 320x240', animated],
  ['a page in the comment of a photo', 'jpeg 320x240', async () => Buffer.concat([jpeg.subarray(0, 2), comment(page), jpeg.subarray(2)])],
  ['a page before a photo', 'evidence.kindUnknown', async () => Buffer.concat([page, jpeg])],
  ['SVG under the name of a photo', 'evidence.svg', async () => Buffer.from(svg)],
  ['AVIF', 'evidence.kindUnknown', () => street().resize(64).avif().toBuffer()],
  ['TIFF', 'evidence.kindUnknown', () => street().tiff().toBuffer()],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((turn): (typeof files)[number] => [
    `lying as ${turn}`,
    turn < 5 ? 'jpeg 320x240' : 'jpeg 240x320',
    () => street().withMetadata({ orientation: turn }).jpeg().toBuffer(),
  ]),
  ...[10, 20, 30, 40, 50, 60, 70, 80, 90, 99].flatMap((part): typeof files => [
    [`${part} % of a JPEG`, 'evidence.broken', async () => partOf(jpeg, part)],
    [`${part} % of a progressive one`, 'evidence.broken', async () => partOf(await street().jpeg({ progressive: true }).toBuffer(), part)],
    [`${part} % of a PNG`, 'evidence.broken', async () => partOf(await street().png().toBuffer(), part)],
    [`${part} % of a WebP`, 'evidence.broken', async () => partOf(await street().webp().toBuffer(), part)],
  ]),
]
function partOf(bytes: Buffer, percent: number): Buffer {
  return bytes.subarray(0, Math.floor((bytes.length * percent) / 100))
}
function comment(text: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text])
}

it('takes in what can be shown, and refuses the rest by name', async () => {
  const fates = await Promise.all(files.map(async ([name, , make]) => [name, await fateOf(await make())]))
  expect(Object.fromEntries(fates)).toEqual(Object.fromEntries(files.map(([name, fate]) => [name, fate])))
})

const noon = '2026-11-20T04:02:00.000Z'
const none = { photos: 0, block: 0, time: 0, place: 0 }
const device = { device: null, deviceAt: null, sentAt: null, place: null, accuracyM: null, mocked: null }
const here = { GPSLatitudeRef: 'N', GPSLatitude: '39/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '116/1 0/1 0/1' }
const there = { GPSLatitudeRef: 'S', GPSLatitude: '34/1 36/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '58/1 22/1 0/1' }
const clock = (hours: number) => ({ GPSTimeStamp: `${hours}/1 0/1 0/1`, GPSDateStamp: '2026:11:20' })
const taken = (time: string) => ({ DateTimeOriginal: `2026:11:20 ${time}` })

type Written = Record<string, string>

/** What is told of a photo with these camera facts, used at noon at 116° E, 39° N. */
async function toldOf(exif: Written, gps: Written = {}, head: Written = {}, place: [number, number] = [116, 39]): Promise<string[]> {
  const photo = street().withExif({ IFD0: head, IFD2: exif, IFD3: gps })
  const { marks } = await lookAt(await photo.jpeg().toBuffer())
  const known: Known = {
    camera: marks.camera,
    device,
    addedAt: noon,
    use: { at: noon, place },
    zoneMinutes: 480,
    same: [],
    others: [],
    habits: { device: null, model: none },
  }
  return findAll(known).map(({ check, reason }) => `${check}.${reason}`)
}

it('tells what is odd about the camera facts, and nothing of plain ones', async () => {
  expect({
    plain: await toldOf({ ...taken('12:00:00'), OffsetTimeOriginal: '+08:00' }, { ...here, ...clock(4) }),
    withoutZone: await toldOf(taken('12:00:00'), { ...here, ...clock(4) }),
    withoutDay: await toldOf(taken('12:00:00'), { ...here, GPSTimeStamp: '4/1 0/1 0/1' }),
    otherZoneSameHour: await toldOf({ ...taken('13:00:00'), OffsetTime: '+09:00' }, here),
    phoneNamesItself: await toldOf(taken('12:00:00'), here, { Make: 'HUAWEI', Model: 'ALN-AL00', Software: 'ALN-AL00 4.0.0.120' }),
    nothingWritten: await toldOf({}),
    southAndWestAtItsPlace: await toldOf(taken('12:00:00'), there, {}, [-58.3667, -34.6]),
    southAndWest: await toldOf(taken('12:00:00'), there),
    hoursAhead: await toldOf({ ...taken('17:00:00'), OffsetTimeOriginal: '+08:00' }, { ...here, ...clock(4) }),
    hoursBehind: await toldOf(taken('07:00:00'), { ...here, ...clock(4) }),
    program: await toldOf(taken('12:00:00'), {}, { Software: 'Adobe Photoshop 25.0 (Windows)' }),
  }).toEqual({
    plain: [],
    withoutZone: [],
    withoutDay: [],
    otherZoneSameHour: [],
    phoneNamesItself: [],
    nothingWritten: [],
    southAndWestAtItsPlace: [],
    southAndWest: ['position.cameraFar'],
    hoursAhead: ['clocks.cameraGps', 'clocks.afterArrival'],
    hoursBehind: ['clocks.zone', 'clocks.notThen'],
    program: ['edited.program'],
  })
})
