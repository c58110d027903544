/** What the product makes of the litter index: per round the mean, the number of areas, and the areas nobody looked at. */
import { windowOf } from '../src/assessments/basis.ts'
import { breakdown } from '../src/assessments/breakdown.ts'
import { entriesOf } from '../src/assessments/facts.ts'
import { measureAnew, questionFor } from '../src/assessments/measure.serve.ts'
import { readingsOf } from '../src/assessments/reads.ts'
import { mulDiv } from '../src/base/points.ts'
import type { Db } from '../src/base/sql.ts'
import { litterCity, type LoadedLitter } from './litter.ts'

export interface MeasuredRound {
  readonly month: string
  readonly n: number
  /** Millionths. */
  readonly mean: number
  /** Hundredths of 100. */
  readonly score: number | undefined
  /** Codes of areas without any observation, which have no rate at all. */
  readonly unseen: readonly string[]
}

/** Measures every round by itself. */
export async function measureLitter(db: Db, { edition, rounds, points }: LoadedLitter): Promise<MeasuredRound[]> {
  const codes = new Map([...points].map(([code, id]) => [id as string, code]))
  const measured: MeasuredRound[] = []
  for (const { id, month } of rounds) {
    const window = windowOf('2000-01-01', '2020-12-31', { rounds: [id] })
    const { board, state, total } = await measureAnew(
      db,
      litterCity,
      await questionFor(db, litterCity, { edition, window, standing: 'nominee' }),
    )
    const { n, value = 0, values = 1 } = readingsOf(board, entriesOf(state.facts), board.plan.ways[0]!, 0)[0]!.tally
    const unseen = breakdown(board, { weights: { scopes: [], frameworks: [], alternatives: [] } }, 'point').filter(
      ({ rate }) => rate === undefined,
    )
    measured.push({ month, n, mean: mulDiv(value, 1, values), score: total.own, unseen: unseen.map(({ group }) => codes.get(group.id)!) })
  }
  return measured
}
