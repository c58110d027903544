/**
 * The rate that threshold rules compare: a reported percentage when there is one (a statistic, a figure in the materials),
 * else the conformity share of what was observed. Exact: a fraction, never a rounded number.
 */
import { formatMillionths, mulDiv } from '../../base/points.ts'
import type { Tally } from './rule.ts'

/** A rate in percent as num ÷ den, and as text with up to six places for the explanation. */
export interface Rate {
  readonly num: bigint
  readonly den: bigint
  readonly shown: string
}

/** Reported percentage (mean of the values read), else 100 × Σ factor ÷ (n × 1000). */
export function rateOf({ n, factor, value, values = 1 }: Tally): Rate {
  const [num, den] = value === undefined ? [factor, n * 10] : [value, values * 1_000_000]
  return { num: BigInt(num), den: BigInt(den), shown: formatMillionths(mulDiv(num, 1_000_000, den)) }
}
