/** Files that are no proof: each gets an answer that says what to do, in the reader's language, and leaves nothing behind. */
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, fill, idOf, openApp, photoOf, signIn, type SmallApp } from '../../test/smallCity.ts'
import { sql } from '../base/sql.ts'
import { filesIn } from './files.serve.ts'

let house: TestDb
let small: SmallApp
let cookie: string
let folder: string
beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
  folder = await mkdtemp(join(tmpdir(), 'bad-'))
  small = await openApp(house.db, { files: filesIn(folder) })
  cookie = await signIn(small.app, 'inspector')
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

const text = (words: string) => new TextEncoder().encode(words)

/** A PNG that says it is 60,000 by 60,000 and is a few hundred bytes long. */
function bomb(): Uint8Array {
  const chunk = (kind: string, body: Uint8Array) => {
    const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(kind), Buffer.from(body), Buffer.alloc(4)])
    bytes.writeUInt32BE(body.length, 0)
    bytes.writeUInt32BE(crcOf(bytes.subarray(4, 8 + body.length)), 8 + body.length)
    return bytes
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(60_000, 0)
  head.writeUInt32BE(60_000, 4)
  head.set([1, 0, 0, 0, 0], 8)
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(7501 * 20))), chunk('IEND', Buffer.alloc(0))])
}

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

const bad: [name: string, code: string, status: number, make: () => Promise<Uint8Array> | Uint8Array][] = [
  ['words called a photo', 'evidence.kindUnknown', 415, () => text('no picture at all')],
  ['nothing', 'evidence.empty', 415, () => new Uint8Array()],
  ['a bomb', 'evidence.tooManyPixels', 413, bomb],
  ['one pixel', 'evidence.tooSmall', 415, () => photoOf({ r: 1, g: 2, b: 3 }, 1, 1)],
  ['a torn photo', 'evidence.broken', 415, async () => (await photoOf({ r: 1, g: 2, b: 3 }, 900, 900)).subarray(0, 3000)],
  ['only the beginning of a photo', 'evidence.broken', 415, () => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ['a drawing with a script', 'evidence.svg', 415, () => text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['HEIC', 'evidence.heic', 415, () => Buffer.concat([Buffer.alloc(4), text('ftypheic'), Buffer.alloc(100)])],
  [
    'an animation',
    'evidence.kindUnknown',
    415,
    () =>
      sharp({ create: { width: 20, height: 20, channels: 3, background: '#abc' } })
        .gif()
        .toBuffer(),
  ],
  [
    'a photo of more than 30 MB',
    'evidence.tooLarge',
    413,
    () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(31 * 1024 * 1024)]),
  ],
  ['200 MB', 'api.tooLarge', 413, () => Buffer.alloc(200 * 1024 * 1024)],
]

/** A camera's block written by hand: entries of type, kind, count and value, and where the next block lies. */
function block(entries: readonly (readonly [number, number, number, number])[], next: number): Buffer {
  const bytes = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
  bytes.write('II*')
  bytes.writeUInt32LE(8, 4)
  bytes.writeUInt16LE(entries.length, 8)
  entries.forEach(([tag, kind, count, value], at) => {
    bytes.writeUInt16LE(tag, 10 + at * 12)
    bytes.writeUInt16LE(kind, 12 + at * 12)
    bytes.writeUInt32LE(count, 14 + at * 12)
    bytes.writeUInt32LE(value, 18 + at * 12)
  })
  bytes.writeUInt32LE(next, 10 + entries.length * 12)
  return Buffer.concat([Buffer.from('Exif\0\0'), bytes])
}
/** The photo with a piece put in behind its first two bytes. */
async function withPiece(body: Buffer): Promise<Buffer> {
  const photo = await photoOf({ r: 60, g: 90, b: 30 }, 300, 200)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([photo.subarray(0, 2), head, body, photo.subarray(2)])
}
const turned = (turn: number) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#963' } }).withMetadata({ orientation: turn })

const odd: [name: string, size: string, make: () => Promise<Uint8Array>][] = [
  [
    'a block that leads to itself',
    '300x200',
    () =>
      withPiece(
        block(
          [
            [0x8769, 4, 1, 8],
            [0x8825, 4, 1, 8],
          ],
          8,
        ),
      ),
  ],
  [
    "a maker's note of 4 GB, as it says",
    '300x200',
    () =>
      withPiece(
        block(
          [
            [0x927c, 7, 0xfffffff0, 30],
            [0x010f, 2, 0xffffffff, 20],
          ],
          0,
        ),
      ),
  ],
  [
    'a page behind the photo',
    '300x200',
    async () => Buffer.concat([await photoOf({ r: 60, g: 90, b: 30 }, 300, 200), text('<html><script>alert(1)</script></html>')]),
  ],
  ["a photo in printers' colours", '60x40', () => turned(1).toColourspace('cmyk').jpeg().toBuffer()],
  ['a photo of 16 bits a colour', '60x40', () => turned(1).toColourspace('rgb16').png().toBuffer()],
  ['a photo to be turned by a quarter and mirrored', '40x60', () => turned(5).jpeg().toBuffer()],
  ['a photo to be turned by three quarters', '40x60', () => turned(8).jpeg().toBuffer()],
]

describe('a file that is no proof', () => {
  it.each(bad)('%s: %s', async (_name, code, status, make) => {
    const payload = Buffer.from(await make())
    const answers = []
    for (const language of ['zh-CN', 'en']) {
      const answer = await small.app.inject({
        method: 'POST',
        url: `/api/evidence?id=${idOf(9800)}&name=a.jpg`,
        headers: { cookie, 'content-type': 'application/octet-stream', 'accept-language': language },
        payload,
      })
      expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code])
      answers.push((answer.json() as { title: string }).title)
    }
    expect(answers[0]).toMatch(/\p{Script=Han}/u)
    expect(answers[1]).toMatch(/^[A-Z][^\p{Script=Han}]+$/u)
    expect(await house.db.all(z.object({ id: z.string() }), sql`select id from evidence where city_id = ${city}`)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a photo out of the ordinary', () => {
  it.each(odd)('is kept and shown: %s', async (_name, size, make) => {
    const id = idOf(9700 + odd.findIndex(([name]) => name === _name))
    const headers = { cookie, 'content-type': 'application/octet-stream' }
    const url = `/api/evidence?id=${id}&name=${encodeURIComponent('../\u202egpj.exe')}`
    const answer = await small.app.inject({ method: 'POST', url, headers, payload: Buffer.from(await make()) })
    const { width, height, name } = answer.json<{ width: number; height: number; name: string }>()
    expect([answer.statusCode, `${width}x${height}`]).toEqual([200, size])
    expect(name).toMatch(/^gpj\.exe\.(jpg|png)$/)
    const view = await small.app.inject({ url: `/api/evidence/${id}/view?size=160`, headers: { cookie } })
    expect(view.statusCode).toBe(200)
    const shown = await sharp(view.rawPayload).metadata()
    expect([shown.format, shown.width > shown.height]).toEqual(['webp', width > height])
  })
})
