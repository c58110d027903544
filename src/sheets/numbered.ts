/** Numbered lines in one cell, as task tables have them: "1)…2)…", "①…②…", "(1)…", "1、…", each on a line or one after another. */

/** One numbered line; `no` is 0 for a text that had no number. */
export interface NumberedLine {
  readonly no: number
  readonly text: string
}

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'
const mark = new RegExp(`(?:[(（]\\s*([0-9０-９]{1,2})\\s*[)）]|([0-9０-９]{1,2})\\s*[)）]|([${circled}]))`, 'gu')
const lineMark = /^\s*([0-9０-９]{1,2})\s*(?:、|[.．](?![0-9０-９]))\s*/u

const numberOf = (text: string): number => (circled.includes(text) ? circled.indexOf(text) + 1 : Number(text.normalize('NFKC')))

/**
 * The numbered lines of a text. Numbers must count 1, 2, 3 … (a lone "3)" in a sentence starts nothing); a text without
 * them is one line with number 0. What stands before the first number is dropped only when it is a bare heading with a colon.
 */
export function numberedLines(text: string): NumberedLine[] {
  const counted = counting(marksOf(text))
  if (counted.length >= 2 || (counted.length === 1 && text.slice(0, counted[0]!.at).trim() === '')) return cut(text, counted)
  return byLines(text)
}

/**
 * What a neighbouring cell says for each number: "1)、2)实地考察;3)问卷" → 1, 2 and 3. Undefined when it is not numbered:
 * then it speaks for all lines.
 */
export function partsByNumber(text: string): ReadonlyMap<number, string> | undefined {
  const marks = counting(marksOf(text))
  if (marks.length < 2) {
    const lines = byLines(text).filter(({ no }) => no > 0)
    return lines.length < 2 ? undefined : new Map(lines.map(({ no, text }) => [no, text]))
  }
  const texts = marks.map(({ after }, index) => tidy(text.slice(after, marks[index + 1]?.at)).replace(/^[、,\uff0c和及]+/u, ''))
  // A number with nothing behind it shares what is said behind the next one.
  for (let index = texts.length - 2; index >= 0; index--) texts[index] ||= texts[index + 1]!
  return new Map(marks.map(({ no }, index) => [no, texts[index]!]))
}

interface Mark {
  readonly no: number
  readonly at: number
  readonly after: number
}

const marksOf = (text: string): Mark[] =>
  [...text.matchAll(mark)].map((match) => ({
    no: numberOf((match[1] ?? match[2] ?? match[3])!),
    at: match.index,
    after: match.index + match[0].length,
  }))

/** The marks that continue the count from 1. */
function counting(marks: readonly Mark[]): Mark[] {
  const found: Mark[] = []
  for (const it of marks) if (it.no === found.length + 1) found.push(it)
  return found
}

function cut(text: string, marks: readonly Mark[]): NumberedLine[] {
  const head = text.slice(0, marks[0]!.at).trim()
  const lines = marks.map(({ no, after }, index) => ({ no, text: tidy(text.slice(after, marks[index + 1]?.at)) }))
  const said = head === '' || /[:\uff1a]$/.test(head) ? lines : [{ no: 0, text: head }, ...lines]
  return said.filter(({ text }) => text !== '')
}

/** "1、…\n2、…": only at the start of lines, where "3、" cannot be part of a sentence. */
function byLines(text: string): NumberedLine[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const numbers = lines.map((line) => lineMark.exec(line))
  const marked = numbers.filter((match) => match !== null)
  if (marked.length === 0 || numberOf(marked[0]![1]!) !== 1 || numbers[0] === null)
    return text.trim() === '' ? [] : [{ no: 0, text: tidy(text) }]
  const out: { no: number; text: string }[] = []
  lines.forEach((line, index) => {
    const match = numbers[index]
    if (match) out.push({ no: numberOf(match[1]!), text: tidy(line.slice(match[0].length)) })
    else out.at(-1)!.text += tidy(line)
  })
  return out
}

const tidy = (text: string): string =>
  text
    .replace(/(?<!\s)\s*\n\s*|[\u200b\ufeff]/g, '')
    .replace(/(?<![;\uff1b。,\uff0c、\s])[;\uff1b。,\uff0c、\s]+$/u, '')
    .trim()
