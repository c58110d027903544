/**
 * The passwords that are tried first everywhere, as data: four bytes of the SHA-256 of each, sorted. A good password looks
 * like a listed one once in 87,000 times; then the person takes another. `bin/passwords.mjs` makes the file; its source and
 * licence are in THIRD-PARTY-NOTICES.md.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

let list: Buffer | undefined

/** The list, read when first asked. */
const listed = (): Buffer => (list ??= readFileSync(new URL('breached-passwords.bin', import.meta.url)))

/** How many entries the list has. */
export const commonCount = (): number => listed().length / 4

/** Whether a text (already in lower case) is among the common passwords. */
export function isCommon(text: string): boolean {
  const wanted = createHash('sha256').update(text).digest().readUInt32BE()
  const all = listed()
  let [low, high] = [0, all.length / 4 - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = all.readUInt32BE(middle * 4)
    if (found === wanted) return true
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return false
}
