/** What both engines offer: queries on one connection, and transactions. `Db` for the rooms is made from it, once. */
import type { z } from 'zod'
import type { CityId } from '../../base/ids.ts'
import { type Acting, camel, type Db, flatten, type Sql } from '../../base/sql.ts'

/** One connection, or one transaction on it. */
export interface Connection {
  /** `named` gives the columns other names. */
  query(text: string, values: unknown[], named?: (column: string) => string): Promise<{ rows: Record<string, unknown>[]; touched: number }>
  /** Runs several statements of a migration at once, without values. */
  script(text: string): Promise<void>
}

/** Connections of one right. */
export interface Lender extends Connection {
  /** One transaction on one connection; commits when `work` returns, rolls back when it throws. */
  transaction<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>
}

/**
 * Whose rights a query has: the owner of the tables (migrations, tools of the operator), the server without a city (it sees
 * the directory of cities and nothing else), or the server sealed to one city.
 */
export type Right = 'owner' | 'nobody' | CityId

/** One query, as whoever watches is told: without its values, which may be somebody's data. */
export interface Observed {
  readonly text: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly ms: number
  readonly failed: boolean
}
export type Observe = (query: Observed) => void

/** An open database. By itself it works with the owner's rights. */
export interface Engine extends Lender {
  as(right: Right): Lender
  /**
   * A connection with the owner's rights that sees the database as it stands at this moment for as long as `work` lasts,
   * while everybody else goes on writing.
   */
  still<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** How rows are handed out, and with which rights; the owner's when not said. */
export interface DbOptions {
  /** Parse every row by its shape; on in tests. */
  readonly checkRows?: boolean
  readonly right?: Right
  readonly acting?: Acting | undefined
}

const dbOn = (connection: Connection, { checkRows = false, acting }: DbOptions, rest: Pick<Db, 'tx' | 'of'>): Db => {
  const all = async <Shape extends z.ZodType>(shape: Shape, query: Sql): Promise<z.infer<Shape>[]> => {
    const { text, values } = flatten(query)
    const { rows } = await connection.query(text, values, camel)
    return checkRows ? rows.map((row) => shape.parse(row)) : (rows as z.infer<Shape>[])
  }
  return {
    acting,
    all,
    find: async (shape, query) => (await all(shape, query))[0],
    run: async (query) => {
      const { text, values } = flatten(query)
      return (await connection.query(text, values)).touched
    },
    ...rest,
  }
}

/** A transaction's `Db`: a nested `tx` joins the outer one, and its rights stay what they were when it began. */
function inside(connection: Connection, options: DbOptions): Db {
  const db: Db = dbOn(connection, options, {
    tx: (work) => work(db),
    of: (city) => {
      if (options.right === 'owner' || options.right === city) return db
      throw new Error('a transaction cannot change its city')
    },
  })
  return db
}

/** The `Db` of an engine. */
export const dbOf = (engine: Engine, given: DbOptions = {}): Db => {
  const options = { right: 'owner' as Right, ...given }
  const lender = engine.as(options.right)
  return dbOn(lender, options, {
    tx: (work) => lender.transaction((connection) => work(inside(connection, options))),
    of: (city, acting) => dbOf(engine, { ...options, right: city, acting }),
  })
}
