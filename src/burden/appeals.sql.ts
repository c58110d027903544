/** SQL of appeals against a budget. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, like, sql, type Sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { AskKindId, type Refused, Week } from './burden.ts'

const AppealRow = z.object({
  id: z.uuid(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  unitCode: z.string(),
  week: Week,
  minutes: z.int(),
  reason: z.string(),
  aboutKind: AskKindId.nullable(),
  aboutThing: z.uuid().nullable(),
  about: z.string(),
  at: Instant,
  by: PersonId,
  byName: z.string(),
  approved: z.boolean().nullable(),
  note: z.string(),
  decidedAt: Instant.nullable(),
  decidedBy: PersonId.nullable(),
  deciderName: z.string().nullable(),
})
export type AppealRow = z.infer<typeof AppealRow>

const appeals = sql`burden_appeals a join units u on u.city_id = a.city_id and u.id = a.unit_id
  join people p on p.city_id = a.city_id and p.id = a.by`

const appealRows = (where: Sql, rest: Sql) => sql`
  select a.id, a.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, u.code as unit_code, a.week, a.minutes, a.reason, a.about_kind, a.about_thing, a.about, a.at, a.by, p.name as by_name,
    a.approved, a.note, a.decided_at, a.decided_by, d.name as decider_name
  from ${appeals}
  left join people d on d.city_id = a.city_id and d.id = a.decided_by
  where ${where} ${rest}`

/** Adds an appeal; false when the id is known. */
export const addAppeal = async (
  db: Db,
  city: CityId,
  it: { id: string; unitId: string; week: string; minutes: number; reason: string; about?: Refused | undefined; at: string; by: string },
): Promise<boolean> =>
  (await db.run(
    sql`insert into burden_appeals (city_id, id, unit_id, week, minutes, reason, about_kind, about_thing, about, at, by)
        values (${city}, ${it.id}, ${it.unitId}, ${it.week}, ${it.minutes}, ${it.reason}, ${it.about?.kind ?? null},
          ${it.about?.thing ?? null}, ${it.about?.text ?? ''}, ${it.at}, ${it.by}) on conflict do nothing`,
  )) > 0

/** One appeal. */
export const findAppeal = (db: Db, city: CityId, id: string) =>
  db.find(AppealRow, appealRows(sql`a.city_id = ${city} and a.id = ${id}`, sql``))

/** Which appeals are asked for. */
export interface AppealFilter {
  readonly open?: boolean | undefined
  readonly text?: string | undefined
}

const appealOrders: Orders<AppealRow> = {
  at: { key: sql`a.at`, type: 'timestamptz', of: ({ at }) => at },
  unit: { key: sql`u.code`, type: 'text', of: ({ unitCode }) => unitCode },
  week: { key: sql`a.week`, type: 'text', of: ({ week }) => week },
  minutes: { key: sql`a.minutes`, type: 'int', of: ({ minutes }) => minutes },
}

const appealsWhere = (city: CityId, { open, text }: AppealFilter, beyond?: Sql): Sql =>
  all(
    sql`a.city_id = ${city}`,
    open === undefined ? undefined : open ? sql`a.decided_at is null` : sql`a.decided_at is not null`,
    text === undefined || text === ''
      ? undefined
      : sql`(a.reason ilike ${like(text)} or p.name ilike ${like(text)} or u.name_zh ilike ${like(text)} or u.name_en ilike ${like(text)})`,
    beyond,
  )

/** One page of appeals. */
export const listAppeals = (db: Db, city: CityId, filter: AppealFilter, turn: Turn): Promise<PageOf<AppealRow>> =>
  pageBy(appealOrders, turn, ({ beyond, rest }) => db.all(AppealRow, appealRows(appealsWhere(city, filter, beyond), rest)), sql`a.id`)

/** How many there are. */
export const countAppeals = (db: Db, city: CityId, filter: AppealFilter): Promise<number> =>
  countRows(db, sql`from ${appeals} where ${appealsWhere(city, filter)}`)

/** Decides an appeal that is open; an approval adds its minutes to the week. How many were decided (0 or 1). */
export async function decideAppeal(
  db: Db,
  city: CityId,
  appeal: Pick<AppealRow, 'id' | 'unitId' | 'week' | 'minutes'>,
  it: { approved: boolean; note: string; at: string; by: string },
): Promise<number> {
  const decided = await db.run(
    sql`update burden_appeals set approved = ${it.approved}, note = ${it.note}, decided_at = ${it.at}, decided_by = ${it.by}
        where city_id = ${city} and id = ${appeal.id} and decided_at is null`,
  )
  if (decided > 0 && it.approved)
    await db.run(
      sql`insert into burden_weeks (city_id, unit_id, week, allowed) values (${city}, ${appeal.unitId}, ${appeal.week}, ${appeal.minutes})
          on conflict (city_id, unit_id, week) do update set allowed = burden_weeks.allowed + excluded.allowed`,
    )
  return decided
}
