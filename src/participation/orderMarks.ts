/** By what orders are known again: a number made of the row where it has none, and a mark of the words without keeping all of them. */

const markLength = 200

/** What words are known by without keeping all of them at hand: how they begin and end, and how many they are. */
export const isOtherThan = (mark: string | undefined, text: string): boolean => {
  if (mark === undefined) return false
  const letters = Array.from(text)
  return mark !== `${letters.length} ${letters.slice(0, markLength).join('')}${letters.slice(-markLength).join('')}`
}

/** The same row gives the same number where it has none. FNV-1a, twice 32 bits. */
export function hashOf(text: string): string {
  const hash = (start: number) => {
    let value = start
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
    return (value >>> 0).toString(36).padStart(7, '0')
  }
  return `${hash(2_166_136_261)}${hash(40_389)}`
}
