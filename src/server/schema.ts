/**
 * The whole data model as text, read from the catalogue by our own queries, so that both engines and every version of
 * PostgreSQL give the same: `db/schema.sql` is this, committed, for people to read.
 */
import { z } from 'zod'
import type { Connection } from './engines/engine.ts'

/** Names of constraints that are found under their table, in reading order: key, unique, check, foreign key. */
const columns = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as needed,
    pg_get_expr(d.adbin, d.adrelid) as usual
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migrations'
  order by c.relname collate "C", a.attnum`

const constraints = `
  select t.relname as "table", c.conname as name, pg_get_constraintdef(c.oid) as text
  from pg_constraint c join pg_class t on t.oid = c.conrelid
  where t.relnamespace = 'public'::regnamespace and t.relname <> 'migrations' and c.contype in ('p', 'u', 'c', 'f', 'x')
  order by t.relname collate "C", position(c.contype in 'pucfx'), c.conname collate "C"`

const indexes = `
  select t.relname as "table", pg_get_indexdef(i.indexrelid) as text
  from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
  where t.relnamespace = 'public'::regnamespace and t.relname <> 'migrations'
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
  order by t.relname collate "C", x.relname collate "C"`

const others = `
  select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind not in ('r', 'p', 'i', 'I', 't')
  union all select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace
  union all select t.tgname from pg_trigger t where not t.tgisinternal`

const Index = z.object({ table: z.string(), text: z.string() })
const Indexes = z.array(Index)
const Part = Index.extend({ name: z.string() })
const Parts = z.array(Part)
type Part = z.infer<typeof Part>

/** Tables in alphabetical order, each with its columns, constraints and indexes. Anything else in the schema is an error. */
export async function dumpSchema(connection: Connection): Promise<string> {
  const read = async (text: string) => (await connection.query(text, [])).rows
  const strangers = (await read(others)).map((row) => row['name'])
  if (strangers.length > 0) throw new Error(`the house keeps only tables and indexes, but found: ${strangers.join(', ')}`)
  const fields = Columns.parse(await read(columns)).map((column) => ({ table: column.table, text: columnOf(column) }))
  const rules = Parts.parse(await read(constraints))
  const extra = Indexes.parse(await read(indexes))
  const tables = [...new Set(fields.map(({ table }) => table))]
  return tables.map((table) => tableOf(table, fields, rules, extra)).join('\n')
}

const Column = z.object({ table: z.string(), name: z.string(), type: z.string(), needed: z.boolean(), usual: z.string().nullable() })
const Columns = z.array(Column)
type Column = z.infer<typeof Column>

const columnOf = ({ name, type, needed, usual }: Column): string =>
  `${name} ${type}${needed ? ' not null' : ''}${usual === null ? '' : ` default ${usual}`}`

function tableOf(
  table: string,
  fields: readonly z.infer<typeof Index>[],
  rules: readonly Part[],
  extra: readonly z.infer<typeof Index>[],
): string {
  const of = <It extends { table: string }>(list: readonly It[]) => list.filter((it) => it.table === table)
  const lines = [...of(fields).map(({ text }) => text), ...of(rules).map(({ name, text }) => `constraint ${name} ${text}`)]
  const body = `create table ${table} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);\n`
  return [body, ...of(extra).map(({ text }) => `${text.replace(' ON public.', ' ON ')};\n`)].join('')
}
