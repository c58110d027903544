/**
 * The ground that is scored: where each point or area belongs, so that one observation counts at once for the city, its
 * district, street, unit, type of place and the place itself.
 */

/** What a score can be broken down by, besides the tree itself. */
export const grounds = ['city', 'district', 'street', 'community', 'unit', 'type', 'point'] as const
export type GroundKind = (typeof grounds)[number]

/** A place as the city knows it: a point with its type, or an area. */
export interface Place {
  readonly id: string
  /** Code of the point type; null for an area. */
  readonly type: string | null
  readonly district: string | null
  readonly street: string | null
  readonly community: string | null
  readonly unit: string | null
}

/** A group of places with its number; 0 is the whole city. */
export interface Group {
  readonly at: number
  readonly kind: GroundKind
  readonly id: string
}

/** The groups that scores are broken down by, and which of them each place belongs to. */
export interface Ground {
  readonly groups: Group[]
  /** `kind id` → number of the group. */
  readonly index: ReadonlyMap<string, number>
  readonly places: ReadonlyMap<string, { readonly type: string | null; readonly groups: readonly number[]; readonly own: number }>
}

/**
 * The ground of a city's points and areas. An observation without a place counts for the city alone. Groups come in the order
 * of the places' ids, so that nothing depends on the order in which a database gives rows.
 */
export function groundOf(places: readonly Place[]): Ground {
  const groups: Group[] = [{ at: 0, kind: 'city', id: '' }]
  const index = new Map<string, number>([['city ', 0]])
  const groupOf = (kind: GroundKind, id: string): number => {
    const key = `${kind} ${id}`
    const known = index.get(key)
    if (known !== undefined) return known
    groups.push({ at: groups.length, kind, id })
    index.set(key, groups.length - 1)
    return groups.length - 1
  }
  const known = new Map<string, { type: string | null; groups: number[]; own: number }>()
  for (const place of places.toSorted(byId)) {
    const within = (['district', 'street', 'community', 'unit', 'type'] as const).flatMap((kind) => {
      const id = place[kind]
      return id === null ? [] : [groupOf(kind, id)]
    })
    const own = place.type === null ? (within.at(-1) ?? 0) : groupOf('point', place.id)
    known.set(place.id, { type: place.type, own, groups: [...new Set([0, ...within, own])] })
  }
  return { groups, index, places: known }
}

/** Places in one fixed order and form: what the hash of the ground is taken of, and what is kept with a stored score. */
export const orderedPlaces = (places: readonly Place[]): (string | null)[][] =>
  places.toSorted(byId).map(({ id, type, district, street, community, unit }) => [id, type, district, street, community, unit])

const byId = (a: Place, b: Place): number => (a.id < b.id ? -1 : 1)

/** Places from their kept form. */
export const placesFrom = (kept: readonly (readonly (string | null)[])[]): Place[] =>
  kept.map(([id, type, district, street, community, unit]) => ({
    id: id!,
    type: type ?? null,
    district: district ?? null,
    street: street ?? null,
    community: community ?? null,
    unit: unit ?? null,
  }))

/** The number of a group; undefined when the city has no such district, street, … */
export const findGroup = (ground: Ground, kind: GroundKind, id: string): number | undefined => ground.index.get(`${kind} ${id}`)
