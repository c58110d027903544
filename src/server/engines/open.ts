/** Opens the engine that the settings ask for. Each engine's code is loaded only when it is used. */
import { join } from 'node:path'
import { Problem } from '../../base/problem.ts'
import type { Config } from '../config.ts'
import type { Engine, Observe } from './engine.ts'
import type { ServerOptions } from './postgres.ts'

const oldest = 15

/** PostgreSQL when `DATABASE_URL` is set, else the embedded engine in `MINGCHENG_DATA/pg`. *Refuses:* what cannot be opened. */
export async function openEngine(
  config: Pick<Config, 'DATABASE_URL' | 'DATABASE_OWNER_URL' | 'MINGCHENG_DATA'>,
  observe?: Observe,
): Promise<Engine> {
  if (config.DATABASE_URL !== undefined) return openServer(config.DATABASE_URL, { ownerUrl: config.DATABASE_OWNER_URL, observe })
  const { openPglite } = await import('./pglite.ts')
  return openPglite(join(config.MINGCHENG_DATA, 'pg'), observe)
}

async function openServer(url: string, options: ServerOptions): Promise<Engine> {
  const { openPostgres } = await import('./postgres.ts')
  const engine = await openPostgres(url, 10, options)
  try {
    const [row] = (await engine.query("select current_setting('server_version_num')::int as version", [])).rows
    const version = Math.floor(Number(row?.['version']) / 10_000)
    if (version < oldest) throw new Problem('engine.oldServer', 503, { version, oldest })
    return engine
  } catch (error) {
    await engine.close()
    if (error instanceof Problem) throw error
    const { host } = new URL(url)
    throw new Problem('engine.unreachable', 503, { host, why: whyOf(error) })
  }
}

/** A refused connection arrives as several errors in one, for each address of the host. */
function whyOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((part: unknown) => whyOf(part)).join('; ')
  return error instanceof Error ? error.message : String(error)
}
