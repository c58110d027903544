/** What goes over the wire: long answers packed, files, streams and marks as they are. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import compress from '@fastify/compress'
import Fastify from 'fastify'
import { beforeAll, expect, it } from 'vitest'
import { compression } from './app.ts'
import { serveWeb } from './web.ts'
import { embedded } from '../../test/engines.ts'
import { edition, idOf, password, photoOf } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'

const { small } = useSmall(embedded)
let cookie = ''
beforeAll(async () => {
  const answer = await small.app.inject({ method: 'POST', url: '/api/session', payload: { city: 'small', login: 'office', password } })
  cookie = `${answer.cookies[0]!.name}=${answer.cookies[0]!.value}`
})
const get = (url: string, headers: Record<string, string> = {}) => small.app.inject({ url, headers: { cookie, ...headers } })

it('packs the document of the calls to a tenth, with one mark however it is packed', async () => {
  const plain = await get('/api/openapi.json')
  expect(plain.headers['content-encoding']).toBeUndefined()
  for (const [encoding, unpack] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const packed = await get('/api/openapi.json', { 'accept-encoding': encoding })
    expect(packed.headers).toMatchObject({ 'content-encoding': encoding, etag: plain.headers['etag'] })
    expect(String(packed.headers['vary'])).toMatch(/accept-language, cookie, ?accept-encoding/i)
    expect(unpack(packed.rawPayload).toString()).toBe(plain.body)
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 10)
    const again = await get('/api/openapi.json', { 'accept-encoding': encoding, 'if-none-match': String(packed.headers['etag']) })
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
  }
})

it('packs long answers of calls, and leaves short ones', async () => {
  const headers = { 'accept-encoding': 'br' }
  const url = `/api/standards/editions/${edition}`
  const [plain, packed] = [await get(url), await get(url, headers)]
  expect(packed.headers).toMatchObject({ 'content-encoding': 'br', etag: plain.headers['etag'] })
  expect(JSON.parse(brotliDecompressSync(packed.rawPayload).toString())).toEqual(plain.json())
  const kept = await get(url, { ...headers, 'if-none-match': String(packed.headers['etag']) })
  expect([kept.statusCode, kept.headers['content-encoding']]).toEqual([304, undefined])
  expect((await get('/healthz', headers)).headers['content-encoding']).toBeUndefined()
})

it('leaves files and streams as they are, and inflates nothing that comes in', async () => {
  const photo = Buffer.from(await photoOf({ r: 1, g: 2, b: 3 }, 400, 400))
  const id = idOf(9901)
  const headers = { cookie, 'content-type': 'application/octet-stream', 'accept-encoding': 'br' }
  const sent = { method: 'POST' as const, url: `/api/evidence?id=${id}&name=a.jpg`, payload: photo }
  expect((await small.app.inject({ ...sent, headers: { ...headers, 'content-encoding': 'gzip' } })).statusCode).toBe(200)
  const back = await get(`/api/evidence/${id}/file`, { 'accept-encoding': 'br' })
  // The file leaves without its particulars, but as a picture that is not packed once more.
  expect([back.headers['content-encoding'], [...back.rawPayload.subarray(0, 3)]]).toEqual([undefined, [0xff, 0xd8, 0xff]])
  const address = await small.app.listen({ port: 0, host: '127.0.0.1' })
  const gone = new AbortController()
  const stream = await fetch(`${address}/api/changes`, { headers: { cookie, 'accept-encoding': 'br, gzip' }, signal: gone.signal })
  const { value } = await stream.body!.getReader().read()
  expect([stream.headers.get('content-encoding'), new TextDecoder().decode(value)]).toEqual([null, expect.stringContaining('retry: ')])
  gone.abort()
})

it('sends the web as the build packed it', async () => {
  const folder = `${mkdtempSync(join(tmpdir(), 'mingcheng-web-'))}/`
  mkdirSync(`${folder}assets`)
  const script = 'export const long = 1\n'.repeat(500)
  writeFileSync(`${folder}index.html`, '<!doctype html>')
  writeFileSync(`${folder}assets/a.js`, script)
  writeFileSync(`${folder}assets/a.js.br`, brotliCompressSync(script))
  const app = Fastify()
  await app.register(compress, compression)
  await serveWeb(app, folder)
  const packed = await app.inject({ url: '/assets/a.js', headers: { 'accept-encoding': 'gzip, deflate, br' } })
  expect(packed.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' })
  expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(script)
  expect((await app.inject({ url: '/assets/a.js' })).body).toBe(script)
  await app.close()
  rmSync(folder, { recursive: true })
})
