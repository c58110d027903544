/** Whoever owns the database can change anything in it. Here he does, in every way we could think of, and each is found and named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, ObservationId, PersonId } from '../base/ids.ts'
import { type Db, raw, sql } from '../base/sql.ts'
import { observationSource } from '../inspections/ledger.sql.ts'
import { addObservations } from '../inspections/observations.sql.ts'
import { engines, type TestDb } from '../../test/engines.ts'
import { idOf } from '../../test/smallCity.ts'
import { linesOf } from './export.serve.ts'
import type { Finding } from './findings.ts'
import { headsInMemory } from './heads.serve.ts'
import { hashing, isSigned, signerInMemory } from './keys.serve.ts'
import { type Ledger, sealAll, sealAndSign } from './seal.serve.ts'
import { checkLedger } from './verify.ts'

const city = 1 as CityId
const at = '2026-11-20T04:00:00.000Z'
const asked = { city, code: 'small', at }
const events = 300
const all = 620

const eventOf = (n: number) => ({ id: idOf(n) as EventId, kind: 'case.dispatched', thing: idOf(9), at, by: null, version: 1, data: { n } })
const observationOf = (n: number) => ({
  id: idOf(n) as ObservationId,
  kind: 'statistic' as const,
  fact: 'GREEN',
  grade: null,
  factor: null,
  value: n,
  observedAt: at,
  by: null as PersonId | null,
})
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe.each(engines)('a ledger on %s', (_name, open) => {
  let house: TestDb
  let ledger: Ledger
  /** Events 1 to 300, observations 301 to 620; heads over 200, 500 and all. */
  beforeAll(async () => {
    house = await open()
    ledger = { sources: [observationSource], signer: signerInMemory('ed25519'), heads: headsInMemory() }
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, 'small', '小城区', 'district')`)
    const own = house.db.of(city)
    await own.tx((db) => appendEvents(db, city, range(1, 200).map(eventOf)))
    await sealAndSign(own, asked, ledger)
    await own.tx((db) => appendEvents(db, city, range(201, events).map(eventOf)))
    await own.tx((db) => addObservations(db, city, range(events + 1, 500).map(observationOf)))
    await sealAndSign(own, asked, ledger)
    await own.tx((db) => addObservations(db, city, range(501, all).map(observationOf)))
    await sealAndSign(own, asked, ledger)
  })
  afterAll(() => house.close())

  /** The findings of a file as an auditor makes it, with the heads that were printed before. */
  async function check(db: Db = house.db, change = (lines: string[]) => lines): Promise<Finding[]> {
    const means = { hashing, isSigned, keys: [ledger.signer.key], heads: await ledger.heads.list(city) }
    const checking = checkLedger(means)
    const lines: string[] = []
    for await (const line of linesOf(db, asked, ledger)) lines.push(line)
    for (const line of change(lines)) checking.line(line)
    return checking.finish()!.findings
  }
  const script = async (db: Db, text: string) => {
    for (const statement of text.split(';').filter((one) => one.trim() !== '')) await db.run(raw(statement))
  }
  /** What is done in it is undone afterwards. */
  async function undone(work: (db: Db) => Promise<void>): Promise<void> {
    const enough = new Error('enough')
    const done = house.db.tx(async (db) => {
      await work(db)
      throw enough
    })
    await expect(done).rejects.toBe(enough)
  }

  it('is good when nobody was at it, and says how far it is signed', async () => {
    expect(await check()).toEqual([])
    await undone(async (db) => {
      await appendEvents(db, city, [eventOf(700)])
      expect(await check(db)).toEqual([])
    })
  })

  const kind = 'case.dispatched'
  const other = 'observation.statistic'
  const tampers: [string, string, Finding[]][] = [
    ['changed data', `update events set data = '{"n": 0}' where seq = 7`, [{ what: 'changed', seq: 7, kind }]],
    ['changed time', `update events set at = at - interval '1 minute' where seq = 8`, [{ what: 'changed', seq: 8, kind }]],
    ['changed person', `update events set by = gen_random_uuid() where seq = 9`, [{ what: 'changed', seq: 9, kind }]],
    ['changed kind', `update events set kind = 'case.closed' where seq = 10`, [{ what: 'changed', seq: 10, kind }]],
    ['changed observation', `update observations set value = 1 where seq = 555`, [{ what: 'changed', seq: 555, kind: other }]],
    [
      'two swapped',
      `update events set seq = -5 where seq = 5; update events set seq = 5 where seq = 90; update events set seq = 90 where seq = -5`,
      [
        { what: 'moved', seq: 5, by: 85, kind },
        { what: 'moved', seq: 90, by: -85, kind },
      ],
    ],
    ['the last deleted', `delete from observations where seq = ${all}`, [{ what: 'removed', seq: all, kind: other }]],
    ['one of the middle deleted', `delete from events where seq = 123`, [{ what: 'removed', seq: 123, kind }]],
    [
      'one of the middle deleted and the rest moved up',
      `delete from events where seq = 290; update events set seq = seq - 1 where seq > 290; update event_heads set last = last`,
      [
        { what: 'removed', seq: 290, kind },
        { what: 'moved', seq: 291, to: 300, by: -1 },
      ],
    ],
    [
      'one put in beside another',
      `insert into events (city_id, seq, id, kind, thing, at, data) values (1, 301, gen_random_uuid(), 'case.closed', gen_random_uuid(), now(), '{}')`,
      [{ what: 'inserted', seq: 301, kind: 'case.closed' }],
    ],
    [
      'one put in between, the rest moved down',
      `update observations set seq = -seq where seq >= 611; update observations set seq = 1 - seq where seq < 0;
       insert into events (city_id, seq, id, kind, thing, at, data) values (1, 611, gen_random_uuid(), 'case.closed', gen_random_uuid(), now(), '{}')`,
      [
        { what: 'inserted', seq: 611, kind: 'case.closed' },
        { what: 'moved', seq: 611, to: 620, by: 1 },
      ],
    ],
    [
      'one put in before all numbers',
      `insert into events (city_id, seq, id, kind, thing, at, data) values (1, 0, gen_random_uuid(), 'case.closed', gen_random_uuid(), now(), '{}')`,
      [{ what: 'inserted', seq: 0, kind: 'case.closed' }],
    ],
    [
      'the record of a hash touched',
      `update ledger_blocks set leaves = set_byte(leaves, 64, 255 - get_byte(leaves, 64)) where no = 0`,
      [{ what: 'record', seq: 3, kind }],
    ],
  ]
  it.each(tampers)('%s', (_what, text, findings) =>
    undone(async (db) => {
      await script(db, text)
      expect(await check(db)).toEqual(findings)
    }),
  )

  const forget = 'delete from ledger_trees; delete from ledger_blocks; delete from ledger_nodes;'
  it('a tail replaced, with every hash made again and even a head by another key', () =>
    undone(async (db) => {
      await script(db, `update observations set value = 1 where seq > 510; ${forget}`)
      await sealAll(db, city, ledger)
      expect(await check(db)).toEqual([{ what: 'rewritten', seq: 501, to: all }])
      await script(db, 'delete from ledger_heads where size > 500')
      await sealAndSign(db, asked, { ...ledger, heads: headsInMemory(), signer: signerInMemory('ed25519') })
      expect(await check(db)).toEqual([
        { what: 'rewritten', seq: 501, to: all },
        { what: 'signature', seq: all },
      ])
    }))

  it('the end cut off, with the tree and the heads in the database', () =>
    undone(async (db) => {
      await script(
        db,
        `delete from observations where seq > 600; update event_heads set last = 600; delete from ledger_heads where size > 600; ${forget}`,
      )
      await sealAll(db, city, ledger)
      expect(await check(db)).toEqual([{ what: 'removed', seq: 601, to: all }])
    }))

  it('the same number given anew after the end was cut off', () =>
    undone(async (db) => {
      await script(db, `delete from observations where seq = ${all}; update event_heads set last = ${all - 1}; ${forget}`)
      await appendEvents(db, city, [eventOf(800)])
      await sealAll(db, city, ledger)
      expect(await check(db)).toEqual([{ what: 'rewritten', seq: 501, to: all }])
    }))

  it('lines of the file removed, changed, exchanged, put in, or made unreadable', async () => {
    const at = (lines: readonly string[], seq: number) => lines.findIndex((line) => line.startsWith(`{"seq":${seq},`))
    const without = (lines: string[], seq: number) => lines.filter((_, index) => index !== at(lines, seq))
    expect(await check(undefined, (lines) => without(lines, 40))).toEqual([{ what: 'removed', seq: 40 }])
    expect(await check(undefined, (lines) => without(lines, all))).toEqual([{ what: 'removed', seq: all }])
    expect(await check(undefined, (lines) => lines.map((line) => line.replace('"n":17}', '"n":18}')))).toEqual([
      { what: 'changed', seq: 17, kind },
    ])
    expect(
      await check(undefined, (lines) => {
        const [a, b] = [at(lines, 60), at(lines, 61)]
        return lines.with(a, lines[b]!).with(b, lines[a]!)
      }),
    ).toEqual([{ what: 'order', seq: 60, kind }])
    expect(await check(undefined, (lines) => lines.toSpliced(at(lines, 70), 0, lines[at(lines, 30)]!))).toEqual([
      { what: 'inserted', seq: 30, kind },
    ])
    expect(await check(undefined, (lines) => lines.toSpliced(3, 0, '{"seq":"3"}'))).toEqual([{ what: 'line', seq: 4 }])
    expect(await check(undefined, (lines) => lines.map((line) => line.replace('small\\n500', 'small\\n501')))).toEqual([
      { what: 'signature', seq: 501 },
    ])
  })
})
