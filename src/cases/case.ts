/**
 * A case (案件): a problem in one place, followed until somebody else has verified that it is gone. The procedure is the
 * table `steps`; a case is the fold of its events. API, buttons, permissions and docs/procedure.md are read off the table.
 */
import { z } from 'zod'
import type { Permission } from '../api/contract.ts'
import { AreaId, CaseId, EvidenceId, ObservationId, type PersonId, PointId, UnitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Problem } from '../base/problem.ts'
import { Day, Instant } from '../base/time.ts'

/** 已上报 → 已派遣 → 已整改 → 已结案. */
export const caseStates = ['reported', 'dispatched', 'rectified', 'closed'] as const
export const CaseState = z.enum(caseStates)
export type CaseState = z.infer<typeof CaseState>

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

/** One step of the procedure: from which states, who may, what must be given, and the event it leaves. */
export interface Step {
  readonly from: readonly (CaseState | 'new')[]
  /** Where it leads; `verify` and `reopen` lead to one of two. */
  readonly to: readonly CaseState[]
  readonly may: Permission
  /** Only people of the case's own unit. */
  readonly ofUnit?: true
  /** Not the person who rectified. */
  readonly another?: true
  readonly event: string
  readonly needs: z.ZodObject
}

/** The procedure (上报、派遣、整改、核查、结案、重开) as a table. A new step is one row. */
export const steps = {
  report: { from: ['new'], to: ['reported'], may: 'cases.report', event: 'case.reported', needs: Report },
  dispatch: {
    from: ['reported', 'dispatched'],
    to: ['dispatched'],
    may: 'cases.dispatch',
    event: 'case.dispatched',
    needs: z.object({ unitId: UnitId, dueAt: Instant, note: Note.default('') }),
  },
  rectify: {
    from: ['dispatched'],
    to: ['rectified'],
    may: 'cases.rectify',
    ofUnit: true,
    event: 'case.rectified',
    needs: z.object({ note: Note.default(''), photos: Photos.min(1) }),
  },
  verify: {
    from: ['rectified'],
    to: ['closed', 'dispatched'],
    may: 'cases.verify',
    another: true,
    event: 'case.verified',
    needs: z.object({ passed: z.boolean(), note: Note.default(''), photos: Photos.default([]) }),
  },
  close: {
    from: ['reported', 'dispatched'],
    to: ['closed'],
    may: 'cases.dispatch',
    event: 'case.closed',
    needs: z.object({ note: Note.min(1) }),
  },
  reopen: {
    from: ['closed'],
    to: ['dispatched', 'reported'],
    may: 'cases.verify',
    event: 'case.reopened',
    needs: z.object({ note: Note.min(1), photos: Photos.default([]) }),
  },
} as const satisfies Record<string, Step>

export type StepName = keyof typeof steps
export const stepNames = Object.keys(steps) as StepName[]
/** Steps that are taken on a case that exists. */
export const laterSteps = ['dispatch', 'rectify', 'verify', 'close', 'reopen'] as const satisfies StepName[]
export type LaterStep = (typeof laterSteps)[number]

/** A case as its events make it. Instants and ids; names are looked up where it is shown. */
export const Case = Report.omit({ photos: true, origin: true }).extend({
  id: CaseId,
  externalId: z.string().nullable(),
  /** Readable number: day and count, 20261122-0007. */
  no: z.string(),
  state: CaseState,
  reportedAt: Instant,
  reportedBy: z.uuid().nullable(),
  rectifiedBy: z.uuid().nullable(),
  closedAt: Instant.nullable(),
  /** How many times it came back after being closed. */
  reopened: z.int(),
  /** Number of its events. */
  version: z.int(),
  changedAt: Instant,
})
export type Case = z.infer<typeof Case>

const happened = <Kind extends string, Data extends z.ZodRawShape>(kind: Kind, data: z.ZodObject<Data>) =>
  z.object({ kind: z.literal(kind), version: z.literal(1), thing: CaseId, at: Instant, by: z.uuid().nullable(), data })

/** What can happen to a case. Old versions of an event are lifted before this shape sees them; there are none yet. */
export const CaseEvent = z.discriminatedUnion('kind', [
  happened('case.reported', Report.extend({ no: z.string() })),
  happened('case.dispatched', steps.dispatch.needs),
  happened('case.rectified', steps.rectify.needs),
  happened('case.verified', steps.verify.needs),
  happened('case.closed', steps.close.needs),
  happened('case.reopened', steps.reopen.needs),
])
export type CaseEvent = z.infer<typeof CaseEvent>

/** The case after an event. *Refuses:* nothing; events are facts. Throws when the first event is no report: a bug. */
export function evolve(it: Case | undefined, event: CaseEvent): Case {
  if (event.kind === 'case.reported') return reported(event)
  if (!it) throw new Error(`${event.kind} before case.reported`)
  const next: Case = { ...it, version: it.version + 1, changedAt: event.at }
  switch (event.kind) {
    case 'case.dispatched':
      return { ...next, state: 'dispatched', unitId: event.data.unitId, dueAt: event.data.dueAt }
    case 'case.rectified':
      return { ...next, state: 'rectified', rectifiedBy: event.by }
    case 'case.verified':
      return event.data.passed ? { ...next, state: 'closed', closedAt: event.at } : { ...next, state: 'dispatched' }
    case 'case.closed':
      return { ...next, state: 'closed', closedAt: event.at }
    default:
      return { ...next, state: it.unitId === null ? 'reported' : 'dispatched', closedAt: null, reopened: it.reopened + 1 }
  }
}

function reported({ thing, at, by, data }: Extract<CaseEvent, { kind: 'case.reported' }>): Case {
  const { photos: _photos, origin, ...report } = data
  return {
    ...report,
    id: thing,
    externalId: origin?.externalId ?? null,
    state: 'reported',
    reportedAt: at,
    reportedBy: by,
    rectifiedBy: null,
    closedAt: null,
    reopened: 0,
    version: 1,
    changedAt: at,
  }
}

/** The person who wants to take a step, as far as the procedure asks. */
export interface Actor {
  readonly person: PersonId
  readonly unit: UnitId | null
  readonly may: ReadonlySet<Permission>
}

/**
 * Why this step may not be taken now, or null; also greys the button. A case that does not exist yet is undefined.
 * *Refuses:* 403 `case.notYourStep`, `case.notYourCase`, `case.samePerson`; 409 `case.wrongState`.
 */
export function refusal(it: Pick<Case, 'state' | 'unitId' | 'rectifiedBy'> | undefined, step: StepName, who: Actor): Problem | null {
  const { from, may, ofUnit, another }: Step = steps[step]
  if (!who.may.has(may)) return new Problem('case.notYourStep', 403, { step })
  const state = it?.state ?? 'new'
  if (!from.includes(state)) return new Problem('case.wrongState', 409, { step, state })
  if (ofUnit && (who.unit === null || who.unit !== it?.unitId)) return new Problem('case.notYourCase', 403)
  if (another && who.person === it?.rectifiedBy) return new Problem('case.samePerson', 403)
  return null
}

/** True while the unit still owes its work after the promised time; 'at' is now. */
export const isOverdue = ({ state, dueAt }: Pick<Case, 'state' | 'dueAt'>, at: Instant): boolean =>
  dueAt !== null && dueAt < at && (state === 'reported' || state === 'dispatched')
