/**
 * Where an account stands: with its person, wherever they hold a post. Who holds a role that only the city gives stands above
 * every area, so that no administrator below opens such a door for themselves by a new code.
 */
import { z } from 'zod'
import type { FindStandings } from '../api/reach.ts'
import { PersonId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { organisationStandings } from '../city/organisation/standings.sql.ts'
import { givenByArea, Role } from '../city/who.ts'

const Owner = z.object({ kind: z.string(), personId: PersonId, roles: z.array(Role) })

/** Where the things of this room stand. */
export const accessStandings: Readonly<Record<'account', FindStandings>> = {
  account: async (db, city, id) => {
    const owner = await db.find(
      Owner,
      sql`select a.kind, a.person_id, array_remove(a.role || array(
            select p.role from post_holders h join posts p on p.city_id = h.city_id and p.id = h.post_id
            where h.city_id = a.city_id and h.person_id = a.person_id and h.to_on is null), null) as roles
          from accounts a where a.city_id = ${city} and a.id = ${id}`,
    )
    if (!owner) return undefined
    if (owner.kind === 'service' || owner.roles.some((role) => !givenByArea.includes(role))) return []
    return organisationStandings.person(db, city, owner.personId)
  },
}
