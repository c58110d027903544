/** Writes the land, units, people, posts, accounts and points of a generated city. */
import { cellOf } from '../src/base/place.ts'
import { json, sql } from '../src/base/sql.ts'
import { boxOf, labelOf, type Shape } from '../src/city/geometry.ts'
import { demoPassword } from '../src/city/session.api.ts'
import { hashPassword } from '../src/access/hash.serve.ts'
import type { Role } from '../src/city/who.ts'
import { loadActing } from './acting.ts'
import { insertAll, type Target } from './bulk.ts'
import type { City } from './generate.ts'
import { foundedMs } from './geography.ts'
import { makePeople } from './names.ts'
import { chanceOf } from './random.ts'

const boxColumns = (shape: Shape) => {
  const [west, south, east, north] = boxOf(shape)
  return { west, south, east, north }
}
const box = { west: 'double precision', south: 'double precision', east: 'double precision', north: 'double precision' }
const named = <Row extends { name: { zh: string; en: string } }>({ name, ...rest }: Row) => ({ ...rest, nameZh: name.zh, nameEn: name.en })
const name = { nameZh: 'text', nameEn: 'text' }

/** Everything that stands before anything happens; gives the accounts. */
export async function loadCity(target: Target, city: City, at: string): Promise<Account[]> {
  await loadLand(target, city, at)
  await loadStaff(target, city)
  await loadPoints(target, city)
  const accounts = await loadAccounts(target, city)
  await loadActing(target, accounts, city.seed, at)
  return accounts
}

/** Land and what stands on it. */
async function loadLand(target: Target, city: City, at: string): Promise<void> {
  const { db, city: cityId } = target
  const whole = city.areas[0]!
  const [west, south, east, north] = boxOf(whole.shape)
  await db.run(
    sql`insert into cities (city_id, code, name_zh, name_en, kind, west, south, east, north, demo, attribution)
        values (${cityId}, ${whole.code}, ${whole.name.zh}, ${whole.name.en}, 'prefectureCity', ${west}, ${south}, ${east}, ${north}, true,
          '© OpenStreetMap contributors (ODbL 1.0)')`,
  )
  const areas = city.areas.map((area) => {
    const [labelLng, labelLat] = labelOf(area.shape)
    return { ...named(area), ...boxColumns(area.shape), labelLng, labelLat }
  })
  const label = { labelLng: 'double precision', labelLat: 'double precision' }
  const areaColumns = { id: 'uuid', parentId: 'uuid', level: 'text', code: 'text', ...name, shape: 'jsonb', ...box, ...label }
  await insertAll(target, 'areas', areaColumns, areas)
  const unitColumns = { id: 'uuid', kind: 'text', code: 'text', ...name, parentId: 'uuid', areaId: 'uuid' }
  await insertAll(target, 'units', unitColumns, city.units.map(named))
  const unitOfArea = new Map(city.units.map(({ areaId, id }) => [areaId, id]))
  const grids = city.grids.map((grid) => ({ ...grid, unitId: unitOfArea.get(grid.areaId), ...boxColumns(grid.shape) }))
  const gridColumns = { id: 'uuid', code: 'text', areaId: 'uuid', unitId: 'uuid', shape: 'jsonb', areaM2: 'double precision', ...box }
  await insertAll(target, 'grids', gridColumns, grids)
  await loadMap(target, city, at)
}

async function loadMap({ db, city: cityId }: Target, city: City, at: string): Promise<void> {
  const feature = (properties: object, geometry: object) => ({ type: 'Feature', properties, geometry })
  const layers = {
    roads: city.roads.map(({ kind, name, line }) =>
      feature({ kind, zh: name?.zh, en: name?.en }, { type: 'LineString', coordinates: line }),
    ),
    water: city.water.map(({ name, shape }) => feature(name, shape)),
    green: city.parks.map(({ name, shape }) => feature(name, shape)),
  }
  for (const [layer, features] of Object.entries(layers))
    await db.run(
      sql`insert into map_layers (city_id, layer, content, changed_at)
          values (${cityId}, ${layer}, ${json({ type: 'FeatureCollection', features })}, ${at})`,
    )
}

/** People, posts and who held them when. */
async function loadStaff(target: Target, city: City): Promise<void> {
  await insertAll(target, 'people', { id: 'uuid', name: 'text' }, city.people)
  const posts = city.posts.map(({ title, ...post }) => ({ ...post, titleZh: title.zh, titleEn: title.en }))
  await insertAll(target, 'posts', { id: 'uuid', unitId: 'uuid', titleZh: 'text', titleEn: 'text', leads: 'boolean' }, posts)
  await insertAll(target, 'post_holders', { postId: 'uuid', personId: 'uuid', fromOn: 'date', toOn: 'date' }, city.holders)
}

/** Points with their cells. */
async function loadPoints(target: Target, city: City): Promise<void> {
  const points = city.points.map((point) => ({ ...named(point), lng: point.place[0], lat: point.place[1], cell: cellOf(point.place) }))
  const columns = {
    id: 'uuid',
    code: 'text',
    type: 'text',
    ...name,
    address: 'text',
    lng: 'double precision',
    lat: 'double precision',
    cell: 'bigint',
    districtId: 'uuid',
    streetId: 'uuid',
    communityId: 'uuid',
    gridId: 'uuid',
    unitId: 'uuid',
  }
  await insertAll(target, 'points', columns, points)
}

/** Somebody who can sign in. */
export interface Account {
  readonly id: string
  readonly login: string
  readonly role: Role
  readonly personId: string
  readonly unitId: string
  /** The post in which they act; its role is theirs. */
  readonly postId: string
}

/** Logins and roles of the demo; `unit` is a unit's code, `post` whose holder signs in. Inspectors and the like are added people. */
const doors: readonly (readonly [login: string, role: Role, unit: string, post: 'head' | 'leader' | 'department' | 'contact' | null])[] = [
  ['office', 'office', 'wmb', 'department'],
  ['leader', 'leader', 'wmb', 'head'],
  ['cgj', 'unit', 'cgj', 'contact'],
  ['sjj', 'unit', 'sjj', 'contact'],
  ['jtj', 'unit', 'jtj', 'contact'],
  ['zjj', 'unit', 'zjj', 'contact'],
  ['jyj', 'unit', 'jyj', 'contact'],
  ['jj', 'unit', 'jj', 'contact'],
  ['wjw', 'unit', 'wjw', 'contact'],
  ['street', 'street', '990102001', 'contact'],
  ['street2', 'street', '990103001', 'contact'],
  ['street-sq', 'street', '990102001001', 'contact'],
  ['inspector', 'inspector', 'wmb', null],
  ['inspector2', 'inspector', 'wmb', null],
  ['inspector3', 'inspector', 'wmb', null],
  ['inspector4', 'inspector', 'wmb', null],
  ['inspector5', 'inspector', 'wmb', null],
  ['inspector6', 'inspector', 'wmb', null],
  ['checker', 'checker', 'wmb', null],
  ['checker2', 'checker', 'wmb', null],
  ['assessor', 'assessor', 'dsf-01', null],
  ['assessor2', 'assessor', 'dsf-01', null],
  ['reviewer', 'reviewer', 'wmb', null],
  ['operator', 'operator', 'sjju', null],
  ['district', 'administrator', '990102', 'department'],
]

/** What the posts of those are called who are not on the list of a unit's officers. */
const titles: Partial<Record<Role, readonly [string, string]>> = {
  inspector: ['督查员', 'Inspector'],
  checker: ['核查员', 'Checker'],
  assessor: ['测评员', 'Assessor'],
  reviewer: ['材料审核员', 'Reviewer of documents'],
  operator: ['系统管理员', 'Operator'],
}

interface Added {
  readonly accounts: Account[]
  readonly people: { id: string; name: string }[]
  readonly posts: { id: string; unitId: string; titleZh: string; titleEn: string; leads: boolean }[]
}

/** The accounts of a city, with the people and posts that are only there to sign in. */
function makeAccounts(city: City): Added {
  const chance = chanceOf(city.seed, 'accounts')
  const person = makePeople(chanceOf(city.seed, 'more people'))
  const people: Added['people'] = []
  const posts: Added['posts'] = []
  const extra = chanceOf(city.seed, 'posts of accounts')
  const accounts = doors.map(([login, role, unitCode, postRole]): Account => {
    const unit = city.units.find(({ code }) => code === unitCode)!
    const post = city.posts.find((post) => post.unitId === unit.id && post.role === postRole)
    const holder = post && city.holders.find(({ postId, toOn }) => postId === post.id && toOn === null)
    const personId = holder?.personId ?? chance.id(foundedMs)
    const id = chance.id(foundedMs)
    if (holder) return { id, login, role, personId, unitId: unit.id, postId: post.id }
    people.push({ id: personId, name: person() })
    const [titleZh, titleEn] = titles[role]!
    posts.push({ id: extra.id(foundedMs), unitId: unit.id, titleZh, titleEn, leads: false })
    return { id, login, role, personId, unitId: unit.id, postId: posts.at(-1)!.id }
  })
  return { accounts, people, posts }
}

/** Writes the accounts, all with the demo password. */
async function loadAccounts(target: Target, city: City): Promise<Account[]> {
  const { accounts, people, posts } = makeAccounts(city)
  const passwordHash = await hashPassword(demoPassword)
  await insertAll(target, 'people', { id: 'uuid', name: 'text' }, people)
  await insertAll(target, 'posts', { id: 'uuid', unitId: 'uuid', titleZh: 'text', titleEn: 'text', leads: 'boolean' }, posts)
  const held = accounts.filter(({ postId }) => posts.some(({ id }) => id === postId))
  const holders = held.map(({ postId, personId }) => ({ postId, personId, fromOn: '2026-01-01' }))
  await insertAll(target, 'post_holders', { postId: 'uuid', personId: 'uuid', fromOn: 'date' }, holders)
  for (const { postId, role } of accounts)
    await target.db.run(sql`update posts set role = ${role} where city_id = ${target.city} and id = ${postId}`)
  const columns = { id: 'uuid', login: 'text', personId: 'uuid', passwordHash: 'text' }
  await insertAll(
    target,
    'accounts',
    columns,
    accounts.map((account) => ({ ...account, passwordHash })),
  )
  return accounts
}
