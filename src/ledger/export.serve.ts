/** Writes the ledger of a city out, read in steps so that memory stays flat: for a file, and for the check on the spot. */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { blockOf, blockSize, kindsOf, leavesOf } from './blocks.ts'
import { type Fact, hashOfLeaf, hidden, kindOf, type Leaf, leafAt, type Source } from './fact.ts'
import { type FactLine, type FileHead, type HeadLine, ledgerFormat } from './file.ts'
import { listBlocks, listHeadsUpwards, sizeOfTree } from './ledger.sql.ts'
import { type Hashing, hex } from './personal.ts'
import { type Ledger, readFacts } from './seal.serve.ts'

/** What is written out. */
export interface Wanted {
  readonly city: CityId
  readonly code: string
  readonly at: string
}

const step = blockSize * 4
/** Whoever puts a fact outside the order puts it below 1 or beyond what was counted. */
const outside = 100_000

/** The lines of the file, each without its line end. What was recorded after the last sealing comes last, without a hash. */
export async function* linesOf(db: Db, { city, code, at }: Wanted, { sources, signer }: Ledger): AsyncGenerator<string> {
  const { hashing } = signer
  const size = await sizeOfTree(db, city, hashing.name)
  yield JSON.stringify({ format: ledgerFormat, city: code, hash: hashing.name, size, key: signer.key, at } satisfies FileHead)
  yield* unsealed(await readFacts(db, city, sources, { from: -outside, to: 0 }), hashing)
  for (let from = 0; from < size; from += step) {
    const to = Math.min(size, from + step)
    const heads = await listHeadsUpwards(db, city, hashing.name, from + 1, to)
    for (const line of await sealed({ db, city, sources, hashing }, from, to)) {
      yield JSON.stringify(line)
      for (; heads[0] !== undefined && heads[0].size <= line.seq; heads.shift())
        yield JSON.stringify({ head: heads[0].note } satisfies HeadLine)
    }
    for (const { note } of heads) yield JSON.stringify({ head: note } satisfies HeadLine)
  }
  yield* unsealed(await readFacts(db, city, sources, { from: size + 1, to: size + outside }), hashing)
  for (const { note } of await listHeadsUpwards(db, city, hashing.name, size + 1, Number.MAX_SAFE_INTEGER))
    yield JSON.stringify({ head: note })
}

interface From {
  readonly db: Db
  readonly city: CityId
  readonly sources: readonly Source[]
  readonly hashing: Hashing
}

/** Sealed facts after `from` up to `to`, each with the hash it was sealed with. */
async function sealed({ db, city, sources, hashing }: From, from: number, to: number): Promise<FactLine[]> {
  const numbers = Array.from({ length: Math.ceil((to - from) / blockSize) }, (_, at) => blockOf(from) + at)
  const blocks = new Map(
    (await listBlocks(db, city, hashing.name, numbers)).map((block) => [
      block.no,
      { leaves: leavesOf(block.leaves), kinds: kindsOf(block.kinds) },
    ]),
  )
  const facts = await readFacts(db, city, sources, { from: from + 1, to })
  return Array.from({ length: to - from }, (_, at) => from + at + 1).flatMap((seq) => {
    const block = blocks.get(blockOf(seq - 1))
    const [leaf, kind] = [block?.leaves[(seq - 1) % blockSize], block?.kinds[(seq - 1) % blockSize]]
    return linesAt(hashing, seq, { facts: facts.get(seq) ?? [], hash: leaf && hex(leaf), kind })
  })
}

interface At {
  readonly facts: readonly Fact[]
  readonly hash: string | undefined
  readonly kind: string | undefined
}

/** The line of a number; more than one when something stands beside the sealed fact. */
function linesAt(hashing: Hashing, seq: number, { facts, hash, kind }: At): FactLine[] {
  const seal = hash === undefined ? {} : { hash }
  const line = (leaf: Leaf): FactLine => ({
    seq,
    leaf: hidden(hashing, leaf),
    ...seal,
    ...(kind === undefined || kind === kindOf(leaf) ? {} : { kind }),
  })
  const isSealed = (leaf: Leaf) => hash !== undefined && hex(hashOfLeaf(hashing, leaf)) === hash
  const whole = leafAt(seq, facts)
  if (facts.length === 1 || isSealed(whole)) return [line(whole)]
  if (facts.length === 0) return [{ seq, ...seal, ...(kind === undefined ? {} : { kind }) }]
  const own = facts.find(({ leaf }) => isSealed(leaf)) ?? facts[0]!
  return [line(own.leaf), ...facts.filter((fact) => fact !== own).map(({ leaf }) => ({ seq, leaf: hidden(hashing, leaf) }))]
}

function* unsealed(facts: ReadonlyMap<number, readonly Fact[]>, hashing: Hashing): Generator<string> {
  for (const seq of [...facts.keys()].sort((a, b) => a - b))
    for (const { leaf } of facts.get(seq)!) yield JSON.stringify({ seq, leaf: hidden(hashing, leaf) } satisfies FactLine)
}
