/** The nightly check of whistles: each is folded again from its events and compared with its rows. They must be the same. */
import { listEventsOfAll } from '../base/event.sql.ts'
import type { Event } from '../base/event.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Difference } from '../cases/foldCheck.serve.ts'
import { foldOf } from './act.serve.ts'
import { heightOf, nextAt, type Whistle, type WhistleId } from './whistle.ts'
import { listKept, type Kept } from './whistles.sql.ts'

const atOnce = 500

/** What the rows of a whistle should say. */
const keptOf = (it: Whistle): Omit<Kept, 'id'> => ({
  no: it.no,
  text: it.text,
  state: it.state,
  height: heightOf(it),
  finishedAt: it.finishedAt,
  closedAt: it.closedAt,
  nextAt: nextAt(it),
  version: it.version,
  parties: it.parties
    .map(
      ({ unitId, signedInAt, repliedAt, finishedAt, rating, back }) =>
        `${unitId} ${signedInAt ?? ''} ${repliedAt ?? ''} ${finishedAt ?? ''} ${rating?.stars ?? ''} ${back?.stars ?? ''}`,
    )
    .toSorted()
    .join('\n'),
})

function compare(row: Kept, events: readonly Event[]): Difference[] {
  const it = foldOf(events)
  const fold: Record<string, unknown> = it ? keptOf(it) : {}
  const fields = Object.entries(row).flatMap(([name, value]) => (name === 'id' || value === fold[name] ? [] : [name]))
  return fields.length === 0 ? [] : [{ id: row.id, no: row.no, fields }]
}

/** Folds every whistle of a city again; gives the differences. None is the only good answer. */
export async function checkWhistles(db: Db, city: CityId): Promise<Difference[]> {
  const differences: Difference[] = []
  let after: WhistleId | undefined
  for (;;) {
    const rows = await listKept(db, city, after, atOnce)
    if (rows.length === 0) return differences
    const ids = rows.map(({ id }) => id)
    const events = Map.groupBy(await listEventsOfAll(db, city, ids, 'whistle.'), ({ thing }) => thing)
    for (const row of rows) differences.push(...compare(row, events.get(row.id) ?? []))
    after = rows.at(-1)!.id
  }
}
