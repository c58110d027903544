/** Builds the pack for a day: three questions to the database whatever the number of points, and the checks of editions in memory. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { reachOf } from '../api/reach.ts'
import type { Ask, Who } from '../api/who.ts'
import { Problem } from '../base/problem.ts'
import type { Box } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import { findArea } from '../city/areas.sql.ts'
import { mapSizeOf, packMapOf } from '../city/mapPack.serve.ts'
import { listClasses } from '../classes/classes.sql.ts'
import { listFillable } from '../forms/forms.sql.ts'
import { checklistFor, type InForce } from '../inspections/checklist.ts'
import { seerOf } from '../inspections/seen.ts'
import { findRound } from '../inspections/rounds.sql.ts'
import { isInForce } from '../privacy/compliance.sql.ts'
import { openTo } from '../samples/readers.serve.ts'
import { listPublished } from '../standards/published.sql.ts'
import { fieldApi, type PackFor } from './field.api.ts'
import { boxAround, mostPoints, type Pack, type PackCheck, type PackPoint, type PackSize, type PackType, tilesOf, zoomsOf } from './pack.ts'
import {
  countPackPoints,
  findCityWords,
  listLastAtPoints,
  listPackPoints,
  listSealing,
  type PointRow,
  type Wanted,
  weighPictures,
} from './pack.sql.ts'
import { picturesOf } from './pictures.ts'

/** About how much a point and a result weigh when sent; measured by `bench/field.ts`. */
const bytesOf = { point: 90, check: 160, last: 9, rest: 4000, picture: 200_000 }

/** A small form is sent at about this share of its documents (measured: 0.25), a large one at less. */
const formShare = 0.25

/** The forms that somebody can take along: who may read no standards is given no forms either. */
const fillableBy = async (db: Db, who: Who) => (who.may.has('standards.read') ? listFillable(db, who.city) : [])

/**
 * Which points a request means: of the round, else of the area, else of the post's own area. A walk in a sealed sample is none any
 * more for who has left its unit: the sample is shut to them here as everywhere.
 */
async function wantedBy(db: Db, who: Who, { area, round }: PackFor): Promise<Wanted> {
  const walked = round ? await listSealing(db, who.city, round, who.person) : []
  const open = walked.length > 0 ? await openTo(db, who, walked) : new Set()
  return {
    area: area ?? (round ? undefined : (who.area ?? undefined)),
    round,
    walker: who.person,
    seer: seerOf(who),
    sealed: walked.map(({ id }) => id).filter((id) => open.has(id)),
  }
}

interface Checks {
  readonly checks: PackCheck[]
  readonly types: PackType[]
  /** Where the check of a fact stands in the list, by kind of place. */
  readonly at: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** The checklists of some kinds of place, each check once. */
export function checksOf(editions: readonly InForce[], kinds: readonly string[]): Checks {
  const checks: PackCheck[] = []
  const index = new Map<string, number>()
  const at = new Map<string, Map<string, number>>()
  const types = kinds.map((id): PackType => {
    const type = editions.flatMap(({ content }) => content.pointTypes).find((one) => one.id === id)
    const places = checklistFor(editions, id).map(({ serves, ...item }) => {
      const check: PackCheck = { ...item, standards: serves.map(({ title }) => title) }
      const key = JSON.stringify(check)
      const place = index.get(key) ?? checks.push(check) - 1
      index.set(key, place)
      return [item.fact, place] as const
    })
    at.set(id, new Map(places))
    return { id, title: type?.title ?? { zh: id, en: id }, protocol: type?.protocol ?? null, checks: places.map(([, place]) => place) }
  })
  return { checks, types, at }
}

/** Last results by point. Who may read nothing gets none, who may read only their own gets those. */
async function lastOf(db: Db, who: Who, points: readonly PointRow[]) {
  const reach = reachOf(who, 'inspections.read')
  if (reach === undefined || points.length === 0) return new Map<string, never>()
  const own = reach === 'own' ? who.person : undefined
  return Map.groupBy(
    await listLastAtPoints(
      db,
      who.city,
      points.map(({ id }) => id),
      own,
    ),
    ({ pointId }) => pointId as string,
  )
}

const titled = (zh: string | null, en: string | null) => (zh === null ? null : { zh, en: en ?? '' })

/** The pack of a request. *Refuses:* 404; 422 `field.tooMany`. */
export async function packOf(db: Db, who: Who, wish: PackFor, now: string): Promise<Pack> {
  const { city } = who
  const which = await wantedBy(db, who, wish)
  const points = await listPackPoints(db, city, which, mostPoints)
  if (points.length > mostPoints) throw new Problem('field.tooMany', 422, { most: mostPoints })
  const editions = await listPublished(db, city)
  const { checks, types, at } = checksOf(editions, [...new Set(points.map(({ type }) => type))])
  const last = await lastOf(db, who, points)
  const toPoint = (row: PointRow): PackPoint => ({
    id: row.id,
    code: row.code,
    type: row.type,
    title: { zh: row.nameZh, en: row.nameEn },
    address: row.address,
    place: [row.lng, row.lat],
    street: titled(row.streetZh, row.streetEn),
    step: row.step,
    visitedAt: row.visitedAt,
    last: (last.get(row.id) ?? []).flatMap(({ fact, grade, observedAt }): PackPoint['last'] => {
      const place = at.get(row.type)?.get(fact)
      return place === undefined ? [] : [[place, grade, observedAt]]
    }),
  })
  const area = which.area === undefined ? undefined : await findArea(db, city, which.area)
  if (which.area !== undefined && !area) throw new Problem('api.notFound', 404)
  const sealing = which.sealed[0]
  // Whoever walks a sealed sample has its round, which shows its points to nobody.
  const round = which.round === undefined ? undefined : await findRound(db, city, which.round, sealing ? undefined : seerOf(who))
  if (which.round !== undefined && !round) throw new Problem('api.notFound', 404)
  const name = await findCityWords(db, city)
  return {
    city: { zh: name!.nameZh, en: name!.nameEn ?? '' },
    area: area ? { id: area.id, title: { zh: area.nameZh, en: area.nameEn } } : null,
    round: round ? { id: round.id, title: round.title, ...(sealing ? { sample: sealing } : {}) } : null,
    editions: editions.map(({ id, content }) => ({ id, title: content.title })),
    rules: { photos: (await isInForce(db, city, 'photosOptional', now)) ? 'required' : 'everyFault' },
    types,
    checks,
    points: points.map(toPoint),
    forms: (await fillableBy(db, who)).map(({ bytes: _bytes, ...form }) => form),
    classes: (await listClasses(db, city)).map(({ code, smallName, bigName }) => ({ code, name: smallName, big: bigName })),
  }
}

async function sizeOf({ db, ...ask }: Ask<{ query: PackFor }>): Promise<PackSize> {
  const who = whoOf(ask)
  const found = (await countPackPoints(db, who.city, await wantedBy(db, who, ask.query)))!
  const { checks, types } = checksOf(await listPublished(db, who.city), found.types)
  const asked = types.reduce((sum, { checks: list }) => sum + list.length, 0) / Math.max(1, types.length)
  const { west, south, east, north } = found
  const isSomewhere = west !== null && south !== null && east !== null && north !== null
  const box =
    (isSomewhere
      ? boxAround([
          [west, south],
          [east, north],
        ])
      : undefined) ?? null
  const forms = await fillableBy(db, who)
  const ids = picturesOf(checks).map(({ evidenceId }) => evidenceId)
  const pictures = (await weighPictures(db, who.city, ids, bytesOf.picture))!
  const { version, bytes: mapBytes } = await mapSizeOf(db, who.city, box === null ? [] : tilesIn(box))
  return {
    points: found.points,
    checks: checks.length,
    bytes: Math.round(bytesOf.rest + checks.length * bytesOf.check + found.points * (bytesOf.point + asked * bytesOf.last)),
    mapBytes,
    forms: forms.length,
    formBytes: Math.round(forms.reduce((sum, { bytes }) => sum + bytes, 0) * formShare),
    pictures: pictures.pictures,
    pictureBytes: pictures.bytes,
    mapVersion: version,
    box,
  }
}

/** Every tile of an offline map of a box. */
function tilesIn(box: Box): { z: number; x: number; y: number }[] {
  const { min, max } = zoomsOf(box)
  const list: { z: number; x: number; y: number }[] = []
  for (let z = min; z <= max; z++) {
    const { x, y } = tilesOf(box, z)
    for (let column = x[0]; column <= x[1]; column++) for (let row = y[0]; row <= y[1]; row++) list.push({ z, x: column, y: row })
  }
  return list
}

export const fieldHandlers = handlers(fieldApi, {
  getPackSize: (ask) => sizeOf(ask as never),
  getPack: (ask) => packOf(ask.db, whoOf(ask), ask.query, ask.at),
  getPackMap: async (ask) => {
    const box = ask.query.box.split(',').map(Number) as [number, number, number, number]
    const { min, max } = zoomsOf(box)
    return { ...(await packMapOf(ask.db, whoOf(ask).city, tilesIn(box))), minZoom: min, maxZoom: max }
  },
})
