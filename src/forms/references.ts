/**
 * `${name}` in an expression becomes a path, and nothing else of it is touched: the engine reads it. Within one repeat the path is
 * relative, so that a question means its neighbour of the same turn; everywhere else it is absolute.
 */
import { type Form, type FormGroup, partsOf } from './form.ts'

/** Where a name stands: its steps from the root, and how many of them lead to its innermost repeat (0: none). */
interface Spot {
  readonly steps: readonly string[]
  readonly repeats: readonly number[]
}

/** Every name of a form with all the places it stands at. */
export type Spots = ReadonlyMap<string, readonly Spot[]>

/** Finds the places of all names. */
export function spotsOf(form: Pick<Form, 'parts'>): Spots {
  const spots = new Map<string, Spot[]>()
  for (const { part, path } of partsOf(form.parts)) {
    const spot = spotOf(part.name, path, part.is === 'repeat')
    spots.set(part.name, [...(spots.get(part.name) ?? []), spot])
  }
  return spots
}

function spotOf(name: string, path: readonly FormGroup[], isRepeat: boolean): Spot {
  const repeats = path.flatMap((group, index) => (group.is === 'repeat' ? [index + 1] : []))
  return { steps: [...path.map((group) => group.name), name], repeats: isRepeat ? [...repeats, path.length + 1] : repeats }
}

/** The path of a part from the root of the answers. */
export const pathOf = (name: string, path: readonly FormGroup[]): string => `/data/${[...path.map((group) => group.name), name].join('/')}`

/** Spaces around a name are taken off afterwards: a pattern that looks for them on both sides tries every way to share them out. */
const reference = /\$\{([^{}]*)\}/g

/** The names that an expression refers to. */
export const namesIn = (text: string): string[] => [...text.matchAll(reference)].map(([, name]) => name!.trim())

/** Where an expression stands: the steps of its part; in a choice filter the part itself must be asked for by name. */
export interface Standing {
  readonly steps: readonly string[]
  readonly inFilter?: boolean
}

/** The expression with paths for names. Names must be known and stand once; `unclear` tells which do not. */
export function resolved(text: string, from: Standing, spots: Spots): string {
  const isAbsolute = /\bindexed-repeat\s*\(/.test(text)
  return text.replace(reference, (_whole, name: string) => {
    const spot = spots.get(name.trim())?.[0]
    return spot === undefined ? '' : isAbsolute ? `/data/${spot.steps.join('/')}` : pathBetween(from, spot)
  })
}

/** Which names of an expression are not known, or stand at several places. */
export const unclear = (text: string, spots: Spots): { name: string; why: 'referenceUnknown' | 'referenceTwice' }[] =>
  namesIn(text).flatMap((name) => {
    const count = spots.get(name)?.length ?? 0
    return count === 1 ? [] : [{ name, why: count === 0 ? ('referenceUnknown' as const) : ('referenceTwice' as const) }]
  })

function pathBetween({ steps, inFilter = false }: Standing, to: Spot): string {
  const shared = to.repeats.findLast(
    (length) => length < to.steps.length && to.steps.slice(0, length).every((step, at) => steps[at] === step),
  )
  if (shared === undefined || shared >= steps.length) return `/data/${to.steps.join('/')}`
  const path = [...Array.from({ length: steps.length - shared }, () => '..'), ...to.steps.slice(shared)].join('/')
  return inFilter ? `current()/${path}` : path
}
