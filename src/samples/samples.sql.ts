/** SQL of samples: how each stands, and who may look in. What is drawn is in `draw.sql.ts`, who goes where in `points.sql.ts`. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, type PersonId, RoundId, UnitId } from '../base/ids.ts'
import { all, type Db, like, type Sql, sql } from '../base/sql.ts'
import { dayOf, Instant } from '../base/time.ts'
import { Plan } from './draw.ts'
import { SampleId, type SampleState } from './sample.ts'

const SampleRow = z.object({
  id: SampleId,
  roundId: RoundId,
  roundZh: z.string(),
  roundEn: z.string(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  plan: Plan,
  sealed: z.boolean(),
  releaseAt: Instant.nullable(),
  commitment: z.string(),
  frameHash: z.string(),
  committedAt: Instant,
  drawnAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
  witness: z.string().nullable(),
  framePoints: z.int(),
  drawnPoints: z.int(),
})
export type SampleRow = z.infer<typeof SampleRow>

const samplesWhere = (city: CityId, where: Sql, rest: Sql) => sql`
  select s.id, s.round_id, r.title_zh as round_zh, r.title_en as round_en, s.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, s.plan,
    s.sealed, s.release_at, s.commitment, s.frame_hash, s.committed_at, s.drawn_at, s.released_at, s.witness, s.frame_points, s.drawn_points
  from samples s
  join rounds r on r.city_id = s.city_id and r.id = s.round_id
  join units u on u.city_id = s.city_id and u.id = s.unit_id
  where s.city_id = ${city} and ${where} ${rest}`

/** One sample; held until the transaction ends when it is to be changed. */
export const findSample = (db: Db, city: CityId, id: SampleId, lock = false): Promise<SampleRow | undefined> =>
  db.find(SampleRow, samplesWhere(city, sql`s.id = ${id}`, lock ? sql`for update of s` : sql``))

const stateIs: Record<SampleState, Sql> = {
  bound: sql`s.drawn_at is null and s.released_at is null`,
  drawn: sql`s.drawn_at is not null and s.released_at is null`,
  released: sql`s.released_at is not null`,
}
const orders: Orders<SampleRow> = { committed: { key: sql`s.committed_at`, type: 'timestamptz', of: ({ committedAt }) => committedAt } }

/** What a list of samples can be narrowed to. */
export interface SampleFilter {
  readonly state?: SampleState | undefined
  readonly text?: string | undefined
  readonly unit?: string | undefined
}

/** One page of samples, last bound first. */
export const listSamples = (db: Db, city: CityId, { state, text, unit }: SampleFilter, turn: Turn): Promise<PageOf<SampleRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) => {
      const words = text === undefined ? undefined : sql`(r.title_zh ilike ${like(text)} or r.title_en ilike ${like(text)})`
      return db.all(
        SampleRow,
        samplesWhere(city, all(state && stateIs[state], unit === undefined ? undefined : sql`s.unit_id = ${unit}`, words, beyond), rest),
      )
    },
    sql`s.id`,
  )

/** Sealed samples that are being walked, held until the transaction ends: nothing comes in, and none is told, meanwhile. */
export const holdSealed = (db: Db, city: CityId): Promise<{ id: SampleId }[]> =>
  db.all(
    z.object({ id: SampleId }),
    sql`select id from samples where city_id = ${city} and sealed and drawn_at is not null and released_at is null order by id for update`,
  )

/** Samples whose release has come. */
export const listDue = (db: Db, city: CityId, at: string): Promise<{ id: SampleId }[]> =>
  db.all(
    z.object({ id: SampleId }),
    sql`select id from samples where city_id = ${city} and released_at is null and drawn_at is not null and release_at <= ${at} order by release_at limit 100`,
  )

/** Lets people look into a sealed sample: with `by` whom somebody took along, without everybody who holds a post of its unit. */
export const addReaders = (
  db: Db,
  city: CityId,
  { id, unitId }: { id: SampleId; unitId: UnitId },
  { at, by, people }: { at: string; by: PersonId | null; people?: readonly PersonId[] },
) =>
  db.run(
    sql`insert into sample_readers (city_id, sample_id, person_id, at, by)
        select distinct ${city}::int, ${id}::uuid, h.person_id, ${at}::timestamptz, ${by}::uuid
        from post_holders h join posts p on p.city_id = h.city_id and p.id = h.post_id
        where ${all(
          sql`h.city_id = ${city} and p.unit_id = ${unitId} and h.from_on <= ${dayOf(at)}::date`,
          sql`(h.to_on is null or h.to_on >= ${dayOf(at)}::date)`,
          people && sql`h.person_id = any(${[...people]}::uuid[])`,
        )} on conflict do nothing`,
  )

/** Those of these samples into which a person may look while they are sealed. */
export const listReadBy = async (db: Db, city: CityId, person: PersonId, samples: readonly SampleId[]): Promise<Set<string>> =>
  new Set(
    (
      await db.all(
        z.object({ id: SampleId }),
        sql`select sample_id as id from sample_readers
            where city_id = ${city} and person_id = ${person} and sample_id = any(${[...samples]}::uuid[])`,
      )
    ).map(({ id }) => id),
  )

/** Marks a sample as told to everybody. */
export const saveReleased = (db: Db, city: CityId, id: SampleId, at: string) =>
  db.run(sql`update samples set released_at = ${at} where city_id = ${city} and id = ${id}`)
