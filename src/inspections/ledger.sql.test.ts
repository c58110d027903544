/** What is sealed of an observation is what is checked of it, to the letter, whatever stands in it; and its note can be erased. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityId, ObservationId, PersonId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { linesOf } from '../ledger/export.serve.ts'
import { hashedOf } from '../ledger/fact.ts'
import { headsInMemory } from '../ledger/heads.serve.ts'
import { hashing, isSigned, signerInMemory } from '../ledger/keys.serve.ts'
import { hex } from '../ledger/personal.ts'
import { proveFact } from '../ledger/proofs.serve.ts'
import { type Ledger, sealAndSign } from '../ledger/seal.serve.ts'
import { checkLedger } from '../ledger/verify.ts'
import { engines, type TestDb } from '../../test/engines.ts'
import { idOf } from '../../test/smallCity.ts'
import { eraseNote, observationSource } from './ledger.sql.ts'
import { addObservations, findObservation, type NewObservation } from './observations.sql.ts'

const city = 1 as CityId
const asked = { city, code: 'small', at: '2026-11-20T04:00:00.000Z' }
const sm3 = (salt: string, value: string) => hex(hashing('sm3').hash(salt, value))
const plain = {
  kind: 'check' as const,
  fact: 'BIN',
  grade: 'Y',
  factor: 1000,
  value: null,
  observedAt: '2026-11-20T04:00:00.000Z',
  by: null as PersonId | null,
}
const odd = '"引号" \\ / \u0007 \u001e \u001f \u2028 \u007f é 𠮷 😀\n\t'
const cases: Partial<NewObservation>[] = [
  {},
  { grade: null, factor: null },
  { grade: odd, fact: odd, kind: 'statistic', value: -5, times: 30 },
  { note: odd },
  { note: '王小明说门坏了', data: { z: 1, a: [null, 1.5, 1e21, { é: odd, b: '' }] } },
  { data: { comment: '', ä: true } },
  { by: idOf(71) as PersonId, observedAt: '2024-02-29T23:59:59.007Z', surveyId: idOf(72), supersedes: idOf(1001) as ObservationId },
]
const idAt = (index: number) => idOf(1001 + index) as ObservationId

describe.each(engines)('observations in the ledger on %s', (_name, open) => {
  let house: TestDb
  let own: Db
  const ledgers = (['ed25519', 'sm2'] as const).map((kind): Ledger => {
    return { sources: [observationSource], signer: signerInMemory(kind), heads: headsInMemory() }
  })
  beforeAll(async () => {
    house = await open()
    own = house.db.of(city)
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, 'small', '小城区', 'district')`)
    // Whatever the ids point at is not what is sealed.
    const [rules] = (
      await house.engine.query(
        "select string_agg(format('alter table observations drop constraint %I', conname), ';') as all from pg_constraint where contype = 'f' and conrelid = 'observations'::regclass",
        [],
      )
    ).rows
    await house.engine.script(String(rules!['all']))
    await own.tx((db) =>
      addObservations(
        db,
        city,
        cases.map((it, index) => ({ id: idAt(index), ...plain, ...it })),
      ),
    )
    // As they stand in a database that was used before: a note without a salt, a moment of the database's own clock.
    const last = cases.length + 1
    await house.db.run(
      sql`insert into observations (city_id, seq, id, kind, fact, factor, observed_at, note, area_id, point_id, visit_id, round_id)
          values (${city}, ${last}, ${idAt(cases.length)}, 'check', 'BIN', 1000, '2026-11-20 04:00:00.123987+08', '旧备注', ${idOf(1)}, ${idOf(2)}, ${idOf(3)}, ${idOf(4)})`,
    )
    await house.db.run(sql`update event_heads set last = ${last} where city_id = ${city}`)
    const photos = [7, 8].map((n) => ({ id: idOf(n), sha256: String(n).repeat(64) }))
    for (const { id, sha256 } of photos) {
      await house.db.run(
        sql`insert into evidence (city_id, id, sha256, name, media_type, bytes, added_at) values (${city}, ${id}, ${sha256}, '', 'image/jpeg', 1, ${asked.at})`,
      )
      await house.db.run(sql`insert into observation_photos (city_id, observation_id, evidence_id) values (${city}, ${idAt(1)}, ${id})`)
    }
  })
  afterAll(() => house.close())

  const findings = async (ledger: Ledger) => {
    const checking = checkLedger({ hashing, isSigned, keys: [ledger.signer.key], heads: await ledger.heads.list(city) })
    for await (const line of linesOf(own, asked, ledger)) checking.line(line)
    return checking.finish()!
  }
  /** How many were hashed, when the hash is that of what is read. */
  const both = async () => {
    const span = { from: 1, to: cases.length + 1 }
    const counts = new Set<number>()
    for (const name of ['sha256', 'sm3'] as const) {
      const read = (await observationSource.read(own, city, span)).map((fact) => hashedOf(hashing(name), fact))
      const hashed = await observationSource.hash!(own, city, hashing(name), span)
      const bySeq = (a: { seq: number }, b: { seq: number }) => a.seq - b.seq
      expect(hashed.sort(bySeq)).toEqual(read.sort(bySeq))
      counts.add(hashed.length)
    }
    return [...counts]
  }

  it('are hashed as they are read', async () => {
    expect(await both()).toEqual([cases.length + 1])
  })

  it('lose a note by law, and no proof with it', async () => {
    for (const ledger of ledgers) await sealAndSign(own, asked, ledger)
    const before = await Promise.all(ledgers.map((ledger) => proveFact(own, asked, ledger, 5)))
    expect(JSON.stringify(before)).not.toContain('王小明')
    const erasure = { id: idAt(4), at: asked.at, by: idOf(71), reason: '本人要求' }
    expect(await own.tx((db) => eraseNote(db, city, erasure, sm3))).toBe(cases.length + 2)
    expect((await findObservation(own, city, idAt(4)))?.note ?? '—').toBe('—')
    const [kept] = await house.engine
      .query('select observations::text as it from observations where id = $1', [idAt(4)])
      .then(({ rows }) => rows)
    expect(String(kept!['it'])).not.toContain('王小明')
    await both()
    for (const [index, ledger] of ledgers.entries()) {
      expect((await proveFact(own, asked, ledger, 5)).leaf).toEqual(before[index]!.leaf)
      await sealAndSign(own, asked, ledger)
      expect(await findings(ledger)).toMatchObject({ size: cases.length + 2, signed: cases.length + 2, findings: [] })
    }
    expect(await own.tx((db) => eraseNote(db, city, erasure, sm3))).toBeNull()
  })

  it('lose nothing else, and nothing of another city', async () => {
    const wish = { at: asked.at, by: null, reason: '' }
    for (const index of [0, cases.length]) expect(await own.tx((db) => eraseNote(db, city, { id: idAt(index), ...wish }, sm3))).toBeNull()
    const call = sql`select house.erase_note(${city}, ${idAt(3)}, '', ${idOf(99)}, ${asked.at}, null, '')`
    for (const db of [house.db.of(2 as CityId), house.db]) await expect(db.run(call)).rejects.toMatchObject({ code: '42501' })
    await expect(own.run(sql`update observations set note = '' where city_id = ${city}`)).rejects.toMatchObject({ code: '42501' })
  })
})
