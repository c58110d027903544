/**
 * The photos of one city that can be found by their look: the whole of each within eleven bits of 64, its parts within eight.
 * Memory at a million photos: docs/evidence.md.
 */
import { type Asked, finer, type Hash, keptWindows } from './hash.ts'
import { makeBands } from './bands.ts'

/** A photo whose hash is near: its number, the window of it that is near, which way of asking, and how far. */
export interface Near {
  readonly photo: number
  readonly window: number
  readonly asked: number
  readonly distance: number
}

/** The searchable photos of a city, counted from 0. */
export interface Lookalikes {
  /** Adds the hashes of one photo, in the order of `keptWindows`. */
  readonly add: (hashes: readonly Hash[]) => void
  /** Photos that look like one of these, each once, the nearest first. */
  readonly find: (asked: readonly Pick<Asked, 'hash' | 'turn' | 'window' | 'negative'>[]) => Near[]
  readonly size: () => number
  /** What the arrays take. */
  readonly bytes: () => number
}

const parts = keptWindows.length - 1

/** No photos yet. */
export function makeLookalikes(): Lookalikes {
  const wholes = makeBands({ widths: [16, 16, 16, 16], radius: 11 })
  const cuts = makeBands({ widths: [21, 21, 22], radius: 8 })
  let size = 0
  return {
    add: (hashes) => {
      hashes.forEach((hash, window) => (window === 0 ? wholes : cuts).add(hash))
      size += 1
    },
    find: (asked) => {
      const best = new Map<number, Near>()
      const keep = (near: Near) => {
        const known = best.get(near.photo)
        if (!known || near.distance < known.distance) best.set(near.photo, near)
      }
      asked.forEach(({ hash, turn, negative, window }, way) => {
        if (!finer.includes(window)) wholes.each(hash, (photo, distance) => keep({ photo, window: 0, asked: way, distance }))
        // A part of a mirrored picture would be asked for in too many ways.
        if (turn === 'upright' && !negative)
          cuts.each(hash, (row, distance) => keep({ photo: Math.floor(row / parts), window: 1 + (row % parts), asked: way, distance }))
      })
      return [...best.values()].sort((a, b) => a.distance - b.distance || a.photo - b.photo)
    },
    size: () => size,
    bytes: () => wholes.bytes() + cuts.bytes(),
  }
}
