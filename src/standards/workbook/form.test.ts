/** The form without a file: what is written is read back, and what a person spoilt is named. */
import { describe, expect, it } from 'vitest'
import type { CellOut, SheetOut } from '../../sheets/out.ts'
import type { Book, Cell } from '../../sheets/sheet.ts'
import { Edition } from '../edition.ts'
import { isForm, readForm } from './form-read.ts'
import { sheetsOfEdition } from './form-write.ts'
import { formLayouts, understandForm } from './understand-form.ts'

const edition = Edition.parse({
  format: 'mingcheng.edition/1',
  standard: 'x',
  edition: '1',
  title: { zh: '标准' },
  programme: { zh: '创建', en: 'Campaign' },
  official: true,
  notes: [{ zh: '说明', en: 'Note' }],
  subjects: ['unit', 'campus'],
  total: 100,
  scales: [
    {
      id: 's',
      grades: [
        { code: 'A', title: { zh: '好' }, factor: 1000 },
        { code: 'X', title: { zh: '不涉及' }, factor: null },
      ],
    },
  ],
  vetoes: [{ id: 'V', title: { zh: '弄虚作假' }, effects: [] }],
  unitKinds: [{ id: 'U', title: { zh: '一' } }],
  tree: [
    {
      id: 'A',
      title: { zh: '甲' },
      level: '项目',
      parts: [
        {
          id: 'A1',
          title: { zh: '甲一' },
          lead: 'U',
          ways: [
            {
              method: 'materials',
              points: 100,
              rule: { name: 'gradeFactor' },
              scale: 's',
              evidence: [{ kind: 'photo', title: { zh: '照片' } }],
            },
          ],
        },
      ],
    },
    {
      id: 'B',
      title: { zh: '加分' },
      bonus: true,
      subjects: ['campus'],
      ways: [{ method: 'opinion', points: 50, rule: { name: 'gradeFactor', take: 'mean' }, scale: 's' }],
    },
  ],
  crosswalks: [{ kind: 'follows', standard: 'x', edition: '0', links: [{ from: ['Z'], to: [], relation: 'dropped' }] }],
})

const cellOf = (out: CellOut | undefined): Cell => {
  const value = typeof out === 'object' && out !== null ? out.value : out
  if (value === null || value === undefined) return { text: '' }
  return typeof value === 'number' ? { text: String(value), number: value } : { text: value }
}
const bookOf = (sheets: readonly SheetOut[]): Book => ({
  kind: 'xlsx',
  notes: [],
  sheets: sheets.map(({ name, rows }) => ({
    name,
    rows: Array.from(rows as Iterable<readonly CellOut[]>, (row) => row.map(cellOf)),
    hidden: false,
    hiddenRows: [],
    hiddenColumns: [],
  })),
})
/** The form with one cell written over; rows count from 1, columns from 0. */
const spoilt = (...cells: [sheet: string, row: number, column: number, text: string][]): Book => {
  const book = bookOf(sheetsOfEdition(edition))
  for (const [name, row, column, text] of cells) {
    const rows = book.sheets.find((sheet) => sheet.name === name)!.rows as Cell[][]
    while (rows.length < row) rows.push([])
    rows[row - 1]![column] = { text }
  }
  return book
}
const said = (book: Book) => readForm(book).faults.map(({ sheet, row, at, says }) => `${sheet ?? ''}!${at}${row ?? ''} ${says}`)

describe('the form', () => {
  it('keeps a bonus, open grades, empty lists and sides', () => {
    const book = bookOf(sheetsOfEdition(edition))
    expect([isForm(book), readForm(book)]).toMatchObject([true, { edition, faults: [] }])
    expect(isForm({ ...book, sheets: [] })).toBe(false)
    expect(isForm({ ...book, sheets: [{ ...book.sheets[0]!, rows: [[]] }] })).toBe(false)
  })
  it('names numbers and words that cannot be read', () => {
    const book = spoilt(
      ['标准', 3, 4, '一'],
      ['佐证材料', 3, 2, '口头'],
      ['评分等级', 3, 8, '很高'],
      ['测评方式', 3, 4, '{'],
      ['测评方式', 4, 2, '1.234'],
    )
    expect(said(book)).toEqual(
      ['标准!E3', '测评方式!E3', '测评方式!C4', '佐证材料!C3', '评分等级!I3'].map((place) => `${place} fault.form.cell`),
    )
  })
  it('names rows that belong nowhere', () => {
    expect(said(spoilt(['测评方式', 4, 0, 'C'], ['佐证材料', 3, 1, '实地考察']))).toEqual([
      '测评方式!A4 fault.form.parent',
      '佐证材料!A3 fault.form.parent',
    ])
  })
  it('leaves out blank rows and keys it does not know, and bears missing columns', () => {
    const book = spoilt(['标准', 8, 0, ' '], ['说明', 12, 2, '没有键'])
    expect(readForm(book).edition).toEqual(edition)
    const narrow = {
      ...book,
      sheets: book.sheets.map((sheet) =>
        sheet.name === '责任单位类别' ? { ...sheet, rows: sheet.rows.map((row) => row.slice(0, 2)) } : sheet,
      ),
    }
    expect(readForm(narrow).edition).toEqual(edition)
    const headless = { ...book, sheets: book.sheets.map((sheet) => (sheet.name === '来源' ? { ...sheet, rows: [] } : sheet)) }
    expect(readForm(headless).edition).toEqual(edition)
  })
  it('is understood row by row, under new codes when they are given', () => {
    const read = (book: Book, options = {}) => understandForm({ book, layouts: formLayouts, options }, { editions: [] })
    const found = read(spoilt(), { edition: '2', title: '新标题' })
    expect(found.plan).toEqual({ ...edition, edition: '2', title: { zh: '新标题', en: '' } })
    expect(
      found.rows.map(({ row, values }) => `${row} ${values['id']} ${values['project']} ${values['lead']} ${values['points']}`),
    ).toEqual(['4 A1 甲 U 1.00', '5 B   0.50'])
    const broken = read(spoilt(['说明', 3, 2, 'other/9']))
    expect([broken.plan, broken.rows, broken.counts, broken.faults.length]).toEqual([undefined, [], {}, 1])
  })
  it('places a fault of the shape in the cell that a person can mend', () => {
    expect(said(spoilt(['测评方式', 3, 4, '{"take":"never"}']))).toEqual(['测评方式!E3 fault.form.wrong'])
    expect(said(spoilt(['标准', 4, 5, '']))).toEqual(['标准!F4 fault.form.missing'])
    expect(said(spoilt(['说明', 3, 2, 'other/9']))).toEqual(['说明!C3 fault.form.wrong'])
    expect(said(spoilt(['评分等级', 3, 0, '']))[0]).toBe('评分等级!A3 fault.form.missing')
    expect(readForm(spoilt(['标准', 4, 5, ''])).faults[0]!.details).toEqual({ at: 'F', head: '标题' })
  })
  it('says what keeps a draft from being published by row and column, and calls the thing by its words', () => {
    const { hints } = understandForm(
      { book: spoilt(['标准', 4, 8, 'X'], ['测评方式', 3, 9, 'gone']), layouts: formLayouts, options: {} },
      { editions: [] },
    )
    expect(hints.map(({ sheet, row, at, says, details }) => `${sheet}!${at}${row} ${says} ${details?.['at']}`)).toEqual([
      '标准!I4 fault.edition.unknown.unitKinds 甲一',
      '测评方式!J3 fault.edition.unknown.scales 甲一',
    ])
  })
})
