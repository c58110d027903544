/** Markdown in the words of a form: workbooks write emphasis, headings and links with it; pages and tables show the words without the marks. */

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

/** A heading is its line; a link is its words, since nobody should be led out of a form by a workbook. */
const others: readonly RegExp[] = [/^#{1,6} +(.+?)(?: +#+)?$/gm, /(?<!!)\[([^[\]]+)\]\((?:https?:|mailto:)[^\s()]*\)/g]

/** The words without marks. Anything else, HTML too, stays the text that it is. */
export const plain = (text: string): string => [...others, ...pairs].reduce((rest, mark) => rest.replaceAll(mark, '$1'), text)
