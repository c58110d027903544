/**
 * Words of a table that must mean a thing of the city: a unit, a class. What no rule finds is asked once for the whole file ("this word means
 * that unit") instead of in every row; the answer stands among the options of the import and is remembered for the next file.
 */

/** A word that is asked, or was answered. */
export interface AskedWord {
  readonly word: string
  /** How many rows say it. */
  readonly rows: number
  /** Values that it may mean, the likeliest first. */
  readonly near: readonly string[]
  /** What somebody said that it means; `leftOut` for nothing, null while nobody said. */
  readonly meant: string | null
}

/** What is asked about a column, with all that may be answered. */
export interface Ask {
  readonly column: string
  readonly offers: readonly { readonly value: string; readonly title: string }[]
  readonly words: readonly AskedWord[]
}

/** The answer "this word means nothing here". */
export const leftOut = '-'
/** The option that holds the answer about a word. */
export const wordOption = (column: string, word: string): string => `${column}=${word}`
/** The answers among the options of an import. */
export const wordsTold = (options: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(options).filter(([key, value]) => key.includes('=') && value !== ''))

const asksMost = 200

/** How a column is asked. */
export interface Asking {
  readonly column: string
  readonly options: Readonly<Record<string, string>>
  readonly offers: Ask['offers']
  readonly find: (word: string) => string | undefined
  readonly near: (word: string) => readonly string[]
}

/** Finds what words mean and counts those that have to be asked. `find` gives null for a word that was said to mean nothing. */
export function wordsAsked({ column, options, offers, find, near }: Asking) {
  const values = new Set([leftOut, ...offers.map(({ value }) => value)])
  const words = new Map<string, AskedWord>()
  return {
    find: (word: string): string | null | undefined => {
      const told = options[wordOption(column, word)] ?? ''
      const meant = values.has(told) ? told : null
      const found = meant ?? find(word)
      if (meant === null && found !== undefined) return found
      const before = words.get(word) ?? { word, rows: 0, near: near(word), meant }
      words.set(word, { ...before, rows: before.rows + 1 })
      return found === leftOut ? null : found
    },
    /** What is to be asked, the most frequent first; nothing where every word was understood. */
    asks: (): Ask[] => {
      const list = [...words.values()].toSorted((a, b) => b.rows - a.rows).slice(0, asksMost)
      return list.length === 0 ? [] : [{ column, offers, words: list }]
    },
  }
}

/** Finds what words of a column mean. */
export type WordsAsked = ReturnType<typeof wordsAsked>
