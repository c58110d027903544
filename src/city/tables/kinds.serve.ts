/** Points, boundaries and units as kinds of import: what is known of the city, and how a plan is taken in. */
import { v7 } from 'uuid'
import { appendEvents } from '../../base/event.sql.ts'
import type { AreaId, CityId, EventId, PersonId, PointId, PostId, UnitId } from '../../base/ids.ts'
import type { Db } from '../../base/sql.ts'
import { addDays, dayOf } from '../../base/time.ts'
import { type Taker, tableKind } from '../../sheets/kind.ts'
import { listPublished } from '../../standards/published.sql.ts'
import { levels } from '../area.ts'
import { fitCityBox, listKnownAreas, putAreas, raiseMapVersion } from '../areas.sql.ts'
import { crsNames } from '../crs.ts'
import { buildLand, landOf } from '../land.serve.ts'
import type { PointRow } from '../pointRow.ts'
import { recordChanges, recordPoints } from '../points.serve.ts'
import { listPointsAfter, placePoints } from '../points.sql.ts'
import { changeHolders, getCityZh, listPostsOf, listUnitNames, type NewHolder, type NewPost, putPosts, putUnits } from '../units.sql.ts'
import { type AreaContext, areaColumns, type AreaPlan, extentOf, understandAreas } from './areas.ts'
import { freshRow, pointColumns, type PointContext, type PointPlan, understandPoints } from './points.ts'
import { understandUnits, unitColumns, type UnitContext, type UnitPlan } from './units.ts'

const atOnce = 3000
/** A list in parts that one statement can take. */
export const chunks = <Item>(list: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(list.length / atOnce) }, (_, index) => list.slice(index * atOnce, (index + 1) * atOnce))

async function allPoints(db: Db, city: CityId): Promise<PointRow[]> {
  const points: PointRow[] = []
  for (;;) {
    const page = await listPointsAfter(db, city, points.at(-1)?.id, 20_000)
    points.push(...page)
    if (page.length < 20_000) return points
  }
}

/** Titles of what the standards in force name, under each code; the newest edition first. */
export async function titlesOf(db: Db, city: CityId, list: 'pointTypes' | 'unitKinds'): Promise<{ id: string; titles: string[] }[]> {
  const titles = new Map<string, string[]>()
  for (const { content } of await listPublished(db, city))
    for (const { id, title } of content[list]) titles.set(id, [...(titles.get(id) ?? []), title.zh, title.en])
  return [...titles].map(([id, list]) => ({ id, titles: list.filter((title) => title !== '') }))
}

/** The kinds of place that the standards in force name. */
const offerTypes = async (db: Db, city: CityId) =>
  (await titlesOf(db, city, 'pointTypes')).map(({ id, titles }) => ({
    value: id,
    title: { zh: titles[0] ?? id, en: titles.find((title) => !/\p{Script=Han}/u.test(title)) ?? '' },
  }))

/** What an import did, as a fact about the city. */
export const event = (kind: string, { person, at, id }: Taker, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind,
  thing: id,
  at,
  by: person,
  version: 1,
  data,
})

/** Points from a table or from GeoJSON. */
export const pointsKind = tableKind<PointContext, PointPlan>({
  kind: 'points',
  columns: pointColumns,
  needs: [['lng'], ['lat']],
  options: [
    { key: 'crs', choices: [...crsNames] },
    { key: 'type', choices: [], offer: offerTypes },
    { key: 'refused', choices: ['stop', 'skip'] },
  ],
  load: async (db, city) => ({
    land: await landOf(db, city),
    cityName: await getCityZh(db, city),
    areas: await listKnownAreas(db, city),
    units: await listUnitNames(db, city),
    types: await titlesOf(db, city, 'pointTypes'),
    known: new Map((await allPoints(db, city)).map((point) => [point.code, point])),
  }),
  understand: understandPoints,
  apply: async (db, taker, { plan }) => {
    for (const part of chunks(plan.fresh)) {
      const rows = part.map((facts) => freshRow(facts, v7() as PointId))
      await recordPoints(db, taker, taker.at, rows)
    }
    for (const part of chunks(plan.changed)) {
      const changes = part.map((change) => ({ ...change, kind: 'point.changed' as const, more: { import: taker.id } }))
      await recordChanges(db, taker, taker.at, changes)
    }
    return { added: plan.fresh.length, changed: plan.changed.length }
  },
})

/** Areas from a table or from GeoJSON. */
export const areasKind = tableKind<AreaContext, AreaPlan>({
  kind: 'areas',
  columns: areaColumns,
  needs: [['code'], ['name']],
  options: [
    { key: 'crs', choices: [...crsNames] },
    { key: 'level', choices: [...levels] },
    { key: 'parent', choices: [] },
    { key: 'refused', choices: ['stop', 'skip'] },
  ],
  load: async (db, city) => ({ areas: await listKnownAreas(db, city) }),
  understand: understandAreas,
  apply: async (db, taker, { plan }) => {
    const known = new Map((await listKnownAreas(db, taker.city)).map(({ code, id }) => [code, id]))
    const idOf = (code: string): AreaId => {
      const id = known.get(code) ?? (v7() as AreaId)
      known.set(code, id)
      return id
    }
    const rows = plan.areas.map(({ parent, ...area }) => ({
      ...area,
      id: idOf(area.code),
      parentId: parent === null ? null : idOf(parent),
      ...extentOf(area.shape),
    }))
    for (const level of levels) for (const part of chunks(rows.filter((row) => row.level === level))) await putAreas(db, taker.city, part)
    await raiseMapVersion(db, taker.city)
    await fitCityBox(db, taker.city)
    const moved = await locateAgain(db, taker.city)
    await appendEvents(db, taker.city, [event('areas.imported', taker, { areas: rows.length, moved })])
    return { areas: rows.length, moved }
  },
})

/** Finds anew what every point lies in; gives how many moved to another area. */
export async function locateAgain(db: Db, city: CityId): Promise<number> {
  const land = await buildLand(db, city)
  const points = await allPoints(db, city)
  const spots = land.locateAll(points.map(({ lng, lat }) => [lng, lat]))
  const moved = points.flatMap((point, index) => {
    const { district, street, community, grid } = spots[index]!
    const now = { ...point, districtId: district, streetId: street, communityId: community, gridId: grid }
    const same = (['districtId', 'streetId', 'communityId', 'gridId'] as const).every((area) => point[area] === now[area])
    return same ? [] : [now]
  })
  for (const part of chunks(moved)) await placePoints(db, city, part)
  return moved.length
}

/** Units with their posts from a table. */
export const unitsKind = tableKind<UnitContext, UnitPlan>({
  kind: 'units',
  columns: unitColumns,
  needs: [['name'], ['kind']],
  options: [],
  load: async (db, city) => ({
    units: await listUnitNames(db, city),
    areas: await listKnownAreas(db, city),
    kinds: await titlesOf(db, city, 'unitKinds'),
  }),
  understand: understandUnits,
  apply: async (db, taker, { plan }) => {
    const ids = await takeUnits(db, taker.city, plan)
    const posts = await takePosts(db, taker, plan, ids)
    await appendEvents(db, taker.city, [event('units.imported', taker, { units: plan.units.length, ...posts })])
    return { units: plan.units.length, ...posts }
  },
})

/** Units with parents before children; gives the ids by code. */
async function takeUnits(db: Db, city: CityId, { units }: UnitPlan): Promise<ReadonlyMap<string, UnitId>> {
  const ids = new Map((await listUnitNames(db, city)).map(({ code, id }) => [code, id]))
  const idOf = (code: string) => {
    const id = ids.get(code) ?? (v7() as UnitId)
    ids.set(code, id)
    return id
  }
  const rows = units.map(({ parent, ...unit }) => ({ ...unit, id: idOf(unit.code), parentId: parent === null ? null : idOf(parent) }))
  // first without parents, so that the order within the file does not matter
  await putUnits(
    db,
    city,
    rows.map((row) => ({ ...row, parentId: null })),
  )
  await putUnits(
    db,
    city,
    rows.filter(({ parentId }) => parentId !== null),
  )
  return ids
}

/** Posts by unit and title; who holds one is changed only where another name is given. */
async function takePosts(
  db: Db,
  { city, at }: Taker,
  { posts }: UnitPlan,
  ids: ReadonlyMap<string, UnitId>,
): Promise<{ posts: number; holders: number }> {
  const units = [...new Set(posts.map(({ unit }) => ids.get(unit)!))]
  const known = new Map((await listPostsOf(db, city, units)).map((post) => [`${post.unitId} ${post.titleZh}`, post]))
  const rows = new Map<string, NewPost>()
  const holders = new Map<PostId, NewHolder>()
  for (const { unit, title, leads, holder, since } of posts) {
    const unitId = ids.get(unit)!
    const before = known.get(`${unitId} ${title}`)
    const id = before?.id ?? rows.get(`${unitId} ${title}`)?.id ?? (v7() as PostId)
    rows.set(`${unitId} ${title}`, { id, unitId, titleZh: title, leads })
    if (holder === '' || holder === before?.holder) continue
    const fromOn = since ?? dayOf(at)
    holders.set(id, { postId: id, personId: v7() as PersonId, name: holder, fromOn, beforeOn: addDays(fromOn, -1) })
  }
  await putPosts(db, city, [...rows.values()])
  await changeHolders(db, city, [...holders.values()])
  return { posts: rows.size, holders: holders.size }
}
