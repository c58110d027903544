/** Proofs as files: that one fact is in the ledger under a signed head, and that one head continues another. Checked offline. */
import { z } from 'zod'
import { hashOfLeaf, kindOf, type Leaf } from './fact.ts'
import { readNote } from './head.ts'
import { isConsistent, rootOfPath } from './merkle.ts'
import { type HashName, type Hashing, hex, unhex } from './personal.ts'

export const inclusionFormat = 'mingcheng.proof.inclusion/1'
export const consistencyFormat = 'mingcheng.proof.consistency/1'

const Hex = z.string().regex(/^([0-9a-f]{2})+$/)

/** That the fact with this number and content is under the head. `path` from the leaf to the root. */
export const InclusionProof = z.object({
  format: z.literal(inclusionFormat),
  city: z.string(),
  seq: z.int().min(1),
  leaf: z.looseObject({ type: z.string(), kind: z.string().optional() }),
  leafHash: Hex,
  path: z.array(Hex),
  head: z.string(),
})
export type InclusionProof = z.infer<typeof InclusionProof>

/** That everything under the earlier head is under the later one, unchanged and in the same order. */
export const ConsistencyProof = z.object({
  format: z.literal(consistencyFormat),
  city: z.string(),
  path: z.array(Hex),
  earlier: z.string(),
  later: z.string(),
})
export type ConsistencyProof = z.infer<typeof ConsistencyProof>

/** What a check of a proof says. */
export const ProofReport = z.object({
  kind: z.enum(['inclusion', 'consistency']),
  city: z.string(),
  /** The number of the fact and what it is; of a consistency proof, the sizes. */
  seq: z.int(),
  size: z.int(),
  fact: z.string().nullable(),
  /** Signatures, content, path: each may be wrong by itself. */
  wrong: z.array(z.enum(['signature', 'leaf', 'path', 'city'])),
})
export type ProofReport = z.infer<typeof ProofReport>

/** What a check of a proof needs from outside. */
export interface ProofMeans {
  readonly hashing: (name: HashName) => Hashing
  readonly isSigned: (note: string) => boolean
}

/** Checks an inclusion proof. */
export function checkInclusion(proof: InclusionProof, { hashing, isSigned }: ProofMeans): ProofReport {
  const read = readNote(proof.head)
  const by = hashing(read?.head.hash ?? 'sha256')
  const leaf = hashOfLeaf(by, proof.leaf as Leaf)
  const size = read?.head.size ?? 0
  const root = rootOfPath(by.hash, { index: proof.seq - 1, size, leaf: unhex(proof.leafHash), path: proof.path.map(unhex) })
  return {
    kind: 'inclusion',
    city: proof.city,
    seq: proof.seq,
    size,
    fact: kindOf(proof.leaf as Leaf),
    wrong: [
      ...(isSigned(proof.head) ? [] : ['signature' as const]),
      ...(hex(leaf) === proof.leafHash ? [] : ['leaf' as const]),
      ...(root !== undefined && hex(root) === read?.head.root ? [] : ['path' as const]),
      ...(read?.head.city === proof.city ? [] : ['city' as const]),
    ],
  }
}

/** Checks a consistency proof. */
export function checkConsistency(proof: ConsistencyProof, { hashing, isSigned }: ProofMeans): ProofReport {
  const [earlier, later] = [readNote(proof.earlier)?.head, readNote(proof.later)?.head]
  const isPath =
    earlier !== undefined &&
    later?.hash === earlier.hash &&
    isConsistent(hashing(earlier.hash).hash, {
      first: earlier.size,
      firstRoot: unhex(earlier.root),
      size: later.size,
      root: unhex(later.root),
      path: proof.path.map(unhex),
    })
  return {
    kind: 'consistency',
    city: proof.city,
    seq: earlier?.size ?? 0,
    size: later?.size ?? 0,
    fact: null,
    wrong: [
      ...(isSigned(proof.earlier) && isSigned(proof.later) ? [] : ['signature' as const]),
      ...(isPath ? [] : ['path' as const]),
      ...(earlier?.city === proof.city && later?.city === proof.city ? [] : ['city' as const]),
    ],
  }
}
