/** SQL of what the city knows of a person, and of its end: the row stays, for facts point at it, and loses what is personal. */
import { z } from 'zod'
import { type CityId, PersonId } from '../base/ids.ts'
import { type Db, like, sql } from '../base/sql.ts'

const PersonRow = z.object({ id: PersonId, name: z.string(), phone: z.string().nullable(), units: z.string(), serves: z.boolean() })

/** People by a part of their name, or by telephone. `serves`: an account still works, or a post is held. */
export const findPeople = (db: Db, city: CityId, text: string, on: string) =>
  db.all(
    PersonRow,
    sql`select p.id, p.name, p.phone,
          coalesce((select string_agg(distinct u.name_zh, '、') from accounts a join units u on u.city_id = a.city_id and u.id = a.unit_id
            where a.city_id = p.city_id and a.person_id = p.id), '') as units,
          exists (select from accounts a where a.city_id = p.city_id and a.person_id = p.id and a.retired_at is null)
            or exists (select from post_holders h where h.city_id = p.city_id and h.person_id = p.id and h.from_on <= ${on} and coalesce(h.to_on, ${on}) >= ${on})
            as serves
        from people p where p.city_id = ${city} and (p.name ilike ${like(text)} or p.phone = ${text}) order by p.name, p.id limit 50`,
  )

const HeldRow = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  accounts: z.array(z.record(z.string(), z.unknown())),
  posts: z.array(z.record(z.string(), z.unknown())),
  deputies: z.array(z.record(z.string(), z.unknown())),
  sessions: z.array(z.record(z.string(), z.unknown())),
  events: z.array(z.record(z.string(), z.unknown())),
})

/**
 * Everything that is held about a person, as the copy that they may ask for: rows, and how much they did by kind. What waits to become
 * a fact is in the copy that they make themselves (`asking`); in another's it would say that they walk a sealed sample.
 */
export const findHeld = (db: Db, city: CityId, person: PersonId, asking: PersonId | null) =>
  db.find(
    HeldRow,
    sql`select p.name, p.phone,
          coalesce((select jsonb_agg(jsonb_build_object('login', a.login, 'email', a.email, 'role', a.role, 'retiredAt', a.retired_at) order by a.login)
            from accounts a where a.city_id = p.city_id and a.person_id = p.id), '[]') as accounts,
          coalesce((select jsonb_agg(jsonb_build_object('unit', u.name_zh, 'post', o.title_zh, 'from', h.from_on, 'to', h.to_on) order by h.from_on)
            from post_holders h join posts o on o.city_id = h.city_id and o.id = h.post_id join units u on u.city_id = o.city_id and u.id = o.unit_id
            where h.city_id = p.city_id and h.person_id = p.id), '[]') as posts,
          coalesce((select jsonb_agg(jsonb_build_object('post', o.title_zh, 'from', d.from_on, 'to', d.to_on, 'reason', d.reason) order by d.from_on)
            from post_deputies d join posts o on o.city_id = d.city_id and o.id = d.post_id
            where d.city_id = p.city_id and d.person_id = p.id), '[]') as deputies,
          coalesce((select jsonb_agg(jsonb_build_object('from', s.started_at, 'seen', s.seen_at, 'device', s.device, 'address', s.address)
            order by s.started_at) from sessions s join accounts a on a.city_id = s.city_id and a.id = s.account_id
            where s.city_id = p.city_id and a.person_id = p.id), '[]') as sessions,
          coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'id', e.id, 'at', e.at) order by e.seq, e.at)
            from (
              select kind, id, at, seq from events where city_id = p.city_id and by = p.id
              union all select kind, id, at, null from waiting_events
              where city_id = p.city_id and by = p.id and (p.id = ${asking}::uuid or not house.works_unseen(p.city_id, p.id))
            ) e), '[]') as events
        from people p where p.city_id = ${city} and p.id = ${person}`,
  )

/** Takes everything personal off people: name, telephone, sign-in. Their ids stay where facts point at them. How many had any. */
export async function blankPeople(db: Db, city: CityId, people: readonly string[]): Promise<number> {
  if (people.length === 0) return 0
  // Why somebody stood in for them may say more than that they were away.
  await db.run(sql`update post_deputies set reason = '' where city_id = ${city} and person_id = any(${people}::uuid[]) and reason <> ''`)
  await db.run(
    sql`delete from sessions s using accounts a
        where s.city_id = ${city} and a.city_id = s.city_id and a.id = s.account_id and a.person_id = any(${people}::uuid[])`,
  )
  await db.run(
    sql`update accounts set login = 'erased ' || id, email = null, password_hash = null where city_id = ${city} and person_id = any(${people}::uuid[])`,
  )
  return db.run(
    sql`update people set name = '—', phone = null, code = null where city_id = ${city} and id = any(${people}::uuid[]) and name <> '—'`,
  )
}

/** People who left before a time: every account was retired by then, and no post is held. */
export const listLeft = async (db: Db, city: CityId, before: string): Promise<string[]> => {
  const left = await db.all(
    z.object({ id: PersonId }),
    sql`select p.id from people p
        where p.city_id = ${city} and p.name <> '—'
          and exists (select from accounts a where a.city_id = p.city_id and a.person_id = p.id)
          and not exists (select from accounts a where a.city_id = p.city_id and a.person_id = p.id and (a.retired_at is null or a.retired_at >= ${before}))
          and not exists (select from post_holders h where h.city_id = p.city_id and h.person_id = p.id and (h.to_on is null or h.to_on >= ${before}::timestamptz::date))`,
  )
  return left.map(({ id }) => id)
}

const AccountRow = z.object({ id: z.uuid(), login: z.string(), email: z.string().nullable() })

/** The accounts of people, and by which names they enter. */
export const listAccountsOf = (db: Db, city: CityId, people: readonly string[]) =>
  db.all(AccountRow, sql`select id, login, email from accounts where city_id = ${city} and person_id = any(${people}::uuid[]) order by id`)
