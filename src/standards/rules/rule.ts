/**
 * What a rule is: a small pure function from what was counted to a share of the points. Each rule is one file with its
 * formula, units, worked example and source, and one line in `index.ts`.
 */
import type { z } from 'zod'

/** What a rule reads. Sums only, so it can be kept up to date by adding and subtracting single observations. */
export interface Tally {
  /** Observations that were applicable. */
  readonly n: number
  /** Sum of their factors, in thousandths. */
  readonly factor: number
  /** How many of them had factor 0. */
  readonly misses: number
  /** How many of them had the full factor. */
  readonly passes: number
  /** Observations answered "not applicable": out of numerator and denominator. */
  readonly na: number
  /** How many of `na` were exempt by a rule of the place (a stall inside the lines the city drew). */
  readonly exempt?: number | undefined
  /** Sum of the values read, in millionths of their unit: a statistic's latest one, or measured counts at points. */
  readonly value?: number | undefined
  /** How many values `value` is the sum of; 1 when absent. */
  readonly values?: number | undefined
  /** Misses by point type, where a rule deducts differently per kind of place. */
  readonly missesBy?: Readonly<Record<string, number>> | undefined
}

/** The result of a rule: the share of the points in exact parts, and the numbers put in, for the explanation. */
export interface Share {
  /** Earned share = num ÷ den, within 0..1, den > 0; bigint where the exact parts outgrow safe integers. */
  readonly num: number | bigint
  readonly den: number | bigint
  /** Names and numbers as they stand in the formula, ready to print. */
  readonly put: Readonly<Record<string, number | string>>
}

/** A scoring rule. `share` is only called when something applicable was observed. */
export interface ScoringRule<Name extends string, Params extends z.ZodRawShape> {
  readonly name: Name
  /** Raised when the formula changes, so that a stored score says which one it was made with. */
  readonly version: number
  /** `grades`: factors. `values`: numbers. `either`: a number where there is one, else factors. Without what it reads, a way is open. */
  readonly reads: 'grades' | 'values' | 'either'
  readonly params: z.ZodObject<Params>
  readonly share: (tally: Tally, params: z.infer<z.ZodObject<Params>>) => Share
}

/** Declares a rule so that its parameters are typed by their shape. */
export const rule = <Name extends string, Params extends z.ZodRawShape>(it: ScoringRule<Name, Params>) => it

/** True when there is something applicable for a rule to read. */
export const isCounted = ({ reads }: Pick<ScoringRule<string, z.ZodRawShape>, 'reads'>, { n, value }: Tally): boolean =>
  (n > 0 && reads !== 'values') || (value !== undefined && reads !== 'grades')

/** A full or empty share, when the sum of the numbers put in has nothing more to say. */
export const wholeOrNothing = (whole: boolean, put: Share['put']): Share => ({ num: whole ? 1 : 0, den: 1, put })
