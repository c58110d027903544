import { expect, it } from 'vitest'
import { changedFields, DutyValues } from './duty.ts'

const milestone = { id: '01900000-0000-7000-8000-000000000001', title: '自查', dueOn: '2026-06-30', doneOn: null }
const values = DutyValues.parse({ editionId: '01900000-0000-7000-8000-000000000401', criterion: 'C1', milestones: [milestone] })

it('sees what changed in a list, and not the order of its things or of their fields', () => {
  const turned = Object.fromEntries(Object.entries(milestone).reverse()) as typeof milestone
  expect(changedFields(values, { ...values, milestones: [turned] })).toEqual([])
  const done = { ...values, task: '整治', milestones: [{ ...milestone, doneOn: '2026-06-28' }] }
  expect(changedFields(values, done).toSorted()).toEqual(['milestones', 'task'])
})
