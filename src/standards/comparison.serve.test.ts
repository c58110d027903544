import { expect, it } from 'vitest'
import { readSheets } from '../sheets/read.serve.ts'
import { writeWorkbook } from '../sheets/write.serve.ts'
import { compareEditions } from './compare.ts'
import { sheetsOf } from './comparison.serve.ts'
import { findLibraryEdition } from './library.serve.ts'

it('writes every line and every list change of a comparison, with points as numbers', async () => {
  const [from, to] = [findLibraryEdition('civilised-city', '2021-sample')!, findLibraryEdition('civilised-city', '2024-sample')!]
  const comparison = compareEditions(from, to)
  const bytes = await writeWorkbook(
    sheetsOf(comparison, (key) => key, 'zh-CN'),
    '2026-11-22T00:00:00Z',
  )
  const book = await readSheets(bytes, 'comparison.xlsx')
  expect(book.sheets.map(({ rows }) => rows.length)).toEqual([comparison.lines.length + 1, comparison.lists.length + 1])
  const split = comparison.lines.findIndex(({ kind }) => kind === 'split')
  const row = book.sheets[0]!.rows[split + 1]!.map(({ text }) => text)
  expect(row[0]).toContain('change.split')
  expect(row[1]).toContain(comparison.lines[split]!.from[0]!.id)
  for (const { id } of comparison.lines[split]!.to) expect(row[2]).toContain(id)
  expect(Number(row[3]) * 100).toBeCloseTo(comparison.lines[split]!.from[0]!.points)
})
