/** SQL of the city above. The row of a city is its own to change. */
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

/** Puts a city below another, or below none. */
export const setParentCity = (db: Db, city: CityId, parent: CityId | null) =>
  db.run(sql`update cities set parent_city_id = ${parent} where city_id = ${city}`)
