/**
 * The ledger as a file: NDJSON, one line a fact in the order of their numbers, signed heads right behind the fact that they
 * end with. It holds what is hashed and the hash as it was sealed; personal values are in it only as their hashes.
 */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { HashName } from './personal.ts'

/** The name of the form, on the first line. */
export const ledgerFormat = 'mingcheng.ledger/1'

/** First line: whose ledger, of how many sealed facts, by which hash; `key` is what the maker of the file says signs it. */
export const FileHead = z.object({
  format: z.literal(ledgerFormat),
  city: z.string(),
  hash: HashName,
  size: z.int().min(0),
  key: z.string(),
  at: Instant,
})
export type FileHead = z.infer<typeof FileHead>

const LeafShape = z.looseObject({ type: z.string(), kind: z.string().optional() })

/** A fact: what stands at a number now (`leaf`), and the hash and kind that were sealed there. Either may be absent, which is a finding. */
export const FactLine = z.object({ seq: z.int(), leaf: LeafShape.optional(), hash: z.string().optional(), kind: z.string().optional() })
export type FactLine = z.infer<typeof FactLine>

/** A signed head over all facts before it. */
export const HeadLine = z.object({ head: z.string() })
export type HeadLine = z.infer<typeof HeadLine>
