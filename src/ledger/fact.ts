/**
 * A fact as the ledger takes it in: the number it has in its city, and what is hashed of it. Rooms above hand in their own
 * facts as sources; events come from the floor below. The text of a leaf is canonical JSON (RFC 8785), so that it is the same
 * on every machine.
 */
import canonicalize from 'canonicalize'
import type { Event } from '../base/event.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { leafHash } from './merkle.ts'
import { type Hashing, hashOfField, type Personal } from './personal.ts'

/** What is hashed. `type` and `kind` name it to people; fields that are absent are absent here too. */
export type Leaf = Readonly<Record<string, unknown>> & { readonly type: string; readonly kind?: string }

/** A fact with its number in the city's order. */
export interface Fact {
  readonly seq: number
  readonly leaf: Leaf
}

/** A fact hashed: its kind by name, and the hash of the text of its leaf with personal fields hidden. */
export interface Hashed {
  readonly seq: number
  readonly kind: string
  readonly leaf: Uint8Array
}

/** Gives the facts of one table with numbers `from` to `to`, in any order; personal fields still open. */
export interface Source {
  /** The number of what has this id. */
  readonly find?: (db: Db, city: CityId, id: string) => Promise<{ readonly seq: number } | undefined>
  readonly read: (db: Db, city: CityId, span: Span) => Promise<Fact[]>
  /**
   * The same facts hashed at once, for sources of many: whatever is sealed passes here, and a leaf that is first made, then written
   * and then hashed costs several times as much. It must be the hash of `read` to the bit, or the check finds every fact changed.
   */
  readonly hash?: (db: Db, city: CityId, hashing: Hashing, span: Span) => Promise<Hashed[]>
}

/** Numbers, the last one included. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What is hashed of an event. A post stands in it only where one acted. */
export function factOfEvent({ seq, ...event }: Event & { readonly post?: string | null | undefined }): Fact {
  const { id, kind, thing, at, by, post, version, data } = event
  return { seq, leaf: { type: 'event', id, kind, thing, at, by, ...(post == null ? {} : { post }), version, data } }
}

/** The leaf as it is hashed: personal fields are their hashes. */
export function hidden(hashing: Hashing, leaf: Leaf): Leaf {
  const data = leaf['data'] as Record<string, unknown> | undefined
  const personal = data?.['personal']
  if (personal === null || typeof personal !== 'object') return leaf
  const fields = Object.entries(personal as Personal).map(([field, it]) => [field, { hash: hashOfField(hashing, it) }])
  return { ...leaf, data: { ...data, personal: Object.fromEntries(fields) } }
}

/** The text that is hashed. What has its keys in order already, as bulk has, needs no sorting. */
export const textOfLeaf = (leaf: Leaf): string => (isInOrder(leaf) ? JSON.stringify(leaf) : canonicalize(leaf)!)

/** True when writing a value as it is gives its canonical text: keys ascend at every depth, and nothing writes itself. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return value === null || typeof value === 'boolean'
  if (Array.isArray(value)) return value.every(isInOrder)
  if (Object.getPrototypeOf(value) !== Object.prototype || 'toJSON' in value) return false
  let before = ''
  for (const key of Object.keys(value)) {
    if (key <= before || !isInOrder((value as Record<string, unknown>)[key])) return false
    before = key
  }
  return true
}

/** The hash of a leaf, personal fields hidden. */
export const hashOfLeaf = (hashing: Hashing, leaf: Leaf): Uint8Array => leafHash(hashing.hash, textOfLeaf(hidden(hashing, leaf)))

/** A fact hashed. */
export const hashedOf = (hashing: Hashing, { seq, leaf }: Fact): Hashed => ({ seq, kind: kindOf(leaf), leaf: hashOfLeaf(hashing, leaf) })

/** The name of what a leaf tells: `case.reported`, `observation.check`. */
export const kindOf = ({ type, kind }: Leaf): string => (type === 'event' ? (kind ?? type) : kind === undefined ? type : `${type}.${kind}`)

/**
 * What stands at a number: the fact; or that there was none, or more than one, when it was sealed. Both say that somebody has
 * been at the tables.
 */
export function leafAt(seq: number, facts: readonly Fact[]): Leaf {
  const [first, ...others] = facts
  if (first === undefined) return { type: 'missing', seq }
  return others.length === 0 ? first.leaf : { type: 'double', facts: facts.map(({ leaf }) => leaf) }
}
