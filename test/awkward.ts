/**
 * Awkward workbooks, made by code so that everyone can see what is awkward about them; `docs/awkward-workbooks.md` says what
 * each gets. `node test/awkward.ts <folder>` writes them out for looking at.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { CFB, utils, write as writeOld } from '@e965/xlsx'
import excel from 'exceljs'
import iconv from 'iconv-lite'
import { zipOf } from './zip.ts'

export interface Awkward {
  readonly file: string
  readonly make: () => Promise<Uint8Array> | Uint8Array
}

type Fill = (sheet: excel.Worksheet, book: excel.Workbook) => void

/** A workbook with one sheet, filled by hand. */
export async function workbook(fill: Fill, name = '任务分解表'): Promise<Uint8Array> {
  const book = new excel.Workbook()
  fill(book.addWorksheet(name), book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const head = ['测评项目', '测评指标', '测评标准', '测评方法', '分值', '责任单位', '考察点位']

/** The table as cities receive it: title, two header rows, merged cells, numbered lines, words for methods, full-width marks. */
const taskTable: Fill = (sheet) => {
  sheet.addRow(['明城市创建文明城市任务分解表（样例）'])
  sheet.addRow(['测评项目', '测评指标', '测评标准', '测评方法', '分值', '责任单位', null, '考察点位', '佐证材料'])
  sheet.addRow([null, null, null, null, null, '牵头单位', '配合单位', null, null])
  sheet.addRow([
    '一、廉洁高效的政务环境',
    '政务服务',
    '１）办事大厅服务规范、便民；\n２）办事效率满意度',
    '１）实地考察；２）问卷调查',
    '１）２分；２）１.５分',
    '市政务服务局',
    '市公安局、税务局',
    '政务大厅、办税服务厅',
    null,
  ])
  sheet.addRow([null, '政务公开', '主动公开及时准确', '材料审核', '１', '市政务服务局', null, null, '①工作制度文件；②统计数据'])
  sheet.addRow([
    '二、和谐宜居的生活环境',
    '市容环境',
    '主次干道整洁有序',
    '材料审核、实地考察',
    '３分',
    '牵头：城管局；配合：住建局、各街道',
    null,
    '主次干道、商业大街',
    '实景照片',
  ])
  sheet.addRow([null, null, '公厕达标', '实地考察', 1.5, '市城市管理局', '各街道办事处', '室外公厕', null])
  sheet.addRow(['合计', null, null, null, 9])
  sheet.mergeCells('A1:I1')
  for (const column of 'ABCDEHI') sheet.mergeCells(`${column}2:${column}3`)
  sheet.mergeCells('F2:G2')
  sheet.mergeCells('A4:A5')
  sheet.mergeCells('A6:A7')
  sheet.mergeCells('B6:B7')
}

/** One criterion over two rows (a method each), and one amount over three criteria. */
const mergedPoints: Fill = (sheet) => {
  sheet.addRow(head)
  sheet.addRow(['环境', '市容', '主次干道整洁有序', '材料审核', 1, '城管局', '主次干道'])
  sheet.addRow([null, null, null, '实地考察', 2, null, null])
  sheet.addRow([null, null, '公厕达标', '实地考察', 1, '城管局', '室外公厕'])
  sheet.addRow([null, null, '工地围挡整洁', '实地考察', null, '住建局', '建筑围挡'])
  sheet.addRow([null, null, '河湖水体整洁', '实地考察', null, '水利局', '河湖水体'])
  for (const range of ['A2:A6', 'B2:B6', 'C2:C3', 'F2:F3', 'G2:G3', 'E4:E6']) sheet.mergeCells(range)
}

const hidden: Fill = (sheet, book) => {
  sheet.addRow(head)
  sheet.addRow(['环境', '市容', '主次干道整洁有序', '实地考察', 2, '城管局', '主次干道'])
  sheet.addRow(['环境', '市容', '公厕达标', '实地考察', 1, '城管局', '室外公厕'])
  sheet.getRow(3).hidden = true
  sheet.getColumn(2).hidden = true
  const draft = book.addWorksheet('旧底稿', { state: 'hidden' })
  draft.addRow(head)
  draft.addRow(['旧', '旧', '不应读入', '实地考察', 99, '城管局', '公园'])
}

const formulas: Fill = (sheet) => {
  sheet.addRow(head)
  sheet.addRow(['环境', '市容', '主次干道整洁有序', '实地考察', { formula: '1+1.18', result: 2.1800000000000002 }, '城管局', '主次干道'])
  sheet.addRow(['环境', '市容', '公厕达标', '实地考察', { formula: 'NOW()' }, '城管局', '室外公厕'])
  sheet.addRow(['环境', '市容', '公园养护', '实地考察', { formula: 'X!A1', result: { error: '#REF!' } as never }, '城管局', '公园'])
}

const rare: Fill = (sheet) => {
  sheet.addRow(['测评　项目', '测评　指标', '测　评　标　准', '测评方法', '分　　值', '责任单位', '考察点位'])
  sheet.addRow(['𠮷祥环境', '㐂庆㕷', '𬭚𫓧街道整洁（含“𡈼”字号店铺）', '实地考察', '２．５０', '𠮷林社区', '𠮷市街心公园'])
  sheet.addRow(['𠮷祥环境', '㐂庆㕷', 'e\u0301cole 前区​整洁', '实地考察', '１', '城管局', '公园'])
}

const renamed: Fill = (sheet) => {
  sheet.addRow(['类别', '二级指标', '达标要求', '考核方式', '权重', '主责单位', '检查点位'])
  sheet.addRow(['环境', '市容', '主次干道整洁有序', '现场检查', 2, '区城市管理局', '主次干道'])
  sheet.addRow(['环境', '市容', '公厕达标', '暗访', 1, '区城市管理局', '室外公厕'])
}

const silent: Fill = (sheet) => {
  sheet.addRow(['项目', '标准', '甲', '乙', '丙'])
  for (let index = 1; index <= 5; index++) sheet.addRow(['环境', `第${index}条街道整洁`, '实地考察', index, '城管局'])
}

const wrongSums: Fill = (sheet) => {
  sheet.addRow(head)
  sheet.addRow(['环境(5分)', '市容', '主次干道整洁有序', '实地考察', 2, '城管局', '主次干道'])
  sheet.addRow(['环境(5分)', '市容', '公厕达标', '实地考察', 1.5, '城管局', '室外公厕'])
  sheet.addRow(['小计', null, null, null, 4])
  sheet.addRow(['合计', null, null, null, 5])
}

const faulty: Fill = (sheet) => {
  sheet.addRow(head)
  sheet.addRow(['环境', '市容', '主次干道整洁有序', '实地考察', '2分半', '城管局', '主次干道'])
  sheet.addRow(['环境', '市容', '公厕达标', '抽查', 1, '城管局', '室外公厕'])
  sheet.addRow(['环境', '市容', null, '实地考察', 1, '城管局', '公园'])
  sheet.addRow(['环境', '市容', '公园养护', '实地考察', 1, '城管局', '公园'])
}

/** Twenty thousand rows, streamed as a city's whole breakdown to communities would be. */
export async function bigTable(rows = 20_000): Promise<Uint8Array> {
  return workbook((sheet) => {
    sheet.addRow(head)
    for (let index = 0; index < rows; index++) {
      const project = Math.floor(index / 2000) + 1
      sheet.addRow([
        `第${project}项目`,
        `第${Math.floor(index / 100) + 1}指标`,
        `第${index + 1}条 道路与街巷整洁有序`,
        '实地考察',
        0.01,
        '城管局',
        '主次干道',
      ])
    }
  })
}

function oldXls(): Uint8Array {
  const book = utils.book_new()
  const sheet = utils.aoa_to_sheet([
    head,
    ['环境', '市容', '主次干道整洁有序', '实地考察', 2, '城管局', '主次干道'],
    [null, null, '公厕达标', '实地考察', 1.5, '城管局', '室外公厕'],
  ])
  sheet['!merges'] = [
    { s: { r: 1, c: 0 }, e: { r: 2, c: 0 } },
    { s: { r: 1, c: 1 }, e: { r: 2, c: 1 } },
  ]
  utils.book_append_sheet(book, sheet, '任务分解表')
  return new Uint8Array(writeOld(book, { type: 'buffer', bookType: 'biff8' }) as Buffer)
}

/** The container that Office makes around a workbook that asks for a password. */
function locked(): Uint8Array {
  const container = CFB.utils.cfb_new()
  CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(248, 4))
  CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(9000, 7))
  return new Uint8Array(CFB.write(container, { type: 'buffer' }) as Buffer)
}

const frame = (sheet: string | Uint8Array, more: Parameters<typeof zipOf>[0] = []): Uint8Array =>
  zipOf([
    { name: 'xl/workbook.xml', content: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>' },
    { name: 'xl/_rels/workbook.xml.rels', content: '<Relationships><Relationship Id="a" Target="worksheets/s.xml"/></Relationships>' },
    { name: 'xl/worksheets/s.xml', content: sheet },
    ...more,
  ])
const cells = (...texts: string[]) => `<row>${texts.map((text) => `<c t="str"><v>${text}</v></c>`).join('')}</row>`
const smallSheet = `<worksheet><sheetData>${cells('测评项目', '测评标准', '测评方法', '分值')}${cells('环境', '道路整洁', '材料审核', '1')}</sheetData></worksheet>`

/** All of them, by file name. */
export const awkward: readonly Awkward[] = [
  { file: 'task-table.xlsx', make: () => workbook(taskTable) },
  { file: 'merged-points.xlsx', make: () => workbook(mergedPoints) },
  { file: 'hidden.xlsx', make: () => workbook(hidden) },
  { file: 'formulas.xlsx', make: () => workbook(formulas) },
  { file: 'rare-characters.xlsx', make: () => workbook(rare) },
  { file: 'renamed-columns.xlsx', make: () => workbook(renamed) },
  { file: 'silent-header.xlsx', make: () => workbook(silent) },
  { file: 'wrong-sums.xlsx', make: () => workbook(wrongSums) },
  { file: 'faulty-cells.xlsx', make: () => workbook(faulty) },
  { file: 'rows-20000.xlsx', make: () => bigTable() },
  { file: 'old.xls', make: oldXls },
  {
    file: 'gbk.csv',
    make: () => iconv.encode(`${head.join(',')}\n环境,市容,"1)主次干道整洁有序\n2)公厕达标",实地考察,2,城管局,主次干道\n`, 'gbk'),
  },
  { file: 'macro.xlsm', make: () => frame(smallSheet, [{ name: 'xl/vbaProject.bin', content: 'Sub AutoOpen()' }]) },
  { file: 'password.xlsx', make: locked },
  { file: 'bomb.xlsx', make: () => frame(smallSheet, [{ name: 'xl/media/image1.bin', content: Buffer.alloc(64 << 20) }]) },
  { file: 'bomb-in-sheet.xlsx', make: () => frame(`<worksheet>${' '.repeat(48 << 20)}</worksheet>`) },
  { file: 'lying-sizes.xlsx', make: () => zipOf([{ name: 'xl/workbook.xml', content: Buffer.alloc(64 << 20, 0x20), claims: 1000 }]) },
  {
    file: 'doctype.xlsx',
    make: () => frame('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData>&a;</sheetData></worksheet>'),
  },
  {
    file: 'last-row.xlsx',
    make: () => frame('<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'),
  },
  { file: 'empty.xlsx', make: () => workbook(() => undefined) },
  { file: 'no-table.xlsx', make: () => workbook((sheet) => void sheet.addRow(['关于召开会议的通知', '请准时参加'])) },
  { file: 'web-page.xls', make: () => Buffer.from('<html><table><tr><td>测评项目</td></tr></table></html>') },
  { file: 'cut-short.xlsx', make: async () => (await workbook(taskTable)).slice(0, 3000) },
]

/** The bytes of one of them. */
export async function awkwardFile(file: string): Promise<Uint8Array> {
  const found = awkward.find((it) => it.file === file)
  if (!found) throw new Error(`no awkward workbook ${file}`)
  return found.make()
}

if (import.meta.main && process.argv[2] !== undefined) {
  mkdirSync(process.argv[2], { recursive: true })
  for (const { file, make } of awkward) writeFileSync(`${process.argv[2]}/${file}`, await make())
}
