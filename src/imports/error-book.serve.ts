/** The rows as they came, with a column that says what is wrong. Corrected there, the file can be sent again as it is. */
import type { Fault } from '../base/problem.ts'
import type { Sheet } from '../sheets/sheet.ts'
import type { CellOut, SheetOut } from '../sheets/out.ts'
import { writeWorkbook } from '../sheets/write.serve.ts'
import type { Reading } from './reading.serve.ts'

/** Says a fault in the reader's language. */
export type SayFault = (fault: Fault) => string

/** The workbook. `title` heads the added column; hidden sheets are left out. */
export function errorBook(
  reading: Pick<Reading, 'book' | 'layouts' | 'understood'>,
  title: string,
  sayFault: SayFault,
  at: string,
): Promise<Uint8Array> {
  const faultsAt = Map.groupBy(reading.understood.faults, ({ sheet, row }) => `${row}/${sheet}`)
  const sheets = reading.book.sheets.filter(({ hidden }) => !hidden)
  return writeWorkbook(
    sheets.map((sheet): SheetOut => {
      const layout = reading.layouts.find((it) => it.sheet === sheet.name)
      const width = sheet.rows.reduce((widest, row) => Math.max(widest, row.length), 0)
      return {
        name: sheet.name,
        headRows: layout ? layout.head - 1 + layout.heads : 1,
        widths: Array.from({ length: width + 1 }, (_, column) => (column === width ? 60 : 18)),
        rows: rowsWith(sheet, width, (row) => {
          if (layout && layout.heads > 0 && row === layout.head) return title
          return (faultsAt.get(`${row}/${sheet.name}`) ?? []).map(sayFault).join('\n')
        }),
        merges: sheet.merges ?? [],
      }
    }),
    at,
  )
}

const red = 'FFFDE9E7'

function* rowsWith(sheet: Sheet, width: number, said: (row: number) => string): Generator<CellOut[]> {
  for (let index = 0; index < sheet.rows.length; index++) {
    const cells = Array.from({ length: width }, (_, column): CellOut => {
      const cell = sheet.rows[index]![column]
      if (!cell || cell.text === '' || cell.note === 'merged') return null
      return cell.number !== undefined && cell.note !== 'date' && !cell.text.endsWith('%') ? cell.number : cell.text
    })
    const words = said(index + 1)
    yield [...cells, words === '' ? null : { value: words, fill: red }]
  }
}
