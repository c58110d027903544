/** The ledger by the terminal: taken out also while the server runs, and checked with the public key alone, by processes of their own. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedIn } from '../../test/engines.ts'
import { fill } from '../../test/smallCity.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { readConfig } from '../server/config.ts'
import { openLedger } from '../server/ledger.ts'
import { type Running, startServer } from '../server/main.ts'
import { onDatabase } from './database.ts'
import { ledgerExportCommand, ledgerHeadCommand, ledgerProofCommand } from './ledger.ts'
import { terminalOf } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcheng-ledger-'))
const at = (name: string) => join(folder, name)
const before = { data: process.env['MINGCHENG_DATA'], url: process.env['DATABASE_URL'] }
const said: Record<string, unknown>[] = []
const terminal = { ...terminalOf('en', true), answer: (value: unknown) => void said.push(value as Record<string, unknown>) }
const idOf = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`
let running: Running
let key: string

beforeAll(async () => {
  embeddedIn(at('data'))
  process.env['MINGCHENG_DATA'] = at('data')
  delete process.env['DATABASE_URL']
  await onDatabase(fill)
  running = await startServer(readConfig({ MINGCHENG_DATA: at('data'), PORT: '0', MINGCHENG_DEMO: 'off', LOG_LEVEL: 'silent' }))
  const facts = Array.from({ length: 40 }, (_, n) => ({ n: n + 1 })).map(({ n }) => ({
    id: idOf(n) as EventId,
    kind: 'case.reported',
    thing: idOf(n),
    at: '2026-11-20T04:00:00.000Z',
    by: null,
    version: 1,
    data: { n },
  }))
  await running.db.of(1 as CityId).tx((db) => appendEvents(db, 1 as CityId, facts))
  key = (await openLedger({ MINGCHENG_DATA: at('data'), MINGCHENG_SEAL: 'ed25519' })).signer.key
  await ledgerExportCommand.run(terminal, [at('good.ndjson')], {})
})
afterAll(async () => {
  await running.stop()
  if (before.data === undefined) delete process.env['MINGCHENG_DATA']
  else process.env['MINGCHENG_DATA'] = before.data
  if (before.url !== undefined) process.env['DATABASE_URL'] = before.url
  rmSync(folder, { recursive: true, force: true })
})

/** The command as an auditor runs it: in an empty folder, with no settings. */
const verify = (file: string, ...more: string[]) =>
  new Promise<{ code: number; json: { problem?: { code: string; faults: { at: string; says: string }[] } } }>((give) => {
    const entry = fileURLToPath(new URL('main.ts', import.meta.url))
    const args = ['--disable-warning=ExperimentalWarning', entry, 'ledger', 'verify', file, '--json', '--lang', 'en', ...more]
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: '', MINGCHENG_DATA: at('nowhere') }
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout) =>
      give({ code: Number(error?.code ?? 0), json: JSON.parse(stdout) as object }),
    )
  })

describe('the ledger, while the server runs on the embedded database', () => {
  it('is taken out by asking the server, and is good: 0; another key finds the signature: 1', async () => {
    expect(said.at(-1)).toMatchObject({ path: at('good.ndjson'), heads: expect.any(Number) as number })
    const size = said.at(-1)!['size'] as number
    expect(size).toBeGreaterThanOrEqual(40)
    await ledgerHeadCommand.run(terminal, [], { city: 'small' })
    expect(said.at(-1)).toMatchObject({ city: 'small', key })
    writeFileSync(at('heads.txt'), `Kept on paper:\n${String(said.at(-1)!['note'])}\n`)
    expect(await verify(at('good.ndjson'), '--key', key, '--heads', at('heads.txt'))).toMatchObject({ code: 0, json: { size, found: 0 } })
    const other = (await openLedger({ MINGCHENG_DATA: at('other'), MINGCHENG_SEAL: 'sm2' })).signer.key
    expect(await verify(at('good.ndjson'), '--key', other)).toMatchObject({ code: 1, json: { problem: { code: 'ledger.found' } } })
    expect(await verify(at('heads.txt'), '--key', key)).toMatchObject({ code: 1, json: { problem: { code: 'ledger.notLedger' } } })
  })

  it('names what was changed, removed, inserted and put elsewhere, by number', async () => {
    const lines = readFileSync(at('good.ndjson'), 'utf8').trimEnd().split('\n')
    const place = (seq: number) => lines.findIndex((line) => line.startsWith(`{"seq":${seq},`))
    const [fifth, sixth, tenth] = [place(5), place(6), place(10)]
    const tampered: [string, string[], string, string][] = [
      ['changed', lines.with(fifth, lines[fifth]!.replace('"n":5', '"n":6')), '5', 'fault.ledgerChanged'],
      ['removed', lines.toSpliced(fifth, 1), '5', 'fault.ledgerRemoved'],
      ['inserted', lines.toSpliced(tenth, 0, lines[fifth]!.replace('"n":5', '"n":77')), '5', 'fault.ledgerInserted'],
      ['order', lines.with(fifth, lines[sixth]!).with(sixth, lines[fifth]!), '5', 'fault.ledgerOrder'],
    ]
    for (const [what, changed, seq, says] of tampered) {
      writeFileSync(at(`${what}.ndjson`), `${changed.join('\n')}\n`)
      const { code, json } = await verify(at(`${what}.ndjson`), '--key', key)
      expect({ what, code }).toEqual({ what, code: 1 })
      const { faults } = json.problem!
      expect({ what, faults: faults.map(({ at, says }) => ({ at, says })) }).toEqual({
        what,
        faults: expect.arrayContaining([{ at: seq, says }]) as unknown,
      })
    }
  })

  it('gives a proof of a fact, and of growth, that an auditor accepts without us', async () => {
    await ledgerProofCommand.run(terminal, ['7', at('fact.json')], {})
    expect(await verify(at('fact.json'), '--key', key)).toMatchObject({ code: 0, json: { seq: 7, wrong: [] } })
    writeFileSync(at('false.json'), readFileSync(at('fact.json'), 'utf8').replace('"seq": 7', '"seq": 8'))
    expect(await verify(at('false.json'), '--key', key)).toMatchObject({ code: 1, json: { problem: { code: 'ledger.proofWrong' } } })
    await expect(ledgerProofCommand.run(terminal, ['99999', at('none.json')], {})).rejects.toMatchObject({ code: 'ledger.noSuchFact' })
    const first = Number(/mingcheng\/small\n(\d+)\n/.exec(readFileSync(at('heads.txt'), 'utf8'))![1])
    await running.db.of(1 as CityId).tx((db) =>
      appendEvents(db, 1 as CityId, [
        {
          id: idOf(900) as EventId,
          kind: 'case.reported',
          thing: idOf(900),
          at: '2026-11-20T05:00:00.000Z',
          by: null,
          version: 1,
          data: {},
        },
      ]),
    )
    await ledgerProofCommand.run(terminal, [String(first), at('growth.json')], { growth: true })
    expect(await verify(at('growth.json'), '--key', key)).toMatchObject({ code: 0, json: { seq: first, wrong: [] } })
  })
})
