/** Whether what a call is about lies within the reach of who makes it. The one rule; the edge asks it before every handler. */
import type { Permission, Place, Reach, Route } from './contract.ts'
import type { Who } from './who.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'

/** Where a thing stands. Somebody of one of these units, of a post for one of these areas, or one of these people is near it. */
export interface Standing {
  readonly units?: readonly string[]
  /** The areas around it, the smallest first; empty: it belongs to the city as a whole. */
  readonly areas?: readonly string[]
  readonly people?: readonly string[]
}

/** Finds where a thing stands; undefined when there is no such thing, empty when it stands nowhere. */
export type FindStandings = (db: Db, city: CityId, id: string) => Promise<readonly Standing[] | undefined>

/** How far a permission reaches for a person; undefined when they do not have it. */
export function reachOf(who: Pick<Who, 'may' | 'narrow'>, permission: Permission): Reach | undefined {
  if (permission === 'anyone' || permission === 'signedIn') return 'city'
  return who.may.has(permission) ? (who.narrow?.get(permission) ?? 'city') : undefined
}

/** Whether a person may make a call at all, whatever it is about. */
export function isAdmitted(who: Pick<Who, 'may' | 'narrow'>, { may, within }: Pick<Route, 'may' | 'within'>): boolean {
  const reach = reachOf(who, may)
  return reach === 'city' || (reach !== undefined && within !== undefined)
}

/** Whether one place lies within the reach. An area reaches what lies in it; who has no area, or no unit, reaches nothing by it. */
export function isWithin(
  who: Pick<Who, 'person' | 'unit' | 'area'>,
  reach: Reach,
  { units = [], areas = [], people = [] }: Standing,
): boolean {
  if (reach === 'city') return true
  if (reach === 'own') return people.includes(who.person)
  if (reach === 'unit') return who.unit !== null && units.includes(who.unit)
  return who.area !== null && areas.includes(who.area)
}

/** What a call names at a place of its input; undefined when it names nothing. */
export function namedAt(
  { at }: Place,
  input: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
): string | undefined {
  const [part, key] = at.split('.') as ['params' | 'query' | 'body', string]
  const value = (input[part] as Record<string, unknown> | undefined)?.[key]
  return typeof value === 'string' ? value : undefined
}
