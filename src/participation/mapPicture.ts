/**
 * The map of the public page as a picture: areas, water, green and streets by name, and known places around a centre. A picture can
 * be pointed at without a script (an image button tells where it was hit), and nobody else's map server hears who looks where.
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
  /** Where the pin stands, also when the view was moved away from it. */
  readonly pin?: Place | undefined
}

/** A shape on the map; the smaller ones are drawn only when one is near. */
export interface Drawn {
  readonly shape: Shape
  readonly name: string
  /** Drawn when the view is at most as wide as this, in metres. */
  readonly from: number
}

/** A section of a street. */
export interface Street {
  readonly line: readonly Place[]
  readonly name: string
  readonly kind: string
}

/** A known place on the map. */
export interface Known {
  readonly place: Place
  readonly name: string
}

/** Everything that may be drawn. */
export interface Ground {
  readonly areas: readonly Drawn[]
  readonly water: readonly Shape[]
  readonly green: readonly Shape[]
  readonly streets: readonly Street[]
  readonly known: readonly Known[]
  /** Whom the streets are owed to. */
  readonly source: string
}

/** How near one must be to see a kind of street and to read its name, and how broad it is from near. */
interface Breadth {
  readonly from: number
  readonly named: number
  readonly width: number
}
const major: Breadth = { from: 24_000, named: 6000, width: 7 }
const breadths: Readonly<Record<string, Breadth>> = {
  motorway: major,
  trunk: major,
  primary: major,
  secondary: { from: 12_000, named: 3000, width: 6 },
  tertiary: { from: 6000, named: 3000, width: 5 },
}
const minor: Breadth = { from: 3000, named: 1500, width: 4 }

/** How near one must be to see a kind of street, in metres across. */
export const streetFrom = (kind: string): number => (breadths[kind] ?? minor).from

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

/** Whether a place is in a view. */
export function isInView(view: View, [lng, lat]: Place): boolean {
  const [west, south, east, north] = boxOfView(view)
  return lng > west && lng < east && lat > south && lat < north
}

/** The place under a pixel, counted from the upper left corner. */
export function placeAt(view: View, x: number, y: number): Place {
  const [west, , , north] = boxOfView(view)
  const { wide, high } = degreesOf(view)
  return [round(west + (x / side) * wide), round(north - (y / side) * high)]
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6

type Spot = [number, number]

/** From places to the pixels of a view. */
function spotterOf(view: View): (place: Place) => Spot {
  const [west, south, east, north] = boxOfView(view)
  return ([lng, lat]) => [
    Math.round(((lng - west) / (east - west)) * side * 10) / 10,
    Math.round(((north - lat) / (north - south)) * side * 10) / 10,
  ]
}

const isIn = ([x, y]: readonly [number, number]) => x > 8 && y > 12 && x < side - 8 && y < side - 8

/** Names, each where none was written before it. */
function makeWriter() {
  const words: Html[] = []
  const taken: Spot[] = []
  const write = (name: string, at: Spot, kind: string, angle = 0) => {
    const isFree = taken.every(([x, y]) => Math.abs(x - at[0]) > 60 || Math.abs(y - at[1]) > 16)
    if (name === '' || !isIn(at) || !isFree) return
    taken.push(at)
    const turned = angle === 0 ? '' : html`transform="rotate(${angle} ${at[0]} ${at[1]})"`
    words.push(html`<text class="${kind}" x="${at[0]}" y="${at[1]}" ${turned}>${name}</text>`)
  }
  return { words, write }
}

/** The streets of a view: broad ones on top, and of each name the one place where it is written. */
function streetsOf(streets: readonly Street[], spot: (place: Place) => Spot, span: number) {
  const near = streets.flatMap(({ line, name, kind }) => {
    const breadth = breadths[kind] ?? minor
    return span <= breadth.from ? [{ spots: line.map(spot), name, breadth }] : []
  })
  const ways = [minor, ...Object.values(breadths).toReversed()].filter((it, index, all) => all.indexOf(it) === index)
  const factor = span <= 750 ? 1.6 : span <= 1500 ? 1 : span <= 3000 ? 0.7 : 0.45
  const paths = ways.flatMap((breadth) => {
    const d = near
      .filter((it) => it.breadth === breadth)
      .map(({ spots }) => `M${spots.map((it) => it.join(' ')).join('L')}`)
      .join('')
    return d === '' ? [] : [{ d, width: Math.round(breadth.width * factor * 10) / 10 }]
  })
  const names = new Map<string, { at: Spot; angle: number; length: number }>()
  for (const { spots, name, breadth } of near) {
    const seen = spots.filter(isIn)
    if (name === '' || span > breadth.named || seen.length < 2) continue
    const [[ax, ay], [bx, by]] = [seen[0]!, seen.at(-1)!]
    const length = Math.hypot(bx - ax, by - ay)
    if (length < 30 || length <= (names.get(name)?.length ?? 0)) continue
    const turn = Math.round((Math.atan2(by - ay, bx - ax) * 180) / Math.PI)
    const at: Spot = seen.length === 2 ? [Math.round((ax + bx) / 2), Math.round((ay + by) / 2)] : seen[seen.length >> 1]!
    names.set(name, { at, angle: turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn, length })
  }
  return { paths, names: [...names].toSorted(([, a], [, b]) => b.length - a.length) }
}

const look =
  'path{fill:none;stroke-linecap:round;stroke-linejoin:round;fill-rule:evenodd}.land{fill:#f6f3ec}.green{fill:#d3e8cd}.water{fill:#b5d7ee}.edge{stroke:#b9c0ca}.road{stroke:#fff}.border{stroke:#9aa7b8;stroke-dasharray:5 3}text{font-size:11px;text-anchor:middle;fill:#3a4657;stroke:#fff;stroke-width:3px;paint-order:stroke}.a{font-weight:bold;fill:#5a6678}.s{font-size:10px;dominant-baseline:central}.by{font-size:8px;text-anchor:end}circle{fill:#0b4a9e}.pin{fill:#b3261e;stroke:#fff;stroke-width:1.5}.eye{fill:#fff}'

/** The picture (SVG), with the pin of the view where it stands. */
export function mapPicture(view: View, ground: Ground): string {
  const spot = spotterOf(view)
  const span = spans[view.zoom]!
  const areas = ground.areas.filter(({ from }) => span <= from)
  const outline = (shape: Shape) =>
    ringsOf(shape)
      .map((ring) => `M${ring.map((place) => spot(place).join(' ')).join('L')}Z`)
      .join('')
  const filled = (shapes: readonly Shape[], kind: string) => shapes.map((shape) => html`<path class="${kind}" d="${outline(shape)}"/>`)
  const streets = streetsOf(ground.streets, spot, span)
  const stroked = (kind: string, more: number) =>
    streets.paths.map(({ d, width }) => html`<path class="${kind}" stroke-width="${width + more}" d="${d}"/>`)
  const { words, write } = makeWriter()
  for (const { name, place } of ground.known) {
    const [x, y] = spot(place)
    words.push(html`<circle cx="${x}" cy="${y}" r="2.5"/>`)
    write(name, [x, y - 5], 'k')
  }
  for (const [name, { at, angle }] of streets.names) write(name, at, 's', angle)
  for (const { name, shape } of areas) write(name, spot(labelOf(shape)), 'a')
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}" font-family="sans-serif">
<style>${{ markup: look }}</style>
<rect width="${side}" height="${side}" fill="#e6ebf1"/>${filled(
    areas.map(({ shape }) => shape),
    'land',
  )}${filled(ground.green, 'green')}${filled(ground.water, 'water')}${stroked('edge', 1.5)}${stroked('road', 0)}${filled(
    areas.map(({ shape }) => shape),
    'border',
  )}${words}${ground.source !== '' && html`<text class="by" x="${side - 4}" y="${side - 4}">${ground.source}</text>`}${pinAt(view, spot)}</svg>`
    .markup
}

function pinAt({ pin }: View, spot: (place: Place) => Spot): Html {
  if (!pin) return html``
  const [x, y] = spot(pin)
  return html`<g transform="translate(${x - side / 2} ${y - side / 2})"><path class="pin" d="M160 160l-9-14a11 11 0 1 1 18 0z"/><circle class="eye" cx="160" cy="139" r="4"/></g>`
}
