/** What every measurement needs: a clock, the heap, the median, and the machine it ran on. */
import { existsSync, readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import type { Engine } from '../src/server/engines/engine.ts'

export const print = (text: string): boolean => process.stdout.write(`${text}\n`)

/** The middle of a list of times. */
export const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!

/** Milliseconds that work took, and its result. */
export async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

/** Bytes in use after a collection; run node with --expose-gc. */
export function heap(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

export const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** The machine, in one line. */
export const machine = (): string =>
  `machine: ${cpus().length} × ${cpus()[0]!.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`

/** Processor time of a process in milliseconds, from its account in /proc; ticks are a hundredth of a second. */
function usedBy(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/**
 * Asks for the processor time so far, in milliseconds: of this process and of the database's own on the same machine. A busy
 * machine does not stretch it as it stretches the clock.
 */
export function processorsOf(engine: Engine): () => Promise<number> {
  return async () => {
    const { rows } = await engine.query('select pid from pg_stat_activity where datname = current_database() and pid <> 0', [])
    const { user, system } = process.cpuUsage()
    return rows.reduce((sum, { pid }) => sum + (isPostgres(Number(pid)) ? usedBy(Number(pid)) : 0), (user + system) / 1000)
  }
}

/** The embedded engine says some number of its own, which may be anybody's. */
const isPostgres = (pid: number): boolean =>
  existsSync(`/proc/${pid}/comm`) && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres') && pid !== process.pid
