/** The sheet of choices: lists by name, each choice once, with the columns that filters read. */
import type { Fault } from '../base/problem.ts'
import { type Cell, columnName, isBlank, type Sheet } from '../sheets/sheet.ts'
import { choiceFields, type Layout, layoutOf, refuseColumns, type Tell, tellOf } from './columns.ts'
import type { Form, FormChoice, Said } from './form.ts'

/** The lists, the languages their words are in, and columns that cannot be read by a filter. */
export interface ReadLists {
  readonly lists: Form['lists']
  readonly languages: readonly string[]
  readonly hints: readonly Fault[]
}

const choiceName = /^\S+$/u
const columnShape = /^[A-Za-z_][\w.-]*$/u

/** Reads the sheet; a form without selections need not have one. */
export function readLists(sheet: Sheet | undefined, faults: Fault[]): ReadLists {
  if (!sheet) return { lists: [], languages: [], hints: [] }
  const layout = layoutOf(sheet, choiceFields)
  const tell = tellOf(layout, faults)
  refuseColumns(layout, tell)
  const more = layout.others.filter(({ head }) => columnShape.test(head))
  const lists = new Map<string, FormChoice[]>()
  sheet.rows.slice(1).forEach((cells, index) => {
    const row = { number: index + 2, cells }
    if (cells.every(isBlank)) return
    const { list, choice } = choiceOf(row.cells, layout, more)
    const known = lists.get(list) ?? []
    checkChoice(list, choice, known, (column, says, details) => tell(row.number, column, says, details))
    lists.set(list, [...known, choice])
  })
  const languages = [...layout.means.values()].flatMap((meaning) => ('language' in meaning ? [meaning.language] : []))
  const hints = layout.others.filter(({ head }) => !columnShape.test(head))
  return {
    lists: [...lists].map(([name, choices]) => ({ name, choices })),
    languages: [...new Set(languages)],
    hints: hints.map(({ index, head }) => ({
      at: columnName(index),
      sheet: sheet.name,
      row: 1,
      says: 'fault.form.columnUnread',
      details: { column: head },
    })),
  }
}

function choiceOf(row: readonly Cell[], { means }: Layout, more: Layout['others']): { list: string; choice: FormChoice } {
  let [list, name] = ['', '']
  const label: Said = {}
  for (const [index, meaning] of means) {
    const text = row[index]?.text.trim() ?? ''
    if (text === '') continue
    if ('word' in meaning) label[meaning.language] = text
    else if (meaning.field === 'list_name') list = text
    else name = text
  }
  const further = more.flatMap(({ index, head }) => (isBlank(row[index]) ? [] : [[head, row[index]!.text.trim()] as const]))
  return { list, choice: { name, label, more: Object.fromEntries(further) } }
}

type TellHere = (column: Parameters<Tell>[1], says: string, details?: Record<string, string>) => void

function checkChoice(list: string, choice: FormChoice, known: readonly FormChoice[], tell: TellHere): void {
  if (list === '') tell('list_name', 'listNameMissing')
  else if (!columnShape.test(list)) tell('list_name', 'nameBad', { name: list })
  if (choice.name === '') tell('name', 'nameMissing')
  else if (!choiceName.test(choice.name)) tell('name', 'choiceBad', { name: choice.name })
  else if (known.some(({ name }) => name === choice.name)) tell('name', 'choiceTwice', { name: choice.name })
}
