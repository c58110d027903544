import { expect, it } from 'vitest'
import { idOf, smallEdition } from '../../test/smallCity.ts'
import type { EditionId, EvidenceId, ObservationId } from '../base/ids.ts'
import { allChecks } from './checklist.ts'
import type { ExemptionId } from './exemption.ts'
import { fieldOf, gradeVisit, type Result } from './visit.ts'

const checks = allChecks([{ id: 'a' as EditionId, content: smallEdition }])
const result = (fact: string, over: Partial<Result>): Result => ({ id: idOf(1) as ObservationId, fact, note: '', photos: [], ...over })
const read = (results: Result[], photosFor?: 'required' | 'everyFault') => {
  const { graded, faults } = gradeVisit(results, (fact) => checks.get(fact), photosFor ? { photosFor } : {})
  return {
    graded: graded.map(({ fact, grade, value, data }) => [fact, grade, value, data]),
    faults: faults.map(({ at, says }) => `${at} ${says}`),
  }
}

it('keeps how a number was found out beside it', () => {
  expect(read([result('PSA', { answer: { as: 'count', count: 2 } }), result('SIGN', { grade: 'Y' })])).toEqual({
    graded: [
      ['PSA', 'Y', 2_000_000, { answer: { as: 'count', count: 2 } }],
      ['SIGN', 'Y', null, undefined],
    ],
    faults: [],
  })
})

it('says which field is to be mended', () => {
  expect(
    read([
      result('LAMP', { answer: { as: 'rate', part: 3, whole: 2 } }),
      result('SIGN', {}),
      result('SIGN', { grade: 'Y' }),
      result('MOON', { grade: 'Y' }),
      result('PSA', { value: 'x' }),
      result('LITTER', { grade: 'N' }),
    ]).faults,
  ).toEqual([
    'results.0.answer fault.partOverWhole',
    'results.1.grade fault.gradeMissing',
    'results.2.fact fault.factTwice',
    'results.3.fact fault.noSuchFact',
    'results.4.value fault.valueNotNumber',
    'results.5.photos fault.photoNeeded',
  ])
  expect(fieldOf('naNeedsNote', {})).toBe('grade')
})

it('asks for photos as the check says, or of every fault', () => {
  const miss = [result('PSA', { value: '0' }), result('LITTER', { grade: 'N', photos: [idOf(9) as EvidenceId] })]
  expect(read(miss).faults).toEqual([])
  expect(read(miss, 'everyFault').faults).toEqual(['results.0.photos fault.photoNeeded'])
})

it('takes a fault inside an exemption for none, and keeps what was seen', () => {
  const by = { id: idOf(5) as ExemptionId, title: { zh: '规划疏导区', en: '' } }
  const results = [
    result('PSA', { answer: { as: 'count', count: 1 } }),
    result('LITTER', { grade: 'P' }),
    result('SIGN', { grade: 'Y' }),
    result('LAMP', { grade: 'NA', note: '白天' }),
  ]
  const { graded, faults } = gradeVisit(results, (fact) => checks.get(fact), { exemptOf: () => by, photosFor: 'everyFault' })
  expect(faults).toEqual([])
  expect(graded.map(({ grade, factor, value, data }) => [grade, factor, value, data])).toEqual([
    ['EX', null, null, { answer: { as: 'count', count: 1 }, exempt: { ...by, grade: 'N', value: '1' } }],
    ['EX', null, null, { exempt: { ...by, grade: 'P', value: null } }],
    ['Y', 1000, null, undefined],
    ['NA', null, null, undefined],
  ])
})
