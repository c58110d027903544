/** The doors for everybody: civic apps by Open311, residents by plain pages, and what the city's people decide about both. */
import type { FastifyInstance } from 'fastify'
import { type House, serve } from '../api/api.serve.ts'
import type { Files } from '../evidence/files.serve.ts'
import { participationApi } from '../participation/participation.api.ts'
import { participationHandlers } from '../participation/participation.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { exchangeHandlers, type ExchangeHouse } from '../open311/exchange.serve.ts'
import { open311Api } from '../open311/open311.api.ts'
import { say } from './say.ts'
import { serveOpen311 } from './open311.ts'
import { servePublic } from './public.ts'

/** What these doors are handed. */
export interface Outside {
  readonly vault: Vault
  readonly files: Files
  /** Signs the forms that are given out. */
  readonly key: Uint8Array
  /** Other cities within our own network may be asked; off unless the operator says so. */
  readonly reachInside?: boolean | undefined
}

/** What exchanges with other cities need. */
export const exchangeHouse = (key: Uint8Array, reachInside = false): ExchangeHouse => ({ say, key, reach: { allowInside: reachInside } })

/** Puts them on the app. */
export async function serveOutside(app: FastifyInstance, house: House, { vault, files, key, reachInside }: Outside): Promise<void> {
  serve(app, house, participationApi, participationHandlers())
  serve(app, house, open311Api, exchangeHandlers(exchangeHouse(key, reachInside)))
  const { db, now, changed = () => undefined } = house
  await serveOpen311(app, { db, now, files, vault, key, changed })
  await servePublic(app, { db, now, files, vault, key, changed })
}
