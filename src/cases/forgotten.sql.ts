/** SQL of words that were erased from the events of cases: the row says a dash where they stood, as its fold does. */
import type { CityId } from '../base/ids.ts'
import { erasedWords } from '../base/event.ts'
import { type Db, sql } from '../base/sql.ts'

/** Blanks the text or the address of cases. */
export const blankCases = (db: Db, city: CityId, field: 'text' | 'address', things: readonly string[]) =>
  field === 'text'
    ? db.run(sql`update cases set text = ${erasedWords} where city_id = ${city} and id = any(${things}::uuid[])`)
    : db.run(sql`update cases set address = ${erasedWords} where city_id = ${city} and id = any(${things}::uuid[])`)
