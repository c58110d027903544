/** XLSForm workbooks for tests: sheets as rows of text, one form that uses everything that is supported, and how they become files. */
import type { Book } from '../src/sheets/sheet.ts'
import { writeWorkbook } from '../src/sheets/write.serve.ts'

/** Sheets by name, each a list of rows. */
export type Sheets = Readonly<Record<string, readonly (readonly (string | number)[])[]>>

/** The sheets as a workbook that was read. */
export const bookOfSheets = (sheets: Sheets): Book => ({
  kind: 'xlsx',
  notes: [],
  sheets: Object.entries(sheets).map(([name, rows]) => ({
    name,
    rows: rows.map((row) => row.map((text) => ({ text: String(text) }))),
    hidden: false,
    hiddenRows: [],
    hiddenColumns: [],
  })),
})

/** The sheets as an Excel file. */
export const fileOfSheets = (sheets: Sheets): Promise<Uint8Array> =>
  writeWorkbook(
    Object.entries(sheets).map(([name, rows]) => ({ name, rows: rows.map((row) => [...row]) })),
    '2026-11-22T00:00:00.000Z',
  )

const head = [
  'type',
  'name',
  'label::中文 (zh)',
  'label::English (en)',
  'hint::中文 (zh)',
  'relevant',
  'constraint',
  'constraint_message::中文 (zh)',
  'required',
  'calculation',
  'choice_filter',
  'default',
  'repeat_count',
  'parameters',
]
type Column = (typeof head)[number]

/** A row of the survey by its columns. */
const line = (cells: Partial<Record<Column, string>>): string[] => head.map((column) => cells[column] ?? '')

/** A survey of stalls: translations, a cascade, a counted repeat with a group in it, sums over it, dates, a range, a note. */
export const stalls: Sheets = {
  survey: [
    head,
    line({ type: 'start', name: 'start' }),
    line({ type: 'select_one district', name: 'd', 'label::中文 (zh)': '所在区', 'label::English (en)': 'District', required: 'yes' }),
    line({
      type: 'select_one street',
      name: 's',
      'label::中文 (zh)': '街道',
      'label::English (en)': 'Street',
      relevant: "${d} != ''",
      choice_filter: 'district = ${d}',
    }),
    line({
      type: 'integer',
      name: 'n',
      'label::中文 (zh)': '摊位数 <个> & "约"',
      'label::English (en)': 'Stalls',
      'hint::中文 (zh)': '只数固定摊位',
      constraint: '. >= 0 and . <= 20',
      'constraint_message::中文 (zh)': '0 到 20',
      default: '2',
    }),
    line({ type: 'begin_repeat', name: 'stall', 'label::中文 (zh)': '摊位', repeat_count: '${n}' }),
    line({ type: 'begin group', name: 'who', 'label::中文 (zh)': '摊主' }),
    line({ type: 'text', name: 'name', 'label::中文 (zh)': '${n} 个之一', 'label::English (en)': 'One of ${n}' }),
    line({ type: 'end group' }),
    line({ type: 'select_multiple trouble', name: 't', 'label::中文 (zh)': '问题' }),
    line({ type: 'text', name: 'other', 'label::中文 (zh)': '什么问题', relevant: "selected(${t}, 'other') and ${name} != ''" }),
    line({ type: 'calculate', name: 'c', calculation: 'count-selected(${t})' }),
    line({ type: 'end repeat' }),
    line({ type: 'calculate', name: 'total', calculation: 'sum(${c})' }),
    line({ type: 'note', name: 'sum', 'label::中文 (zh)': '共 ${total} 个问题' }),
    line({ type: 'range', name: 'mark', 'label::中文 (zh)': '打分', parameters: 'start=1 end=5 step=1' }),
    line({ type: 'date', name: 'day', 'label::中文 (zh)': '日期', constraint: '. <= today()', default: 'today()' }),
    line({ type: 'geopoint', name: 'place', 'label::中文 (zh)': '位置' }),
    line({ type: 'acknowledge', name: 'seen', 'label::中文 (zh)': '已核对' }),
  ],
  choices: [
    ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)', 'district'],
    ['district', 'a', '东区', 'East'],
    ['district', 'b', '西区', 'West'],
    ['street', 's1', '一街', 'First', 'a'],
    ['street', 's2', '二街', 'Second', 'b'],
    [],
    ['trouble', 'litter', '垃圾', 'Litter'],
    ['trouble', 'other', '其他', 'Other'],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language', 'instance_name'],
    ['摊位普查', 'stalls', '3', '中文 (zh)', "concat('摊位 ', ${d})"],
  ],
}

/** A patrol with photos: one that is needed, one in each turn of a repeat, a recording, a film and any file beside them. */
export const patrol: Sheets = {
  survey: [
    ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'required', 'relevant', 'appearance', 'parameters', 'constraint'],
    ['image', 'front', '门头照片', 'Shop front', 'yes', '', 'new', 'max-pixels=800', ". != 'x'"],
    ['begin_repeat', 'spot', '问题点', 'Spot'],
    ['text', 'what', '什么问题', 'What'],
    ['photo', 'close', '近照', 'Close-up', '', "${what} != ''"],
    ['end_repeat'],
    ['audio', 'noise', '噪声录音', 'Noise'],
    ['video', 'film', '录像', 'Film'],
    ['file', 'paper', '许可文件', 'Permit'],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language'],
    ['门店巡查', 'patrol', '1', '中文 (zh)'],
  ],
}
