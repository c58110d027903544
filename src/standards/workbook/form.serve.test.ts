/** Every edition of the library goes out as a workbook and comes back the same, to the last bit of its hash. */
import { describe, expect, it } from 'vitest'
import { readSheets } from '../../sheets/read.serve.ts'
import { type Fix, withFixes } from '../../sheets/kind.ts'
import { writeWorkbook } from '../../sheets/write.serve.ts'
import { hashOfEdition } from '../edition-hash.ts'
import { findLibraryEdition, listLibrary } from '../library.serve.ts'
import { isForm, readForm } from './form-read.ts'
import { sheetsOfEdition } from './form-write.ts'

const at = '2026-11-22T00:00:00.000Z'
const bookOf = async (standard: string, edition: string) =>
  readSheets(await writeWorkbook(sheetsOfEdition(findLibraryEdition(standard, edition)!), at), 'a.xlsx')

describe.each(listLibrary())('the workbook of $standard/$edition', ({ standard, edition }) => {
  it('comes back without loss', async () => {
    const book = await bookOf(standard, edition)
    expect(isForm(book)).toBe(true)
    const read = readForm(book)
    expect(read.faults).toEqual([])
    expect(read.edition).toEqual(findLibraryEdition(standard, edition))
    expect(hashOfEdition(read.edition!)).toBe(hashOfEdition(findLibraryEdition(standard, edition)!))
  })
})

describe('an edited form', () => {
  const edited = async (fixes: Fix[]) => readForm(withFixes(await bookOf('micro-creation', 'courtyard-2026'), fixes))
  it('is read whatever columns were moved, by key or by header', async () => {
    const book = await bookOf('micro-creation', 'courtyard-2026')
    const turned = {
      ...book,
      sheets: book.sheets.map((sheet) => ({
        ...sheet,
        rows: sheet.rows.map((row) => Array.from({ length: 14 }, (_, i) => row[13 - i] ?? { text: '' })),
      })),
    }
    const onlyTree = { ...book, sheets: book.sheets.map((sheet, index) => (sheet.name === '标准' ? turned.sheets[index]! : sheet)) }
    expect(readForm(onlyTree).edition).toEqual(findLibraryEdition('micro-creation', 'courtyard-2026'))
    const noKeys = {
      ...book,
      sheets: book.sheets.map((sheet) => ({
        ...sheet,
        rows: sheet.name === '检查项' ? sheet.rows.filter((_, index) => index !== 1) : sheet.rows,
      })),
    }
    expect(readForm(noKeys).edition).toEqual(findLibraryEdition('micro-creation', 'courtyard-2026'))
  })
  it('names cells that cannot be read, and rows that belong nowhere', async () => {
    const read = await edited([
      { sheet: '测评方式', row: 3, column: 2, text: '许多' },
      { sheet: '测评方式', row: 4, column: 1, text: '抽查' },
      { sheet: '标准', row: 4, column: 1, text: 'CY9' },
    ])
    expect(read.faults.map(({ sheet, row, at, says }) => `${sheet}!${at}${row} ${says}`)).toEqual(
      expect.arrayContaining(['测评方式!C3 fault.form.cell', '测评方式!B4 fault.form.cell', '标准!A4 fault.form.parent']),
    )
  })
  it('may write methods as words or codes', async () => {
    const read = await edited([{ sheet: '测评方式', row: 3, column: 1, text: 'onsite' }])
    expect(read.edition).toEqual(findLibraryEdition('micro-creation', 'courtyard-2026'))
  })
})
