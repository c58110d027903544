/** Where a problem is: the page with the map, and the map itself as a picture of the city's own outlines. No script is needed for either. */
import type { CityId } from '../base/ids.ts'
import { type Box, Place } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import { read, type Text } from '../base/text.ts'
import { findMapVersion, listAreaShapes, listGridShapes } from '../city/areas.sql.ts'
import { boxOf, Shape } from '../city/geometry.ts'
import { findMap, listMapLayers } from '../city/map.sql.ts'
import { listPoints } from '../city/points.sql.ts'
import { boxOfView, type Drawn, mapPicture, placeAt, spans, type Street, streetFrom, type View } from './mapPicture.ts'
import { pathOf } from './page.ts'
import { placePage } from './pages.ts'
import { hasShapes } from './participation.sql.ts'
import { type Here, hereOf, kindOf, type PublicHouse, type Turned, type Visit } from './visit.serve.ts'

/** Where it is; a hit of the map comes back here with the place in its middle. */
export async function place(house: PublicHouse, visit: Visit): Promise<Turned> {
  const it = await hereOf(house, visit)
  const kind = kindOf(it, visit.query('kind'))
  if (!kind) return { to: pathOf(it.setting.city.code) }
  const view = (await hasShapes(it.db, it.city)) ? await viewOf(it, visit) : undefined
  const [x, y] = [Number(visit.query('at.x')), Number(visit.query('at.y'))]
  if (!view || !(x >= 0 && y >= 0)) return { status: 200, page: placePage(it.setting, kind, view) }
  // A key instead of a finger hits the corner; what was meant is the middle.
  const centre = x === 0 && y === 0 ? view.centre : placeAt(view, x, y)
  const hit: View = { centre, zoom: Math.min(spans.length - 1, view.zoom + 2), pin: centre }
  return { status: 200, page: placePage(it.setting, kind, hit) }
}

async function viewOf({ db, city }: Here, { query }: Visit): Promise<View> {
  const zoom = Math.min(spans.length - 1, Math.max(0, Math.round(Number(query('z') ?? 1)) || 0))
  const centre = placeIn([query('lng'), query('lat')]) ?? (await groundOf(db, city)).middle
  return { centre, zoom, pin: query('pin') === '1' ? centre : placeIn(query('pin')?.split(',') ?? []) }
}

const placeIn = ([lng, lat]: readonly (string | undefined)[]): Place | undefined =>
  Place.safeParse([Number(lng ?? Number.NaN), Number(lat ?? Number.NaN)]).data

/** Something with words in both languages and the box that it is in. */
type Boxed<T> = T & { readonly named: Text; readonly box: Box }

interface Kept {
  readonly areas: readonly Boxed<Drawn>[]
  readonly streets: readonly Boxed<Street>[]
  readonly water: readonly Boxed<{ shape: Shape }>[]
  readonly green: readonly Boxed<{ shape: Shape }>[]
  readonly source: string
  readonly middle: Place
}
const grounds = new Map<string, Kept>()

/** How near one must be to see each level. */
const nearFor = { city: 0, district: 48_000, street: 24_000, community: 3000 } as const

/** The outlines and the streets of a city, kept until its map changes. */
async function groundOf(db: Db, city: CityId): Promise<Kept> {
  const version = `${city} ${(await findMapVersion(db, city)) ?? ''}`
  const known = grounds.get(version)
  if (known) return known
  const outlines = await listAreaShapes(db, city)
  const named = outlines.map(({ shape, nameZh: zh, nameEn: en, level }) => ({
    shape,
    name: zh,
    named: { zh, en },
    from: nearFor[level] ?? 0,
    box: boxOf(shape),
  }))
  const grids = (await listGridShapes(db, city)).map(({ shape }) => ({ shape, name: '', named: nameless, from: 750, box: boxOf(shape) }))
  const layers = new Map((await listMapLayers(db, city)).map(({ layer, content }) => [layer, content.features]))
  const shapes = (layer: string) =>
    (layers.get(layer) ?? []).flatMap(({ geometry }) => {
      const shape = Shape.safeParse(geometry).data
      return shape ? [{ shape, named: nameless, box: boxOf(shape) }] : []
    })
  const kept: Kept = {
    areas: [...grids, ...named],
    streets: (layers.get('roads') ?? []).flatMap(streetsIn),
    water: shapes('water'),
    green: shapes('green'),
    source: layers.size === 0 ? '' : ((await findMap(db, city))?.attribution ?? ''),
    middle: middleOf(named.map(({ box }) => box)),
  }
  if (grounds.size > 50) grounds.clear()
  grounds.set(version, kept)
  return kept
}

const nameless: Text = { zh: '', en: '' }

function middleOf(boxes: readonly Box[]): Place {
  const degrees = (value: number) => Math.round(value * 1e6) / 1e6
  return [
    degrees((Math.min(...boxes.map(([west]) => west)) + Math.max(...boxes.map(([, , east]) => east))) / 2),
    degrees((Math.min(...boxes.map(([, south]) => south)) + Math.max(...boxes.map(([, , , north]) => north))) / 2),
  ]
}

type Feature = Awaited<ReturnType<typeof listMapLayers>>[number]['content']['features'][number]

/** The sections of a street in a layer; what is no line is left out. */
function streetsIn({ geometry, properties }: Feature): Boxed<Street>[] {
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : []
  const word = (name: string) => (typeof properties?.[name] === 'string' ? properties[name] : '')
  return lines.flatMap((found) => {
    const line = Place.array().min(2).safeParse(found).data
    if (!line) return []
    return [
      {
        line,
        name: '',
        named: { zh: word('zh'), en: word('en') },
        kind: word('kind'),
        box: boxOf({ type: 'Polygon', coordinates: [line] }),
      },
    ]
  })
}

/** The map as a picture. */
export async function map(house: PublicHouse, visit: Visit): Promise<string> {
  const it = await hereOf(house, visit)
  const view = await viewOf(it, visit)
  const { areas, streets, water, green, source } = await groundOf(it.db, it.city)
  const span = spans[view.zoom]!
  const box = boxOfView(view)
  const near = <T>(list: readonly Boxed<T>[]) => list.filter((one) => meets(one.box, box))
  const name = (named: Text) => read(named, visit.language)
  const points = span > 1500 ? [] : await listPoints(it.db, it.city, { box, retired: 'without' }, { by: 'code', down: false }, 24)
  return mapPicture(view, {
    areas: near(areas).map((area) => ({ ...area, name: name(area.named) })),
    streets: near(streets.filter(({ kind }) => span <= streetFrom(kind))).map((street) => ({ ...street, name: name(street.named) })),
    water: near(water).map(({ shape }) => shape),
    green: near(green).map(({ shape }) => shape),
    known: points.map(({ lng, lat, nameZh, nameEn }) => ({ place: [lng, lat], name: name({ zh: nameZh, en: nameEn }) })),
    source,
  })
}

const meets = ([w, s, e, n]: Box, [west, south, east, north]: Box) => w < east && e > west && s < north && n > south
