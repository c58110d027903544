/**
 * Who goes where, and in which order (走访路线). Points are shared out by place so that nobody crosses the city, in proportion to
 * what each can do in a day; each share is walked in an order near the shortest: nearest next, then crossings undone (2-opt) and
 * short stretches moved (Or-opt) until nothing gets shorter.
 */
import { metresBetween } from '../city/metres.ts'
import type { Place } from '../base/place.ts'

/** Something to walk to; where it lies, and who must not be the one to look at it. */
export interface Stop {
  readonly id: string
  readonly place: Place
  readonly areas?: readonly string[]
  readonly not?: readonly string[]
}

/** Somebody who walks; `load` is how many points of a hundred others' hundred, 1 is usual. Who has an area walks there first. */
export interface Walker {
  readonly id: string
  readonly load: number
  readonly area?: string | undefined
  readonly from?: Place | undefined
}

const mostPolished = 300
const byId = (a: Stop, b: Stop): number => Number(a.id > b.id) - Number(a.id < b.id)

/** Metres of a walk from its first stop to its last. */
export const lengthOf = (walk: readonly Stop[]): number =>
  walk.slice(1).reduce((sum, stop, index) => sum + metresBetween(walk[index]!.place, stop.place), 0)

/**
 * Shares stops out by area, load and distance: a stop goes to those who have its area, else to those who have none, else to all;
 * among them by place. Whoever must not look at one gives it to the next who may. `left` are those that nobody may look at.
 */
export function assign(stops: readonly Stop[], walkers: readonly Walker[]): { shares: Map<string, Stop[]>; left: Stop[] } {
  const shares = new Map<string, Stop[]>(walkers.map(({ id }) => [id, []]))
  const left: Stop[] = []
  for (const { group, among } of groupsOf(stops, walkers)) {
    for (const [walker, share] of shareOut(group, among)) {
      for (const stop of share) {
        const by = mayLook(stop, walker) ? walker : freest(stop, shares)
        if (by === undefined) left.push(stop)
        else shares.get(by)!.push(stop)
      }
    }
  }
  return { shares, left }
}

const mayLook = ({ not = [] }: Stop, walker: string): boolean => !not.includes(walker)

/** Of those who may look at a stop, the one with the fewest. */
const freest = (stop: Stop, shares: ReadonlyMap<string, readonly Stop[]>): string | undefined =>
  [...shares].filter(([id]) => mayLook(stop, id)).toSorted(([, a], [, b]) => a.length - b.length)[0]?.[0]

function groupsOf(stops: readonly Stop[], walkers: readonly Walker[]): { group: Stop[]; among: readonly Walker[] }[] {
  const roaming = walkers.filter(({ area }) => area === undefined)
  const groups = new Map<string, { group: Stop[]; among: readonly Walker[] }>()
  for (const stop of stops) {
    const local = walkers.filter(({ area }) => area !== undefined && stop.areas?.includes(area) === true)
    const among = local.length > 0 ? local : roaming.length > 0 ? roaming : walkers
    const key = among.map(({ id }) => id).join()
    const known = groups.get(key) ?? { group: [], among }
    known.group.push(stop)
    groups.set(key, known)
  }
  return [...groups.values()]
}

/** A share of the stops for every walker, by halving the city along its longer side again and again. */
export function shareOut(stops: readonly Stop[], walkers: readonly Walker[]): Map<string, Stop[]> {
  if (walkers.length <= 1) return new Map(walkers.map(({ id }) => [id, [...stops]]))
  const half = Math.ceil(walkers.length / 2)
  const [first, second] = [walkers.slice(0, half), walkers.slice(half)]
  const loadOf = (some: readonly Walker[]) => some.reduce((sum, { load }) => sum + load, 0)
  const along = longerSide(stops)
  const line = stops.toSorted((a, b) => a.place[along] - b.place[along] || byId(a, b))
  const cut = Math.round((line.length * loadOf(first)) / (loadOf(first) + loadOf(second)))
  return new Map([...shareOut(line.slice(0, cut), first), ...shareOut(line.slice(cut), second)])
}

function longerSide(stops: readonly Stop[]): 0 | 1 {
  const span = (axis: 0 | 1) => {
    const values = stops.map(({ place }) => place[axis])
    return Math.max(...values) - Math.min(...values)
  }
  const middle = stops[0]?.place[1] ?? 0
  return span(0) * Math.cos((middle * Math.PI) / 180) >= span(1) ? 0 : 1
}

/** The stops in walking order, from `start` or from the one that lies furthest west. */
export function walkingOrder(stops: readonly Stop[], start?: Place): Stop[] {
  if (stops.length < 3) return [...stops]
  let walk = nearestNext(stops, start)
  // More than anybody walks in a day: a list to choose from. Undoing its crossings once takes half a second at 2,000.
  if (walk.length > mostPolished) return uncrossed(walk)
  for (;;) {
    const shorter = moved(uncrossed(walk))
    // Each round saves half a metre or is the last; a few dozen stops need three to six.
    if (lengthOf(shorter) > lengthOf(walk) - 0.5) return shorter
    walk = shorter
  }
}

function nearestNext(stops: readonly Stop[], start?: Place): Stop[] {
  const left = stops.toSorted((a, b) => a.place[0] - b.place[0] || byId(a, b))
  const walk: Stop[] = []
  let here = start ?? left[0]!.place
  while (left.length > 0) {
    let best = 0
    for (let index = 1; index < left.length; index++)
      if (metresBetween(here, left[index]!.place) < metresBetween(here, left[best]!.place)) best = index
    const [next] = left.splice(best, 1)
    walk.push(next!)
    here = next!.place
  }
  return walk
}

const gap = (walk: readonly Stop[], a: number, b: number): number =>
  a < 0 || b >= walk.length ? 0 : metresBetween(walk[a]!.place, walk[b]!.place)

/** Turns a stretch around wherever that makes the walk shorter. */
function uncrossed(walk: Stop[]): Stop[] {
  const out = [...walk]
  for (let from = 0; from < out.length - 1; from++)
    for (let to = from + 1; to < out.length; to++) {
      const now = gap(out, from - 1, from) + gap(out, to, to + 1)
      const turned = gap(out, from - 1, to) + gap(out, from, to + 1)
      // `from - 1` and `to + 1` may lie outside: the walk is open, its ends are free.
      if (turned < now - 0.01) out.splice(from, to - from + 1, ...out.slice(from, to + 1).reverse())
    }
  return out
}

/** Moves stretches of one to three stops to where they fit better. */
function moved(walk: Stop[]): Stop[] {
  let out = [...walk]
  for (const size of [1, 2, 3])
    for (let from = 0; from + size <= out.length; from++) {
      const stretch = out.slice(from, from + size)
      const rest = [...out.slice(0, from), ...out.slice(from + size)]
      const best = bestPlace(rest, stretch)
      const now = gap(out, from - 1, from) + gap(out, from + size - 1, from + size) - gap(rest, from - 1, from)
      if (best.cost < now - 0.01) out = [...rest.slice(0, best.at), ...stretch, ...rest.slice(best.at)]
    }
  return out
}

function bestPlace(rest: readonly Stop[], stretch: readonly Stop[]): { at: number; cost: number } {
  let best = { at: 0, cost: Number.POSITIVE_INFINITY }
  const [head, tail] = [stretch[0]!, stretch.at(-1)!]
  for (let at = 0; at <= rest.length; at++) {
    const before = at === 0 ? 0 : metresBetween(rest[at - 1]!.place, head.place)
    const after = at === rest.length ? 0 : metresBetween(tail.place, rest[at]!.place)
    const cost = before + after - gap(rest, at - 1, at)
    if (cost < best.cost) best = { at, cost }
  }
  return best
}
