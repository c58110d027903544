/**
 * The tree over all facts of a city (RFC 6962, section 2.1; RFC 9162, section 2.1): a leaf is hashed behind the byte 0, a pair
 * behind the byte 1. Nothing here reads or hashes by itself: the hash is handed in, and a proof is first a list of ranges,
 * so that whoever keeps the tree decides how many reads it takes.
 */

/** A hash over its parts one after the other; text counts as UTF-8. */
export type Hash = (...parts: readonly (Uint8Array | string)[]) => Uint8Array

/** The hash of a leaf's text. */
export const leafHash = (hash: Hash, text: string): Uint8Array => hash('\u0000', text)

/** The hash of a pair. */
export const nodeHash = (hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array => hash('\u0001', left, right)

/** The root of the empty tree. */
export const emptyRoot = (hash: Hash): Uint8Array => hash('')

/** A complete subtree: the leaves from `no · 2^level` on, `2^level` of them. */
export interface Subtree {
  readonly level: number
  readonly no: number
}

/** Leaves `from` to before `to`. */
export type Range = readonly [from: number, to: number]

/** The largest power of two that is smaller than `n`. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The complete subtrees that a range of a tree is made of, largest first. */
export function subtreesOf([from, to]: Range): Subtree[] {
  const parts: Subtree[] = []
  let at = from
  while (at < to) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level++
    parts.push({ level, no: at / 2 ** level })
    at += 2 ** level
  }
  return parts
}

/** The hash of a range from those of its complete subtrees, in the order of `subtreesOf`. */
export function joinSubtrees(hash: Hash, parts: readonly Uint8Array[]): Uint8Array {
  const last = parts.at(-1)
  if (last === undefined) return emptyRoot(hash)
  return parts.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), last)
}

/** The ranges whose hashes prove that leaf `index` is in the tree of `size` leaves, from the leaf to the root (PATH). */
export function inclusionRanges(index: number, size: number, from = 0): Range[] {
  const n = size - from
  if (n <= 1) return []
  const middle = from + split(n)
  return index < middle
    ? [...inclusionRanges(index, middle, from), [middle, size]]
    : [...inclusionRanges(index, size, middle), [from, middle]]
}

/** The ranges whose hashes prove that the tree of `first` leaves is the beginning of the tree of `size` leaves (PROOF). */
export function consistencyRanges(first: number, size: number): Range[] {
  const sub = (m: number, from: number, to: number, whole: boolean): Range[] => {
    if (m === to) return whole ? [] : [[from, to]]
    const middle = from + split(to - from)
    return m <= middle ? [...sub(m, from, middle, whole), [middle, to]] : [...sub(m, middle, to, false), [from, middle]]
  }
  return first <= 0 || first >= size ? [] : sub(first, 0, size, true)
}

/** The root that a leaf and its path lead to; undefined when the path has not the length it must have (RFC 9162, 2.1.3.2). */
export function rootOfPath(
  hash: Hash,
  { index, size, leaf, path }: { index: number; size: number; leaf: Uint8Array; path: readonly Uint8Array[] },
): Uint8Array | undefined {
  const ranges = index >= 0 && index < size ? inclusionRanges(index, size) : undefined
  if (ranges?.length !== path.length) return undefined
  return ranges.reduce((root, [from], at) => (from > index ? nodeHash(hash, root, path[at]!) : nodeHash(hash, path[at]!, root)), leaf)
}

/** What a consistency proof speaks of. */
export interface Consistency {
  readonly first: number
  readonly firstRoot: Uint8Array
  readonly size: number
  readonly root: Uint8Array
  readonly path: readonly Uint8Array[]
}

/** True when the path proves that the smaller tree is the beginning of the larger one (RFC 9162, 2.1.4.2). */
export function isConsistent(hash: Hash, { first, firstRoot, size, root, path }: Consistency): boolean {
  if (first > size || first < 0) return false
  if (first === size) return path.length === 0 && isSame(firstRoot, root)
  if (first === 0) return path.length === 0 && isSame(firstRoot, emptyRoot(hash))
  const ranges = consistencyRanges(first, size)
  if (ranges.length !== path.length) return false
  const isPower = Number.isInteger(Math.log2(first))
  let [old, now] = isPower ? [firstRoot, firstRoot] : [path[0]!, path[0]!]
  for (let at = isPower ? 0 : 1; at < path.length; at++) {
    if (ranges[at]![0] >= first) now = nodeHash(hash, now, path[at]!)
    else [old, now] = [nodeHash(hash, path[at]!, old), nodeHash(hash, path[at]!, now)]
  }
  return isSame(old, firstRoot) && isSame(now, root)
}

/** True for the same bytes. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at])

/** A tree that grows at its right edge and remembers nothing else. */
export interface Growing {
  readonly size: () => number
  readonly push: (leaf: Uint8Array) => void
  readonly root: () => Uint8Array
}

/** Told about each complete subtree at the moment it becomes complete. */
export type Completed = (subtree: Subtree, node: Uint8Array) => void

/** Grows on from a tree of which only the complete subtrees of its right edge are known (`subtreesOf([0, size])`). */
export function grow(hash: Hash, from: { size: number; edge: readonly Uint8Array[] }, completed: Completed = () => undefined): Growing {
  let size = from.size
  const edge = [...from.edge]
  return {
    size: () => size,
    push: (leaf) => {
      let [node, no, level] = [leaf, size, 0]
      completed({ level, no }, node)
      for (; no % 2 === 1; no = (no - 1) / 2) {
        node = nodeHash(hash, edge.pop()!, node)
        level++
        completed({ level, no: (no - 1) / 2 }, node)
      }
      edge.push(node)
      size++
    },
    root: () => joinSubtrees(hash, edge),
  }
}

/** A tree without a leaf. */
export const emptyTree = { size: 0, edge: [] } as const
