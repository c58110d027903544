/** A round (轮次): visits that belong together, such as a month of patrols, a mock assessment, a survey. */
import { z } from 'zod'
import { AreaId, EditionId, PersonId, PointId, RoundId, UnitId, VisitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'

/** Rounds in the street, in the order in which a person chooses among them. */
export const walkedKinds = ['daily', 'weekly', 'monthly', 'mock', 'thirdParty', 'announced', 'recheck', 'sweep', 'campaign'] as const

/** Somebody who may be sent to walk, with where they stand. */
export const Walker = z.object({
  person: z.object({ id: PersonId, name: z.string() }),
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  post: Text.nullable(),
})
export type Walker = z.infer<typeof Walker>

/** What kind of round it is; the last four are made at a desk. */
export const RoundKind = z.enum([...walkedKinds, 'survey', 'review', 'statistics', 'import'])
export type RoundKind = z.infer<typeof RoundKind>

/** What a city calls some of its rounds, and which of the kinds that scores know it means. */
export const NamedKind = z.object({ id: z.uuid(), title: Text, means: z.enum(walkedKinds), isRetired: z.boolean() })
export type NamedKind = z.infer<typeof NamedKind>

/** A round as it is created: of which standard, or which branch or criterion of it, where, and whose people go. */
export const NewRound = z
  .object({
    id: RoundId,
    kind: RoundKind,
    title: Text,
    fromOn: Day,
    toOn: Day,
    editionId: EditionId.optional(),
    part: z.string().max(64).optional(),
    areaId: AreaId.optional(),
    unitId: UnitId.optional(),
    /** The city's own name of this kind of round; it must mean `kind`. */
    namedKind: z.uuid().optional(),
  })
  .refine(({ fromOn, toOn }) => fromOn <= toOn, { path: ['toOn'], message: 'fromOn..toOn' })
export type NewRound = z.infer<typeof NewRound>

const Named = z.object({ id: z.uuid(), title: Text })

/** A round with what was done in it. */
export const Round = z.object({
  id: RoundId,
  kind: RoundKind,
  /** What the city calls it, where it has a word of its own. */
  named: Text.nullable(),
  title: Text,
  fromOn: Day,
  toOn: Day,
  /** Visits of the round, and the different points they reached. */
  visits: z.int(),
  points: z.int(),
  edition: Named.nullable(),
  /** The branch or criterion of the edition that is looked at; null is the whole. */
  part: z.string().nullable(),
  area: Named.nullable(),
  unit: Named.nullable(),
  /** Points that it has, and those of them that were visited in it. */
  planned: z.int(),
  done: z.int(),
  /** Its visits come in envelopes (a sealed sample). */
  sealed: z.boolean(),
  /** The case that it was made for, where it was. */
  because: z.record(z.string(), z.unknown()),
})
export type Round = z.infer<typeof Round>

/** Where the points of a round come from: a saved route, whatever nobody looked at for some days, or a list by hand. */
export const PointsFrom = z.discriminatedUnion('from', [
  z.object({ from: z.literal('route'), routeId: z.uuid() }),
  z.object({
    from: z.literal('due'),
    /** Not looked at for so many days; kinds of places where the standard of the round does not say them. */
    days: z.int().min(1).max(3650),
    types: z.array(z.string().max(64)).max(200).default([]),
    most: z.int().min(1).max(20_000).default(2000),
  }),
  z.object({ from: z.literal('list'), points: z.array(PointId).min(1).max(20_000) }),
])
export type PointsFrom = z.infer<typeof PointsFrom>

/** A point of a round: who walks it, when in their walk, why it is there, and whether it was visited in this round. */
export const RoundPoint = z.object({
  point: PointHead,
  place: Place,
  walker: z.object({ id: PersonId, name: z.string() }).nullable(),
  /** Place in the walker's day, from 1. */
  step: z.int().nullable(),
  /** `from`, and `not`: people who must not be the ones to look. */
  because: z.record(z.string(), z.unknown()),
  addedAt: Instant,
  visit: z.object({ id: VisitId, visitedAt: Instant }).nullable(),
})
export type RoundPoint = z.infer<typeof RoundPoint>

/** Somebody's walk in a round. */
export const RoundWalk = z.object({
  /** Null: points that nobody has yet. */
  walker: z.object({ id: PersonId, name: z.string() }).nullable(),
  points: z.int(),
  metres: z.int(),
  stops: z.array(z.object({ id: PointId, place: Place, visited: z.boolean() })),
})
export type RoundWalk = z.infer<typeof RoundWalk>

/** A round with what of it one person is to walk. */
export const MyRound = Round.extend({ mine: z.object({ points: z.int(), visited: z.int() }) })
export type MyRound = z.infer<typeof MyRound>

/** A saved list of points in walking order. */
export const Route = z.object({ id: z.uuid(), title: Text, points: z.int(), changedAt: Instant })
export type Route = z.infer<typeof Route>

/** Whether somebody must not be the one to look at a point: who handled a case, or checked it, does not check it again. */
export const isKeptFrom = (because: Readonly<Record<string, unknown>>, person: string): boolean => {
  const { not } = because
  return Array.isArray(not) && not.includes(person)
}
