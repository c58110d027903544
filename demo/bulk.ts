/** Many rows at once: one statement a few thousand rows, the columns named once. */
import type { CityId } from '../src/base/ids.ts'
import { type Db, raw, rows, sql } from '../src/base/sql.ts'

const chunk = 4000

/** Where the demo's rows go, and who is told how far it got. */
export interface Target {
  readonly db: Db
  readonly city: CityId
  /** Called after each chunk with the rows done so far. */
  readonly told?: (done: number, of: number) => void
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Inserts rows into a table; `columns` gives the SQL type of each. The tenant is put in front of every row. */
export async function insertAll(
  { db, city, told }: Target,
  table: string,
  columns: Record<string, string>,
  list: readonly object[],
): Promise<void> {
  const names = raw(Object.keys(columns).map(snake).join(', '))
  for (let from = 0; from < list.length; from += chunk) {
    const part = list.slice(from, from + chunk)
    await db.run(sql`insert into ${raw(table)} (city_id, ${names}) select ${city}, ${names} from ${rows(part, columns)}`)
    told?.(Math.min(from + chunk, list.length), list.length)
  }
}
