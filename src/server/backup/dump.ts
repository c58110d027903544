/**
 * Every table of the house as lines of text, in an order that does not depend on the engine, so that two databases hold the
 * same exactly when the lines are the same. Values pass through as the database writes them; nothing is rounded on the way.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Connection } from '../engines/engine.ts'

/** A table with its schema: `public.points`. */
const Table = z.object({
  name: z.string(),
  /** Columns that hold values of their own, in order. */
  columns: z.array(z.string()),
  key: z.array(z.string()),
})
const Tables = z.array(Table)
export type Table = z.infer<typeof Table>

/** How much of a table there is, and the digest of its lines. */
export interface Measure {
  readonly rows: number
  readonly sha256: string
}

/** What belongs to this database alone: the record of its migrations, and the seal, which is made anew with it. */
const own = new Set(['public.migrations', 'house.seal'])

const tables = `
  select n.nspname || '.' || c.relname as name,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
    array(select case when a.atttypid = 'text'::regtype then format('%I collate "C"', a.attname) else format('%I', a.attname) end
          from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place) join pg_attribute a on a.attnum = k.attnum
          where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid order by k.place) as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
  order by 1`

/** The tables of the house, by name. A table without a key cannot be read in order, and there is none. */
export async function listTables(connection: Connection): Promise<Table[]> {
  const { rows } = await connection.query(tables, [])
  const found = Tables.parse(rows).filter(({ name }) => !own.has(name))
  const keyless = found.filter(({ key }) => key.length === 0)
  if (keyless.length > 0) throw new Error(`without a primary key: ${keyless.map(({ name }) => name).join(', ')}`)
  return found
}

const atOnce = 1000

/** Hands over the rows of a table in pieces, each row as the JSON text that the database makes of it. */
export async function readRows(connection: Connection, table: Table, give: (rows: readonly string[]) => Promise<void>): Promise<Measure> {
  const digest = createHash('sha256')
  let count = 0
  const columns = table.columns.map((column) => `"${column}"`).join(', ')
  await connection.script(
    `declare piece no scroll cursor for select to_jsonb(r)::text as row from (select ${columns} from ${table.name} order by ${table.key.join(', ')}) r`,
  )
  for (;;) {
    const { rows } = await connection.query(`fetch ${atOnce} from piece`, [])
    const texts = rows.map((row) => String(row['row']))
    for (const text of texts) digest.update(text).update('\n')
    count += texts.length
    if (texts.length > 0) await give(texts)
    if (texts.length < atOnce) break
  }
  await connection.script('close piece')
  return { rows: count, sha256: digest.digest('hex') }
}

/** What every table holds, without keeping it: equal measures, equal databases. The connection must be in a transaction. */
export async function measure(connection: Connection): Promise<Record<string, Measure>> {
  await connection.script("set local timezone = 'UTC'")
  const measures: Record<string, Measure> = {}
  for (const table of await listTables(connection)) measures[table.name] = await readRows(connection, table, async () => undefined)
  return measures
}
