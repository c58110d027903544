/**
 * When two cases may be one: the same class, nearer than the radius of the class, reported within its days of each other, and the
 * other one still open. The rule is data; this file only measures. The desk and the check against labelled duplicates
 * (`bench/duplicates.ts`) use these very functions.
 */
import { z } from 'zod'
import { metresBetween } from '../city/metres.ts'
import type { Box, Place } from '../base/place.ts'
import type { Instant } from '../base/time.ts'
import shipped from './rules.json' with { type: 'json' }

/** How near and how recent, for a class, the beginning of several ('C': components), or '' for all. */
export const AlikeRule = z.object({
  class: z.string().trim().max(32),
  radiusM: z.int().min(1).max(1000),
  days: z.int().min(1).max(3650),
})
export type AlikeRule = z.infer<typeof AlikeRule>

/** What comes with the house; a city may say otherwise for any class. */
export const shippedRules: readonly AlikeRule[] = z.array(AlikeRule).parse(shipped)

/** The rule of the longest beginning; the city's own goes before one that came with the house. Without a class the rule for all. */
export function ruleFor(own: readonly AlikeRule[], type: string | null): AlikeRule {
  const fits = [...own, ...shippedRules].filter((rule) => (type ?? '').startsWith(rule.class))
  // Sorting keeps the order of equals: the city's own stand first.
  return fits.toSorted((a, b) => b.class.length - a.class.length)[0]!
}

/** The ways in which one class is written: standards leave out the letter of an event. */
export const spellingsOf = (type: string): string[] => (type.startsWith('E') ? [type, type.slice(1)] : [type, `E${type}`])

/** A little more than what lies within so many metres. */
export function boxAround([lng, lat]: Place, metres: number): Box {
  const up = (metres * 1.001) / 111_195
  const across = up / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  return [lng - across, lat - up, lng + across, lat + up]
}

/** Where and when something was reported. */
export interface Reported {
  readonly place: Place
  readonly reportedAt: Instant
}

/** How far apart two reports are. */
export interface Apart {
  readonly metres: number
  readonly days: number
}

const dayMs = 86_400_000

/** How far a report is from another one, or undefined where they are too far apart, in metres or in days, to be the same. */
export function alikeTo(one: Reported, other: Reported, rule: Pick<AlikeRule, 'radiusM' | 'days'>): Apart | undefined {
  const days = Math.abs(Date.parse(one.reportedAt) - Date.parse(other.reportedAt)) / dayMs
  if (days > rule.days) return undefined
  const metres = metresBetween(one.place, other.place)
  return metres > rule.radiusM ? undefined : { metres: Math.round(metres), days: Math.floor(days) }
}

/** The reports that may be the same, the nearest first, of equals the newest. */
export const nearest = <One extends Reported>(
  about: Reported,
  others: readonly One[],
  rule: Pick<AlikeRule, 'radiusM' | 'days'>,
): (One & Apart)[] =>
  others
    .flatMap((other) => {
      const apart = alikeTo(about, other, rule)
      return apart ? [{ ...other, ...apart }] : []
    })
    .toSorted((a, b) => a.metres - b.metres || a.days - b.days)
