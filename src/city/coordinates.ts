/**
 * Coordinates are converted at the door, nowhere else: inside, every place is WGS-84. Maps made in China shift places by
 * 300 to 600 m (GCJ-02), one of them once more (BD-09); reading one as the other puts a point into the wrong street.
 */
import library from 'gcoord'
import { z } from 'zod'
import type { Place } from '../base/place.ts'

// Its types describe an ES module, but it is loaded as CommonJS, whose default is the object itself.
const gcoord = library as unknown as typeof library.default

/** Systems that a sender may declare. CGCS2000 agrees with WGS-84 to some centimetres and is taken as the same. */
export const crsNames = ['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const
export const Crs = z.enum(crsNames)
export type Crs = z.infer<typeof Crs>

/** A WGS-84 place as another system shows it. Outside the box around China nothing is shifted. */
export function fromWgs84([lng, lat]: Place, crs: Crs): Place {
  if (crs === 'WGS-84' || crs === 'CGCS2000') return [lng, lat]
  const [x, y] = gcoord.transform([lng, lat], gcoord.WGS84, crs === 'GCJ-02' ? gcoord.GCJ02 : gcoord.BD09)
  return [x!, y!]
}

const exact = 1e-9

/**
 * A place in a declared system as WGS-84. The shifts have no closed inverse: the guess is corrected by its own error until
 * that is below 0.1 mm (a handful of rounds).
 */
export function toWgs84([lng, lat]: Place, crs: Crs): Place {
  if (crs === 'WGS-84' || crs === 'CGCS2000') return [lng, lat]
  let [x, y] = [lng, lat]
  for (let round = 0; round < 40; round++) {
    const [shownX, shownY] = fromWgs84([x, y], crs)
    const [dx, dy] = [shownX - lng, shownY - lat]
    x -= dx
    y -= dy
    if (Math.abs(dx) < exact && Math.abs(dy) < exact) break
  }
  return [x, y]
}
