/** SQL of how visits were filled in, and of the answers that wait for a person. */
import { z } from 'zod'
import { EditionId, EvidenceId, type CityId, ObservationId, PersonId, type VisitId } from '../base/ids.ts'
import { type Db, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { type Fill, PhotoFill } from './fill.ts'
import { type GradedResult, ResultData } from './visit.ts'

const FillRow = z.object({
  device: z.uuid(),
  turn: z.int(),
  at: Instant,
  offsetMs: z.int().nullable(),
  editions: z.array(EditionId),
  photos: z.array(PhotoFill),
})

/** How one visit was filled in, as it came. */
export interface NewFill {
  readonly visit: VisitId
  readonly fill: Fill
  readonly at: Instant
  readonly by: PersonId
}

const fillColumns = {
  visit: 'uuid',
  device: 'uuid',
  turn: 'int',
  deviceAt: 'timestamptz',
  offsetMs: 'bigint',
  editions: 'jsonb',
  photos: 'jsonb',
  by: 'uuid',
  at: 'timestamptz',
}

/** Keeps how visits were filled in; once a device and turn. */
export async function addFills(db: Db, city: CityId, list: readonly NewFill[]): Promise<void> {
  if (list.length === 0) return
  const fills = list.map(({ fill, ...it }) => ({ ...fill, deviceAt: fill.at, ...it }))
  await db.run(
    sql`insert into visit_fills (city_id, visit_id, device_id, turn, device_at, offset_ms, editions, photos, by, recorded_at)
        select ${city}, visit, device, turn, device_at, offset_ms, array(select jsonb_array_elements_text(editions)::uuid), photos, by, at
        from ${rows(fills, fillColumns)} on conflict do nothing`,
  )
}

/** How a visit was filled in, first come first. */
export const listFills = (db: Db, city: CityId, visit: VisitId): Promise<Fill[]> =>
  db.all(
    FillRow,
    sql`select device_id as device, turn, device_at as at, offset_ms, editions, photos from visit_fills
        where city_id = ${city} and visit_id = ${visit} order by recorded_at, turn`,
  )

const RivalRow = z.object({
  id: ObservationId,
  fact: z.string(),
  against: ObservationId,
  grade: z.string(),
  value: z.int().nullable(),
  data: ResultData.nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  observedAt: Instant,
  settledAt: Instant.nullable(),
  taken: z.boolean().nullable(),
})
export type RivalRow = z.infer<typeof RivalRow>

/** A rival as it came. */
export interface NewRival {
  readonly result: GradedResult
  readonly against: string
}

/** Keeps answers that differ from those that stand. */
export const addRivals = (
  db: Db,
  city: CityId,
  { id, visitedAt, recordedAt, by }: { id: VisitId; visitedAt: Instant; recordedAt: Instant; by: PersonId },
  list: readonly NewRival[],
) =>
  db.run(
    sql`insert into visit_rivals (city_id, id, visit_id, fact, against, grade, value, data, note, photos, by, observed_at, recorded_at)
        select ${city}, id, ${id}::uuid, fact, against, grade, value, data, note, array(select jsonb_array_elements_text(photos)::uuid), ${by}::uuid,
          ${visitedAt}::timestamptz, ${recordedAt}::timestamptz
        from ${rows(
          list.map(({ result, against }) => ({ data: null, ...result, against })),
          { id: 'uuid', fact: 'text', against: 'uuid', grade: 'text', value: 'bigint', data: 'jsonb', note: 'text', photos: 'jsonb' },
        )} on conflict do nothing`,
  )

/** The rivals of a visit, settled ones included. */
export const listRivals = (db: Db, city: CityId, visit: VisitId): Promise<RivalRow[]> =>
  db.all(
    RivalRow,
    sql`select r.id, r.fact, r.against, r.grade, r.value, r.data, r.note, r.photos, r.by, who.name as by_name, r.observed_at, r.settled_at, r.taken
        from visit_rivals r left join people who on who.city_id = r.city_id and who.id = r.by
        where r.city_id = ${city} and r.visit_id = ${visit} order by r.recorded_at, r.id`,
  )

/** Settles a rival; false when it was settled before. */
export const settleRival = async (
  db: Db,
  city: CityId,
  id: ObservationId,
  { taken, at, by }: { taken: boolean; at: Instant; by: PersonId },
): Promise<boolean> =>
  (await db.run(
    sql`update visit_rivals set settled_at = ${at}, settled_by = ${by}, taken = ${taken}
        where city_id = ${city} and id = ${id} and settled_at is null`,
  )) > 0
