/** SQL of forms: versions, which never change, and what was answered to them, which never changes either. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { type CityId, PersonId, PointId } from '../base/ids.ts'
import { all, type Db, json, like, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Answers } from './answers.ts'
import type { ArrivedRow } from './files.sql.ts'
import { Form, FormAnswerId, FormVersionId } from './form.ts'
import { AnswerFill, AnswerFile } from './forms.api.ts'

const HeadRow = z.object({
  id: FormVersionId,
  formId: z.string(),
  version: z.string(),
  title: z.string(),
  hash: z.string(),
  questions: z.int(),
  answered: z.int(),
  at: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  isLatest: z.boolean(),
  closedAt: Instant.nullable(),
})
export type FormHeadRow = z.infer<typeof HeadRow>
const WholeRow = HeadRow.extend({ definition: Form, xform: z.string() })

const later = sql`exists (select 1 from forms n where n.city_id = f.city_id and n.form_id = f.form_id and (n.at, n.id) > (f.at, f.id))`
const headColumns = sql`f.id, f.form_id, f.version, f.title, f.hash, f.questions, f.at, f.by, who.name as by_name, not ${later} as is_latest, shut.at as closed_at,
  (select count(*)::int from form_answers a where a.city_id = f.city_id and a.form = f.id) as answered`
const fromForms = sql`from forms f left join people who on who.city_id = f.city_id and who.id = f.by
  left join closed_forms shut on shut.city_id = f.city_id and shut.form = f.id`

/** What a list of forms can be narrowed to. */
export interface FormFilter {
  readonly latest?: boolean | undefined
  readonly closed?: boolean | undefined
  readonly text?: string | undefined
}

const formsWhere = (city: CityId, { latest, closed, text }: FormFilter): Sql =>
  all(
    sql`f.city_id = ${city}`,
    latest === true ? sql`not ${later}` : undefined,
    closed === undefined
      ? undefined
      : sql`${closed ? sql`` : sql`not`} exists (select 1 from closed_forms s where s.city_id = f.city_id and s.form = f.id)`,
    text === undefined ? undefined : sql`(f.title ilike ${like(text)} or f.form_id ilike ${like(text)})`,
  )

const orders: Orders<FormHeadRow> = {
  published: { key: sql`f.at`, type: 'timestamptz', of: ({ at }) => at },
  title: { key: sql`f.title`, type: 'text', of: ({ title }) => title },
}

/** One page of versions. */
export const listForms = (db: Db, city: CityId, filter: FormFilter, turn: Turn): Promise<PageOf<FormHeadRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) => db.all(HeadRow, sql`select ${headColumns} ${fromForms} where ${all(formsWhere(city, filter), beyond)} ${rest}`),
    sql`f.id`,
  )

/** How many versions a filter finds. */
export const countForms = (db: Db, city: CityId, filter: FormFilter): Promise<number> =>
  countRows(db, sql`from forms f where ${formsWhere(city, filter)}`)

/** A version with its definition. */
export const findForm = (db: Db, city: CityId, id: FormVersionId) =>
  db.find(WholeRow, sql`select ${headColumns}, f.definition, f.xform ${fromForms} where f.city_id = ${city} and f.id = ${id}`)

/** The version of a form by the words that other tools use. */
export const findVersion = (db: Db, city: CityId, formId: string, version: string) =>
  db.find(HeadRow, sql`select ${headColumns} ${fromForms} where f.city_id = ${city} and f.form_id = ${formId} and f.version = ${version}`)

/** A version to be kept. */
export interface NewForm {
  readonly id: FormVersionId
  readonly form: Form
  readonly hash: string
  readonly xform: string
  readonly questions: number
  readonly at: string
  readonly by: PersonId
}

/** Appends a version; false when its id is there already. */
export const addForm = async (db: Db, city: CityId, { id, form, hash, xform, questions, at, by }: NewForm): Promise<boolean> =>
  (await db.run(
    sql`insert into forms (city_id, id, form_id, version, title, hash, definition, xform, questions, at, by)
        values (${city}, ${id}, ${form.formId}, ${form.version}, ${form.title}, ${hash}, ${json(form)}, ${xform}, ${questions}, ${at}, ${by})
        on conflict (city_id, id) do nothing`,
  )) > 0

const FillableRow = HeadRow.pick({ id: true, formId: true, version: true, title: true, questions: true }).extend({ bytes: z.int() })

/** What may be filled in now: of each form the last version, unless it is closed. With how long its documents are. */
export const listFillable = (db: Db, city: CityId) =>
  db.all(
    FillableRow,
    sql`select f.id, f.form_id, f.version, f.title, f.questions, octet_length(f.definition::text) + octet_length(f.xform) as bytes
        from forms f where ${formsWhere(city, { latest: true, closed: false })} order by f.title, f.id`,
  )

const AnswerRow = z.object({
  id: FormAnswerId,
  form: FormVersionId,
  answers: Answers,
  pointId: PointId.nullable(),
  pointCode: z.string().nullable(),
  pointZh: z.string().nullable(),
  filledAt: Instant,
  fill: AnswerFill.nullable(),
  at: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  files: z.array(AnswerFile),
})
export type AnswerRow = z.infer<typeof AnswerRow>

/** What a list of answers can be narrowed to; `own` to what one person filled in. */
export interface AnswerFilter {
  readonly form: FormVersionId
  readonly text?: string | undefined
  readonly own?: PersonId | undefined
}

const answerColumnsOf = sql`a.id, a.form, a.answers, a.point_id, p.code as point_code, p.name_zh as point_zh, a.filled_at, a.fill, a.at, a.by, who.name as by_name,
  (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'mediaType', e.media_type, 'bytes', e.bytes, 'sha256', e.sha256,
      'isErased', exists (select 1 from erased_evidence x where x.city_id = e.city_id and x.evidence_id = e.id)) order by e.id), '[]')
    from form_files f join evidence e on e.city_id = f.city_id and e.id = f.evidence_id
    where f.city_id = a.city_id and f.answer_id = a.id) as files`
const fromAnswers = sql`from form_answers a left join points p on p.city_id = a.city_id and p.id = a.point_id
  left join people who on who.city_id = a.city_id and who.id = a.by`

const answersWhere = (city: CityId, { form, text, own }: AnswerFilter): Sql =>
  all(
    sql`a.city_id = ${city}`,
    sql`a.form = ${form}`,
    own && sql`a.by = ${own}`,
    text === undefined
      ? undefined
      : sql`(a.answers::text ilike ${like(text)} or p.code ilike ${like(text)} or p.name_zh ilike ${like(text)})`,
  )

const answerOrders: Orders<AnswerRow> = {
  recorded: { key: sql`a.at`, type: 'timestamptz', of: ({ at }) => at },
  filled: { key: sql`a.filled_at`, type: 'timestamptz', of: ({ filledAt }) => filledAt },
}

/** One page of answers. */
export const listAnswers = (db: Db, city: CityId, filter: AnswerFilter, turn: Turn): Promise<PageOf<AnswerRow>> =>
  pageBy(
    answerOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(AnswerRow, sql`select ${answerColumnsOf} ${fromAnswers} where ${all(answersWhere(city, filter), beyond)} ${rest}`),
    sql`a.id`,
  )

/** How many answers a filter finds. */
export const countAnswers = (db: Db, city: CityId, filter: AnswerFilter): Promise<number> =>
  countRows(
    db,
    sql`from form_answers a left join points p on p.city_id = a.city_id and p.id = a.point_id where ${answersWhere(city, filter)}`,
  )

/** These answers. */
export const listAnswersById = (db: Db, city: CityId, ids: readonly FormAnswerId[]): Promise<AnswerRow[]> =>
  db.all(AnswerRow, sql`select ${answerColumnsOf} ${fromAnswers} where a.city_id = ${city} and a.id = any(${[...ids]}::uuid[])`)

/** An answer to be kept. */
export interface NewAnswer {
  readonly id: FormAnswerId
  readonly form: FormVersionId
  readonly answers: Answers
  readonly pointId: PointId | null
  readonly filledAt: string
  readonly fill: AnswerFill | null
  readonly at: string
  readonly by: PersonId
  /** Those that it names. */
  readonly files: readonly ArrivedRow[]
}

const newColumns = {
  id: 'uuid',
  form: 'uuid',
  answers: 'jsonb',
  pointId: 'uuid',
  filledAt: 'timestamptz',
  fill: 'jsonb',
  at: 'timestamptz',
  by: 'uuid',
}

/** Appends answers; those whose id is there already are left as they are. Gives how many were new. */
export const addAnswers = (db: Db, city: CityId, list: readonly NewAnswer[]): Promise<number> =>
  db.run(
    sql`insert into form_answers (city_id, id, form, answers, point_id, filled_at, fill, at, by)
        select ${city}, id, form, answers, point_id, filled_at, fill, at, by from ${rows(
          list.map(({ files: _files, ...row }) => row),
          newColumns,
        )}
        on conflict (city_id, id) do nothing`,
  )

/** Closes a version from a moment on; false when it was closed already. */
export const closeForm = async (db: Db, city: CityId, id: FormVersionId, { at, by }: { at: string; by: PersonId }): Promise<boolean> =>
  (await db.run(
    sql`insert into closed_forms (city_id, form, at, by) values (${city}, ${id}, ${at}, ${by}) on conflict (city_id, form) do nothing`,
  )) > 0

/** Opens a version again; false when it was open. */
export const openForm = async (db: Db, city: CityId, id: FormVersionId): Promise<boolean> =>
  (await db.run(sql`delete from closed_forms where city_id = ${city} and form = ${id}`)) > 0
