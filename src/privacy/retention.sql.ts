/** SQL of retention: the periods a city has set, and what was removed when. */
import { z } from 'zod'
import { type CityId, PersonId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { KeptKindId, RetentionLine } from './retention.ts'

const RuleRow = z.object({ kind: KeptKindId, days: z.int(), basis: z.string(), changedAt: Instant })

/** Periods that differ from the usual ones. */
export const listRules = (db: Db, city: CityId) =>
  db.all(RuleRow, sql`select kind, days, basis, changed_at from retention_rules where city_id = ${city} order by kind`)

/** Sets a period. */
export const saveRule = (db: Db, city: CityId, it: { kind: string; days: number; basis: string; at: string; by: string }) =>
  db.run(
    sql`insert into retention_rules (city_id, kind, days, basis, changed_at, changed_by)
        values (${city}, ${it.kind}, ${it.days}, ${it.basis}, ${it.at}, ${it.by})
        on conflict (city_id, kind) do update set days = excluded.days, basis = excluded.basis,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
  )

const RunRow = z.object({
  id: z.uuid(),
  at: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  report: z.array(RetentionLine),
})
export type RunRow = z.infer<typeof RunRow>

/** Keeps the report of a run. */
export const addRun = (db: Db, city: CityId, it: { id: string; at: string; by: string | null; report: readonly RetentionLine[] }) =>
  db.run(
    sql`insert into retention_runs (city_id, id, at, by, report) values (${city}, ${it.id}, ${it.at}, ${it.by}, ${json(it.report)})
        on conflict do nothing`,
  )

/** The last runs, newest first. */
export const listRuns = (db: Db, city: CityId, limit: number) =>
  db.all(
    RunRow,
    sql`select r.id, r.at, r.by, p.name as by_name, r.report from retention_runs r
        left join people p on p.city_id = r.city_id and p.id = r.by
        where r.city_id = ${city} order by r.at desc, r.id desc limit ${limit}`,
  )
