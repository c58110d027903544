/**
 * How a text stands in a CSV. A spreadsheet takes a text for a formula by its first letter, the full-width ones too in Chinese and
 * Japanese: whoever writes puts an apostrophe before such a text, and whoever reads takes it away, so that what a stranger typed never
 * runs on an official's desk.
 */

/** First letters of formulas. */
export const formulaMarks: readonly string[] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']

const marks = new Set(formulaMarks)

/** True for a text that a spreadsheet would calculate. */
export const isFormula = (text: string): boolean => text !== '' && marks.has(text[0]!)

/** A field of a CSV. */
export function csvField(value: string): string {
  const text = isFormula(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A field of a CSV as it was before it was written. */
export const withoutGuard = (field: string): string => (field.startsWith("'") && isFormula(field.slice(1)) ? field.slice(1) : field)

/** A line of a CSV, with its end. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`
