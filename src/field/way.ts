/** The way from point to point: as a round says, else always on to the nearest one. Good enough to walk by, and drawn at once. */
import { metresBetween, type Place } from '../base/place.ts'

/** A point on the way. */
export interface Stop {
  readonly id: string
  readonly place: Place
  readonly step: number | null
}

/** The stops in the order of walking; those with a step come first, in that order. */
export function wayOf<S extends Stop>(stops: readonly S[], from?: Place): S[] {
  const planned = stops.filter(({ step }) => step !== null).toSorted((a, b) => a.step! - b.step!)
  const left = stops.filter(({ step }) => step === null)
  const way = [...planned]
  let here = planned.at(-1)?.place ?? from ?? left[0]?.place
  while (left.length > 0) {
    let nearest = 0
    for (let index = 1; index < left.length; index++)
      if (metresBetween(here!, left[index]!.place) < metresBetween(here!, left[nearest]!.place)) nearest = index
    const [next] = left.splice(nearest, 1)
    way.push(next!)
    here = next!.place
  }
  return way
}

/** Server minus device in milliseconds from one call: its `Date` header has whole seconds, and stands for the middle of the call. */
export function offsetOf(sentMs: number, cameMs: number, date: string | null): number | undefined {
  const server = Date.parse(date ?? '')
  if (Number.isNaN(server) || cameMs - sentMs > slowestMs) return undefined
  return Math.round(server + 500 - (sentMs + cameMs) / 2)
}

/** A call that took longer says too little about the clock. */
const slowestMs = 8_000

/** A clock that is off by more than this is shown. */
export const clockOffMs = 60_000
