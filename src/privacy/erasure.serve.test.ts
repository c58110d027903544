/** A photo that is erased is gone everywhere but in the facts that name it, and every proof of the ledger stays good. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { v7 } from 'uuid'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestDb } from '../../test/engines.ts'
import { city, fill, openApp, photoOf, personOf, points, type SmallApp } from '../../test/smallCity.ts'
import { listEventsAfter } from '../base/event.sql.ts'
import { sql } from '../base/sql.ts'
import { nothingKnown } from '../cases/case.ts'
import { casesApi } from '../cases/cases.api.ts'
import { resident } from '../cases/sources/resident.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { type Files, filesIn } from '../evidence/files.serve.ts'
import { eraseEvidence } from '../evidence/erased.sql.ts'
import { keepPiece, lay } from '../evidence/keeping.serve.ts'
import { removeErased } from '../evidence/leaving.serve.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { observationSource } from '../inspections/ledger.sql.ts'
import { linesOf } from '../ledger/export.serve.ts'
import { headsInMemory } from '../ledger/heads.serve.ts'
import { hashing, isSigned, signerInMemory } from '../ledger/keys.serve.ts'
import { type Ledger, sealAndSign } from '../ledger/seal.serve.ts'
import { checkLedger } from '../ledger/verify.ts'
import { keepPhoto, takeReport } from '../participation/participation.serve.ts'
import { provenanceApi } from '../provenance/provenance.api.ts'
import { blurApi } from './blur.api.ts'
import { erasureApi } from './erasure.api.ts'
import { vaultOf } from './vault.serve.ts'

describe.each(engines)('a photo that is erased on %s', (_name, open) => {
  let house: TestDb
  let small: SmallApp
  let folder: string
  let disk: Files
  let away = false
  let files: Files
  /** Happen once: when bytes are about to be put into the store, and when they have just been. */
  let beforePut: (() => Promise<unknown>) | undefined
  let afterPut: (() => Promise<unknown>) | undefined
  const forgotten: number[] = []
  const ledger: Ledger = { sources: [observationSource], signer: signerInMemory('ed25519'), heads: headsInMemory() }
  const [shown, again, other, copy, visit] = [v7(), v7(), v7(), v7(), v7()] as [never, never, never, never, never]
  const asked = { city, code: 'small', at: '2026-11-20T05:00:00.000Z' }
  const findings = async () => {
    const checking = checkLedger({ hashing, isSigned, keys: [ledger.signer.key], heads: await ledger.heads.list(city) })
    for await (const line of linesOf(house.db, asked, ledger)) checking.line(line)
    return checking.finish()!.findings
  }
  const filesLeft = () =>
    (existsSync(join(folder, 'files')) ? readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }) : [])
      .filter((it) => it.isFile())
      .map((it) => it.name)
  const viewsLeft = () => readdirSync(join(folder, 'views'), { recursive: true, withFileTypes: true }).filter((it) => it.isFile()).length
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
  const [bytes, others] = [photoOf({ r: 200, g: 10, b: 10 }), photoOf({ r: 10, g: 200, b: 10 }, 80, 60)]
  const add = async (id: never, of = bytes) =>
    small.as('inspector', evidenceApi).add({ query: { id, name: '张三家门口.jpg' }, body: await of })
  const erase = (id: never, event = v7(), as: 'office' | 'inspector' = 'office') =>
    small.as(as, erasureApi).erase({ params: { id }, body: { id: event, reason: '本人依法申请删除' } })
  const view = (id: never) => small.as('inspector', evidenceApi).view({ params: { id }, query: { size: 480 } })

  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    folder = await mkdtemp(join(tmpdir(), 'erased-'))
    disk = filesIn(folder)
    const put = async (of: Uint8Array) => {
      const first = beforePut
      beforePut = undefined
      await first?.()
      const sha256 = await disk.put(of)
      const then = afterPut
      afterPut = undefined
      await then?.()
      return sha256
    }
    files = { ...disk, put, remove: (sha256: string) => (away ? Promise.reject(new Error('away')) : disk.remove(sha256)) }
    small = await openApp(house.db, { files, erased: (of) => void forgotten.push(of) })
    await add(shown)
    await add(again)
    await add(other, others)
    await small.as('inspector', inspectionsApi).recordVisit({
      body: {
        id: visit,
        pointId: points.market as never,
        visitedAt: small.clock.now,
        results: [{ id: v7() as never, fact: 'LITTER', grade: 'N', photos: [shown, other] }],
      },
    })
    const report = { id: v7() as never, text: '占道', pointId: points.road as never, photos: [again] }
    await small.as('inspector', casesApi).fromDesk({ body: report })
    await small.as('inspector', blurApi).blur({ params: { id: shown }, body: { id: copy, regions: [{ x: 0, y: 0, w: 500, h: 500 }] } })
    await sealAndSign(house.db.of(city), asked, ledger)
    await view(shown)
    await view(other)
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
    await rm(folder, { recursive: true })
  })

  it('goes with its copies, its views, its marks and every other upload of the same bytes, and whoever asks is told', async () => {
    expect([filesLeft().length, viewsLeft()]).toEqual([3, 2])
    expect(await codeOf(erase(shown, v7(), 'inspector'))).toBe('api.notAllowed')
    expect(await codeOf(erase(v7() as never))).toBe('api.notFound')
    const event = v7()
    const done = await erase(shown, event)
    expect(done).toMatchObject({ id: shown, by: { id: personOf('office') }, reason: '本人依法申请删除' })
    expect(forgotten).toEqual([city])
    expect([...done.along].sort()).toEqual([again, copy].sort())
    await expect.poll(() => [filesLeft().length, viewsLeft()]).toEqual([1, 1])
    // The same again, and another wish of the same: one erasure.
    expect([await erase(shown, event), await erase(shown)]).toEqual([done, done])
    for (const id of [shown, again, copy]) {
      expect(await codeOf(view(id))).toBe('evidence.gone')
      expect(await codeOf(small.as('inspector', evidenceApi).download({ params: { id }, query: {} }))).toBe('evidence.gone')
      expect(await small.as('inspector', evidenceApi).get({ params: { id } })).toMatchObject({ name: '', erasedAt: small.clock.now })
    }
    expect(await codeOf(small.as('inspector', blurApi).blur({ params: { id: shown }, body: { id: v7() as never, regions: [] } }))).toBe(
      'evidence.gone',
    )
    expect((await small.as('inspector', blurApi).listCopies({ params: { id: shown } })).items).toEqual([])
    const marks = await house.db.all(
      z.object({ n: z.int() }),
      sql`select 1 as n from evidence_marks where city_id = ${city} and evidence_id = any(${[shown, again]}::uuid[])
          and (hashes is not null or thumb is not null or camera ->> 'model' is not null)`,
    )
    expect(marks).toEqual([])
  })

  it('is still named where it proved something, with who erased it and why, and every proof stays good', async () => {
    const chain = await small.as('checker', provenanceApi).chain({ params: { id: shown } })
    expect(chain).toMatchObject({ erased: { by: { id: personOf('office') }, reason: '本人依法申请删除' }, proves: [{ visit }] })
    expect((await small.as('checker', inspectionsApi).getVisit({ params: { id: visit } })).results[0]!.photos).toContain(shown)
    const told = (await listEventsAfter(house.db, city, 0, 1000)).filter(({ kind }) => kind === 'photo.erased')
    expect(told).toHaveLength(1)
    expect(told[0]!.data['personal']).toMatchObject({ sha256: { value: chain.sha256 }, note: { value: '本人依法申请删除' } })
    await sealAndSign(house.db.of(city), asked, ledger)
    expect(await findings()).toEqual([])
  })

  it('does not come back from a phone that has not heard of it; a new photo of the same bytes is a new photo', async () => {
    expect(await codeOf(add(shown))).toBe('evidence.gone')
    expect(filesLeft()).toHaveLength(1)
    const fresh = v7() as never
    await add(fresh)
    expect(filesLeft()).toHaveLength(2)
    expect((await view(fresh)).size).toBeGreaterThan(0)
    await erase(fresh)
    await expect.poll(() => filesLeft().length).toBe(1)
  })

  it('keeps the file that another city names too, and goes later where the store was away', async () => {
    const { sha256 } = await small.as('inspector', evidenceApi).get({ params: { id: other } })
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (2, 'other', '另一个区', 'district')`)
    await house.db.run(
      sql`insert into evidence (city_id, id, sha256, name, media_type, bytes, added_at) values (2, ${v7()}, ${sha256}, 'a.jpg', 'image/jpeg', 1, now())`,
    )
    await erase(other)
    expect(await removeErased(house.db.of(city), city, disk, small.clock.now)).toBe(0)
    expect([await codeOf(view(other)), filesLeft().length]).toEqual(['evidence.gone', 1])
    const last = v7() as never
    await add(last)
    away = true
    await erase(last)
    await expect.poll(() => codeOf(view(last))).toBe('evidence.gone')
    expect(filesLeft()).toHaveLength(2)
    away = false
    await expect.poll(() => removeErased(house.db.of(city), city, disk, small.clock.now)).toBe(1)
    expect(filesLeft()).toHaveLength(1)
  })

  /** Erased, and its file removed. */
  const gone = async (id: never) => {
    await erase(id)
    const { sha256 } = await small.as('inspector', evidenceApi).get({ params: { id } })
    await expect.poll(() => disk.has(sha256)).toBe(false)
  }
  const green = (g: number) => photoOf({ r: 90, g, b: 200 })

  it('takes nothing from who sends the same bytes at that moment, through whatever door', async () => {
    const [first, second] = [v7(), v7()] as [never, never]
    await add(first, green(1))
    afterPut = () => gone(first)
    await add(second, green(1))
    expect((await view(second)).size).toBeGreaterThan(0)
    afterPut = () => gone(second)
    const photos = [await keepPhoto(files, await green(1), 'a.jpg'), await keepPhoto(files, await green(2), 'b.jpg')]
    const input = resident.input.parse({ text: '占道', class: 'other', place: [116.1, 39.1], address: '', photos: [] })
    const report = { id: v7() as never, kind: 'other', secret: v7(), photos, report: resident.toReport(input, nothingKnown) }
    const vault = vaultOf({ cipher: 'aes-256-gcm', now: randomBytes(32) })
    await house.db.of(city).tx((tx) => takeReport(tx, { city, person: null }, small.clock.now, report, vault))
    for (const { row } of photos) expect(await disk.has(row.sha256)).toBe(true)
  })

  it('waits for another city that is naming the same bytes', async () => {
    const id = v7() as never
    const laid = await lay(disk, await green(3))
    const piece = { ...(await add(id, green(3))), id: v7() as never, addedBy: null }
    await house.db.of(city).tx((tx) => eraseEvidence(tx, city, [id], { event: v7(), at: small.clock.now, by: null }))
    const removing = await house.db.of(2 as never).tx(async (tx) => {
      await keepPiece(tx, 2 as never, piece, laid)
      const under = removeErased(house.db.of(city), city, disk, small.clock.now)
      await Promise.race([under, setTimeout(300)])
      return { under }
    })
    expect([await removing.under, await disk.has(laid.sha256)]).toEqual([0, true])
  })

  it('leaves no covered copy that was in the making, nor the file that a phone was sending again', async () => {
    const [id, made] = [v7(), v7()] as [never, never]
    await add(id, green(4))
    const before = filesLeft()
    afterPut = () => gone(id)
    const covering = small.as('inspector', blurApi).blur({ params: { id }, body: { id: made, regions: [{ x: 0, y: 0, w: 500, h: 500 }] } })
    expect(await codeOf(covering)).toBe('evidence.gone')
    const sent = v7() as never
    await add(sent, green(5))
    beforePut = () => gone(sent)
    expect(await codeOf(add(sent, green(5)))).toBe('evidence.gone')
    expect(filesLeft()).toHaveLength(before.length - 1)
  })
})
