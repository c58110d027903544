/** Calls of an administrator about accounts: invite, print a slip, retire, take lost factors away, and keys for systems. */
import { z } from 'zod'
import { bookOf, contract, orders, Paging, Permission, page, searched } from '../api/contract.ts'
import { AccountId, PersonId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { Role } from '../city/who.ts'

/** An account as the administrator sees it: what it can be opened by, never the thing itself. */
export const Account = z.object({
  id: AccountId,
  kind: z.enum(['person', 'service']),
  login: z.string(),
  name: z.string(),
  role: Role.nullable(),
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  email: z.string().nullable(),
  hasPassword: z.boolean(),
  hasFactor: z.boolean(),
  passkeys: z.int(),
  keys: z.int(),
  /** An invitation or reset that has not been used yet. */
  openCode: z.object({ purpose: z.enum(['invitation', 'reset']), expiresAt: Instant }).nullable(),
  seenAt: Instant.nullable(),
  retiredAt: Instant.nullable(),
})
export type Account = z.infer<typeof Account>

/** A key as it is listed: its beginning, never the key. */
export const Key = z.object({
  id: z.uuid(),
  name: z.string(),
  beginning: z.string(),
  scopes: z.array(z.string()),
  madeAt: Instant,
  expiresAt: Instant,
  usedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type Key = z.infer<typeof Key>

/** A code as it is handed out, once. `code` is empty when it went by mail. */
export const HandedCode = z.object({
  code: z.string(),
  purpose: z.enum(['invitation', 'reset']),
  expiresAt: Instant,
  login: z.string(),
  name: z.string(),
  city: z.object({ code: z.string(), title: Text }),
  /** Where the code is typed in. */
  address: z.string(),
})
export type HandedCode = z.infer<typeof HandedCode>

/** What a login may be made of. */
export const Login = z
  .string()
  .trim()
  .regex(/^[\p{L}\d._-]{2,64}$/u)
const Email = z.email().max(200)
const One = z.object({ id: AccountId })
const Done = z.object({})
const own = { of: 'account', at: 'params.id' } as const

const listAccounts = {
  method: 'GET',
  path: '/accounts',
  may: 'accounts.edit',
  within: 'rule',
  says: 'access.accounts',
  query: Paging.extend({
    ...searched,
    kind: z.enum(['person', 'service']).optional(),
    retired: z.enum(['with', 'only', 'without']).default('without'),
    sort: orders(['login', 'name', 'kind'], 'login'),
  }),
  returns: page(Account),
} as const

export const accountsApi = contract({
  listAccounts,
  exportAccounts: bookOf(listAccounts),
  addAccount: {
    method: 'POST',
    path: '/accounts',
    may: 'accounts.edit',
    within: [
      { of: 'person', at: 'body.person' },
      { of: 'unit', at: 'body.unit' },
    ],
    says: 'access.addAccount',
    body: z.object({
      id: AccountId,
      kind: z.enum(['person', 'service']).default('person'),
      login: Login,
      /** The person, when the city knows them already; otherwise made with the name. */
      person: PersonId.optional(),
      name: z.string().trim().min(1).max(100),
      /** What it may do while its person acts in no post; a system always acts by it. */
      role: Role.nullish(),
      unit: UnitId.nullish(),
      email: Email.nullish(),
    }),
    returns: Account,
  },
  getAccount: {
    method: 'GET',
    path: '/accounts/:id',
    may: 'accounts.edit',
    within: [own],
    says: 'access.account',
    params: One,
    returns: Account,
  },
  changeAccount: {
    method: 'PUT',
    path: '/accounts/:id',
    may: 'accounts.edit',
    within: [own],
    says: 'access.changeAccount',
    params: One,
    body: z.object({ email: Email.nullable() }),
    returns: Account,
  },
  handCode: {
    method: 'POST',
    path: '/accounts/:id/codes',
    may: 'accounts.edit',
    within: [own],
    says: 'access.handCode',
    alone: true,
    params: One,
    body: z.object({ way: z.enum(['mail', 'slip']) }),
    returns: HandedCode,
  },
  retireAccount: {
    method: 'POST',
    path: '/accounts/:id/retire',
    may: 'accounts.edit',
    within: [own],
    says: 'access.retire',
    params: One,
    returns: Account,
  },
  restoreAccount: {
    method: 'POST',
    path: '/accounts/:id/restore',
    may: 'accounts.edit',
    within: [own],
    says: 'access.restore',
    params: One,
    returns: Account,
  },
  endAccess: {
    method: 'POST',
    path: '/accounts/:id/sessions/end',
    may: 'accounts.edit',
    within: [own],
    says: 'access.endAccess',
    params: One,
    returns: Done,
  },
  removeFactors: {
    method: 'POST',
    path: '/accounts/:id/factors/end',
    may: 'accounts.edit',
    within: [own],
    says: 'access.removeFactors',
    params: One,
    /** How it was made sure that the person is who they say: as when they were let in. */
    body: z.object({ reason: z.string().trim().min(4).max(300) }),
    returns: Account,
  },
  listKeys: {
    method: 'GET',
    path: '/accounts/:id/keys',
    may: 'accounts.edit',
    within: [own],
    says: 'access.keys',
    params: One,
    returns: z.object({ items: z.array(Key) }),
  },
  addKey: {
    method: 'POST',
    path: '/accounts/:id/keys',
    may: 'accounts.edit',
    within: [own],
    says: 'access.addKey',
    alone: true,
    params: One,
    body: z.object({
      id: z.uuid(),
      name: z.string().trim().min(1).max(60),
      scopes: z.array(Permission).min(1),
      days: z.int().min(1).max(730),
    }),
    /** The key is in this answer and nowhere else. */
    returns: Key.extend({ key: z.string() }),
  },
  revokeKey: {
    method: 'DELETE',
    path: '/accounts/:id/keys/:key',
    may: 'accounts.edit',
    within: [own],
    says: 'access.revokeKey',
    params: One.extend({ key: z.uuid() }),
    returns: Done,
  },
})
