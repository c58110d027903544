/** Preconditions (前置条件): no points, but failing one blocks the application or the title. Unknown is said, never guessed. */
import type { Gate } from '../standards/edition.ts'

export type GateState = 'met' | 'failed' | 'unknown'

/** What is known: declared facts by gate, and totals of other standards in hundredths. */
export interface GateFacts {
  readonly declared: (gate: string) => boolean | undefined
  readonly totalOf: (standard: string) => number | undefined
}

/** The state of every gate. A gate on the total of another standard is judged by that total, not by declaration. */
export function gateStates(gates: readonly Gate[], facts: GateFacts): { gate: string; effect: Gate['effect']; state: GateState }[] {
  return gates.map(({ id, effect, minScore }) => {
    const total = minScore && facts.totalOf(minScore.standard)
    const met = minScore ? (total === undefined ? undefined : total >= minScore.min) : facts.declared(id)
    return { gate: id, effect, state: met === undefined ? 'unknown' : met ? 'met' : 'failed' }
  })
}
