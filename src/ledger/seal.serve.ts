/**
 * Sealing: the tree follows the facts. What was recorded since is read in the order of its numbers, hashed, and put to the
 * right edge of the tree; so it costs the writer nothing, a bulk of thousands is a few queries, and a database that had no
 * ledger yet is sealed from its first fact in the same way, a batch at a time, wherever it was left off.
 */
import { lastSeq } from '../base/event.sql.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { blockLevel, blockOf, blockSize, joinKinds, joinLeaves, kindsOf, leavesOf, needsOf, hashOfRange } from './blocks.ts'
import { type Fact, leafAt, type Source, type Span, type Hashed, hashedOf } from './fact.ts'
import type { SignedHead } from './head.ts'
import type { Heads } from './heads.serve.ts'
import type { Signer } from './keys.serve.ts'
import {
  addHead,
  addNodes,
  type Block,
  growTree,
  type HeadRow,
  holdTree,
  listBlocks,
  listHeads,
  putBlocks,
  readEvents,
  readNeeds,
  sizeOfTree,
} from './ledger.sql.ts'
import { grow, type Subtree, subtreesOf } from './merkle.ts'
import { type Hashing, hex } from './personal.ts'

/** What a ledger works with: the facts of the rooms above, the key of the installation, and where heads are kept besides. */
export interface Ledger {
  readonly sources: readonly Source[]
  readonly signer: Signer
  /** Heads outside the database, so that who rules over the one does not rule over the other. */
  readonly heads: Heads
}

const batch = 4096

/** The facts with numbers `from` to `to` from every source, by number; more than one where somebody put another beside it. */
export async function readFacts(db: Db, city: CityId, sources: readonly Source[], span: Span): Promise<Map<number, Fact[]>> {
  const facts = new Map<number, Fact[]>()
  for (const source of [{ read: readEvents }, ...sources])
    for (const fact of await source.read(db, city, span)) {
      const known = facts.get(fact.seq)
      if (known) known.push(fact)
      else facts.set(fact.seq, [fact])
    }
  return facts
}

/**
 * What stands at each number of a span, hashed. Where a number holds none or two, somebody has been at the tables: then
 * the facts are read one by one, and the leaf says so.
 */
async function hashFacts(db: Db, city: CityId, { sources, signer: { hashing } }: Ledger, span: Span): Promise<Hashed[]> {
  const count = span.to - span.from + 1
  const list: Hashed[] = (await readEvents(db, city, span)).map((fact) => hashedOf(hashing, fact))
  for (const { read, hash } of sources)
    for (const one of hash ? await hash(db, city, hashing, span) : (await read(db, city, span)).map((fact) => hashedOf(hashing, fact)))
      list.push(one)
  const hashed = Array.from<Hashed | undefined>({ length: count })
  let found = 0
  for (const one of list) {
    if (hashed[one.seq - span.from] === undefined) found++
    hashed[one.seq - span.from] = one
  }
  if (found === count && list.length === count) return hashed as Hashed[]
  const facts = await readFacts(db, city, sources, span)
  return hashed.map((_, at) => hashedOf(hashing, { seq: span.from + at, leaf: leafAt(span.from + at, facts.get(span.from + at) ?? []) }))
}

/** Seals everything that is recorded; gives the size of the tree. `done` hears how far it is after each batch. */
export async function sealAll(
  db: Db,
  city: CityId,
  ledger: Ledger,
  done: (size: number, of: number) => void = () => undefined,
): Promise<number> {
  for (;;) {
    const { size, last } = await db.tx((tx) => sealNext(tx, city, ledger))
    done(size, last)
    if (size >= last) return size
  }
}

/** Seals the next batch, in the caller's transaction. */
export async function sealNext(db: Db, city: CityId, ledger: Ledger): Promise<{ size: number; last: number }> {
  const { hashing } = ledger.signer
  const size = await holdTree(db, city, hashing.name)
  // The counter first: everything up to it is committed.
  const last = await lastSeq(db, city)
  const to = Math.min(last, size + batch)
  if (to <= size) return { size, last }
  await append(db, city, hashing, size, await hashFacts(db, city, ledger, { from: size + 1, to }))
  return { size: to, last }
}

/** Puts facts to the right edge of a tree of `size`. */
async function append(db: Db, city: CityId, hashing: Hashing, size: number, facts: readonly Hashed[]): Promise<void> {
  const first = blockOf(size)
  const [open] = size % blockSize === 0 ? [] : await listBlocks(db, city, hashing.name, [first])
  const begun = open === undefined ? [] : leavesOf(open.leaves)
  const nodes: (Subtree & { node: Uint8Array })[] = []
  const tree = grow(
    hashing.hash,
    { size: first * blockSize, edge: await edgeOf(db, city, hashing, first * blockSize) },
    (subtree, node) => {
      if (subtree.level >= blockLevel) nodes.push({ ...subtree, node })
    },
  )
  const hashes = [...begun, ...facts.map(({ leaf }) => leaf)]
  for (const leaf of hashes) tree.push(leaf)
  const kinds = [...(open === undefined ? [] : kindsOf(open.kinds)), ...facts.map(({ kind }) => kind)]
  const blocks: Block[] = []
  for (let at = 0; at < hashes.length; at += blockSize) {
    const part = hashes.slice(at, at + blockSize)
    blocks.push({ no: first + at / blockSize, leaves: joinLeaves(part), kinds: joinKinds(kinds.slice(at, at + blockSize)) })
  }
  await putBlocks(db, city, hashing.name, blocks)
  await addNodes(db, city, hashing.name, nodes)
  await growTree(db, city, hashing.name, size + facts.length)
}

/** The complete subtrees of the first `size` facts, where `size` is a number of whole blocks. */
async function edgeOf(db: Db, city: CityId, { name }: Hashing, size: number): Promise<Uint8Array[]> {
  const parts = subtreesOf([0, size])
  const { node } = await readNeeds(db, city, name, { nodes: parts, blocks: [] })
  return parts.map((part) => {
    const found = node(part)
    if (found === undefined) throw new Error(`the ledger of city ${city} has lost subtree ${part.level}/${part.no}`)
    return found
  })
}

/** The root over the first `size` facts; undefined when a part of the tree was lost. */
export async function rootAt(db: Db, city: CityId, { name, hash }: Hashing, size: number): Promise<Uint8Array | undefined> {
  return hashOfRange(hash, [0, size], await readNeeds(db, city, name, needsOf([[0, size]])))
}

/**
 * Signs the tree as it is and keeps the head. A tree that has not grown since is signed again only when `anew` is said: a head
 * of today says that nothing came, which a head of yesterday cannot.
 */
export async function signHead(
  db: Db,
  { city, code, at, anew = false }: { city: CityId; code: string; at: string; anew?: boolean },
  { signer, heads }: Ledger,
): Promise<HeadRow> {
  const { hashing } = signer
  const size = await sizeOfTree(db, city, hashing.name)
  const [known] = await listHeads(db, city, hashing.name, { limit: 1 })
  if (!anew && known?.size === size) return known
  const root = await rootAt(db, city, hashing, size)
  if (root === undefined) throw new Error(`the ledger of city ${city} has lost a part of its tree`)
  const signed: SignedHead = signer.sign({ city: code, size, root: hex(root), at, hash: hashing.name })
  await addHead(db, city, hashing.name, signed)
  await heads.keep(city, signed.note)
  return { size, at, note: signed.note }
}

/** Seals everything and signs it. */
export async function sealAndSign(
  db: Db,
  who: { city: CityId; code: string; at: string; anew?: boolean },
  ledger: Ledger,
): Promise<HeadRow> {
  await sealAll(db, who.city, ledger)
  return signHead(db, who, ledger)
}
