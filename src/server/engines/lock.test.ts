/** The lock of the embedded engine between containers, where only touching the file shows that a holder lives. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { takeLock } from './lock.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingcheng-lock-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const brisk = { touchMs: 10, silenceMs: 200 }
const elsewhere = { token: 'theirs', pid: 1, started: '', place: 'another container' }
const touchedAt = (path: string) => statSync(path).mtimeMs
const idle = new Int32Array(new SharedArrayBuffer(4))

it('is touched while the main thread is busy', async () => {
  const path = join(folder, 'busy.lock')
  const lock = await takeLock(path, brisk)
  const taken = touchedAt(path)
  while (touchedAt(path) === taken) await sleep(5)
  const before = touchedAt(path)
  // This thread answers nobody here; only another one can touch the file.
  for (let waited = 0; touchedAt(path) === before && waited < 20_000; waited += 20) Atomics.wait(idle, 0, 0, 20)
  expect(touchedAt(path)).toBeGreaterThan(before)
  lock.release()
  lock.release()
  expect(() => statSync(path)).toThrow('ENOENT')
})

it('ends the process that lost it, though its main thread is busy', async () => {
  const path = join(folder, 'lost.lock')
  const busy = `
    const { takeLock } = await import(${JSON.stringify(new URL('lock.ts', import.meta.url).href)})
    await takeLock(${JSON.stringify(path)}, ${JSON.stringify(brisk)})
    ;(await import('node:fs')).writeSync(1, 'held')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`
  const file = join(folder, 'busy.mjs')
  writeFileSync(file, busy)
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  writeFileSync(path, JSON.stringify(elsewhere))
  expect(await new Promise((resolve) => child.on('close', (_code, signal) => resolve(signal)))).toBe('SIGKILL')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(elsewhere)
})

it('is refused while a holder elsewhere touches it, and taken over after a silence', async () => {
  const path = join(folder, 'elsewhere.lock')
  writeFileSync(path, JSON.stringify(elsewhere))
  const alive = setInterval(() => {
    const at = new Date()
    utimesSync(path, at, at)
  }, 5)
  await expect(takeLock(path, { touchMs: 50, silenceMs: 20_000 })).rejects.toMatchObject({ code: 'engine.locked' })
  clearInterval(alive)
  const lock = await takeLock(path, brisk)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid })
  lock.release()
})
