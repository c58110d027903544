/**
 * The procedure of a case (案件办理流程) as a document that a city may change: states, clocks and one readable table of steps.
 * What a step can do is a small fixed vocabulary; who takes it, from where, with what, and what it is called, is data.
 */
import { z } from 'zod'
import { type Permission, Permission as AnyPermission } from '../../api/contract.ts'
import { Text } from '../../base/text.ts'
import { Role } from '../../city/who.ts'

/** What figures and colours go by, whatever a city calls its states: told, with a unit, done, resting, over. */
export const stages = ['reported', 'dispatched', 'rectified', 'suspended', 'closed'] as const
export const Stage = z.enum(stages)
export type Stage = z.infer<typeof Stage>

/** Who has to move: the desk, the collector who looks first, the unit, the checker, nobody. */
const balls = ['desk', 'collector', 'unit', 'checker', 'nobody'] as const
export const Ball = z.enum(balls)
export type Ball = z.infer<typeof Ball>

/** How a case ended. */
export const outcomes = ['done', 'withoutWork', 'refused', 'void', 'merged'] as const
export const Outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof Outcome>

/**
 * What a step may do. The code knows these and nothing else: `evolve` (case.ts) folds them, `steps.serve.ts` carries out
 * those that touch other cases (`merge`, `relate`, `split`).
 */
export const effects = [
  'assign',
  'limit',
  'prove',
  'classify',
  'rework',
  'return',
  'close',
  'reopen',
  'ask',
  'decide',
  'extend',
  'pause',
  'resume',
  'exempt',
  'merge',
  'relate',
  'split',
] as const
export const Effect = z.enum(effects)
export type Effect = z.infer<typeof Effect>

/** What a step may ask for; each has its field in the dialog and in the call. */
export const fields = ['note', 'photos', 'unitId', 'dueAt', 'passed', 'class', 'condition', 'until', 'otherId', 'pieces'] as const
export const Field = z.enum(fields)
export type Field = z.infer<typeof Field>

/** Must always be given, must when the answer is no, or may. */
export const Need = z.enum(['must', 'ifFailed', 'may'])

/** When a way of a step is the one that is gone. */
export const conditions = ['always', 'passed', 'failed', 'wasDispatched', 'notDispatched'] as const
export const Condition = z.enum(conditions)
export type Condition = z.infer<typeof Condition>

/** What is asked for and decided by others: more time, to rest, to be left out of the figures. */
export const requestKinds = ['extend', 'suspend', 'appeal'] as const
export const RequestKind = z.enum(requestKinds)
export type RequestKind = z.infer<typeof RequestKind>

const Code = z.string().regex(/^[a-z][a-zA-Z0-9]{0,31}$/)

/** A state, who has the ball in it, and the step that is expected next. */
export const State = z.object({
  state: Code,
  name: Text,
  stage: Stage,
  ball: Ball,
  next: Code.nullable().default(null),
})
export type State = z.infer<typeof State>

/** A clock; `minutes` is its limit (null: none, or that of the case), counted in natural or in working time. */
export const ClockRule = z.object({
  clock: Code,
  name: Text,
  minutes: z.int().positive().max(10_000_000).nullable().default(null),
  counts: z.enum(['natural', 'working']).default('natural'),
})
export type ClockRule = z.infer<typeof ClockRule>

/** Who may take a step: by permission, or by the roles a city names; perhaps only people of the unit of the case. */
export const Taker = z.object({
  may: AnyPermission.optional(),
  roles: z.array(Role).max(20).optional(),
  ofUnit: z.literal(true).optional(),
})
export type Taker = z.infer<typeof Taker>

/** What a clock is told. */
export const ClockOrder = z.enum(['start', 'stop', 'pause', 'resume'])
export type ClockOrder = z.infer<typeof ClockOrder>

/** One way that a step can go: when, to which state (`same`, or `before` the pause), doing what. The first that fits is gone. */
export const Way = z.object({
  when: Condition.default('always'),
  to: z.string().max(32),
  does: z.array(Effect).default([]),
  outcome: Outcome.optional(),
  clocks: z.record(Code, ClockOrder).default({}),
})
export type Way = z.infer<typeof Way>

/** Bounds of a step, as numbers that a city may change. */
export const Bounds = z.object({
  /** How often this kind of request may be granted, or asked for. */
  granted: z.int().min(1).max(99).optional(),
  asked: z.int().min(1).max(99).optional(),
  /** Only before the time limit of the case is over; only when it was handled too late. */
  beforeDue: z.literal(true).optional(),
  onlyLate: z.literal(true).optional(),
  /** More time: at most this many per cent of the limit first set. */
  percentOfLimit: z.int().min(1).max(1000).optional(),
  /** Rest: at most this many days. */
  days: z.int().min(1).max(3650).optional(),
})
export type Bounds = z.infer<typeof Bounds>

/** The event kinds that steps leave; a step of a city's own leaves `case.moved`. */
const eventKinds = [
  'case.reported',
  'case.confirmAsked',
  'case.confirmed',
  'case.filed',
  'case.refused',
  'case.dispatched',
  'case.accepted',
  'case.returned',
  'case.handled',
  'case.rectified',
  'case.verified',
  'case.checked',
  'case.finished',
  'case.reworked',
  'case.closed',
  'case.reopened',
  'case.asked',
  'case.decided',
  'case.suspended',
  'case.resumed',
  'case.voided',
  'case.merged',
  'case.joined',
  'case.related',
  'case.split',
  'case.moved',
] as const
export const EventKind = z.enum(eventKinds)
export type EventKind = z.infer<typeof EventKind>

/** One row of the table. */
export const Step = z.object({
  step: Code,
  name: Text,
  help: Text.optional(),
  who: z.array(Taker).min(1).max(10),
  /** Not the person who handled, asked, or approved before. */
  another: z.array(z.enum(['handler', 'asker', 'approver'])).default([]),
  from: z.array(z.string().max(32)).min(1),
  needs: z.partialRecord(Field, Need).default({}),
  /** What yes and no are called where the step asks for one of them. */
  verdict: z.object({ yes: Text, no: Text }).optional(),
  ways: z.array(Way).min(1).max(6),
  /** The request that is asked (`level` 0) or decided at a level, and how many levels it has. */
  request: z.object({ kind: RequestKind, level: z.int().min(0).max(5), levels: z.int().min(1).max(5) }).optional(),
  bounds: Bounds.default({}),
  event: EventKind.default('case.moved'),
})
export type Step = z.infer<typeof Step>

/** The whole document. */
export const Procedure = z.object({
  title: Text,
  states: z.array(State).min(2).max(60),
  clocks: z.array(ClockRule).max(20),
  steps: z.array(Step).min(2).max(120),
})
export type Procedure = z.infer<typeof Procedure>

/** Before anything was reported. */
export const notYet = 'new'

/** A procedure as a case runs under it: the document and its number; 0 is the one that comes with the house. */
export interface Version {
  readonly version: number
  readonly procedure: Procedure
}

/** A state by its code. */
export const findState = ({ states }: Procedure, code: string): State | undefined => states.find(({ state }) => state === code)

/** A row of the table by its code. */
export const findStep = ({ steps }: Procedure, code: string): Step | undefined => steps.find(({ step }) => step === code)

/** The row that decides a request at a level. */
export const findDecision = ({ steps }: Procedure, kind: RequestKind, level: number): Step | undefined =>
  steps.find(({ request }) => request?.kind === kind && request.level === level)

/** The steps that lead on from a state, the expected one first. */
export const stepsFrom = ({ states, steps }: Procedure, code: string): Step[] => {
  const next = states.find(({ state }) => state === code)?.next
  return steps.filter(({ from }) => from.includes(code)).sort((a, b) => Number(b.step === next) - Number(a.step === next))
}

/** A person, as far as a table can ask. */
export interface Powers {
  readonly may: ReadonlySet<Permission>
  readonly role?: string | undefined
}

/** True when a row lets somebody of this role through; whose unit is asked elsewhere. */
export const lets = ({ may, roles }: Taker, who: Powers): boolean =>
  roles !== undefined ? who.role !== undefined && (roles as string[]).includes(who.role) : may !== undefined && who.may.has(may)

/**
 * The steps by which a case is handed to a unit with a limit, and by which it ends as done without a verdict; undefined where a city's
 * table has none. For what another register says, which knows neither more nor less.
 */
export function outcomeSteps({ steps }: Procedure): { dispatch: Step | undefined; finish: Step | undefined } {
  const dispatch = steps.find(({ ways }) => ways.some(({ does }) => does.includes('assign') && does.includes('limit')))
  const finish = steps.find(({ ways }) =>
    ways.some(({ when, does, outcome }) => when === 'always' && does.includes('close') && outcome === 'done'),
  )
  return { dispatch, finish }
}
