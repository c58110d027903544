/** The vault of identities: sealed before it reaches the database, opened only behind a recorded reason. */
import { v7 } from 'uuid'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, PersonId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Keys, markText, openText, sealText } from './envelope.serve.ts'
import { type Contact, type IdentityKind, type Opened, plainPhone } from './identity.ts'
import { eraseRecords, findSealed, type HeldRow, type HolderRow, keepRecord, listHeld, listMarked, listOlder } from './identity.sql.ts'

/** What is done with a record that exists, and why. */
export interface Doing {
  readonly event: EventId
  readonly at: string
  readonly by: PersonId | null
  readonly reason: string
}

/** The vault, as rooms use it. */
export interface Vault {
  /** Keeps the contact of whoever stands behind a thing. The first one stays. */
  keep(db: Db, city: CityId, it: { thing: string; kind: IdentityKind; contact: Contact; at: string }): Promise<void>
  /** The things of which somebody is kept, with their records. */
  holds(db: Db, things: readonly string[]): Promise<ReadonlyMap<string, HolderRow>>
  /** Records that a record is opened. */
  recordOpening(db: Db, city: CityId, it: HolderRow, doing: Doing): Promise<void>
  /** What an event opened, not more than ten minutes ago. */
  readOpened(db: Db, city: CityId, event: string, at: string): Promise<Opened | undefined>
  /** What is held under a telephone number. */
  find(db: Db, city: CityId, phone: string): Promise<HeldRow[]>
  /** What was kept before a time. */
  listOlder(db: Db, before: string, most: number): Promise<HeldRow[]>
  /** Destroys records; the reason is recorded first. */
  erase(db: Db, city: CityId, records: readonly HeldRow[], doing: Omit<Doing, 'event'>): Promise<number>
}

const aboutOf = (city: CityId, id: string, thing: string) => `${city} ${id} ${thing}`

const eventOf = (kind: string, it: HolderRow, { event, at, by, reason }: Doing) => ({
  id: event,
  kind,
  thing: it.id,
  at,
  by,
  version: 1,
  data: { thing: it.thing, kind: it.kind, reason },
})

/** The vault over the master keys of the installation. */
export const vaultOf = (keys: Keys): Vault => ({
  keep: async (db, city, { thing, kind, contact, at }) => {
    const id = v7()
    const phone = plainPhone(contact.phone)
    const mark = phone === '' ? null : markText(keys, phone, city)
    await keepRecord(db, { id, thing, kind, at, mark, ...sealText(keys, JSON.stringify(contact), aboutOf(city, id, thing)) })
  },
  holds: async (db, things) => new Map(things.length === 0 ? [] : (await listHeld(db, things)).map((it) => [it.thing, it])),
  recordOpening: async (db, city, it, doing) => void (await appendEvents(db, city, [eventOf('identity.opened', it, doing)])),
  readOpened: async (db, city, event, at) => {
    const row = await findSealed(db, event, at)
    if (!row) return undefined
    const { id, thing, kind, keptAt } = row
    return { id, thing, kind, keptAt, contact: JSON.parse(openText(keys, row, aboutOf(city, id, thing))) as Contact }
  },
  find: (db, city, phone) => listMarked(db, markText(keys, plainPhone(phone), city)),
  listOlder,
  erase: async (db, city, records, doing) => {
    const events = records.map((it) => eventOf('identity.erased', it, { ...doing, event: v7() as EventId }))
    await appendEvents(db, city, events)
    return events.length === 0
      ? 0
      : eraseRecords(
          db,
          events.map(({ id }) => id),
        )
  },
})
