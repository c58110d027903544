/** SQL of what photos prove: observations of a visit or of the desk, and steps of cases. A photo that proves nothing yet is nobody's business. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { EvidenceId, PersonId, PointId } from '../base/ids.ts'
import { type Db, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'

/** What a photo can be a proof of. A visit stands for its observations: one place, one moment, one person. */
export const AboutKind = z.enum(['visit', 'observation', 'case'])

/** One use of a photo. */
export const UseRow = z.object({
  photo: EvidenceId,
  kind: AboutKind,
  about: z.uuid(),
  at: Instant,
  by: PersonId.nullable(),
  pointId: PointId.nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  seq: z.int(),
})
export type UseRow = z.infer<typeof UseRow>

const seen = (city: CityId, where: Sql) => sql`
  select f.evidence_id as photo, case when o.visit_id is null then 'observation' else 'visit' end as kind, coalesce(o.visit_id, o.id) as about,
    o.observed_at as at, o.by, o.point_id, p.lng, p.lat, o.seq
  from observations o join observation_photos f on f.city_id = o.city_id and f.observation_id = o.id
  left join points p on p.city_id = o.city_id and p.id = o.point_id
  where o.city_id = ${city} and ${where}`

/** Photos of observations with numbers after `after`, up to `to`. */
export const listSeen = (db: Db, city: CityId, { after, to, limit }: { after: number; to: number; limit: number }) =>
  db.all(UseRow, sql`${seen(city, sql`o.seq > ${after} and o.seq <= ${to}`)} order by o.seq, f.evidence_id limit ${limit}`)

/** What these photos prove, the oldest use first. */
export const listUses = (db: Db, city: CityId, photos: readonly string[]) =>
  db.all(
    UseRow,
    sql`select * from (
      ${seen(city, sql`f.evidence_id = any(${[...photos]}::uuid[])`)}
      union all
      select f.evidence_id as photo, 'case' as kind, c.id as about, c.reported_at as at, c.reported_by as by, c.point_id,
        coalesce(c.lng, p.lng), coalesce(c.lat, p.lat), 0 as seq
      from case_photos f join cases c on c.city_id = f.city_id and c.id = f.case_id
      left join points p on p.city_id = c.city_id and p.id = c.point_id
      where f.city_id = ${city} and f.evidence_id = any(${[...photos]}::uuid[])
    ) uses order by at, photo limit 500`,
  )

const CasePlace = z.object({ id: z.uuid(), pointId: PointId.nullable(), lng: z.number().nullable(), lat: z.number().nullable() })

/** Where these cases are. */
export const listCasePlaces = (db: Db, city: CityId, cases: readonly string[]) =>
  db.all(
    CasePlace,
    sql`select c.id, c.point_id, coalesce(c.lng, p.lng) as lng, coalesce(c.lat, p.lat) as lat
        from cases c left join points p on p.city_id = c.city_id and p.id = c.point_id
        where c.city_id = ${city} and c.id = any(${[...cases]}::uuid[])`,
  )

const OtherRow = z.object({ about: z.uuid(), at: Instant, pointId: PointId, lng: z.number(), lat: z.number() })

/** The visits of a person just before and just after a moment. */
export const listAround = (db: Db, city: CityId, { by, at, not }: { by: string; at: string; not: string }) =>
  db.all(
    OtherRow,
    sql`select v.id as about, v.visited_at as at, v.point_id, p.lng, p.lat from (
          (select * from visits where city_id = ${city} and by = ${by} and visited_at <= ${at} and id <> ${not} order by visited_at desc limit 1)
          union all
          (select * from visits where city_id = ${city} and by = ${by} and visited_at > ${at} and id <> ${not} order by visited_at limit 1)
        ) v join points p on p.city_id = v.city_id and p.id = v.point_id where v.city_id = ${city}`,
  )

/** Photos without marks: of residents, of other apps, and from before there were marks. A covered copy is no photo of its own. */
export const listUnmarked = (db: Db, city: CityId, after: string, limit: number) =>
  db.all(
    z.object({ id: EvidenceId, sha256: z.string() }),
    sql`select e.id, e.sha256 from evidence e
        where e.city_id = ${city} and e.id > ${after} and e.media_type in ('image/jpeg', 'image/png', 'image/webp')
          and not exists (select 1 from evidence_marks m where m.city_id = e.city_id and m.evidence_id = e.id)
          and not exists (select 1 from erased_evidence x where x.city_id = e.city_id and x.evidence_id = e.id)
          and not exists (select 1 from blurred_photos b where b.city_id = e.city_id and b.evidence_id = e.id)
        order by e.id limit ${limit}`,
  )
