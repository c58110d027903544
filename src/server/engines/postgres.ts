/** A PostgreSQL server, 15 or newer. */
import { engineOnPool } from './pool.ts'
import type { Engine, Observe } from './engine.ts'

/** What can be said about a server beside its address. */
export interface ServerOptions {
  /** The login that owns the tables, when `url` is one that may only act as the server. */
  readonly ownerUrl?: string | undefined
  readonly observe?: Observe | undefined
}

/** Opens a pool on a server. */
export const openPostgres = async (url: string, size = 10, { ownerUrl, observe }: ServerOptions = {}): Promise<Engine> =>
  engineOnPool({
    app: { connectionString: url, max: size },
    ...(ownerUrl === undefined ? {} : { owner: { connectionString: ownerUrl, max: 2 } }),
    observe,
  })
