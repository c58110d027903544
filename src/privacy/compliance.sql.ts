/** SQL of compliance mode. A waiver that has run out counts as ended: the restriction is back by itself. */
import { z } from 'zod'
import { type CityId, PersonId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { Day, dayOf, Instant } from '../base/time.ts'
import { PolicyId } from './policies.ts'

const WaiverRow = z.object({
  id: z.uuid(),
  policy: PolicyId,
  basis: z.string(),
  approvalNo: z.string(),
  untilOn: Day.nullable(),
  at: Instant,
  by: PersonId,
  byName: z.string(),
})
export type WaiverRow = z.infer<typeof WaiverRow>

/** The waivers in force. */
export const listWaivers = (db: Db, city: CityId, at: string) =>
  db.all(
    WaiverRow,
    sql`select w.id, w.policy, w.basis, w.approval_no, w.until_on, w.at, w.by, p.name as by_name
        from policy_waivers w join people p on p.city_id = w.city_id and p.id = w.by
        where w.city_id = ${city} and w.ended_at is null and (w.until_on is null or w.until_on >= ${dayOf(at)}) order by w.policy`,
  )

/** True while nobody has switched the restriction off. */
export async function isInForce(db: Db, city: CityId, policy: PolicyId, at: string): Promise<boolean> {
  const waived = await db.find(
    z.object({ id: z.uuid() }),
    sql`select id from policy_waivers
        where city_id = ${city} and policy = ${policy} and ended_at is null and (until_on is null or until_on >= ${dayOf(at)})`,
  )
  return waived === undefined
}

/** Records a waiver; false when this id was recorded before. Waivers that ran out make room first. */
export async function addWaiver(
  db: Db,
  city: CityId,
  it: { id: string; policy: PolicyId; basis: string; approvalNo: string; untilOn: string | null; at: string; by: string },
): Promise<boolean> {
  await db.run(
    sql`update policy_waivers set ended_at = ${it.at} where city_id = ${city} and policy = ${it.policy} and ended_at is null and until_on < ${dayOf(it.at)}`,
  )
  const added = await db.run(
    sql`insert into policy_waivers (city_id, id, policy, basis, approval_no, until_on, at, by)
        values (${city}, ${it.id}, ${it.policy}, ${it.basis}, ${it.approvalNo}, ${it.untilOn}, ${it.at}, ${it.by})
        on conflict (city_id, id) do nothing`,
  )
  return added > 0
}

/** Ends the waiver of a restriction; how many there were (0 or 1). */
export const endWaiver = (db: Db, city: CityId, policy: PolicyId, { at, by }: { at: string; by: string }) =>
  db.run(
    sql`update policy_waivers set ended_at = ${at}, ended_by = ${by} where city_id = ${city} and policy = ${policy} and ended_at is null`,
  )

/** What the city is called, for the paper. */
export const findCityName = (db: Db, city: CityId) =>
  db.find(z.object({ zh: z.string(), en: z.string() }), sql`select name_zh as zh, name_en as en from cities where city_id = ${city}`)
