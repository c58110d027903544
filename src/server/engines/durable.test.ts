/** The promise of the embedded engine: what was acknowledged is there after a kill at any moment, and nobody has to help it up. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPglite } from './pglite.ts'

const childFile = fileURLToPath(new URL('durable.child.ts', import.meta.url))

/** Starts a writer; `lines` grows with what it said. */
function write(directory: string): { child: ChildProcess; lines: string[]; errors: string[]; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [childFile, directory], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const errors: string[] = []
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop()!
    lines.push(...parts)
  })
  child.stderr.on('data', (chunk: Buffer) => void errors.push(chunk.toString()))
  return { child, lines, errors, ended: new Promise((resolve) => child.on('close', resolve)) }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 60_000) throw new Error(`${what} took more than a minute`)
    await sleep(10)
  }
}

describe('the embedded engine', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingcheng-durable-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('starts again when it was killed while the directory was being made', async () => {
    const directory = join(folder, 'early')
    const { child, ended } = write(directory)
    await until(() => existsSync(`${directory}.new`), 'the first files')
    child.kill('SIGKILL')
    await ended
    expect(existsSync(directory)).toBe(false)
    const engine = await openPglite(directory)
    expect((await engine.query('select 1 as one', [])).rows).toEqual([{ one: 1 }])
    await engine.close()
  })

  it('loses nothing acknowledged over six kills, and starts again by itself each time', async () => {
    const directory = join(folder, 'killed')
    cpSync(join(folder, 'early'), directory, { recursive: true })
    let acknowledged = 0
    for (const moment of [3, 40, 7, 90, 25, 61]) {
      const { child, lines, errors, ended } = write(directory)
      await until(() => lines.length > moment || child.exitCode !== null, 'the writer')
      child.kill('SIGKILL')
      await ended
      expect(errors.join('')).toBe('')
      expect(lines[0]).toBe('open')
      acknowledged = Number(lines.at(-1))
    }
    const engine = await openPglite(directory)
    const { rows } = await engine.query('select count(*) as count, max(n) as last from kept', [])
    await engine.close()
    const { count, last } = rows[0] as { count: number; last: number }
    // At most the one transaction under way may be there without having been acknowledged; there is never half of it.
    expect(last).toBeGreaterThanOrEqual(acknowledged)
    expect(last).toBeLessThanOrEqual(acknowledged + 2)
    expect(count).toBe(last)
    expect(existsSync(`${directory}.lock`)).toBe(false)
  })

  it('makes the disk keep every commit', async () => {
    const engine = await openPglite(join(folder, 'early'))
    await engine.script('create table if not exists kept (n bigint)')
    const before = engine.syncs()
    for (let n = 0; n < 20; n++) await engine.query('insert into kept values ($1)', [n])
    expect(engine.syncs() - before).toBeGreaterThanOrEqual(20)
    const reading = engine.syncs()
    for (let n = 0; n < 20; n++) await engine.query('select count(*) from kept', [])
    expect(engine.syncs() - reading).toBe(0)
    await engine.close()
  })

  it('stands still for who reads it as a whole, while others go on writing', async () => {
    const engine = await openPglite(join(folder, 'early'))
    await engine.script('create table if not exists standing (n int)')
    await engine.query('insert into standing values (1)', [])
    const seen = await engine.still(async (connection) => {
      await engine.query('insert into standing values (2)', [])
      return (await connection.query('select n from standing', [])).rows
    })
    expect(seen).toEqual([{ n: 1 }])
    expect((await engine.query('select n from standing order by n', [])).rows).toEqual([{ n: 1 }, { n: 2 }])
    expect(existsSync(join(folder, 'early.still'))).toBe(false)
    await engine.close()
  })

  it('refuses a second process and takes over from a dead one', async () => {
    const directory = join(folder, 'early')
    const engine = await openPglite(directory)
    await expect(openPglite(directory)).rejects.toMatchObject({ code: 'engine.locked', details: { pid: process.pid } })
    const { errors, ended } = write(directory)
    await ended
    expect(errors.join('')).toContain('engine.locked')
    await engine.close()
    writeFileSync(`${directory}.lock`, '{"half":')
    const again = await openPglite(directory)
    await again.close()
  })
})
