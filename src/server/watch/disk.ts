/**
 * Refuses writes before the disk is full. A database that cannot write its log stops at once; with a reserve left it goes on
 * reading, and begins to write again by itself when there is room.
 */
import { statfs } from 'node:fs/promises'
import { Problem } from '../../base/problem.ts'

/** What the disk of a folder is asked. */
export interface Disk {
  /** Free bytes, at most a second old. */
  readonly free: () => Promise<number>
  /** Looks again when the last look is old. *Refuses:* `engine.diskFull` 507 below the reserve. */
  readonly mayWrite: () => Promise<void>
}

const lookEveryMs = 1000

/** Watches the disk that holds `folder`. */
export function watchDisk(folder: string, reserveBytes: number, clock: () => number = () => performance.now()): Disk {
  let free = Number.POSITIVE_INFINITY
  let lookedAt = Number.NEGATIVE_INFINITY
  const look = async () => {
    if (clock() - lookedAt < lookEveryMs) return free
    lookedAt = clock()
    const { bavail, bsize } = await statfs(folder)
    return (free = bavail * bsize)
  }
  return {
    free: look,
    mayWrite: async () => {
      if ((await look()) < reserveBytes)
        throw new Problem('engine.diskFull', 507, { freeMb: Math.floor(free / 1e6), reserveMb: Math.floor(reserveBytes / 1e6) })
    },
  }
}
