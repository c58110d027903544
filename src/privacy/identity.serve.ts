/** Handlers of the vault. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { findEvent } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { identityApi } from './identity.api.ts'
import type { Opened, Opening } from './identity.ts'
import { countOpenings, listOpenings, type OpeningFilter, type OpeningRow } from './identity.sql.ts'
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

async function listShown(db: Db, city: CityId, filter: OpeningFilter, turn: Turn) {
  const { items, ...next } = await listOpenings(db, city, filter, turn)
  return { ...next, total: await countOpenings(db, city, filter), items: items.map(toOpening) }
}

const openingColumns = (say: Say, language: Language): BookColumn<Opening>[] => [
  { head: say(language, 'identity.at'), width: 17, cell: ({ at }) => cityTime(at) },
  { head: say(language, 'identity.done'), cell: ({ done }) => say(language, `identity.done.${done}`) },
  { head: say(language, 'identity.by'), cell: ({ by }) => by?.name ?? say(language, 'identity.byHouse') },
  { head: say(language, 'identity.of'), cell: ({ kind }) => say(language, `identity.of.${kind}`) },
  { head: say(language, 'identity.reason'), width: 60, cell: ({ reason }) => reason },
]

/** Handlers over the vault and the word lists. */
export const identityHandlers = ({ vault, say }: { vault: Vault; say: Say }) =>
  handlers(identityApi, {
    open: async (ask) => {
      const { id: event, reason } = ask.body
      await open(ask.db, whoOf(ask), ask.at, vault, { thing: ask.params.thing, event, reason })
      return { event }
    },
    readOpened: async (ask) => readOpened(ask.db, whoOf(ask), ask.at, vault, ask.params.event),
    listOpenings: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      return listShown(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportOpenings: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      const read = (cursor: string | undefined) => listShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce })
      const name = say(ask.language, 'compliance.tab.openings')
      return listBook({ name, at: ask.at, columns: openingColumns(say, ask.language), read })
    },
  })
