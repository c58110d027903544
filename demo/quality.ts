/**
 * How good the demo city is: the chance that a fact holds at a point on a day. Places, streets, facts and units differ by
 * seeded amounts; one market is bad, one street excellent, one bureau slow. What was not put right stays wrong for a while.
 */
import type { Day } from '../src/base/time.ts'
import { agoOf, effortOf, plan, seasonOf } from './days.ts'
import type { City } from './generate.ts'
import type { Point } from './places.ts'
import { chanceOf } from './random.ts'

export interface Quality {
  /** 0 … 1 that `fact` conforms at `point` on `day`. */
  chance(point: Point, fact: string, day: Day): number
  /** A miss was seen; it lasts until it is put right. */
  missed(point: Point, fact: string, day: Day): void
  /** Somebody puts it right on that day, which may lie ahead; from then on it holds better for some weeks. */
  fixed(point: Point, fact: string, day: Day): void
}

/** The places and units with a story of their own. */
export interface Stories {
  readonly badMarket: Point
  readonly excellentStreet: string
  readonly weakStreet: string
  readonly slowUnit: string
}

/** Who is bad, excellent, weak and slow in a city. */
export function storiesOf(city: City): Stories {
  const chance = chanceOf(city.seed, 'stories')
  const markets = city.points.filter(({ type }) => type === 'PT-MARKET')
  const streets = chance.shuffled(city.areas.filter(({ level }) => level === 'street')).map(({ id }) => id)
  const badMarket = chance.pick(markets.filter(({ streetId }) => streetId !== streets[0]))
  return { badMarket, excellentStreet: streets[0]!, weakStreet: streets[1]!, slowUnit: city.units.find(({ code }) => code === 'zjj')!.id }
}

/** Some kinds of place are harder to keep than others. */
const typeOffsets: Record<string, number> = {
  'PT-MARKET': -0.5,
  'PT-ALLEY': -0.45,
  'PT-URBANVILLAGE': -0.8,
  'PT-FRINGE': -0.7,
  'PT-COMPOUND': -0.2,
  'PT-HOARDING': -0.3,
  'PT-TOILET': -0.15,
  'PT-ROAD': 0.1,
  'PT-GOVHALL': 1,
  'PT-BANK': 0.7,
  'PT-HOSPITAL': 0.4,
  'PT-LIBRARY': 0.8,
}

const base = 2.05

/** The quality of a city over the year that ends `today`. */
export function makeQuality(city: City, today: Day): Quality {
  const stories = storiesOf(city)
  const offsets = new Map<string, number>()
  const offset = (key: string, spread: number): number => {
    const known = offsets.get(key)
    if (known !== undefined) return known
    const value = chanceOf(city.seed, `quality ${key}`).normal() * spread
    offsets.set(key, value)
    return value
  }
  const place = (point: Point): number =>
    (typeOffsets[point.type] ?? 0.2) +
    offset(point.id, 0.55) +
    (point.streetId === stories.excellentStreet ? 1.3 : point.streetId === stories.weakStreet ? -0.7 : offset(point.streetId, 0.25)) +
    (point.id === stories.badMarket.id ? -2.2 : 0) +
    (point.unitId === stories.slowUnit ? -0.3 : 0)
  const seen = new Map<string, { missed?: Day; fixed?: Day }>()
  const memory = (key: string, day: Day): number => {
    const { missed, fixed } = seen.get(key) ?? {}
    if (fixed !== undefined && fixed <= day) return agoOf(fixed, day) < 60 ? 1.2 : 0
    return missed !== undefined && agoOf(missed, day) < 45 ? -1.6 : 0
  }
  return {
    chance: (point, fact, day) => {
      const trend = 0.8 * (1 - agoOf(day, today) / plan.start) - 0.5
      const sum =
        base + place(point) + offset(fact, 0.6) + trend + effortOf(day, today) + seasonOf(day, fact) + memory(`${point.id} ${fact}`, day)
      return 1 / (1 + Math.exp(-sum))
    },
    missed: (point, fact, day) => {
      const key = `${point.id} ${fact}`
      const { missed, fixed } = seen.get(key) ?? {}
      if (missed === undefined || (fixed !== undefined && fixed <= day)) seen.set(key, { missed: day })
    },
    fixed: (point, fact, day) => void seen.set(`${point.id} ${fact}`, { ...seen.get(`${point.id} ${fact}`), fixed: day }),
  }
}
