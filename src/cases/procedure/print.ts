/** The procedure as people read it, in both languages, from the table itself: for docs/procedure.md and for the desk. */
import type { Text } from '../../base/text.ts'
import { takersOf } from './check.ts'
import { findState, notYet, type Procedure, type Step, type Way } from './procedure.ts'

/** Gives the words of a key, and those of a name of the document: in one language, or in both. */
export interface Words {
  readonly say: (key: string, values?: Record<string, string | number>) => string
  readonly name: (text: Text) => string
  /** Between two of several: 、 in Chinese. */
  readonly comma: string
}

/** A row in words: what stands in the columns of the printed table. */
export interface PrintedStep {
  readonly step: string
  readonly from: string[]
  readonly who: string[]
  readonly needs: string[]
  readonly ways: string[]
}

/** Every row in words. */
export const printed = (procedure: Procedure, words: Words): PrintedStep[] =>
  procedure.steps.map((step) => ({
    step: `${words.name(step.name)} \`${step.step}\``,
    from: step.from.map((state) => stateIn(procedure, state, words)),
    who: whoIn(step, words),
    needs: Object.entries(step.needs).map(([field, need]) =>
      words.say(`procedure.need.${need}`, { field: words.say(`procedure.field.${field}`) }),
    ),
    ways: step.ways.map((way) => wayIn(procedure, step, way, words)),
  }))

const stateIn = (procedure: Procedure, code: string, words: Words): string => {
  const state = findState(procedure, code)
  if (state) return words.name(state.name)
  return words.say(code === notYet ? 'cases.state.new' : `procedure.to.${code}`)
}

function whoIn(step: Step, words: Words): string[] {
  const roles = takersOf(step)
    .map((role) => words.say(`role.${role}`))
    .join(words.comma)
  const isOfUnit = step.who.every(({ ofUnit }) => ofUnit)
  return [
    roles,
    ...(isOfUnit ? [words.say('procedure.ofUnit')] : step.who.some(({ ofUnit }) => ofUnit) ? [words.say('procedure.unitsOwn')] : []),
    ...step.another.map((who) => words.say(`procedure.another.${who}`)),
  ]
}

function wayIn(procedure: Procedure, step: Step, way: Way, words: Words): string {
  const clocks = Object.entries(way.clocks).map(([code, order]) => {
    const clock = procedure.clocks.find((one) => one.clock === code)!
    return words.say(`procedure.order.${order}`, { clock: words.name(clock.name) })
  })
  const request =
    step.request && way.does.includes('decide') && step.request.level < step.request.levels ? [words.say('procedure.passesOn')] : []
  const parts = [
    `${way.when === 'always' ? '' : `${words.say(`procedure.when.${way.when}`)}: `}→ ${stateIn(procedure, way.to, words)}`,
    ...way.does.map((effect) => words.say(`procedure.effect.${effect}`)),
    ...request,
    ...clocks,
  ]
  return parts.join(words.comma)
}

/** The whole document as Markdown. */
export function markdownOf(procedure: Procedure, words: Words, head: readonly string[]): string {
  const row = ({ step, from, who, needs, ways }: PrintedStep) =>
    `| ${[step, from.join('<br>'), ways.join('<br>'), who.join('<br>'), needs.join(', ')].join(' | ')} |`
  return [
    ...head,
    `| ${['step', 'from', 'to', 'who', 'needs'].map((column) => words.say(`procedure.column.${column}`)).join(' | ')} |`,
    '|---|---|---|---|---|',
    ...printed(procedure, words).map(row),
    '',
    `## ${words.say('procedure.clocks')}`,
    '',
    ...procedure.clocks.map(({ name, minutes, counts }) =>
      minutes === null
        ? `- ${words.name(name)}: ${words.say(`cases.counts.${counts}`)}`
        : `- ${words.name(name)}: ${words.say('cases.length.minutes', { minutes })}, ${words.say(`cases.counts.${counts}`)}`,
    ),
    '',
  ].join('\n')
}
