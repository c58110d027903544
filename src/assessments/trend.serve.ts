/** The score over months or years: each period by itself, or everything from the first day up to its end. */
import { addDays, type Day, dayOf } from '../base/time.ts'
import type { Span, TrendPoint } from './live.api.ts'
import { converted, type Score } from './score.ts'

/** Days of the months or years from `from` to `to`; the last one may be cut short. At most 60. */
function periodsOf(from: Day, to: Day, by: 'month' | 'year'): { from: Day; to: Day }[] {
  const periods: { from: Day; to: Day }[] = []
  let start = from
  while (start <= to && periods.length < 60) {
    const [year, month] = start.split('-').map(Number) as [number, number]
    const next = by === 'year' || month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
    const end = addDays(next, -1)
    periods.push({ from: start, to: end < to ? end : to })
    start = next
  }
  return periods
}

interface Trend extends Span {
  readonly by: 'month' | 'year'
  readonly sum: 'each' | 'sofar'
}

/** The points of a trend, oldest first. Without days: twelve months, or five years, that end today. */
export async function trendOf(
  query: Trend,
  at: string,
  { scoreIn, total }: { scoreIn: (span: Span) => Promise<Score>; total: number },
): Promise<TrendPoint[]> {
  const to = query.to ?? dayOf(at)
  const from = query.from ?? startOf(to, query.by)
  const points: TrendPoint[] = []
  for (const period of periodsOf(from, to, query.by)) {
    const span = { ...query, from: query.sum === 'each' ? period.from : from, to: period.to }
    const score = await scoreIn(span)
    const { got, of, full, open, na } = score
    points.push({ from: span.from, to: span.to, total: converted(score, total) ?? null, got, of, full, open, na })
  }
  return points
}

/** The first day of the year four years before, or of the month eleven months before. */
function startOf(to: Day, by: 'month' | 'year'): Day {
  const [year, month] = to.split('-').map(Number) as [number, number]
  if (by === 'year') return `${year - 4}-01-01`
  const months = year * 12 + month - 12
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`
}
