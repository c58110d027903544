import { describe, expect, it } from 'vitest'
import { type ColumnSpec, findLayouts, signatureOf } from './columns.ts'
import { dataRows, withFixes } from './kind.ts'
import { numberedLines, partsByNumber } from './numbered.ts'
import type { Book, Sheet } from './sheet.ts'

const sheetOf = (lines: string[][], more: Partial<Sheet> = {}): Sheet => ({
  name: '表1',
  rows: lines.map((line) => line.map((text) => ({ text }))),
  hidden: false,
  hiddenRows: [],
  hiddenColumns: [],
  ...more,
})
const bookOf = (...sheets: Sheet[]): Book => ({ kind: 'xlsx', sheets, notes: [] })
const specs: ColumnSpec[] = [
  { key: 'project', words: ['测评项目', '项目'] },
  { key: 'criterion', words: ['测评标准', '标准'] },
  { key: 'lead', words: ['牵头单位', '责任单位'], looks: (text) => text.endsWith('局') },
  { key: 'support', words: ['配合单位'] },
  { key: 'points', words: ['分值', '分'], looks: (text) => /^\d+(\.\d+)?$/.test(text) },
]
const find = (lines: string[][]) => findLayouts(bookOf(sheetOf(lines)), specs, [['criterion']])[0]

describe('findLayouts', () => {
  it('finds a header below a title, in full width and with spaces', () => {
    expect(
      find([
        ['某市任务分解表', '某市任务分解表', '某市任务分解表'],
        ['测评 项目', '测评标准', '分值(分)'],
        ['甲', '乙', '1'],
      ]),
    ).toMatchObject({
      head: 2,
      heads: 1,
      columns: { project: 0, criterion: 1, points: 2 },
    })
  })
  it('reads a header of two rows with merged groups', () => {
    const lines = [
      ['测评项目', '测评标准', '责任单位', '责任单位', '分值'],
      ['测评项目', '测评标准', '牵头单位', '配合单位', '分值'],
      ['甲', '乙', '城管局', '住建局', '2'],
    ]
    expect(find(lines)).toMatchObject({ head: 2, heads: 1, columns: { project: 0, criterion: 1, lead: 2, support: 3, points: 4 } })
  })
  it('needs both rows when a group stands over unnamed halves', () => {
    const lines = [
      ['测评项目', '测评标准', '责任', '责任', '分值'],
      ['', '', '牵头单位', '配合单位', ''],
      ['甲', '乙', '城管局', '住建局', '2'],
    ]
    expect(find(lines)).toMatchObject({ head: 1, heads: 2, columns: { project: 0, criterion: 1, lead: 2, support: 3, points: 4 } })
  })
  it('guesses a silent column from the shape of its cells, and says so', () => {
    const found = find([['项目', '标准', 'X', 'Y'], ...Array.from({ length: 4 }, (_, i) => ['甲', `乙${i}`, '城管局', `${i}.5`])])!
    expect([found.columns, found.guessed]).toEqual([{ project: 0, criterion: 1, lead: 2, points: 3 }, ['lead', 'points']])
  })
  it('leaves out hidden sheets and sheets that lack what is needed', () => {
    const good = sheetOf([['测评标准'], ['甲']])
    expect(findLayouts(bookOf({ ...good, hidden: true }, sheetOf([['项目'], ['甲']])), specs, [['criterion']])).toEqual([])
  })
  it('knows the same form again', () => {
    const sheet = sheetOf([['测评项目', '测评标准 ']])
    expect(signatureOf(sheet, { head: 1, heads: 1 })).toBe('测评项目|测评标准')
  })
})

describe('rows of data', () => {
  it('take corrections, and leave out blank and skipped rows', () => {
    const book = bookOf(
      sheetOf(
        [
          ['测评标准', '分值'],
          ['甲', '2半'],
          ['', ''],
          ['乙', '1'],
          ['丙', '1'],
        ],
        { hiddenRows: [4] },
      ),
    )
    const fixed = withFixes(book, [
      { sheet: '表1', row: 2, column: 1, text: '2.5' },
      { sheet: '表1', row: 5, skip: true },
    ])
    const layouts = findLayouts(fixed, specs, [['criterion']])
    expect(
      dataRows({ book: fixed, layouts }).map(({ row, hidden, cell }) => [
        row,
        hidden,
        cell('criterion').text,
        cell('points'),
        cell('lead').text,
      ]),
    ).toEqual([
      [2, false, '甲', { text: '2.5', number: 2.5 }, ''],
      [4, true, '乙', { text: '1' }, ''],
    ])
  })
})

describe('numberedLines', () => {
  const check = (text: string) => numberedLines(text).map(({ no, text }) => `${no}:${text}`)
  it('reads the ways that task tables number', () => {
    expect(check('1)道路整洁;2)公厕达标。')).toEqual(['1:道路整洁', '2:公厕达标'])
    expect(check('(1)道路\n(2)公厕')).toEqual(['1:道路', '2:公厕'])
    expect(check('１）道路　２）公厕')).toEqual(['1:道路', '2:公厕'])
    expect(check('①道路②公厕③停车')).toEqual(['1:道路', '2:公厕', '3:停车'])
    expect(check('1、道路整洁\n有序\n2、公厕')).toEqual(['1:道路整洁有序', '2:公厕'])
    expect(check('1.道路\n2.公厕')).toEqual(['1:道路', '2:公厕'])
  })
  it('leaves sentences whole', () => {
    expect(check('覆盖率达到95%(含3)以上')).toEqual(['0:覆盖率达到95%(含3)以上'])
    expect(check('每500米不少于1.5处')).toEqual(['0:每500米不少于1.5处'])
    expect(check('要求:1)甲2)乙')).toEqual(['1:甲', '2:乙'])
    expect(check('')).toEqual([])
  })
})

it('stays calm with odd input', () => {
  const sheet = sheetOf([[], ['测评标准'], ['甲']])
  expect(findLayouts(bookOf(sheet), [...specs, { key: 'empty', words: [''] }], [['criterion']])[0]!.head).toBe(2)
  expect(
    find([
      ['这是一段很长很长的说明文字它提到了测评标准四个字但并不是表头因为没有哪个表头会写这么长的一句话', '乙'],
      ['测评标准', '分值'],
      ['甲', '1'],
    ])!.head,
  ).toBe(2)
  const layout = { sheet: '不在', head: 1, heads: 1, columns: { criterion: 0 }, guessed: [] }
  expect(dataRows({ book: bookOf(sheet), layouts: [layout] })).toEqual([])
  const longer = withFixes(bookOf(sheet), [
    { sheet: '表1', row: 6, column: 1, text: '新' },
    { sheet: '别的', row: 1, skip: true },
  ])
  expect(longer.sheets[0]!.rows.map((row) => row.length)).toEqual([0, 1, 1, 0, 0, 2])
  expect(numberedLines('工作要求。1)甲2)乙').map(({ no }) => no)).toEqual([0, 1, 2])
  expect(numberedLines('(1)只有一条').map(({ text }) => text)).toEqual(['只有一条'])
})

it('gives each number what a neighbouring cell says for it', () => {
  const check = (text: string) => [...(partsByNumber(text) ?? [])].map(([no, part]) => `${no}:${part}`)
  expect(check('1)材料审核;2)问卷调查')).toEqual(['1:材料审核', '2:问卷调查'])
  expect(check('1)、2)实地考察;3)问卷')).toEqual(['1:实地考察', '2:实地考察', '3:问卷'])
  expect(check('1、2分\n2、3分')).toEqual(['1:2分', '2:3分'])
  expect(check('材料审核')).toEqual([])
})
