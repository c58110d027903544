/** Whose visits and observations are: for who may only see, or correct, what they recorded themselves. */
import { z } from 'zod'
import type { FindStandings } from '../api/reach.ts'
import { type Db, type Sql, sql } from '../base/sql.ts'

const By = z.object({ by: z.uuid().nullable() })

const ofPerson = async (db: Db, query: Sql) => {
  const found = await db.find(By, query)
  return found && [{ people: found.by === null ? [] : [found.by] }]
}

/** Where the things of this room stand. */
export const inspectionsStandings: Readonly<Record<'visit' | 'observation', FindStandings>> = {
  visit: (db, city, id) => ofPerson(db, sql`select by from visits where city_id = ${city} and id = ${id}`),
  observation: (db, city, id) => ofPerson(db, sql`select by from observations where city_id = ${city} and id = ${id}`),
}
