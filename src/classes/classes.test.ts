/** Limits as standards write them, and tables of classes: what becomes a condition, and what is refused with row and reason. */
import { describe, expect, it } from 'vitest'
import type { UnitId } from '../base/ids.ts'
import { findLayouts } from '../sheets/columns.ts'
import type { Book } from '../sheets/sheet.ts'
import { findClass } from './class.ts'
import { readLimit, writeLimit } from './limitText.ts'
import { classColumns, type ClassContext, type ConditionFacts, understandClasses } from './table.ts'

describe('a limit', () => {
  const check = (text: string, expected: string | undefined, plain: 'natural' | 'working' = 'natural') => {
    const read = readLimit(text, plain)
    expect([text, read && writeLimit(read.limit, read.act)]).toEqual([text, expected])
  }

  it('is read in the words of the trade', () => {
    check('2紧急工作时', '2紧急工作时')
    check('2 紧急工作日', '2紧急工作日')
    check('4工作时', '4工作时')
    check('1个工作日内', '1工作日')
    check('种植季节15工作日', '种植季节15工作日')
    check('1紧急工作时制止', '1紧急工作时制止')
    check('1紧急工作时内制止', '1紧急工作时制止')
    check('30分钟', '30自然分钟')
    check('１５工作日以内', '15工作日')
  })

  it('that names no clock keeps the one it is given', () => {
    check('4小时', '4紧急工作时')
    check('1天', '1工作日', 'working')
    check('1周', '7紧急工作日')
    expect([readLimit('1天', 'natural')!.plain, readLimit('1工作日', 'natural')!.plain]).toEqual([true, false])
  })

  it('knows numbers in words, and halves', () => {
    check('两小时', '2紧急工作时')
    check('十五工作日', '15工作日')
    check('二十天', '20紧急工作日')
    check('半个工作日', '4工作时')
    check('0.5天', '12紧急工作时')
    check('1.5小时', '90自然分钟')
  })

  it('that cannot be counted is none', () => {
    for (const text of ['', '立即', '按规定', '0天', '1.5分钟', '3个月', '1-2天', '20000天', '半十天', '二三天', '十半天', '0.33天'])
      check(text, undefined)
  })
})

const head = [
  '类型',
  '大类代码',
  '大类名称',
  '小类代码',
  '小类名称',
  '处置单位',
  '主管部门',
  '立案条件',
  '结案条件',
  '处置时限',
  '计时方式',
  '停用',
]
const row = ['部件', '1', '公用设施', '1', '上水井盖', '市水务局、各产权单位', '市城管局', '破损', '修复', '4小时']
const read = (
  rows: string[][],
  options: Record<string, string> = {},
  context: ClassContext = { cityName: '明城市', units: [], known: [] },
) => {
  const sheet = {
    name: 's',
    rows: [head, ...rows].map((cells) => cells.map((text) => ({ text }))),
    hidden: false,
    hiddenRows: [],
    merges: [],
  }
  const book = { format: 'csv', notes: [], sheets: [sheet] } as unknown as Book
  return understandClasses({ book, layouts: findLayouts(book, classColumns, [['smallName'], ['files'], ['limit']]), options }, context)
}
const changed = (index: number, text: string): string[] => row.map((cell, at) => (at === index ? text : cell))

describe('a table of classes', () => {
  it('becomes conditions in their order, each with its own limit', () => {
    const { plan, counts, faults, hints, rows } = read([
      row,
      changed(7, '缺失'),
      ['事件', '02', ...row.slice(2, 7), '占道', '清理', '2紧急工作时'],
    ])
    expect(plan.conditions.map(({ classCode, no, amount, unit, clock }) => [classCode, no, amount, unit, clock])).toEqual([
      ['C01-01', 1, 4, 'hour', 'natural'],
      ['C01-01', 2, 4, 'hour', 'natural'],
      ['E02-01', 1, 2, 'hour', 'natural'],
    ])
    expect(counts).toEqual({ new: 3, changed: 0, same: 0, refused: 0, classes: 2, bareLimits: 2, withoutUnit: 3 })
    expect([faults, hints.map(({ says, details }) => [says, details]), rows.length]).toEqual([
      [],
      [
        ['fault.classes.withoutUnit', { count: 3 }],
        ['fault.classes.bareLimits', { count: 2 }],
      ],
      3,
    ])
  })

  it('finds the unit of the city that is named first, and says what changed', () => {
    const units = [{ id: 'u1' as UnitId, code: 'CG', nameZh: '市水务局' }]
    const first = read([row], {}, { cityName: '明城市', units, known: [] }).plan.conditions[0]!
    expect(first.unitId).toBe('u1')
    const again = (rows: string[][], known: ConditionFacts[] = [first]) => read(rows, {}, { cityName: '明城市', units, known }).counts
    expect(again([row])).toMatchObject({ new: 0, changed: 0, same: 1, withoutUnit: 0 })
    // Of several the first that the city has; of none the first is asked, until it was said to mean nothing.
    const [of, told] = [
      (handler: string, options = {}) => read([changed(5, handler)], options, { cityName: '明城市', units, known: [] }),
      'handler=产权单位',
    ]
    expect([of('产权单位、水务局').plan.conditions[0]!.unitId, of('').asks]).toEqual(['u1', []])
    const words = (options = {}) => of('产权单位、街办', options).asks!.flatMap((ask) => ask.words.map(({ word, meant }) => [word, meant]))
    expect([words(), words({ [told]: 'CG' }), words({ [told]: '-' })]).toEqual([
      [['产权单位', null]],
      [['产权单位', 'CG']],
      [['街办', null]],
    ])
    expect(words({ [told]: '-', 'handler=街办': '-' })).toEqual([['产权单位', '-']])
    expect(again([changed(9, '2天')])).toMatchObject({ new: 0, changed: 1, same: 0 })
    expect(read([[...row, '工作时间', '是']], { plain: 'natural' }).plan.conditions[0]).toMatchObject({ clock: 'working', withdrawn: true })
    expect(read([row], { plain: 'working' }).plan.conditions[0]).toMatchObject({ clock: 'working', withdrawn: false })
  })

  it('refuses a row with its reason, and takes the rest in when asked to', () => {
    const says = (index: number, text: string) => read([changed(index, text)]).faults.map(({ says, row, at }) => `${row}${at} ${says}`)
    expect(says(0, '别的')).toEqual(['2A fault.classes.kind'])
    expect(says(1, 'x')).toEqual(['2B fault.classes.code'])
    expect(says(8, '')).toEqual(['2I fault.classes.empty'])
    expect(says(7, '长'.repeat(2001))).toEqual(['2H fault.classes.long'])
    expect(says(9, '按规定')).toEqual(['2J fault.classes.limit'])
    const twice = read([row, row, changed(4, '给水井盖')])
    expect(twice.faults.map(({ says, details }) => [says, details?.['first']])).toEqual([
      ['fault.classes.double', 2],
      ['fault.classes.double', 2],
    ])
    const skipped = read([row, changed(9, '按规定')], { refused: 'skip' })
    expect([
      skipped.faults.length,
      skipped.hints.filter(({ row }) => row !== undefined).length,
      skipped.counts['new'],
      skipped.counts['refused'],
    ]).toEqual([0, 1, 1, 1])
    expect(read([row, changed(4, '给水井盖').with(7, '缺失')]).hints.flatMap(({ row, says }) => (row === undefined ? [] : [says]))).toEqual(
      ['fault.classes.twoNames'],
    )
    const bare = understandClasses(
      { book: { sheets: [] } as unknown as Book, layouts: [], options: {} },
      { cityName: '明城市', units: [], known: [] },
    )
    expect(bare.counts['new']).toBe(0)
  })

  it('knows a place to blame where a column is missing', () => {
    const sheet = {
      name: 's',
      rows: [
        ['小类名称', '立案条件', '处置时限'],
        ['井盖', '破损', '1天'],
      ].map((cells) => cells.map((text) => ({ text }))),
      hidden: false,
      hiddenRows: [],
      merges: [],
    }
    const book = { format: 'csv', notes: [], sheets: [sheet] } as unknown as Book
    const { faults } = understandClasses(
      { book, layouts: findLayouts(book, classColumns, [['smallName']]), options: {} },
      { cityName: '明城市', units: [], known: [] },
    )
    expect(faults.map(({ at, says }) => `${at}${says}`)).toContain('fault.classes.kind')
  })
})

it('a class is found by its code, by the code of an event without its letter, and by its name', () => {
  const classes = [
    { code: 'C02-99', name: '其他' },
    { code: 'E02-99', name: '公益性宣传品' },
  ]
  expect(['C02-99', '02-99', '公益性宣传品', 'nothing'].map((text) => findClass(classes, text)?.code)).toEqual([
    'C02-99',
    'E02-99',
    'E02-99',
    undefined,
  ])
})
