/** Calls of whistles: raised on cases, answered by the called units, rated, closed; and the kinds as a city has them. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { AreaId, CaseId, EventId, EvidenceId, PersonId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Addressee, Level, Owing, WhistleKinds } from './kinds.ts'
import { Owed, PartyRole, Rating, Reply, Stars, stepNames, type WhistleStep, WhistleId, WhistleState } from './whistle.ts'

const NamedUnit = z.object({ id: UnitId, title: Text })
const Person = z.object({ id: PersonId, name: z.string() })
const Note = z.string().trim().max(2000)
const Photos = z.array(EvidenceId).max(20)

/** Which side of a whistle a unit is on: it waits for us, we raised it, we are called, or it has come to us to see to it. */
export const sides = ['todo', 'raised', 'called', 'escalated'] as const
export const Side = z.enum(sides)
export type Side = z.infer<typeof Side>

/** What a list of whistles can be narrowed to. Days are the city's, of the raising. */
export const WhistleFilter = z.object({
  state: WhistleState.optional(),
  kind: z.string().max(32).optional(),
  /** From where the reader's own unit stands. */
  side: Side.optional(),
  /** Called or raising. */
  unit: UnitId.optional(),
  street: AreaId.optional(),
  case: CaseId.optional(),
  /** Somebody owes this and its time is over. */
  late: Owing.optional(),
  from: Day.optional(),
  to: Day.optional(),
  ...searched,
})
export type WhistleFilter = z.infer<typeof WhistleFilter>

/** A called unit in a list. */
export const PartyHead = z.object({
  unit: NamedUnit,
  role: PartyRole,
  signedInAt: Instant.nullable(),
  repliedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  stars: z.int().nullable(),
  starsBack: z.int().nullable(),
  /** What it owes and is late with. */
  late: z.array(Owing),
})
export type PartyHead = z.infer<typeof PartyHead>

/** A whistle in a list. */
export const WhistleHead = z.object({
  id: WhistleId,
  no: z.string(),
  kind: z.string(),
  name: Text,
  unit: NamedUnit,
  street: z.object({ id: AreaId, title: Text }).nullable(),
  text: z.string(),
  state: WhistleState,
  /** How far it has gone up: 1 the coordinator, 2 the leader in charge. */
  height: z.int(),
  raisedAt: Instant,
  /** When the lead unit must be done. */
  dueAt: Instant,
  finishedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  changedAt: Instant,
  cases: z.int(),
  parties: z.array(PartyHead),
})
export type WhistleHead = z.infer<typeof WhistleHead>

/** One thing that happened: the joint record. */
export const WhistleMoment = z.object({
  seq: z.int(),
  id: EventId,
  kind: z.string(),
  at: Instant,
  by: Person.nullable(),
  unit: NamedUnit.nullable(),
  /** A unit that was called to help by it. */
  called: NamedUnit.nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  reply: Reply.nullable(),
  stars: z.int().nullable(),
  escalated: z.object({ owing: Owing, to: Addressee, toUnit: NamedUnit.nullable(), toPost: Text.nullable() }).nullable(),
})
export type WhistleMoment = z.infer<typeof WhistleMoment>

/** A whistle with everything: what each unit owes by when and did, the cases, the record, and the reader's next steps. */
export const WhistleFile = WhistleHead.omit({ parties: true, cases: true }).extend({
  level: Level,
  kinds: z.int(),
  calendar: z.string(),
  unpublished: z.array(z.int()),
  parties: z.array(
    PartyHead.extend({
      owes: z.object({ signIn: Owed, reply: Owed, finish: Owed.nullable() }),
      reply: Reply.nullable(),
      rating: Rating.nullable(),
      back: Rating.nullable(),
    }),
  ),
  cases: z.array(z.object({ id: CaseId, no: z.string(), text: z.string(), stage: z.string() })),
  history: z.array(WhistleMoment),
  /** The reader's steps; `refusal` is a problem code, or null. Steps that are never the reader's are left out. */
  steps: z.array(z.object({ step: z.enum(stepNames as [WhistleStep, ...WhistleStep[]]), refusal: z.string().nullable() })),
})
export type WhistleFile = z.infer<typeof WhistleFile>

/** How many whistles stand on each side of the reader's unit, and how many are late: on the side that is asked for, else anywhere. */
export const WhistleCounts = z.object({
  all: z.int(),
  todo: z.int(),
  raised: z.int(),
  called: z.int(),
  escalated: z.int(),
  late: z.int(),
})
export type WhistleCounts = z.infer<typeof WhistleCounts>

/** A whistle as it is raised. */
export const NewWhistle = z.object({
  id: WhistleId,
  kind: z.string().max(32),
  text: z.string().trim().min(2).max(2000),
  cases: z.array(CaseId).min(1).max(50),
  lead: UnitId,
  helpers: z.array(UnitId).max(20).default([]),
  photos: Photos.default([]),
})
export type NewWhistle = z.infer<typeof NewWhistle>

/** The set in force: version 0 is what comes with the house. */
export const KindsFile = WhistleKinds.extend({
  version: z.int(),
  at: Instant.nullable(),
  /** Of the kinds, those that the reader's unit may raise. */
  mine: z.array(z.string()),
})
export type KindsFile = z.infer<typeof KindsFile>

const ofWhistle = z.object({ id: WhistleId })

const list = {
  method: 'GET',
  path: '/whistles',
  may: 'whistles.read',
  says: 'whistles.list',
  query: Paging.extend(WhistleFilter.shape).extend({ sort: orders(['raised', 'due', 'no'], '-raised') }),
  returns: page(WhistleHead),
} as const

/** A step: the body carries the id of its event, so that sending twice is one step. Who may is the whistle's own rule. */
const step = <const Step extends WhistleStep, Shape extends z.ZodRawShape>(
  name: Step,
  may: 'whistles.raise' | 'whistles.answer',
  shape: Shape,
) =>
  ({
    method: 'POST',
    path: `/whistles/:id/${name}`,
    may,
    within: 'rule',
    says: `whistles.${name}`,
    params: ofWhistle,
    body: z.object({ id: EventId, ...shape }),
    returns: WhistleFile,
  }) as const

export const whistlesApi = contract({
  list,
  export: bookOf(list),
  count: {
    method: 'GET',
    path: '/whistles/counts',
    may: 'whistles.read',
    says: 'whistles.count',
    query: WhistleFilter,
    returns: WhistleCounts,
  },
  getKinds: { method: 'GET', path: '/whistles/kinds', may: 'whistles.read', says: 'whistles.getKinds', returns: KindsFile },
  adoptKinds: {
    method: 'POST',
    path: '/whistles/kinds',
    may: 'procedure.edit',
    says: 'whistles.adoptKinds',
    body: WhistleKinds.extend({ id: z.uuid() }),
    returns: KindsFile,
  },
  get: { method: 'GET', path: '/whistles/:id', may: 'whistles.read', says: 'whistles.get', params: ofWhistle, returns: WhistleFile },
  raise: {
    method: 'POST',
    path: '/whistles',
    may: 'whistles.raise',
    within: 'rule',
    says: 'whistles.raise',
    body: NewWhistle,
    returns: WhistleFile,
  },
  signIn: step('signIn', 'whistles.answer', { note: Note.default(''), photos: Photos.default([]) }),
  reply: step('reply', 'whistles.answer', Reply.shape),
  record: step('record', 'whistles.answer', { note: Note.min(1), photos: Photos.default([]) }),
  finish: step('finish', 'whistles.answer', { note: Note.min(1), photos: Photos.default([]) }),
  sendBack: step('sendBack', 'whistles.raise', { note: Note.min(1) }),
  rate: step('rate', 'whistles.raise', { unitId: UnitId, stars: Stars, note: Note.default('') }),
  rateBack: step('rateBack', 'whistles.answer', { stars: Stars, note: Note.default('') }),
  close: step('close', 'whistles.raise', { note: Note.default('') }),
  withdraw: step('withdraw', 'whistles.raise', { note: Note.min(1) }),
  /** A word from above; names a unit that is to help as well. */
  coordinate: step('coordinate', 'whistles.answer', { note: Note.min(1), unitId: UnitId.nullable().default(null) }),
})
