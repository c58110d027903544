/** Handlers of areas, grids, units and posts. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { AreaId, CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import type { Area, AreaName, Grid, Post, Unit } from './area.ts'
import { type AreaQuery, type AreaRow, findArea, type GridRow, listAreas, listAreasAbove, listGrids } from './areas.sql.ts'
import { areaColumns, gridColumns, postColumns, unitColumns } from './books.serve.ts'
import { cityApi } from './city.api.ts'
import { toWgs84 } from './coordinates.ts'
import { areaOf } from './geometry.ts'
import { landOf } from './land.serve.ts'
import { listHolders, listPosts, listUnits, type PostQuery, type PostRow, type UnitQuery, type UnitRow } from './units.sql.ts'

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

/** A unit as the calls show it. */
export const unitShown = (row: UnitRow): Unit => ({
  id: row.id,
  kind: row.kind,
  code: row.code,
  name: { zh: row.nameZh, en: row.nameEn },
  parent: row.parentId,
  area: row.areaId === null ? null : { id: row.areaId, code: row.areaCode ?? '', name: { zh: row.areaZh ?? '', en: row.areaEn ?? '' } },
  closedOn: row.closedOn,
})

/** Codes with commas between, as a filter sends them. */
export const listOf = (text: string | undefined): string[] | undefined =>
  text === undefined || text === '' ? undefined : text.split(',').filter((part) => part !== '')

/** A page of rows as the calls show it. */
async function shown<Row, Item>(page: Promise<PageOf<Row>>, show: (row: Row) => Item): Promise<PageOf<Item>> {
  const { items, ...next } = await page
  return { ...next, items: items.map(show) }
}

const areasShown = (db: Db, city: CityId, query: AreaQuery, turn: Turn) => shown(listAreas(db, city, query, turn), areaShown)
const gridsShown = (db: Db, city: CityId, query: AreaQuery, turn: Turn) => shown(listGrids(db, city, query, turn), gridShown)
const unitsShown = (db: Db, city: CityId, query: UnitQuery, turn: Turn) => shown(listUnits(db, city, query, turn), unitShown)

/** Posts with who holds them. */
async function withHolders(db: Db, city: CityId, posts: readonly PostRow[]): Promise<(Post & { ofUnit: Post['title'] })[]> {
  const holders = await listHolders(
    db,
    city,
    posts.map(({ id }) => id),
  )
  const held = Map.groupBy(holders, ({ postId }) => postId)
  return posts.map(({ id, unitId, titleZh, titleEn, leads, unitZh, unitEn }) => {
    const all = held.get(id) ?? []
    const now = all.find(({ toOn }) => toOn === null)
    return {
      id,
      unit: unitId,
      ofUnit: { zh: unitZh, en: unitEn },
      title: { zh: titleZh, en: titleEn },
      leads,
      holder: now ? { id: now.personId, name: now.name, fromOn: now.fromOn } : null,
      history: all.flatMap(({ personId, name, fromOn, toOn }) => (toOn === null ? [] : [{ id: personId, name, fromOn, toOn }])),
    }
  })
}

async function postsShown(db: Db, city: CityId, query: PostQuery, turn: Turn) {
  const { items, ...next } = await listPosts(db, city, query, turn)
  return { ...next, items: await withHolders(db, city, items) }
}

const postQuery = ({ leads, ...query }: Omit<PostQuery, 'leads'> & { leads?: 'true' | 'false' | undefined }): PostQuery => ({
  ...query,
  leads: leads === undefined ? undefined : leads === 'true',
})

async function nameOf(db: Db, city: CityId, id: AreaId | null): Promise<AreaName | null> {
  const area = id === null ? undefined : await findArea(db, city, id)
  return area ? { id: area.id, code: area.code, name: { zh: area.nameZh, en: area.nameEn } } : null
}

const one: Turn = { sort: 'code', limit: 1 }

/** Handlers over the word lists, which the workbooks need. */
export const cityHandlers = (say: Say) =>
  handlers(cityApi, {
    listAreas: async (ask) => {
      const { cursor, limit, sort, ...query } = ask.query
      return areasShown(ask.db, whoOf(ask).city, query, { sort, cursor, limit })
    },
    exportAreas: async (ask) => {
      const { sort, ...query } = ask.query
      const { city } = whoOf(ask)
      const read = (cursor: string | undefined) => areasShown(ask.db, city, query, { sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'city.book.areas'), at: ask.at, columns: areaColumns(say, ask.language), read })
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
      const { cursor, limit, sort, area, text } = ask.query
      return gridsShown(ask.db, whoOf(ask).city, { parent: area, text }, { sort, cursor, limit })
    },
    exportGrids: async (ask) => {
      const { sort, area, text } = ask.query
      const { city } = whoOf(ask)
      const read = (cursor: string | undefined) => gridsShown(ask.db, city, { parent: area, text }, { sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'city.book.grids'), at: ask.at, columns: gridColumns(say, ask.language), read })
    },
    listUnits: async (ask) => {
      const { cursor, limit, sort, kind, ...query } = ask.query
      return unitsShown(ask.db, whoOf(ask).city, { ...query, kinds: listOf(kind) }, { sort, cursor, limit })
    },
    exportUnits: async (ask) => {
      const { sort, kind, ...query } = ask.query
      const { city } = whoOf(ask)
      const wish = { ...query, kinds: listOf(kind) }
      const read = (cursor: string | undefined) => unitsShown(ask.db, city, wish, { sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'city.book.units'), at: ask.at, columns: unitColumns(say, ask.language), read })
    },
    getUnit: async (ask) => {
      const { city } = whoOf(ask)
      const [unit] = (await listUnits(ask.db, city, { id: ask.params.id }, one)).items
      if (!unit) throw new Problem('api.notFound', 404)
      return { ...unitShown(unit), posts: (await postsShown(ask.db, city, { unit: unit.id }, { sort: 'founded', limit: 1000 })).items }
    },
    listPosts: async (ask) => {
      const { cursor, limit, sort, ...query } = ask.query
      return postsShown(ask.db, whoOf(ask).city, postQuery(query), { sort, cursor, limit })
    },
    exportPosts: async (ask) => {
      const { sort, ...query } = ask.query
      const { city } = whoOf(ask)
      const read = (cursor: string | undefined) => postsShown(ask.db, city, postQuery(query), { sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'city.book.posts'), at: ask.at, columns: postColumns(say, ask.language), read })
    },
    locate: async (ask) => {
      const { city } = whoOf(ask)
      const { lng, lat, crs } = ask.query
      const spot = (await landOf(ask.db, city)).locate(toWgs84([lng, lat], crs))
      const [grid] = spot.grid === null || spot.community === null ? [] : (await listGrids(ask.db, city, { id: spot.grid }, one)).items
      return {
        district: await nameOf(ask.db, city, spot.district),
        street: await nameOf(ask.db, city, spot.street),
        community: await nameOf(ask.db, city, spot.community),
        grid: grid ? { id: grid.id, code: grid.code, unit: gridShown(grid).unit, areaM2: grid.areaM2 } : null,
      }
    },
  })
