/**
 * Fills the disk under a working server, to the last byte and at any moment, and frees it again: what was acknowledged stays,
 * reading goes on, and writing begins again when there is room. Needs a small disk of its own.
 */
import { rmSync } from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { client } from '../../src/api/client.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import { openEngine } from '../../src/server/engines/open.ts'
import { chance, count, type Counted, found, makers, people, type Server, start, type Trial, type Write } from './endure.ts'

/** A trial on a small disk; `kills` is how often the disk is filled. */
export interface DiskTrial extends Trial {
  /** A folder on the same small disk, for what fills it. */
  readonly disk: string
}

/** What came of it. The last five of `Counted`, `unread` and `unrecovered` must be zero. */
export interface DiskOutcome extends Counted {
  readonly fills: number
  readonly acknowledged: number
  /** Writes answered with 507, and with any other refusal of the server. */
  readonly refused: number
  readonly otherwise: Record<string, number>
  /** Fills during which a list could not be read, and after which no write went through within half a minute. */
  readonly unread: number
  readonly unrecovered: number
  /** Times the server ended by itself and was started again. */
  readonly restarts: number
}

/** Takes every byte that is free. Gives what gives them back. */
async function fill(folder: string): Promise<() => void> {
  const path = join(folder, 'filler')
  const file = await openFile(path, 'w')
  try {
    for (let size = 1 << 20; size >= 512; size = size / 2) await fillBy(file, Buffer.alloc(size))
  } finally {
    await file.close().catch(() => {})
  }
  return () => rmSync(path, { force: true })
}

async function fillBy(file: Awaited<ReturnType<typeof openFile>>, block: Buffer): Promise<void> {
  try {
    for (;;) await file.write(block)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error
  }
}

const sessions = new Map<string, ReturnType<typeof people>>()

/** The sessions at an address; a server that was started again has another. */
function signedIn(address: string): ReturnType<typeof people> {
  const known = sessions.get(address) ?? people(address)
  sessions.set(address, known)
  return known
}

interface Tally {
  refused: number
  unread: number
  unrecovered: number
  restarts: number
  readonly otherwise: Record<string, number>
}

/** Sends one write until it is acknowledged; a refusal is waited out. Who could not sign in on a full disk tries again. */
async function sendUntil(write: Write, server: () => Server, tally: Tally, isOver: () => boolean): Promise<boolean> {
  let as = signedIn(server().address)
  while (!isOver()) {
    try {
      await write.send(as)
      return true
    } catch (error) {
      const { status, code } = error as { status?: number; code?: string }
      if (status === 401 || status === undefined) {
        sessions.delete(server().address)
        as = signedIn(server().address)
      }
      if (status === 507) tally.refused += 1
      else if (status !== undefined) tally.otherwise[`${status} ${code}`] = (tally.otherwise[`${status} ${code}`] ?? 0) + 1
      await sleep(50)
    }
  }
  return false
}

/** Runs the trial. */
export async function fillDisk(trial: DiskTrial): Promise<DiskOutcome> {
  await found(trial)
  const random = chance(trial.seed)
  const done: Write[] = []
  const tally: Tally = { refused: 0, unread: 0, unrecovered: 0, restarts: 0, otherwise: {} }
  let server = await start(trial)
  const state = { isOver: false }
  let number = 0
  const keepUp = async () => {
    while (!state.isOver) {
      await server.ended
      if (state.isOver) return
      tally.restarts += 1
      await sleep(500)
      server = await start(trial).catch(() => server)
    }
  }
  const worker = async () => {
    while (!state.isOver) {
      const write = await makers[Math.floor(random() * makers.length)]!(number++)
      if (
        await sendUntil(
          write,
          () => server,
          tally,
          () => state.isOver,
        )
      )
        done.push(write)
    }
  }
  void keepUp()
  const working = Promise.all(Array.from({ length: 4 }, worker))
  for (let turn = 1; turn <= trial.kills; turn++) {
    await sleep(1000 + random() * 2000)
    await oneFill(trial, () => server, done, tally)
    trial.told?.(turn, done.length)
  }
  state.isOver = true
  await working
  server.child.kill('SIGTERM')
  await server.ended
  const engine = await openEngine({ DATABASE_URL: trial.databaseUrl, DATABASE_OWNER_URL: undefined, MINGCHENG_DATA: trial.dataDir })
  try {
    return { fills: trial.kills, acknowledged: done.length, ...tally, ...(await count(engine, trial.dataDir, done)) }
  } finally {
    await engine.close()
  }
}

/** Once full, read, and free again. */
async function oneFill(trial: DiskTrial, server: () => Server, done: readonly Write[], tally: Tally): Promise<void> {
  const free = await fill(trial.disk)
  await sleep(2500)
  const read = client(casesApi, signedIn(server().address)('office')).list({ query: { limit: 1 } as never })
  if (!(await read.then(() => true).catch(() => false))) tally.unread += 1
  free()
  const before = done.length
  const from = performance.now()
  while (done.length === before && performance.now() - from < 30_000) await sleep(20)
  if (done.length === before) tally.unrecovered += 1
}
