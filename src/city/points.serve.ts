/** Handlers of points: list, look, and keep the register. Every change is an event that tells what was and what is. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { handlers, whoOf } from '../api/api.serve.ts'
import { cursorOf, readCursor } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents, listEventsOf } from '../base/event.sql.ts'
import { type CityId, type EventId, type PersonId, type PointId, UnitId } from '../base/ids.ts'
import { boxOf, cellOf, type Place } from '../base/place.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Point } from './area.ts'
import { listOf } from './city.serve.ts'
import type { PointRow } from './pointRow.ts'
import { toWgs84 } from './coordinates.ts'
import { landOf } from './land.serve.ts'
import { type PointFilter, type PointInput, type PointStep, pointsApi } from './points.api.ts'
import {
  addPoints,
  changePoints,
  countPoints,
  findPoint,
  listPoints,
  listPointsByCode,
  listPointsById,
  type PointOrder,
  type PointWish,
  type ShownRow,
} from './points.sql.ts'
import { pointsBook, typeNamesOf, workbookType } from './tables/pointsBook.serve.ts'
import { listPeople } from './units.sql.ts'

const areaName = (id: ShownRow['streetId'], code: string | null, zh: string | null, en: string | null) =>
  id === null ? null : { id, code: code ?? '', name: { zh: zh ?? '', en: en ?? '' } }

/** A row as the calls show it. */
const pointShown = (row: ShownRow): Point => ({
  id: row.id,
  code: row.code,
  type: row.type,
  name: { zh: row.nameZh, en: row.nameEn },
  address: row.address,
  place: [row.lng, row.lat],
  district: areaName(row.districtId, row.districtCode, row.districtZh, row.districtEn),
  street: areaName(row.streetId, row.streetCode, row.streetZh, row.streetEn),
  community: areaName(row.communityId, row.communityCode, row.communityZh, row.communityEn),
  grid: row.gridId === null ? null : { id: row.gridId, code: row.gridCode ?? '' },
  unit: row.unitId === null ? null : { id: row.unitId, name: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } },
  retiredOn: row.retiredOn,
  version: row.version,
})

/** *Refuses:* 422 `api.badInput` for a unit that is no id: a workbook that has begun could no longer say so. */
function unitsOf(text: string | undefined): string[] | undefined {
  const units = listOf(text)
  if (units?.some((unit) => !UnitId.safeParse(unit).success))
    throw new Problem('api.badInput', 422, {}, [{ at: 'query.unit', says: 'fault.noSuchUnit' }])
  return units
}

/** A filter as it was sent, as the query wants it. */
export function wishOf({ type, unit, box, ...rest }: PointFilter): PointWish {
  return { ...rest, types: listOf(type), units: unitsOf(unit), box: box === undefined ? undefined : boxOf(box) }
}

/** What was entered, as a row: the place in WGS-84, and the areas it lies in. *Refuses:* `points.outside` for a place outside the city. */
export async function placed(db: Db, city: CityId, input: PointInput): Promise<Omit<PointRow, 'id' | 'version' | 'retiredOn'>> {
  const place = toWgs84(input.place, input.crs).map((value) => Math.round(value * 1e7) / 1e7) as Place
  const land = await landOf(db, city)
  if (!land.has(place)) throw new Problem('points.outside', 422, {}, [{ at: 'place', says: 'fault.points.outside' }])
  const { district, street, community, grid, unit } = land.locate(place)
  return {
    code: input.code,
    type: input.type,
    nameZh: input.name.zh,
    nameEn: input.name.en ?? '',
    address: input.address,
    lng: place[0],
    lat: place[1],
    cell: cellOf(place),
    districtId: district,
    streetId: street,
    communityId: community,
    gridId: grid,
    unitId: input.unit ?? unit,
  }
}

const facts = ['code', 'type', 'nameZh', 'nameEn', 'address', 'lng', 'lat', 'unitId', 'retiredOn'] as const

/** The facts that differ, as they were and as they are. */
export function changesOf(before: PointRow, after: PointRow): { from: Record<string, unknown>; to: Record<string, unknown> } {
  const changed = facts.filter((fact) => before[fact] !== after[fact])
  const pick = (row: PointRow) => Object.fromEntries(changed.map((fact) => [fact, row[fact]]))
  return { from: pick(before), to: pick(after) }
}

/** Who writes into the register of which city. */
export type Keeper = Pick<Who, 'city'> & { readonly person: PersonId | null }

const event = (who: Keeper, at: string, kind: PointStep['kind'], thing: PointId, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind,
  thing,
  at,
  by: who.person,
  version: 1,
  data,
})

async function getPoint(db: Db, city: CityId, id: PointId): Promise<ShownRow> {
  const row = await findPoint(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return row
}

async function isCodeTaken(db: Db, city: CityId, code: string, id: PointId): Promise<void> {
  const [other] = await listPointsByCode(db, city, [code])
  if (other && other.id !== id) throw new Problem('points.codeTaken', 409, { code })
}

async function historyOf(db: Db, city: CityId, id: PointId): Promise<PointStep[]> {
  const events = (await listEventsOf(db, city, id)).filter(({ kind }) => kind.startsWith('point.'))
  const people = await listPeople(
    db,
    city,
    events.flatMap(({ by }) => (by === null ? [] : [by])),
  )
  const names = new Map<string, (typeof people)[number]>(people.map((person) => [person.id, person]))
  return events.map(({ kind, at, by, data }) => ({
    kind: kind as PointStep['kind'],
    at,
    by: by === null ? null : (names.get(by) ?? null),
    data,
  }))
}

/** A row as it was and as it shall be, with the event that tells it and what else there is to tell. */
export interface Change {
  readonly before: PointRow
  readonly after: PointRow
  readonly kind: PointStep['kind']
  readonly more?: Record<string, unknown>
}

/** Writes changed rows with their events. *Refuses:* `api.changedMeanwhile` when somebody else was faster. */
export async function recordChanges(db: Db, who: Keeper, at: string, changes: readonly Change[]): Promise<number> {
  const real = changes.filter(({ before, after }) => Object.keys(changesOf(before, after).to).length > 0)
  const written = await changePoints(
    db,
    who.city,
    real.map(({ after }) => after),
  )
  if (written !== real.length) throw new Problem('api.changedMeanwhile', 409)
  await appendEvents(
    db,
    who.city,
    real.map(({ before, after, kind, more }) => event(who, at, kind, after.id, { ...changesOf(before, after), ...more })),
  )
  return written
}

/** Adds points that are new, each with its event; ids that are known are left as they are. */
export async function recordPoints(db: Db, who: Keeper, at: string, rows: readonly PointRow[]): Promise<void> {
  const fresh = new Set<string>(await addPoints(db, who.city, rows))
  const told = rows
    .filter(({ id }) => fresh.has(id))
    .map(({ id, code, type, nameZh, lng, lat }) => event(who, at, 'point.added', id, { code, type, nameZh, lng, lat }))
  await appendEvents(db, who.city, told)
}

const atOnce = 2000

/** Every point of a filter, page by page, so that a long list never stands in memory whole. */
async function* everyPoint(db: Db, city: CityId, wish: PointWish, order: PointOrder): AsyncGenerator<ShownRow> {
  for (let after: PointOrder['after']; ; ) {
    const rows = await listPoints(db, city, wish, after ? { ...order, after } : order, atOnce)
    yield* rows.slice(0, atOnce)
    const last = rows.length > atOnce ? rows[atOnce - 1]! : undefined
    if (!last) return
    after = [{ code: last.code, type: last.type, name: last.nameZh }[order.by], last.code]
  }
}

const orderOf = (sort: string, cursor: string | undefined): PointOrder => {
  const [, ...after] = readCursor(cursor, [z.literal(sort), z.string(), z.string()]) ?? []
  return { by: sort.replace('-', '') as PointOrder['by'], down: sort.startsWith('-'), ...(after.length === 2 ? { after } : {}) }
}

/** What the composition on top hands in: the words. */
export interface PointsHouse {
  readonly say: Say
}

export const pointsHandlers = ({ say }: PointsHouse) =>
  handlers(pointsApi, {
    listPoints: async (ask) => {
      const { cursor, limit, sort, ...filter } = ask.query
      const order = orderOf(sort, cursor)
      const wish = wishOf(filter)
      const rows = await listPoints(ask.db, whoOf(ask).city, wish, order, limit)
      const last = rows.length > limit ? rows[limit - 1]! : undefined
      const counts = cursor === undefined ? await countPoints(ask.db, whoOf(ask).city, wish) : undefined
      return {
        items: rows.slice(0, limit).map(pointShown),
        ...(last ? { next: cursorOf(sort, { code: last.code, type: last.type, name: last.nameZh }[order.by], last.code) } : {}),
        ...(counts ? { total: counts.reduce((sum, { points }) => sum + points, 0) } : {}),
      }
    },
    countPoints: async (ask) => {
      const types = await countPoints(ask.db, whoOf(ask).city, wishOf(ask.query))
      return { types, total: types.reduce((sum, { points }) => sum + points, 0) }
    },
    exportPoints: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      const rows = everyPoint(ask.db, city, wishOf(filter), orderOf(sort, undefined))
      const content = pointsBook(rows, await typeNamesOf(ask.db, city, ask.language), { language: ask.language, say, at: ask.at })
      return { name: `${say(ask.language, 'points.book')}.xlsx`, mediaType: workbookType, content }
    },
    getPoint: async (ask) => {
      const { city } = whoOf(ask)
      const row = await getPoint(ask.db, city, ask.params.id)
      return { ...pointShown(row), history: await historyOf(ask.db, city, row.id) }
    },
    addPoint: async (ask) => {
      const who = whoOf(ask)
      const { id, ...input } = ask.body
      const row: PointRow = { id, ...(await placed(ask.db, who.city, input)), retiredOn: null, version: 1 }
      await isCodeTaken(ask.db, who.city, row.code, id)
      await recordPoints(ask.db, who, ask.at, [row])
      return pointShown(await getPoint(ask.db, who.city, id))
    },
    changePoint: async (ask) => {
      const who = whoOf(ask)
      const before = await getPoint(ask.db, who.city, ask.params.id)
      const { version, ...input } = ask.body
      if (version !== before.version) throw new Problem('api.changedMeanwhile', 409)
      await isCodeTaken(ask.db, who.city, input.code, before.id)
      const after: PointRow = { ...before, ...(await placed(ask.db, who.city, input)) }
      await recordChanges(ask.db, who, ask.at, [{ before, after, kind: 'point.changed' }])
      return pointShown(await getPoint(ask.db, who.city, before.id))
    },
    retirePoint: async (ask) => {
      const who = whoOf(ask)
      const before = await getPoint(ask.db, who.city, ask.params.id)
      if (before.retiredOn === null) {
        const { on, reason } = ask.body
        await recordChanges(ask.db, who, ask.at, [{ before, after: { ...before, retiredOn: on }, kind: 'point.retired', more: { reason } }])
      }
      return pointShown(await getPoint(ask.db, who.city, before.id))
    },
    changePoints: async (ask) => {
      const who = whoOf(ask)
      const { ids, unit, type, retire } = ask.body
      const before = await listPointsById(ask.db, who.city, ids)
      if (before.length !== new Set(ids).size) throw new Problem('api.notFound', 404)
      const changes = before.map((row): Change => {
        const after: PointRow = {
          ...row,
          ...(unit === undefined ? {} : { unitId: unit }),
          ...(type === undefined ? {} : { type }),
          ...(retire && row.retiredOn === null ? { retiredOn: retire.on } : {}),
        }
        return retire
          ? { before: row, after, kind: 'point.retired', more: { reason: retire.reason } }
          : { before: row, after, kind: 'point.changed' }
      })
      return { changed: await recordChanges(ask.db, who, ask.at, changes) }
    },
  })
