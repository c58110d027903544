/** Handlers of the vault. */
import { z } from 'zod'
import { handlers, whoOf } from '../api/api.serve.ts'
import { cursorOf, pageOf, readCursor } from '../api/cursor.ts'
import type { Who } from '../api/who.ts'
import { findEvent } from '../base/event.sql.ts'
import type { EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { identityApi } from './identity.api.ts'
import type { Opened, Opening } from './identity.ts'
import { listOpenings } from './identity.sql.ts'
import type { Vault } from './vault.serve.ts'

/** *Refuses:* 404 when the thing has no identity; 409 `identity.idTaken`. */
async function open(db: Db, who: Who, at: string, vault: Vault, it: { thing: string; event: EventId; reason: string }): Promise<void> {
  const held = (await vault.holds(db, [it.thing])).get(it.thing)
  if (!held) throw new Problem('api.notFound', 404)
  const known = await findEvent(db, who.city, it.event)
  if (known?.thing === held.id && known.kind === 'identity.opened' && known.by === who.person) return
  if (known) throw new Problem('identity.idTaken', 409)
  await vault.recordOpening(db, who.city, held, { event: it.event, at, by: who.person, reason: it.reason })
}

/** Whoever recorded the reason reads, and nobody else. *Refuses:* 404, also when the ten minutes are over. */
async function readOpened(db: Db, who: Who, at: string, vault: Vault, event: EventId): Promise<Opened> {
  const recorded = await findEvent(db, who.city, event)
  if (recorded?.by !== who.person) throw new Problem('identity.notOpen', 404)
  const opened = await vault.readOpened(db, who.city, event, at)
  if (!opened) throw new Problem('identity.notOpen', 404)
  return opened
}

type OpeningRow = Awaited<ReturnType<typeof listOpenings>>[number]

const toOpening = ({ id, kind, thing, at, by, byName, data }: OpeningRow): Opening => ({
  event: id,
  done: kind === 'identity.opened' ? 'opened' : 'erased',
  identity: thing,
  thing: data.thing,
  kind: data.kind,
  at,
  by: by === null ? null : { id: by, name: byName ?? '' },
  reason: data.reason,
})

/** Handlers over the vault. */
export const identityHandlers = ({ vault }: { vault: Vault }) =>
  handlers(identityApi, {
    open: async (ask) => {
      const { id: event, reason } = ask.body
      await open(ask.db, whoOf(ask), ask.at, vault, { thing: ask.params.thing, event, reason })
      return { event }
    },
    readOpened: async (ask) => readOpened(ask.db, whoOf(ask), ask.at, vault, ask.params.event),
    listOpenings: async (ask) => {
      const { limit, cursor } = ask.query
      const [after] = readCursor(cursor, [z.int()]) ?? []
      const rows = await listOpenings(ask.db, whoOf(ask).city, { after, limit })
      const { items, ...next } = pageOf(rows, limit, (row) => cursorOf(row.seq))
      return { ...next, items: items.map(toOpening) }
    },
  })
