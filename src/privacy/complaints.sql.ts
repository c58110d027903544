/** SQL of complaints. No column says who wrote: it cannot be asked by mistake. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, like, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { type ComplaintAnswer, ComplaintKind, type NewComplaint } from './complaints.api.ts'

const Row = z.object({
  id: z.uuid(),
  kind: ComplaintKind,
  text: z.string(),
  page: z.string(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  at: Instant,
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
  answeredBy: PersonId.nullable(),
  answeredName: z.string().nullable(),
})
export type ComplaintRow = z.infer<typeof Row>

const columns = sql`c.id, c.kind, c.text, c.page, c.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, c.at, c.answer, c.answered_at,
  c.answered_by, p.name as answered_name`
const joined = sql`complaints c left join units u on u.city_id = c.city_id and u.id = c.unit_id
  left join people p on p.city_id = c.city_id and p.id = c.answered_by`

/** Adds a complaint; false when the id is known. */
export const addComplaint = async (db: Db, city: CityId, it: Omit<NewComplaint, 'contact'>, at: string): Promise<boolean> =>
  (await db.run(
    sql`insert into complaints (city_id, id, kind, text, page, unit_id, at)
        values (${city}, ${it.id}, ${it.kind}, ${it.text}, ${it.page}, ${it.unitId}, ${at}) on conflict do nothing`,
  )) > 0

/** How many came in since a time. */
export const countSince = async (db: Db, city: CityId, since: string): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), sql`select count(*)::int as n from complaints where city_id = ${city} and at > ${since}`))!.n

/** One complaint. */
export const findComplaint = (db: Db, city: CityId, id: string): Promise<ComplaintRow | undefined> =>
  db.find(Row, sql`select ${columns} from ${joined} where c.city_id = ${city} and c.id = ${id}`)

/** Which complaints are asked for. */
export interface ComplaintFilter {
  readonly open?: boolean | undefined
  readonly kind?: ComplaintKind | undefined
  readonly text?: string | undefined
}

/** What has no answer yet comes after everything that has one. */
const openLast = '9999-12-31T00:00:00.000Z'

const complaintOrders: Orders<ComplaintRow> = {
  at: { key: sql`c.at`, type: 'timestamptz', of: ({ at }) => at },
  kind: { key: sql`c.kind`, type: 'text', of: ({ kind }) => kind },
  answered: {
    key: sql`coalesce(c.answered_at, timestamptz '9999-12-31 00:00:00Z')`,
    type: 'timestamptz',
    of: ({ answeredAt }) => answeredAt ?? openLast,
  },
}

const complaintsWhere = (city: CityId, { open, kind, text }: ComplaintFilter, beyond?: Sql): Sql =>
  all(
    sql`c.city_id = ${city}`,
    open === undefined ? undefined : open ? sql`c.answered_at is null` : sql`c.answered_at is not null`,
    kind && sql`c.kind = ${kind}`,
    text === undefined || text === '' ? undefined : sql`(c.text ilike ${like(text)} or c.answer ilike ${like(text)})`,
    beyond,
  )

/** One page of complaints. */
export const listComplaints = (db: Db, city: CityId, filter: ComplaintFilter, turn: Turn): Promise<PageOf<ComplaintRow>> =>
  pageBy(
    complaintOrders,
    turn,
    ({ beyond, rest }) => db.all(Row, sql`select ${columns} from ${joined} where ${complaintsWhere(city, filter, beyond)} ${rest}`),
    sql`c.id`,
  )

/** How many there are. */
export const countComplaints = (db: Db, city: CityId, filter: ComplaintFilter): Promise<number> =>
  countRows(db, sql`from complaints c where ${complaintsWhere(city, filter)}`)

/** Answers a complaint that has no answer yet. */
export const saveAnswer = (db: Db, city: CityId, id: string, it: { answer: string; at: string; by: string }) =>
  db.run(
    sql`update complaints set answer = ${it.answer}, answered_at = ${it.at}, answered_by = ${it.by}
        where city_id = ${city} and id = ${id} and answered_at is null`,
  )

/** Which of these complaints were answered before a time. */
export const listAnsweredBefore = async (db: Db, city: CityId, ids: readonly string[], before: string): Promise<Set<string>> => {
  const found = await db.all(
    z.object({ id: z.string() }),
    sql`select id from complaints where city_id = ${city} and id = any(${ids}::uuid[]) and answered_at < ${before}`,
  )
  return new Set(found.map(({ id }): ComplaintAnswer['id'] => id))
}
