/**
 * Points of a score are whole hundredths (1250 = 12.50 分) and shares are whole thousandths, so sums never drift
 * and the same inputs give the same score on every machine. All rounding is half up, here and nowhere else.
 */
import { z } from 'zod'

/** Whole hundredths of a point: 3970 = 39.70 分. */
export const Hundredths = z.int().brand<'Hundredths'>()
export type Hundredths = z.infer<typeof Hundredths>

/** Whole thousandths: 600 = a factor of 0.6. */
export const Thousandths = z.int().min(0).max(1000)

/** `amount` as hundredths; for values computed from hundredths. */
export const hundredths = (amount: number): Hundredths => amount as Hundredths

/** `a × b ÷ c` rounded half up, exact for safe integers (falls back to BigInt when the product is not safe). `c` > 0. */
export function mulDiv(a: number, b: number, c: number): number {
  const product = a * b
  if (Number.isSafeInteger(2 * product + c)) return Math.floor((2 * product + c) / (2 * c))
  const exact = (2n * BigInt(a) * BigInt(b) + BigInt(c)) / (2n * BigInt(c))
  const low = (2n * BigInt(a) * BigInt(b) + BigInt(c)) % (2n * BigInt(c)) < 0n ? exact - 1n : exact
  return Number(low)
}

/** "39.7" → 3970. Undefined when the text is no number with at most two decimals. */
export function parseHundredths(text: string): Hundredths | undefined {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(text.trim())
  if (!match) return undefined
  const whole = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return hundredths(match[1] === '-' ? -whole : whole)
}

/** A decimal of the world outside (14.8 m²) as whole millionths, exact to six places. */
export function parseMillionths(text: string): number | undefined {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,6})0*)?$/.exec(text.trim())
  if (!match) return undefined
  const value = Number(match[2]) * 1_000_000 + Number((match[3] ?? '').padEnd(6, '0'))
  return match[1] === '-' ? -value : value
}

export { formatHundredths, formatMillionths } from './message.ts'
