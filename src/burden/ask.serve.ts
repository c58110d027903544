/**
 * The one way something is asked of the grassroots: count it, and stop the sender when the week of a unit is full. Runs in the
 * transaction of whatever asks (a duty assigned, a case dispatched), so that a request is either made and counted, or neither.
 */
import { v7 } from 'uuid'
import type { CityId, PersonId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { isInForce } from '../privacy/compliance.sql.ts'
import { type AskKind, askKinds, stateOf, usualBudget, usualMinutes, weekOf, type WorkKind } from './burden.ts'
import { addAsks, addToWeek, addWork, type GrassrootsRow, listGrassroots, listRates, type NewAsk } from './burden.sql.ts'

/** Who asks. Nobody's person: the house by itself, which is counted and never stopped. */
export interface Asker {
  readonly city: CityId
  readonly person: PersonId | null
  readonly unit?: UnitId | null
}

/** What is asked of one unit. */
export interface Asking {
  readonly kind: AskKind
  readonly unit: UnitId
  /** The duty or case it comes with. */
  readonly thing: string | null
  /** The request, when it goes to several units at once. */
  readonly request?: string
  readonly text?: string
  readonly minutes?: number
}

/** Minutes by kind and the usual budget, as the city has them. */
export async function readRates(db: Db, city: CityId): Promise<{ budget: number; minutes: Record<AskKind, number> }> {
  const own = new Map((await listRates(db, city)).map(({ kind, minutes }) => [kind, minutes]))
  const minutes = Object.fromEntries(askKinds.map((kind) => [kind, own.get(kind) ?? usualMinutes[kind]])) as Record<AskKind, number>
  return { budget: own.get('budget') ?? usualBudget, minutes }
}

/**
 * Counts what is asked of streets and communities; what others are asked is nobody's burden here, nor what a unit asks of
 * itself. *Refuses:* 409 `burden.over`, naming the units whose week is full, with the way to appeal.
 */
export async function askGrassroots(db: Db, asker: Asker, at: string, askings: readonly Asking[]): Promise<void> {
  const others = askings.filter(({ unit }) => unit !== asker.unit)
  if (others.length === 0) return
  const { city, person } = asker
  const units = new Map((await listGrassroots(db, city, [...new Set(others.map(({ unit }) => unit))])).map((unit) => [unit.id, unit]))
  const asked = others.filter(({ unit }) => units.has(unit))
  if (asked.length === 0) return
  const rates = await readRates(db, city)
  const week = weekOf(dayOf(at))
  const asks = asked.map(
    (it): NewAsk => ({
      id: v7(),
      requestId: it.request ?? v7(),
      kind: it.kind,
      thing: it.thing,
      unitId: it.unit,
      fromUnitId: asker.unit ?? null,
      by: person,
      minutes: it.minutes ?? rates.minutes[it.kind],
      text: it.text ?? '',
    }),
  )
  const sums = await addToWeek(db, city, week, sumsOf(asks))
  const over = sums.filter(
    ({ unitId, minutes, allowed }) => stateOf(minutes, (units.get(unitId)!.budget ?? rates.budget) + allowed) === 'over',
  )
  const stops = asker.unit !== undefined && person !== null
  if (stops && over.length > 0 && (await isInForce(db, city, 'burdenBudget', at)))
    throw overOf(
      over.map(({ unitId, minutes, allowed }) => ({ unit: units.get(unitId)!, minutes, allowed })),
      rates.budget,
      week,
    )
  await addAsks(db, city, week, at, asks)
}

/**
 * Counts work of a street or community that nobody asked for by name and the system still makes: photos sent in, visits
 * recorded. One line a day and kind; it fills the week, and is never stopped, for it has been done. As many statements for many as for one.
 */
export async function countWorks(
  db: Db,
  city: CityId,
  kind: WorkKind,
  done: readonly { readonly unit: string | null; readonly at: string }[],
): Promise<void> {
  const units = new Set(done.flatMap(({ unit }) => unit ?? []))
  if (units.size === 0) return
  const ours = new Set<string>((await listGrassroots(db, city, [...units])).map(({ id }) => id))
  const pieces = done.flatMap(({ unit, at }) => (unit !== null && ours.has(unit) ? [{ unitId: unit, at, on: dayOf(at) }] : []))
  if (pieces.length === 0) return
  const minutes = (await readRates(db, city)).minutes[kind]
  for (const [week, list] of Map.groupBy(pieces, ({ on }) => weekOf(on)))
    await addToWeek(db, city, week, sumsOf(list.map(({ unitId }) => ({ unitId, minutes }))))
  const days = [...Map.groupBy(pieces, ({ unitId, on }) => `${unitId} ${on}`).values()]
  await addWork(
    db,
    city,
    kind,
    days.map((list) => ({ ...list[0]!, id: v7(), week: weekOf(list[0]!.on), minutes: minutes * list.length, pieces: list.length })),
  )
}

function sumsOf(asks: readonly Pick<NewAsk, 'unitId' | 'minutes'>[]): { unitId: string; asks: number; minutes: number }[] {
  const sums = new Map<string, { unitId: string; asks: number; minutes: number }>()
  for (const { unitId, minutes } of asks) {
    const sum = sums.get(unitId) ?? { unitId, asks: 0, minutes: 0 }
    sums.set(unitId, { unitId, asks: sum.asks + 1, minutes: sum.minutes + minutes })
  }
  return [...sums.values()]
}

function overOf(over: readonly { unit: GrassrootsRow; minutes: number; allowed: number }[], usual: number, week: string): Problem {
  const faults = over.slice(0, 20).map(({ unit, minutes, allowed }) => ({
    at: unit.id,
    says: 'fault.burdenOver',
    details: { unit: unit.zh, minutes, budget: (unit.budget ?? usual) + allowed },
  }))
  return new Problem('burden.over', 409, { week, n: over.length, units: over.slice(0, 20).map(({ unit }) => unit.id) }, faults)
}
