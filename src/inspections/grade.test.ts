import { describe, expect, it } from 'vitest'
import type { Threshold } from '../standards/edition.ts'
import type { Grade } from '../standards/terms.ts'
import { isMet } from '../standards/checks/limit.ts'
import { type Given, gradeOf } from './grade.ts'

const grade = (code: string, factor: number | null): Grade => ({ code, title: { zh: code, en: '' }, factor })
const three = [grade('Y', 1000), grade('P', 500), grade('N', 0), grade('NA', null)]
const two: Threshold = { op: '>=', value: '2', unit: { zh: '处', en: '' } }

function check(given: Given, expected: [string, number | null] | string, threshold?: Threshold, grades: readonly Grade[] = three): void {
  const got = gradeOf({ grades, threshold }, given)
  expect('why' in got ? got.why : [got.grade, got.factor]).toEqual(expected)
}

describe('isMet', () => {
  it.each([
    ['>=', '2', [1.999999, false], [2, true]],
    ['>', '2', [2, false], [2.000001, true]],
    ['<=', '30', [30, true], [31, false]],
    ['<', '30', [29, true], [30, false]],
    ['=', '0', [0, true], [1, false]],
    ['>=', 'many', [0, true], [-1, false]],
  ] as [Threshold['op'], string, ...[number, boolean][]][])('%s %s', (op, value, ...cases) => {
    for (const [given, met] of cases) expect(isMet(Math.round(given * 1e6), { op, value })).toBe(met)
  })
})

describe('gradeOf', () => {
  it('takes the grade given where there is no number to judge', () => {
    check({ grade: 'P' }, ['P', 500])
    check({ grade: 'N', value: '' }, ['N', 0], two)
    check({ grade: 'Q' }, 'gradeUnknown')
    check({}, 'gradeMissing')
    check({ value: '7' }, 'gradeMissing')
  })

  it('lets a number decide against the threshold', () => {
    check({ value: '2' }, ['Y', 1000], two)
    check({ value: '1' }, ['N', 0], two)
    check({ value: '2', grade: 'Y' }, ['Y', 1000], two)
    check({ value: '1', grade: 'P' }, ['P', 500], two)
    check({ value: '2', grade: 'P' }, 'gradeAgainstValue', two)
    check({ value: '1', grade: 'Y' }, 'gradeAgainstValue', two)
    check({ value: 'two' }, 'valueNotNumber', two)
    expect(gradeOf({ grades: three, threshold: two }, { value: '1.5' })).toMatchObject({ value: 1_500_000 })
  })

  it('asks why something is not applicable', () => {
    check({ grade: 'NA' }, 'naNeedsNote')
    check({ grade: 'NA', note: '  ' }, 'naNeedsNote')
    check({ grade: 'NA', note: '市场停业' }, ['NA', null])
    check({ grade: 'NA', note: '划线区域内', value: '0' }, ['NA', null], two)
    check({ grade: 'NA', note: '停业' }, ['NA', null], undefined, [grade('A', 1000), grade('B', 0)])
  })

  it('works with scales that have no full grade, or none at all', () => {
    check({ value: '3' }, ['A', 800], two, [grade('A', 800), grade('B', 200)])
    check({ value: '3' }, 'gradeMissing', two, [grade('X', null), grade('Z', null)])
  })
})

describe('answers', () => {
  const count = { kind: 'count', grades: three, threshold: two } as const
  it('decide by their kind, in part where the edition says so', () => {
    expect(gradeOf(count, { answer: { as: 'count', count: 2 } })).toEqual({ grade: 'Y', factor: 1000, value: 2_000_000 })
    expect(gradeOf({ ...count, ask: { partly: '1' } }, { answer: { as: 'count', count: 1 } })).toMatchObject({ grade: 'P', factor: 500 })
    const hardOnly = [grade('Y', 1000), grade('N', 0)]
    expect(gradeOf({ ...count, grades: hardOnly, ask: { partly: '1' } }, { answer: { as: 'count', count: 1 } })).toMatchObject({
      grade: 'N',
    })
    expect(gradeOf(count, { answer: { as: 'count', count: 1 }, value: '9' })).toMatchObject({ grade: 'N', value: 1_000_000 })
  })

  it('must be whole, of the right kind, and agree with a grade', () => {
    expect(gradeOf(count, { answer: { as: 'rate', part: 2, whole: 1 } })).toEqual({ why: 'answerKind' })
    expect(gradeOf({ grades: three }, { answer: { as: 'count', count: 1 } })).toEqual({ why: 'answerKind' })
    expect(gradeOf(count, { answer: { as: 'count', count: 1 }, grade: 'Y' })).toEqual({ why: 'gradeAgainstValue' })
    expect(gradeOf({ kind: 'timed', grades: three }, { answer: { as: 'timed', seconds: 1, tally: {} } })).toEqual({ why: 'watchShort' })
  })

  it('leave the grade to the person where there is no limit', () => {
    const bare = { kind: 'count', grades: three } as const
    expect(gradeOf(bare, { answer: { as: 'count', count: 1 } })).toEqual({ why: 'gradeMissing' })
    expect(gradeOf(bare, { answer: { as: 'count', count: 1 }, grade: 'P' })).toEqual({ grade: 'P', factor: 500, value: 1_000_000 })
  })
})
