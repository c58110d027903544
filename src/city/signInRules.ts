/** How long a sign-in lasts and who must prove more than a password: the rules of the house, until a city makes its own. */
import type { Role } from './who.ts'

/** The rules of a city. */
export interface SignInRules {
  /** After so long without a touch the person signs in anew. */
  readonly idleMinutes: number
  /** However busy: after so long too. */
  readonly longestHours: number
  /** Who acts in one of these roles signs in with two factors. */
  readonly factorRoles: Role[]
  /** From this day on; null when no role must. */
  readonly factorFrom: string | null
}

/** What holds where a city said nothing: an hour, as NIST SP 800-63B asks at its second level, and a working day. */
export const rulesOfTheHouse: SignInRules = { idleMinutes: 60, longestHours: 12, factorRoles: [], factorFrom: null }

/** The most sessions of one account at a time; the oldest ends when one more begins. */
export const mostSessions = 20

/** In how many seconds a session ends if nobody touches it any more, and in how many whatever happens. */
export function secondsLeft(
  { startedAt, seenAt }: { startedAt: string; seenAt: string },
  { idleMinutes, longestHours }: SignInRules,
  at: string,
): { idleSeconds: number; seconds: number } {
  const seconds = Math.floor((Date.parse(startedAt) - Date.parse(at)) / 1000) + longestHours * 3600
  const idleSeconds = Math.floor((Date.parse(seenAt) - Date.parse(at)) / 1000) + idleMinutes * 60
  return { idleSeconds: Math.min(idleSeconds, seconds), seconds }
}
