/** Proof in a store that speaks S3: a real one, brought up by the test on this machine, over HTTP with signed requests. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { openMemory } from '../../test/memory.ts'
import { dbOf } from '../server/engines/engine.ts'
import { makeBackup } from '../server/backup/backup.ts'
import { restore } from '../server/backup/restore.ts'
import { city, fill, idOf, openApp, photoOf } from '../../test/smallCity.ts'
import { filesInBucket } from './bucket.serve.ts'
import { checkFiles } from './check.serve.ts'
import { evidenceApi } from './evidence.api.ts'
import { listNames } from './evidence.sql.ts'
import { type Files, filesIn } from './files.serve.ts'

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

const placeOf = async (sha256: string) => {
  const names = await readdir(join(folder, 'store'), { recursive: true })
  return join(folder, 'store', names.find((name) => name.includes(sha256.slice(2)) && name.endsWith('object'))!)
}
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
  await writeFile(await placeOf(sha256), 'swapped !')
  await expect(open().get(sha256)).rejects.toThrow('other bytes')
  await expect(open('wrong').put(Buffer.from('never'))).rejects.toThrow('did not keep')
})

it('is read as a stream, which breaks off at other bytes and at nothing else', async () => {
  const long = Buffer.alloc(3_000_000, 7)
  const sha256 = await open().put(long)
  const pieces: Buffer[] = []
  for await (const piece of (await open().read(sha256))!) pieces.push(piece as Buffer)
  expect([pieces.length > 1, Buffer.concat(pieces).equals(long)]).toEqual([true, true])
  expect(await open().read('0'.repeat(64))).toBeUndefined()
  await writeFile(await placeOf(sha256), Buffer.alloc(3_000_000, 8))
  const swapped = (await open().read(sha256))!
  await expect(swapped.resume().toArray()).rejects.toThrow('other bytes')
  await open().remove(sha256)
  expect(await open().read(sha256)).toBeUndefined()
})

it('is named by a backup, or comes along with it, and every file is looked at by its hash', async () => {
  const files = open()
  const [at, dataDir] = [() => '2026-11-22T00:00:00.000Z', join(folder, 'disk')]
  const source = { engine: house.engine, dataDir, now: at }
  expect(await makeBackup(source, join(folder, 'rows.mcb'), {})).toMatchObject({ elsewhere: 1 })
  expect(await makeBackup({ ...source, store: files }, join(folder, 'all.mcb'), {})).toMatchObject({ elsewhere: 0 })
  const engine = await openMemory(inject('embeddedEmpty'))
  try {
    expect(await restore({ engine, dataDir: join(folder, 'back') }, join(folder, 'all.mcb'), {})).toMatchObject({ elsewhere: 0 })
    expect(await checkFiles(dbOf(engine), city, filesIn(join(folder, 'back')))).toMatchObject({ checked: 1, faults: [] })
  } finally {
    await engine.close()
  }
  const faultsOf = async (where: Files) => (await checkFiles(house.db, city, where)).faults.map(({ what }) => what)
  expect(await faultsOf(filesIn(join(folder, 'nowhere')))).toEqual(['missing'])
  expect(await faultsOf(files)).toEqual([])
  const { sha256 } = (await listNames(house.db, city, undefined, 1))[0]!
  await writeFile(await placeOf(sha256), 'swapped !')
  expect(await faultsOf(files)).toEqual(['changed'])
  await expect(faultsOf(open('wrong'))).rejects.toThrow('did not give')
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
