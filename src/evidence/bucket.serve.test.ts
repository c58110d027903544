/** Proof in a store that speaks S3: a real one, brought up by the test on this machine, over HTTP with signed requests. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { fill, idOf, openApp, photoOf } from '../../test/smallCity.ts'
import { filesInBucket } from './bucket.serve.ts'
import { evidenceApi } from './evidence.api.ts'
import { filesIn } from './files.serve.ts'

/** The server brings no types of its own. */
interface Store {
  readonly run: () => Promise<{ readonly port: number }>
  readonly close: () => Promise<void>
}
type StoreMaker = new (options: object) => Store

let folder: string
let store: Store
let house: TestDb
let url: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucket-'))
  const { default: S3rver } = (await import('@20minutes/s3rver' as string)) as { default: StoreMaker }
  store = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 'store'),
    configureBuckets: [{ name: 'proof', configs: [] }],
  })
  const { port } = await store.run()
  url = `http://127.0.0.1:${port}/proof/city`
  house = await embedded()
  await fill(house.db)
})
afterAll(async () => {
  await house.close()
  await store.close()
  await rm(folder, { recursive: true })
})

const open = (secret = 'S3RVER') => filesInBucket({ url, key: 'S3RVER', secret, region: 'us-east-1' }, filesIn(join(folder, 'disk')))

it('keeps a photo in the store, once, and shows it from there', async () => {
  const small = await openApp(house.db, { files: open() })
  const photo = await photoOf({ r: 9, g: 99, b: 200 }, 400, 300)
  const calls = small.as('inspector', evidenceApi)
  const { sha256 } = await calls.add({ query: { id: idOf(9901) as never, name: 'a.jpg' }, body: photo })
  await calls.add({ query: { id: idOf(9902) as never, name: 'b.jpg' }, body: photo })
  const original = await small.as('checker', evidenceApi).download({ params: { id: idOf(9901) as never }, query: { original: 'true' } })
  expect(Buffer.from(await original.arrayBuffer()).equals(Buffer.from(photo))).toBe(true)
  expect(
    (await (await calls.view({ params: { id: idOf(9902) as never }, query: { size: 160 } })).arrayBuffer()).byteLength,
  ).toBeGreaterThan(50)
  const kept = (await readdir(join(folder, 'store'), { recursive: true })).filter((name) => name.includes(sha256.slice(2)))
  expect(kept.length).toBeGreaterThan(0)
  expect(await readdir(join(folder, 'disk'))).toEqual(['views'])
})

it('finds what the disk holds from before, and refuses bytes that were swapped and keys that are wrong', async () => {
  const before = await filesIn(join(folder, 'disk')).put(Buffer.from('from before'))
  expect(Buffer.from(await open().get(before)).toString()).toBe('from before')
  const sha256 = await open().put(Buffer.from('as it was'))
  const object = (await readdir(join(folder, 'store'), { recursive: true })).find(
    (name) => name.includes(sha256.slice(2)) && name.endsWith('object'),
  )
  await writeFile(join(folder, 'store', object!), 'swapped !')
  await expect(open().get(sha256)).rejects.toThrow('other bytes')
  await expect(open('wrong').put(Buffer.from('never'))).rejects.toThrow('did not keep')
})

it('is the store when the settings say so, and asks for its key', async () => {
  const { filesOf } = await import('../server/files.ts')
  const disk = filesIn(join(folder, 'disk'))
  expect(await filesOf({ MINGCHENG_S3_REGION: 'r' }, disk)).toBe(disk)
  await expect(filesOf({ MINGCHENG_S3_REGION: 'r', MINGCHENG_S3_URL: url }, disk)).rejects.toMatchObject({ code: 'config.storeKey' })
  const wish = { MINGCHENG_S3_REGION: 'us-east-1', MINGCHENG_S3_URL: url, MINGCHENG_S3_KEY: 'S3RVER', MINGCHENG_S3_SECRET: 'S3RVER' }
  const files = await filesOf(wish, disk)
  expect(Buffer.from(await files.get(await files.put(Buffer.from('set')))).toString()).toBe('set')
})
