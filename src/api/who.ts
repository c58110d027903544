/** Who asks, as every handler sees it. Made by the sign-in of the house (`city/session.serve.ts`), handed in by the server. */
import type { AccountId, AreaId, CityId, PersonId, PostId, UnitId } from '../base/ids.ts'
import type { Language } from '../base/text.ts'
import type { Permission, Reach } from './contract.ts'

export interface Who {
  readonly city: CityId
  readonly account: AccountId
  readonly person: PersonId
  /** The post in which the person acts; null for an account without one. Unit, area and role follow from it. */
  readonly post: PostId | null
  /** Acts for the holder, who is absent (代). */
  readonly deputy: boolean
  readonly unit: UnitId | null
  /** The area that the post works for; null is the whole city. */
  readonly area: AreaId | null
  readonly role: string
  readonly may: ReadonlySet<Permission>
  /** The permissions that do not reach the whole city, with how far they reach. */
  readonly narrow?: ReadonlyMap<Permission, Reach>
  /** Absent for a system that came with a key: it has no session to end, and no page of its own. */
  readonly session?: Session | undefined
  /** The second factor that the city demands of the role and that did not open this session. */
  readonly owes?: Owed | undefined
}

/** What is still to be set up. */
export interface Owed {
  /** The day from which on nothing else is answered. */
  readonly from: string
  readonly isDue: boolean
}

/** The session of a request. */
export interface Session {
  readonly id: string
  readonly startedAt: string
  /** When the person last touched something, give or take a minute. */
  readonly seenAt: string
  /** When the person last proved who they are. */
  readonly provedAt: string
}

const provedMs = 15 * 60_000

/** Whether the person of a session proved within a quarter of an hour who they are. A system proves it with each call. */
export const isProved = (who: Pick<Who, 'session'>, at: string): boolean =>
  who.session === undefined || Date.parse(at) - Date.parse(who.session.provedAt) <= provedMs

/** Where a request came from. */
export interface From {
  /** The address, as far as the proxies are trusted that name it. */
  readonly address: string
  /** The browser in its own words. */
  readonly agent: string
  /** Under which name the server was called: `https://host:port`. */
  readonly origin: string
}

/** One request as a handler sees it. In a write `db` is the transaction: leaving it out of a query is a bug. */
export interface Ask<Parsed> {
  readonly db: import('../base/sql.ts').Db
  /** Present on every route but `anyone`; use `whoOf(ask)` there. */
  readonly who: Who | undefined
  readonly language: Language
  /** Now, from the server's clock. */
  readonly at: string
  readonly params: Parsed extends { params: infer P } ? P : never
  readonly query: Parsed extends { query: infer Q } ? Q : never
  readonly body: Parsed extends { body: infer B } ? B : never
  /** Runs after the commit; never when the transaction was rolled back. */
  readonly afterCommit: (work: () => void) => void
  /** Where a stream that is taken up again was: the header Last-Event-ID. */
  readonly lastEventId?: string | undefined
  readonly from: From
  readonly cookie: (name: string) => string | undefined
  readonly setCookie: (name: string, value: string, maxAgeSeconds: number) => void
}
