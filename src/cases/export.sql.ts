/**
 * SQL of cases that leave the house: a block of rows comes as one text, which is half of the work of a row for each. Blocks follow
 * each other by the last key, so nothing is held open between them however slowly somebody reads.
 */
import { z } from 'zod'
import { CaseId } from '../base/ids.ts'
import { all, type Db, join, raw, type Sql, sql } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { late, type Reader } from './queues.sql.ts'

/** Rows of a block: few enough that one with the longest texts is no burden. */
export const rowsOfBlock = 2500

/** What stands in a line, in this order; times are seconds since 1970, `late` is `t` when it is so. */
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
] as const
export type LineField = (typeof lineFields)[number]

/** Between fields and between lines; no text has them, what has is cleaned. */
const [unit, record] = ['\u001f', '\u001e']

const clean = (text: Sql): Sql => sql`replace(replace(${text}, ${raw(`E'\\x1f'`)}, ''), ${raw(`E'\\x1e'`)}, '')`
const seconds = (time: Sql): Sql => sql`floor(date_part('epoch', ${time}))::bigint`

/** A name in the reader's language. */
const named = (table: Sql, language: Language): Sql =>
  clean(language === 'en' ? sql`coalesce(nullif(${table}.name_en, ''), ${table}.name_zh)` : sql`${table}.name_zh`)

const expressions = (language: Language, at: string): Readonly<Record<LineField, Sql>> => ({
  no: sql`c.no`,
  text: clean(sql`c.text`),
  procedure: sql`c.procedure`,
  state: sql`c.state`,
  due: seconds(sql`c.due_at`),
  late: late(at),
  unit: named(sql`u`, language),
  street: named(sql`s`, language),
  point: clean(sql`${named(sql`p`, language)} || ' ' || p.code`),
  class: clean(sql`c.class`),
  reported: seconds(sql`c.reported_at`),
  reporter: clean(sql`r.name`),
  closed: seconds(sql`c.closed_at`),
  reopened: sql`c.reopened`,
})

const keys: Readonly<Record<string, { readonly key: Sql; readonly type: Sql }>> = {
  reported: { key: sql`c.reported_at`, type: sql`timestamptz` },
  no: { key: sql`c.no`, type: sql`text` },
  changed: { key: sql`c.changed_at`, type: sql`timestamptz` },
  due: { key: sql`coalesce(c.due_at, timestamptz '9999-12-31 00:00:00Z')`, type: sql`timestamptz` },
}

const Block = z.object({ block: z.string().nullable(), rows: z.int(), key: z.string().nullable(), id: CaseId.nullable() })

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

/** One block of the cases of a condition, in an order of the list. */
export async function readLines(
  db: Db,
  { city }: Pick<Reader, 'city'>,
  { where, sort, language, at, after }: { where: Sql; sort: string; language: Language; at: string; after: After | undefined },
): Promise<Lines> {
  const { key, type } = keys[sort.replace(/^-/, '')]!
  const [sign, way] = sort.startsWith('-') ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const beyond = after && sql`(${key}, c.id) ${sign} (${after.key}::${type}, ${after.id}::uuid)`
  const order = sql`order by sort_key ${way}, c.id ${way}`
  const texts = expressions(language, at)
  const line = join(
    lineFields.map((field) => texts[field]),
    raw(`, E'\\x1f', `),
  )
  const found = await db.find(
    Block,
    sql`select string_agg(line, ${raw(`E'\\x1e'`)}) as block, count(*)::int as rows, (array_agg(sort_key::text))[count(*)] as key, (array_agg(id))[count(*)] as id
        from (
          select concat(${line}) as line, c.sort_key, c.id
          from (select c.*, ${key} as sort_key from cases c where ${all(sql`c.city_id = ${city}`, where, beyond)} ${order} limit ${rowsOfBlock}) c
            left join points p on p.city_id = c.city_id and p.id = c.point_id
            left join areas s on s.city_id = c.city_id and s.id = c.street_id
            left join units u on u.city_id = c.city_id and u.id = c.unit_id
            left join people r on r.city_id = c.city_id and r.id = c.reported_by
          ${order}) l`,
  )
  const { block, rows, key: lastKey, id } = found!
  const lines = block === null ? [] : block.split(record).map((text) => text.split(unit))
  return { lines, after: rows < rowsOfBlock ? undefined : { key: lastKey!, id: id! } }
}
