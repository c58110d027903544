/**
 * A file that leaves the house is a fact: who took what, by which filter, how many rows. It is written down before the first
 * byte goes out, so that nothing leaves without it; what would tell who walks a sealed sample is a fact of the ledger only later (`waits`).
 */
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { appendEvents } from '../base/event.sql.ts'
import type { EventId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Route } from './contract.ts'
import type { Who } from './who.ts'

/** A file about to leave. */
export interface Leaving {
  readonly route: Route
  readonly who: Who
  readonly at: string
  readonly params: unknown
  readonly query: unknown
  readonly name: string
  readonly rows: number | undefined
}

/** What a person typed into a search may be a name: it can be erased later (`personal`, see the ledger). */
const typed = new Set(['text', 'q', 'search', 'name'])

/** Appends `export.made`. Paging is no part of a filter. */
export async function tellExport(db: Db, { route, who, at, params, query, name, rows }: Leaving): Promise<void> {
  const given = Object.entries({ ...(params as object), ...(query as object) }).filter(([, value]) => value !== undefined)
  const filter = Object.fromEntries(given.filter(([key]) => !typed.has(key) && key !== 'limit' && key !== 'cursor'))
  const words = given.filter(([key, value]) => typed.has(key) && value !== '')
  const personal = Object.fromEntries(words.map(([key, value]) => [key, { salt: randomBytes(16).toString('hex'), value: String(value) }]))
  const data = {
    call: route.path,
    filter,
    file: words.length > 0 ? name.replace(/^.*\./, '.') : name,
    ...(rows === undefined ? {} : { rows }),
    ...(words.length > 0 ? { personal } : {}),
  }
  await db.tx((tx) =>
    appendEvents(tx, who.city, [
      { id: v7() as EventId, kind: 'export.made', thing: v7(), at, by: who.person, version: 1, data, waits: true },
    ]),
  )
}
