/** Running a draw again: everything that was published about it, and what a stranger finds who repeats it. */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { Kept, keptDigest, KeptNight } from './kept.ts'
import { commitmentOf, draw, drawSeed, FramePoint, frameHash, InLine, Plan, quotasOf } from './draw.ts'

/** The file that is given out after the release. Nothing else is needed to run the draw again. */
export const Proof = z.object({
  format: z.literal('mingcheng draw 1'),
  id: z.uuid(),
  plan: Plan,
  committedAt: Instant,
  commitment: z.string(),
  frameHash: z.string(),
  frame: z.array(FramePoint),
  seed: z.string(),
  witness: z.string(),
  line: z.array(InLine.omit({ size: true })),
  /** What was sent in while it was sealed, and the digest of every night and of the release, as the ledger has it. */
  ...Kept.shape,
  nights: z.array(KeptNight).default([]),
})
export type Proof = z.infer<typeof Proof>

/** What does not agree; nothing when the draw is as it was promised. */
export type ProofFault =
  | { readonly what: 'frameDiffers' | 'commitmentDiffers' }
  | { readonly what: 'drawDiffers'; readonly point: string }
  | { readonly what: 'nightDiffers' | 'notBound'; readonly at: string }

/** Repeats a draw from its file alone, and names the first thing of each kind that does not agree. */
export function verifyProof(proof: Proof): ProofFault[] {
  const faults: ProofFault[] = []
  const frame = frameHash(proof.frame)
  if (frame !== proof.frameHash) faults.push({ what: 'frameDiffers' })
  if (commitmentOf(proof.seed, frame, proof.plan) !== proof.commitment) faults.push({ what: 'commitmentDiffers' })
  const night = proof.nights.find(({ at, digest }) => keptDigest(proof.seed, at, proof) !== digest)
  if (night) faults.push({ what: 'nightDiffers', at: night.at })
  const free = notBound(proof)
  if (free !== undefined) faults.push({ what: 'notBound', at: free })
  const { counts } = quotasOf(proof.frame, proof.plan.quota)
  const again = new Map(draw(proof.frame, counts, drawSeed(proof.seed, proof.witness)).map((point) => [point.id, textOf(point)]))
  const given = new Map(proof.line.map((point) => [point.id, textOf(point)]))
  const other = [...new Set([...again.keys(), ...given.keys()])].find((id) => again.get(id) !== given.get(id))
  return other === undefined ? faults : [...faults, { what: 'drawDiffers', point: other }]
}

/** The hour of the first thing that no digest binds. What was never sealed has no nights, and its replacements stand in the ledger. */
function notBound({ nights, envelopes, replacements }: Proof): string | undefined {
  const last = nights
    .map(({ at }) => at)
    .toSorted()
    .at(-1)
  const bound = [...envelopes, ...(last === undefined ? [] : replacements)]
  return bound
    .map(({ at }) => at)
    .toSorted()
    .find((at) => last === undefined || at > last)
}

const textOf = ({ stratum, place, drawn, chance }: Omit<InLine, 'id' | 'size'>) => `${stratum}|${place}|${drawn}|${chance}`
