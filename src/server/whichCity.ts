/** The city that a command means. */
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listCities } from '../city/session.sql.ts'

/** The city of a code, or the only one there is. *Refuses:* `cli.noCity` when there is none or it is not clear which. */
export async function getCity(db: Db, code: string | boolean | undefined): Promise<CityId> {
  const cities = await listCities(db)
  const found = typeof code === 'string' ? cities.find((city) => city.code === code) : cities.length === 1 ? cities[0] : undefined
  if (!found) throw new Problem('cli.noCity', 404, { count: cities.length, codes: cities.map((city) => city.code) })
  return found.cityId
}
