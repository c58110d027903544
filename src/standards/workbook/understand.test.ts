/** Task tables as bare rows: what each kind of cell means, whatever file it came in. */
import { describe, expect, it } from 'vitest'
import { findLayouts } from '../../sheets/columns.ts'
import type { Book, Cell, Sheet } from '../../sheets/sheet.ts'
import { checkEdition } from '../edition-check.ts'
import { type Criterion, criteriaOf, Edition } from '../edition.ts'
import { taskColumns, taskNeeds, understandTask } from './understand.ts'

const scales = [
  {
    id: 'conform2',
    grades: [
      { code: 'Y', title: { zh: '符合' }, factor: 1000 },
      { code: 'N', title: { zh: '不符合' }, factor: 0 },
    ],
  },
  {
    id: 'gradeABC',
    grades: [
      { code: 'A', title: { zh: '优良' }, factor: 1000 },
      { code: 'C', title: { zh: '不合格' }, factor: 0 },
    ],
  },
  {
    id: 'likert5',
    grades: [
      { code: '5', title: { zh: '满意' }, factor: 1000 },
      { code: '1', title: { zh: '不满意' }, factor: 0 },
    ],
  },
]
/** An edition that the tables below can lean on. */
const before = Edition.parse({
  format: 'mingcheng.edition/1',
  standard: 'old',
  edition: '1',
  title: { zh: '旧版' },
  programme: { zh: '创建' },
  official: false,
  subjects: ['street'],
  total: 500,
  scales,
  unitKinds: [{ id: 'CGJ', title: { zh: '城管局' } }],
  pointTypes: [{ id: 'PT-PARK', title: { zh: '公园' }, group: 'open', checks: ['GREEN', 'LITTER'], units: ['CGJ'] }],
  checks: [
    { id: 'GREEN', title: { zh: '绿地整洁' }, kind: 'absence', scale: 'conform2' },
    { id: 'LITTER', title: { zh: '无垃圾' }, kind: 'absence', scale: 'conform2' },
  ],
  questions: [{ id: 'Q1', title: { zh: '是否满意?' }, scale: 'likert5', dimension: 'satisfaction', populations: ['A'] }],
  populations: [{ id: 'A', title: { zh: '居民' } }],
  statistics: [{ id: 'S1', title: { zh: '覆盖率' }, unit: { zh: '%' } }],
  tree: [
    {
      id: 'C1',
      title: { zh: '公园绿地养护良好', en: 'Parks kept' },
      ways: [
        { method: 'onsite', points: 100, rule: { name: 'deductPerMiss', percentPerMiss: '5' }, checks: ['GREEN'], pointTypes: ['PT-PARK'] },
        { method: 'survey', points: 100, rule: { name: 'surveyShare' }, questions: ['Q1'] },
        { method: 'statistics', points: 100, rule: { name: 'ratioCapped', target: '40' }, statistic: 'S1' },
      ],
    },
    {
      id: 'C2',
      title: { zh: '志愿者比例达标情况' },
      ways: [{ method: 'materials', points: 200, rule: { name: 'ratioCapped', target: '8' }, statistic: 'S1' }],
    },
  ],
})

const bookOf = (lines: (string | Cell)[][], more: Partial<Sheet> = {}): Book => ({
  kind: 'xlsx',
  notes: [],
  sheets: [
    {
      name: '表',
      rows: lines.map((line) => line.map((it) => (typeof it === 'string' ? { text: it } : it))),
      hidden: false,
      hiddenRows: [],
      hiddenColumns: [],
      ...more,
    },
  ],
})
const merged = (text: string): Cell => ({ text, note: 'merged' })

function read(lines: (string | Cell)[][], options: Record<string, string> = {}) {
  const book = bookOf(lines)
  const found = understandTask({ book, layouts: findLayouts(book, taskColumns, taskNeeds), options }, { editions: [before] })
  const said = (list: typeof found.faults) =>
    list.filter(({ says }) => says.startsWith('fault.task')).map(({ at, row, says }) => `${at}${row ?? ''} ${says.slice(11)}`)
  const criteria = criteriaOf(found.plan.tree).map(({ criterion }) => criterion)
  return { ...found, criteria, faultsSaid: said(found.faults), hintsSaid: said(found.hints) }
}
const words = ({ id, title, ways, lead = '', support }: Criterion) =>
  `${id} ${title.zh} ${ways.map(({ method, points }) => `${method} ${points}`).join('+')} ${lead} ${support.join(',')}`.trim()

describe('the tree', () => {
  it('has headings of any depth, carried down and changed together', () => {
    const { criteria, plan } = read([
      ['测评项目', '测评指标', '测评标准', '测评方法', '分值'],
      ['一、甲', '(一)子', '1、第一条', '材料审核', '1'],
      ['', '', '2、第二条', '材料审核', '1'],
      ['', '(二)丑', '第三条', '材料审核', '1'],
      ['二、乙', '', '第四条', '材料审核', '1'],
    ])
    expect(criteria.map(words)).toEqual([
      'P01.I01.S01 第一条 materials 100',
      'P01.I01.S02 第二条 materials 100',
      'P01.I02.S01 第三条 materials 100',
      'P02.S01 第四条 materials 100',
    ])
    expect(plan.title.zh).toBe('imported')
  })
  it('takes codes where the table has them, and refuses bad and repeated ones', () => {
    const { criteria, faultsSaid } = read([
      ['编码', '测评标准', '测评方法', '分值'],
      ['A-1', '第一条', '材料审核', '1'],
      ['A-1', '第二条', '材料审核', '1'],
      ['第三', '第三条', '材料审核', '1'],
      ['', '第四条', '材料审核', '1'],
    ])
    expect(criteria.map(({ id }) => id)).toEqual(['A-1', 'A-1', 'S03', 'S04'])
    expect(faultsSaid).toEqual(['A4 code', 'id3 duplicateCode'])
  })
  it('leaves out remarks and blank rows, and says where a row lacks its words', () => {
    const { criteria, faultsSaid } = read([
      ['测评项目', '测评标准', '测评方法', '分值'],
      ['甲', '第一条', '材料审核', '1'],
      ['', '', '', ''],
      ['甲', '', '', ''],
      ['乙', '', '材料审核', ''],
      ['注:本表自印发之日起施行', '', '', ''],
      ['合计', '', '', ''],
    ])
    expect([criteria.length, faultsSaid]).toEqual([1, ['B5 noCriterion']])
  })
})

describe('methods and points', () => {
  it('stand beside each other, in the row or in the method', () => {
    const { criteria, hintsSaid, faultsSaid } = read([
      ['测评标准', '测评方法', '分值'],
      ['第一条', '材料审核2分、实地考察1分', ''],
      ['第二条', '材料审核', ''],
      ['第三条', '', '1'],
      ['1)第四条;2)第五条', '1)材料审核;2)问卷调查', '1)1分'],
      ['第六条', '材料审核', '-1'],
    ])
    expect(criteria.map((it) => it.ways.map(({ method, points }) => `${method} ${points}`).join('+'))).toEqual([
      'materials 200+onsite 100',
      'materials 0',
      'materials 100',
      'materials 0',
      'survey 0',
      'materials 0',
    ])
    expect(hintsSaid).toContain('C3 noPoints')
    expect(faultsSaid).toEqual(['B4 noMethod', 'C5 points', 'C6 points'])
  })
  it('of numbered lines are told apart by their numbers', () => {
    const { criteria, faultsSaid } = read([
      ['测评标准', '测评方法', '分值', '责任单位'],
      ['1)第一条;2)第二条;3)第三条', '1)材料审核;2)材料审核', '1)1分;2)2分', '1)城管局;2)教育局、团委'],
    ])
    expect(criteria.map(words)).toEqual([
      'S01 第一条 materials 100 CGJ',
      expect.stringMatching(/^S02 第二条 materials 200 U-[0-9A-F]{10} U-[0-9A-F]{10}$/),
      'S03 第三条 materials 0',
    ])
    expect(faultsSaid).toEqual(['B2 noMethod', 'C2 points'])
  })
  it('of a merged row that says nothing new are not counted again', () => {
    const { criteria } = read([
      ['测评标准', '测评方法', '分值'],
      ['第一条', '材料审核', '1'],
      [merged('第一条'), merged('材料审核'), merged('1')],
    ])
    expect(criteria.map(words)).toEqual(['S01 第一条 materials 100'])
  })
  it('may be left to the edition before', () => {
    const { criteria } = read(
      [
        ['测评标准', '分值'],
        ['公园绿地养护良好', '3'],
        ['志愿者比例达标情况', '2'],
        ['别的', '1'],
      ],
      { before: 'old/1' },
    )
    expect(criteria.map(words)).toEqual([
      'S01 公园绿地养护良好 onsite 100+survey 100+statistics 100',
      'S02 志愿者比例达标情况 materials 200',
      'S03 别的 materials 100',
    ])
    expect(criteria[0]!.ways.map(({ rule }) => rule.name)).toEqual(['deductPerMiss', 'surveyShare', 'ratioCapped'])
    expect([criteria[1]!.ways[0]!.statistic, criteria[1]!.ways[0]!.scale]).toEqual(['S1', undefined])
  })
})

describe('units', () => {
  it('are the known ones under any name; new ones get a code made of their name; a guessed lead is said', () => {
    const { criteria, hintsSaid, plan } = read([
      ['测评标准', '测评方法', '分值', '责任单位', '配合单位'],
      ['第一条', '材料审核', '1', '市城市管理局', '牵头:教育局;配合:团委'],
      ['第二条', '材料审核', '1', '教育局、城管局', '城管局'],
    ])
    const code = (name: string) => plan.unitKinds.find(({ title }) => title.zh === name)!.id
    expect(criteria.map(({ lead, support }) => [lead, support])).toEqual([
      ['CGJ', [code('教育局'), code('团委')]],
      [code('教育局'), ['CGJ']],
    ])
    expect(hintsSaid).toEqual(['D3 unitGuessed', 'D2 newUnit', 'D2 newUnit'])
  })
})

describe('what is looked at', () => {
  it('is what the table names: known checks and places, or new ones with codes made of their names', () => {
    const { criteria, plan, hints, hintsSaid } = read([
      ['测评标准', '测评方法', '分值', '检查内容', '考察点位'],
      ['公园好', '实地考察', '2', '①绿地整洁;②座椅完好', '公园、湿地公园'],
      ['湿地好', '实地考察', '1', '座椅完好', '湿地公园'],
      ['街道好', '实地考察', '1', '', ''],
    ])
    const made = plan.checks.find(({ title }) => title.zh === '座椅完好')!
    const wet = plan.pointTypes.find(({ title }) => title.zh === '湿地公园')!
    expect(made.id).toMatch(/^K-[0-9A-F]{10}$/)
    expect(criteria.slice(0, 2).map(({ ways }) => [ways[0]!.checks, ways[0]!.pointTypes])).toEqual([
      [
        ['GREEN', made.id],
        ['PT-PARK', wet.id],
      ],
      [[made.id], [wet.id]],
    ])
    expect(plan.pointTypes.map(({ id, checks }) => [id, checks])).toEqual([
      ['PT-PARK', ['GREEN', made.id]],
      [wet.id, [made.id]],
    ])
    expect(hintsSaid).toEqual(['E2 newPlace', 'E4 noPlaces'])
    // What keeps the draft from being published stands where the row does, under the words of the requirement.
    const open = hints.filter(({ says }) => says === 'fault.edition.reads.checks')
    expect(open).toEqual([{ at: 'D', sheet: '表', row: 4, says: 'fault.edition.reads.checks', details: { at: '街道好' } }])
    expect(
      read([
        ['测评标准', '测评方法', '分值', '检查内容'],
        ['别处', '实地考察', '1', '座椅完好'],
      ]).plan.checks[0]!.id,
    ).toBe(made.id)
  })
  it('is asked in the questions of the table', () => {
    const { criteria, plan } = read([
      ['测评标准', '测评方法', '分值', '问卷题目'],
      ['满意', '问卷调查', '1', '1)是否满意?2)是否安全?'],
    ])
    expect([
      criteria[0]!.ways[0]!.questions[0],
      plan.questions.map(({ id }) => id.slice(0, 2)),
      plan.populations.map(({ id }) => id),
    ]).toEqual(['Q1', ['Q1', 'Q-'], ['A']])
  })
  it('is counted against the limit that the sentence states; without one nobody can publish it', () => {
    const { criteria, plan, hintsSaid } = read([
      ['测评标准', '测评方法', '分值'],
      ['绿化覆盖率不低于41%', '统计数据', '1'],
      ['接种率达到90', '统计数据', '1'],
      ['环境质量达标', '统计数据', '1'],
    ])
    expect(criteria.map(({ ways }) => ways[0]!.rule)).toEqual([
      { name: 'numericThresholds', steps: [{ op: '>=', value: '41', percent: '100' }] },
      { name: 'numericThresholds', steps: [{ op: '>=', value: '90', percent: '100' }] },
      { name: 'thresholdShare', percent: '100', below: 'ratio' },
    ])
    expect(plan.statistics.map(({ unit }) => unit.zh)).toEqual(['%', '-'])
    expect(hintsSaid).toEqual(['A4 noLimit'])
    expect(checkEdition(plan).map(({ says }) => says)).toEqual(['fault.edition.reads.statistic'])
  })
})

it('says at which cells a table differs from its own sums, and takes other leaves when there are no criteria', () => {
  const found = read([
    ['测评项目', '测评内容', '测评方法', '分值'],
    ['甲(3分)', '第一条', '材料审核', '2'],
    ['乙(1分)', '第二条', '材料审核1分', ''],
    ['小计', '', '', '3'],
  ])
  expect([found.criteria.map(words), found.hintsSaid]).toEqual([
    ['P01.S01 第一条 materials 200', 'P02.S01 第二条 materials 100'],
    ['A2 statedSum'],
  ])
})
