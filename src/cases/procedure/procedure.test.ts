import { expect, it } from 'vitest'
import { findDecision, notYet, outcomeSteps, stepsFrom } from './procedure.ts'
import { shipped } from './shipped.ts'

const codes = (state: string) => stepsFrom(shipped, state).map(({ step }) => step)

it('the expected step stands first among those that lead on, the others as in the table', () => {
  expect(codes('checked')).toEqual(['finish', 'rework', 'void', 'relate'])
  expect(codes('reported').slice(0, 4)).toEqual(['dispatch', 'sendToConfirm', 'file', 'refuse'])
  expect(codes('closed')).toEqual(['reopen', 'appeal', 'reviewAppeal', 'decideAppeal', 'relate'])
})

it('before anything was reported there is only the report, and nothing leads on from a state that is not in the table', () => {
  expect(codes(notYet)).toEqual(['report'])
  expect(codes('nowhere')).toEqual([])
})

it('a request is decided by the step of its kind and level', () => {
  expect(findDecision(shipped, 'suspend', 1)?.step).toBe('endorseSuspension')
  expect(findDecision(shipped, 'suspend', 2)?.step).toBe('approveSuspension')
  expect(findDecision(shipped, 'appeal', 2)?.step).toBe('decideAppeal')
  expect(findDecision(shipped, 'extend', 2)).toBeUndefined()
})

it('what another register says is told by the steps that hand over and that end as done, where the table has them', () => {
  const { dispatch, finish } = outcomeSteps(shipped)
  expect([dispatch?.step, finish?.step]).toEqual(['dispatch', 'finish'])
  expect(outcomeSteps({ ...shipped, steps: [] })).toEqual({ dispatch: undefined, finish: undefined })
})
