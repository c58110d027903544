/** SQL of words that were erased from the events of whistles: the row says again what the raising still says. */
import { erasedWords } from '../base/event.ts'
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

/** Brings the text of whistles to that of their first event. What else they say stands in events alone. */
export const blankWhistles = (db: Db, city: CityId, things: readonly string[]) =>
  db.run(
    sql`update whistles w set text = coalesce((select e.data #>> '{personal,text,value}' from events e
          where e.city_id = ${city} and e.thing = w.id and e.kind = 'whistle.raised'), ${erasedWords})
        where w.city_id = ${city} and w.id = any(${[...things]}::uuid[])`,
  )
