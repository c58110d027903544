/**
 * Coordinates are converted at the door, nowhere else: inside, every place is WGS-84. Maps made in China shift places by
 * 300 to 600 m (GCJ-02), one of them once more (BD-09); reading one as the other puts a point into the wrong street.
 */
import library from 'gcoord'
import type { Place } from '../base/place.ts'
import type { Crs } from './crs.ts'

// Its types describe an ES module, but it is loaded as CommonJS, whose default is the object itself.
const gcoord = library as unknown as typeof library.default

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

/** What was sent with a place in a declared system, with its place in WGS-84. */
export const inWgs84 = <Sent extends { readonly place?: Place | undefined; readonly crs?: Crs | undefined }>(sent: Sent): Sent =>
  sent.place === undefined || sent.crs === undefined ? sent : { ...sent, place: toWgs84(sent.place, sent.crs), crs: 'WGS-84' }
