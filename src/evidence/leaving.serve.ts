/**
 * Removes the files of erased pieces: at once after the erasure, and again later where the store was away. A file that another
 * piece, of whatever city, still names stays.
 */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { holdErased, isNeeded, listLeaving, markGone } from './erased.sql.ts'
import { holdContent } from './evidence.sql.ts'
import type { Files } from './files.serve.ts'

const atOnce = 100

/** Removes what is to go in a city; `db` is the city's. Gives how many files went. */
export async function removeErased(db: Db, city: CityId, files: Files, at: string): Promise<number> {
  let removed = 0
  for (const sha256 of new Set((await listLeaving(db, city, atOnce)).map((it) => it.sha256)))
    await db.tx(async (tx) => {
      // Whoever names these bytes at this moment has committed, or will find them gone and put them there again.
      await holdContent(tx, sha256)
      const held = await holdErased(tx, city, sha256)
      if (!(await isNeeded(tx, sha256))) {
        await files.remove(sha256)
        removed += 1
      }
      await markGone(
        tx,
        city,
        held.map(({ id }) => id),
        at,
      )
    })
  return removed
}
