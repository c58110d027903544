/** All scoring rules, listed once. A new rule: its file, and one line here and in the union below. */
import { z } from 'zod'
import { allOrNothing } from './allOrNothing.ts'
import { bonus } from './bonus.ts'
import { conformityRate } from './conformityRate.ts'
import { deductPerMiss } from './deductPerMiss.ts'
import { gradeFactor } from './gradeFactor.ts'
import { numericThresholds } from './numericThresholds.ts'
import { piecewiseLinear } from './piecewiseLinear.ts'
import { ratioCapped } from './ratioCapped.ts'
import type { Share, Tally } from './rule.ts'
import { surveyMean } from './surveyMean.ts'
import { surveyShare } from './surveyShare.ts'
import { thresholdShare } from './thresholdShare.ts'

export const rules = {
  allOrNothing,
  bonus,
  conformityRate,
  deductPerMiss,
  gradeFactor,
  numericThresholds,
  piecewiseLinear,
  ratioCapped,
  surveyMean,
  surveyShare,
  thresholdShare,
} as const

/** A rule as an edition names it, with its parameters. */
export const Rule = z.discriminatedUnion('name', [
  allOrNothing.params.extend({ name: z.literal('allOrNothing') }),
  bonus.params.extend({ name: z.literal('bonus') }),
  conformityRate.params.extend({ name: z.literal('conformityRate') }),
  deductPerMiss.params.extend({ name: z.literal('deductPerMiss') }),
  gradeFactor.params.extend({ name: z.literal('gradeFactor') }),
  numericThresholds.params.extend({ name: z.literal('numericThresholds') }),
  piecewiseLinear.params.extend({ name: z.literal('piecewiseLinear') }),
  ratioCapped.params.extend({ name: z.literal('ratioCapped') }),
  surveyMean.params.extend({ name: z.literal('surveyMean') }),
  surveyShare.params.extend({ name: z.literal('surveyShare') }),
  thresholdShare.params.extend({ name: z.literal('thresholdShare') }),
])
export type Rule = z.infer<typeof Rule>

/** The share that a rule of an edition gives for a tally with something applicable in it. */
export function shareOf(named: Rule, tally: Tally): Share {
  // The union above pairs every name with its own parameters; the compiler cannot follow the pair through the lookup.
  return (rules[named.name].share as (tally: Tally, params: Rule) => Share)(tally, named)
}

/** Which version of each formula is in force, for the basis of a stored score. */
export const ruleVersions = (): Record<string, number> =>
  Object.fromEntries(Object.values(rules).map(({ name, version }) => [name, version]))

/** Grade code of an observation that a rule of the place exempts (豁免): recorded, out of numerator and denominator. */
export const exemptGrade = 'EX'
