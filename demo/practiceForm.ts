/** The demo's questionnaire as the sheets of an XLSForm workbook: relevance, a repeat, a sum, a choice filter, two languages. */
import type { Book } from '../src/sheets/sheet.ts'

const head = [
  'type',
  'name',
  'label::中文 (zh)',
  'label::English (en)',
  'relevant',
  'required',
  'calculation',
  'choice_filter',
  'constraint',
  'constraint_message::中文 (zh)',
]

const sheets: Readonly<Record<string, readonly (readonly string[])[]>> = {
  survey: [
    head,
    ['note', 'hello', '商业街群众满意度（示例问卷）', 'How people like the shopping street (example)'],
    ['select_one role', 'role', '您是', 'You are', '', 'yes'],
    ['integer', 'years', '经营了几年', 'Years in business', "${role} = 'shopkeeper'", '', '', '', '. >= 0 and . <= 80', '0 到 80'],
    ['select_one mood', 'satisfied', '对街面环境是否满意', 'Are you satisfied with the street?', '', 'yes'],
    ['select_one yn', 'trouble', '最近一周有没有遇到问题', 'Any trouble in the last week?', '', 'yes'],
    ['begin_repeat', 'what', '遇到的问题', 'What trouble', "${trouble} = 'yes'"],
    ['select_one trouble', 'kind', '哪一类', 'Which kind', '', 'yes', '', "who = 'all' or who = ${role}"],
    ['text', 'text', '请说一说', 'Please tell'],
    ['end_repeat'],
    ['calculate', 'turns', '', '', '', '', 'count(${what})'],
  ],
  choices: [
    ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)', 'who'],
    ['role', 'resident', '附近居民', 'Resident'],
    ['role', 'shopkeeper', '经营者', 'Shopkeeper'],
    ['role', 'visitor', '路过的人', 'Passer-by'],
    ['mood', 'good', '满意', 'Satisfied'],
    ['mood', 'fair', '一般', 'Fairly'],
    ['mood', 'poor', '不满意', 'Not satisfied'],
    ['yn', 'yes', '有', 'Yes'],
    ['yn', 'no', '没有', 'No'],
    ['trouble', 'litter', '垃圾', 'Litter', 'all'],
    ['trouble', 'parking', '停车', 'Parking', 'all'],
    ['trouble', 'noise', '噪声', 'Noise', 'all'],
    ['trouble', 'unload', '装卸货', 'Loading', 'shopkeeper'],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language'],
    ['商业街满意度问卷（示例）', 'demo-street', '2026.1', '中文 (zh)'],
  ],
}

/** The workbook as it would be read. */
export const practiceForm: Book = {
  kind: 'xlsx',
  notes: [],
  sheets: Object.entries(sheets).map(([name, rows]) => ({
    name,
    rows: rows.map((row) => row.map((text) => ({ text }))),
    hidden: false,
    hiddenRows: [],
    hiddenColumns: [],
  })),
}
