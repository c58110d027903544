/**
 * What changed inside a sentence: Chinese by character, Latin and figures by word, so that 12 → 15 is one change and a reader sees at
 * a glance which words are new. Longest common subsequence; titles are short, so the plain table is fast enough.
 */

/** A stretch of text that is in both, only in the old, or only in the new. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

const piecesOf = (text: string): string[] => text.match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}.%])+|\s+|./gu) ?? []

/** Old and new as one run of stretches, removed before added. */
export function wordDiff(from: string, to: string): Stretch[] {
  const [a, b] = [piecesOf(from), piecesOf(to)]
  const longest = table(a, b)
  const found: Stretch[] = []
  const put = (kind: Stretch['kind'], text: string) => {
    const last = found.at(-1)
    if (last?.kind === kind) found[found.length - 1] = { kind, text: last.text + text }
    else found.push({ kind, text })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put('same', a[i]!)
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && longest[i + 1]![j]! >= longest[i]![j + 1]!)) put('removed', a[i++]!)
    else put('added', b[j++]!)
  }
  return found
}

function table(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      rows[i]![j] = a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!)
  return rows
}
