/** SQL of appeals against a budget. */
import { z } from 'zod'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { type Db, sql, type Sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { AskKindId, type Refused, Week } from './burden.ts'

const AppealRow = z.object({
  id: z.uuid(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
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

const appealRows = (where: Sql, rest: Sql) => sql`
  select a.id, a.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, a.week, a.minutes, a.reason, a.about_kind, a.about_thing, a.about, a.at, a.by, p.name as by_name,
    a.approved, a.note, a.decided_at, a.decided_by, d.name as decider_name
  from burden_appeals a join units u on u.city_id = a.city_id and u.id = a.unit_id
  join people p on p.city_id = a.city_id and p.id = a.by
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

/** Newest first; one more than asked for. */
export const listAppeals = (db: Db, city: CityId, { after, limit }: { after: readonly [string, string] | undefined; limit: number }) =>
  db.all(
    AppealRow,
    appealRows(
      after ? sql`a.city_id = ${city} and (a.at, a.id) < (${after[0]}, ${after[1]})` : sql`a.city_id = ${city}`,
      sql`order by a.at desc, a.id desc limit ${limit + 1}`,
    ),
  )

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
