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
