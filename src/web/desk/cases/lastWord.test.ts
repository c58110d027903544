/** Which reason stands at the top of a case, and what is said of its unit. */
import { expect, test } from 'vitest'
import type { CaseFile, CaseMoment } from '../../../cases/cases.api.ts'
import { findChoice, findConfirmed, findReason, hasReturned } from './lastWord.ts'

const lit = { id: 'lit', title: { zh: '城管局', en: '' } } as unknown as NonNullable<CaseFile['unit']>
const street = { id: 'street', title: { zh: '街道', en: '' } } as unknown as NonNullable<CaseFile['unit']>
const moment = (step: string, more: Partial<CaseMoment> = {}) => ({ step, passed: null, unit: null, to: null, ...more }) as CaseMoment
const report = moment('report', { unit: street })

test('a return stands until the case is dispatched anew, a failed check until it is over', () => {
  const back = moment('returnToDesk', { note: '不属本单位' })
  const failed = moment('verify', { passed: false, note: '没有修好' })
  const sent = moment('dispatch', { unit: lit })
  expect(findReason({ stage: 'reported', history: [report, sent, back] })).toBe(back)
  expect(findReason({ stage: 'dispatched', history: [report, sent, back, sent] })).toBeUndefined()
  expect(findReason({ stage: 'rectified', history: [report, sent, failed, moment('rectify')] })).toBe(failed)
  expect(findReason({ stage: 'closed', history: [report, sent, failed, moment('verify', { passed: true })] })).toBeUndefined()
})

test('what ended without work says why, and only the newest finding on site counts', () => {
  const refused = moment('refuse', { to: { state: 'refused', stage: 'closed', name: { zh: '', en: '' } } })
  const [no, yes] = [moment('confirm', { passed: false }), moment('confirm', { passed: true })]
  expect(findReason({ stage: 'closed', history: [report, refused] })).toBe(refused)
  expect(findReason({ stage: 'reported', history: [report, no] })).toBe(no)
  expect(findReason({ stage: 'reported', history: [report, no, yes] })).toBeUndefined()
  expect(findConfirmed({ history: [report, no, yes, moment('file')] })).toBe(yes)
})

test('a unit chosen by hand is told from the one proposed, and one that returned the case is known', () => {
  const sent = moment('dispatch', { unit: lit })
  expect(findChoice({ unit: lit, history: [report, sent] })).toBe(sent)
  expect(findChoice({ unit: street, history: [report, moment('dispatch', { unit: street })] })).toBeUndefined()
  expect(hasReturned({ stage: 'reported', returned: 1, unit: lit })).toBe(true)
  expect(hasReturned({ stage: 'dispatched', returned: 1, unit: lit })).toBe(false)
})
