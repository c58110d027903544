/** Counts the records of a CSV file as its bytes come: a line break inside quotes is none of a record. */

const [quote, lineEnd] = [0x22, 0x0a]

/** A counter: give it the next bytes, and it says how many records have ended so far. */
export function csvLines(): (bytes: Uint8Array) => number {
  let isQuoted = false
  let lines = 0
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === quote) isQuoted = !isQuoted
      else if (byte === lineEnd && !isQuoted) lines++
    }
    return lines
  }
}
