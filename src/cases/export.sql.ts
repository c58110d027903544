/**
 * SQL of cases that leave the house. A block of rows comes as one text in which the database has written everything but names: as a
 * row for each case, or as a value for each field, most of the time would go into handing over. Names come as ids beside it: a city has
 * few of them, and they are asked for once. Blocks follow each other by the last key, so nothing is held open between them however slowly
 * somebody reads.
 */
import { z } from 'zod'
import type { CaseId, CityId } from '../base/ids.ts'
import { all, type Db, join, raw, type Sql, sql } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { csvField, formulaMarks } from '../sheets/csvText.ts'
import type { Procedure } from './procedure/procedure.ts'
import type { Procedures } from './procedure/procedures.sql.ts'
import { late } from './queues.sql.ts'

/** Rows of a block: few enough that one with the longest texts is no burden. */
export const rowsOfBlock = 5000

/** What a line has, in this order. */
export const caseColumns = [
  'no',
  'text',
  'stateIs',
  'due',
  'overdue',
  'unit',
  'street',
  'point',
  'class',
  'reportedAt',
  'reportedBy',
  'closedAt',
  'reopened',
  'orderNo',
  'source',
  'address',
  'className',
  'condition',
  'dispatchedAt',
  'handledAt',
  'reworked',
] as const
export type CaseColumn = (typeof caseColumns)[number]

/** Columns that are names, in the order of the line: the block has an empty place there, and ids beside it. */
export const namedColumns = ['unit', 'street', 'point', 'reportedBy', 'condition'] as const satisfies readonly CaseColumn[]
type Named = (typeof namedColumns)[number]

/** Marks the places of names in lines of CSV, and ends every cell otherwise; no text has it, what has is cleaned. */
export const mark = '\u001f'
const markSql = raw(`E'\\x1f'`)

const unmarked = (text: Sql): Sql => sql`replace(${text}, ${markSql}, '')`
/** The mark too: what stands behind it begins the text when it is gone. */
const armed = raw([...formulaMarks, mark].map((letter) => letter.codePointAt(0)).join(', '))

/** A text as it stands in a CSV: always in quotes, and with an apostrophe where it would be a formula. */
export const csvText = (text: Sql): Sql =>
  sql`(case when ascii(${text}) in (${armed}) then '"''' else '"' end || replace(${unmarked(text)}, '"', '""') || '"')`

/** A time in the city's zone, which knows no summer time, as `cityTime` has it. */
const minute = (time: Sql): Sql => sql`coalesce(to_char(${time} at time zone interval '8 hours', 'YYYY-MM-DD HH24:MI'), '')`

/** What a state is called under the procedure of its case. */
function stateWord({ language, procedures: { all: versions } }: Words, word: (text: string) => string): Sql {
  const under = ({ states }: Procedure) =>
    sql`case c.state ${join(
      states.map(({ state, name }) => sql`when ${state} then ${word(read(name, language))}`),
      raw(' '),
    )} else c.state end`
  return versions
    .slice(0, -1)
    .reduceRight(
      (others, { version, procedure }) => sql`case when c.procedure = ${version} then ${under(procedure)} else ${others} end`,
      under(versions.at(-1)!.procedure),
    )
}

/** In which words a file is written. */
interface Words {
  readonly language: Language
  readonly procedures: Procedures
  readonly overdue: string
  /** What each source is called. */
  readonly sources: readonly { readonly source: string; readonly name: string }[]
}

/**
 * Lines of a CSV with a mark wherever a name belongs, or cells with a mark between any two, those of names empty. `text` is what somebody
 * typed, `word` what a city or the house calls something.
 */
const forms = {
  csv: {
    text: csvText,
    word: (text: string) => csvField(text.replaceAll(mark, '')),
    name: markSql,
    between: raw(`','`),
    end: raw(`E'\\r\\n'`),
  },
  cells: { text: unmarked, word: (text: string) => text.replaceAll(mark, ''), name: raw(`''`), between: markSql, end: markSql },
} as const

/** The expressions of a line, in the order of its columns. */
function cellsOf({ at, words, form }: Wanted): readonly Sql[] {
  const { text, word, name } = forms[form]
  const cells: Readonly<Record<CaseColumn, Sql>> = {
    no: text(sql`c.no`),
    text: text(sql`c.text`),
    stateIs: stateWord(words, word),
    due: minute(sql`c.due_at`),
    overdue: sql`case when ${late(at)} then ${word(words.overdue)} else '' end`,
    unit: name,
    street: name,
    point: name,
    class: text(sql`coalesce(c.class, '')`),
    reportedAt: minute(sql`c.reported_at`),
    reportedBy: name,
    closedAt: minute(sql`c.closed_at`),
    reopened: sql`c.reopened`,
    orderNo: text(sql`case when c.source = 'hotline12345' and c.external_id not like 'F-%' then c.external_id else '' end`),
    source: sql`case c.source ${join(
      words.sources.map(({ source, name: called }) => sql`when ${source} then ${word(called)}`),
      raw(' '),
    )} else c.source end`,
    address: text(sql`c.address`),
    className: text(sql`coalesce(k.small_name, '')`),
    condition: name,
    dispatchedAt: minute(sql`(c.life ->> 'limitFrom')::timestamptz`),
    handledAt: minute(sql`(c.life ->> 'handledAt')::timestamptz`),
    reworked: sql`coalesce(c.life ->> 'reworked', '0')`,
  }
  return caseColumns.map((column) => cells[column])
}

const keys: Readonly<Record<string, { readonly key: Sql; readonly type: Sql }>> = {
  reported: { key: sql`c.reported_at`, type: sql`timestamptz` },
  no: { key: sql`c.no`, type: sql`text` },
  changed: { key: sql`c.changed_at`, type: sql`timestamptz` },
  due: { key: sql`coalesce(c.due_at, timestamptz '9999-12-31 00:00:00Z')`, type: sql`timestamptz` },
}

const ids = z.string().nullable()
const Found = z.object({
  block: z.string().nullable(),
  rows: z.int(),
  key: z.string().nullable(),
  id: z.custom<CaseId>().nullable(),
  unit: ids,
  street: ids,
  point: ids,
  reportedBy: ids,
  condition: ids,
})

/** Where a block ended. */
export interface After {
  readonly key: string
  readonly id: CaseId
}

/** Lines of cases. */
export interface Block {
  readonly text: string
  readonly rows: number
  /** Ids of names, line after line, each 32 digits (`idAt`); zeroes for nobody. */
  readonly ids: Readonly<Record<Named, string>>
  /** Where they end; absent when nothing follows. */
  readonly after: After | undefined
}

/** All ids of a column as one text of digits: a fraction of the time of an id in each line. */
const idsOf = (column: Sql): Sql => sql`encode(string_agg(coalesce(uuid_send(${column}), decode(repeat('00', 16), 'hex')), ''), 'hex')`

/** Which cases, in which order, written how. */
interface Wanted {
  readonly where: Sql
  readonly sort: string
  readonly at: string
  readonly form: keyof typeof forms
  readonly words: Words
}

/** One block of the cases of a condition, in an order of the list. */
export async function readBlock(db: Db, city: CityId, wanted: Wanted, after?: After): Promise<Block> {
  const { key, type } = keys[wanted.sort.replace(/^-/, '')]!
  const [sign, way] = wanted.sort.startsWith('-') ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const beyond = after && sql`(${key}, c.id) ${sign} (${after.key}::${type}, ${after.id}::uuid)`
  const { between, end } = forms[wanted.form]
  const line = sql`concat_ws(${between}, ${join(cellsOf(wanted), raw(', '))})`
  const found = await db.find(
    Found,
    sql`select string_agg(line, ${end}) as block, count(*)::int as rows, (array_agg(sort_key))[count(*)]::text as key,
          (array_agg(id))[count(*)] as id, ${idsOf(sql`unit_id`)} as unit, ${idsOf(sql`street_id`)} as street,
          ${idsOf(sql`point_id`)} as point, ${idsOf(sql`reported_by`)} as reported_by, ${idsOf(sql`condition`)} as condition
        from (
          select ${line} as line, ${key} as sort_key, c.id, c.unit_id, c.street_id, c.point_id, c.reported_by,
            (c.life ->> 'condition')::uuid as condition
          from cases c left join case_classes k on k.city_id = c.city_id and k.code = c.class where ${all(sql`c.city_id = ${city}`, wanted.where, beyond)}
          order by ${key} ${way}, c.id ${way} limit ${rowsOfBlock}) l`,
  )
  const { block, rows, key: lastKey, id, unit, street, point, reportedBy, condition } = found!
  return {
    text: block ?? '',
    rows,
    ids: { unit: unit ?? '', street: street ?? '', point: point ?? '', reportedBy: reportedBy ?? '', condition: condition ?? '' },
    after: rows < rowsOfBlock ? undefined : { key: lastKey!, id: id! },
  }
}

const digits = 32

/** The id of a line. */
export const idAt = (column: string, line: number): string => column.slice(line * digits, line * digits + digits)

const NameRow = z.object({ id: z.string(), zh: z.string(), en: z.string(), code: z.string() })

/** Units, areas, people, points and filing conditions by ids of 32 digits, with their names and, of points, the code that is shown behind it. */
export const listLineNames = (db: Db, city: CityId, wanted: readonly string[]) => {
  const of = (which: Sql) => sql`${which} where city_id = ${city} and id = any(${[...wanted]}::uuid[])`
  return db.all(
    NameRow,
    sql`select encode(uuid_send(id), 'hex') as id, zh, en, code from (${join(
      [
        of(sql`select id, name_zh as zh, name_en as en, '' as code from units`),
        of(sql`select id, name_zh, name_en, '' from areas`),
        of(sql`select id, name, '', '' from people`),
        of(sql`select id, name_zh, name_en, code from points`),
        of(sql`select id, files, '', '' from case_conditions`),
      ],
      sql` union all `,
    )}) n`,
  )
}
