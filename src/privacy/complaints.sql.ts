/** SQL of complaints. No column says who wrote: it cannot be asked by mistake. */
import { z } from 'zod'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, sql } from '../base/sql.ts'
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

/** Newest first; one more than asked for when there are more. */
export const listComplaints = (
  db: Db,
  city: CityId,
  { open, after, limit }: { open: boolean | undefined; after: readonly [string, string] | undefined; limit: number },
): Promise<ComplaintRow[]> =>
  db.all(
    Row,
    sql`select ${columns} from ${joined}
        where ${all(
          sql`c.city_id = ${city}`,
          open === undefined ? undefined : open ? sql`c.answered_at is null` : sql`c.answered_at is not null`,
          after && sql`(c.at, c.id) < (${after[0]}, ${after[1]})`,
        )}
        order by c.at desc, c.id desc limit ${limit + 1}`,
  )

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
