/**
 * A whistle (吹哨): a street or community calls a lead unit and helpers to one or several cases. They sign in (报到), reply with the
 * four elements, work on one record, finish, and both sides rate each other. A whistle is the fold of its events; which steps
 * there are, who takes them and from where is the table `steps`.
 */
import { z } from 'zod'
import { CaseId, EventId, EvidenceId, PersonId, PostId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Addressee, Level, Owing, owings } from './kinds.ts'

export const WhistleId = z.uuid().brand<'WhistleId'>()
export type WhistleId = z.infer<typeof WhistleId>

/** Called: somebody has not signed in yet. Working: all have. Finished: the lead is done, the raiser rates. */
const whistleStates = ['called', 'working', 'finished', 'closed', 'withdrawn'] as const
export const WhistleState = z.enum(whistleStates)
export type WhistleState = z.infer<typeof WhistleState>

/** The time of one thing owed: when it is due, when the light turns yellow, and when it goes to whom if it is not done. */
export const Owed = z.object({
  dueAt: Instant,
  warnAt: Instant,
  escalates: z.array(z.object({ to: Addressee, at: Instant })),
})
export type Owed = z.infer<typeof Owed>

/** The four elements of a reply (四要素): accepted when, contacted whom, what measure, by which day. */
export const Reply = z.object({
  acceptedAt: Instant,
  contacted: z.string().trim().min(1).max(300),
  measure: z.string().trim().min(1).max(2000),
  deadline: Day,
})
export type Reply = z.infer<typeof Reply>

/** One to five. */
export const Stars = z.int().min(1).max(5)

/** A rating, with its reason. */
export const Rating = z.object({ stars: Stars, note: z.string(), at: Instant })
export type Rating = z.infer<typeof Rating>

/** That something went to somebody because it was not done in time. */
export const Escalation = z.object({
  id: EventId,
  unitId: UnitId,
  owing: Owing,
  step: z.int(),
  to: Addressee,
  toUnit: UnitId.nullable(),
  toPost: PostId.nullable(),
  at: Instant,
})
export type Escalation = z.infer<typeof Escalation>

/** The lead unit is responsible for the whole; helpers do their part. */
export const PartyRole = z.enum(['lead', 'helper'])

/** A called unit, with what it owes and what it did. Helpers have no time to finish: they help the lead to. */
export const Called = z.object({
  unitId: UnitId,
  role: PartyRole,
  owes: z.object({ signIn: Owed, reply: Owed, finish: Owed.nullable() }),
})
export type Called = z.infer<typeof Called>

/** A called unit with what it did, and what was said of it and by it. */
export const Party = Called.extend({
  signedInAt: Instant.nullable(),
  signedInBy: PersonId.nullable(),
  reply: Reply.nullable(),
  repliedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  rating: Rating.nullable(),
  /** What the unit says of how it was called. */
  back: Rating.nullable(),
})
export type Party = z.infer<typeof Party>

/** What a whistle says when it is raised. Everything is worked out: later changes of kinds, hours or holidays change nothing. */
export const Raised = z.object({
  no: z.string(),
  kind: z.string(),
  /** Version of the city's kinds. */
  kinds: z.int(),
  name: Text,
  /** Own words: kept apart in the ledger. */
  text: z.string(),
  unit: UnitId,
  level: Level,
  cases: z.array(CaseId),
  called: z.array(Called),
  /** Version of the calendar that the times were counted by, and the years on the way that nobody had published yet. */
  calendar: z.string(),
  unpublished: z.array(z.int()),
  photos: z.array(EvidenceId),
})
export type Raised = z.infer<typeof Raised>

/** A whistle as its events make it. */
export interface Whistle extends Omit<Raised, 'called' | 'photos'> {
  readonly id: WhistleId
  readonly state: WhistleState
  readonly parties: readonly Party[]
  readonly escalations: readonly Escalation[]
  readonly raisedAt: Instant
  readonly raisedBy: PersonId | null
  readonly finishedAt: Instant | null
  readonly closedAt: Instant | null
  readonly changedAt: Instant
  /** Number of its events. */
  readonly version: number
}

interface Happened<Kind extends string, Data> {
  readonly kind: Kind
  readonly id: string
  readonly thing: string
  readonly at: Instant
  readonly by: string | null
  readonly data: Data
}
/** What units say and show: `note` and `text` are own words, which the law may ask to forget. */
interface Said {
  readonly unit: UnitId
  readonly note: string
  readonly photos: readonly EvidenceId[]
}

/** What can happen to a whistle. In a reply the measure is the `note` and whom was contacted the `text`: own words stand by those names. */
export type WhistleEvent =
  | Happened<'whistle.raised', Raised>
  | Happened<'whistle.signedIn', Said>
  | Happened<'whistle.replied', { unit: UnitId; acceptedAt: Instant; text: string; note: string; deadline: Day }>
  | Happened<'whistle.recorded', Said>
  | Happened<'whistle.finished', Said>
  | Happened<'whistle.sentBack', { unit: UnitId; note: string }>
  | Happened<'whistle.rated', { unit: UnitId; stars: number; note: string }>
  | Happened<'whistle.ratedBack', { unit: UnitId; stars: number; note: string }>
  | Happened<'whistle.closed', { note: string }>
  | Happened<'whistle.withdrawn', { note: string }>
  | Happened<'whistle.coordinated', { unit: UnitId | null; note: string; called: Called | null }>
  | Happened<'whistle.escalated', Omit<Escalation, 'id' | 'at' | 'unitId'> & { unit: UnitId }>

/** Who takes a step: the unit that raised it, a called one, its lead, any of them, or who coordinates. */
export type Actor = 'raiser' | 'party' | 'lead' | 'member' | 'coordinator'

const open: readonly WhistleState[] = ['called', 'working']

/** The steps after the raising, as a table: who, and from where. */
export const steps = {
  signIn: { by: 'party', from: open },
  reply: { by: 'party', from: open },
  record: { by: 'member', from: [...open, 'finished'] },
  finish: { by: 'lead', from: open },
  sendBack: { by: 'raiser', from: ['finished'] },
  rate: { by: 'raiser', from: ['finished'] },
  rateBack: { by: 'party', from: ['finished', 'closed'] },
  close: { by: 'raiser', from: ['finished'] },
  withdraw: { by: 'raiser', from: open },
  coordinate: { by: 'coordinator', from: open },
} as const satisfies Record<string, { by: Actor; from: readonly WhistleState[] }>
export type WhistleStep = keyof typeof steps
/** The steps, in the order of their buttons. */
export const stepNames = Object.keys(steps) as WhistleStep[]

/** Who wants to take a step. `coordinates`: may do so for the whole city. */
export interface Taking {
  readonly unit: string | null
  readonly post: string | null
  readonly coordinates: boolean
}

/** The called unit of somebody. */
export const partyOf = ({ parties }: Pick<Whistle, 'parties'>, unit: string | null): Party | undefined =>
  parties.find(({ unitId }) => unitId === unit)

/** Whether a whistle has gone to somebody, as the unit that coordinates or as the post of the leader in charge. */
const isAddressed = ({ escalations }: Whistle, { unit, post }: Taking): boolean =>
  escalations.some(({ toUnit, toPost }) => (toUnit !== null && toUnit === unit) || (toPost !== null && toPost === post))

const isActor: Readonly<Record<Actor, (it: Whistle, who: Taking) => boolean>> = {
  raiser: (it, { unit }) => it.unit === unit,
  party: (it, { unit }) => partyOf(it, unit) !== undefined,
  lead: (it, { unit }) => partyOf(it, unit)?.role === 'lead',
  coordinator: (it, who) => who.coordinates || isAddressed(it, who),
  member: (it, who) => isActor.raiser(it, who) || isActor.party(it, who) || isActor.coordinator(it, who),
}

/** What else stands in the way of a step: the order in which a unit does its own, and that nothing is done twice. */
const inTheWay: Partial<Record<WhistleStep, (it: Whistle, mine: Party | undefined) => string | null>> = {
  signIn: (_it, mine) => (mine!.signedInAt === null ? null : 'whistle.signedIn'),
  reply: (_it, mine) => (mine!.signedInAt === null ? 'whistle.signInFirst' : mine!.reply === null ? null : 'whistle.replied'),
  finish: (_it, mine) => (mine!.reply === null ? 'whistle.replyFirst' : null),
  rateBack: (_it, mine) => (mine!.back === null ? null : 'whistle.ratedAlready'),
  close: (it) => (it.parties.some(({ rating }) => rating === null) ? 'whistle.rateFirst' : null),
}

/** Why a step may not be taken now, or null. Also greys the button. */
export function refusal(it: Whistle, step: WhistleStep, who: Taking): Problem | null {
  const { by, from }: { by: Actor; from: readonly WhistleState[] } = steps[step]
  if (!isActor[by](it, who)) return new Problem('whistle.notYours', 403, { by })
  if (!from.includes(it.state)) return new Problem('whistle.wrongState', 409, { state: it.state })
  const way = inTheWay[step]?.(it, partyOf(it, who.unit)) ?? null
  return way === null ? null : new Problem(way, 409)
}

/** What a unit still owes while the whistle is open, and nothing once it is not. */
export function owingsOf(it: Pick<Whistle, 'state'>, party: Party): Owing[] {
  if (!open.includes(it.state)) return []
  const done = { signIn: party.signedInAt, reply: party.repliedAt, finish: party.finishedAt }
  return owings.filter((owing) => party.owes[owing] !== null && done[owing] === null)
}

/** An escalation that nobody has made yet. */
export type Due = Pick<Escalation, 'unitId' | 'owing' | 'step' | 'to' | 'at'>

/** Everything that goes to somebody, sooner or later, if nobody does anything; earliest first. */
export function coming(it: Whistle): Due[] {
  return it.parties
    .flatMap((party) =>
      owingsOf(it, party).flatMap((owing) =>
        party.owes[owing]!.escalates.map(({ to, at }, step) => ({ unitId: party.unitId, owing, step, to, at })),
      ),
    )
    .filter((due) => !it.escalations.some((one) => one.unitId === due.unitId && one.owing === due.owing && one.step === due.step))
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.step - b.step)
}

/** When the clock has next to look at a whistle; null when it never has. */
export const nextAt = (it: Whistle): Instant | null => coming(it)[0]?.at ?? null

/** How far an open whistle has gone up: 0 nowhere, 1 to the coordinator, 2 to the leader. Done in the end, it stands nowhere. */
export const heightOf = (it: Whistle): number =>
  Math.max(
    0,
    ...it.escalations
      .filter(({ unitId, owing }) => owingsOf(it, partyOf(it, unitId)!).includes(owing))
      .map(({ to }) => (to === 'leader' ? 2 : 1)),
  )

const unanswered: Omit<Party, keyof Called> = {
  signedInAt: null,
  signedInBy: null,
  reply: null,
  repliedAt: null,
  finishedAt: null,
  rating: null,
  back: null,
}

function raised({ thing, at, by, data }: Extract<WhistleEvent, { kind: 'whistle.raised' }>): Whistle {
  const { called, photos: _photos, ...rest } = data
  return {
    ...rest,
    id: thing as WhistleId,
    state: 'called',
    parties: called.map((one) => ({ ...one, ...unanswered })),
    escalations: [],
    raisedAt: at,
    raisedBy: by as PersonId | null,
    finishedAt: null,
    closedAt: null,
    changedAt: at,
    version: 1,
  }
}

const withParty = (it: Whistle, unit: UnitId, change: Partial<Party>): Pick<Whistle, 'parties'> => ({
  parties: it.parties.map((party) => (party.unitId === unit ? { ...party, ...change } : party)),
})

/** Called until the last has signed in. */
const stands = ({ parties }: Pick<Whistle, 'parties'>): WhistleState =>
  parties.every(({ signedInAt }) => signedInAt !== null) ? 'working' : 'called'

const standing = (it: Whistle, change: Pick<Whistle, 'parties'>): Partial<Whistle> => ({ ...change, state: stands({ ...it, ...change }) })

type Later = Exclude<WhistleEvent, { kind: 'whistle.raised' }>
type Fold<Kind extends Later['kind']> = (it: Whistle, event: Extract<Later, { kind: Kind }>) => Partial<Whistle>

/** What each event does. What a unit wrote on the record moves nothing. */
const folds: { readonly [Kind in Later['kind']]: Fold<Kind> } = {
  'whistle.signedIn': (it, { at, by, data }) => standing(it, withParty(it, data.unit, { signedInAt: at, signedInBy: by as PersonId })),
  'whistle.replied': (it, { at, data: { unit, acceptedAt, text, note, deadline } }) =>
    withParty(it, unit, { reply: { acceptedAt, contacted: text, measure: note, deadline }, repliedAt: at }),
  'whistle.recorded': () => ({}),
  'whistle.finished': (it, { at, data }) => ({ ...withParty(it, data.unit, { finishedAt: at }), state: 'finished', finishedAt: at }),
  'whistle.sentBack': (it) => ({
    ...standing(it, { parties: it.parties.map((party) => ({ ...party, finishedAt: null, rating: null })) }),
    finishedAt: null,
  }),
  'whistle.rated': (it, { at, data: { unit, stars, note } }) => withParty(it, unit, { rating: { stars, note, at } }),
  'whistle.ratedBack': (it, { at, data: { unit, stars, note } }) => withParty(it, unit, { back: { stars, note, at } }),
  'whistle.closed': (_it, { at }) => ({ state: 'closed', closedAt: at }),
  'whistle.withdrawn': (_it, { at }) => ({ state: 'withdrawn', closedAt: at }),
  'whistle.coordinated': (it, { data: { called } }) =>
    called === null ? {} : standing(it, { parties: [...it.parties, { ...called, ...unanswered }] }),
  'whistle.escalated': (it, { id, at, data: { unit, ...rest } }) => ({
    escalations: [...it.escalations, { ...rest, unitId: unit, id: id as EventId, at }],
  }),
}

/** The whistle after an event. Throws when the first event is no raising: a bug. */
export function evolve(it: Whistle | undefined, event: WhistleEvent): Whistle {
  if (event.kind === 'whistle.raised') return raised(event)
  if (!it) throw new Error(`${event.kind} before whistle.raised`)
  const change = (folds[event.kind] as Fold<Later['kind']>)(it, event as never)
  return { ...it, ...change, changedAt: event.at, version: it.version + 1 }
}
