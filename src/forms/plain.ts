/**
 * Markdown in the words of a form: workbooks write emphasis, headings and links with it; pages and tables show the words without
 * the marks. Each letter is looked at a fixed number of times, however long a label is: a workbook must not hold a page up.
 */

/** Where a mark can stand before words and behind them. No pattern repeats: a repeat within a search is a search for each letter. */
export interface Mark {
  readonly size: number
  readonly opens: RegExp
  readonly closes: RegExp
}

/** Single ones do not stand inside of a Latin word or a number (`stall_no_1`, 2*3*4), and lines to write on (`____`) are no marks. */
export const marks: readonly Mark[] = [
  { size: 2, opens: /\*\*(?=[^\s*])/g, closes: /(?<=[^\s*])\*\*/g },
  { size: 2, opens: /(?<![A-Za-z0-9_])__(?=[^\s_])/g, closes: /(?<=[^\s_])__(?![A-Za-z0-9_])/g },
  { size: 1, opens: /(?<![A-Za-z0-9*])\*(?=[^\s*])/g, closes: /(?<=[^\s*])\*(?![A-Za-z0-9*])/g },
  { size: 1, opens: /(?<![A-Za-z0-9_])_(?=[^\s_])/g, closes: /(?<=[^\s_])_(?![A-Za-z0-9_])/g },
]

/** A link is its words, since nobody should be led out of a form by a workbook. Neither part can hold where another one begins. */
const link = /(?<!!)\[([^[\]]+)\]\((?:https?:|mailto:)[^\s()]*\)/g

/** The words without marks. Anything else, HTML too, stays the text that it is. */
export function plain(text: string): string {
  const lines = eachLine(text, headed).replaceAll(link, '$1')
  return marks.reduce((rest, mark) => eachLine(rest, (line) => unmarked(line, mark)), lines)
}

const eachLine = (text: string, said: (line: string) => string): string =>
  text
    .split(/([\n\r\u2028\u2029])/)
    .map(said)
    .join('')

/** A heading is its line, without the signs before it and behind it. */
function headed(line: string): string {
  const words = line.slice(/^#{1,6} +/.exec(line)?.[0].length ?? 0)
  if (words.length === line.length || words === '') return line
  let signs = words.length
  while (words[signs - 1] === '#') signs--
  let end = signs
  while (words[end - 1] === ' ') end--
  return signs < words.length && end < signs && end > 0 ? words.slice(0, end) : words
}

/** A line without the pairs of one mark: each opening one goes with the next closing one that has something before it. */
function unmarked(line: string, { size, opens, closes }: Mark): string {
  const ends = [...line.matchAll(closes)].map(({ index }) => index)
  let [said, from, next] = ['', 0, 0]
  for (const { index } of line.matchAll(opens)) {
    if (index < from) continue
    while (next < ends.length && ends[next]! <= index + size) next++
    const end = ends[next]
    if (end === undefined) break
    said += line.slice(from, index) + line.slice(index + size, end)
    from = end + size
  }
  return said + line.slice(from)
}
