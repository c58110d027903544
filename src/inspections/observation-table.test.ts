import { describe, expect, it } from 'vitest'
import { idOf, smallEdition } from '../../test/smallCity.ts'
import type { EditionId, PointId, RoundId } from '../base/ids.ts'
import { findLayouts } from '../sheets/columns.ts'
import type { Book } from '../sheets/sheet.ts'
import { allChecks, checklistFor } from './checklist.ts'
import { type Ground, instantOf, observationColumns, understandObservations } from './observation-table.ts'

const inForce = [{ id: idOf(401) as EditionId, content: smallEdition }]
const point = (n: number, code: string, name: string, type: string) => ({ id: idOf(n) as PointId, code, name, type })
const ground: Ground = {
  points: [point(1, 'P001', '东街市场', 'PT-MARKET'), point(2, 'P002', '大道', 'PT-ROAD'), point(3, 'P003', '大道', 'PT-ROAD')],
  rounds: [{ id: idOf(9) as RoundId, title: '一季度' }],
  listOf: (type) => checklistFor(inForce, type),
  all: [...allChecks(inForce).values()],
}

/** Understands lines under a header. */
function read(
  lines: string[][],
  options: Record<string, string> = {},
  head = ['点位', '检查项', '结果', '数值', '检查时间', '备注', '轮次'],
) {
  const rows = [head, ...lines].map((line) => line.map((text) => ({ text })))
  const book: Book = { kind: 'csv', notes: [], sheets: [{ name: '一', rows, hidden: false, hiddenRows: [], hiddenColumns: [] }] }
  return understandObservations({ book, layouts: findLayouts(book, observationColumns, [['point']]), options }, ground)
}

describe('instantOf', () => {
  it('reads days and times of the city as people write them', () => {
    for (const text of ['2026-11-20 09:30', '2026/11/20 9:30', '2026年11月20日9时30分', '2026.11.20 09:30:00'])
      expect(instantOf(text)).toBe('2026-11-20T01:30:00.000Z')
    expect(instantOf('2026-11-20')).toBe('2026-11-20T04:00:00.000Z')
    for (const text of ['昨天', '2026-02-30', '2026-01-01 24:00', '2026-01-01 10:60', '2026-01-01 10:00:60', ''])
      expect(instantOf(text)).toBeUndefined()
  })
})

describe('understandObservations', () => {
  it('makes one visit of the rows of one place and time, in codes or in words', () => {
    const { plan, faults, counts } = read(
      [
        ['P001', 'PSA', '', '1', '2026-11-20', ''],
        ['东街市场', '无垃圾', '符合', '', '2026-11-20', ''],
        ['p001', 'SIGN', '不涉及', '', '2026-11-20 15:00', '装修', '一季度'],
        ['P002', 'LAMP', '', '１,０００', '2026-11-20', ''],
      ],
      {},
    )
    expect(faults).toEqual([])
    expect(counts).toEqual({ visits: 3, observations: 4, failed: 1 })
    expect(
      plan.map(({ pointId, roundId, results }) => [
        pointId,
        roundId,
        results.map(({ fact, grade, factor, value }) => [fact, grade, factor, value]),
      ]),
    ).toEqual([
      [
        idOf(1),
        null,
        [
          ['PSA', 'N', 0, 1_000_000],
          ['LITTER', 'Y', 1000, null],
        ],
      ],
      [idOf(1), idOf(9), [['SIGN', 'NA', null, null]]],
      [idOf(2), null, [['LAMP', 'Y', 1000, 1_000_000_000]]],
    ])
    expect(read([['P001', 'SIGN', 'Y', '', '2026-11-20']], { round: '一季度' }).plan[0]!.roundId).toBe(idOf(9))
  })

  it('refuses rows by place and reason, and takes no missing answer for a good one', () => {
    const { faults, plan } = read([
      ['P009', 'PSA', 'Y', '', '2026-11-20', ''],
      ['大道', 'LAMP', 'Y', '', '2026-11-20', ''],
      ['P001', '月球', 'Y', '', '2026-11-20', ''],
      ['P001', 'PSA', '', '', '2026-11-20', ''],
      ['P001', 'PSA', '', '0x', '2026-11-20', ''],
      ['P001', 'SIGN', '也许', '', '去年', '', '四季度'],
      ['P001', 'LITTER', 'Y', '', '2026-11-20', ''],
      ['P001', 'PSA', '', '5', '2026-11-20', '', '五季度'],
      ['P001', 'LITTER', 'N', '', '2026-11-20', ''],
    ])
    expect(faults.map(({ row, at, says }) => `${row} ${at} ${says}`)).toEqual([
      '2 A fault.unknownName',
      '3 A fault.ambiguousName',
      '4 B fault.noSuchFact',
      '5 C fault.gradeMissing',
      '6 D fault.valueNotNumber',
      '7 E fault.notATime',
      '7 G fault.noSuchRound',
      '7 C fault.gradeUnknown',
      '9 G fault.noSuchRound',
      '10 B fault.factTwice',
    ])
    expect(plan.map(({ results }) => results.length)).toEqual([1])
  })

  it('reads how a number was found out, where a column tells it', () => {
    const { plan, faults } = read([['P002', 'LAMP', '38', '40', '2026-11-20']], {}, ['点位', '检查项', '达到数', '应有数', '日期'])
    expect(faults).toEqual([])
    expect(plan[0]!.results).toMatchObject([
      { grade: 'Y', factor: 1000, value: 95_000_000, data: { answer: { as: 'rate', part: 38, whole: 40 } } },
    ])
  })

  it('names the column that would be needed', () => {
    const { faults } = read([['P001', 'PSA', '2026-11-20']], {}, ['点位', '检查项', '日期'])
    expect(faults).toMatchObject([{ at: 'value', says: 'fault.gradeMissing' }])
  })
})
