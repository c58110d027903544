/** A backup taken on one engine comes back on the other, row for row; a torn, changed or foreign file is refused. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { evidenceApi } from '../../evidence/evidence.api.ts'
import { filesIn } from '../../evidence/files.serve.ts'
import { embedded, engines, type TestDb } from '../../../test/engines.ts'
import { openMemory } from '../../../test/memory.ts'
import { fill, idOf, openApp, photoOf } from '../../../test/smallCity.ts'
import type { Engine } from '../engines/engine.ts'
import { differing, inspect, makeBackup, proveBackup } from './backup.ts'
import { measure } from './dump.ts'
import { restore } from './restore.ts'

const now = () => '2026-11-22T00:00:00.000Z'

/** A small city with one photo, its backup `plain.mcb`, and empty engines to bring it back on; closed by itself after the tests. */
function useBackup(open: () => Promise<TestDb>) {
  let house: TestDb
  let photo: Uint8Array
  const folder = mkdtempSync(join(tmpdir(), 'mingcheng-backup-'))
  const opened: Engine[] = []
  const place = (name: string) => join(folder, name)
  const source = () => ({ engine: house.engine, dataDir: place('data'), now })
  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    const small = await openApp(house.db, { files: filesIn(place('data')) })
    photo = await photoOf({ r: 200, g: 30, b: 30 })
    await small.as('inspector', evidenceApi).add({ query: { id: idOf(9001), name: '现场.jpg' } as never, body: photo })
    await makeBackup(source(), place('plain.mcb'), {})
  })
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close()
  })
  afterAll(async () => {
    await house.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const fresh = async () => {
    const engine = await openMemory(inject('embeddedEmpty'))
    opened.push(engine)
    return engine
  }
  return { place, source, fresh, engine: () => house.engine, photo: () => photo }
}

describe.each(engines)('a backup on %s', (_name, open) => {
  const { place, fresh, engine: source, photo } = useBackup(open)

  it('comes back on another engine row for row, with its photos, and only into an empty house', async () => {
    const engine = await fresh()
    const back = await restore({ engine, dataDir: place('back') }, place('plain.mcb'), {})
    expect(back).toMatchObject({ at: now(), files: 1 })
    const [here, there] = [await source().transaction(measure), await engine.transaction(measure)]
    expect(differing(here, there)).toEqual([])
    expect(here['public.points']).toMatchObject({ rows: 3 })
    const [shard] = readdirSync(place('back/files'))
    const [name] = readdirSync(place(`back/files/${shard}`))
    expect(readFileSync(place(`back/files/${shard}/${name}`))).toEqual(Buffer.from(photo()))
    await expect(restore({ engine, dataDir: place('occupied') }, place('plain.mcb'), {})).rejects.toMatchObject({ code: 'backup.notEmpty' })
    expect(existsSync(place('occupied'))).toBe(false)
    // One letter of one row: the measures tell which table.
    const { end } = await inspect(place('plain.mcb'), {})
    await engine.script("update points set name_zh = name_zh || ' ' where code = 'P002'")
    expect(differing(end.tables, await engine.transaction(measure))).toEqual(['public.points'])
  })
})

describe('the file of a backup', () => {
  const { place, source, fresh } = useBackup(embedded)

  it('is proved by restoring it into a database that is thrown away', async () => {
    await expect(proveBackup(place('plain.mcb'), {})).resolves.toBeUndefined()
  })

  it('opens only with its key, and carries the keys of the house only then', async () => {
    const keys = place('data/keys')
    mkdirSync(keys, { recursive: true })
    writeFileSync(join(keys, 'master'), 'secret of the house')
    await makeBackup(source(), place('locked.mcb'), { passphrase: '正确的口令' })
    await makeBackup(source(), place('open.mcb'), {})
    expect((await inspect(place('open.mcb'), {})).end.files).toBe(1)
    expect((await inspect(place('locked.mcb'), { passphrase: '正确的口令' })).end.files).toBe(2)
    await expect(inspect(place('locked.mcb'), {})).rejects.toMatchObject({ code: 'backup.locked' })
    await expect(inspect(place('locked.mcb'), { passphrase: '错' })).rejects.toMatchObject({ code: 'backup.wrongKey' })
    expect(readFileSync(place('locked.mcb')).includes('secret of the house')).toBe(false)
    const engine = await fresh()
    mkdirSync(place('third/keys'), { recursive: true })
    writeFileSync(place('third/keys/master'), 'another')
    await expect(restore({ engine, dataDir: place('third') }, place('locked.mcb'), { passphrase: '正确的口令' })).rejects.toMatchObject({
      code: 'backup.otherKey',
    })
  })

  it('is locked for the holder of a private key', async () => {
    const { generateIdentity, identityToRecipient } = await import('age-encryption')
    const identity = await generateIdentity()
    const recipient = await identityToRecipient(identity)
    await makeBackup(source(), place('held.mcb'), { recipient })
    expect((await inspect(place('held.mcb'), { identity: `# created\n${identity}\n` })).header.at).toBe(now())
    const stranger = await generateIdentity()
    await expect(inspect(place('held.mcb'), { identity: stranger })).rejects.toMatchObject({ code: 'backup.wrongKey' })
    await expect(makeBackup(source(), place('bad.mcb'), { recipient: 'age1nonsense' })).rejects.toMatchObject({
      code: 'backup.badRecipient',
    })
    expect(existsSync(place('bad.mcb')) || existsSync(place('bad.mcb.part'))).toBe(false)
  })

  it('that is torn or changed is refused, and nothing comes of it', async () => {
    const whole = readFileSync(place('plain.mcb'))
    const changed = Buffer.from(whole)
    changed[Math.floor(whole.length / 2)]! ^= 0x10
    const files: [string, Buffer][] = [
      ['torn', whole.subarray(0, whole.length - 40)],
      ['half', whole.subarray(0, Math.floor(whole.length / 2))],
      ['changed', changed],
      ['foreign', Buffer.from('PK\u0003\u0004 something else')],
      ['nothing', Buffer.alloc(0)],
    ]
    const engine = await fresh()
    for (const [name, bytes] of files) {
      writeFileSync(place(name), bytes)
      await expect(restore({ engine, dataDir: place(`${name}.data`) }, place(name), {})).rejects.toMatchObject({
        code: 'backup.damaged',
      })
      expect((await engine.query("select to_regclass('public.points') as there", [])).rows).toEqual([{ there: null }])
      expect(existsSync(place(`${name}.data`))).toBe(false)
    }
  })

  it('never overwrites', async () => {
    await expect(makeBackup(source(), place('plain.mcb'), {})).rejects.toMatchObject({ code: 'backup.exists' })
  })
})
