/** The procedure as people read it, in both languages, from the table itself: for docs/procedure.md and for the desk. */
import type { Text } from '../../base/text.ts'
import { takersOf } from './check.ts'
import { findState, notYet, type Procedure, type Step, type Way } from './procedure.ts'

/** Gives the words of a key in both languages. */
export type Both = (key: string, values?: Record<string, string | number>) => string

const pair = ({ zh, en }: Text): string => (en === '' ? zh : `${zh} ${en}`)

/** A row in words: what stands in the columns of the printed table. */
export interface PrintedStep {
  readonly step: string
  readonly from: readonly string[]
  readonly who: readonly string[]
  readonly needs: readonly string[]
  readonly ways: readonly string[]
}

/** Every row in words. */
export const printed = (procedure: Procedure, both: Both): PrintedStep[] =>
  procedure.steps.map((step) => ({
    step: `${pair(step.name)} \`${step.step}\``,
    from: step.from.map((state) => stateIn(procedure, state, both)),
    who: whoIn(step, both),
    needs: Object.entries(step.needs).map(([field, need]) => both(`procedure.need.${need}`, { field: both(`procedure.field.${field}`) })),
    ways: step.ways.map((way) => wayIn(procedure, step, way, both)),
  }))

const stateIn = (procedure: Procedure, code: string, both: Both): string => {
  const state = findState(procedure, code)
  if (state) return pair(state.name)
  return both(code === notYet ? 'cases.state.new' : `procedure.to.${code}`)
}

function whoIn(step: Step, both: Both): string[] {
  const roles = takersOf(step)
    .map((role) => both(`role.${role}`))
    .join(', ')
  const isOfUnit = step.who.every(({ ofUnit }) => ofUnit)
  return [
    roles,
    ...(isOfUnit ? [both('procedure.ofUnit')] : step.who.some(({ ofUnit }) => ofUnit) ? [both('procedure.unitsOwn')] : []),
    ...step.another.map((who) => both(`procedure.another.${who}`)),
  ]
}

function wayIn(procedure: Procedure, step: Step, way: Way, both: Both): string {
  const clocks = Object.entries(way.clocks).map(([code, order]) => {
    const clock = procedure.clocks.find((one) => one.clock === code)
    return both(`procedure.order.${order}`, { clock: clock ? pair(clock.name) : code })
  })
  const request =
    step.request && way.does.includes('decide') && step.request.level < step.request.levels ? [both('procedure.passesOn')] : []
  const parts = [
    `${way.when === 'always' ? '' : `${both(`procedure.when.${way.when}`)}: `}→ ${stateIn(procedure, way.to, both)}`,
    ...way.does.map((effect) => both(`procedure.effect.${effect}`)),
    ...request,
    ...clocks,
  ]
  return parts.join(', ')
}

/** The whole document as Markdown. */
export function markdownOf(procedure: Procedure, both: Both, head: readonly string[]): string {
  const row = ({ step, from, who, needs, ways }: PrintedStep) =>
    `| ${[step, from.join('<br>'), ways.join('<br>'), who.join('<br>'), needs.join(', ')].join(' | ')} |`
  return [
    ...head,
    `| ${['step', 'from', 'to', 'who', 'needs'].map((column) => both(`procedure.column.${column}`)).join(' | ')} |`,
    '|---|---|---|---|---|',
    ...printed(procedure, both).map(row),
    '',
    `## ${both('procedure.clocks')}`,
    '',
    ...procedure.clocks.map(({ name, minutes, counts }) =>
      minutes === null
        ? `- ${pair(name)}: ${both(`cases.counts.${counts}`)}`
        : `- ${pair(name)}: ${both('cases.length.minutes', { minutes })}, ${both(`cases.counts.${counts}`)}`,
    ),
    '',
  ].join('\n')
}
