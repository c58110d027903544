/** Who is signed in, and the doors to choose from. How a person gets in is the matter of `access`. */
import { z } from 'zod'
import { contract, Permission } from '../api/contract.ts'
import { AccountId, CityId, PersonId, PostId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day } from '../base/time.ts'
import { Role } from './who.ts'

/** A post that the person may act in; `deputy`: for its absent holder (代). */
export const ActingPost = z.object({
  id: PostId,
  title: Text,
  unit: z.object({ id: UnitId, title: Text }),
  role: Role,
  deputy: z.boolean(),
})
export type ActingPost = z.infer<typeof ActingPost>

/** Who is signed in, for the head of every page. */
export const Me = z.object({
  account: AccountId,
  login: z.string(),
  person: PersonId,
  name: z.string(),
  role: Role,
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  /** The post they act in now, and all they may choose from. */
  post: PostId.nullable(),
  posts: z.array(ActingPost),
  city: z.object({ id: CityId, code: z.string(), title: Text, demo: z.boolean() }),
  may: z.array(Permission),
  /** Those of `may` that do not reach the whole city. */
  narrow: z.array(Permission),
  /** A second factor that the city demands and this sign-in did not have; from that day on nothing else is answered. */
  owes: z.object({ from: Day, isDue: z.boolean() }).nullable(),
})
export type Me = z.infer<typeof Me>

/** The password of every account of a demo city; said openly on the sign-in page, for such a city holds nothing real. */
export const demoPassword = 'mingcheng'

/** A city that can be signed in to; demo cities show their accounts. */
export const Door = z.object({
  code: z.string(),
  title: Text,
  accounts: z.array(z.object({ login: z.string(), role: Role, name: z.string() })),
})
export type Door = z.infer<typeof Door>

export const sessionApi = contract({
  listDoors: { method: 'GET', path: '/doors', may: 'anyone', says: 'session.doors', returns: z.object({ items: z.array(Door) }) },
  signOut: { method: 'DELETE', path: '/session', may: 'signedIn', says: 'session.signOut', evenOwing: true, returns: z.object({}) },
  /** When it ends by itself. A page asks with `x-unattended`, so that asking is no touch. */
  lookAtEnd: {
    method: 'GET',
    path: '/session/end',
    may: 'signedIn',
    says: 'session.end',
    evenOwing: true,
    /** In how many seconds, unless somebody touches something; and in how many whatever happens. Clocks of browsers are wrong. */
    returns: z.object({ idleSeconds: z.int(), seconds: z.int() }),
  },
  actIn: {
    method: 'PUT',
    path: '/session/post',
    may: 'signedIn',
    says: 'session.actIn',
    evenOwing: true,
    body: z.object({ post: PostId }),
    returns: Me,
  },
  getMe: { method: 'GET', path: '/session', may: 'signedIn', says: 'session.me', evenOwing: true, returns: Me },
})
