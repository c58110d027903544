/** Where samples stand: with the unit that assesses. */
import { z } from 'zod'
import type { FindStandings } from '../api/reach.ts'
import { sql } from '../base/sql.ts'

export const samplesStandings: Readonly<Record<'sample', FindStandings>> = {
  sample: async (db, city, id) => {
    const found = await db.find(z.object({ unitId: z.uuid() }), sql`select unit_id from samples where city_id = ${city} and id = ${id}`)
    return found && [{ units: [found.unitId] }]
  },
}
