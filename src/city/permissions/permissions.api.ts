/** Who may do what in the running system, read off the contracts, and why a given person may or may not. */
import { z } from 'zod'
import { contract, Permission, Reach } from '../../api/contract.ts'
import { PersonId, PostId } from '../../base/ids.ts'
import { Text } from '../../base/text.ts'
import { Role } from '../who.ts'
import { Reason } from './why.ts'

/** A call with how far it reaches for each role; a role that is missing may not make it. */
export const CallLine = z.object({
  /** `cases.rectify`: the contract and the call. */
  call: z.string(),
  room: z.string(),
  /** Key of the sentence that says what it does. */
  says: z.string(),
  method: z.string(),
  path: z.string(),
  may: Permission,
  roles: z.partialRecord(Role, Reach),
  /** Kinds of thing that are looked at for those who do not reach the whole city; `rule`: the room's own rule narrows it. */
  within: z.array(z.string()),
})
export type CallLine = z.infer<typeof CallLine>

/** The answer to "why", for each post that the person may act in. */
export const Why = z.object({
  person: z.object({ id: PersonId, name: z.string() }),
  call: z.string(),
  says: z.string(),
  allowed: z.boolean(),
  hasAccount: z.boolean(),
  posts: z.array(
    z.object({
      /** Null: by the role of the account, in no post. */
      post: z.object({ id: PostId, title: Text, unit: Text }).nullable(),
      role: Role,
      deputy: z.boolean(),
      allowed: z.boolean(),
      reasons: z.array(Reason),
    }),
  ),
})
export type Why = z.infer<typeof Why>

export const permissionsApi = contract({
  listCalls: {
    method: 'GET',
    path: '/permissions',
    may: 'signedIn',
    says: 'permissions.list',
    returns: z.object({ items: z.array(CallLine) }),
  },
  why: {
    method: 'GET',
    path: '/permissions/why',
    may: 'permissions.read',
    within: [{ of: 'person', at: 'query.person' }],
    says: 'permissions.why',
    query: z.object({ person: PersonId, call: z.string().max(100), thing: z.uuid().optional() }),
    returns: Why,
  },
})
