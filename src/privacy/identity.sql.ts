/** SQL of the vault: calls of the functions of schema `identity`, for the server has no right to its table (migration 0006). */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { type CityId, EventId, PersonId } from '../base/ids.ts'
import { all, type Db, endOf, like, type Sql, sql, startOf } from '../base/sql.ts'
import { type Day, Instant } from '../base/time.ts'
import { type Cipher, ciphers, IdentityKind, type Opening } from './identity.ts'

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

export type OpeningRow = z.infer<typeof OpeningRow>

/** Which openings are asked for. */
export interface OpeningFilter {
  readonly done?: Opening['done'] | undefined
  readonly kind?: IdentityKind | undefined
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  readonly text?: string | undefined
}

const openingOrders: Orders<OpeningRow> = {
  at: { key: sql`e.seq`, type: 'int', of: ({ seq }) => seq },
  done: { key: sql`e.kind`, type: 'text', of: ({ kind }) => kind },
  by: { key: sql`coalesce(p.name, '')`, type: 'text', of: ({ byName }) => byName ?? '' },
  of: { key: sql`(e.data ->> 'kind')`, type: 'text', of: ({ data }) => data.kind },
}

const openings = sql`events e left join people p on p.city_id = e.city_id and p.id = e.by`

const openingsWhere = (city: CityId, { done, kind, from, to, text }: OpeningFilter, beyond?: Sql): Sql =>
  all(
    sql`e.city_id = ${city} and e.kind in ('identity.opened', 'identity.erased')`,
    done === undefined ? undefined : sql`e.kind = ${`identity.${done}`}`,
    kind && sql`e.data ->> 'kind' = ${kind}`,
    from === undefined ? undefined : sql`e.at >= ${startOf(from)}`,
    to === undefined ? undefined : sql`e.at < ${endOf(to)}`,
    text === undefined || text === '' ? undefined : sql`(e.data ->> 'reason' ilike ${like(text)} or p.name ilike ${like(text)})`,
    beyond,
  )

/** One page of openings and erasures. */
export const listOpenings = (db: Db, city: CityId, filter: OpeningFilter, turn: Turn): Promise<PageOf<OpeningRow>> =>
  pageBy(
    openingOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        OpeningRow,
        sql`select e.seq, e.id, e.kind, e.thing, e.at, e.by, p.name as by_name, e.data from ${openings}
            where ${openingsWhere(city, filter, beyond)} ${rest}`,
      ),
    sql`e.id`,
  )

/** How many there are. */
export const countOpenings = (db: Db, city: CityId, filter: OpeningFilter): Promise<number> =>
  countRows(db, sql`from ${openings} where ${openingsWhere(city, filter)}`)
