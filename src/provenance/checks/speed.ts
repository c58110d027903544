/** The same person at two places, faster than anybody drives through a city. */
import { metresBetween } from '../../city/metres.ts'
import type { Check } from '../check.ts'

const mostKmh = 120
/** Nearer than this, the points are next to each other and the minute that a visit is written down to says nothing. */
const nearM = 1000

export const speed: Check = {
  id: 'speed',
  version: 1,
  find: ({ use, others }) => {
    const here = use?.place
    if (!here) return []
    return others.flatMap((other) => {
      const metres = Math.round(metresBetween(here, other.place))
      const minutes = Math.abs(Date.parse(other.at) - Date.parse(use.at)) / 60_000
      // Times are written to the minute: two visits within one minute are taken as one minute apart.
      const kmh = Math.round((metres / 1000 / Math.max(1, minutes)) * 60)
      return metres > nearM && kmh > mostKmh
        ? [{ reason: 'tooFast', details: { kmh, metres, minutes: Math.round(minutes), about: other.about, pointId: other.pointId } }]
        : []
    })
  },
}
