import { describe, expect, it } from 'vitest'
import { answerFromCells, answerKinds, type AskedCheck, asOf, CheckAnswer, CheckKind, isDecided, readAnswer } from './index.ts'
import type { AnswerColumn } from './kind.ts'
import { judge } from './limit.ts'
import { gapsOf } from './stretch.ts'

const atLeast = (value: string) => ({ op: '>=' as const, value })
const atMost = (value: string) => ({ op: '<=' as const, value })

/** What an answer comes to: value and verdict, or the reason why it is none. */
function read(check: AskedCheck, answer: Record<string, unknown>): unknown {
  const reading = readAnswer(check, CheckAnswer.parse(answer))
  return 'why' in reading ? reading.why : [reading.value === null ? null : reading.value / 1e6, reading.verdict]
}

describe('a count, a measured value, a share', () => {
  it('is judged by the limit, and in part by the line for "mostly"', () => {
    const check: AskedCheck = { kind: 'count', threshold: atLeast('5'), ask: { partly: '3' } }
    expect([5, 4, 3, 2].map((count) => read(check, { as: 'count', count }))).toEqual([
      [5, 'met'],
      [4, 'partly'],
      [3, 'partly'],
      [2, 'missed'],
    ])
    expect(read({ kind: 'count' }, { as: 'count', count: 7 })).toEqual([7, undefined])
    expect(judge(1, atLeast('2'), undefined)).toBe('missed')
  })

  it('keeps decimals exact and refuses what is no number', () => {
    const noise: AskedCheck = { kind: 'measure', threshold: atMost('60') }
    expect(read(noise, { as: 'measure', reading: '59.999999' })).toEqual([59.999999, 'met'])
    expect(read(noise, { as: 'measure', reading: '60.1' })).toEqual([60.1, 'missed'])
    expect(read(noise, { as: 'measure', reading: 'loud' })).toBe('valueNotNumber')
  })

  it('works out the percent of what fits', () => {
    const lamps: AskedCheck = { kind: 'rate', threshold: atLeast('95') }
    expect(read(lamps, { as: 'rate', part: 38, whole: 40 })).toEqual([95, 'met'])
    expect(read(lamps, { as: 'rate', part: 2, whole: 3 })).toEqual([66.666667, 'missed'])
    expect(read(lamps, { as: 'rate', part: 4, whole: 3 })).toBe('partOverWhole')
    expect(CheckAnswer.safeParse({ as: 'rate', part: 0, whole: 0 }).success).toBe(false)
  })
})

describe('behaviours counted for some minutes', () => {
  const jay: AskedCheck = { kind: 'timed', threshold: atMost('3') }
  it('must be watched for the whole time', () => {
    expect(read(jay, { as: 'timed', seconds: 299, tally: { all: 0 } })).toBe('watchShort')
    expect(read(jay, { as: 'timed', seconds: 300, tally: { all: 3 } })).toEqual([3, 'met'])
    expect(read({ ...jay, ask: { minutes: 10 } }, { as: 'timed', seconds: 300, tally: { all: 3 } })).toBe('watchShort')
  })
  it('adds up the behaviours that the edition lists, and no others', () => {
    const ask = { behaviours: ['spit', 'litter'].map((id) => ({ id, title: { zh: id, en: '' } })), partly: '6' }
    expect(read({ ...jay, ask }, { as: 'timed', seconds: 300, tally: { spit: 2, litter: 3 } })).toEqual([5, 'partly'])
    expect(read({ ...jay, ask }, { as: 'timed', seconds: 300, tally: { smoke: 2 } })).toBe('behaviourUnknown')
  })
})

describe('a walked stretch', () => {
  const every200: AskedCheck = { kind: 'interval', threshold: atMost('200'), ask: { stretchM: 500 } }
  const walk = (lengthM: number, ...marks: number[]) => ({ as: 'stretch', lengthM, marks: marks.map((atM) => ({ atM })) })
  it('reads the longest gap with both ends', () => {
    expect(gapsOf([340, 150], 500, true)).toEqual([150, 190, 160])
    expect(read(every200, walk(500, 340, 150))).toEqual([190, 'met'])
    expect(read(every200, walk(500, 100, 280))).toEqual([220, 'missed'])
    expect(read(every200, walk(500))).toEqual([500, 'missed'])
  })
  it('reads the shortest gap between neighbours where things must stand apart', () => {
    const apart: AskedCheck = { kind: 'interval', threshold: { op: '>', value: '10' } }
    expect(read(apart, walk(100, 5, 30, 40))).toEqual([10, 'missed'])
    expect(read({ kind: 'interval', threshold: atLeast('10') }, walk(100, 5, 30, 40))).toEqual([10, 'met'])
    expect(read(apart, walk(100, 5))).toEqual([null, 'met'])
  })
  it('must be walked to its end, with nothing beyond', () => {
    expect(read(every200, walk(480, 150, 340))).toBe('stretchShort')
    expect(read(every200, walk(500, 501))).toBe('markOutside')
  })
})

describe('a test call', () => {
  const soon: AskedCheck = { kind: 'phone', threshold: atMost('15'), ask: { tries: 2 } }
  it('is met when somebody answers in time', () => {
    expect(read(soon, { as: 'phone', answered: true, seconds: 15 })).toEqual([15, 'met'])
    expect(read(soon, { as: 'phone', answered: true, seconds: 16 })).toEqual([16, 'missed'])
    expect(read(soon, { as: 'phone', answered: true })).toBe('phoneSeconds')
    expect(read({ kind: 'phone' }, { as: 'phone', answered: true })).toEqual([null, 'met'])
    expect(read({ kind: 'phone' }, { as: 'phone', answered: true, seconds: 90 })).toEqual([90, 'met'])
  })
  it('is missed only after as many tries as asked', () => {
    expect(read(soon, { as: 'phone', answered: false })).toBe('triesFew')
    expect(read(soon, { as: 'phone', answered: false, tries: 2 })).toEqual([null, 'missed'])
    expect(read({ kind: 'phone' }, { as: 'phone', answered: false })).toEqual([null, 'missed'])
  })
})

describe('a list of facilities', () => {
  const items = ['ramp', 'rail', 'bell'].map((id) => ({ id, title: { zh: id, en: '' }, ...(id === 'ramp' ? { must: true } : {}) }))
  const toilet: AskedCheck = { kind: 'facilities', ask: { items } }
  const answer = (ramp: string, rail: string, bell?: string) => ({ as: 'facilities', items: { ramp, rail, ...(bell ? { bell } : {}) } })
  it('is met when all that applies is there', () => {
    expect(read(toilet, answer('yes', 'yes', 'yes'))).toEqual([100, 'met'])
    expect(read(toilet, answer('yes', 'na', 'yes'))).toEqual([100, 'met'])
    expect(read(toilet, answer('na', 'na', 'na'))).toEqual([null, 'met'])
    expect(read({ kind: 'facilities' }, answer('yes', 'yes'))).toEqual([null, 'met'])
  })
  it('is partly met when something is missing, and not when that is a must', () => {
    expect(read(toilet, answer('yes', 'no', 'yes'))).toEqual([66.666667, 'partly'])
    expect(read(toilet, answer('no', 'yes', 'yes'))).toEqual([66.666667, 'missed'])
    expect(read({ ...toilet, threshold: atLeast('80') }, answer('yes', 'no', 'yes'))).toEqual([66.666667, 'missed'])
  })
  it('is no answer while one is open', () => {
    expect(read(toilet, answer('yes', 'no'))).toBe('itemsOpen')
  })
})

it('a free finding says that nothing was found, or what', () => {
  const free: AskedCheck = { kind: 'finding' }
  expect(read(free, { as: 'finding', found: [] })).toEqual([0, 'met'])
  expect(read(free, { as: 'finding', found: [{ class: '0101' }] })).toEqual([1, 'missed'])
  expect(read({ ...free, threshold: atMost('1') }, { as: 'finding', found: [{ class: '0101' }] })).toEqual([1, 'met'])
})

describe('kinds', () => {
  it('answer each its own checks', () => {
    expect(read({ kind: 'phone' }, { as: 'count', count: 1 })).toBe('answerKind')
    expect(read({ kind: 'presence' }, { as: 'count', count: 1 })).toBe('answerKind')
    const used = new Set(CheckKind.options.flatMap((kind) => asOf(kind) ?? []))
    expect([...used].sort()).toEqual(Object.keys(answerKinds).sort())
  })
  it('say whether a person still grades', () => {
    const decided = CheckKind.options.filter((kind) => isDecided({ kind }))
    expect(decided).toEqual(['phone', 'facilities', 'finding'])
    expect(isDecided({ kind: 'count', threshold: atLeast('1') })).toBe(true)
  })
})

describe('from a table', () => {
  const cells = (given: Partial<Record<AnswerColumn, string>>) => (column: AnswerColumn) => given[column] ?? ''
  const items = [
    { id: 'ramp', title: { zh: '坡道', en: 'ramp' } },
    { id: 'rail', title: { zh: '扶手', en: '' } },
  ]
  it.each([
    ['count', {}, { value: ' 3 ' }, { as: 'count', count: 3 }],
    ['count', {}, { value: 'many' }, undefined],
    ['measure', {}, { value: '1.5' }, { as: 'measure', reading: '1.5' }],
    ['measure', {}, {}, undefined],
    ['rate', {}, { part: '1', whole: '2' }, { as: 'rate', part: 1, whole: 2 }],
    ['rate', {}, { value: '50', part: '1' }, undefined],
    ['rate', {}, { whole: '2' }, undefined],
    ['timed', {}, { value: '2' }, { as: 'timed', seconds: 300, tally: { all: 2 } }],
    ['timed', { minutes: 3, behaviours: items }, { value: '2' }, { as: 'timed', seconds: 180, tally: { ramp: 2 } }],
    ['timed', {}, {}, undefined],
    [
      'interval',
      {},
      { length: '500', marks: '100、 250; 400' },
      { as: 'stretch', lengthM: 500, marks: [100, 250, 400].map((atM) => ({ atM })) },
    ],
    ['interval', {}, { value: '120' }, undefined],
    ['phone', {}, { answered: '是', value: '9' }, { as: 'phone', answered: true, tries: 1, seconds: 9 }],
    ['phone', {}, { answered: 'Yes' }, { as: 'phone', answered: true, tries: 1 }],
    ['phone', { tries: 3 }, { answered: '无人接听' }, { as: 'phone', answered: false, tries: 3 }],
    ['phone', {}, { answered: '否' }, { as: 'phone', answered: false, tries: 1 }],
    ['phone', {}, { answered: '?' }, undefined],
    ['facilities', { items }, { missing: '坡 道' }, { as: 'facilities', items: { ramp: 'no', rail: 'yes' } }],
    ['facilities', { items }, { missing: '无' }, { as: 'facilities', items: { ramp: 'yes', rail: 'yes' } }],
    ['facilities', {}, { missing: '无' }, { as: 'facilities', items: {} }],
    ['facilities', { items }, {}, undefined],
    ['finding', {}, { class: '0101、0204' }, { as: 'finding', found: [{ class: '0101' }, { class: '0204' }] }],
    ['finding', {}, { class: '无' }, { as: 'finding', found: [] }],
    ['finding', {}, {}, undefined],
    ['presence', {}, { value: '1' }, undefined],
  ] as const)('%s %j %j', (kind, ask, given, expected) => {
    expect(answerFromCells({ kind, ask: ask as AskedCheck['ask'] }, cells(given))).toEqual(expected)
    if (Object.keys(ask).length === 0) expect(answerFromCells({ kind }, cells(given))).toEqual(expected)
  })
})
