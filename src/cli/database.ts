/** Commands that work on the data: the database of the settings, brought to this version. */
import type { Db } from '../base/sql.ts'
import type { Engine } from '../server/engines/engine.ts'

/** Runs `work` on the database and closes it again, whatever happens. */
export const onDatabase = <Result>(work: (db: Db) => Promise<Result>): Promise<Result> => onEngine((db) => work(db))

/** The same, for work that needs the engine beside the database. */
export async function onEngine<Result>(work: (db: Db, engine: Engine) => Promise<Result>): Promise<Result> {
  const [{ readConfig }, { openEngine }, { migrate }, { dbOf }] = await Promise.all([
    import('../server/config.ts'),
    import('../server/engines/open.ts'),
    import('../server/migrate.ts'),
    import('../server/engines/engine.ts'),
  ])
  const engine = await openEngine(readConfig())
  try {
    await migrate(engine)
    return await work(dbOf(engine), engine)
  } finally {
    await engine.close()
  }
}

/** An option that takes a value, or undefined. */
export const textOf = (value: string | boolean | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
