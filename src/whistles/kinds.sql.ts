/** SQL of a city's kinds of whistles: every set that was ever adopted; the last one holds. */
import { z } from 'zod'
import type { CityId, PersonId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { WhistleKinds } from './kinds.ts'
import { shipped } from './shipped.ts'

const Row = z.object({ version: z.int(), id: z.uuid(), content: WhistleKinds, at: Instant })

/** The kinds in force, with their version; 0 is what comes with the house. */
export async function readKinds(db: Db, city: CityId): Promise<{ version: number; at: Instant | null; content: WhistleKinds }> {
  const row = await db.find(
    Row,
    sql`select version, id, content, at from whistle_kinds where city_id = ${city} order by version desc limit 1`,
  )
  return row ?? { version: 0, at: null, content: shipped }
}

/** True when this id adopted a set before. */
export const wasAdopted = async (db: Db, city: CityId, id: string): Promise<boolean> =>
  (await db.find(z.object({ id: z.uuid() }), sql`select id from whistle_kinds where city_id = ${city} and id = ${id}`)) !== undefined

/** Adopts a set; gives its version. */
export async function addKinds(
  db: Db,
  city: CityId,
  it: { id: string; content: WhistleKinds; at: Instant; by: PersonId },
): Promise<number> {
  const row = await db.find(
    z.object({ version: z.int() }),
    sql`insert into whistle_kinds (city_id, version, id, content, at, by)
        select ${city}, coalesce(max(version), 0) + 1, ${it.id}, ${json(it.content)}, ${it.at}, ${it.by}
        from whistle_kinds where city_id = ${city} returning version`,
  )
  return row!.version
}
