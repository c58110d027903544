/**
 * The map of the public page as a picture: areas and known places around a centre. A picture can be pointed at without a
 * script (an image button tells where it was hit), and nobody else's map server hears who looks where.
 */
import type { Box, Place } from '../base/place.ts'
import { labelOf, ringsOf, type Shape } from '../city/geometry.ts'
import { html, type Html } from './html.ts'

/** Side of the picture, in the pixels of the page. Never scaled: the place that was hit is counted in them. */
export const side = 320
/** Width of the view in metres, from the whole district to a crossing. */
export const spans = [24_000, 12_000, 6000, 3000, 1500, 750, 375] as const

/** What is looked at. */
export interface View {
  readonly centre: Place
  /** Index into `spans`. */
  readonly zoom: number
}

/** A shape on the map; the smaller ones are drawn only when one is near. */
export interface Drawn {
  readonly shape: Shape
  readonly name: string
  /** Drawn when the view is at most as wide as this, in metres. */
  readonly from: number
}

/** A known place on the map. */
export interface Known {
  readonly place: Place
  readonly name: string
}

const metresPerDegree = 111_320
const degreesOf = ({ centre: [, lat], zoom }: View) => {
  const high = spans[zoom]! / metresPerDegree
  return { wide: high / Math.cos((lat * Math.PI) / 180), high }
}

/** West, south, east and north of a view. */
export function boxOfView(view: View): Box {
  const { wide, high } = degreesOf(view)
  const [lng, lat] = view.centre
  return [lng - wide / 2, lat - high / 2, lng + wide / 2, lat + high / 2]
}

/** The place under a pixel, counted from the upper left corner. */
export function placeAt(view: View, x: number, y: number): Place {
  const [west, , , north] = boxOfView(view)
  const { wide, high } = degreesOf(view)
  return [round(west + (x / side) * wide), round(north - (y / side) * high)]
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6

/** The picture (SVG). With `pinned` a pin stands in its middle. */
export function mapPicture(view: View, shapes: readonly Drawn[], known: readonly Known[], pinned: boolean): string {
  const [west, south, east, north] = boxOfView(view)
  const spot = ([lng, lat]: Place): [number, number] => [
    Math.round(((lng - west) / (east - west)) * side * 10) / 10,
    Math.round(((north - lat) / (north - south)) * side * 10) / 10,
  ]
  const isIn = ([x, y]: readonly [number, number]) => x > 8 && y > 12 && x < side - 8 && y < side - 8
  const span = spans[view.zoom]!
  const drawn = shapes.filter(({ from }) => span <= from)
  const paths = drawn.map(
    ({ shape }) =>
      html`<path d="${ringsOf(shape)
        .map((ring) => `M${ring.map((place) => spot(place).join(' ')).join('L')}Z`)
        .join('')}"/>`,
  )
  const words: Html[] = []
  const taken: [number, number][] = []
  const write = (name: string, at: [number, number], kind: string) => {
    const isFree = taken.every(([x, y]) => Math.abs(x - at[0]) > 60 || Math.abs(y - at[1]) > 16)
    if (!isIn(at) || !isFree) return
    taken.push(at)
    words.push(html`<text class="${kind}" x="${at[0]}" y="${at[1]}">${name}</text>`)
  }
  for (const { name, place } of known) {
    const [x, y] = spot(place)
    words.push(html`<circle cx="${x}" cy="${y}" r="2.5"/>`)
    write(name, [x, y - 5], 'k')
  }
  for (const { name, shape } of drawn) write(name, spot(labelOf(shape)), 'a')
  const pin = pinned ? html`<path class="pin" d="M160 160l-9-14a11 11 0 1 1 18 0z"/><circle class="eye" cx="160" cy="139" r="4"/>` : ''
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}" font-family="sans-serif">
<style>path{fill:#f6f3ec;stroke:#9aa7b8;stroke-width:1;fill-rule:evenodd}text{font-size:11px;text-anchor:middle;fill:#3a4657;stroke:#fff;stroke-width:3px;paint-order:stroke}.a{font-weight:bold;fill:#5a6678}circle{fill:#0b4a9e}.pin{fill:#b3261e;stroke:#fff;stroke-width:1.5}.eye{fill:#fff}</style>
<rect width="${side}" height="${side}" fill="#e6ebf1"/>${paths}${words}${pin}</svg>`.markup
}
