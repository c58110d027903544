/** Whose a duty is: the unit that leads it and those that help. */
import { z } from 'zod'
import type { FindStandings } from '../api/reach.ts'
import { sql } from '../base/sql.ts'

const Units = z.object({ units: z.array(z.uuid()) })

/** Where the things of this room stand. */
export const dutiesStandings: Readonly<Record<'duty', FindStandings>> = {
  duty: async (db, city, id) => {
    const found = await db.find(
      Units,
      sql`select array_remove(d.lead_unit_id || array(select h.unit_id from duty_helpers h where h.city_id = d.city_id and h.duty_id = d.id), null) as units
          from duties d where d.city_id = ${city} and d.id = ${id}`,
    )
    return found && [found]
  },
}
