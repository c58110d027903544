/** The total of a title cycle: yearly scores by the weights of the years (15/25/60 in one city's document), which are data. */
import { mulDiv } from '../base/points.ts'

/** A cycle's total in hundredths. `total` only when every year is there; `soFar` weighs the years that are. */
export interface CycleTotal {
  readonly total: number | undefined
  readonly soFar: number | undefined
  readonly years: readonly { readonly weight: number; readonly score: number | undefined }[]
}

/** Σ weight × score ÷ Σ weight, rounded once, half up. Weights are parts, by year of the cycle. Source: domain notes S12. */
export function cycleTotal(weights: readonly number[], scores: readonly (number | undefined)[]): CycleTotal {
  const years = weights.map((weight, index) => ({ weight, score: scores[index] }))
  const known = years.filter((year): year is { weight: number; score: number } => year.score !== undefined)
  const parts = known.reduce((sum, { weight }) => sum + weight, 0)
  const soFar =
    parts === 0
      ? undefined
      : mulDiv(
          known.reduce((sum, { weight, score }) => sum + weight * score, 0),
          1,
          parts,
        )
  return { total: known.length === years.length ? soFar : undefined, soFar, years }
}
