/** What each awkward workbook gets; `docs/awkward-workbooks.md` says the same in words. */
import { describe, expect, it } from 'vitest'
import { awkwardFile } from '../../../test/awkward.ts'
import type { Fault, Problem } from '../../base/problem.ts'
import { findLayouts } from '../../sheets/columns.ts'
import { type Fix, withFixes } from '../../sheets/kind.ts'
import { readSheets } from '../../sheets/read.serve.ts'
import { checkEdition } from '../edition-check.ts'
import { criteriaOf } from '../edition.ts'
import { findLibraryEdition } from '../library.serve.ts'
import { taskColumns, taskNeeds, understandTask } from './understand.ts'

const editions = ['2024-sample', '2021-sample'].map((edition) => findLibraryEdition('civilised-city', edition)!)

async function understood(file: string, options: Record<string, string> = {}, fixes: Fix[] = []) {
  const book = withFixes(await readSheets(await awkwardFile(file), file), fixes)
  const layouts = findLayouts(book, taskColumns, taskNeeds)
  return { book, layouts, ...understandTask({ book, layouts, options }, { editions }) }
}
const lines = (found: Awaited<ReturnType<typeof understood>>) =>
  found.rows.map(({ row, values: it }) => `${row} ${it['id']} ${it['criterion']} ${it['method']} ${it['points']} ${it['lead']}`)
const said = (faults: readonly Fault[]) =>
  faults.map(({ sheet = '', at, row = '', says }) => `${sheet}!${at}${row} ${says.replace(/^fault\.(task\.)?/, '')}`)

describe('a task table as cities receive it', () => {
  it('becomes a draft that could be published', async () => {
    const found = await understood('task-table.xlsx', { standard: 'civilised-city', edition: '2027', official: 'true' })
    expect(lines(found)).toEqual([
      '4 P01.I01.S01 办事大厅服务规范、便民 onsite 2.00 政务服务局',
      '4 P01.I01.S02 办事效率满意度 survey 1.50 政务服务局',
      '5 P01.I02.S01 主动公开及时准确 materials 1.00 政务服务局',
      '6 P02.I01.S01 主次干道整洁有序 materials onsite 3.00 城管局',
      '7 P02.I01.S02 公厕达标 onsite 1.50 城管局',
    ])
    expect(found.faults).toEqual([])
    expect(said(found.hints)).toEqual(['任务分解表!4 questionMade', '任务分解表!D6 methodsShared'])
    expect(checkEdition(found.plan)).toEqual([])
    expect(found.plan).toMatchObject({
      standard: 'civilised-city',
      edition: '2027',
      official: true,
      total: 900,
      title: { zh: '明城市创建文明城市任务分解表（样例）' },
    })
    const [, , open, road] = criteriaOf(found.plan.tree).map(({ criterion }) => criterion)
    expect(open!.ways[0]!.evidence.map(({ kind, title }) => `${kind} ${title.zh}`)).toEqual(['document 工作制度文件', 'data 统计数据'])
    expect([road!.lead, road!.support]).toEqual(['CGJ', ['ZJJ', 'JDZ']])
    expect(road!.ways[1]!.pointTypes).toEqual(['PT-ROAD', 'PT-SHOPSTREET'])
  })

  it('takes from the edition before what it does not say itself', async () => {
    const found = await understood('task-table.xlsx', { before: 'civilised-city/2021-sample' })
    const road = criteriaOf(found.plan.tree).find(({ criterion }) => criterion.id === 'P02.I01.S01')!.criterion
    expect(road.ways.find(({ method }) => method === 'onsite')!.checks).toContain('ENV-LITTER')
    expect(road.title.en).toBe('Main roads clean and orderly')
    expect(said(found.hints)).not.toContain('任务分解表!4 questionMade')
    expect(checkEdition(found.plan)).toEqual([])
    expect([found.plan.standard, found.plan.gates.length]).toEqual(['civilised-city', 4])
  })
})

describe('an awkward workbook', () => {
  it('with one criterion over two rows and one amount over three criteria', async () => {
    const found = await understood('merged-points.xlsx')
    expect(lines(found)).toEqual([
      '2 P01.I01.S01 主次干道整洁有序 materials onsite 3.00 城管局',
      '4 P01.I01.S02 公厕达标 onsite 0.34 城管局',
      '5 P01.I01.S03 工地围挡整洁 onsite 0.33 住建局',
      '6 P01.I01.S04 河湖水体整洁 onsite 0.33 水务局',
    ])
    expect(said(found.hints)).toEqual(['任务分解表!E4 pointsShared'])
  })
  it('with hidden rows, columns and sheets: read, but said', async () => {
    const found = await understood('hidden.xlsx')
    expect([lines(found).length, said(found.hints)]).toEqual([2, ['旧底稿! hiddenSheet', '任务分解表!C3 hiddenRow']])
  })
  it('with formulas: stored results count, their lack is a fault of the cell', async () => {
    const found = await understood('formulas.xlsx')
    expect(lines(found)[0]).toContain(' 2.18 ')
    expect(said(found.faults)).toEqual(['任务分解表!E3 noResult', '任务分解表!E4 errorCell'])
  })
  it('with rare characters and full width everywhere', async () => {
    const found = await understood('rare-characters.xlsx')
    expect(lines(found)).toEqual([
      '2 P01.I01.S01 𬭚𫓧街道整洁（含“𡈼”字号店铺） onsite 2.50 𠮷林社区',
      '3 P01.I01.S02 e\u0301cole 前区整洁 onsite 1.00 城管局',
    ])
    expect(said(found.hints)).toEqual(['任务分解表!G2 newPlace', '任务分解表!F2 newUnit'])
  })
  it('with other words in its header, or none', async () => {
    expect(lines(await understood('renamed-columns.xlsx'))).toEqual([
      '2 P01.I01.S01 主次干道整洁有序 onsite 2.00 城管局',
      '3 P01.I01.S02 公厕达标 onsite 1.00 城管局',
    ])
    const silent = await understood('silent-header.xlsx')
    expect(silent.layouts[0]!.guessed).toEqual(['method', 'points', 'lead'])
    expect(lines(silent)[1]).toBe('3 P01.S02 第2条街道整洁 onsite 2.00 城管局')
  })
  it('with sums that its rows do not make', async () => {
    const found = await understood('wrong-sums.xlsx')
    expect(said(found.hints)).toEqual([
      '任务分解表!A2 statedSum',
      '任务分解表!E4 statedSum',
      '任务分解表!E5 statedSum',
      '!total edition.sumTotal',
    ])
    expect([found.faults, found.plan.total]).toEqual([[], 500])
  })
  it('with cells that cannot be read: each is named, and corrected in the preview', async () => {
    const found = await understood('faulty-cells.xlsx')
    expect(said(found.faults)).toEqual(['任务分解表!E2 points', '任务分解表!D3 method', '任务分解表!C4 noCriterion'])
    const sheet = '任务分解表'
    const fixed = await understood('faulty-cells.xlsx', {}, [
      { sheet, row: 2, column: 4, text: '2.5' },
      { sheet, row: 3, column: 3, text: '暗访' },
      { sheet, row: 4, skip: true },
    ])
    expect([said(fixed.faults), lines(fixed).length, checkEdition(fixed.plan)]).toEqual([[], 3, []])
  })
  it('of 20,000 rows', { timeout: 240_000 }, async () => {
    const found = await understood('rows-20000.xlsx')
    expect([found.rows.length, found.faults.length, found.plan.total]).toEqual([20_000, 0, 20_000])
  })
  it('of the old format, in GBK, or with macros', async () => {
    expect((await understood('old.xls')).plan.total).toBe(350)
    expect(lines(await understood('gbk.csv'))).toEqual([
      '2 P01.I01.S01 主次干道整洁有序 onsite 1.00 城管局',
      '2 P01.I01.S02 公厕达标 onsite 1.00 城管局',
    ])
    expect((await understood('macro.xlsm')).book.notes).toEqual(['macros'])
  })
  it('that holds no table', async () => {
    expect(said((await understood('no-table.xlsx')).faults)).toEqual(['! noTable'])
  })
  it.each([
    ['password.xlsx', 'sheets.password'],
    ['bomb.xlsx', 'sheets.bomb'],
    ['bomb-in-sheet.xlsx', 'sheets.bomb'],
    ['lying-sizes.xlsx', 'sheets.broken'],
    ['doctype.xlsx', 'sheets.broken'],
    ['last-row.xlsx', 'sheets.tooMany'],
    ['empty.xlsx', 'sheets.empty'],
    ['web-page.xls', 'sheets.webPage'],
    ['cut-short.xlsx', 'sheets.broken'],
  ])('%s is refused as %s', async (file, code) => {
    const refused = await understood(file).then(
      () => 'read',
      (problem: Problem) => problem.code,
    )
    expect(refused).toBe(code)
  })
})
