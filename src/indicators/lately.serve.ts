/** Handlers of the headline figure: the terms of its formula alone, both periods in one pass over their cases. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { CityId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { addDays, dayOf, type Instant } from '../base/time.ts'
import { figureOf, metrics } from './indicator.ts'
import { countAround } from './indicators.sql.ts'
import { latelyApi, type Period } from './lately.api.ts'

interface Asked {
  readonly days: number
  readonly unit?: UnitId | undefined
}

/** A figure of the last days and of as many before. *Refuses:* 404 for one that is not over cases. */
async function lately(db: Db, city: CityId, at: Instant, id: string, { days, unit }: Asked): Promise<{ now: Period; before: Period }> {
  const it = metrics.indicators.find((one) => one.id === id && one.over === 'cases')
  if (!it) throw new Problem('api.notFound', 404)
  const to = dayOf(at)
  const day = addDays(to, 1 - days)
  const from = addDays(day, -days)
  const all = [...it.of, ...(it.per ?? [])].map((term) => term.all)
  const sides = await countAround(db, city, { filter: { from, to, unit }, day, all, at })
  const figure = (isNow: boolean) => {
    const counts = sides.find((side) => side.isNow === isNow)?.counts ?? []
    return figureOf(it, (words) => counts[all.indexOf(words)] ?? 0)
  }
  return { now: { from: day, to, figure: figure(true) }, before: { from, to: addDays(day, -1), figure: figure(false) } }
}

/** Handlers. */
export const latelyHandlers = handlers(latelyApi, {
  getLately: async (ask) => lately(ask.db, whoOf(ask).city, ask.at, ask.params.id, ask.query),
})
