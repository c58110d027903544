/**
 * SQL of cases that leave the house: a block of rows comes as one text, which is half of the work of a row for each. Blocks follow
 * each other by the last key, so nothing is held open between them however slowly somebody reads.
 */
import { z } from 'zod'
import type { CaseId, CityId } from '../base/ids.ts'
import { all, type Db, join, raw, type Sql, sql } from '../base/sql.ts'
import { late } from './queues.sql.ts'

/** Rows of a block: few enough that one with the longest texts is no burden. */
export const rowsOfBlock = 5000

/** What stands in a line, in this order; times are seconds since 1970, `late` is `t` when it is so, who and where go by their ids. */
export const lineFields = [
  'no',
  'text',
  'procedure',
  'state',
  'due',
  'late',
  'unit',
  'street',
  'point',
  'class',
  'reported',
  'reporter',
  'closed',
  'reopened',
  'id',
] as const
export type LineField = (typeof lineFields)[number]

/** Between fields and between lines; no text has them, what has is cleaned. */
const [unit, record] = ['\u001f', '\u001e']

const clean = (text: Sql): Sql => sql`replace(replace(${text}, ${raw(`E'\\x1f'`)}, ''), ${raw(`E'\\x1e'`)}, '')`
const seconds = (time: Sql): Sql => sql`floor(date_part('epoch', ${time}))::bigint`

const expressions = (at: string): Readonly<Record<LineField, Sql>> => ({
  no: sql`c.no`,
  text: clean(sql`c.text`),
  procedure: sql`c.procedure`,
  state: sql`c.state`,
  due: seconds(sql`c.due_at`),
  late: late(at),
  unit: sql`c.unit_id`,
  street: sql`c.street_id`,
  point: sql`c.point_id`,
  class: clean(sql`c.class`),
  reported: seconds(sql`c.reported_at`),
  reporter: sql`c.reported_by`,
  closed: seconds(sql`c.closed_at`),
  reopened: sql`c.reopened`,
  id: sql`c.id`,
})

const keys: Readonly<Record<string, { readonly key: Sql; readonly type: Sql }>> = {
  reported: { key: sql`c.reported_at`, type: sql`timestamptz` },
  no: { key: sql`c.no`, type: sql`text` },
  changed: { key: sql`c.changed_at`, type: sql`timestamptz` },
  due: { key: sql`coalesce(c.due_at, timestamptz '9999-12-31 00:00:00Z')`, type: sql`timestamptz` },
}

const Block = z.object({ block: z.string().nullable(), rows: z.int(), key: z.string().nullable() })

/** Where a block ended. */
export interface After {
  readonly key: string
  readonly id: CaseId
}

/** Lines of cases, each with its fields, and where they end; `after` is absent when nothing follows. */
export interface Lines {
  readonly lines: readonly (readonly string[])[]
  readonly after: After | undefined
}

const idAt = lineFields.indexOf('id')

/** One block of the cases of a condition, in an order of the list. */
export async function readLines(
  db: Db,
  city: CityId,
  { where, sort, at, after }: { where: Sql; sort: string; at: string; after: After | undefined },
): Promise<Lines> {
  const { key, type } = keys[sort.replace(/^-/, '')]!
  const [sign, way, last] = sort.startsWith('-') ? [sql`<`, sql`desc`, sql`min`] : [sql`>`, sql`asc`, sql`max`]
  const beyond = after && sql`(${key}, c.id) ${sign} (${after.key}::${type}, ${after.id}::uuid)`
  const texts = expressions(at)
  const line = join(
    lineFields.map((field) => texts[field]),
    raw(`, E'\\x1f', `),
  )
  const found = await db.find(
    Block,
    sql`select string_agg(line, ${raw(`E'\\x1e'`)}) as block, count(*)::int as rows, ${last}(sort_key)::text as key
        from (
          select concat(${line}) as line, ${key} as sort_key from cases c where ${all(sql`c.city_id = ${city}`, where, beyond)}
          order by ${key} ${way}, c.id ${way} limit ${rowsOfBlock}) l`,
  )
  const { block, rows, key: lastKey } = found!
  const lines = block === null ? [] : block.split(record).map((text) => text.split(unit))
  return { lines, after: rows < rowsOfBlock ? undefined : { key: lastKey!, id: lines.at(-1)![idAt] as CaseId } }
}

const Named = z.object({ id: z.string(), zh: z.string(), en: z.string(), code: z.string() })

/** Units, areas, people and points by id, with their names and, of points, the code that is shown behind it. */
export const listLineNames = (db: Db, city: CityId, ids: readonly string[]) => {
  const of = (which: Sql) => sql`${which} where city_id = ${city} and id = any(${[...ids]}::uuid[])`
  return db.all(
    Named,
    join(
      [
        of(sql`select id, name_zh as zh, name_en as en, '' as code from units`),
        of(sql`select id, name_zh, name_en, '' from areas`),
        of(sql`select id, name, '', '' from people`),
        of(sql`select id, name_zh, name_en, code from points`),
      ],
      sql` union all `,
    ),
  )
}
