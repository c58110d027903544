import { describe, expect, it } from 'vitest'
import type { Grade, Threshold } from '../standards/edition.ts'
import { type Given, gradeOf, isMet } from './grade.ts'

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
    for (const [given, met] of cases) expect(isMet(Math.round(given * 1e6), { op, value, unit: { zh: '处', en: '' } })).toBe(met)
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
