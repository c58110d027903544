/**
 * A case (案件): a problem in one place, followed until somebody else has verified that it is gone. A case is the fold of its
 * events; every event carries what it did, so that a city's change of its procedure (procedure/) never changes what happened.
 */
import { z } from 'zod'
import { AreaId, CaseId, EvidenceId, ObservationId, PointId, UnitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Day, Instant } from '../base/time.ts'
import { type Light, lightOf } from '../calendar/light.ts'
import { Clock, Ordered, turnClocks } from './clocks.ts'
import { Ball, Effect, type EventKind, notYet, Outcome, RequestKind, Stage } from './procedure/procedure.ts'

const Photos = z.array(EvidenceId).max(20)
const Note = z.string().trim().max(2000)

/** Where a report from outside came from: its number there, the article it stood in, what was answered to the questions of its kind. */
export const Origin = z.object({
  /** The number under which the sender knows it; a source and such a number make one case, however often it is sent. */
  externalId: z.string().trim().min(1).max(200).nullable().default(null),
  link: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .nullable()
    .default(null),
  /** Who published or passed it on. */
  outlet: z.string().trim().max(100).default(''),
  on: Day.nullable().default(null),
  answers: z.record(z.string().max(64), z.string().max(2000)).default({}),
})
export type Origin = z.infer<typeof Origin>

/** What is known when a problem is reported. `unitId` and `dueAt` are proposals until the case is dispatched. */
export const Report = z.object({
  source: z.string(),
  text: z.string().trim().min(1).max(10_000),
  class: z.string().max(32).nullable(),
  pointId: PointId.nullable(),
  observationId: ObservationId.nullable(),
  fact: z.string().nullable(),
  place: Place.nullable(),
  streetId: AreaId.nullable(),
  unitId: UnitId.nullable(),
  dueAt: Instant.nullable(),
  photos: Photos,
  /** In words, where nobody gave a place on the map. */
  address: z.string().trim().max(300).default(''),
  origin: Origin.nullable().default(null),
})
export type Report = z.infer<typeof Report>

/** What is known before anybody has looked: what a report that comes from outside begins with. */
export const nothingKnown: Omit<Report, 'source'> = {
  text: '',
  class: null,
  pointId: null,
  observationId: null,
  fact: null,
  place: null,
  streetId: null,
  unitId: null,
  dueAt: null,
  photos: [],
  address: '',
  origin: null,
}

/** What a step is given, as far as its row asks for it. */
export const Given = z.object({
  note: Note.optional(),
  photos: Photos.optional(),
  unitId: UnitId.optional(),
  dueAt: Instant.optional(),
  passed: z.boolean().optional(),
  class: z.string().trim().min(1).max(32).optional(),
  /** The filing condition (立案条件): settles class, time limit and how its time is counted. */
  condition: z.uuid().optional(),
  until: Instant.optional(),
  otherId: CaseId.optional(),
  pieces: z
    .array(z.object({ id: CaseId, text: z.string().trim().min(1).max(2000) }))
    .max(20)
    .optional(),
})
export type Given = z.infer<typeof Given>

/** How cases belong together, said from this case's side. */
export const Link = z.object({ kind: z.enum(['mergedInto', 'merged', 'related', 'splitFrom', 'splitInto']), id: CaseId })
export type Link = z.infer<typeof Link>

/** Where a case stands. */
export const Standing = z.object({ state: z.string(), stage: Stage, ball: Ball })
export type Standing = z.infer<typeof Standing>

/** What waits for the word of others. `level` is the approval that is due, of `levels`. */
export const Request = z.object({
  kind: RequestKind,
  level: z.int(),
  levels: z.int(),
  by: z.uuid().nullable(),
  at: Instant,
  approvals: z.array(z.uuid()),
  dueAt: Instant.nullable(),
  until: Instant.nullable(),
})
export type Request = z.infer<typeof Request>

/** What the procedure remembers of a case and no list asks for. */
export const Life = z.object({
  clocks: z.record(z.string(), Clock),
  request: Request.nullable(),
  /** Where it stood before it was suspended. */
  before: Standing.nullable(),
  /** When the unit got its limit, and the limit first set for it: what more time is measured by. */
  limitFrom: Instant.nullable(),
  limitDue: Instant.nullable(),
  /** How the time of the limit is counted; a date set by hand counts in natural time. */
  limitCounts: z.enum(['natural', 'working']),
  /** The version of the calendar by which the limit was found; absent where a day was set by hand. */
  calendar: z.string().optional(),
  /** The filing condition, where one was chosen. */
  condition: z.uuid().nullable(),
  handledAt: Instant.nullable(),
  reworked: z.int(),
  returned: z.int(),
  asks: z.partialRecord(RequestKind, z.int()),
  grants: z.partialRecord(RequestKind, z.int()),
  links: z.array(Link),
})
export type Life = z.infer<typeof Life>

/** A case as its events make it. Instants and ids; names are looked up where it is shown. */
export const Case = Report.omit({ photos: true, origin: true }).extend({
  id: CaseId,
  externalId: z.string().nullable(),
  /** Readable number: day and count, 20261122-0007. */
  no: z.string(),
  /** The procedure it runs under; 0 is the one that comes with the house. */
  procedure: z.int(),
  state: z.string(),
  stage: Stage,
  ball: Ball,
  /** Since when. */
  ballAt: Instant,
  /** What waits for a decision, and at which level: `extend:1`. */
  asked: z.string().nullable(),
  outcome: Outcome.nullable(),
  /** From when the light is yellow: four fifths of the limit are spent. Null without a limit, and where it was set before there were lights. */
  warnAt: Instant.nullable(),
  /** Left out of the figures after an appeal; still to be seen. */
  exempt: z.boolean(),
  /** When a suspended case goes on by itself. */
  resumesAt: Instant.nullable(),
  reportedAt: Instant,
  reportedBy: z.uuid().nullable(),
  rectifiedBy: z.uuid().nullable(),
  closedAt: Instant.nullable(),
  /** How many times it came back after being closed. */
  reopened: z.int(),
  /** Number of its events. */
  version: z.int(),
  changedAt: Instant,
  life: Life,
})
export type Case = z.infer<typeof Case>

/** What a step did, as its event keeps it: the names it went by, and everything already worked out. */
export const Done = Given.omit({ pieces: true }).extend({
  step: z.string(),
  procedure: z.int(),
  does: z.array(Effect),
  /** Null: it stays where it is. */
  to: Standing.nullable(),
  outcome: Outcome.nullable().default(null),
  clocks: z.record(z.string(), Ordered).default({}),
  limitCounts: z.enum(['natural', 'working']).default('natural'),
  warnAt: Instant.optional(),
  calendar: z.string().optional(),
  request: z.object({ kind: RequestKind, level: z.int(), levels: z.int() }).nullable().default(null),
  links: z.array(Link).default([]),
  note: Note.default(''),
  photos: Photos.default([]),
})
export type Done = z.infer<typeof Done>

/** What is told of a report, besides what it did. */
export const Told = Report.extend({ no: z.string(), ...Done.pick({ procedure: true, to: true, clocks: true, links: true }).shape })

interface Happened<Kind extends string, Data> {
  readonly kind: Kind
  readonly thing: CaseId
  readonly at: Instant
  readonly by: string | null
  readonly data: Data
}

/** What can happen to a case, of any release: older ones are lifted to this shape (lift.ts). */
export type CaseEvent = Happened<'case.reported', z.infer<typeof Told>> | Happened<Exclude<EventKind, 'case.reported'>, Done>

/** The case after an event. *Refuses:* nothing; events are facts. Throws when the first event is no report: a bug. */
export function evolve(it: Case | undefined, event: CaseEvent): Case {
  if (event.kind === 'case.reported') return reported(event)
  if (!it) throw new Error(`${event.kind} before case.reported`)
  const { at, data } = event
  const { to, clocks, links, procedure, does } = data
  const life: Life = { ...it.life, clocks: turnClocks(it.life.clocks, clocks, at), links: [...it.life.links, ...links] }
  const done: Case = { ...it, version: it.version + 1, changedAt: at, procedure, life }
  for (const effect of does) Object.assign(done, folds[effect]?.(done, event, it))
  const stands = to ?? (does.includes('reopen') && it.state === 'closed' ? whereOldCasesReopen(it) : null)
  return stands === null ? done : { ...done, ...stands, ballAt: at }
}

/** The release before knew two states to reopen to, by whether a unit was named, and its events do not say which. */
const whereOldCasesReopen = ({ unitId }: Case): Standing =>
  unitId === null ? { state: 'reported', stage: 'reported', ball: 'desk' } : { state: 'dispatched', stage: 'dispatched', ball: 'unit' }

function reported({ thing, at, by, data }: Extract<CaseEvent, { kind: 'case.reported' }>): Case {
  const { photos: _photos, origin, to, clocks, links, procedure, ...report } = data
  return {
    ...report,
    id: thing,
    externalId: origin?.externalId ?? null,
    procedure,
    ...to!,
    ballAt: at,
    asked: null,
    outcome: null,
    warnAt: null,
    exempt: false,
    resumesAt: null,
    reportedAt: at,
    reportedBy: by,
    rectifiedBy: null,
    closedAt: null,
    reopened: 0,
    version: 1,
    changedAt: at,
    life: { ...unlived, clocks: turnClocks({}, clocks, at), links },
  }
}

/** Before anything was done. */
export const unlived: Life = {
  clocks: {},
  request: null,
  before: null,
  limitFrom: null,
  limitDue: null,
  limitCounts: 'natural',
  condition: null,
  handledAt: null,
  reworked: 0,
  returned: 0,
  asks: {},
  grants: {},
  links: [],
}

type Fold = (it: Case, event: Happened<string, Done>, before: Case) => Partial<Case>
const lived = (it: Case, life: Partial<Life>): Pick<Case, 'life'> => ({ life: { ...it.life, ...life } })
const count = <Kind extends string>(counts: Partial<Record<Kind, number>>, kind: Kind) => ({ ...counts, [kind]: (counts[kind] ?? 0) + 1 })
const noRequest = (it: Case) => ({ asked: null, ...lived(it, { request: null }) })

/** What each effect does to a case. Those that reach other cases leave their links, and nothing else, on this one. */
const folds: Partial<Record<Effect, Fold>> = {
  assign: (it, { data }) => ({ unitId: data.unitId ?? null, ...noRequest(it), ...lived(it, { request: null, handledAt: null }) }),
  limit: ({ life: { calendar: _calendar, ...life } }, { at, data }) => ({
    dueAt: data.dueAt ?? null,
    warnAt: data.warnAt ?? null,
    life: {
      ...life,
      ...(data.calendar === undefined ? {} : { calendar: data.calendar }),
      limitFrom: at,
      limitDue: data.dueAt ?? null,
      limitCounts: data.limitCounts,
    },
  }),
  prove: (it, { at, by }) => ({ rectifiedBy: by, ...noRequest(it), ...lived(it, { request: null, handledAt: at }) }),
  classify: (it, { data }) => ({ class: data.class ?? it.class, ...lived(it, { condition: data.condition ?? it.life.condition }) }),
  rework: (it) => lived(it, { reworked: it.life.reworked + 1, handledAt: null }),
  return: (it) => ({ ...noRequest(it), ...lived(it, { request: null, returned: it.life.returned + 1 }) }),
  close: (it, { at, data }) => ({ closedAt: at, outcome: data.outcome, resumesAt: null, ...noRequest(it) }),
  reopen: (it) => ({
    closedAt: null,
    outcome: null,
    reopened: it.reopened + 1,
    ...noRequest(it),
    ...lived(it, { request: null, handledAt: null }),
  }),
  ask: (it, { at, by, data }) => {
    const { kind, levels } = data.request!
    const request = { kind, level: 1, levels, by, at, approvals: [], dueAt: data.dueAt ?? null, until: data.until ?? null }
    return { asked: `${kind}:1`, ...lived(it, { request, asks: count(it.life.asks, kind) }) }
  },
  decide: (it, { by, data }) => {
    const request = it.life.request
    if (!request || data.passed !== true) return noRequest(it)
    if (request.level === request.levels)
      return { asked: null, ...lived(it, { request: null, grants: count(it.life.grants, request.kind) }) }
    const approvals = by === null ? request.approvals : [...request.approvals, by]
    const next = { ...request, level: request.level + 1, approvals }
    return { asked: `${next.kind}:${next.level}`, ...lived(it, { request: next }) }
  },
  extend: (it, { data }) => ({ dueAt: data.dueAt ?? null, warnAt: data.warnAt ?? it.warnAt }),
  pause: (it, { data }, before) => ({
    resumesAt: data.until ?? null,
    ...lived(it, { before: { state: before.state, stage: before.stage, ball: before.ball } }),
  }),
  resume: (it, { data }) => ({
    resumesAt: null,
    dueAt: data.dueAt ?? it.dueAt,
    warnAt: data.warnAt ?? it.warnAt,
    ...lived(it, { before: null }),
  }),
  exempt: () => ({ exempt: true }),
}

/** The state of a case that may not exist yet. */
export const stateOf = (it: Pick<Case, 'state'> | undefined): string => it?.state ?? notYet

/** True while the unit still owes its work after the promised time; 'at' is now. A suspended case owes nothing. */
export const isOverdue = ({ stage, dueAt }: Pick<Case, 'stage' | 'dueAt'>, at: Instant): boolean =>
  dueAt !== null && dueAt < at && (stage === 'reported' || stage === 'dispatched')

/** The light of a case at a moment: only while its unit owes work does it turn yellow and red. */
export const caseLight = ({ stage, dueAt, warnAt }: Pick<Case, 'stage' | 'dueAt' | 'warnAt'>, at: Instant): Light =>
  stage === 'rectified' || stage === 'closed' ? 'none' : lightOf({ dueAt, warnAt, paused: stage === 'suspended' }, at)

/** True when the unit was done after its time, or is not done and its time is over. */
export const wasLate = ({ dueAt, closedAt, life }: Pick<Case, 'dueAt' | 'closedAt' | 'life'>, at: Instant): boolean =>
  dueAt !== null && (life.handledAt ?? closedAt ?? at) > dueAt
