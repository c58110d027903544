/**
 * What the background processes of a PostgreSQL server do, done between requests: the embedded engine has none. Without it
 * the log grows until the next clean stop, deleted rows are never given free, and the planner knows nothing of the tables.
 */
import type { Engine } from './engine.ts'

const everyMs = 60_000
/** About a second of recovery after a crash. */
const mostLogBytes = 64 * 1024 * 1024

/** Looks once a minute; gives the function that ends it. */
export function keepUp(engine: Engine): () => void {
  let turn: Promise<void> | undefined
  const timer = setInterval(() => {
    turn ??= upkeep(engine)
      .catch(() => undefined)
      .finally(() => (turn = undefined))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** One turn: a checkpoint when the log is long, and the one table that needs it most. */
export async function upkeep(engine: Engine): Promise<void> {
  const [log] = (await engine.query('select (pg_current_wal_lsn() - redo_lsn)::bigint as bytes from pg_control_checkpoint()', [])).rows
  if (Number(log?.['bytes']) > mostLogBytes) await engine.script('checkpoint')
  const [table] = (await engine.query(mostNeedy, [])).rows
  if (table) await engine.script(`${table['dead'] === true ? 'vacuum (analyze)' : 'analyze'} ${String(table['name'])}`)
}

/** The thresholds are those of autovacuum: 50 rows and a fifth of the table dead, or a tenth of it changed. */
const mostNeedy = `
  select format('%I.%I', s.schemaname, s.relname) as name, s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) as dead
  from pg_stat_user_tables s join pg_class c on c.oid = s.relid
  where s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) or s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)
  order by s.n_dead_tup + s.n_mod_since_analyze desc limit 1`
