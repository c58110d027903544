/** A PostgreSQL server, 15 or newer. */
import { engineOnPool } from './pool.ts'
import type { Engine } from './engine.ts'

/** Opens a pool on a server. */
export const openPostgres = async (url: string, size = 10): Promise<Engine> => engineOnPool({ connectionString: url, max: size })
