/** The doors for everybody: civic apps by Open311, residents by plain pages, and what the city's people decide about both. */
import type { FastifyInstance } from 'fastify'
import { type House, serve } from '../api/api.serve.ts'
import type { Files } from '../evidence/files.serve.ts'
import { participationApi } from '../participation/participation.api.ts'
import { participationHandlers } from '../participation/participation.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { serveOpen311 } from './open311.ts'
import { servePublic } from './public.ts'

/** What these doors are handed. */
export interface Outside {
  readonly vault: Vault
  readonly files: Files
  /** Signs the forms that are given out. */
  readonly key: Uint8Array
}

/** Puts them on the app. */
export async function serveOutside(app: FastifyInstance, house: House, { vault, files, key }: Outside): Promise<void> {
  serve(app, house, participationApi, participationHandlers())
  const { db, now, changed = () => undefined } = house
  await serveOpen311(app, { db, now, files, vault, changed })
  await servePublic(app, { db, now, files, vault, key, changed })
}
