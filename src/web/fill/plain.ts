/** Emphasis in the words of a form: workbooks write it as Markdown, and the page shows the words without its marks. */

/**
 * Pairs of marks around words. Single ones do not stand inside of a Latin word or a number (`stall_no_1`, 2*3*4), and lines to write on
 * (`____`) are no marks.
 */
const pairs: readonly RegExp[] = [
  /\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*/g,
  /(?<![A-Za-z0-9_])__(?=[^\s_])(.+?)(?<=[^\s_])__(?![A-Za-z0-9_])/g,
  /(?<![A-Za-z0-9*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![A-Za-z0-9*])/g,
  /(?<![A-Za-z0-9_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![A-Za-z0-9_])/g,
]

/** The words without marks of emphasis. Anything else, HTML too, stays the text that it is. */
export const plain = (text: string): string => pairs.reduce((rest, pair) => rest.replaceAll(pair, '$1'), text)
