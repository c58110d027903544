/** SQL of what events still say of a person in words: the parts that may be erased (see the ledger), and where they stand. */
import { z } from 'zod'
import { type CityId, EventId } from '../base/ids.ts'
import { type Db, like, sql } from '../base/sql.ts'

const Row = z.object({ id: EventId, thing: z.uuid(), fields: z.array(z.string()) })

/**
 * Events whose erasable words are about a person: what happened to their accounts, and where somebody wrote one of these
 * marks that nobody else has (telephone, login, address). A name alone is no mark: others bear it too.
 */
export const listWordsAbout = (db: Db, city: CityId, { accounts, marks }: { accounts: readonly string[]; marks: readonly string[] }) =>
  db.all(
    Row,
    sql`select e.id, e.thing, array(select f.key from jsonb_each(e.data -> 'personal') f where f.value ? 'value') as fields
        from (
          select city_id, id, thing, data, seq from events where city_id = ${city}
          union all select city_id, id, thing, data, null from waiting_events where city_id = ${city}
        ) e
        where e.city_id = ${city} and e.data ? 'personal'
          and (e.thing = any(${accounts}::uuid[]) or (e.data -> 'personal')::text ilike any(${marks.map(like)}::text[]))
          and exists (select from jsonb_each(e.data -> 'personal') f where f.value ? 'value')
        order by e.seq limit 10000`,
  )
