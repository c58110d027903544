/** SQL of the zone a city lives in: a fact of the city, asked by its clocks. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

const Zone = z.object({ timeZone: z.string() })

/** The name of the city's time zone. */
export async function getZone(db: Db, city: CityId): Promise<string> {
  const row = await db.find(Zone, sql`select time_zone from cities where city_id = ${city}`)
  return row!.timeZone
}

/** Sets it. */
export const saveZone = (db: Db, city: CityId, zone: string) => db.run(sql`update cities set time_zone = ${zone} where city_id = ${city}`)
