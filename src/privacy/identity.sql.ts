/** SQL of the vault: calls of the functions of schema `identity`, for the server has no right to its table (migration 0006). */
import { z } from 'zod'
import { type CityId, EventId, PersonId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { type Cipher, ciphers, IdentityKind } from './identity.ts'

const Bytes = z.instanceof(Uint8Array)
const HeldRow = z.object({ id: z.uuid(), thing: z.uuid(), kind: IdentityKind, keptAt: Instant })
export type HeldRow = z.infer<typeof HeldRow>
const SealedRow = HeldRow.extend({ cipher: z.enum(ciphers), master: z.string(), wrapped: Bytes, sealed: Bytes })

/** A record as it is put in. */
export interface NewRecord {
  readonly id: string
  readonly thing: string
  readonly kind: IdentityKind
  readonly cipher: Cipher
  readonly master: string
  readonly wrapped: Uint8Array
  readonly sealed: Uint8Array
  readonly mark: Uint8Array | null
  readonly at: string
}

/** Keeps a record; a thing has one, the first. */
export const keepRecord = (db: Db, it: NewRecord) =>
  db.run(
    sql`select identity.keep(${it.id}, ${it.thing}, ${it.kind}, ${it.cipher}, ${it.master}, ${it.wrapped}, ${it.sealed}, ${it.mark}, ${it.at})`,
  )

const HolderRow = HeldRow.omit({ keptAt: true })
export type HolderRow = z.infer<typeof HolderRow>

/** The records of those of these things that have one. */
export const listHeld = (db: Db, things: readonly string[]) => db.all(HolderRow, sql`select * from identity.holds(${things}::uuid[])`)

/** The sealed record that an event opened. */
export const findSealed = (db: Db, event: string, at: string) => db.find(SealedRow, sql`select * from identity.open(${event}, ${at})`)

/** What is held under a mark. */
export const listMarked = (db: Db, mark: Uint8Array) => db.all(HeldRow, sql`select * from identity.find(${mark})`)

/** What was kept before a time, oldest first. */
export const listOlder = (db: Db, before: string, most: number) => db.all(HeldRow, sql`select * from identity.older(${before}, ${most})`)

/** Destroys the records whose erasure these events record; how many there were. */
export const eraseRecords = async (db: Db, events: readonly string[]): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), sql`select identity.erase(${events}::uuid[]) as n`))!.n

const OpeningRow = z.object({
  seq: z.int(),
  id: EventId,
  kind: z.enum(['identity.opened', 'identity.erased']),
  thing: z.uuid(),
  at: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  data: z.object({ thing: z.uuid(), kind: IdentityKind, reason: z.string() }),
})

/** Openings and erasures, newest first; one more than asked for when there are more. */
export const listOpenings = (db: Db, city: CityId, { after, limit }: { after: number | undefined; limit: number }) =>
  db.all(
    OpeningRow,
    sql`select e.seq, e.id, e.kind, e.thing, e.at, e.by, p.name as by_name, e.data
        from events e left join people p on p.city_id = e.city_id and p.id = e.by
        where e.city_id = ${city} and e.kind in ('identity.opened', 'identity.erased')
          ${after === undefined ? sql`` : sql`and e.seq < ${after}`}
        order by e.seq desc limit ${limit + 1}`,
  )
