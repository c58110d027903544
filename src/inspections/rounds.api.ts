/** Calls of rounds: which points a round has, who walks them, how far it is; routes; and what nobody looked at. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { AreaId, PersonId, PointId, RoundId, UnitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'
import { TileAt } from '../city/tiles.ts'
import { MyRound, NamedKind, PointsFrom, RoundPoint, RoundWalk, Route, Walker } from './round.ts'

const ofRound = z.object({ id: RoundId })
const ofRoute = z.object({ id: z.uuid() })

/** Somebody who is to walk; `areaId` where they know their way, `from` where they set out. */
export const RoundWalker = z.object({
  person: PersonId,
  load: z.int().min(1).max(10).default(1),
  areaId: AreaId.optional(),
  from: Place.optional(),
})
export type RoundWalker = z.infer<typeof RoundWalker>

/** A point that nobody looked at since a day, with the visit before it. */
export const UnseenPoint = z.object({ point: PointHead, place: Place, lastVisitedAt: Instant.nullable() })
export type UnseenPoint = z.infer<typeof UnseenPoint>

/** Points of one kind in one street, and those of them that nobody looked at. */
export const UnseenGroup = z.object({
  type: z.string(),
  street: z.object({ id: AreaId, title: Text }).nullable(),
  points: z.int(),
  unseen: z.int(),
})
export type UnseenGroup = z.infer<typeof UnseenGroup>

const unseen = { since: Day, type: z.string().max(2000).optional(), street: AreaId.optional() }

const listPoints = {
  method: 'GET',
  path: '/rounds/:id/points',
  may: 'inspections.read',
  within: 'rule',
  says: 'rounds.listPoints',
  params: ofRound,
  query: Paging.extend({ visited: YesNo.optional(), mine: YesNo.optional(), ...searched, sort: orders(['step', 'code'], 'step') }),
  returns: page(RoundPoint),
} as const

const listRoutes = {
  method: 'GET',
  path: '/routes',
  may: 'inspections.read',
  says: 'rounds.listRoutes',
  query: Paging.extend({ ...searched, sort: orders(['title', 'changed'], 'title') }),
  returns: page(Route),
} as const

const listUnseen = {
  method: 'GET',
  path: '/points/unseen',
  may: 'inspections.read',
  says: 'rounds.listUnseen',
  query: Paging.extend({ ...unseen, ...searched, sort: orders(['code', 'type'], 'code') }),
  returns: page(UnseenPoint),
} as const

export const roundsApi = contract({
  listPoints,
  exportPoints: bookOf(listPoints),
  addPoints: {
    method: 'POST',
    path: '/rounds/:id/points',
    may: 'inspections.review',
    says: 'rounds.addPoints',
    params: ofRound,
    body: PointsFrom,
    returns: z.object({ added: z.int(), planned: z.int() }),
  },
  dropPoints: {
    method: 'POST',
    path: '/rounds/:id/points/drop',
    may: 'inspections.review',
    says: 'rounds.dropPoints',
    params: ofRound,
    body: z.object({ points: z.array(PointId).min(1).max(5000) }),
    returns: z.object({ dropped: z.int(), planned: z.int() }),
  },
  share: {
    method: 'POST',
    path: '/rounds/:id/share',
    may: 'inspections.review',
    says: 'rounds.share',
    params: ofRound,
    body: z.object({ walkers: z.array(RoundWalker).min(1).max(200) }),
    returns: z.object({ walks: z.array(z.object({ person: PersonId, points: z.int(), metres: z.int() })) }),
  },
  /** Who may be sent to walk a round, or with `sample` a sample; of a unit where one is named. `more`: search for the others. */
  listWalkers: {
    method: 'GET',
    path: '/walkers',
    may: 'city.read',
    says: 'rounds.listWalkers',
    query: z.object({ unit: UnitId.optional(), sample: YesNo.optional(), ...searched }),
    returns: z.object({ items: z.array(Walker), more: z.boolean() }),
  },
  getWalks: {
    method: 'GET',
    path: '/rounds/:id/walks',
    may: 'inspections.read',
    within: 'rule',
    says: 'rounds.getWalks',
    params: ofRound,
    returns: z.object({ walks: z.array(RoundWalk) }),
  },
  /** What the person who asks has to walk, the first to end first; its points by `listPoints` with `mine`. */
  mine: {
    method: 'GET',
    path: '/my/rounds',
    may: 'inspections.record',
    says: 'rounds.mine',
    returns: z.object({ items: z.array(MyRound) }),
  },
  /** What the city calls its rounds; all of them, there are a handful. */
  listKinds: {
    method: 'GET',
    path: '/round-kinds',
    may: 'inspections.read',
    within: 'rule',
    says: 'rounds.listKinds',
    returns: z.object({ items: z.array(NamedKind) }),
  },
  putKind: {
    method: 'PUT',
    path: '/round-kinds/:id',
    may: 'inspections.review',
    says: 'rounds.putKind',
    params: z.object({ id: z.uuid() }),
    body: NamedKind.omit({ id: true }),
    returns: z.object({ items: z.array(NamedKind) }),
  },
  listRoutes,
  exportRoutes: bookOf(listRoutes),
  getRoute: {
    method: 'GET',
    path: '/routes/:id',
    may: 'inspections.read',
    says: 'rounds.getRoute',
    params: ofRoute,
    returns: Route.extend({
      stops: z.array(PointId),
      /** The same stops with name and place, and how far it is. */
      walk: z.array(z.object({ point: PointHead, place: Place })),
      metres: z.int(),
    }),
  },
  putRoute: {
    method: 'PUT',
    path: '/routes/:id',
    may: 'inspections.review',
    says: 'rounds.putRoute',
    params: ofRoute,
    body: z.object({
      title: Text,
      points: z.array(PointId).min(1).max(5000),
      /** In the order of the shortest way. */ shortest: z.boolean().default(false),
    }),
    returns: Route,
  },
  retireRoute: {
    method: 'POST',
    path: '/routes/:id/retirement',
    may: 'inspections.review',
    says: 'rounds.retireRoute',
    params: ofRoute,
    returns: z.object({ id: z.uuid() }),
  },
  listUnseen,
  exportUnseen: bookOf(listUnseen),
  countUnseen: {
    method: 'GET',
    path: '/points/unseen/counts',
    may: 'inspections.read',
    says: 'rounds.countUnseen',
    query: z.object(unseen),
    returns: z.object({ groups: z.array(UnseenGroup), points: z.int(), unseen: z.int() }),
  },
  /** Layer `points`: single ones (id) and, from afar, clusters (count). */
  unseenTile: {
    method: 'GET',
    path: '/tiles/unseen/:z/:x/:y',
    may: 'inspections.read',
    says: 'rounds.unseenTile',
    params: TileAt,
    query: z.object(unseen),
    returns: 'file',
  },
})
