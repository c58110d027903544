/** The pictures of good and bad examples in the guides of checks, each once: a phone keeps them by their hash. */
import type { GuidePicture } from '../standards/edition.ts'
import type { PackCheck } from './pack.ts'

/** A picture that the city has. */
export type HeldPicture = GuidePicture & { readonly evidenceId: NonNullable<GuidePicture['evidenceId']> }

/** How wide a picture is that a phone shows in full. */
export const pictureWidth = 1280

/** The pictures that can be shown; an edition from elsewhere may name some that the city does not have. */
export function picturesOf(checks: readonly Pick<PackCheck, 'guide'>[]): HeldPicture[] {
  const all = checks.flatMap(({ guide }) => [...(guide?.good ?? []), ...(guide?.bad ?? [])])
  const held = all.filter((picture): picture is HeldPicture => picture.evidenceId !== undefined)
  return [...new Map(held.map((picture) => [picture.sha256, picture])).values()]
}
