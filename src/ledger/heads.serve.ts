/** Signed heads outside the database: a text file a city beside the key, to which lines are only added. */
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CityId } from '../base/ids.ts'

/** Where heads are kept besides the database. */
export interface Heads {
  readonly keep: (city: CityId, note: string) => Promise<void>
  /** Every note kept, oldest first. */
  readonly list: (city: CityId) => Promise<string[]>
}

const between = '\n=\n'

/** Heads in `folder`. */
export function headsIn(folder: string): Heads {
  const pathOf = (city: CityId) => join(folder, `heads-${city}.txt`)
  return {
    keep: async (city, note) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await appendFile(pathOf(city), note + between, { flush: true })
    },
    list: async (city) => {
      const text = await readFile(pathOf(city), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return ''
        throw error
      })
      return text.split(between).filter((note) => note.trim() !== '')
    },
  }
}

/** Heads for as long as the process lives; for tests. */
export function headsInMemory(): Heads {
  const kept = new Map<CityId, string[]>()
  return {
    keep: async (city, note) => void kept.set(city, [...(kept.get(city) ?? []), note]),
    list: async (city) => kept.get(city) ?? [],
  }
}
