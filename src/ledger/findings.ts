/** What a check of the ledger finds, named by number and kind, and how single entries become sentences about the ledger. */
import { z } from 'zod'

/**
 * changed: another content under its number. removed: nothing stands there any more. inserted: something stands there that was
 * never sealed. moved: it was sealed under another number (`by` places). rewritten: content and hashes agree with each other
 * but not with the signed head, from `seq` to `to`. record: the fact is as signed, only the hash kept of it was touched.
 * order: its line
 * stands in another place of the file. missing, double: it was so already when it was sealed. signature: a head is not signed by the key. line: no line of this form.
 */
const findingKinds = [
  'changed',
  'removed',
  'inserted',
  'moved',
  'rewritten',
  'record',
  'order',
  'missing',
  'double',
  'signature',
  'line',
] as const
export const Finding = z.object({
  what: z.enum(findingKinds),
  /** Number of the fact; of a line that cannot be read, the line; of a head, its size. */
  seq: z.int(),
  /** The last number of a range. */
  to: z.int().optional(),
  kind: z.string().optional(),
  by: z.int().optional(),
})
export type Finding = z.infer<typeof Finding>

/** An entry whose content is not what was sealed under its number. Hashes in hex; absent where there is none. */
export interface Odd {
  readonly seq: number
  readonly kind: string | undefined
  readonly sealedKind: string | undefined
  readonly is: string | undefined
  readonly sealed: string | undefined
}

/** Tells what happened to odd entries by looking for the content of each under the numbers of the others. */
export function explain(odd: readonly Odd[]): Finding[] {
  const sealedAt = new Map(odd.flatMap(({ sealed, seq }) => (sealed === undefined ? [] : [[sealed, seq] as const])))
  const present = new Set(odd.map(({ is }) => is))
  const found = odd.flatMap(({ seq, kind, sealedKind, is, sealed }): Finding[] => {
    const home = is === undefined ? undefined : sealedAt.get(is)
    const lost = sealed !== undefined && !present.has(sealed)
    const gone: Finding[] = lost ? [{ what: 'removed', seq, ...named(sealedKind) }] : []
    if (is === undefined) return gone
    if (home !== undefined) return home === seq ? [] : [{ what: 'moved', seq: home, by: seq - home, ...named(kind) }, ...gone]
    return [{ what: lost ? 'changed' : 'inserted', seq, ...named(lost ? (sealedKind ?? kind) : kind) }]
  })
  return joinMoves(found.sort((a, b) => a.seq - b.seq))
}

const named = (kind: string | undefined) => (kind === undefined ? {} : { kind })

/** Neighbours that moved by the same number of places are one finding. */
function joinMoves(findings: readonly Finding[]): Finding[] {
  const list: Finding[] = []
  const open = new Map<number, number>()
  for (const it of findings) {
    const at = it.what === 'moved' ? open.get(it.by!) : undefined
    const before = at === undefined ? undefined : list[at]!
    if (before !== undefined && (before.to ?? before.seq) === it.seq - 1)
      list[at!] = { what: 'moved', seq: before.seq, to: it.seq, by: it.by! }
    else {
      if (it.what === 'moved') open.set(it.by!, list.length)
      list.push(it)
    }
  }
  return list
}
