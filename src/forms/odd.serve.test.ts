/** Forms as people really write them: groups in repeats in groups, a cascade over three lists, sums over turns, words in two languages. */
import { expect, it } from 'vitest'
import { fileOfSheets, type Sheets } from '../../test/xlsforms.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { askEngine } from './engine.serve.ts'
import { workbookOf } from './export.serve.ts'
import { type Form, partsOf } from './form.ts'
import { readForm } from './read-form.ts'

const head = [
  'type',
  'name',
  'label::中文 (zh)',
  'label::English (en)',
  'relevant',
  'required',
  'required_message::English (en)',
  'constraint',
  'constraint_message::中文 (zh)',
  'constraint_message::English (en)',
  'calculation',
  'choice_filter',
  'repeat_count',
]
const line = (type: string, name: string, cells: Readonly<Record<string, string>> = {}) =>
  head.map((column) => ({ type, name, 'label::中文 (zh)': `**${name}** 的题`, 'label::English (en)': `# ${name}`, ...cells })[column] ?? '')

const many = Array.from({ length: 230 }, (_, index) =>
  line(
    ['select_one district', 'decimal', 'text'][index % 3]!,
    `q${index}`,
    index % 9 === 8 ? { relevant: `\${q${index - 8}} = 'a'`, required: 'yes' } : {},
  ),
)

const odd: Sheets = {
  survey: [
    head,
    line('begin group', 'outer'),
    line('select_one district', 'd', { required: 'yes' }),
    line('begin repeat', 'house', { repeat_count: '3' }),
    line('begin group', 'who'),
    line('select_one street', 's', { choice_filter: 'district=${d}' }),
    line('select_one community', 'c', { choice_filter: 'street=${s} and district=${d}' }),
    line('integer', 'age', {
      constraint: '. >= 0 and . < 130 or . = 999',
      'constraint_message::中文 (zh)': '0 到 129，不知道填 999',
      'constraint_message::English (en)': '0 to 129, 999 if unknown',
    }),
    line('text', 'school', {
      relevant: '${age} >= 6 and ${age} <= 18',
      required: '${age} >= 7',
      'required_message::English (en)': 'needed from seven on',
    }),
    line('begin repeat', 'pet', { relevant: "${age} != ''" }),
    line('text', 'called'),
    line('calculate', 'no', { calculation: 'position(..)' }),
    line('end repeat', ''),
    line('calculate', 'pets', { calculation: 'count(${pet})' }),
    line('end group', ''),
    line('calculate', 'grown', { calculation: "if(${age} > 17, concat('成', \"'\", '年'), '未<成>&年')" }),
    line('end repeat', ''),
    line('calculate', 'oldest', { calculation: 'max(${age})' }),
    line('note', 'told', { 'label::English (en)': 'Oldest ${oldest}, pets ${all}' }),
    line('calculate', 'all', { calculation: 'sum(${pets})' }),
    line('end group', ''),
    ...many,
  ],
  choices: [
    ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)', 'district', 'street'],
    ['district', 'a', '东', 'East'],
    ['district', 'b', '西', 'West'],
    ['street', 's1', '一', '1', 'a'],
    ['community', 'c1', '甲', 'A', 'a', 's1'],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language'],
    ['怪表', 'odd', '1', 'English (en)'],
  ],
}

/** Rows move when empty ones are left out. */
const withoutRows = (form: Form | undefined) => JSON.stringify(form, (key, value: unknown) => (key === 'row' ? undefined : value))

it('are taken by the engine, and go out as a workbook that says the same again', async () => {
  const { form, faults, hints } = readForm(await readSheets(await fileOfSheets(odd), 'odd.xlsx'), 'odd.xlsx')
  expect([faults, hints]).toEqual([[], []])
  expect(partsOf(form!.parts).filter(({ part }) => part.is === 'question')).toHaveLength(242)
  const out = await workbookOf(form!, '2026-11-22T00:00:00.000Z')
  const again = readForm(await readSheets(out.content as Uint8Array, 'odd.xlsx'), 'odd.xlsx')
  expect(again.faults).toEqual([])
  expect(withoutRows(again.form)).toBe(withoutRows(form))
  expect(await askEngine(again.form!)).toEqual([])
})
