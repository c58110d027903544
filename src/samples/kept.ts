/**
 * What a sealed sample holds, bound night by night: the ledger gets one digest a night from the draw to the release, and one
 * more at the release before anything is opened, whether something came in or not, so that it tells nothing before, and proves afterwards that no envelope was changed, put in or left out.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { PointId, VisitId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'

/** An envelope by the SHA-256 of its contents (canonical JSON), and when it came. */
export const KeptEnvelope = z.object({ id: VisitId, at: Instant, hash: z.string() })
/** A point that gave its place away, and when. */
export const KeptReplacement = z.object({ id: z.uuid(), at: Instant, pointId: PointId, byPointId: PointId })
/** The digest of a night. */
export const KeptNight = z.object({ at: Instant, digest: z.string() })
export type KeptNight = z.infer<typeof KeptNight>

/** Everything that was sent in while a sample was sealed. */
export const Kept = z.object({
  envelopes: z.array(KeptEnvelope).default([]),
  replacements: z.array(KeptReplacement).default([]),
})
export type Kept = z.infer<typeof Kept>

/**
 * When something came in: after the last digest, whatever hour its request began. What is written after a digest was taken must not
 * count as one of the things that the digest binds.
 */
export const cameAt = (at: string, lastNight: string | undefined): string =>
  lastNight === undefined || lastNight < at ? at : new Date(Date.parse(lastNight) + 1).toISOString()

/** The moment of a digest: not before anything that it is to bind. */
export const boundAt = (at: string, { envelopes, replacements }: Kept): string =>
  [...envelopes, ...replacements].reduce((latest, it) => (it.at > latest ? it.at : latest), at)

/** The digest of what had come in until a moment. The seed, which nobody knows before the release, hides what it binds. */
export function keptDigest(seed: string, at: string, { envelopes, replacements }: Kept): string {
  const lines = [
    ...envelopes.filter((it) => it.at <= at).map((it) => `envelope\t${it.id}\t${it.at}\t${it.hash}\n`),
    ...replacements.filter((it) => it.at <= at).map((it) => `replacement\t${it.id}\t${it.at}\t${it.pointId}\t${it.byPointId}\n`),
  ]
  return bytesToHex(sha256(utf8ToBytes(`mingcheng envelopes 1\n${seed}\n${at}\n${lines.toSorted().join('')}`)))
}
