/** What every measurement needs: a clock, the heap, the median, and the machine it ran on. */
import { cpus, release, totalmem } from 'node:os'

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
