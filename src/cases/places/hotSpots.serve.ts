/**
 * Where and when cases heap up, by DBSCAN (Ester, Kriegel, Sander, Xu 1996; library `@turf/clusters-dbscan`): a case with at least
 * so many others within so many metres is the core of a heap, and heaps grow from core to core. No shape and no number of
 * heaps is given beforehand, and a case that stands alone is in none..
 */
import clustersDbscan from '@turf/clusters-dbscan'
import type { CityId } from '../../base/ids.ts'
import { metresBetween } from '../../city/metres.ts'
import type { Place } from '../../base/place.ts'
import type { Db } from '../../base/sql.ts'
import { addDays, dayOf, type Instant } from '../../base/time.ts'
import { type HotQuery, listPlacedCases, type PlacedCase } from './hotSpots.sql.ts'
import type { HotSpot } from './places.api.ts'

/** Looked at in one go: some hundred milliseconds of work. */
export const mostCases = 5000
const usualDays = 90

/** How heaps are told from what stands alone. */
export interface Heaping {
  readonly withinM: number
  readonly least: number
}

/** The heaps of cases, the largest first. */
export function heapsOf(cases: readonly PlacedCase[], { withinM, least }: Heaping): PlacedCase[][] {
  const features = cases.map(({ lng, lat }, index) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: [lng, lat] },
    properties: { index },
  }))
  const found = clustersDbscan({ type: 'FeatureCollection', features }, withinM, { units: 'meters', minPoints: least, mutate: true })
  const heaps = new Map<number, PlacedCase[]>()
  for (const { properties } of found.features) {
    if (properties.cluster === undefined) continue
    const heap = heaps.get(properties.cluster) ?? []
    heap.push(cases[(properties as unknown as { index: number }).index]!)
    heaps.set(properties.cluster, heap)
  }
  return [...heaps.values()].filter(({ length }) => length >= least).toSorted((a, b) => b.length - a.length)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const cityHours = 8

/** A heap in figures. */
export function spotOf(heap: readonly PlacedCase[]): HotSpot {
  const place: Place = [mean(heap.map(({ lng }) => lng)), mean(heap.map(({ lat }) => lat))]
  const weekdays = Array.from({ length: 7 }, () => 0)
  const hours = Array.from({ length: 24 }, () => 0)
  const classes = new Map<string, number>()
  for (const { reportedAt, class: type } of heap) {
    const local = new Date(Date.parse(reportedAt) + cityHours * 3_600_000)
    weekdays[(local.getUTCDay() + 6) % 7]!++
    hours[local.getUTCHours()]!++
    if (type !== null) classes.set(type, (classes.get(type) ?? 0) + 1)
  }
  const times = heap.map(({ reportedAt }) => reportedAt).toSorted()
  const street = mostOften(heap.flatMap((it) => (it.streetId === null ? [] : [it])))
  return {
    place,
    radiusM: Math.ceil(Math.max(...heap.map(({ lng, lat }) => metresBetween(place, [lng, lat])))),
    cases: heap.length,
    open: heap.filter(({ closed }) => !closed).length,
    street: street ? { id: street.streetId!, title: { zh: street.streetZh ?? '', en: street.streetEn ?? '' } } : null,
    classes: [...classes]
      .map(([type, cases]) => ({ class: type, cases }))
      .toSorted((a, b) => b.cases - a.cases || (a.class < b.class ? -1 : 1))
      .slice(0, 5),
    weekdays,
    hours,
    firstAt: times[0]!,
    lastAt: times.at(-1)!,
    newest: heap.toSorted((a, b) => (a.reportedAt < b.reportedAt ? 1 : -1))[0]!.id,
  }
}

/** A case of the street that most of them lie in. */
function mostOften(heap: readonly PlacedCase[]): PlacedCase | undefined {
  const counts = new Map<string, number>()
  for (const { streetId } of heap) counts.set(streetId!, (counts.get(streetId!) ?? 0) + 1)
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1])
  return most && heap.find(({ streetId }) => streetId === most[0])
}

/** The hot spots of a city. */
export async function hotSpots(
  db: Db,
  city: CityId,
  at: Instant,
  { from, to, withinM, least, ...which }: Omit<HotQuery, 'from' | 'to'> & Heaping & { from?: string | undefined; to?: string | undefined },
) {
  const last = to ?? dayOf(at)
  const first = from ?? addDays(last, -usualDays)
  const cases = await listPlacedCases(db, city, { ...which, from: first, to: last }, mostCases + 1)
  const looked = cases.slice(0, mostCases)
  const heaps = heapsOf(looked, { withinM, least })
  const alone = looked.length - heaps.reduce((sum, { length }) => sum + length, 0)
  return {
    items: heaps.slice(0, 200).map(spotOf),
    cases: looked.length,
    alone,
    cut: cases.length > looked.length,
    from: first,
    to: last,
  }
}
