/** SQL of notes that the law asks to forget: of observations, which are facts and keep the hash, and of visits. */
import { z } from 'zod'
import { erasedWords } from '../base/event.ts'
import { type CityId, ObservationId } from '../base/ids.ts'
import { type Db, like, sql } from '../base/sql.ts'
import { eraseNote } from './ledger.sql.ts'

/** Blanks the notes of visits whose events have lost them. */
export const blankVisits = (db: Db, city: CityId, visits: readonly string[]) =>
  db.run(sql`update visits set note = ${erasedWords} where city_id = ${city} and id = any(${visits}::uuid[]) and note <> ''`)

/** Erases the notes of observations and visits in which one of these marks stands. */
export async function eraseNotes(
  db: Db,
  city: CityId,
  marks: readonly string[],
  erasing: { at: string; by: string | null; reason: string },
  sm3: (salt: string, value: string) => string,
): Promise<void> {
  if (marks.length === 0) return
  const patterns = marks.map(like)
  const found = await db.all(
    z.object({ id: ObservationId }),
    sql`select id from observations where city_id = ${city} and note_salt is not null and note ilike any(${patterns}::text[]) order by seq limit 10000`,
  )
  for (const { id } of found) await eraseNote(db, city, { id, ...erasing }, sm3)
  await db.run(sql`update visits set note = ${erasedWords} where city_id = ${city} and note ilike any(${patterns}::text[])`)
}
