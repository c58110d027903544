/**
 * SQL is written as SQL, with one small tag: values become $1…, fragments nest. Rows are named by a Zod shape;
 * tests parse every row, production trusts. snake_case turns into camelCase here and only here.
 */
import type { z } from 'zod'
import type { CityId, PersonId, PostId } from './ids.ts'

/** A piece of SQL with its values. Only the tag makes one, so no text from outside ever becomes SQL. */
export interface Sql {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
}

const isSql = (value: unknown): value is Sql => typeof value === 'object' && value !== null && 'strings' in value && 'values' in value

/** sql`select … where id = ${id}`; a nested sql`…` is spliced in. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  return { strings: [...strings], values }
}

/** A name or keyword written by us (a column, an order). Never pass text from outside. */
export function raw(text: string): Sql {
  return { strings: [text], values: [] }
}

/** Fragments with a separator between them. */
export function join(parts: readonly Sql[], separator: Sql): Sql {
  const strings = ['']
  const values: unknown[] = []
  parts.forEach((part, index) => {
    if (index > 0) {
      values.push(separator)
      strings.push('')
    }
    values.push(part)
    strings.push('')
  })
  return { strings, values }
}

/** All conditions, joined by `and`; `true` when there are none. Undefined ones are left out. */
export function all(...conditions: (Sql | undefined)[]): Sql {
  const present = conditions.filter((condition) => condition !== undefined)
  return present.length === 0 ? sql`true` : join(present, sql` and `)
}

/** A value stored as jsonb. */
export function json(value: unknown): Sql {
  return sql`${JSON.stringify(value)}::jsonb`
}

/** The first instant of a city's day. Chinese cities keep UTC+8 without summer time. */
export const startOf = (day: string): Sql => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`

/** The first instant after a city's day, whatever zone the server of the database keeps. */
export const endOf = (day: string): Sql => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Shanghai')`

/** A search text as an ILIKE pattern: its own wildcards mean themselves. */
export const like = (text: string): string => `%${text.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`

/** Columns as they are asked for by many statements, made once for each table of them. */
interface Columns {
  readonly names: readonly (readonly [property: string, column: string])[]
  readonly typed: Sql
}
const columnsOf = new WeakMap<Readonly<Record<string, string>>, Columns>()

function madeOf(columns: Readonly<Record<string, string>>): Columns {
  const known = columnsOf.get(columns)
  if (known) return known
  const names = Object.keys(columns).map((name) => [name, snake(name)] as const)
  const made = { names, typed: raw(`r(${names.map(([name, column]) => `${column} ${columns[name]}`).join(', ')})`) }
  columnsOf.set(columns, made)
  return made
}

/**
 * Many rows as one parameter: `insert into t (city_id, code) select ${city}, code from ${rows(list, {code: 'text'})}`.
 * Column names are the camelCase keys of the rows turned into snake_case. What is null is left out, and the text is read as it stands
 * and not made into jsonb first: half of what reading costs the database.
 */
export function rows(list: readonly object[], columns: Readonly<Record<string, string>>): Sql {
  const { names, typed } = madeOf(columns)
  const plain = list.map((row) => {
    const given: Record<string, unknown> = {}
    for (const [name, column] of names) {
      const value = (row as Record<string, unknown>)[name]
      if (value !== null && value !== undefined) given[column] = value
    }
    return given
  })
  return sql`json_to_recordset(${JSON.stringify(plain)}::json) as ${typed}`
}

/** The text with $1… and the flat list of values. */
export function flatten(query: Sql): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const write = ({ strings, values: holes }: Sql): string =>
    strings.reduce((text, piece, index) => {
      if (index === 0) return piece
      const hole = holes[index - 1]
      if (isSql(hole)) return text + write(hole) + piece
      values.push(hole === undefined ? null : hole)
      return `${text}$${values.length}${piece}`
    }, '')
  return { text: write(query), values }
}

/** The person of a request and the post that they act in. */
export interface Acting {
  readonly person: PersonId
  readonly post: PostId | null
}

/** Where queries run. Inside `tx` use only the `db` that is handed in: there is no global handle to reach by mistake. */
export interface Db {
  /** Every row, typed by the shape. */
  all<Shape extends z.ZodType>(shape: Shape, query: Sql): Promise<z.infer<Shape>[]>
  /** The first row or undefined. */
  find<Shape extends z.ZodType>(shape: Shape, query: Sql): Promise<z.infer<Shape> | undefined>
  /** Runs and gives the number of rows touched. */
  run(query: Sql): Promise<number>
  /** The same database, sealed to one city: it neither sees nor touches a row of another. A request works on nothing else. */
  of(city: CityId, acting?: Acting): Db
  /** Who acts, when a request does: appended facts carry the post. */
  readonly acting?: Acting | undefined
  /** One transaction: commits when `work` returns, rolls back when it throws. Nested calls join the outer one. */
  tx<Result>(work: (db: Db) => Promise<Result>): Promise<Result>
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const camels = new Map<string, string>()

/** snake_case → camelCase, remembered. */
export function camel(name: string): string {
  let known = camels.get(name)
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    camels.set(name, known)
  }
  return known
}
