/** SQL of the rules of signing in: one row a city. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { rulesOfTheHouse, type SignInRules } from './signInRules.ts'
import { Role } from './who.ts'

const RulesRow = z.object({
  idleMinutes: z.int(),
  longestHours: z.int(),
  factorRoles: z.array(Role),
  factorFrom: z.string().nullable(),
})

/** The rules of a city: its own, or those of the house. */
export const getSignInRules = async (db: Db, city: CityId): Promise<SignInRules> =>
  (await db.find(
    RulesRow,
    sql`select idle_minutes, longest_hours, factor_roles, factor_from::text as factor_from from sign_in_rules where city_id = ${city}`,
  )) ?? rulesOfTheHouse

/** Writes the rules of a city. */
export const putSignInRules = (db: Db, city: CityId, { idleMinutes, longestHours, factorRoles, factorFrom }: SignInRules) =>
  db.run(sql`
    insert into sign_in_rules (city_id, idle_minutes, longest_hours, factor_roles, factor_from)
    values (${city}, ${idleMinutes}, ${longestHours}, ${[...factorRoles]}, ${factorFrom})
    on conflict (city_id) do update set idle_minutes = excluded.idle_minutes, longest_hours = excluded.longest_hours,
      factor_roles = excluded.factor_roles, factor_from = excluded.factor_from`)
