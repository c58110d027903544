/** A PostgreSQL server, 15 or newer. */
import { engineOnPool } from './pool.ts'
import type { Engine } from './engine.ts'

/** Opens a pool on a server. With `ownerUrl` the tables belong to that login, and `url` is one that may only act as the server. */
export const openPostgres = async (url: string, size = 10, ownerUrl?: string): Promise<Engine> =>
  engineOnPool({
    app: { connectionString: url, max: size },
    ...(ownerUrl === undefined ? {} : { owner: { connectionString: ownerUrl, max: 2 } }),
  })
