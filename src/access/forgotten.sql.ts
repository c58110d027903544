/** SQL of the ways in of people: what is held of them for the copy they may ask for, and their end. Hashes and secrets are in no copy. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, type Sql, sql } from '../base/sql.ts'

const Way = z.record(z.string(), z.unknown())
const HeldRow = z.object({
  passkeys: z.array(Way),
  codeApp: z.array(Way),
  singleSignOn: z.array(Way),
  invitations: z.array(Way),
  devices: z.array(Way),
  keys: z.array(Way),
})

/** What is held of a person's ways in. */
export async function findHeldWays(db: Db, city: CityId, person: string): Promise<z.infer<typeof HeldRow>> {
  const list = (what: Sql, from: Sql) =>
    sql`coalesce((select jsonb_agg(${what}) from ${from} join accounts a on a.city_id = t.city_id and a.id = t.account_id
          where t.city_id = ${city} and a.person_id = ${person}), '[]')`
  return (await db.find(
    HeldRow,
    sql`select
      ${list(sql`jsonb_build_object('name', t.name, 'since', t.added_at, 'used', t.used_at)`, sql`passkeys t`)} as passkeys,
      ${list(sql`jsonb_build_object('since', t.since, 'confirmed', t.confirmed_at)`, sql`second_factors t`)} as code_app,
      ${list(sql`jsonb_build_object('provider', t.issuer, 'subject', t.subject, 'since', t.since)`, sql`sso_links t`)} as single_sign_on,
      ${list(sql`jsonb_build_object('for', t.purpose, 'way', t.way, 'made', t.made_at, 'used', t.used_at)`, sql`entry_codes t`)} as invitations,
      ${list(sql`jsonb_build_object('since', t.since, 'seen', t.seen_at)`, sql`known_devices t`)} as devices,
      ${list(sql`jsonb_build_object('name', t.name, 'made', t.made_at, 'ends', t.expires_at)`, sql`api_keys t`)} as keys`,
  ))!
}

/** Destroys every way in of people: none opens again, and nothing of them tells who they were. */
export async function forgetWays(db: Db, city: CityId, people: readonly string[]): Promise<void> {
  const theirs = sql`select a.id from accounts a where a.city_id = ${city} and a.person_id = any(${people}::uuid[])`
  await db.run(sql`delete from passkeys where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from recovery_codes where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from second_factors where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from sso_links where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from entry_codes where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from known_devices where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from open_steps where city_id = ${city} and account_id in (${theirs})`)
  await db.run(sql`delete from api_keys where city_id = ${city} and account_id in (${theirs})`)
}
