/**
 * Loads the demo city into an empty house: everything in one transaction, so that a start that is killed half way leaves
 * nothing behind and the next start begins again.
 */
import { z } from 'zod'
import type { CityId } from '../src/base/ids.ts'
import { type Db, sql } from '../src/base/sql.ts'
import { dayOf } from '../src/base/time.ts'
import type { Target } from './bulk.ts'
import { makeCity, shippedSeed } from './generate.ts'
import { loadCity } from './loadCity.ts'

/** What the loader needs. `progress` gets the key of a phase (`locales/`), what is done and of how much. */
export interface DemoOptions {
  readonly db: Db
  readonly dataDir: string
  readonly now: () => string
  readonly progress?: (says: string, done: number, of: number) => void
}

const Number_ = z.object({ id: z.int() })
const Known = z.object({ any: z.boolean() })

/** Loads the demo city unless this house has one; gives its number, or undefined when there was one already. */
export async function loadDemo({ db, now, progress = () => undefined }: DemoOptions): Promise<CityId | undefined> {
  const at = now()
  progress('demo.phase.draw', 0, 1)
  const city = makeCity(shippedSeed, dayOf(at))
  progress('demo.phase.draw', 1, 1)
  return db.tx(async (tx) => {
    const known = await tx.find(Known, sql`select exists (select from cities where code = ${city.areas[0]!.code}) as any`)
    if (known?.any === true) return undefined
    const free = await tx.find(Number_, sql`select coalesce(max(city_id), 0) + 1 as id from cities`)
    const target: Target = { db: tx, city: free!.id as CityId }
    progress('demo.phase.city', 0, 1)
    await loadCity(target, city, at)
    progress('demo.phase.city', 1, 1)
    return target.city
  })
}
