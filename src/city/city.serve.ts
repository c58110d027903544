/** Handlers of areas, grids, units and posts. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { cursorOf, pageOf, readCursor } from '../api/cursor.ts'
import { type AreaId, type CityId, PostId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { z } from 'zod'
import type { Area, AreaName, Grid, Post, Unit } from './area.ts'
import { type AreaRow, findArea, type GridRow, listAreas, listAreasAbove, listGrids } from './areas.sql.ts'
import { cityApi } from './city.api.ts'
import { toWgs84 } from './coordinates.ts'
import { areaOf } from './geometry.ts'
import { landOf } from './land.serve.ts'
import { listHolders, listPosts, listUnits, type PostQuery, type UnitRow } from './units.sql.ts'

const areaShown = ({ id, parentId, level, code, nameZh, nameEn, labelLng, labelLat }: AreaRow): Area => ({
  id,
  code,
  name: { zh: nameZh, en: nameEn },
  level,
  parent: parentId,
  label: labelLng === null || labelLat === null ? null : [labelLng, labelLat],
})

const gridShown = (row: GridRow): Grid => ({
  id: row.id,
  code: row.code,
  community: { id: row.areaId, code: row.areaCode, name: { zh: row.areaZh, en: row.areaEn } },
  unit: row.unitId === null ? null : { id: row.unitId, name: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } },
  areaM2: row.areaM2,
})

const unitShown = (row: UnitRow): Unit => ({
  id: row.id,
  kind: row.kind,
  code: row.code,
  name: { zh: row.nameZh, en: row.nameEn },
  parent: row.parentId,
  area: row.areaId === null ? null : { id: row.areaId, code: row.areaCode ?? '', name: { zh: row.areaZh ?? '', en: row.areaEn ?? '' } },
})

/** Codes with commas between, as a filter sends them. */
export const listOf = (text: string | undefined): string[] | undefined =>
  text === undefined || text === '' ? undefined : text.split(',').filter((part) => part !== '')

async function postsShown(db: Db, city: CityId, query: PostQuery): Promise<Post[]> {
  const posts = await listPosts(db, city, query)
  const holders = await listHolders(
    db,
    city,
    posts.map(({ id }) => id),
  )
  const held = Map.groupBy(holders, ({ postId }) => postId)
  return posts.map(({ id, unitId, titleZh, titleEn, leads }) => {
    const all = held.get(id) ?? []
    const now = all.find(({ toOn }) => toOn === null)
    return {
      id,
      unit: unitId,
      title: { zh: titleZh, en: titleEn },
      leads,
      holder: now ? { id: now.personId, name: now.name, fromOn: now.fromOn } : null,
      history: all.flatMap(({ personId, name, fromOn, toOn }) => (toOn === null ? [] : [{ id: personId, name, fromOn, toOn }])),
    }
  })
}

async function nameOf(db: Db, city: CityId, id: AreaId | null): Promise<AreaName | null> {
  const area = id === null ? undefined : await findArea(db, city, id)
  return area ? { id: area.id, code: area.code, name: { zh: area.nameZh, en: area.nameEn } } : null
}

const Code = [z.string()] as const

export const cityHandlers = handlers(cityApi, {
  listAreas: async (ask) => {
    const { cursor, limit, ...query } = ask.query
    const [after] = readCursor(cursor, Code) ?? []
    const rows = await listAreas(ask.db, whoOf(ask).city, { ...query, after, limit })
    return pageOf(rows.map(areaShown), limit, ({ code }) => cursorOf(code))
  },
  getArea: async (ask) => {
    const { city } = whoOf(ask)
    const area = await findArea(ask.db, city, ask.params.id)
    if (!area) throw new Problem('api.notFound', 404)
    const path = await listAreasAbove(ask.db, city, area.id)
    return {
      ...areaShown(area),
      shape: area.shape,
      areaM2: area.shape && areaOf(area.shape),
      path: path.map(({ id, code, nameZh, nameEn }) => ({ id, code, name: { zh: nameZh, en: nameEn } })),
      points: area.points,
      grids: area.grids,
    }
  },
  listGrids: async (ask) => {
    const { cursor, limit, area, text } = ask.query
    const [after] = readCursor(cursor, Code) ?? []
    const rows = await listGrids(ask.db, whoOf(ask).city, { parent: area, text, after, limit })
    return pageOf(rows.map(gridShown), limit, ({ code }) => cursorOf(code))
  },
  listUnits: async (ask) => {
    const { cursor, limit, kind, ...query } = ask.query
    const [after] = readCursor(cursor, Code) ?? []
    const rows = await listUnits(ask.db, whoOf(ask).city, { ...query, kinds: listOf(kind), after, limit })
    return pageOf(rows.map(unitShown), limit, ({ code }) => cursorOf(code))
  },
  getUnit: async (ask) => {
    const { city } = whoOf(ask)
    const [unit] = await listUnits(ask.db, city, { id: ask.params.id, limit: 1 })
    if (!unit) throw new Problem('api.notFound', 404)
    return { ...unitShown(unit), posts: await postsShown(ask.db, city, { unit: unit.id, limit: 1000 }) }
  },
  listPosts: async (ask) => {
    const { cursor, limit, unit, leads, text } = ask.query
    const [after] = readCursor(cursor, [PostId]) ?? []
    const wish = { unit, leads: leads === undefined ? undefined : leads === 'true', text, after, limit }
    return pageOf(await postsShown(ask.db, whoOf(ask).city, wish), limit, ({ id }) => cursorOf(id))
  },
  locate: async (ask) => {
    const { city } = whoOf(ask)
    const { lng, lat, crs } = ask.query
    const spot = (await landOf(ask.db, city)).locate(toWgs84([lng, lat], crs))
    const [grid] = spot.grid === null || spot.community === null ? [] : await listGrids(ask.db, city, { id: spot.grid, limit: 1 })
    return {
      district: await nameOf(ask.db, city, spot.district),
      street: await nameOf(ask.db, city, spot.street),
      community: await nameOf(ask.db, city, spot.community),
      grid: grid ? { id: grid.id, code: grid.code, unit: gridShown(grid).unit, areaM2: grid.areaM2 } : null,
    }
  },
})
