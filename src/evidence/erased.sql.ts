/** SQL of erasing a piece of proof: its row loses what it tells, its marks are emptied, and its file waits to be removed. */
import { z } from 'zod'
import { type CityId, EventId, EvidenceId, PersonId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { noCamera } from './camera/camera.ts'

const One = z.object({ id: EvidenceId, sha256: z.string() })
const Id = z.object({ id: EvidenceId })

/** A piece and every other one of the city with the same bytes, locked; those that are erased already are left out. */
export const lockSame = (db: Db, city: CityId, id: EvidenceId) =>
  db.all(
    One,
    sql`select e.id, e.sha256 from evidence e
        where e.city_id = ${city} and e.sha256 = (select sha256 from evidence where city_id = ${city} and id = ${id})
          and not exists (select 1 from erased_evidence x where x.city_id = e.city_id and x.evidence_id = e.id)
        order by e.id for update`,
  )

/** Takes from pieces what they tell; their ids and hashes stay, because facts of the ledger name them. */
export async function eraseEvidence(
  db: Db,
  city: CityId,
  ids: readonly EvidenceId[],
  { event, at, by }: { event: string; at: string; by: string | null },
): Promise<void> {
  const list = sql`any(${[...ids]}::uuid[])`
  await db.run(
    sql`insert into erased_evidence (city_id, evidence_id, event_id, at, by)
        select ${city}::int, id, ${event}::uuid, ${at}::timestamptz, ${by}::uuid from unnest(${[...ids]}::uuid[]) as id on conflict do nothing`,
  )
  await db.run(sql`update evidence set name = '', taken_at = null, lng = null, lat = null where city_id = ${city} and id = ${list}`)
  // The number stays: it is the photo's place in an order without gaps.
  await db.run(
    sql`update evidence_marks set hashes = null, thumb = null, camera = ${json(noCamera)}, device = null, device_at = null, sent_at = null,
          lng = null, lat = null, accuracy_m = null, mocked = null
        where city_id = ${city} and evidence_id = ${list}`,
  )
}

const ErasedRow = z.object({ event: EventId, at: Instant, by: PersonId.nullable() })

/** Who erased a piece, and when. */
export const findErased = (db: Db, city: CityId, id: EvidenceId) =>
  db.find(ErasedRow, sql`select event_id as event, at, by from erased_evidence where city_id = ${city} and evidence_id = ${id}`)

/** Which of these pieces were erased. */
export const listErased = async (db: Db, city: CityId, ids: readonly EvidenceId[]): Promise<Set<EvidenceId>> => {
  const found = await db.all(
    Id,
    sql`select evidence_id as id from erased_evidence where city_id = ${city} and evidence_id = any(${[...ids]}::uuid[])`,
  )
  return new Set(found.map(({ id }) => id))
}

/** What one event erased. */
export const listErasedBy = (db: Db, city: CityId, event: string) =>
  db.all(Id, sql`select evidence_id as id from erased_evidence where city_id = ${city} and event_id = ${event} order by evidence_id`)

/** Erased pieces whose file may still be there, the longest waiting first. */
export const listLeaving = (db: Db, city: CityId, limit: number) =>
  db.all(
    One,
    sql`select e.id, e.sha256 from erased_evidence x join evidence e on e.city_id = x.city_id and e.id = x.evidence_id
        where x.city_id = ${city} and x.gone_at is null order by x.at limit ${limit}`,
  )

/** Every erasure of these bytes in the city, held until the transaction ends. */
export const holdErased = (db: Db, city: CityId, sha256: string) =>
  db.all(
    Id,
    sql`select x.evidence_id as id from erased_evidence x join evidence e on e.city_id = x.city_id and e.id = x.evidence_id
        where x.city_id = ${city} and e.sha256 = ${sha256} order by x.evidence_id for update of x`,
  )

/** Whether any city still names these bytes. */
export const isNeeded = async (db: Db, sha256: string): Promise<boolean> =>
  (await db.find(z.object({ needed: z.boolean() }), sql`select house.is_needed(${sha256}) as needed`))!.needed

/** Writes down that the file of these erased pieces is no more theirs. */
export const markGone = (db: Db, city: CityId, ids: readonly EvidenceId[], at: string) =>
  db.run(
    sql`update erased_evidence set gone_at = ${at} where city_id = ${city} and evidence_id = any(${[...ids]}::uuid[]) and gone_at is null`,
  )

/** How many pieces of a city were erased so far: it only grows, so who remembers photos knows by it that one went. */
export const countErased = async (db: Db, city: CityId): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), sql`select count(*)::int as n from erased_evidence where city_id = ${city}`))!.n
