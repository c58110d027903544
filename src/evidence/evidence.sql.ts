/** SQL of proof. One row per upload; the bytes are stored once per content, by hash. */
import { z } from 'zod'
import { type CityId, EvidenceId, type PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Db, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Evidence } from './evidence.ts'

const EvidenceRow = Evidence.omit({ place: true }).extend({
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  erasedAt: Instant.nullable(),
})

/** A piece as it is found: `erasedAt` when its content is gone. */
export type FoundEvidence = Evidence & { readonly erasedAt: Instant | null }

/** Holds a content, in whatever city, until the transaction ends: its file is not removed while somebody names it. */
export const holdContent = (db: Db, sha256: string) => db.run(sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 34))`)

/** The same for many, which are given in the order in which everybody holds them. */
export const holdContents = (db: Db, sha256: readonly string[]) =>
  db.run(sql`select pg_advisory_xact_lock(hashtextextended(one, 34)) from unnest(${[...sha256]}::text[]) one`)

const columns = {
  id: 'uuid',
  sha256: 'text',
  name: 'text',
  mediaType: 'text',
  bytes: 'bigint',
  width: 'int',
  height: 'int',
  takenAt: 'timestamptz',
  lng: 'double precision',
  lat: 'double precision',
  addedAt: 'timestamptz',
  addedBy: 'uuid',
}

const Added = z.object({ id: EvidenceId })

/** Adds rows whose contents are held, each id once; gives the ids that were not there before. */
export async function addEvidence(db: Db, city: CityId, pieces: readonly Evidence[]): Promise<Set<EvidenceId>> {
  const flat = pieces.map(({ place, ...it }) => ({ ...it, lng: place?.[0] ?? null, lat: place?.[1] ?? null }))
  const added = await db.all(
    Added,
    sql`insert into evidence (city_id, id, sha256, name, media_type, bytes, width, height, taken_at, lng, lat, added_at, added_by)
        select ${city}, id, sha256, name, media_type, bytes, width, height, taken_at, lng, lat, added_at, added_by
        from ${rows(flat, columns)} on conflict do nothing returning id`,
  )
  return new Set(added.map(({ id }) => id))
}

/** Holds a piece until the transaction ends: it is not erased meanwhile, and other facts may still name it. */
export const holdPiece = (db: Db, city: CityId, id: EvidenceId) =>
  db.run(sql`select 1 from evidence where city_id = ${city} and id = ${id} for share`)

/** The row of an id. */
export async function findEvidence(db: Db, city: CityId, id: EvidenceId): Promise<FoundEvidence | undefined> {
  const row = await db.find(
    EvidenceRow,
    sql`select e.id, e.sha256, e.name, e.media_type, e.bytes, e.width, e.height, e.taken_at, e.lng, e.lat, e.added_at, e.added_by,
          x.at as erased_at
        from evidence e left join erased_evidence x on x.city_id = e.city_id and x.evidence_id = e.id
        where e.city_id = ${city} and e.id = ${id}`,
  )
  if (!row) return undefined
  const { lng, lat, ...rest } = row
  return { ...rest, place: lng === null || lat === null ? null : [lng, lat] }
}

/** The row of an id whose content is there. *Refuses:* 404; 410 `evidence.gone`. */
export async function getKept(db: Db, city: CityId, id: EvidenceId): Promise<Evidence> {
  const found = await findEvidence(db, city, id)
  if (!found) throw new Problem('api.notFound', 404)
  const { erasedAt, ...it } = found
  if (erasedAt !== null) throw new Problem('evidence.gone', 410, { at: erasedAt })
  return it
}

/** What a person sent in and is still there, oldest first. */
export const listSentBy = (db: Db, city: CityId, person: PersonId, most: number) =>
  db.all(
    Evidence.pick({ id: true, sha256: true, name: true, bytes: true, addedAt: true }),
    sql`select id, sha256, name, bytes, added_at from evidence where city_id = ${city} and added_by = ${person}
          and id not in (select evidence_id from erased_evidence where city_id = ${city}) order by added_at, id limit ${most}`,
  )

const NameRow = z.object({ id: EvidenceId, sha256: z.string(), erased: z.boolean() })

/** The hashes of a city's pieces in the order of their ids, and whether each was erased. */
export const listNames = (db: Db, city: CityId, after: string | undefined, limit: number) =>
  db.all(
    NameRow,
    sql`select e.id, e.sha256, x.evidence_id is not null as erased
        from evidence e left join erased_evidence x on x.city_id = e.city_id and x.evidence_id = e.id
        where e.city_id = ${city} and (${after ?? null}::uuid is null or e.id > ${after ?? null}::uuid) order by e.id limit ${limit}`,
  )

const Known = z.object({ id: z.string() })

/** Which of these ids exist, so that a sender is told about each photo that never arrived. */
export async function listKnownEvidence(db: Db, city: CityId, ids: readonly EvidenceId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const found = await db.all(Known, sql`select id from evidence where city_id = ${city} and id = any(${ids}::uuid[])`)
  return new Set(found.map(({ id }) => id))
}
