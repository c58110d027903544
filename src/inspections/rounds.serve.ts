/** Handlers of rounds. A round of a sealed sample shows no points: who assesses sees them through the sample, nobody else at all. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { reachOf } from '../api/reach.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { AreaId, CityId, EventId, PersonId, PointId, RoundId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Place } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import { addDays, dayOf } from '../base/time.ts'
import { listPointHeads } from '../city/pointHead.sql.ts'
import { listPointsById } from '../city/points.sql.ts'
import { permissionsOf, roles } from '../city/who.ts'
import { pointTile, tileFile } from '../city/tile.serve.ts'
import { boxOfTile, gatherBits } from '../city/tiles.ts'
import { findReleased } from '../standards/published.sql.ts'
import type { PointHead } from '../city/pointHead.ts'
import { findPart, type Part } from './part.ts'
import type { NamedKind, NewRound, PointsFrom, Round, RoundWalk } from './round.ts'
import { roundsApi, type RoundWalker } from './rounds.api.ts'
import { listNamedKinds, putNamedKind } from './roundKinds.sql.ts'
import { exportRoundPoints, exportRoutes, exportUnseen } from './roundBooks.serve.ts'
import {
  addRoundPoints,
  countRoundPoints,
  dropRoundPoints,
  listKnownPeople,
  listKnownPoints,
  listPeopleOf,
  listRoundPoints,
  listRoundStops,
  saveSteps,
} from './roundPoints.sql.ts'
import { findRound, listRoundsOf } from './rounds.sql.ts'
import { type Seer, seerOf } from './seen.ts'
import { findRoute, listRoutePoints, listRoutes, putRoute, retireRoute } from './routes.sql.ts'
import { countUnseen, countUnseenGroups, listDuePoints, listUnseen, listUnseenSpots, type UnseenFilter } from './unseen.sql.ts'
import { listWalkers } from './walkers.sql.ts'
import { assign, lengthOf, type Stop, walkingOrder } from './walk.ts'

const notFound = () => new Problem('api.notFound', 404)
const refuse = (faults: readonly Fault[]) => {
  if (faults.length > 0) throw new Problem('inspections.faults', 422, {}, [...faults])
}

async function getRound(db: Db, city: CityId, id: RoundId, seer?: Seer): Promise<Round> {
  const round = await findRound(db, city, id, seer)
  if (!round) throw notFound()
  return round
}

/** A round whose points may change. *Refuses:* 404; 409 `inspections.roundSealed`: a sealed sample says which points those are. */
async function getOpenRound(db: Db, city: CityId, id: RoundId): Promise<Round> {
  const round = await getRound(db, city, id)
  if (round.sealed) throw new Problem('inspections.roundSealed', 409)
  return round
}

/** The part of its standard that a round looks at; undefined when it names none. *Refuses:* 422 for a part that there is not. */
export async function partOfRound(
  db: Db,
  city: CityId,
  { editionId, part }: Pick<NewRound, 'editionId' | 'part'>,
): Promise<Part | undefined> {
  if (editionId === undefined) {
    refuse(part === undefined ? [] : [{ at: 'editionId', says: 'fault.partWithoutEdition' }])
    return undefined
  }
  const edition = await findReleased(db, city, editionId)
  const found = edition && findPart(edition.content, part ?? null)
  refuse(
    edition
      ? found
        ? []
        : [{ at: 'part', says: 'fault.noSuchPart', details: { part: part ?? '' } }]
      : [{ at: 'editionId', says: 'fault.noSuchEdition' }],
  )
  return found
}

/** The part of its standard that a round of the city looks at. */
export const partOf = (db: Db, city: CityId, { edition, part }: Round): Promise<Part | undefined> =>
  partOfRound(db, city, { ...(edition ? { editionId: edition.id as never } : {}), ...(part === null ? {} : { part }) })

/** The points that are meant. Those that are retired, and of a list those that there are not, stay out. */
async function pointsFrom(db: Db, city: CityId, at: string, round: Round, it: PointsFrom): Promise<PointId[]> {
  if (it.from === 'route') {
    if (!(await findRoute(db, city, it.routeId))) refuse([{ at: 'routeId', says: 'fault.noSuchRoute' }])
    return listRoutePoints(db, city, it.routeId)
  }
  if (it.from === 'list') {
    const known = await listKnownPoints(db, city, it.points)
    refuse(it.points.flatMap((id, index) => (known.has(id) ? [] : [{ at: `points.${index}`, says: 'fault.noSuchPoint' }])))
    return it.points
  }
  const part = await partOf(db, city, round)
  const types = it.types.length > 0 ? it.types.filter((type) => part?.types.has(type) ?? true) : [...(part?.types ?? [])]
  if (part && types.length === 0) return []
  const area = round.area?.id as AreaId | undefined
  return listDuePoints(db, city, { since: addDays(dayOf(at), 1 - it.days), types, area }, it.most)
}

const told = (id: RoundId, kind: 'planned' | 'shared', { at, by }: { at: string; by: string | null }, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind: `round.${kind}`,
  thing: id,
  at,
  by,
  version: 1,
  data,
})

async function addPoints(db: Db, who: Who, at: string, id: RoundId, it: PointsFrom): Promise<{ added: number; planned: number }> {
  const round = await getOpenRound(db, who.city, id)
  const points = await pointsFrom(db, who.city, at, round, it)
  const because = { from: it.from, ...(it.from === 'route' ? { route: it.routeId } : it.from === 'due' ? { days: it.days } : {}) }
  const added = await addRoundPoints(db, who.city, id, { points: points.map((pointId) => ({ pointId, because })), at, by: who.person })
  // A route is in walking order: whoever takes the round finds it so, until it is shared out.
  if (it.from === 'route')
    await saveSteps(
      db,
      who.city,
      id,
      points.map((pointId, index) => ({ pointId, personId: null, step: index + 1 })),
    )
  if (added > 0) await appendEvents(db, who.city, [told(id, 'planned', { at, by: who.person }, { ...because, points: added })])
  return { added, planned: (await getRound(db, who.city, id)).planned }
}

/** Who walks a round: people that there are, and of the unit where the round names one. */
async function refuseStrangers(db: Db, city: CityId, at: string, { unit }: Round, walkers: readonly RoundWalker[]): Promise<void> {
  const people = walkers.map(({ person }) => person)
  const ours = unit ? await listPeopleOf(db, city, unit.id as never, people, dayOf(at)) : await listKnownPeople(db, city, people)
  refuse(people.flatMap((person, index) => (ours.has(person) ? [] : [{ at: `walkers.${index}.person`, says: 'fault.notOfUnit' }])))
}

/**
 * Shares the points that nobody visited yet out among people, and orders each share. What was visited stays with whom it was.
 * *Refuses:* 422 for a stranger; 409 `inspections.nobodyMay` where a point may be looked at by none of them.
 */
async function share(db: Db, who: Who, at: string, id: RoundId, walkers: readonly RoundWalker[]) {
  const round = await getOpenRound(db, who.city, id)
  await refuseStrangers(db, who.city, at, round, walkers)
  const stops = (await listRoundStops(db, who.city, id)).filter(({ visited }) => !visited).map(toStop)
  const { shares, left } = assign(
    stops,
    walkers.map(({ person, load, areaId, from }) => ({ id: person, load, area: areaId, from })),
  )
  if (left.length > 0) throw new Problem('inspections.nobodyMay', 409, { points: left.length })
  const walks = walkers.map(({ person, from }) => ({ person, walk: walkingOrder(shares.get(person)!, from) }))
  const steps = walks.flatMap(({ person, walk }) => walk.map((stop, index) => ({ pointId: stop.id, personId: person, step: index + 1 })))
  await saveSteps(db, who.city, id, steps)
  await appendEvents(db, who.city, [told(id, 'shared', { at, by: who.person }, { walkers: walks.length, points: steps.length })])
  return walks.map(({ person, walk }) => ({ person, points: walk.length, metres: Math.round(lengthOf(walk)) }))
}

const toStop = ({ id, lng, lat, areas, because }: Awaited<ReturnType<typeof listRoundStops>>[number]): Stop => ({
  id,
  place: [lng, lat],
  areas: areas.filter((area) => area !== null),
  not: Array.isArray(because['not']) ? (because['not'] as string[]) : [],
})

/** Every walk of a round with its stops in order; one's own alone for who sees no more. */
async function walksOf(db: Db, who: Who, id: RoundId): Promise<RoundWalk[]> {
  const stops = await listRoundStops(db, who.city, id, { person: ownOf(who), seer: seerOf(who) })
  const walks = new Map<string, { walker: RoundWalk['walker']; stops: (RoundWalk['stops'][number] & Stop)[] }>()
  for (const { id: point, lng, lat, personId, name, visited } of stops) {
    const key = personId ?? ''
    const walk = walks.get(key) ?? { walker: personId === null ? null : { id: personId, name: name ?? '' }, stops: [] }
    walk.stops.push({ id: point, place: [lng, lat], visited })
    walks.set(key, walk)
  }
  return [...walks.values()].map(({ walker, stops: list }) => ({
    walker,
    points: list.length,
    metres: walker === null ? 0 : Math.round(lengthOf(list)),
    stops: list,
  }))
}

/** The person alone, for whom the permission to read reaches no further. */
export const ownOf = (who: Who): PersonId | undefined => (reachOf(who, 'inspections.read') === 'own' ? who.person : undefined)

const unseenOf = ({
  since,
  type,
  street,
  text,
}: {
  since: string
  type?: string | undefined
  street?: AreaId | undefined
  text?: string | undefined
}): UnseenFilter => ({
  since,
  street,
  text,
  types: type === undefined || type === '' ? undefined : type.split(','),
})

async function writeRoute(
  db: Db,
  who: Who,
  at: string,
  id: string,
  body: { title: Round['title']; points: readonly PointId[]; shortest: boolean },
) {
  const known = await listKnownPoints(db, who.city, body.points)
  refuse([
    ...body.points.flatMap((point, index) => (known.has(point) ? [] : [{ at: `points.${index}`, says: 'fault.noSuchPoint' }])),
    ...(new Set(body.points).size < body.points.length ? [{ at: 'points', says: 'fault.pointTwice' }] : []),
  ])
  const places = body.shortest ? await listPointsById(db, who.city, body.points) : []
  const stops = places.map((point): Stop => ({ id: point.id, place: [point.lng, point.lat] }))
  const points = body.shortest ? walkingOrder(stops).map((stop) => stop.id as PointId) : body.points
  await putRoute(db, who.city, { id, title: body.title, points, at, by: who.person })
  return (await findRoute(db, who.city, id))!
}

/** The stops of a route with name and place, and the metres from the first to the last. */
async function walkAlong(db: Db, city: CityId, stops: readonly PointId[]) {
  const heads = new Map<string, PointHead>((await listPointHeads(db, city, [...stops])).map((head) => [head.id, head]))
  const places = new Map<string, Place>((await listPointsById(db, city, [...stops])).map((point) => [point.id, [point.lng, point.lat]]))
  const walk = stops.map((id) => ({ point: heads.get(id)!, place: places.get(id)! }))
  return { walk, metres: Math.round(lengthOf(walk.map(({ point, place }): Stop => ({ id: point.id, place })))) }
}

/** Makes a kind, names it anew, retires it or takes it back; the same again is no fact. *Refuses:* 409 `inspections.kindMeans`. */
async function putKind(db: Db, { city, person: by }: Who, at: string, it: NamedKind): Promise<void> {
  const { id, title, means, isRetired } = it
  const before = (await listNamedKinds(db, city)).find((kind) => kind.id === id)
  const isSame = before?.isRetired === isRetired && before.title.zh === title.zh && before.title.en === title.en
  if (isSame && before.means === means) return
  if (!(await putNamedKind(db, city, { ...it, at, by }))) throw new Problem('inspections.kindMeans', 409)
  await appendEvents(db, city, [
    { id: v7() as EventId, kind: 'roundkind.set', thing: id, at, by, version: 1, data: { title, means, isRetired } },
  ])
}

/** Handlers over the word lists, which the workbooks need. */
export const roundsHandlers = (say: Say) =>
  handlers(roundsApi, {
    listPoints: async (ask) => {
      const who = whoOf(ask)
      await getRound(ask.db, who.city, ask.params.id, seerOf(who))
      const { limit, cursor, sort, mine, ...filter } = ask.query
      const person = mine === true ? who.person : ownOf(who)
      const narrowed = { round: ask.params.id, ...filter, person, seer: seerOf(who) }
      const points = await listRoundPoints(ask.db, who.city, narrowed, { sort, limit, cursor })
      return cursor === undefined ? { ...points, total: await countRoundPoints(ask.db, who.city, narrowed) } : points
    },
    exportPoints: async (ask) => {
      await getRound(ask.db, whoOf(ask).city, ask.params.id, seerOf(whoOf(ask)))
      return exportRoundPoints(ask, say, ownOf(whoOf(ask)))
    },
    addPoints: async (ask) => addPoints(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body),
    dropPoints: async (ask) => {
      const { city } = whoOf(ask)
      await getOpenRound(ask.db, city, ask.params.id)
      const dropped = await dropRoundPoints(ask.db, city, ask.params.id, ask.body.points)
      return { dropped, planned: (await getRound(ask.db, city, ask.params.id)).planned }
    },
    share: async (ask) => ({ walks: await share(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body.walkers) }),
    listWalkers: async (ask) => {
      const { unit, text, sample = false } = ask.query
      const asked = sample ? 'samples.walk' : 'inspections.record'
      const may = roles.filter((role) => permissionsOf(role).has(asked))
      return listWalkers(ask.db, whoOf(ask).city, { roles: may, day: dayOf(ask.at), unit, text })
    },
    getWalks: async (ask) => {
      const who = whoOf(ask)
      await getRound(ask.db, who.city, ask.params.id, seerOf(who))
      return { walks: await walksOf(ask.db, who, ask.params.id) }
    },
    mine: async (ask) => ({ items: await listRoundsOf(ask.db, whoOf(ask).city, whoOf(ask).person, dayOf(ask.at)) }),
    listKinds: async (ask) => ({ items: await listNamedKinds(ask.db, whoOf(ask).city) }),
    putKind: async (ask) => {
      await putKind(ask.db, whoOf(ask), ask.at, { ...ask.body, id: ask.params.id })
      return { items: await listNamedKinds(ask.db, whoOf(ask).city) }
    },
    listRoutes: async (ask) => {
      const { limit, cursor, sort, text } = ask.query
      return listRoutes(ask.db, whoOf(ask).city, text, { sort, limit, cursor })
    },
    exportRoutes: async (ask) => exportRoutes(ask, say),
    getRoute: async (ask) => {
      const { city } = whoOf(ask)
      const route = await findRoute(ask.db, city, ask.params.id)
      if (!route) throw notFound()
      const stops = await listRoutePoints(ask.db, city, route.id)
      return { ...route, stops, ...(await walkAlong(ask.db, city, stops)) }
    },
    putRoute: async (ask) => writeRoute(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body),
    retireRoute: async (ask) => {
      await retireRoute(ask.db, whoOf(ask).city, ask.params.id, ask.at)
      return { id: ask.params.id }
    },
    listUnseen: async (ask) => {
      const { city } = whoOf(ask)
      const { limit, cursor, sort } = ask.query
      const filter = unseenOf(ask.query)
      const points = await listUnseen(ask.db, city, filter, { sort, limit, cursor })
      return cursor === undefined ? { ...points, total: await countUnseen(ask.db, city, filter) } : points
    },
    exportUnseen: async (ask) => exportUnseen(ask, say, unseenOf(ask.query)),
    countUnseen: async (ask) => {
      const found = await countUnseenGroups(ask.db, whoOf(ask).city, unseenOf(ask.query))
      const groups = found.map(({ type, streetId, streetZh, streetEn, points, unseen }) => ({
        type,
        street: streetId === null ? null : { id: streetId, title: { zh: streetZh ?? '', en: streetEn ?? '' } },
        points,
        unseen,
      }))
      const sum = (key: 'points' | 'unseen') => groups.reduce((total, group) => total + group[key], 0)
      return { groups, points: sum('points'), unseen: sum('unseen') }
    },
    unseenTile: async (ask) => {
      const filter = { ...unseenOf(ask.query), box: boxOfTile(ask.params) }
      const spots = await listUnseenSpots(ask.db, whoOf(ask).city, filter, gatherBits(ask.params.z))
      const drawn = spots.map(({ points, lng, lat, id }) => ({
        place: [lng, lat] as [number, number],
        tags: id === null ? { count: points } : { id },
      }))
      return tileFile(pointTile(drawn, ask.params), false)
    },
  })
