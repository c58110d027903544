/** SQL of checks: how far they came, what ran, what was found, and who looked at it. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { type CityId, EvidenceId, PersonId } from '../base/ids.ts'
import { all, type Db, json, like, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { PointColumns, pointColumns } from '../city/pointHead.sql.ts'
import type { FactFilter } from './provenance.api.ts'
import { AboutKind, type UseRow } from './uses.sql.ts'

/** The number up to which everything has been checked; the row is held until the transaction ends. */
export async function lockHead(db: Db, city: CityId): Promise<number> {
  await db.run(sql`insert into photo_check_heads (city_id, last) values (${city}, 0) on conflict do nothing`)
  const row = await db.find(z.object({ last: z.int() }), sql`select last from photo_check_heads where city_id = ${city} for update`)
  return row!.last
}

/** Everything up to a number has been checked. */
export const moveHead = (db: Db, city: CityId, last: number) =>
  db.run(
    sql`insert into photo_check_heads (city_id, last) values (${city}, ${last}) on conflict (city_id) do update set last = excluded.last`,
  )

/** For which uses these photos have been checked. */
export const listChecked = (db: Db, city: CityId, photos: readonly string[]) =>
  db.all(
    z.object({ photo: EvidenceId, about: z.uuid() }),
    sql`select evidence_id as photo, about from photo_checks where city_id = ${city} and evidence_id = any(${[...photos]}::uuid[])`,
  )

/** Whether a check found something for this use already, in another of its photos. */
export const hasFound = async (db: Db, city: CityId, about: string, check: string): Promise<boolean> =>
  (await db.find(
    z.object({ yes: z.int() }),
    sql`select 1 as yes from photo_facts where city_id = ${city} and about = ${about} and check_id = ${check} limit 1`,
  )) !== undefined

/** A fact to append. */
export interface NewFact {
  readonly id: string
  readonly check: string
  readonly version: number
  readonly reason: string
  readonly details: object
}

/** Appends that a photo was checked for a use, and what was found. */
export async function addChecked(
  db: Db,
  city: CityId,
  { photo, about, kind, pointId }: UseRow,
  { at, ran, facts }: { at: string; ran: object; facts: readonly NewFact[] },
): Promise<void> {
  await db.run(
    sql`insert into photo_checks (city_id, evidence_id, about, at, ran) values (${city}, ${photo}, ${about}, ${at}, ${json(ran)})`,
  )
  if (facts.length === 0) return
  const list = facts.map(({ check, ...rest }) => ({ ...rest, checkId: check }))
  await db.run(
    sql`insert into photo_facts (city_id, id, evidence_id, about, about_kind, point_id, check_id, version, reason, details, at)
        select ${city}, id, ${photo}, ${about}, ${kind}, ${pointId}, check_id, version, reason, details, ${at}::timestamptz
        from ${rows(list, { id: 'uuid', checkId: 'text', version: 'int', reason: 'text', details: 'jsonb' })}`,
  )
}

/** A fact with the point it is about and whoever looked at it. */
export const FactRow = PointColumns.extend({
  id: z.uuid(),
  photo: EvidenceId,
  name: z.string(),
  about: z.uuid(),
  aboutKind: AboutKind,
  check: z.string(),
  version: z.int(),
  reason: z.string(),
  details: z.record(z.string(), z.unknown()),
  at: Instant,
  addedAt: Instant,
  takenBy: z.string().nullable(),
  lookedAt: Instant.nullable(),
  lookedBy: PersonId.nullable(),
  lookedByName: z.string().nullable(),
  note: z.string().nullable(),
})
export type FactRow = z.infer<typeof FactRow>

const from = sql`photo_facts f join evidence e on e.city_id = f.city_id and e.id = f.evidence_id
  left join points p on p.city_id = f.city_id and p.id = f.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id
  left join people t on t.city_id = e.city_id and t.id = e.added_by
  left join photo_looks k on k.city_id = f.city_id and k.fact_id = f.id
  left join people w on w.city_id = k.city_id and w.id = k.by`

const where = (city: CityId, it: FactFilter) =>
  all(
    sql`f.city_id = ${city}`,
    it.check === undefined ? undefined : sql`f.check_id = ${it.check}`,
    it.about === undefined ? undefined : sql`f.about = ${it.about}`,
    it.photo && sql`f.evidence_id = ${it.photo}`,
    it.looked === undefined ? undefined : it.looked ? sql`k.fact_id is not null` : sql`k.fact_id is null`,
    it.text === undefined || it.text === ''
      ? undefined
      : sql`(p.name_zh ilike ${like(it.text)} or p.name_en ilike ${like(it.text)} or p.code ilike ${like(it.text)} or e.name ilike ${like(it.text)})`,
  )

const orders: Orders<FactRow> = { found: { key: sql`f.at`, type: 'timestamptz', of: ({ at }) => at } }

/** One page of facts. */
export const listFacts = (db: Db, city: CityId, filter: FactFilter, turn: Turn): Promise<PageOf<FactRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        FactRow,
        sql`select f.id, f.evidence_id as photo, e.name, f.about, f.about_kind, f.check_id as check, f.version, f.reason, f.details, f.at,
              e.added_at, t.name as taken_by, k.at as looked_at, k.by as looked_by, w.name as looked_by_name, k.note, ${pointColumns}
            from ${from} where ${all(where(city, filter), beyond)} ${rest}`,
      ),
    sql`f.id`,
  )

/** How many facts a filter has, counted no further than lists are. */
export const countFacts = (db: Db, city: CityId, filter: FactFilter) => countRows(db, sql`from ${from} where ${where(city, filter)}`)

/** Writes down who looked at a fact; the first look stays. Undefined when there is no such fact. */
export async function addLook(
  db: Db,
  city: CityId,
  it: { id: string; at: string; by: string; note: string },
): Promise<{ photo: string } | undefined> {
  const fact = await db.find(
    z.object({ photo: z.uuid() }),
    sql`select evidence_id as photo from photo_facts where city_id = ${city} and id = ${it.id}`,
  )
  if (fact)
    await db.run(
      sql`insert into photo_looks (city_id, fact_id, at, by, note) values (${city}, ${it.id}, ${it.at}, ${it.by}, ${it.note}) on conflict do nothing`,
    )
  return fact
}
