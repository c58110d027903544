/**
 * What is known of a city within a window: sums of checks and answers by fact and place, and the single records of what is
 * read only once per subject (reviews, opinions, statistics), where the last one counts. Its size follows points × facts,
 * not observations. Adding an observation gives the entries by which every score board is brought up to date.
 */
import type { Entry } from './board.ts'
import { add, type Amounts, amountsOf, type Counted, type Counts, makeCounts, width } from './counts.ts'
import { type FactKind, factKey } from './plan.ts'

/** Kinds of observations, as inspections record them. */
export type ObservedKind = 'check' | 'review' | 'opinion' | 'answer' | 'statistic'

/** One observation as scoring reads it. `place` is its point, else its area, else null: the city as a whole. */
export interface Observed extends Counted {
  readonly id: string
  readonly seq: number
  readonly kind: ObservedKind
  readonly fact: string
  readonly place: string | null
  /** Instant, as the database gives it; texts of one form, so that they sort by time. */
  readonly at: string
}

/** What was observed, summed by fact and place. */
export interface Facts {
  /** Fact keys and places by number. */
  readonly keys: { readonly kind: FactKind; readonly key: string }[]
  readonly keyAt: Map<string, number>
  readonly places: (string | null)[]
  readonly placeAt: Map<string | null, number>
  /** Sums by fact and place: key number × `span` + place number. */
  readonly cells: Counts
  /** Records of one subject, by the same number. */
  readonly records: Map<number, Observed[]>
}

const span = 2 ** 26

/** No facts yet. */
export const makeFacts = (): Facts => ({
  keys: [],
  keyAt: new Map(),
  places: [],
  placeAt: new Map(),
  cells: makeCounts(1024),
  records: new Map(),
})

/** Adds sums that the database made of checks or answers. */
export function addSums(facts: Facts, kind: 'check' | 'answer', fact: string, place: string | null, amounts: Amounts, sign = 1): void {
  add(facts.cells, cellOf(facts, kind, fact, place), amounts, 0, sign)
}

/** Adds an observation (or takes a superseded one back with −1); gives the entries for the boards. */
export function observe(facts: Facts, it: Observed, sign: 1 | -1 = 1): Entry[] {
  if (it.kind === 'check' || it.kind === 'answer') return [change(facts, it.kind, it, amountsOf(it), sign)]
  const kind = it.kind === 'statistic' ? 'statistic' : 'review'
  const cell = cellOf(facts, kind, it.fact, it.place)
  const before = facts.records.get(cell) ?? []
  const after = sign === 1 ? [...before, it] : before.filter(({ id }) => id !== it.id)
  facts.records.set(cell, after)
  const last = difference(latestOf(after), latestOf(before))
  const entries = last.some((amount) => amount !== 0) ? [change(facts, kind, it, last, 1)] : []
  return kind === 'review' ? [...entries, change(facts, 'reviews', it, amountsOf(it), sign)] : entries
}

/** Everything known, as entries for a new board. */
export function* entriesOf(facts: Facts): Generator<Entry> {
  for (const [cell, row] of facts.cells.rows) {
    const { kind, key } = facts.keys[Math.floor(cell / span)]!
    yield { kind, key, place: facts.places[cell % span]!, amounts: facts.cells.data, from: row * width }
  }
}

/** Everything known in one fixed order, zeros left out: what the hash of the inputs is taken of. */
export function orderedCells(facts: Facts): (string | number)[][] {
  const list: (string | number)[][] = []
  for (const { key, place, amounts, from = 0 } of entriesOf(facts)) {
    const row = Array.from({ length: width }, (_, column) => amounts[from + column]!)
    if (row.some((amount) => amount !== 0)) list.push([key, place ?? '', ...row])
  }
  return list.sort((a, b) => compare(a[0] as string, b[0] as string) || compare(a[1] as string, b[1] as string))
}

/** The records of a fact that is read once, of every subject. */
export function recordsOf(facts: Facts, kind: FactKind, fact: string): Observed[] {
  const at = facts.keyAt.get(factKey(kind, fact))
  if (at === undefined) return []
  return [...facts.records].flatMap(([cell, records]) => (Math.floor(cell / span) === at ? records : []))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function change(facts: Facts, kind: FactKind, { fact, place }: Observed, amounts: Amounts, sign: number): Entry {
  add(facts.cells, cellOf(facts, kind, fact, place), amounts, 0, sign)
  return { kind, key: factKey(kind, fact), place, amounts, sign }
}

function cellOf(facts: Facts, kind: FactKind, fact: string, place: string | null): number {
  const key = factKey(kind, fact)
  let at = facts.keyAt.get(key)
  if (at === undefined) facts.keyAt.set(key, (at = facts.keys.push({ kind, key }) - 1))
  let where = facts.placeAt.get(place)
  if (where === undefined) facts.placeAt.set(place, (where = facts.places.push(place) - 1))
  return at * span + where
}

/** The amounts of the last record: latest by time of observation, then by order of arrival. */
function latestOf(records: readonly Observed[]): readonly number[] {
  const [first, ...rest] = records
  if (first === undefined) return none
  const latest = rest.reduce((last, it) => (it.at > last.at || (it.at === last.at && it.seq > last.seq) ? it : last), first)
  return amountsOf(latest)
}

const none: readonly number[] = Array.from({ length: width }, () => 0)
const difference = (a: readonly number[], b: readonly number[]): number[] => a.map((amount, index) => amount - b[index]!)
