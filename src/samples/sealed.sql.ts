/** SQL of envelopes: visits of a sealed sample, kept apart from all others until the release. */
import { z } from 'zod'
import { type CityId, EvidenceId, ObservationId, PersonId, PointId, VisitId } from '../base/ids.ts'
import { all, type Db, json, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { SampleId } from './sample.ts'

/** What is in an envelope: a visit graded by the standards of the day it came. */
export const Contents = z.object({
  visitedAt: Instant,
  note: z.string(),
  results: z.array(
    z.object({
      id: ObservationId,
      fact: z.string(),
      grade: z.string(),
      factor: z.int().nullable(),
      value: z.int().nullable(),
      note: z.string(),
      photos: z.array(EvidenceId),
    }),
  ),
})
export type Contents = z.infer<typeof Contents>

const Envelope = z.object({ id: VisitId, pointId: PointId, visit: Contents, receivedAt: Instant, by: PersonId })
export type Envelope = z.infer<typeof Envelope>

const columns = sql`id, point_id, visit, received_at, by`

/** One envelope. */
export const findEnvelope = (db: Db, city: CityId, id: VisitId): Promise<Envelope | undefined> =>
  db.find(Envelope, sql`select ${columns} from sealed_visits where city_id = ${city} and id = ${id}`)

/** Keeps an envelope. */
export const addEnvelope = (db: Db, city: CityId, sample: SampleId, it: Envelope) =>
  db.run(
    sql`insert into sealed_visits (city_id, id, sample_id, point_id, visit, received_at, by)
        values (${city}, ${it.id}, ${sample}, ${it.pointId}, ${json(it.visit)}, ${it.receivedAt}, ${it.by})`,
  )

/** Envelopes of a sample after one, for the release. */
export const listEnvelopes = (db: Db, city: CityId, sample: SampleId, after: VisitId | undefined, limit: number): Promise<Envelope[]> =>
  db.all(
    Envelope,
    sql`select ${columns} from sealed_visits where ${all(sql`city_id = ${city} and sample_id = ${sample}`, after && sql`id > ${after}`)}
        order by id limit ${limit}`,
  )

/**
 * Whether a photo is shut to a person: who sent it walks a sealed sample that was drawn by then, it proves nothing that is open
 * (an observation, an ordinary case, a whistle, an answer to a form), and the person is none of those who read that sample. Anything else stays open:
 * a photo of daily work that is missing would name who walks.
 */
export const isShutPhoto = async (db: Db, city: CityId, person: PersonId, id: EvidenceId): Promise<boolean> =>
  (await db.find(
    z.object({ id: EvidenceId }),
    sql`select e.id from evidence e
        where e.city_id = ${city} and e.id = ${id} and e.added_by <> ${person}
          and exists (select from ${walked} where ${ofSender} and s.sealed and e.added_at >= s.drawn_at)
          and not exists (
            select from ${walked} join sample_readers r on r.city_id = w.city_id and r.sample_id = w.sample_id and r.person_id = ${person}
            where ${ofSender})
          and not exists (select from observation_photos o where o.city_id = e.city_id and o.evidence_id = e.id)
          and not exists (select from case_photos c where c.city_id = e.city_id and c.evidence_id = e.id)
          and not exists (
            select from form_files f join form_answers a on a.city_id = f.city_id and a.id = f.answer_id and a.by = e.added_by
            where f.city_id = e.city_id and f.evidence_id = e.id)
          and not exists (
            select from events x join whistles h on h.city_id = x.city_id and h.id = x.thing
            where x.city_id = e.city_id and x.at >= e.added_at and x.by = e.added_by and x.data -> 'photos' @> jsonb_build_array(e.id))`,
  )) !== undefined

const walked = sql`sample_readers w join samples s on s.city_id = w.city_id and s.id = w.sample_id and s.released_at is null`
const ofSender = sql`w.city_id = e.city_id and w.person_id = e.added_by`
