/** SQL of participation: kinds, reports of the public, what is answered, and which photos may be seen. */
import { z } from 'zod'
import { CaseId, type CityId, EvidenceId, type PersonId } from '../base/ids.ts'
import { all, type Db, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Attribute, type PublicKind } from './kinds.ts'
import { PublicAnswer } from './view.ts'

const KindRow = z.object({
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  aboutZh: z.string(),
  aboutEn: z.string(),
  familyZh: z.string(),
  familyEn: z.string(),
  keywords: z.string(),
  class: z.string().nullable(),
  checked: z.boolean(),
  attributes: z.array(Attribute),
})

/** The city's own list of kinds, in its order; empty when it made none. */
export const listOwnKinds = async (db: Db, city: CityId): Promise<PublicKind[]> =>
  (
    await db.all(
      KindRow,
      sql`select code, title_zh, title_en, about_zh, about_en, family_zh, family_en, keywords, class, checked, attributes
        from public_kinds where city_id = ${city} order by position, code`,
    )
  ).map(({ titleZh, titleEn, aboutZh, aboutEn, familyZh, familyEn, ...it }) => ({
    ...it,
    title: { zh: titleZh, en: titleEn },
    about: { zh: aboutZh, en: aboutEn },
    family: { zh: familyZh, en: familyEn },
  }))

/** Puts another list in the place of the city's own. */
export async function putKinds(db: Db, city: CityId, kinds: readonly PublicKind[]): Promise<void> {
  await db.run(sql`delete from public_kinds where city_id = ${city}`)
  const list = kinds.map(({ title, about, family, ...it }, position) => ({
    ...it,
    titleZh: title.zh,
    titleEn: title.en,
    aboutZh: about.zh,
    aboutEn: about.en,
    familyZh: family.zh,
    familyEn: family.en,
    position,
  }))
  await db.run(sql`insert into public_kinds (city_id, code, title_zh, title_en, about_zh, about_en, family_zh, family_en, keywords, class,
      checked, attributes, position)
    select ${city}, code, title_zh, title_en, about_zh, about_en, family_zh, family_en, keywords, class, checked, attributes, position
    from ${rows(list, {
      code: 'text',
      titleZh: 'text',
      titleEn: 'text',
      aboutZh: 'text',
      aboutEn: 'text',
      familyZh: 'text',
      familyEn: 'text',
      keywords: 'text',
      class: 'text',
      checked: 'boolean',
      attributes: 'jsonb',
      position: 'int',
    })}`)
}

/** Ties a case to who reported it, by the hash of the secret in their link; false when the case has one. */
export const addReport = async (db: Db, city: CityId, it: { caseId: CaseId; kind: string; tokenHash: string; at: string }) =>
  (await db.run(sql`insert into public_reports (city_id, case_id, kind, token_hash, at)
    values (${city}, ${it.caseId}, ${it.kind}, ${it.tokenHash}, ${it.at}) on conflict do nothing`)) > 0

const Tied = z.object({ caseId: CaseId, kind: z.string(), at: Instant })

/** The report of a secret. */
export const findReport = (db: Db, city: CityId, tokenHash: string) =>
  db.find(Tied, sql`select case_id, kind, at from public_reports where city_id = ${city} and token_hash = ${tokenHash}`)

/** How many reports came since a time. */
export const countReports = async (db: Db, city: CityId, since: string): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), sql`select count(*)::int as n from public_reports where city_id = ${city} and at > ${since}`))!.n

const CaseRow = z.object({
  id: CaseId,
  no: z.string(),
  kind: z.string().nullable(),
  stage: z.string(),
  outcome: z.string().nullable(),
  text: z.string(),
  address: z.string(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  reportedAt: Instant,
  changedAt: Instant,
  dueAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  /** The case that it goes on in, where it was merged and is asked how it stands by now. */
  goesOnId: CaseId.nullable().optional(),
  goesOnNo: z.string().nullable().optional(),
})
export type CaseRow = z.infer<typeof CaseRow>

const columns = sql`c.id, c.no, r.kind, c.stage, c.outcome, c.text, c.address, c.lng, c.lat, u.name_zh as unit_zh, u.name_en as unit_en,
  c.reported_at, c.changed_at, c.due_at, c.closed_at`

/**
 * Beside a case `c`, as `g`: the case that it goes on in, when it was merged into another one, and that perhaps into a third. Who
 * reported hears of `g`. Nobody merges ten times; a ring would be a bug and must not hold a request for ever.
 */
export const goesOnIn = (city: CityId): Sql => sql`left join lateral (
  with recursive chain (id, turn) as (
    select (l ->> 'id')::uuid, 1 from jsonb_array_elements(c.life -> 'links') l where c.outcome = 'merged' and l ->> 'kind' = 'mergedInto'
    union all
    select (l ->> 'id')::uuid, chain.turn + 1 from chain join cases m on m.city_id = ${city} and m.id = chain.id
      cross join lateral jsonb_array_elements(m.life -> 'links') l where m.outcome = 'merged' and l ->> 'kind' = 'mergedInto' and chain.turn < 10)
  select m.* from chain join cases m on m.city_id = ${city} and m.id = chain.id order by chain.turn desc limit 1) g on true`

/** Cases that changed within a time, and those that were merged into one that did: their reporters are to hear of it, too. */
const changed = (city: CityId, after: string | undefined, before: string | undefined): Sql => sql`c.id in (
  with recursive heard (id, links) as (
    select h.id, h.life -> 'links' from cases h where ${all(
      sql`h.city_id = ${city}`,
      after === undefined ? undefined : sql`h.changed_at > ${after}`,
      before === undefined ? undefined : sql`h.changed_at < ${before}`,
    )}
    union
    select m.id, m.life -> 'links' from heard cross join lateral jsonb_array_elements(heard.links) l
      join cases m on m.city_id = ${city} and m.id = (l ->> 'id')::uuid where l ->> 'kind' = 'merged')
  select id from heard)`

const columnsNow = sql`c.id, c.no, r.kind, coalesce(g.stage, c.stage) as stage, case when g.id is null then c.outcome else g.outcome end as outcome,
  c.text, c.address, c.lng, c.lat, u.name_zh as unit_zh, u.name_en as unit_en, c.reported_at, greatest(c.changed_at, g.changed_at) as changed_at,
  case when g.id is null then c.due_at else g.due_at end as due_at, case when g.id is null then c.closed_at else g.closed_at end as closed_at,
  g.id as goes_on_id, g.no as goes_on_no`

/** One case, whether it came from the public or not. */
export const findCaseRow = (db: Db, city: CityId, id: CaseId) =>
  db.find(
    CaseRow,
    sql`select ${columns} from cases c left join public_reports r on r.city_id = c.city_id and r.case_id = c.id
        left join units u on u.city_id = c.city_id and u.id = c.unit_id where c.city_id = ${city} and c.id = ${id}`,
  )

/** What a list of public cases is narrowed to. */
export interface PublicFilter {
  readonly numbers?: readonly string[] | undefined
  readonly kinds?: readonly string[] | undefined
  readonly isClosed?: boolean | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly changedAfter?: string | undefined
  readonly changedBefore?: string | undefined
  /** Kinds whose reports are shown only when somebody has looked. */
  readonly checked: readonly string[]
}

/** Cases that came from the public, newest first, a merged one as the case stands that it goes on in; those that nobody has looked at yet are left out where their kind asks for it. */
export const listPublicCases = (db: Db, city: CityId, it: PublicFilter, { limit, offset }: { limit: number; offset: number }) =>
  db.all(
    CaseRow,
    sql`select ${columnsNow} from public_reports r join cases c on c.city_id = r.city_id and c.id = r.case_id ${goesOnIn(city)}
        left join units u on u.city_id = c.city_id and u.id = case when g.id is null then c.unit_id else g.unit_id end
        where ${all(
          sql`r.city_id = ${city}`,
          sql`not (c.stage = 'reported' and r.kind = any(${[...it.checked]}::text[]))`,
          it.numbers && sql`c.no = any(${[...it.numbers]}::text[])`,
          it.kinds && sql`r.kind = any(${[...it.kinds]}::text[])`,
          it.isClosed === undefined
            ? undefined
            : it.isClosed
              ? sql`coalesce(g.stage, c.stage) = 'closed'`
              : sql`coalesce(g.stage, c.stage) <> 'closed'`,
          it.from === undefined ? undefined : sql`r.at >= ${it.from}`,
          it.to === undefined ? undefined : sql`r.at <= ${it.to}`,
          it.changedAfter === undefined && it.changedBefore === undefined ? undefined : changed(city, it.changedAfter, it.changedBefore),
        )}
        order by ${it.changedAfter === undefined ? sql`r.at desc, r.case_id desc` : sql`greatest(c.changed_at, g.changed_at), c.id`} limit ${limit} offset ${offset}`,
  )

const Shown = z.object({ caseId: CaseId, step: z.string(), id: EvidenceId })

/** The pictures of cases that may be seen: of each photo the last copy that somebody made who looked it through. */
export const listShownPhotos = (db: Db, city: CityId, cases: readonly CaseId[]) =>
  db.all(
    Shown,
    sql`select f.case_id, f.step, b.evidence_id as id
        from case_photos f cross join lateral (
          select b.evidence_id from blurred_photos b where b.city_id = f.city_id and b.original_id = f.evidence_id
          order by b.at desc, b.evidence_id desc limit 1) b
        where f.city_id = ${city} and f.case_id = any(${[...cases]}::uuid[]) order by f.case_id, f.evidence_id`,
  )

const Taker = z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string() })

/** The cities whose people can report. A province has no street of its own: what is wrong there is reported to its cities. */
export const listTakers = (db: Db) =>
  db.all(Taker, sql`select code, name_zh, name_en from cities where kind is distinct from 'province' order by city_id`)

const Told = z.object({ sent: z.int(), handled: z.int(), reworked: z.int() })

/**
 * What is told of a case in numbers: the photos that came with the report and those of handling it, which are known to be there before
 * anybody has looked them through, and how often it was sent back because it was not done.
 */
export const getTold = async (db: Db, city: CityId, id: CaseId): Promise<z.infer<typeof Told>> =>
  (await db.find(
    Told,
    sql`select count(f.evidence_id) filter (where f.step = 'report')::int as sent, count(f.evidence_id) filter (where f.step <> 'report')::int as handled,
          coalesce((c.life ->> 'reworked')::int, 0) as reworked
        from cases c left join case_photos f on f.city_id = c.city_id and f.case_id = c.id
        where c.city_id = ${city} and c.id = ${id} group by c.city_id, c.id`,
  ))!

/** Whether a picture may be seen by everybody: a copy that somebody made of a photo of a case from the public. */
export const isShown = async (db: Db, city: CityId, id: EvidenceId): Promise<boolean> =>
  (await db.find(
    z.object({ yes: z.int() }),
    sql`select 1 as yes from blurred_photos b join case_photos f on f.city_id = b.city_id and f.evidence_id = b.original_id
        join public_reports r on r.city_id = f.city_id and r.case_id = f.case_id
        where b.city_id = ${city} and b.evidence_id = ${id} limit 1`,
  )) !== undefined

/** Adds an answer; false when its id is known. */
export const addAnswer = async (db: Db, city: CityId, it: PublicAnswer & { by: PersonId | null }): Promise<boolean> =>
  (await db.run(sql`insert into public_answers (city_id, id, case_id, text, at, by)
    values (${city}, ${it.id}, ${it.caseId}, ${it.text}, ${it.at}, ${it.by}) on conflict do nothing`)) > 0

/** What was answered about cases, oldest first. */
export const listAnswers = (db: Db, city: CityId, cases: readonly CaseId[]) =>
  db.all(
    PublicAnswer,
    sql`select id, case_id, text, at from public_answers
        where city_id = ${city} and case_id = any(${[...cases]}::uuid[]) order by at, id`,
  )

const Update = PublicAnswer.extend({ no: z.string(), stage: z.string(), outcome: z.string().nullable() })

/** What was answered in public since a time, oldest first, once for the case and once for each report that was merged into it. */
export const listUpdates = (db: Db, city: CityId, { from, to, limit }: { from: string; to: string; limit: number }) =>
  db.all(
    Update,
    sql`with recursive heard (id, at, answer, stage, outcome, links, text) as (
          select a.case_id, a.at, a.id, c.stage, c.outcome, c.life -> 'links', a.text from public_answers a
            join cases c on c.city_id = a.city_id and c.id = a.case_id where a.city_id = ${city} and a.at >= ${from} and a.at <= ${to}
          union
          select m.id, heard.at, heard.answer, heard.stage, heard.outcome, m.life -> 'links', heard.text
            from heard cross join lateral jsonb_array_elements(heard.links) l
            join cases m on m.city_id = ${city} and m.id = (l ->> 'id')::uuid where l ->> 'kind' = 'merged')
        select h.answer as id, h.id as case_id, h.text, h.at, c.no, h.stage, h.outcome from heard h
        join public_reports r on r.city_id = ${city} and r.case_id = h.id join cases c on c.city_id = ${city} and c.id = h.id
        order by h.at, h.answer, c.no limit ${limit}`,
  )

/** The case of a number, if it came from the public. */
export const findPublicByNo = (db: Db, city: CityId, no: string) =>
  db.find(
    CaseRow,
    sql`select ${columns} from public_reports r join cases c on c.city_id = r.city_id and c.id = r.case_id
        left join units u on u.city_id = c.city_id and u.id = c.unit_id where r.city_id = ${city} and c.no = ${no}`,
  )

const Into = z.object({ into: CaseId.nullable() })

/** The case that a case goes on in: itself, or the one that it was merged into, and so on. */
export async function findGoesOn(db: Db, city: CityId, id: CaseId): Promise<CaseId> {
  let at = id
  // Nobody merges ten times; a ring would be a bug and must not hold a request for ever.
  for (let turn = 0; turn < 10; turn++) {
    const row = await db.find(
      Into,
      sql`select (select it ->> 'id' from jsonb_array_elements(c.life -> 'links') it where it ->> 'kind' = 'mergedInto' limit 1) as into
          from cases c where c.city_id = ${city} and c.id = ${at}`,
    )
    if (!row?.into) return at
    at = row.into
  }
  return at
}

/** Whether the city has any outline: without one, no place is outside of it. */
export const hasShapes = async (db: Db, city: CityId): Promise<boolean> =>
  (await db.find(z.object({ yes: z.int() }), sql`select 1 as yes from areas where city_id = ${city} and shape is not null limit 1`)) !==
  undefined

/** The orders of the hotline that are cases already: number, and a mark of their words (length, beginning and end). */
export const listOrderMarks = async (db: Db, city: CityId): Promise<[no: string, mark: string][]> =>
  (
    await db.all(
      z.object({ no: z.string(), mark: z.string() }),
      sql`select external_id as no, length(text) || ' ' || left(text, 200) || right(text, 200) as mark from cases where city_id = ${city} and source = 'hotline12345' and external_id is not null`,
    )
  ).map(({ no, mark }) => [no, mark])

/** The time by the database's clock: a thread that reads files has no other. */
export const readNow = async (db: Db): Promise<string> => (await db.find(z.object({ at: Instant }), sql`select now() as at`))!.at
