/** A limit that a number must reach, and what a number says about it: met, partly met, missed. */
import { parseMillionths } from '../../base/points.ts'

/** The comparison of a threshold, with its number as decimal text. */
export interface Limit {
  readonly op: '>=' | '>' | '<=' | '<' | '='
  readonly value: string
}

/** What a number says: the place conforms, conforms in part, does not. */
export type Verdict = 'met' | 'partly' | 'missed'

const compare: Record<Limit['op'], (value: number, limit: number) => boolean> = {
  '>=': (value, limit) => value >= limit,
  '>': (value, limit) => value > limit,
  '<=': (value, limit) => value <= limit,
  '<': (value, limit) => value < limit,
  '=': (value, limit) => value === limit,
}

const signs: Partial<Record<Limit['op'], string>> = { '>=': '≥', '<=': '≤' }

/** The comparison as people write it. */
export const signOf = (op: Limit['op']): string => signs[op] ?? op

/** True when the value, in millionths, meets the limit. */
export const isMet = (value: number, { op, value: limit }: Limit): boolean => compare[op](value, parseMillionths(limit) ?? 0)

/** What a value in millionths says; undefined where no limit was set, so that a person has to judge. */
export function judge(value: number, limit: Limit | undefined, partly: string | undefined): Verdict | undefined {
  if (limit === undefined) return undefined
  if (isMet(value, limit)) return 'met'
  return partly !== undefined && isMet(value, { ...limit, value: partly }) ? 'partly' : 'missed'
}
