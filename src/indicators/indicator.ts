/**
 * Indicators (评价指标) as data: what is counted over what, and the scores that are made of them. Volumes are shown and never
 * ranked: they reward having many cases or few, and tempt to fabricate or suppress. Source: domain.md 3.6.
 */
import { z } from 'zod'
import { Text } from '../base/text.ts'
import { Fact } from './facts.ts'
import type { Figure } from './figure.ts'
import digitalCity from './library/digital-city.json' with { type: 'json' }
import ofWhistles from './library/whistles.json' with { type: 'json' }
import { WhistleFact } from './whistleFacts.ts'

/** A count: cases, or called units, of which all words are true; with `minus` it is taken away. */
const Term = z.object({ all: z.array(z.union([Fact, WhistleFact])).min(1), minus: z.literal(true).optional() })
export type Term = z.infer<typeof Term>

/** One indicator: a rate (`of` ÷ `per`), or without `per` a number. */
export const Indicator = z.object({
  id: z.string(),
  name: Text,
  /** What is counted: cases, or the units that whistles called. */
  over: z.enum(['cases', 'whistles']).default('cases'),
  of: z.array(Term).min(1),
  per: z.array(Term).nullable(),
  /** It rewards few or many: never ranked. */
  volume: z.enum(['fewer', 'more']).optional(),
  note: Text.optional(),
})
export type Indicator = z.infer<typeof Indicator>

/** By what figures stand side by side. */
export const groupings = ['none', 'unit', 'street', 'class', 'month'] as const
export const Grouping = z.enum(groupings)
export type Grouping = z.infer<typeof Grouping>

const Part = z.object({
  indicator: z.string(),
  weight: z.int().positive(),
  less: z.literal(true).optional(),
  band: z.enum(['fewer', 'more']).optional(),
})
const Scored = z.object({ id: z.string(), name: Text, by: Grouping, parts: z.array(Part).min(1), note: Text.optional() })
export type Scored = z.infer<typeof Scored>

/** The set that comes with the house. */
export const Metrics = z.object({
  source: z.string(),
  indicators: z.array(Indicator),
  /** Points by number, each band up to and with its bound: no number falls between two. */
  bands: z.record(z.enum(['fewer', 'more']), z.array(z.object({ upTo: z.int().nullable(), points: z.int() }))),
  grades: z.array(z.object({ from: z.int(), grade: z.enum(['A', 'B', 'C', 'D', 'E']) })),
  objects: z.array(Scored),
})
export const metrics = Metrics.parse({ ...digitalCity, indicators: [...digitalCity.indicators, ...ofWhistles.indicators] })

const countsOver = (over: Indicator['over']): readonly Term['all'][] => {
  const terms = metrics.indicators.filter((one) => one.over === over).flatMap(({ of, per }) => [...of, ...(per ?? [])])
  return [...new Map(terms.map(({ all }) => [all.join(), all] as const)).values()]
}

/** Every different count of cases that the formulas need, once. */
export const counts = countsOver('cases') as readonly (readonly Fact[])[]
/** Every different count of called units. */
export const whistleCounts = countsOver('whistles') as readonly (readonly WhistleFact[])[]
const placesOf = (list: readonly Term['all'][]) => new Map(list.map((all, index) => [all.join(), index]))
const places = { cases: placesOf(countsOver('cases')), whistles: placesOf(countsOver('whistles')) }

/** The figure of one indicator from how many are true of each of its counts. */
export function figureOf({ of, per }: Pick<Indicator, 'of' | 'per'>, countOf: (all: Term['all']) => number): Figure {
  const total = (terms: readonly Term[]) => terms.reduce((sum, { all, minus }) => sum + (minus ? -1 : 1) * countOf(all), 0)
  const [a, b] = [total(of), per === null ? null : total(per)]
  return { of: a, per: b, rate: b === null || b === 0 ? null : Math.round((a * 1_000_000) / b) }
}

/** The figures of a group from its counts, in the order of `counts` and of `whistleCounts`; what was not counted is 0. */
export function figuresOf(cases: readonly number[], whistles: readonly number[] = []): Record<string, Figure> {
  const counted = { cases, whistles }
  const countOf = (over: Indicator['over']) => (all: Term['all']) => counted[over][places[over].get(all.join())!] ?? 0
  return Object.fromEntries(metrics.indicators.map((it) => [it.id, figureOf(it, countOf(it.over))]))
}

const bandOf = (band: 'fewer' | 'more', number: number): number =>
  metrics.bands[band]!.find(({ upTo }) => upTo === null || number <= upTo)!.points

/** A score: hundredths of a point out of 100, the same without its volumes (what may be ranked), and the grade of that. */
export const Score = z.object({
  object: z.string(),
  whole: z.int().nullable(),
  ranked: z.int().nullable(),
  grade: z.enum(['A', 'B', 'C', 'D', 'E']).nullable(),
})
export type Score = z.infer<typeof Score>

/** Points of one part in hundredths of 100; null where nothing was to be counted. */
function pointsOf({ indicator, less, band }: Scored['parts'][number], figures: Readonly<Record<string, Figure>>): number | null {
  const { of, rate } = figures[indicator]!
  if (band !== undefined) return bandOf(band, of) * 100
  if (rate === null) return null
  return Math.round((less ? 1_000_000 - rate : rate) / 100)
}

/** The mean of parts by weight; parts of which nothing was to be counted give their weight to the others. */
function meanOf(parts: Scored['parts'], figures: Readonly<Record<string, Figure>>): number | null {
  const known = parts.flatMap((part) => {
    const points = pointsOf(part, figures)
    return points === null ? [] : [{ weight: part.weight, points }]
  })
  const weight = known.reduce((sum, part) => sum + part.weight, 0)
  return weight === 0 ? null : Math.round(known.reduce((sum, part) => sum + part.weight * part.points, 0) / weight)
}

/** The score of an object from the figures of a group. */
export function scoreOf({ id, parts }: Scored, figures: Readonly<Record<string, Figure>>): Score {
  const ranked = meanOf(
    parts.filter(({ band }) => band === undefined),
    figures,
  )
  return {
    object: id,
    whole: meanOf(parts, figures),
    ranked,
    grade: ranked === null ? null : metrics.grades.find(({ from }) => ranked >= from * 100)!.grade,
  }
}
