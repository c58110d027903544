/** Who may look into a sample: the one question before anything of its points is given out or taken in. */
import { reachOf } from '../api/reach.ts'
import type { Who } from '../api/who.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { mayOpen, type SampleId } from './sample.ts'
import { listReadBy, type SampleRow } from './samples.sql.ts'

/** How somebody reaches samples: those of the city, or of their unit. */
export const reachOfSamples = (who: Who) => (reachOf(who, 'samples.read') === 'unit' ? ('unit' as const) : ('city' as const))

/** What of a sample says who may look in. */
export type Shut = Pick<SampleRow, 'id' | 'unitId' | 'sealed' | 'releasedAt'>

/** Of these samples, those into which the person may look. */
export async function openTo(db: Db, who: Who, rows: readonly Shut[]): Promise<Set<SampleId>> {
  const reach = reachOfSamples(who)
  const ids = rows.map(({ id }) => id)
  const read = reach === 'unit' && ids.length > 0 ? await listReadBy(db, who.city, who.person, ids) : new Set<string>()
  return new Set(rows.filter((row) => mayOpen(row, { unit: who.unit, reach, isReader: read.has(row.id) })).map(({ id }) => id))
}

/** *Refuses:* 403 `samples.sealed` to who may not look into a sample yet. */
export async function refuseShut(db: Db, who: Who, row: SampleRow): Promise<void> {
  if (!(await openTo(db, who, [row])).has(row.id)) throw new Problem('samples.sealed', 403, { releaseAt: row.releaseAt })
}
