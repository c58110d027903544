/**
 * Refuses writes before the disk is full. A database that cannot write its log stops at once; with a reserve left it goes on
 * reading, and begins to write again by itself when there is room.
 */
import { statfs } from 'node:fs/promises'
import { Problem } from '../../base/problem.ts'

/** What the disk of a folder is asked. */
export interface Disk {
  /** Free bytes at the last look. */
  readonly free: () => number
  /** Looks again when the last look is old. *Refuses:* `engine.diskFull` 507 below the reserve. */
  readonly mayWrite: () => Promise<void>
}

const lookEveryMs = 1000

/** Watches the disk that holds `folder`. */
export function watchDisk(folder: string, reserveBytes: number, clock: () => number = () => performance.now()): Disk {
  let free = Number.POSITIVE_INFINITY
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    free: () => free,
    mayWrite: async () => {
      if (clock() - lookedAt >= lookEveryMs) {
        lookedAt = clock()
        const { bavail, bsize } = await statfs(folder)
        free = bavail * bsize
      }
      if (free < reserveBytes) throw new Problem('engine.diskFull', 507, { freeMb: Math.floor(free / 1e6), reserveMb: Math.floor(reserveBytes / 1e6) })
    },
  }
}
