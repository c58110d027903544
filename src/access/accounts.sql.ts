/** SQL of the administrator's list: accounts with what opens them, never the thing itself. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { AccountId, type AreaId, type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, like, type Sql, sql } from '../base/sql.ts'
import { Role } from '../city/who.ts'

const AccountDetail = z.object({
  id: AccountId,
  kind: z.enum(['person', 'service']),
  login: z.string(),
  name: z.string(),
  personId: PersonId,
  role: Role.nullable(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  email: z.string().nullable(),
  hasPassword: z.boolean(),
  passwordAt: z.string().nullable(),
  hasFactor: z.boolean(),
  passkeys: z.int(),
  keys: z.int(),
  codePurpose: z.enum(['invitation', 'reset']).nullable(),
  codeExpiresAt: z.string().nullable(),
  seenAt: z.string().nullable(),
  retiredAt: z.string().nullable(),
})
export type AccountDetail = z.infer<typeof AccountDetail>

const detail = (where: Sql, rest: Sql): Sql => sql`
  select a.id, a.kind, a.login, p.name, a.person_id, a.role, a.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, a.email,
    a.password_hash is not null as has_password, a.password_at, f.confirmed_at is not null as has_factor,
    (select count(*) from passkeys k where k.city_id = a.city_id and k.account_id = a.id) as passkeys,
    (select count(*) from api_keys k where k.city_id = a.city_id and k.account_id = a.id and k.revoked_at is null) as keys,
    c.purpose as code_purpose, c.expires_at as code_expires_at,
    (select max(s.seen_at) from sessions s where s.city_id = a.city_id and s.account_id = a.id) as seen_at, a.retired_at
  from accounts a
    join people p on p.city_id = a.city_id and p.id = a.person_id
    left join units u on u.city_id = a.city_id and u.id = a.unit_id
    left join second_factors f on f.city_id = a.city_id and f.account_id = a.id
    left join lateral (select purpose, expires_at from entry_codes e
      where e.city_id = a.city_id and e.account_id = a.id and e.used_at is null order by made_at desc limit 1) c on true
  where ${where} ${rest}`

/** Which accounts are asked for. */
export interface AccountWish {
  readonly text?: string | undefined
  readonly kind?: 'person' | 'service' | undefined
  readonly retired: 'with' | 'only' | 'without'
  /** Only those whose person holds a post for this area or below it (null: nobody). */
  readonly area?: AreaId | null
}

/** The person holds a post whose own area, or that of its unit, is this one or lies below it. */
const worksBelow = (city: CityId, area: AreaId | null): Sql => sql`exists (
  select from post_holders h join posts t on t.city_id = h.city_id and t.id = h.post_id join units o on o.city_id = t.city_id and o.id = t.unit_id
  where h.city_id = a.city_id and h.person_id = a.person_id and h.to_on is null and coalesce(t.area_id, o.area_id) in (
    with recursive below as (
      select r.id from areas r where r.city_id = ${city} and r.id = ${area}::uuid
      union all select r.id from areas r join below on r.parent_id = below.id where r.city_id = ${city}
    ) select id from below))`

const accountOrders: Orders<AccountDetail> = {
  login: { key: sql`a.login`, type: 'text', of: ({ login }) => login },
  name: { key: sql`p.name`, type: 'text', of: ({ name }) => name },
  kind: { key: sql`a.kind`, type: 'text', of: ({ kind }) => kind },
}

/** One page of accounts. */
export const listAccountDetails = (db: Db, city: CityId, wish: AccountWish, turn: Turn): Promise<PageOf<AccountDetail>> =>
  pageBy(accountOrders, turn, ({ beyond, rest }) => readAccounts(db, city, wish, beyond, rest), sql`a.id`)

const readAccounts = (db: Db, city: CityId, { text, kind, retired, area }: AccountWish, beyond: Sql | undefined, rest: Sql) =>
  db.all(
    AccountDetail,
    detail(
      all(
        sql`a.city_id = ${city}`,
        kind && sql`a.kind = ${kind}`,
        area === undefined ? undefined : worksBelow(city, area),
        text === undefined || text === '' ? undefined : sql`(a.login ilike ${like(text)} or p.name ilike ${like(text)})`,
        retired === 'with' ? undefined : retired === 'only' ? sql`a.retired_at is not null` : sql`a.retired_at is null`,
        beyond,
      ),
      rest,
    ),
  )

/** One account, retired or not. */
export const findAccountDetail = (db: Db, city: CityId, id: AccountId) =>
  db.find(AccountDetail, detail(sql`a.city_id = ${city} and a.id = ${id}`, sql``))
