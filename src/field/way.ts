/** The way from point to point: as a round says, else always on to the nearest one. Good enough to walk by, and drawn at once. */
import { metresBetween } from '../city/metres.ts'
import type { Place } from '../base/place.ts'

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
