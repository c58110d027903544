/** Where a fault stands is said in the words of the form that was filled in. */
import { expect, it } from 'vitest'
import { Problem } from '../base/problem.ts'
import { bodyOf, type Say } from './problems.serve.ts'

const words: Record<string, string> = { 'field.contacted': '接触人数', 'field.whistles.contacted': '联系何人', 'field.measure': '工作措施' }
const say: Say = (_language, key, values) => words[key] ?? (key === 'fault.invalid' ? String(values?.['at']) : key)

it('a room may have a word of its own for a field; the others keep the common one', () => {
  const faults = ['body.contacted', 'body.measure', 'body.unnamed'].map((at) => ({ at, says: 'fault.invalid' }))
  const told = (room?: string) =>
    bodyOf(new Problem('api.badInput', 422, {}, faults), 'zh-CN', say, room).faults!.map(({ message }) => message)
  expect(told('whistles')).toEqual(['联系何人', '工作措施', 'unnamed'])
  expect(told('surveys')).toEqual(['接触人数', '工作措施', 'unnamed'])
  expect(told()).toEqual(['接触人数', '工作措施', 'unnamed'])
})
