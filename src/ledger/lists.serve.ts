/** The ledger's lists, on the screen and as workbooks: what happened, and the heads that were signed. */
import { z } from 'zod'
import { type Handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import { opened } from '../base/event.ts'
import type { CityId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Db, endOf, startOf } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { base64, readNote, type SignedHead } from './head.ts'
import { type EntryFilter, type LedgerEntry, type ledgerApi } from './ledger.api.ts'
import { type EventRow, type HeadRow, listKinds } from './ledger.sql.ts'
import { countEvents, countHeads, type EventFilter, type HeadFilter, listEvents, listHeadPage } from './lists.sql.ts'
import { type HashName, unhex } from './personal.ts'

/** What the floors above know: cities by code, people by name. */
export interface Directory {
  readonly cityOf: (db: Db, code: string) => Promise<CityId | undefined>
  readonly codeOf: (db: Db, city: CityId) => Promise<string>
  readonly namesOf: (db: Db, city: CityId, people: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly peopleNamed: (db: Db, city: CityId, text: string) => Promise<string[]>
}

/** A stored head as its note says it. */
export const headOf = ({ note }: HeadRow): SignedHead => {
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

async function entriesShown(db: Db, city: CityId, filter: EventFilter, turn: Turn, directory: Directory) {
  const { items, ...next } = await listEvents(db, city, filter, turn)
  const names = await directory.namesOf(db, city, [...new Set(items.flatMap(({ by }) => by ?? []))])
  return { ...next, total: await countEvents(db, city, filter), items: items.map((row) => entryOf(row, names)) }
}

/** A search of heads means a size when it is a number, else the beginning of a root, of which whole bytes are compared. */
function headFilterOf({ text, from, to }: Pick<EntryFilter, 'text' | 'from' | 'to'>): HeadFilter | undefined {
  const days = { from: from && startOf(from), to: to && endOf(to) } as HeadFilter
  if (text === undefined || text === '') return days
  if (/^\d{1,15}$/.test(text)) return { ...days, size: Number(text) }
  const bytes = Math.floor(text.length / 6) * 3
  return /^[0-9a-f]{6,64}$/i.test(text) ? { ...days, root: base64(unhex(text.toLowerCase().slice(0, bytes * 2))) } : undefined
}

async function headsShown(db: Db, city: CityId, hash: HashName, filter: HeadFilter | undefined, turn: Turn) {
  if (!filter) return { items: [], total: 0 }
  const { items, ...next } = await listHeadPage(db, city, hash, filter, turn)
  return { ...next, total: await countHeads(db, city, hash, filter), items: items.map(headOf) }
}

const entryColumns = (say: Say, language: Language): BookColumn<LedgerEntry>[] => [
  { head: say(language, 'ledger.seq'), width: 12, cell: ({ seq }) => seq },
  { head: say(language, 'ledger.at'), width: 17, cell: ({ at }) => cityTime(at) },
  { head: say(language, 'ledger.by'), cell: ({ by }) => (by === null ? say(language, 'ledger.system') : by.name) },
  { head: say(language, 'ledger.what'), width: 32, cell: ({ kind }) => kindOf(kind, say, language) },
  { head: say(language, 'ledger.label'), width: 24, cell: ({ label }) => label },
  { head: say(language, 'ledger.reason'), width: 48, cell: ({ reason }) => reason },
  { head: say(language, 'ledger.id'), width: 38, cell: ({ id }) => id },
]

/** A kind that only a newer version knows is shown by its name. */
function kindOf(kind: string, say: Say, language: Language): string {
  const key = `ledger.kind.${kind}`
  const said = say(language, key)
  return said === key ? kind : said
}

const headColumns = (say: Say, language: Language): BookColumn<SignedHead>[] => [
  { head: say(language, 'ledger.at'), width: 17, cell: ({ at }) => cityTime(at) },
  { head: say(language, 'ledger.size'), width: 12, cell: ({ size }) => size },
  { head: say(language, 'ledger.root'), width: 66, cell: ({ root }) => root },
  { head: say(language, 'ledger.hash'), width: 12, cell: ({ hash }) => say(language, `ledger.hash.${hash}`) },
]

type Lists = 'listEntries' | 'exportEntries' | 'listHeads' | 'exportHeads'

/** The handlers of the lists. */
export const ledgerLists = (hash: HashName, directory: Directory, say: Say): Pick<Handlers<typeof ledgerApi>, Lists> => ({
  listEntries: async (ask) => {
    const { limit, cursor, sort, ...query } = ask.query
    const { city } = whoOf(ask)
    return entriesShown(ask.db, city, await filterOf(ask.db, city, query, directory), { sort, cursor, limit }, directory)
  },
  exportEntries: async (ask) => {
    const { sort, ...query } = ask.query
    const { city } = whoOf(ask)
    const filter = await filterOf(ask.db, city, query, directory)
    const read = (cursor: string | undefined) => entriesShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }, directory)
    return listBook({ name: say(ask.language, 'ledger.entries'), at: ask.at, columns: entryColumns(say, ask.language), read })
  },
  listHeads: async (ask) => {
    const { limit, cursor, sort, ...query } = ask.query
    return headsShown(ask.db, whoOf(ask).city, hash, headFilterOf(query), { sort, cursor, limit })
  },
  exportHeads: async (ask) => {
    const { sort, ...query } = ask.query
    const { city } = whoOf(ask)
    const read = (cursor: string | undefined) => headsShown(ask.db, city, hash, headFilterOf(query), { sort, cursor, limit: rowsAtOnce })
    return listBook({ name: say(ask.language, 'ledger.heads'), at: ask.at, columns: headColumns(say, ask.language), read })
  },
})
