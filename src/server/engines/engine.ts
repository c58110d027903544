/** What both engines offer: queries on one connection, and transactions. `Db` for the rooms is made from it, once. */
import type { z } from 'zod'
import { camelRow, type Db, flatten, type Sql } from '../../base/sql.ts'

/** One connection, or one transaction on it. */
export interface Connection {
  query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[]; touched: number }>
  /** Runs several statements of a migration at once, without values. */
  script(text: string): Promise<void>
}

/** An open database. */
export interface Engine extends Connection {
  /** One transaction on one connection; commits when `work` returns, rolls back when it throws. */
  transaction<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** How rows are handed out. */
export interface DbOptions {
  /** Parse every row by its shape; on in tests. */
  readonly checkRows: boolean
}

const dbOn = (connection: Connection, options: DbOptions, tx: Db['tx']): Db => {
  const all = async <Shape extends z.ZodType>(shape: Shape, query: Sql): Promise<z.infer<Shape>[]> => {
    const { text, values } = flatten(query)
    const rows = (await connection.query(text, values)).rows.map(camelRow)
    return options.checkRows ? rows.map((row) => shape.parse(row)) : (rows as z.infer<Shape>[])
  }
  return {
    all,
    find: async (shape, query) => (await all(shape, query))[0],
    run: async (query) => {
      const { text, values } = flatten(query)
      return (await connection.query(text, values)).touched
    },
    tx,
  }
}

/** A transaction's `Db`: a nested `tx` joins the outer one. */
function inside(connection: Connection, options: DbOptions): Db {
  const db: Db = dbOn(connection, options, (work) => work(db))
  return db
}

/** The `Db` of an engine. */
export const dbOf = (engine: Engine, options: DbOptions = { checkRows: false }): Db =>
  dbOn(engine, options, (work) => engine.transaction((connection) => work(inside(connection, options))))
