/** Calls for cases. The steps' routes are read off the procedure, the reports' routes off the sources. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, YesNo } from '../api/contract.ts'
import { AreaId, CaseId, EventId, EvidenceId, ObservationId, PersonId, PointId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'
import { Case, CaseState, laterSteps, Origin, Report, type LaterStep, type StepName, stepNames, steps } from './case.ts'
import { type CalledId, calledIds, sourceIds, sources } from './sources/index.ts'

const Named = z.object({ id: z.uuid(), title: Text })
const Person = z.object({ id: PersonId, name: z.string() })

/** What a list of cases can be narrowed to. Days are the city's, of the report. */
export const CaseFilter = z.object({
  state: CaseState.optional(),
  /** Only what waits for me to do something. */
  mine: YesNo.optional(),
  overdue: YesNo.optional(),
  unit: UnitId.optional(),
  street: AreaId.optional(),
  point: PointId.optional(),
  observation: ObservationId.optional(),
  class: z.string().max(32).optional(),
  source: z.enum(sourceIds).optional(),
  /** Part of the number or the words. */
  text: z.string().max(100).optional(),
  from: Day.optional(),
  to: Day.optional(),
})
export type CaseFilter = z.infer<typeof CaseFilter>

/** Order of a list; last reported first when nothing else is asked. Cases without a time limit come after those with one. */
export const CaseSort = orders(['reported', 'no', 'due', 'changed'], '-reported')

/** A case in a list. */
export const CaseHead = Case.omit({ pointId: true, streetId: true, unitId: true, reportedBy: true, rectifiedBy: true }).extend({
  point: PointHead.nullable(),
  street: Named.nullable(),
  unit: Named.nullable(),
  reportedBy: Person.nullable(),
  rectifiedBy: Person.nullable(),
  overdue: z.boolean(),
  /** The first photo of the report. */
  photo: EvidenceId.nullable(),
})
export type CaseHead = z.infer<typeof CaseHead>

/** One thing that happened to a case. */
export const CaseMoment = z.object({
  seq: z.int(),
  id: EventId,
  step: z.enum(stepNames as [StepName, ...StepName[]]),
  at: Instant,
  by: Person.nullable(),
  note: z.string(),
  passed: z.boolean().nullable(),
  unit: Named.nullable(),
  dueAt: Instant.nullable(),
  photos: z.array(EvidenceId),
})
export type CaseMoment = z.infer<typeof CaseMoment>

/** A case with its history and, for every step, why the reader may not take it now (a problem code) or null. */
export const CaseFile = CaseHead.extend({
  /** Somebody outside told it, and the vault knows who. */
  hasReporter: z.boolean(),
  /** What the report says about where it came from. */
  origin: Origin.nullable(),
  history: z.array(CaseMoment),
  steps: z.array(z.object({ step: z.enum(laterSteps), refusal: z.string().nullable() })),
})
export type CaseFile = z.infer<typeof CaseFile>

/** How many cases each queue holds, within the filter (its `state`, `mine` and `overdue` aside). */
export const CaseCounts = z.object({
  all: z.int(),
  reported: z.int(),
  dispatched: z.int(),
  rectified: z.int(),
  closed: z.int(),
  overdue: z.int(),
  mine: z.int(),
})
export type CaseCounts = z.infer<typeof CaseCounts>

/** What a new case is filled with, and open cases about the same fact or place that may make it needless. */
export const CaseSuggestion = Report.omit({ source: true }).extend({
  /** Empty when nothing is known. */
  text: z.string(),
  point: PointHead.nullable(),
  unit: Named.nullable(),
  similar: z.array(CaseHead),
})
export type CaseSuggestion = z.infer<typeof CaseSuggestion>

/** A shape whose sender also makes the id. */
type WithId<Shape extends z.ZodType, Id> = z.ZodType<z.output<Shape> & { id: Id }, z.input<Shape> & { id: Id }>

const ofCase = z.object({ id: CaseId })

/** `POST /cases/:id/<step>`: the body carries the id of the event, so that sending twice is one step. */
const stepRoute = <const Name extends LaterStep>(step: Name) =>
  ({
    method: 'POST',
    path: `/cases/:id/${step}`,
    may: steps[step].may,
    within: 'rule',
    says: `cases.${step}`,
    params: ofCase,
    body: steps[step].needs.extend({ id: EventId }) as unknown as WithId<(typeof steps)[Name]['needs'], EventId>,
    returns: CaseFile,
  }) as const

/** What a source sends: with the id of the case, or, where the sender has a number of its own, without. */
type SentBy<Id extends CalledId> = (typeof sources)[Id] extends { keyOf: unknown }
  ? (typeof sources)[Id]['input']
  : WithId<(typeof sources)[Id]['input'], CaseId>

/** `POST /cases/from/<source>`. */
interface SourceRoute<Id extends CalledId> {
  readonly method: 'POST'
  readonly path: `/cases/from/${Id}`
  readonly may: (typeof steps)['report']['may']
  readonly says: `cases.from.${Id}`
  readonly body: SentBy<Id>
  readonly returns: typeof CaseFile
}
type SourceRoutes = { readonly [Id in CalledId as `from${Capitalize<Id>}`]: SourceRoute<Id> }

/** Name of a source's call: `fromDesk`. */
export const callOf = (id: string): string => `from${id[0]!.toUpperCase()}${id.slice(1)}`

const sourceRoutes = Object.fromEntries(
  calledIds.map((id) => [
    callOf(id),
    {
      method: 'POST',
      path: `/cases/from/${id}`,
      may: steps.report.may,
      says: `cases.from.${id}`,
      body: sources[id].keyOf ? sources[id].input : sources[id].input.extend({ id: CaseId }),
      returns: CaseFile,
    },
  ]),
) as unknown as SourceRoutes

const list = {
  method: 'GET',
  path: '/cases',
  may: 'cases.read',
  says: 'cases.list',
  query: Paging.extend(CaseFilter.shape).extend({ sort: CaseSort }),
  returns: page(CaseHead),
} as const

export const casesApi = contract({
  list,
  count: { method: 'GET', path: '/cases/counts', may: 'cases.read', says: 'cases.count', query: CaseFilter, returns: CaseCounts },
  suggest: {
    method: 'GET',
    path: '/cases/suggestion',
    may: 'cases.report',
    says: 'cases.suggest',
    query: z.object({ observation: ObservationId.optional(), point: PointId.optional() }),
    returns: CaseSuggestion,
  },
  export: bookOf(list),
  get: { method: 'GET', path: '/cases/:id', may: 'cases.read', says: 'cases.get', params: ofCase, returns: CaseFile },
  ...sourceRoutes,
  dispatch: stepRoute('dispatch'),
  rectify: stepRoute('rectify'),
  verify: stepRoute('verify'),
  close: stepRoute('close'),
  reopen: stepRoute('reopen'),
})
