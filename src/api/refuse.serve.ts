/** Turns away who may make a call, but not about this thing: it lies beyond the reach of the post they act in. */
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Permission, Route } from './contract.ts'
import { type FindStandings, isWithin, namedAt, reachOf } from './reach.ts'
import type { Who } from './who.ts'

/** What the composition on top hands in: finders of each kind of thing, which every room adds its own to. */
export interface Finders {
  /** Where things stand; a thing with several places (a person in two posts) must lie within reach with all of them. */
  readonly standings?: Readonly<Record<string, FindStandings>>
  /** Which permission a thing asks for by itself. */
  readonly asked?: Readonly<Record<string, (db: Db, city: CityId, id: string) => Promise<Permission | undefined>>>
}

interface Asking {
  readonly who: Who
  readonly db: Db
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/**
 * Refuses what lies beyond the reach of who asks.
 * *Refuses:* 403 `api.notAllowed` for what the thing itself asks, `api.notYours` for what is somebody else's.
 */
export async function refuseBeyond(finders: Finders, route: Route, { who, db, ...input }: Asking): Promise<void> {
  const named = route.asks && namedAt(route.asks, input)
  const asked = named === undefined ? undefined : await finders.asked?.[route.asks!.of]?.(db, who.city, named)
  if (asked !== undefined && !who.may.has(asked)) throw new Problem('api.notAllowed', 403, { may: asked })
  const reach = reachOf(who, route.may) ?? 'city'
  if (reach === 'city' || route.within === undefined || route.within === 'rule') return
  const places = route.within.flatMap((place) => [namedAt(place, input)].flatMap((id) => (id === undefined ? [] : [{ of: place.of, id }])))
  let isKnown = false
  for (const { of, id } of places) {
    const standings = await finders.standings?.[of]?.(db, who.city, id)
    if (standings === undefined) continue
    isKnown = true
    const isNear = standings.length > 0 && standings.every((standing) => isWithin(who, reach, standing))
    if (!isNear) throw new Problem('api.notYours', 403, { reach })
  }
  // A thing that is new must be put beside one that is theirs; one that nobody knows is not theirs either.
  if (!isKnown) throw new Problem('api.notYours', 403, { reach })
}
