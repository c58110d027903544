/** SQL of the chain from one photo to what it proves. */
import { z } from 'zod'
import { CaseId, type CityId, DutyId, EditionId, ObservationId, PersonId, ScoreId, VisitId } from '../base/ids.ts'
import { type Db, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { FormAnswerId, FormVersionId } from '../forms/form.ts'
import { WhistleId } from '../whistles/whistle.ts'
import { PointColumns, pointColumns } from '../city/pointHead.sql.ts'

const SeenRow = PointColumns.extend({
  id: ObservationId,
  seq: z.int(),
  visitId: VisitId.nullable(),
  kind: z.string(),
  fact: z.string(),
  grade: z.string().nullable(),
  at: Instant,
})

/** Observations with this photo. */
export const listSeenBy = (db: Db, city: CityId, photo: string) =>
  db.all(
    SeenRow,
    sql`select o.id, o.seq, o.visit_id, o.kind, o.fact, o.grade, o.observed_at as at, ${pointColumns}
        from observation_photos f join observations o on o.city_id = f.city_id and o.id = f.observation_id
        left join points p on p.city_id = o.city_id and p.id = o.point_id
        left join areas s on s.city_id = p.city_id and s.id = p.street_id
        where f.city_id = ${city} and f.evidence_id = ${photo} order by o.seq limit 200`,
  )

const CaseRow = PointColumns.extend({ id: CaseId, no: z.string(), step: z.string(), at: Instant })

/** Cases with this photo. */
export const listCaseLinks = (db: Db, city: CityId, photo: string) =>
  db.all(
    CaseRow,
    sql`select c.id, c.no, f.step, c.reported_at as at, ${pointColumns}
        from case_photos f join cases c on c.city_id = f.city_id and c.id = f.case_id
        left join points p on p.city_id = c.city_id and p.id = c.point_id
        left join areas s on s.city_id = p.city_id and s.id = p.street_id
        where f.city_id = ${city} and f.evidence_id = ${photo} order by c.reported_at limit 200`,
  )

const AnswerRow = PointColumns.extend({ id: FormAnswerId, form: FormVersionId, title: z.string(), at: Instant })

/** Answers to forms that name this file. */
export const listAnswerLinks = (db: Db, city: CityId, file: string) =>
  db.all(
    AnswerRow,
    sql`select a.id, a.form, v.title, a.filled_at as at, ${pointColumns}
        from form_files f join form_answers a on a.city_id = f.city_id and a.id = f.answer_id
        join forms v on v.city_id = a.city_id and v.id = a.form
        left join points p on p.city_id = a.city_id and p.id = a.point_id
        left join areas s on s.city_id = p.city_id and s.id = p.street_id
        where f.city_id = ${city} and f.evidence_id = ${file} order by a.filled_at limit 200`,
  )

const WhistleRow = z.object({ id: WhistleId, no: z.string(), event: z.string(), at: Instant })

/**
 * Whistles with this photo: it stands in the event that brought it. No whistle is older than its photo, so only events since then are read.
 */
export const listWhistleLinks = (db: Db, city: CityId, photo: string, since: string) =>
  db.all(
    WhistleRow,
    sql`select w.id, w.no, e.kind as event, e.at from events e join whistles w on w.city_id = e.city_id and w.id = e.thing
        where e.city_id = ${city} and e.kind in ('whistle.raised', 'whistle.signedIn', 'whistle.recorded', 'whistle.finished')
          and e.at >= ${since} and e.data -> 'photos' @> ${JSON.stringify([photo])}::jsonb
        order by e.seq limit 200`,
  )

const DutyRow = z.object({
  id: DutyId,
  edition: EditionId,
  criterion: z.string(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
})

/** The duties of requirements: pairs of edition and criterion. */
export const listDutiesOf = (db: Db, city: CityId, of: readonly { readonly edition: EditionId; readonly criterion: string }[]) =>
  db.all(
    DutyRow,
    sql`select d.id, d.edition_id as edition, d.criterion, u.name_zh as unit_zh, u.name_en as unit_en from duties d
        join ${rows(of, { edition: 'uuid', criterion: 'text' })} on d.edition_id = r.edition and d.criterion = r.criterion
        left join units u on u.city_id = d.city_id and u.id = d.lead_unit_id
        where d.city_id = ${city} and d.state <> 'dropped' order by d.criterion, d.id limit 200`,
  )

/** The last stored score of each edition, and the number of the last fact that it counted. */
export const listScoresOf = (db: Db, city: CityId, editions: readonly EditionId[]) =>
  db.all(
    z.object({ edition: EditionId, id: ScoreId, madeAt: Instant, upTo: z.int() }),
    sql`select distinct on (edition_id) edition_id as edition, id, made_at, (basis ->> 'upTo')::bigint as up_to from scores
        where city_id = ${city} and edition_id = any(${[...editions]}::uuid[]) order by edition_id, made_at desc, id desc`,
  )

/** Who sent a photo. */
export const findTaker = (db: Db, city: CityId, person: string) =>
  db.find(z.object({ id: PersonId, name: z.string() }), sql`select id, name from people where city_id = ${city} and id = ${person}`)
