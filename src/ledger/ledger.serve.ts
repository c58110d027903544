/** The ledger's handlers. Whatever a proof or a file needs sealed is sealed first; nobody waits for a clock. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Stream } from '../api/stream.serve.ts'
import { cursorOf, pageOf, readCursor } from '../api/cursor.ts'
import { lastSeq } from '../base/event.sql.ts'
import { opened } from '../base/event.ts'
import type { CityId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Db, endOf, startOf } from '../base/sql.ts'
import { dayOf, Instant } from '../base/time.ts'
import { checkHere } from './check.serve.ts'
import { linesOf } from './export.serve.ts'
import { readNote, type SignedHead } from './head.ts'
import { type EntryFilter, type LedgerEntry, ledgerApi } from './ledger.api.ts'
import { type EventFilter, type EventRow, findSeqOf, type HeadRow, listEvents, listHeads, listKinds, sizeOfTree } from './ledger.sql.ts'
import { type Asked, proveFact, proveGrowth } from './proofs.serve.ts'
import { type Ledger, sealAndSign } from './seal.serve.ts'

/** What the floors above know: cities by code, people by name. */
export interface Directory {
  readonly cityOf: (db: Db, code: string) => Promise<CityId | undefined>
  readonly codeOf: (db: Db, city: CityId) => Promise<string>
  readonly namesOf: (db: Db, city: CityId, people: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly peopleNamed: (db: Db, city: CityId, text: string) => Promise<string[]>
}

/** A stored head as its note says it. */
const headOf = ({ note }: HeadRow): SignedHead => {
  const read = readNote(note)
  // A note that cannot be read was written by somebody else: the check names it.
  if (read === undefined) throw new Problem('ledger.badHead', 409)
  return { ...read.head, note }
}

const Uuid = z.uuid()

/** What a search means: a number, an id, or people of a name. */
async function filterOf(db: Db, city: CityId, { text, about, from, to }: EntryFilter, directory: Directory): Promise<EventFilter> {
  const kinds =
    about === undefined ? undefined : (await listKinds(db, city)).map(({ kind }) => kind).filter((kind) => kind.startsWith(`${about}.`))
  const days = { kinds, from: from && startOf(from), to: to && endOf(to) } as EventFilter
  if (text === undefined || text === '') return days
  if (/^\d{1,15}$/.test(text)) return { ...days, seq: Number(text) }
  if (Uuid.safeParse(text).success) return { ...days, id: text }
  return { ...days, by: await directory.peopleNamed(db, city, text) }
}

const said = (value: unknown) => (typeof value === 'string' ? value : '')

function entryOf({ seq, id, kind, thing, at, by, data: stored }: EventRow, names: ReadonlyMap<string, string>): LedgerEntry {
  const data = opened(stored)
  return {
    seq,
    id,
    kind,
    thing,
    at,
    by: by === null ? null : { id: by as PersonId, name: names.get(by) ?? '' },
    reason: said(data['reason']) || said(data['note']) || said(data['text']),
    label: said(data['no']) || said(data['code']) || said(data['name']),
  }
}

/** Handlers over a ledger and what the floors above know. */
export function ledgerHandlers(ledger: Ledger, directory: Directory) {
  const { signer, sources } = ledger
  const { name } = signer.hashing
  const asked = async (ask: { db: Db; at: string; who: Parameters<typeof whoOf>[0]['who'] }): Promise<Asked> => {
    const { city } = whoOf(ask)
    return { city, code: await directory.codeOf(ask.db, city), at: ask.at }
  }
  return handlers(ledgerApi, {
    getLedger: async (ask) => {
      const { city, code } = await asked(ask)
      const [last] = await listHeads(ask.db, city, name, { limit: 1 })
      const counts = { recorded: await lastSeq(ask.db, city), size: await sizeOfTree(ask.db, city, name) }
      return { city: code, ...counts, hash: name, key: signer.key, pem: signer.pem, head: last ? headOf(last) : null }
    },
    listEntries: async (ask) => {
      const { city } = whoOf(ask)
      const { limit, cursor, ...rest } = ask.query
      const filter = await filterOf(ask.db, city, rest, directory)
      const rows = await listEvents(ask.db, city, filter, { limit, after: readCursor(cursor, [z.int()])?.[0] })
      const names = await directory.namesOf(ask.db, city, [...new Set(rows.flatMap(({ by }) => by ?? []))])
      const { items, ...next } = pageOf(rows, limit, (row) => cursorOf(row.seq))
      return { items: items.map((row) => entryOf(row, names)), ...next }
    },
    listKinds: async (ask) => ({ items: (await listKinds(ask.db, whoOf(ask).city)).map(({ kind }) => kind) }),
    listHeads: async (ask) => {
      const { limit, cursor } = ask.query
      const rows = await listHeads(ask.db, whoOf(ask).city, name, { limit: limit + 1, after: readCursor(cursor, [z.int(), Instant]) })
      const { items, ...next } = pageOf(rows, limit, (row) => cursorOf(row.size, row.at))
      return { items: items.map(headOf), ...next }
    },
    sign: async (ask) => headOf(await sealAndSign(ask.db, { ...(await asked(ask)), anew: true }, ledger)),
    prove: async (ask) => proveFact(ask.db, await asked(ask), ledger, ask.params.seq),
    proveThing: async (ask) => {
      const own = await asked(ask)
      for (const find of [findSeqOf, ...sources.flatMap((source) => source.find ?? [])]) {
        const found = await find(ask.db, own.city, ask.params.id)
        if (found) return proveFact(ask.db, own, ledger, found.seq)
      }
      throw new Problem('api.notFound', 404)
    },
    proveGrowth: async (ask) => proveGrowth(ask.db, await asked(ask), ledger, ask.query),
    check: async (ask) => checkAsStream(ask.db, await asked(ask), ledger),
    exportLedger: async (ask) => {
      const own = await asked(ask)
      await sealAndSign(ask.db, own, ledger)
      async function* bytes() {
        for await (const line of linesOf(ask.db, own, ledger)) yield `${line}\n`
      }
      return { name: `ledger-${own.code}-${dayOf(ask.at)}.ndjson`, mediaType: 'application/x-ndjson', content: Readable.from(bytes()) }
    },
    getPublicHead: async (ask) => {
      const city = await directory.cityOf(ask.db, ask.params.city)
      const [last] = city === undefined ? [] : await listHeads(ask.db.of(city), city, name, { limit: 1 })
      if (!last) throw new Problem('api.notFound', 404)
      return { head: headOf(last), key: signer.key, pem: signer.pem }
    },
  })
}

/** The check as a stream: `progress`, then `report`. */
const checkAsStream =
  (db: Db, own: Asked, ledger: Ledger): Stream =>
  async (send, signal) => {
    const report = await checkHere(db, own, ledger, (done, of) => {
      send('progress', { done, of })
      return !signal.aborted
    })
    if (report) send('report', report)
  }
