/** The figures of a fact as its sentence says them: times of the city, places by name, whole numbers. The same on screen and in a workbook. */
import { dayOf, minuteOf } from '../base/time.ts'
import { type Language, read } from '../base/text.ts'
import type { PhotoFact } from './provenance.api.ts'

const isInstant = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)

/** Readings of clocks, and hours east of Greenwich with their sign. */
function figureOf(name: string, value: unknown): unknown {
  if (isInstant(value)) return minuteOf(value)
  if (typeof value === 'string') return value.replace('T', ' ')
  return /hours$/i.test(name) && typeof value === 'number' && value >= 0 ? `+${value}` : value
}

/** A length as people say it: minutes up to two hours, hours up to two days, then days. */
function agoOf(minutes: number): { ago: number; agoUnit: 'minute' | 'hour' | 'day' } {
  if (minutes < 120) return { ago: minutes, agoUnit: 'minute' }
  return minutes < 2880 ? { ago: Math.round(minutes / 60), agoUnit: 'hour' } : { ago: Math.round(minutes / 1440), agoUnit: 'day' }
}

/** Values for the ICU sentence `proof.fact.<check>.<reason>`. */
export function figuresOf({ details, otherPoint }: Pick<PhotoFact, 'details' | 'otherPoint'>, language: Language): Record<string, unknown> {
  const values = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, figureOf(name, value)]))
  const { at } = details
  return {
    ...values,
    ...(isInstant(at) ? { day: dayOf(at) } : {}),
    place: otherPoint === null ? 'none' : 'named',
    point: otherPoint === null ? '' : read(otherPoint.title, language),
    kilometres: typeof details['metres'] === 'number' ? Math.round(details['metres'] / 100) / 10 : 0,
    ahead: typeof details['minutes'] === 'number' && details['minutes'] > 0 ? 'yes' : 'no',
    ...agoOf(typeof details['minutes'] === 'number' ? Math.abs(details['minutes']) : 0),
  }
}
