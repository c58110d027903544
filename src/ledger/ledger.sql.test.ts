/** The stored tree, its proofs, and erasing by law, on every engine. */
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { erasedWords, ownWords } from '../base/event.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Db, sql } from '../base/sql.ts'
import { observationSource } from '../inspections/ledger.sql.ts'
import { engines, type TestDb } from '../../test/engines.ts'
import { idOf } from '../../test/smallCity.ts'
import { linesOf } from './export.serve.ts'
import { hashOfLeaf, type Leaf } from './fact.ts'
import { readNote } from './head.ts'
import { headsInMemory } from './heads.serve.ts'
import { hashing, isSigned, keyOf, signerInMemory } from './keys.serve.ts'
import { emptyTree, grow } from './merkle.ts'
import { hex, sealPersonal } from './personal.ts'
import { erasePersonal } from './personal.sql.ts'
import { checkConsistency, checkInclusion } from './proof.ts'
import { proveFact, proveGrowth } from './proofs.serve.ts'
import { type Ledger, readFacts, rootAt, sealAll, sealAndSign, sealNext } from './seal.serve.ts'
import { checkLedger } from './verify.ts'

const city = 1 as CityId
const at = '2026-11-20T04:00:00.000Z'
const asked = { city, code: 'small', at }
const old = 5000
const event = (n: number, data: Record<string, unknown>) => ({
  id: idOf(n) as EventId,
  kind: 'case.reported',
  thing: idOf(n),
  at,
  by: null,
  version: 1,
  data,
})

/** What an auditor finds in the file, with everything that was signed before. */
async function findings(db: Db, ledger: Ledger) {
  const checking = checkLedger({ hashing, isSigned, keys: [ledger.signer.key], heads: await ledger.heads.list(city) })
  for await (const line of linesOf(db, asked, ledger)) checking.line(line)
  return checking.finish()!.findings
}

describe.each(engines)('the ledger on %s', (_name, open) => {
  let house: TestDb
  let own: Db
  const ledger: Ledger = { sources: [observationSource], signer: signerInMemory('ed25519'), heads: headsInMemory() }
  const means = { hashing, isSigned: (note: string) => isSigned(note, ledger.signer.key) }
  /** A database that was used before there was a ledger. */
  beforeAll(async () => {
    house = await open()
    own = house.db.of(city)
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, 'small', '小城区', 'district')`)
    await house.db.run(
      sql`insert into observations (city_id, seq, id, kind, fact, factor, observed_at, note)
          select ${city}, i, ('01900000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid, 'statistic', 'GREEN', 1000, ${at}, '第 ' || i || ' 次'
          from generate_series(1, ${old}) i`,
    )
    await house.db.run(sql`insert into event_heads (city_id, last) values (${city}, ${old})`)
  })
  afterAll(() => house.close())

  it('takes in what was there before it, a batch at a time, and goes on where it was left off', async () => {
    expect(await own.tx((db) => sealNext(db, city, ledger))).toEqual({ size: 4096, last: old })
    await expect(own.tx(async (db) => sealNext(db, city, ledger).then(() => Promise.reject(new Error('cut off'))))).rejects.toThrow(
      'cut off',
    )
    expect(await sealAll(own, city, ledger)).toBe(old)
    const tree = grow(hashing('sha256').hash, emptyTree)
    const facts = await readFacts(own, city, ledger.sources, { from: 1, to: old })
    for (let seq = 1; seq <= old; seq++) tree.push(hashOfLeaf(hashing('sha256'), facts.get(seq)![0]!.leaf))
    expect(hex((await rootAt(own, city, hashing('sha256'), old))!)).toBe(hex(tree.root()))
  })

  it('proves every fact under a signed head, and a changed one no more', async () => {
    await sealAndSign(own, asked, ledger)
    for (const seq of [1, 2, 255, 256, 257, 4096, 4097, old - 1, old])
      expect(checkInclusion(await proveFact(own, asked, ledger, seq), means)).toMatchObject({
        seq,
        size: old,
        wrong: [],
        fact: 'observation.statistic',
      })
    const proof = await proveFact(own, asked, ledger, 77)
    const changed = { ...proof, leaf: { ...proof.leaf, factor: 0 } }
    expect(checkInclusion(changed, means).wrong).toEqual(['leaf'])
    expect(checkInclusion({ ...changed, leafHash: hex(hashOfLeaf(hashing('sha256'), changed.leaf as Leaf)) }, means).wrong).toEqual([
      'path',
    ])
    expect(checkInclusion({ ...proof, seq: 78 }, means).wrong).toEqual(['path'])
    expect(checkInclusion({ ...proof, city: 'other' }, means).wrong).toEqual(['city'])
    expect(checkInclusion(proof, { hashing, isSigned: (note) => isSigned(note, signerInMemory('ed25519').key) }).wrong).toEqual([
      'signature',
    ])
    await expect(proveFact(own, asked, ledger, old + 50)).rejects.toThrow(Problem)
  })

  it('signs what is not signed yet when a proof is asked for, and proves that it only grew', async () => {
    await own.tx((db) => appendEvents(db, city, [event(1, { n: 1 }), event(2, { n: 2 })]))
    expect(checkInclusion(await proveFact(own, asked, ledger, old + 2), means)).toMatchObject({ size: old + 2, wrong: [] })
    const growth = await proveGrowth(own, asked, ledger, { earlier: old, later: old + 2 })
    expect(checkConsistency(growth, means)).toMatchObject({ seq: old, size: old + 2, wrong: [] })
    expect(checkConsistency({ ...growth, path: growth.path.toReversed() }, means).wrong).toEqual(['path'])
    expect(checkConsistency({ ...growth, earlier: growth.later, later: growth.earlier }, means).wrong).toEqual(['path'])
    await expect(proveGrowth(own, asked, ledger, { earlier: old, later: old + 1 })).rejects.toMatchObject({ code: 'ledger.noSuchHead' })
    await expect(proveGrowth(own, asked, ledger, { earlier: old + 2, later: old })).rejects.toMatchObject({ code: 'ledger.headsOrder' })
  })

  it('grows a second tree beside the first where SM3 is asked for, signed by SM2', async () => {
    const chinese: Ledger = { ...ledger, signer: signerInMemory('sm2'), heads: headsInMemory() }
    const { note } = await sealAndSign(own, asked, chinese)
    expect(readNote(note)!.head).toMatchObject({ size: old + 2, hash: 'sm3' })
    expect([isSigned(note, chinese.signer.key), isSigned(note, signerInMemory('sm2').key)]).toEqual([true, false])
    expect(keyOf(chinese.signer.pem)).toBe(chinese.signer.key)
    expect(await findings(own, chinese)).toEqual([])
    const proof = await proveFact(own, asked, chinese, 300)
    expect(checkInclusion(proof, { hashing, isSigned: (it) => isSigned(it, chinese.signer.key) }).wrong).toEqual([])
  })

  it('is sealed by two at once as by one', async () => {
    await own.tx((db) =>
      appendEvents(
        db,
        city,
        Array.from({ length: 700 }, (_, n) => event(1000 + n, { n })),
      ),
    )
    await Promise.all([sealAll(own, city, ledger), sealAll(own, city, ledger), sealAll(own, city, ledger)])
    expect(await findings(own, ledger)).toEqual([])
  })

  it('lets personal fields be erased, and every proof stays good', async () => {
    const personal = sealPersonal({ name: '王小明', phone: '13800000000' }, () => createHash('md5').update(v7()).digest('hex'))
    const reported = event(3, { text: '路灯不亮', personal })
    const seq = await own.tx((db) => appendEvents(db, city, [reported]))
    const before = await proveFact(own, asked, ledger, seq)
    expect(JSON.stringify(before)).not.toContain('王小明')
    const erasure = { event: reported.id, fields: ['name', 'phone', 'nothing'], at, by: idOf(7), reason: '本人要求' }
    const sm3 = (salt: string, value: string) => hex(hashing('sm3').hash(salt, value))
    const told = await own.tx((db) => erasePersonal(db, city, erasure, sm3))
    expect(told).toBe(seq + 1)
    const kept = await own.find(
      z.object({ data: z.record(z.string(), z.unknown()) }),
      sql`select data from events where city_id = ${city} and seq = ${seq}`,
    )
    const name = createHash('sha256')
      .update((personal['name'] as { salt: string }).salt + '王小明')
      .digest('hex')
    expect(kept!.data).toMatchObject({
      personal: { name: { hash: name }, phone: { hash: expect.any(String) as string }, text: { value: '路灯不亮' } },
    })
    expect(JSON.stringify(kept)).not.toMatch(/王小明|13800000000/)
    expect((await proveFact(own, asked, ledger, seq)).leaf).toEqual(before.leaf)
    expect(checkInclusion(before, means).wrong).toEqual([])
    expect(await findings(own, ledger)).toEqual([])
    expect((await proveFact(own, asked, ledger, told!)).leaf).toMatchObject({
      kind: 'personal.erased',
      by: idOf(7),
      data: { event: reported.id, seq, fields: ['name', 'phone'], reason: '本人要求' },
    })
    expect(await own.tx((db) => erasePersonal(db, city, erasure, sm3))).toBeNull()
  })

  it('keeps what people wrote apart, so that it can be erased too', async () => {
    const said = { no: '20261120-0001', text: '王小明家门口的路灯不亮', note: '' }
    const reported = event(6, said)
    const seq = await own.tx((db) => appendEvents(db, city, [reported]))
    expect((await findEvent(own, city, reported.id))!.data).toMatchObject(said)
    const proof = await proveFact(own, asked, ledger, seq)
    expect(JSON.stringify(proof)).not.toContain('王小明')
    expect(proof.leaf).toMatchObject({
      data: { no: said.no, personal: { text: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string } } },
    })
    const wish = { event: reported.id, fields: ownWords, at, by: idOf(7), reason: '本人要求' }
    await own.tx((db) => erasePersonal(db, city, wish, () => ''))
    expect((await findEvent(own, city, reported.id))!.data).toMatchObject({ no: said.no, text: erasedWords })
    const [left] = await own.all(z.object({ n: z.int() }), sql`select count(*)::int as n from events where data::text like '%王小明%'`)
    expect(left).toEqual({ n: 0 })
    expect((await proveFact(own, asked, ledger, seq)).leaf).toEqual(proof.leaf)
    expect(await findings(own, ledger)).toEqual([])
  })

  it('erases nothing else, and nothing of another city', async () => {
    const [plain, personal] = [event(4, { no: '路灯不亮' }), event(5, { personal: { name: { salt: '0'.repeat(32), value: '李' } } })]
    await own.tx((db) => appendEvents(db, city, [plain, personal]))
    const wish = (id: string) => ({ event: id, fields: ['text', 'name'], at, by: null, reason: '' })
    expect(await own.tx((db) => erasePersonal(db, city, wish(plain.id), () => ''))).toBeNull()
    const stranger = house.db.of(2 as CityId)
    expect(await erasePersonal(stranger, city, wish(personal.id), () => '')).toBeNull()
    const call = sql`select house.erase_personal(${city}, ${personal.id}, array['name'], '{}', ${v7()}, ${at}, null, '')`
    for (const db of [stranger, house.db]) await expect(db.run(call)).rejects.toMatchObject({ code: '42501' })
    await expect(own.run(sql`update events set data = '{}' where city_id = ${city}`)).rejects.toMatchObject({ code: '42501' })
  })
})
