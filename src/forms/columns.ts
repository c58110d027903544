/** The sheets and columns of an XLSForm workbook: those that are understood, and those that are refused when something stands in them. */
import type { Fault } from '../base/problem.ts'
import { columnName, isBlank, plain, type Sheet } from '../sheets/sheet.ts'
import { type FormField, formFields, type FormWord, formWords } from './form.ts'

/** A column of a sheet that means something: a field, or words in a language. */
export type Meaning =
  | { readonly field: 'type' | 'name' | FormField | 'disabled' | 'list_name' }
  | { readonly word: FormWord; readonly language: string }

/** A sheet with what its columns mean. `others` are columns of the maker's own. */
export interface Layout {
  readonly sheet: Sheet
  readonly means: ReadonlyMap<number, Meaning>
  readonly refused: readonly { readonly index: number; readonly head: string }[]
  readonly others: readonly { readonly index: number; readonly head: string }[]
}

const alike: Readonly<Record<string, string>> = {
  relevance: 'relevant',
  read_only: 'readonly',
  calculate: 'calculation',
  count: 'repeat_count',
  repeat_count: 'repeat_count',
  caption: 'label',
  'list name': 'list_name',
  value: 'name',
  constraint_msg: 'constraint_message',
}

/** Columns of the standard that this house does not carry out: what they ask would silently not happen. */
const refusedHeads =
  /^(media|image|audio|video|big-image|bind|body|instance|control)(::?|$)|^(trigger|save_to|guidance_hint|intent|autoplay|query|entity_id)\b/

/** The fields of the sheet of questions. */
export const surveyFields: ReadonlySet<string> = new Set(['type', 'name', 'disabled', ...formFields])

/** Those of the sheet of choices, where any other column may be read by a filter. */
export const choiceFields: ReadonlySet<string> = new Set(['list_name', 'name'])

/** Reads the head of a sheet. */
export function layoutOf(sheet: Sheet, fields: ReadonlySet<string>): Layout {
  const [means, refused, others] = [new Map<number, Meaning>(), [] as Layout['others'][number][], [] as Layout['others'][number][]]
  sheet.rows[0]?.forEach((cell, index) => {
    const head = plain(cell.text)
    const meaning = meaningOf(head, fields)
    if (meaning) means.set(index, meaning)
    else if (refusedHeads.test(head.toLowerCase())) refused.push({ index, head })
    else if (head !== '') others.push({ index, head })
  })
  return { sheet, means, refused, others }
}

function meaningOf(head: string, fields: ReadonlySet<string>): Meaning | undefined {
  const [first, ...rest] = head.split(/::?/)
  const language = rest.join(':').trim()
  const spoken = first!.toLowerCase().trim()
  const key = alike[spoken] ?? spoken.replaceAll(' ', '_')
  if ((formWords as readonly string[]).includes(key)) return { word: key as FormWord, language }
  return language === '' && fields.has(key) ? { field: key as FormField } : undefined
}

/** The sheet of a name, whatever its case. */
export const sheetNamed = (sheets: readonly Sheet[], name: string): Sheet | undefined =>
  sheets.find((sheet) => plain(sheet.name).toLowerCase() === name)

/** Notes a fault of a row; the column by its name in the sheet. */
export type Tell = (row: number, column: string, says: string, details?: Record<string, string>) => void

/** Notes faults of a sheet by row and column. */
export const tellOf =
  ({ sheet, means }: Pick<Layout, 'sheet' | 'means'>, faults: Fault[]): Tell =>
  (row, column, says, details = {}) => {
    const index = [...means].find(([, meaning]) => ('field' in meaning ? meaning.field : meaning.word) === column)?.[0]
    faults.push({ at: index === undefined ? column : columnName(index), sheet: sheet.name, row, says: `fault.form.${says}`, details })
  }

/** What stands in a column that would silently not be carried out. */
export function refuseColumns({ sheet, refused }: Layout, tell: Tell): void {
  for (const { index, head } of refused)
    sheet.rows.slice(1).forEach((row, at) => {
      if (!isBlank(row[index])) tell(at + 2, columnName(index), 'columnUnsupported', { column: head })
    })
}
