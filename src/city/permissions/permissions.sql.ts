/** SQL of the question why: a person with what their account may do while they act in no post. */
import { z } from 'zod'
import { type CityId, type PersonId, UnitId } from '../../base/ids.ts'
import { type Db, sql } from '../../base/sql.ts'
import { Role } from '../who.ts'

const AskedPerson = z.object({ name: z.string(), hasAccount: z.boolean(), role: Role.nullable(), unitId: UnitId.nullable() })

/** A person, and the account that is in use. */
export const findAskedPerson = (db: Db, city: CityId, id: PersonId) =>
  db.find(
    AskedPerson,
    sql`select n.name, a.id is not null as has_account, a.role, a.unit_id from people n
        left join accounts a on a.city_id = n.city_id and a.person_id = n.id and a.retired_at is null
        where n.city_id = ${city} and n.id = ${id} order by a.role limit 1`,
  )
