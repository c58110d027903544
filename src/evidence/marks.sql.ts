/** SQL of what makes photos searchable and checkable: their remembered pictures, the camera's facts, and the device's words. */
import { z } from 'zod'
import { type CityId, EvidenceId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { type Db, json, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Camera } from './camera/camera.ts'
import type { DeviceWords } from './evidence.ts'

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** What is kept of a photo, as it is added. */
export interface NewMarks extends DeviceWords {
  readonly id: EvidenceId
  readonly hashes: Uint8Array | null
  readonly thumb: Uint8Array | null
  readonly camera: Camera
}

const markColumns = {
  id: 'uuid',
  hashes: 'text',
  thumb: 'text',
  camera: 'jsonb',
  device: 'text',
  deviceAt: 'timestamptz',
  sentAt: 'timestamptz',
  lng: 'double precision',
  lat: 'double precision',
  accuracyM: 'double precision',
  mocked: 'boolean',
}
const base64 = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('base64')

/** Adds the marks of photos; known ones stay. */
export const addMarks = (db: Db, city: CityId, list: readonly NewMarks[]) => {
  const flat = list.map((it) => ({
    ...it,
    hashes: base64(it.hashes),
    thumb: base64(it.thumb),
    mocked: it.mocked === undefined ? null : it.mocked === 'true',
  }))
  return db.run(
    sql`insert into evidence_marks (city_id, evidence_id, hashes, thumb, camera, device, device_at, sent_at, lng, lat, accuracy_m, mocked)
        select ${city}, id, decode(hashes, 'base64'), decode(thumb, 'base64'), camera, device, device_at, sent_at, lng, lat, accuracy_m, mocked
        from ${rows(flat, markColumns)} on conflict do nothing`,
  )
}

const unseen = sql`camera ->> 'unseen' is not null`

/** Photos that were taken in without being decoded, after an id. */
export const listUnseen = (db: Db, city: CityId, after: string, limit: number) =>
  db.all(
    z.object({ id: EvidenceId, sha256: z.string() }),
    sql`select e.id, e.sha256 from evidence e
        where e.city_id = ${city} and e.id in (
          select evidence_id from evidence_marks where city_id = ${city} and number is null and evidence_id > ${after} and ${unseen}
          order by evidence_id limit ${limit})
        order by e.id`,
  )

/** What was seen in a photo; whoever comes second changes nothing. */
export const seeMarks = (db: Db, city: CityId, { id, hashes, thumb, camera }: Pick<NewMarks, 'id' | 'hashes' | 'thumb' | 'camera'>) =>
  db.run(
    sql`update evidence_marks set hashes = ${hashes}, thumb = ${thumb}, camera = ${json(camera)}
        where city_id = ${city} and evidence_id = ${id} and ${unseen}`,
  )

/** That the picture of a photo cannot be opened: nothing will ever be seen in it, and what its camera wrote stays. */
export const breakMarks = (db: Db, city: CityId, id: EvidenceId) =>
  db.run(
    sql`update evidence_marks set camera = (camera - 'unseen') || '{"broken": true}'::jsonb
        where city_id = ${city} and evidence_id = ${id} and ${unseen}`,
  )

/** What is known of a photo. */
export const MarksRow = z.object({
  id: EvidenceId,
  sha256: z.string(),
  hashes: Bytes.nullable(),
  thumb: Bytes.nullable(),
  camera: Camera,
  device: z.string().nullable(),
  deviceAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  accuracyM: z.number().nullable(),
  mocked: z.boolean().nullable(),
  number: z.int().nullable(),
  addedAt: Instant,
  addedBy: z.uuid().nullable(),
})
export type MarksRow = z.infer<typeof MarksRow>

const columns = sql`m.evidence_id as id, e.sha256, m.hashes, m.thumb, m.camera, m.device, m.device_at, m.sent_at, m.lng, m.lat, m.accuracy_m,
  m.mocked, m.number, e.added_at, e.added_by`

/** The marks of these photos; an erased one has none. */
export const listMarks = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(
    MarksRow,
    sql`select ${columns} from evidence_marks m join evidence e on e.city_id = m.city_id and e.id = m.evidence_id
        where m.city_id = ${city} and m.evidence_id = any(${[...ids]}::uuid[])
          and not exists (select 1 from erased_evidence x where x.city_id = m.city_id and x.evidence_id = m.evidence_id)`,
  )

const Kept = z.object({ hashes: Bytes.nullable(), number: z.int() })

/** Hashes in the order in which photos became searchable, from a number on. An erased one keeps its number and has no hashes. */
export const listHashesAfter = (db: Db, city: CityId, after: number, limit: number) =>
  db.all(Kept, sql`select hashes, number from evidence_marks where city_id = ${city} and number > ${after} order by number limit ${limit}`)

/**
 * Makes up to `limit` new photos searchable: gives each its number. Numbers are handed out one transaction at a time, so who
 * has read up to a number has read all below it.
 */
export async function numberMarks(db: Db, city: CityId, limit: number): Promise<number> {
  await db.run(sql`select pg_advisory_xact_lock(${city}, 29)`)
  return db.run(
    sql`update evidence_marks m set number = fresh.number from (
          select n.evidence_id, (select coalesce(max(number), -1) from evidence_marks where city_id = ${city})
            + row_number() over (order by n.evidence_id) as number
          from (select evidence_id from evidence_marks where city_id = ${city} and number is null and not (${unseen}) order by evidence_id limit ${limit}) n
        ) fresh where m.city_id = ${city} and m.evidence_id = fresh.evidence_id`,
  )
}

const Candidate = z.object({ id: EvidenceId, number: z.int(), thumb: Bytes, sha256: z.string() })

/** The remembered pictures of these numbers; erased ones are not among them. */
export const listCandidates = (db: Db, city: CityId, numbers: readonly number[]) =>
  db.all(
    Candidate,
    sql`select m.evidence_id as id, m.number, m.thumb, e.sha256 from evidence_marks m
        join evidence e on e.city_id = m.city_id and e.id = m.evidence_id
        where m.city_id = ${city} and m.number = any(${[...numbers]}::bigint[]) and m.thumb is not null`,
  )

/** Photos with these very bytes. */
export const listSameBytes = (db: Db, city: CityId, sha256: string) =>
  db.all(
    z.object({ id: EvidenceId }),
    sql`select e.id from evidence e where e.city_id = ${city} and e.sha256 = ${sha256} order by e.added_at, e.id limit 50`,
  )

const HabitRow = z.object({ photos: z.int(), block: z.int(), time: z.int(), place: z.int() })

/** How the last photos of a device, or of a model, were; the photo itself is left out. */
export const findHabit = (db: Db, city: CityId, { id, device, model }: { id: EvidenceId; device?: string; model?: string }) =>
  db.find(
    HabitRow,
    sql`select count(*)::int as photos, coalesce(sum((camera ->> 'block')::boolean::int), 0)::int as block,
          count(camera ->> 'takenAt')::int as time, coalesce(sum((camera ->> 'gps' = 'there')::int), 0)::int as place
        from (select camera from evidence_marks where city_id = ${city} and evidence_id <> ${id}
          and ${device === undefined ? sql`camera ->> 'model' = ${model}` : sql`device = ${device}`}
          order by evidence_id desc limit 50) last`,
  )

/** Where the device said it was. */
export const placeOf = ({ lng, lat }: Pick<MarksRow, 'lng' | 'lat'>): Place | null => (lng === null || lat === null ? null : [lng, lat])
