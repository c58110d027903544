/** SQL of the pack: points of an area or a round, and what was found at each last, in one question each. */
import { z } from 'zod'
import { AreaId, type CityId, type EvidenceId, type PersonId, PointId, type RoundId, UnitId } from '../base/ids.ts'
import { all, type Db, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { seesPoint } from '../inspections/seen.sql.ts'
import type { Seer } from '../inspections/seen.ts'
import { stands } from '../inspections/observations.sql.ts'
import { SampleId } from '../samples/sample.ts'

const PointRow = z.object({
  id: PointId,
  code: z.string(),
  type: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  address: z.string(),
  lng: z.number(),
  lat: z.number(),
  streetZh: z.string().nullable(),
  streetEn: z.string().nullable(),
  visitedAt: Instant.nullable(),
  step: z.int().nullable(),
})
export type PointRow = z.infer<typeof PointRow>

/** Which points. */
export interface Wanted {
  readonly area?: AreaId | undefined
  readonly round?: RoundId | undefined
  /** Whose walk it is: of a round that is shared out, theirs and what is nobody's. */
  readonly walker: PersonId
  readonly seer: Seer
  /** Sealed samples of the round that are walked by them and open to them. */
  readonly sealed: readonly SampleId[]
}

const wanted = (city: CityId, { area, round, walker, seer, sealed }: Wanted): Sql =>
  all(
    sql`p.city_id = ${city}`,
    sql`p.retired_on is null`,
    area && sql`(p.street_id = ${area} or p.community_id = ${area} or p.district_id = ${area})`,
    round &&
      sql`(exists (select 1 from round_points l where l.city_id = p.city_id and l.round_id = ${round} and l.point_id = p.id
        and (l.person_id is null or l.person_id = ${walker}) and ${seesPoint(seer)})
        or exists (select 1 ${sealedWalk(sealed, walker)}))`,
  )

/** A step of a sealed sample: nobody has it but who walks it. */
const sealedWalk = (sealed: readonly SampleId[], walker: PersonId) => sql`from sample_walks w
  where w.city_id = p.city_id and w.sample_id = any(${[...sealed]}::uuid[]) and w.point_id = p.id and w.person_id = ${walker}`

/** The points, street by street, in the order of codes; one more than `most` when there are more. */
export const listPackPoints = (db: Db, city: CityId, which: Wanted, most: number): Promise<PointRow[]> =>
  db.all(
    PointRow,
    sql`select p.id, p.code, p.type, p.name_zh, p.name_en, p.address, p.lng, p.lat, s.name_zh as street_zh, s.name_en as street_en,
          (select v.visited_at from visits v where v.city_id = p.city_id and v.point_id = p.id order by v.visited_at desc limit 1) as visited_at,
          coalesce(
            (select rp.step from round_points rp where rp.city_id = p.city_id and rp.round_id = ${which.round ?? null}::uuid and rp.point_id = p.id),
            (select w.step ${sealedWalk(which.sealed, which.walker)} limit 1)) as step
        from points p left join areas s on s.city_id = p.city_id and s.id = p.street_id
        where ${wanted(city, which)} order by step nulls last, s.code, p.code limit ${most + 1}`,
  )

const Counted = z.object({
  points: z.int(),
  types: z.array(z.string()),
  west: z.number().nullable(),
  south: z.number().nullable(),
  east: z.number().nullable(),
  north: z.number().nullable(),
})

/** How many points there are, of which kinds, and the box around them. */
export const countPackPoints = (db: Db, city: CityId, which: Wanted) =>
  db.find(
    Counted,
    sql`select count(*) as points, coalesce(array_agg(distinct p.type), '{}') as types, min(p.lng) as west, min(p.lat) as south,
          max(p.lng) as east, max(p.lat) as north
        from points p where ${wanted(city, which)}`,
  )

const Last = z.object({ pointId: PointId, fact: z.string(), grade: z.string(), observedAt: Instant })

/** What was found last of each fact at each of these points; `own`: only what this person recorded. */
export const listLastAtPoints = (db: Db, city: CityId, points: readonly PointId[], own?: PersonId) =>
  db.all(
    Last,
    sql`select distinct on (o.point_id, o.fact) o.point_id, o.fact, o.grade, o.observed_at from observations o
        where ${all(
          sql`o.city_id = ${city}`,
          sql`o.point_id = any(${points}::uuid[])`,
          sql`o.kind = 'check'`,
          sql`o.grade is not null`,
          own && sql`o.by = ${own}`,
        )} and ${stands(sql`o`)}
        order by o.point_id, o.fact, o.observed_at desc, o.seq desc`,
  )

const City = z.object({ nameZh: z.string(), nameEn: z.string().nullable() })

/** What the city is called. */
export const findCityWords = (db: Db, city: CityId) => db.find(City, sql`select name_zh, name_en from cities where city_id = ${city}`)

const Weighed = z.object({ pictures: z.int(), bytes: z.int() })

/** How many of these pictures are still there, and what they weigh: none more than `most`, since each is made smaller for the phone. */
export const weighPictures = (db: Db, city: CityId, ids: readonly EvidenceId[], most: number) =>
  db.find(
    Weighed,
    sql`select count(*)::int as pictures, coalesce(sum(least(e.bytes, ${most}::int)), 0)::int as bytes from evidence e
        where e.city_id = ${city} and e.id = any(${[...ids]}::uuid[])`,
  )

const Sealing = z.object({ id: SampleId, unitId: UnitId, sealed: z.boolean(), releasedAt: Instant.nullable() })

/** The samples that keep the visits of a round in envelopes for now and that somebody is to walk; the last bound first. */
export const listSealing = (db: Db, city: CityId, round: RoundId, walker: PersonId) =>
  db.all(
    Sealing,
    sql`select s.id, s.unit_id, s.sealed, s.released_at from samples s
        where s.city_id = ${city} and s.round_id = ${round} and s.sealed and s.released_at is null
          and exists (select 1 from sample_walks w where w.city_id = s.city_id and w.sample_id = s.id and w.person_id = ${walker})
        order by s.committed_at desc, s.id`,
  )
