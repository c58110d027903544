/** Whether a document can be worked by: every fault names its row (from 1, as the Excel book counts) and what to do about it. */
import type { Fault } from '../../base/problem.ts'
import { permissionsOf, type Role, roles } from '../../city/who.ts'
import { type Field, lets, notYet, type Procedure, type Step, type Taker, type Way } from './procedure.ts'

/** What some effects cannot do without. */
const needed: Readonly<Record<string, Field>> = {
  assign: 'unitId',
  limit: 'dueAt',
  prove: 'photos',
  merge: 'otherId',
  relate: 'otherId',
  split: 'pieces',
  decide: 'passed',
}

/** More time and rest are asked for until a day: without it a grant would have no end. */
const untilOf: Readonly<Record<string, Field>> = { extend: 'dueAt', suspend: 'until' }

const special = new Set(['same', 'before'])

/** Everything wrong with a document; empty when it may be adopted. */
export function faultsOf(procedure: Procedure): Fault[] {
  return [...doubles(procedure), ...stepFaults(procedure), ...graphFaults(procedure), ...stateFaults(procedure)]
}

const fault = (sheet: string, row: number, at: string, says: string, details: Fault['details'] = {}): Fault => ({
  sheet,
  row: row + 2,
  at,
  says: `fault.procedure.${says}`,
  details,
})

function doubles({ states, steps, clocks }: Procedure): Fault[] {
  const twice = (sheet: string, codes: readonly string[]) =>
    codes.flatMap((code, row) => (codes.indexOf(code) < row ? [fault(sheet, row, sheet, 'twice', { code })] : []))
  return [
    ...twice(
      'state',
      states.map(({ state }) => state),
    ),
    ...twice(
      'step',
      steps.map(({ step }) => step),
    ),
    ...twice(
      'clock',
      clocks.map(({ clock }) => clock),
    ),
  ]
}

function stepFaults(procedure: Procedure): Fault[] {
  const states = new Set(procedure.states.map(({ state }) => state))
  const clocks = new Set(procedure.clocks.map(({ clock }) => clock))
  return procedure.steps.flatMap((step, row) => [
    ...step.from.filter((from) => from !== notYet && !states.has(from)).map((code) => fault('step', row, 'from', 'noState', { code })),
    ...step.ways.flatMap((way) => wayFaults(step, way, row, { states, clocks })),
    ...(takersOf(step).length === 0 ? [fault('step', row, 'who', 'nobody', { step: step.step })] : []),
    ...(isOpenEnded(step) ? [fault('step', row, 'ways', 'openEnded', { step: step.step })] : []),
    ...requestFaults(procedure, step, row),
  ])
}

function wayFaults(step: Step, way: Way, row: number, known: { states: Set<string>; clocks: Set<string> }): Fault[] {
  const { to, does, clocks, outcome } = way
  const missing = does.filter((effect) => needed[effect] !== undefined && step.needs[needed[effect]] !== 'must')
  const isDecided = does.some((effect) => ['extend', 'pause', 'exempt'].includes(effect)) && !does.includes('decide')
  return [
    ...(special.has(to) || known.states.has(to) ? [] : [fault('step', row, 'to', 'noState', { code: to })]),
    ...(to === 'before' && !does.includes('resume') ? [fault('step', row, 'to', 'beforeWhat', { step: step.step })] : []),
    ...Object.keys(clocks)
      .filter((clock) => !known.clocks.has(clock))
      .map((code) => fault('step', row, 'clocks', 'noClock', { code })),
    ...missing.map((effect) => fault('step', row, 'needs', 'need', { effect, field: needed[effect]! })),
    ...(isDecided ? [fault('step', row, 'does', 'undecided', { step: step.step })] : []),
    ...(does.includes('close') && outcome === undefined ? [fault('step', row, 'outcome', 'noOutcome', { step: step.step })] : []),
  ]
}

/** The roles that may take a step at all, and can see a case. */
export const takersOf = ({ who }: Pick<Step, 'who'>): Role[] => roles.filter((role) => who.some((taker) => isTaker(taker, role)))

const isTaker = (taker: Taker, role: Role): boolean => {
  const may = permissionsOf(role)
  return may.has('cases.read') && lets(taker, { may, role })
}

/** True when something could be given for which the step goes no way. */
function isOpenEnded({ ways, needs }: Step): boolean {
  const whens = new Set(ways.map(({ when }) => when))
  const isJudged = whens.has('passed') && whens.has('failed') && needs.passed === 'must'
  return !whens.has('always') && !isJudged && !(whens.has('wasDispatched') && whens.has('notDispatched'))
}

/** Who asks must be answered: each level of a request has a step that decides it. */
function requestFaults({ steps }: Procedure, step: Step, row: number): Fault[] {
  const does = new Set(step.ways.flatMap((way) => way.does))
  if (!step.request) return does.has('ask') || does.has('decide') ? [fault('step', row, 'request', 'noRequest', { step: step.step })] : []
  if (step.request.level > 0) return []
  const { kind, levels } = step.request
  const endless = untilOf[kind] !== undefined && step.needs[untilOf[kind]] !== 'must'
  const decided = (level: number) => steps.some(({ request }) => request?.kind === kind && request.level === level)
  const open = Array.from({ length: levels }, (_, index) => index + 1).filter((level) => !decided(level))
  return [
    ...(endless ? [fault('step', row, 'needs', 'need', { effect: kind, field: untilOf[kind]! })] : []),
    ...open.map((level) => fault('step', row, 'request', 'undecidedLevel', { step: step.step, level })),
  ]
}

/** A life has a beginning and an end, and every state lies on a way between them. */
function graphFaults({ states, steps }: Procedure): Fault[] {
  const begins = steps.findIndex(({ from }) => from.includes(notYet))
  if (begins === -1) return [fault('step', 0, 'from', 'noReport')]
  const report = steps[begins]!
  const extra = report.step === 'report' && report.from.length === 1 ? [] : [fault('step', begins, 'from', 'oneReport')]
  const leads = new Map<string, string[]>()
  for (const { from, ways } of steps)
    for (const state of from) leads.set(state, [...(leads.get(state) ?? []), ...ways.map(({ to }) => to).filter((to) => !special.has(to))])
  const seen = walk([notYet], (state) => leads.get(state) ?? [])
  // Suspended cases go on to where they were.
  const back = new Map<string, string[]>()
  for (const [from, tos] of leads) for (const to of tos) back.set(to, [...(back.get(to) ?? []), from])
  for (const { from, ways } of steps)
    if (ways.some(({ to }) => to === 'before'))
      for (const state of from) for (const before of back.get(state) ?? []) back.set(before, [...(back.get(before) ?? []), state])
  const ends = states.filter(({ stage }) => stage === 'closed').map(({ state }) => state)
  const closable = walk(ends, (state) => back.get(state) ?? [])
  return [
    ...extra,
    ...(ends.length === 0 ? [fault('state', 0, 'stage', 'noEnd')] : []),
    ...(steps.some(({ ways }) => ways.some(({ does, outcome }) => does.includes('close') && outcome === 'done'))
      ? []
      : [fault('step', 0, 'does', 'noClose')]),
    ...states.flatMap(({ state }, row) => [
      ...(seen.has(state) ? [] : [fault('state', row, 'state', 'unreachable', { code: state })]),
      ...(ends.length > 0 && !closable.has(state) ? [fault('state', row, 'state', 'noWayOut', { code: state })] : []),
    ]),
  ]
}

function walk(from: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(from)
  for (const state of seen) for (const to of next(state)) seen.add(to)
  return seen
}

/** The expected step leads on from its state, and figures find a closed case closed. */
function stateFaults({ states, steps }: Procedure): Fault[] {
  const stageOf = new Map(states.map(({ state, stage }) => [state, stage]))
  const expected = states.flatMap(({ state, next }, row) => {
    if (next === null) return []
    const step = steps.find((one) => one.step === next)
    return step?.from.includes(state) ? [] : [fault('state', row, 'next', 'noNext', { code: next })]
  })
  const closing = steps.flatMap(({ ways, step }, row) =>
    ways.flatMap(({ does, to }) => {
      const ends = stageOf.get(to) === 'closed'
      return stageOf.has(to) && ends !== does.includes('close')
        ? [fault('step', row, 'does', ends ? 'endsOpen' : 'closesOpen', { step })]
        : []
    }),
  )
  return [...expected, ...closing]
}
