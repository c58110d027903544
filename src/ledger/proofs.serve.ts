/** Makes proofs from the stored tree: two blocks and a handful of subtrees are read, however long the ledger is. */
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { hashOfRange, needsOf, rangesOfProof } from './blocks.ts'
import { hidden, leafAt } from './fact.ts'
import { readNote } from './head.ts'
import { findHeadOver, listHeads, readNeeds } from './ledger.sql.ts'
import { consistencyRanges, type Range } from './merkle.ts'
import { type Hashing, hex } from './personal.ts'
import { type ConsistencyProof, consistencyFormat, type InclusionProof, inclusionFormat } from './proof.ts'
import { type Ledger, readFacts, sealAndSign } from './seal.serve.ts'

/** Whose ledger, when. */
export interface Asked {
  readonly city: CityId
  readonly code: string
  readonly at: string
}

/**
 * The proof of a fact under the smallest head that holds it; what is not signed yet is signed now.
 * *Refuses:* 404 `ledger.noSuchFact` for a number that was never given; 409 `ledger.treeLost`.
 */
export async function proveFact(db: Db, asked: Asked, ledger: Ledger, seq: number): Promise<InclusionProof> {
  const { hashing } = ledger.signer
  const known = (await findHeadOver(db, asked.city, hashing.name, seq)) ?? (await sealAndSign(db, asked, ledger))
  if (seq > known.size) throw new Problem('ledger.noSuchFact', 404, { seq })
  const facts = await readFacts(db, asked.city, ledger.sources, { from: seq, to: seq })
  const leaf = hidden(hashing, leafAt(seq, facts.get(seq) ?? []))
  const [leafHash = '', ...path] = await hashesOf(db, asked.city, hashing, rangesOfProof(seq - 1, known.size))
  return { format: inclusionFormat, city: asked.code, seq, leaf, leafHash, path, head: known.note }
}

/**
 * The proof that the head over `later` facts continues the one over `earlier`.
 * *Refuses:* 404 `ledger.noSuchHead`; 422 `ledger.headsOrder`.
 */
export async function proveGrowth(
  db: Db,
  asked: Asked,
  ledger: Ledger,
  { earlier, later }: { earlier: number; later: number },
): Promise<ConsistencyProof> {
  if (earlier > later) throw new Problem('ledger.headsOrder', 422)
  const { hashing } = ledger.signer
  const noteAt = async (size: number) => {
    const [head] = await listHeads(db, asked.city, hashing.name, { from: size, to: size, limit: 1 })
    if (!head || readNote(head.note) === undefined) throw new Problem('ledger.noSuchHead', 404, { size })
    return head.note
  }
  const notes = { earlier: await noteAt(earlier), later: await noteAt(later) }
  return {
    format: consistencyFormat,
    city: asked.code,
    path: await hashesOf(db, asked.city, hashing, consistencyRanges(earlier, later)),
    ...notes,
  }
}

async function hashesOf(db: Db, city: CityId, { name, hash }: Hashing, ranges: readonly Range[]): Promise<string[]> {
  const read = await readNeeds(db, city, name, needsOf(ranges))
  return ranges.map((range) => {
    const found = hashOfRange(hash, range, read)
    if (found === undefined) throw new Problem('ledger.treeLost', 409)
    return hex(found)
  })
}
