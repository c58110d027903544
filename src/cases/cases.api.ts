/** Calls for cases. The steps' routes are read off the procedure, the reports' routes off the sources. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, YesNo } from '../api/contract.ts'
import { AreaId, CaseId, EventId, EvidenceId, ObservationId, PersonId, PointId, UnitId } from '../base/ids.ts'
import { boxOf } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Light } from '../calendar/light.ts'
import { PointHead } from '../city/pointHead.ts'
import { Condition } from '../classes/class.ts'
import { Case, Given, Link, Origin, Report, Request } from './case.ts'
import { Clock } from './clocks.ts'
import { Field, Need, Stage } from './procedure/procedure.ts'
import { type CalledId, calledIds, sourceIds, sources } from './sources/index.ts'

/** West, south, east and north of a part of the map, in degrees, with commas between. */
const BoxText = z
  .string()
  .regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/)
  .max(120)
  .transform(boxOf)
  .refine(([west, south, east, north]) => -180 <= west && west <= east && east <= 180 && -90 <= south && south <= north && north <= 90)

const Named = z.object({ id: z.uuid(), title: Text })
const Person = z.object({ id: PersonId, name: z.string() })

/** What a list of cases can be narrowed to. Days are the city's, of the report. */
export const CaseFilter = z.object({
  /** A state of the procedure, or the stage that it stands for. */
  state: z.string().optional(),
  stage: Stage.optional(),
  /** Only what somebody has asked for and nobody has decided: more time, to rest, an appeal. */
  asked: YesNo.optional(),
  /** Only what waits for me to do something. */
  mine: YesNo.optional(),
  overdue: YesNo.optional(),
  /** Only what is yellow: most of its time is spent, and it is not over yet. */
  warned: YesNo.optional(),
  unit: UnitId.optional(),
  street: AreaId.optional(),
  point: PointId.optional(),
  observation: ObservationId.optional(),
  class: z.string().max(32).optional(),
  source: z.enum(sourceIds).optional(),
  /** Only those that no grid has, or that nobody said the place of. */
  lost: YesNo.optional(),
  /** Part of the number or the words. */
  text: z.string().max(100).optional(),
  from: Day.optional(),
  to: Day.optional(),
  box: BoxText.optional(),
})
export type CaseFilter = z.infer<typeof CaseFilter>

/** Order of a list; last reported first when nothing else is asked. Cases without a time limit come after those with one. */
export const CaseSort = orders(['reported', 'no', 'due', 'changed'], '-reported')

/** A case in a list. */
export const CaseHead = Case.omit({
  pointId: true,
  streetId: true,
  unitId: true,
  reportedBy: true,
  rectifiedBy: true,
  life: true,
}).extend({
  /** What the state is called in the procedure of the case. */
  stateName: Text,
  /** The step that is expected next; null when it is over. */
  next: z.object({ step: z.string(), name: Text }).nullable(),
  point: PointHead.nullable(),
  street: Named.nullable(),
  unit: Named.nullable(),
  reportedBy: Person.nullable(),
  rectifiedBy: Person.nullable(),
  overdue: z.boolean(),
  /** Yellow from 80 % of the limit, red from 100 %; none when the unit owes nothing. */
  light: Light,
  /** The first photo of the report. */
  photo: EvidenceId.nullable(),
})
export type CaseHead = z.infer<typeof CaseHead>

/** One thing that happened to a case. */
export const CaseMoment = z.object({
  seq: z.int(),
  id: EventId,
  step: z.string(),
  /** What the step is called, and the state that it led to; null where it led nowhere. */
  name: Text,
  to: z.object({ state: z.string(), stage: Stage, name: Text }).nullable(),
  at: Instant,
  by: Person.nullable(),
  note: z.string(),
  passed: z.boolean().nullable(),
  unit: Named.nullable(),
  dueAt: Instant.nullable(),
  /** The date on which a suspended case goes on. */
  until: Instant.nullable(),
  photos: z.array(EvidenceId),
})
export type CaseMoment = z.infer<typeof CaseMoment>

/** A step that the procedure knows from where a case stands, for the reader: its button and its dialog. */
export const CaseStep = z.object({
  step: z.string(),
  name: Text,
  help: Text.nullable(),
  /** Why the reader may not take it now (a problem code), or null. */
  refusal: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The step that is expected next. */
  isNext: z.boolean(),
  needs: z.partialRecord(Field, Need),
  verdict: z.object({ yes: Text, no: Text }).nullable(),
  /** The latest time limit, or date of going on, that may be asked for. */
  latest: Instant.nullable(),
})
export type CaseStep = z.infer<typeof CaseStep>

/** A clock of a case as a reader sees it: milliseconds that it ran and rested until now, counted as the procedure says. */
export const CaseClock = Clock.extend({
  clock: z.string(),
  name: Text,
  ran: z.int(),
  rested: z.int(),
  counts: z.enum(['natural', 'working']),
})
export type CaseClock = z.infer<typeof CaseClock>

/** By what a case is due: the condition that was chosen and the calendar that its time was counted by. */
export const CaseLimit = z.object({
  /** When it was set, and what for; null until it is dispatched. */
  from: Instant.nullable(),
  counts: z.enum(['natural', 'working']),
  /** Version of the calendar; null where a day was set by hand. */
  calendar: z.string().nullable(),
  /** Years on the way whose holidays were not published: Monday to Friday was assumed. */
  unpublished: z.array(z.int()),
  /** As the city's list of classes has it now. */
  condition: Condition.pick({ files: true, closes: true, limitText: true, withdrawn: true }).nullable(),
})
export type CaseLimit = z.infer<typeof CaseLimit>

/** A case with its history, its clocks, and the steps that lead on. */
export const CaseFile = CaseHead.extend({
  /** Somebody outside told it, and the vault knows who. */
  hasReporter: z.boolean(),
  /** What the report says about where it came from. */
  origin: Origin.nullable(),
  history: z.array(CaseMoment),
  steps: z.array(CaseStep),
  clocks: z.array(CaseClock),
  request: Request.omit({ by: true, approvals: true }).extend({ by: Person.nullable() }).nullable(),
  links: z.array(Link.extend({ no: z.string(), text: z.string(), stage: Stage, stateName: Text })),
  /** Times it was sent back by a checker, and by a unit to the desk. */
  reworked: z.int(),
  returned: z.int(),
  /** The filing condition, where one was chosen: class, time limit and closing condition follow from it. */
  condition: z.uuid().nullable(),
  limit: CaseLimit.nullable(),
  /** Said to who pushed an order: what of it was not taken over, and why. */
  notes: z.array(z.object({ at: z.string(), says: z.string(), message: z.string() })).optional(),
})
export type CaseFile = z.infer<typeof CaseFile>

/** How many cases each queue holds, within the filter (its `state`, `mine` and `overdue` aside). */
export const CaseCounts = z.object({
  all: z.int(),
  reported: z.int(),
  dispatched: z.int(),
  rectified: z.int(),
  suspended: z.int(),
  closed: z.int(),
  overdue: z.int(),
  warned: z.int(),
  asked: z.int(),
  mine: z.int(),
})
export type CaseCounts = z.infer<typeof CaseCounts>

const Standing = z.object({ open: z.int(), overdue: z.int(), closed: z.int() })

/** Cases by district and unit: a row a district with a cell for each unit. Null: what has no district, or no unit. */
export const Board = z.object({
  units: z.array(Named.nullable()),
  districts: z.array(z.object({ district: Named.nullable(), cells: z.array(Standing) })),
})
export type Board = z.infer<typeof Board>

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

const Note = z.string().trim().max(2000)
const Photos = z.array(EvidenceId).max(20)

/** The five steps that the first release had calls of their own for. They stay; every step is taken by `take` as well. */
const released = {
  dispatch: { may: 'cases.dispatch', needs: z.object({ unitId: UnitId, dueAt: Instant, note: Note.default('') }) },
  rectify: { may: 'cases.rectify', needs: z.object({ note: Note.default(''), photos: Photos.min(1) }) },
  verify: {
    may: 'cases.verify',
    needs: z.object({ passed: z.boolean(), note: Note.default(''), photos: Photos.default([]) }),
  },
  close: { may: 'cases.dispatch', needs: z.object({ note: Note.min(1) }) },
  reopen: { may: 'cases.verify', needs: z.object({ note: Note.min(1), photos: Photos.default([]) }) },
} as const
export type ReleasedStep = keyof typeof released

/** `POST /cases/:id/<step>`: the body carries the id of the event, so that sending twice is one step. */
const stepRoute = <const Name extends ReleasedStep>(step: Name) =>
  ({
    method: 'POST',
    path: `/cases/:id/${step}`,
    may: released[step].may,
    within: 'rule',
    says: `cases.${step}`,
    params: ofCase,
    body: released[step].needs.extend({ id: EventId }) as unknown as WithId<(typeof released)[Name]['needs'], EventId>,
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
  readonly may: 'cases.report'
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
      may: 'cases.report',
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
  /** `total`: say how many there are, every one counted. */
  query: Paging.extend(CaseFilter.shape).extend({ sort: CaseSort, total: YesNo.optional() }),
  returns: page(CaseHead),
} as const

export const casesApi = contract({
  list,
  count: { method: 'GET', path: '/cases/counts', may: 'cases.read', says: 'cases.count', query: CaseFilter, returns: CaseCounts },
  board: { method: 'GET', path: '/cases/board', may: 'cases.read', says: 'cases.board', returns: Board },
  suggest: {
    method: 'GET',
    path: '/cases/suggestion',
    may: 'cases.report',
    says: 'cases.suggest',
    query: z.object({ observation: ObservationId.optional(), point: PointId.optional() }),
    returns: CaseSuggestion,
  },
  export: bookOf(list),
  exportCsv: { ...bookOf(list), path: '/cases/export.csv', says: 'cases.csv' },
  get: { method: 'GET', path: '/cases/:id', may: 'cases.read', says: 'cases.get', params: ofCase, returns: CaseFile },
  /** The order (交办单) of a case in Word, in the layout of GB/T 9704. */
  order: {
    method: 'GET',
    path: '/cases/:id/order',
    may: 'cases.read',
    says: 'cases.order',
    params: ofCase,
    query: z.object({ number: z.string().trim().max(60).optional() }),
    returns: 'file',
  },
  ...sourceRoutes,
  /** Any step of the procedure; which ones there are, and what each asks for, stands in the case itself (`steps`). */
  take: {
    method: 'POST',
    path: '/cases/:id/steps/:step',
    may: 'cases.read',
    within: 'rule',
    says: 'cases.take',
    params: ofCase.extend({ step: z.string().max(32) }),
    body: Given.extend({ id: EventId }),
    returns: CaseFile,
  },
  dispatch: stepRoute('dispatch'),
  rectify: stepRoute('rectify'),
  verify: stepRoute('verify'),
  close: stepRoute('close'),
  reopen: stepRoute('reopen'),
})
