/** Where a problem is: the page with the map, and the map itself as a picture of the city's own outlines. No script is needed for either. */
import type { CityId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import { read } from '../base/text.ts'
import { findMapVersion, listAreaShapes, listGridShapes } from '../city/areas.sql.ts'
import { boxOf } from '../city/geometry.ts'
import { listPoints } from '../city/points.sql.ts'
import { boxOfView, type Drawn, mapPicture, placeAt, spans, type View } from './mapPicture.ts'
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
  if (!view || !(x >= 0 && y >= 0)) return { status: 200, page: placePage(it.setting, kind, view, visit.query('pin') === '1') }
  // A key instead of a finger hits the corner; what was meant is the middle.
  const centre = x === 0 && y === 0 ? view.centre : placeAt(view, x, y)
  const hit: View = { centre, zoom: Math.min(spans.length - 1, view.zoom + 2) }
  return { status: 200, page: placePage(it.setting, kind, hit, true) }
}

async function viewOf({ db, city }: Here, { query }: Visit): Promise<View> {
  const zoom = Math.min(spans.length - 1, Math.max(0, Math.round(Number(query('z') ?? 1)) || 0))
  const [lng, lat] = [Number(query('lng') ?? Number.NaN), Number(query('lat') ?? Number.NaN)]
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 85) return { centre: [lng, lat], zoom }
  const { middle } = await drawnOf(db, city)
  return { centre: middle, zoom }
}

interface Drawing {
  readonly shapes: readonly (Drawn & { readonly zh: string; readonly en: string })[]
  readonly middle: Place
}
const drawings = new Map<string, Drawing>()

/** How near one must be to see each level. */
const nearFor = { city: 0, district: 48_000, street: 24_000, community: 3000 } as const

/** The outlines of a city, kept until its map changes. */
async function drawnOf(db: Db, city: CityId): Promise<Drawing> {
  const version = `${city} ${(await findMapVersion(db, city)) ?? ''}`
  const known = drawings.get(version)
  if (known) return known
  const areas = await listAreaShapes(db, city)
  const grids = await listGridShapes(db, city)
  const named = areas.map(({ shape, nameZh, nameEn, level }) => ({
    shape,
    name: nameZh,
    zh: nameZh,
    en: nameEn,
    from: nearFor[level] ?? 0,
  }))
  const unnamed = grids.map(({ shape }) => ({ shape, name: '', zh: '', en: '', from: 750 }))
  const boxes = areas.map(({ shape }) => boxOf(shape))
  const degrees = (value: number) => Math.round(value * 1e6) / 1e6
  const middle: Place = [
    degrees((Math.min(...boxes.map(([west]) => west)) + Math.max(...boxes.map(([, , east]) => east))) / 2),
    degrees((Math.min(...boxes.map(([, south]) => south)) + Math.max(...boxes.map(([, , , north]) => north))) / 2),
  ]
  const drawing = { shapes: [...unnamed, ...named], middle }
  if (drawings.size > 50) drawings.clear()
  drawings.set(version, drawing)
  return drawing
}

/** The map as a picture. */
export async function map(house: PublicHouse, visit: Visit): Promise<string> {
  const it = await hereOf(house, visit)
  const view = await viewOf(it, visit)
  const { shapes } = await drawnOf(it.db, it.city)
  const [west, south, east, north] = boxOfView(view)
  const near = shapes.filter(({ shape }) => {
    const [w, s, e, n] = boxOf(shape)
    return w < east && e > west && s < north && n > south
  })
  const { language } = visit
  const points =
    spans[view.zoom]! > 1500
      ? []
      : await listPoints(it.db, it.city, { box: boxOfView(view), retired: 'without' }, { by: 'code', down: false }, 24)
  return mapPicture(
    view,
    near.map(({ zh, en, ...shape }) => ({ ...shape, name: read({ zh, en }, language) })),
    points.map(({ lng, lat, nameZh, nameEn }) => ({ place: [lng, lat], name: read({ zh: nameZh, en: nameEn }, language) })),
    visit.query('pin') === '1',
  )
}
