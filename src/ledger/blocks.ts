/** How the tree is kept: the leaves of 256 facts side by side in one block, and complete subtrees from there on. */
import { emptyTree, grow, type Hash, inclusionRanges, joinSubtrees, type Range, type Subtree, subtreesOf } from './merkle.ts'

/** Facts a block. */
export const blockSize = 256
/** The level of a whole block; what is below is hashed anew from its leaves. */
export const blockLevel = 8
const hashBytes = 32
/** The length of a whole block. */
export const blockBytes = blockSize * hashBytes

/** The number of the block in which a leaf lies. */
export const blockOf = (index: number): number => Math.floor(index / blockSize)

/** The leaf hashes of a block, apart. */
export const leavesOf = (block: Uint8Array): Uint8Array[] =>
  Array.from({ length: block.length / hashBytes }, (_, at) => block.subarray(at * hashBytes, (at + 1) * hashBytes))

/** Leaf hashes, or blocks, side by side. */
export function joinLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(leaves.reduce((sum, leaf) => sum + leaf.length, 0))
  let at = 0
  for (const leaf of leaves) {
    bytes.set(leaf, at)
    at += leaf.length
  }
  return bytes
}

/** The kinds of a block as they are stored: one a line, the same ones in a row once, with how many there are. */
export function joinKinds(kinds: readonly string[]): string {
  const runs: { kind: string; count: number }[] = []
  for (const kind of kinds) {
    const last = runs.at(-1)
    if (last?.kind === kind) last.count++
    else runs.push({ kind, count: 1 })
  }
  return runs.map(({ kind, count }) => (count === 1 ? kind : `${kind} ${count}`)).join('\n')
}

/** The kinds of a block, apart. Before 0.3 each had a line of its own. */
export const kindsOf = (stored: string): string[] =>
  stored.split('\n').flatMap((line) => {
    const [kind = '', count = '1'] = line.split(' ')
    return Array.from({ length: Math.min(Number(count), blockSize) }, () => kind)
  })

/** What must be read to hash some ranges: stored subtrees, and blocks for what is smaller. */
export interface Needs {
  readonly nodes: readonly Subtree[]
  readonly blocks: readonly number[]
}

/** The reads that ranges need. */
export function needsOf(ranges: readonly Range[]): Needs {
  const parts = ranges.flatMap(subtreesOf)
  const blocks = parts.filter(({ level }) => level < blockLevel).map(({ level, no }) => blockOf(no * 2 ** level))
  return { nodes: parts.filter(({ level }) => level >= blockLevel), blocks: [...new Set(blocks)] }
}

/** What was read for `Needs`. */
export interface Read {
  readonly node: (subtree: Subtree) => Uint8Array | undefined
  readonly block: (no: number) => Uint8Array | undefined
}

/** The hash of a range; undefined when something that should be stored is not. */
export function hashOfRange(hash: Hash, range: Range, read: Read): Uint8Array | undefined {
  const parts = subtreesOf(range).map((subtree) => (subtree.level >= blockLevel ? read.node(subtree) : hashInBlock(hash, subtree, read)))
  return parts.includes(undefined) ? undefined : joinSubtrees(hash, parts as Uint8Array[])
}

function hashInBlock(hash: Hash, { level, no }: Subtree, read: Read): Uint8Array | undefined {
  const [first, count] = [no * 2 ** level, 2 ** level]
  const at = first % blockSize
  const leaves = leavesOf(read.block(blockOf(first)) ?? new Uint8Array()).slice(at, at + count)
  if (leaves.length < count) return undefined
  const tree = grow(hash, emptyTree)
  for (const leaf of leaves) tree.push(leaf)
  return tree.root()
}

/** The ranges of the path of a leaf, the leaf itself first. */
export const rangesOfProof = (index: number, size: number): Range[] => [[index, index + 1], ...inclusionRanges(index, size)]
