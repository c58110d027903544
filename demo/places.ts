/**
 * The points of the demo city: what is looked at, where, and who answers for it. Types are those of the sample standard;
 * positions lie along the real street geometry, so walks and maps are believable.
 */
import type { Place } from '../src/base/place.ts'
import type { Text } from '../src/base/text.ts'
import { labelOf } from '../src/city/geometry.ts'
import { makeLocator } from '../src/city/locate.ts'
import { type Area, foundedMs, type Geography, type Grid } from './geography.ts'
import { placeOf, type Spot } from './layout.ts'
import { type Chance, chanceOf } from './random.ts'
import type { Staff } from './units.ts'

export interface Point {
  readonly id: string
  readonly code: string
  readonly type: string
  readonly name: Text
  readonly address: string
  readonly place: Place
  readonly districtId: string
  readonly streetId: string
  readonly communityId: string
  readonly gridId: string
  readonly unitId: string
}

/** Where points of a type stand: on one per community or street office, along streets of a class, at crossings, anywhere. */
type Where = 'community' | 'street' | 'road' | 'crossing' | 'minor' | 'river' | 'edge'
/** Type, how many (0 = one per area), where, kind of the answering unit, Chinese and English name; `@` is an invented name. */
type Kind = readonly [type: string, count: number, where: Where, unit: string, zh: string, en: string]

// biome-ignore format: a table
const kinds: readonly Kind[] = [
  ['PT-GOVHALL', 5, 'road', 'ZWJ', '@政务服务大厅', '@ Government Service Hall'],
  ['PT-HOSPITAL', 14, 'road', 'WJW', '@医院', '@ Hospital'],
  ['PT-HOTEL', 24, 'road', 'SWUJ', '@宾馆', '@ Hotel'],
  ['PT-MALL', 26, 'road', 'SWUJ', '@商场', '@ Mall'],
  ['PT-COACH', 3, 'edge', 'JTJ', '@长途汽车站', '@ Coach Station'],
  ['PT-RAIL', 2, 'edge', 'JTJ', '明城@火车站', 'Mingcheng @ Railway Station'],
  ['PT-BUS', 18, 'road', 'JTJ', '公交#路', 'Bus route #'],
  ['PT-BUSSTOP', 96, 'road', 'JTJ', '@站', '@ Stop'],
  ['PT-TAXI', 6, 'road', 'JTJ', '@出租车候客点', '@ Taxi Stand'],
  ['PT-CINEMA', 8, 'road', 'WLJ', '@影剧院', '@ Cinema'],
  ['PT-TRAVEL', 8, 'road', 'WLJ', '@旅行社', '@ Travel Agency'],
  ['PT-TELECOM', 15, 'road', 'TG', '@通信营业厅', '@ Telecom Hall'],
  ['PT-TAX', 5, 'road', 'SWSJ', '@办税服务厅', '@ Tax Hall'],
  ['PT-UTILITY', 12, 'road', 'GGC', '@供水供气营业厅', '@ Utility Hall'],
  ['PT-POST', 12, 'road', 'YZ', '@邮政营业厅', '@ Post Office'],
  ['PT-BANK', 30, 'road', 'SWUJ', '@银行网点', '@ Bank'],
  ['PT-SCHOOL', 42, 'minor', 'JYJ', '@学校', '@ School'],
  ['PT-SCHOOLZONE', 40, 'minor', 'JYJ', '@学校周边', '@ School Surroundings'],
  ['PT-NETBAR', 10, 'minor', 'WLJ', '@网吧', '@ Internet Bar'],
  ['PT-PSYCH', 6, 'minor', 'JYJ', '@未成年人心理健康辅导站', '@ Counselling Station'],
  ['PT-ROAD', 64, 'road', 'CGJ', '~段', '~ Section'],
  ['PT-SHOPSTREET', 16, 'road', 'CGJ', '@商业街', '@ Shopping Street'],
  ['PT-RESTAURANT', 48, 'road', 'SJJ', '@餐馆', '@ Restaurant'],
  ['PT-SMALLVENUE', 24, 'minor', 'WJW', '@理发店', '@ Hairdresser'],
  ['PT-PHARMACY', 30, 'road', 'SJJ', '@药店', '@ Pharmacy'],
  ['PT-CROSSING', 70, 'crossing', 'JJ', '~路口', '~ Crossing'],
  ['PT-ALLEY', 84, 'minor', 'JDZ', '~', '~'],
  ['PT-STREETOFFICE', 0, 'street', 'JDZ', '办事处便民大厅', 'Office Hall'],
  ['PT-STREETCULT', 0, 'street', 'JDZ', '综合文化站', 'Culture Station'],
  ['PT-COMMITTEE', 0, 'community', 'SQ', '居委会', 'Committee'],
  ['PT-COMCULT', 48, 'community', 'SQ', '综合文化服务中心', 'Culture Centre'],
  ['PT-COMPOUND', 190, 'minor', 'SQ', '@小区', '@ Compound'],
  ['PT-MARKET', 28, 'minor', 'SJJ', '@农贸市场', '@ Market'],
  ['PT-PATRIOT', 4, 'road', 'XCB', '@纪念馆', '@ Memorial'],
  ['PT-CULTURE', 10, 'road', 'WLJ', '@图书馆', '@ Library'],
  ['PT-YOUTH', 4, 'road', 'TW', '@青少年活动中心', '@ Youth Centre'],
  ['PT-PARK', 24, 'minor', 'CGJ', '@公园', '@ Park'],
  ['PT-SQUARE', 14, 'road', 'CGJ', '@广场', '@ Square'],
  ['PT-SCENIC', 5, 'river', 'WLJ', '@景区', '@ Scenic Area'],
  ['PT-EXITENTRY', 2, 'road', 'GAJ', '@出入境办证大厅', '@ Exit-Entry Hall'],
  ['PT-SHELTER', 8, 'minor', 'YJJ', '@应急避难场所', '@ Shelter'],
  ['PT-MEDREPORT', 2, 'road', 'SJJ', '@药品投诉举报站', '@ Medicine Reporting Desk'],
  ['PT-CONSUMER', 4, 'road', 'SJJ', '@消费维权站', '@ Consumer Rights Desk'],
  ['PT-LABOUR', 3, 'road', 'RSJ', '@劳动维权站', '@ Labour Rights Desk'],
  ['PT-TOILET', 46, 'minor', 'CGJ', '@公厕', '@ Public Toilet'],
  ['PT-HOARDING', 22, 'road', 'ZJJ', '@工地围挡', '@ Building Site'],
  ['PT-RESCUE', 2, 'minor', 'MZJ', '@救助站', '@ Rescue Centre'],
  ['PT-TRANSFER', 12, 'minor', 'CGJ', '@垃圾中转站', '@ Transfer Station'],
  ['PT-SCIENCE', 4, 'road', 'KX', '@科普馆', '@ Science Hall'],
  ['PT-PRACTICE', 26, 'community', 'SQ', '新时代文明实践站', 'Practice Station'],
  ['PT-FRINGE', 10, 'edge', 'JDZ', '@城乡结合部', '@ Fringe'],
  ['PT-URBANVILLAGE', 8, 'minor', 'JDZ', '@城中村', '@ Urban Village'],
  ['PT-VILLAGE', 4, 'edge', 'SQ', '@村', '@ Village'],
  ['PT-TOWN', 3, 'edge', 'JDZ', '@集镇', '@ Township'],
  ['PT-METRO', 12, 'road', 'JTJ', '@地铁站', '@ Metro Station'],
  ['PT-RIVER', 12, 'river', 'SWJ', '明溪@段', 'Mingxi @ Section'],
  ['PT-EXPRESS', 20, 'minor', 'YZ', '@快递网点', '@ Parcel Outlet'],
]

interface Found {
  readonly place: Place
  readonly grid: Grid
  readonly road: Text | null
}

/** Finds places of every sort that lie inside the city, with the grid they fall in. */
function placeFinder(geography: Geography, chance: Chance): (where: Where) => Found {
  const locator = makeLocator(geography.grids.map(({ shape }) => shape))
  const at = (spot: Spot, road: Text | null): Found | undefined => {
    const place = placeOf(spot)
    const index = locator.find(place)
    return index < 0 ? undefined : { place, grid: geography.grids[index]!, road }
  }
  const named = geography.roads.filter(({ name, kind }) => name !== null && !kind.endsWith('_link'))
  const small = new Set(['tertiary', 'residential', 'living_street', 'unclassified', 'service'])
  const big = named.filter(({ kind }) => !small.has(kind) && kind !== 'trunk')
  const minor = named.filter(({ kind }) => small.has(kind))
  const river = geography.water[0]!.shape.coordinates[0] as Place[]
  const rim = geography.areas[0]!.shape.coordinates[0] as Place[]
  const along = (roads: Geography['roads'], away: number): Found | undefined => {
    const { spots, name } = chance.pick(roads)
    const index = chance.int(1, spots.length)
    const [[ax, ay], [bx, by]] = [spots[index - 1]!, spots[index]!]
    const share = chance.next()
    const off = (chance.yes(0.5) ? 1 : -1) * (away + chance.next() * away)
    const length = Math.hypot(bx - ax, by - ay) || 1
    return at([ax + (bx - ax) * share - ((by - ay) / length) * off, ay + (by - ay) * share + ((bx - ax) / length) * off], name)
  }
  const inwards = (ring: readonly Place[], share: number): Found | undefined => {
    const [lng, lat] = chance.pick(ring)
    const [midLng, midLat] = [123.9, 30.9]
    const place: Place = [midLng + (lng - midLng) * share, midLat + (lat - midLat) * share]
    const index = locator.find(place)
    return index < 0
      ? undefined
      : { place: [Number(place[0].toFixed(6)), Number(place[1].toFixed(6))], grid: geography.grids[index]!, road: null }
  }
  const tries: Record<Where, () => Found | undefined> = {
    road: () => along(big, 14),
    minor: () => along(minor, 9),
    community: () => along(named, 10),
    street: () => along(named, 12),
    crossing: () => {
      const { spots, name } = chance.pick(big)
      return at(spots[0]!, name)
    },
    river: () => inwards(river, 0.999),
    edge: () => inwards(rim, 0.9 + 0.06 * chance.next()),
  }
  return (where) => {
    for (let turn = 0; turn < 500; turn++) {
      const found = tries[where]()
      if (found) return found
    }
    throw new Error(`No place found: ${where}`)
  }
}

/** Points of a seed, in the order of their codes. */
export function makePoints(geography: Geography, staff: Staff, seed: number): Point[] {
  const chance = chanceOf(seed, 'points')
  const find = placeFinder(geography, chance)
  const areaOf = new Map(geography.areas.map((area) => [area.id, area]))
  const points: Point[] = []
  for (const kind of kinds) {
    const spots =
      kind[1] > 0 && kind[2] !== 'community' ? Array.from({ length: kind[1] }, () => find(kind[2])) : onePerArea(kind, geography, find)
    spots.forEach((found, index) => points.push(pointOf(kind, index + 1, found, { geography, staff, areaOf, chance })))
  }
  return points
}

/** A place in each street or community, or in `count` communities spread over the city. */
function onePerArea([, count, where]: Kind, geography: Geography, find: (where: Where) => Found): Found[] {
  const areas = geography.areas.filter(({ level }) => level === where)
  const chosen =
    count === 0
      ? areas
      : areas.filter((_, index) => Math.floor((index * count) / areas.length) !== Math.floor(((index + 1) * count) / areas.length))
  const parent = new Map(geography.areas.map(({ id, parentId }) => [id, parentId]))
  const isIn = (grid: Grid, area: Area) => grid.areaId === area.id || parent.get(grid.areaId) === area.id
  return chosen.map((area) => {
    for (let turn = 0; turn < 600; turn++) {
      const found = find(where)
      if (isIn(found.grid, area)) return found
    }
    // a community at the edge without a named street: the middle of its first grid
    const grid = geography.grids.find((grid) => isIn(grid, area))!
    const [lng, lat] = labelOf(grid.shape)
    return { place: [Number(lng.toFixed(6)), Number(lat.toFixed(6))], grid, road: null }
  })
}

interface Context {
  readonly geography: Geography
  readonly staff: Staff
  readonly areaOf: ReadonlyMap<string, Area>
  readonly chance: Chance
}

function pointOf([type, , where, unitKind, zh, en]: Kind, no: number, { place, grid, road }: Found, context: Context): Point {
  const { geography, staff, areaOf, chance } = context
  const community = areaOf.get(grid.areaId)!
  const street = areaOf.get(community.parentId!)!
  const owner = unitKind === 'SQ' ? community : unitKind === 'JDZ' ? street : undefined
  const unit = staff.units.find(({ kind, areaId }) => kind === unitKind && (owner === undefined || areaId === owner.id))!
  const invented = geography.names.venue()
  const fill = (text: string, name: string, way: string) => text.replace('@', name).replace('~', way).replace('#', String(no))
  const way = road ?? street.name
  const inName = where === 'community' ? community.name : where === 'street' ? street.name : undefined
  const name = inName
    ? { zh: inName.zh + zh, en: `${inName.en} ${en}` }
    : { zh: fill(zh, invented.zh, way.zh), en: fill(en, invented.en.trim(), way.en).trim() }
  return {
    id: chance.id(foundedMs),
    code: `${type.slice(3)}-${String(no).padStart(3, '0')}`,
    type,
    name,
    address: `${street.name.zh}${community.name.zh}${road ? `${road.zh}${chance.int(1, 400)}号` : ''}`,
    place,
    districtId: street.parentId!,
    streetId: street.id,
    communityId: community.id,
    gridId: grid.id,
    unitId: unit.id,
  }
}
