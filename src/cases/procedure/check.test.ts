import { expect, it } from 'vitest'
import { faultsOf } from './check.ts'
import { Procedure, type Step } from './procedure.ts'
import { shipped } from './shipped.ts'

const says = (change: (draft: Procedure) => void): string[] => {
  const draft = structuredClone(shipped) as Procedure
  change(draft)
  return faultsOf(Procedure.parse(draft)).map(({ sheet, row, says: key }) => `${sheet} ${row} ${key.replace('fault.procedure.', '')}`)
}
const at = (draft: Procedure, step: string): Step => draft.steps.find((one) => one.step === step)!
const row = (step: string) => shipped.steps.findIndex((one) => one.step === step) + 2
const stateRow = (state: string) => shipped.states.findIndex((one) => one.state === state) + 2

it('the shipped procedure can be worked by', () => expect(faultsOf(shipped)).toEqual([]))

it('takes a step and a state of a city’s own', () => {
  expect(
    says((draft) => {
      draft.states.push({ state: 'measured', name: { zh: '已评估', en: 'Measured' }, stage: 'reported', ball: 'desk', next: 'dispatch' })
      draft.steps.push({
        ...at(draft, 'file'),
        step: 'measure',
        from: ['filed'],
        ways: [{ when: 'always', to: 'measured', does: [], clocks: {} }],
      })
      at(draft, 'dispatch').from.push('measured')
    }),
  ).toEqual([])
})

it('names the row of what cannot be worked by', () => {
  expect(says((draft) => void (at(draft, 'file').ways[0]!.to = 'nowhere'))).toContain(`step ${row('file')} noState`)
  expect(says((draft) => void at(draft, 'file').from.push('nowhere'))).toContain(`step ${row('file')} noState`)
  expect(says((draft) => void (draft.steps = draft.steps.filter(({ step }) => step !== 'sendToConfirm')))).toEqual([
    `state ${stateRow('confirming')} unreachable`,
  ])
  expect(says((draft) => void (at(draft, 'dispatch').who = [{ roles: ['assessor'] }]))).toEqual([`step ${row('dispatch')} nobody`])
  expect(says((draft) => void (at(draft, 'verify').ways = [at(draft, 'verify').ways[0]!]))).toContain(`step ${row('verify')} openEnded`)
  expect(says((draft) => void delete at(draft, 'rectify').needs.photos)).toEqual([`step ${row('rectify')} need`])
  expect(says((draft) => void (draft.steps = draft.steps.filter(({ step }) => step !== 'endorseSuspension')))).toEqual([
    `step ${shipped.steps.findIndex(({ step }) => step === 'askSuspension') + 2} undecidedLevel`,
  ])
  expect(says((draft) => void (at(draft, 'void').ways[0]!.does = []))).toEqual([`step ${row('void')} endsOpen`])
  expect(says((draft) => void (draft.states[0]!.next = 'finish'))).toEqual(['state 2 noNext'])
  expect(says((draft) => void (at(draft, 'file').step = 'refuse'))).toContain(`step ${row('refuse')} twice`)
  expect(says((draft) => void (at(draft, 'approveSuspension').ways[0]!.does = ['pause']))).toContain(
    `step ${row('approveSuspension')} undecided`,
  )
  expect(says((draft) => void (at(draft, 'file').ways[0]!.clocks = { tea: 'start' }))).toEqual([`step ${row('file')} noClock`])
})

it('refuses a life without a beginning, without an end, or with a room that has no door', () => {
  expect(says((draft) => void (at(draft, 'report').from = ['reported']))).toContain('step 2 noReport')
  expect(
    says((draft) => {
      for (const step of draft.steps) for (const way of step.ways) if (way.outcome === 'done') way.outcome = 'void'
    }),
  ).toEqual(['step 2 noClose'])
  const leaving = says((draft) => {
    for (const step of draft.steps) step.from = step.from.filter((state) => state !== 'checked')
    draft.steps = draft.steps.filter(({ from }) => from.length > 0)
    draft.states.find(({ state }) => state === 'checked')!.next = null
  })
  expect(leaving).toEqual([`state ${stateRow('checked')} noWayOut`])
})

it('a life has one beginning, which is called report', () => {
  expect(says((draft) => void (at(draft, 'report').step = 'tell'))).toEqual(['step 2 oneReport'])
  expect(says((draft) => void at(draft, 'report').from.push('reported'))).toEqual(['step 2 oneReport'])
})

it('a closed case is closed for the figures too', () => {
  const stays = (state: string) => (draft: Procedure) => void (draft.states.find((one) => one.state === state)!.stage = 'rectified')
  expect(says(stays('refused'))).toEqual([`step ${row('refuse')} closesOpen`])
  const nothingEnds = says((draft) => {
    for (const state of draft.states) if (state.stage === 'closed') state.stage = 'rectified'
  })
  expect(nothingEnds).toEqual([
    'state 2 noEnd',
    ...['refuse', 'verify', 'finish', 'close', 'void', 'merge']
      .map(row)
      .sort((a, b) => a - b)
      .map((one) => `step ${one} closesOpen`),
  ])
  expect(says((draft) => void delete at(draft, 'close').ways[0]!.outcome)).toEqual([`step ${row('close')} noOutcome`])
})

it('only who resumes goes back to before, from a rest that somebody comes to', () => {
  expect(says((draft) => void (at(draft, 'resume').ways[0]!.does = []))).toEqual([`step ${row('resume')} beforeWhat`])
  expect(says((draft) => void (at(draft, 'approveSuspension').ways[0]!.to = 'same'))).toEqual([
    `state ${stateRow('suspended')} unreachable`,
  ])
})

it('a case may begin at rest', () =>
  expect(says((draft) => void at(draft, 'report').ways.unshift({ when: 'wasDispatched', to: 'suspended', does: [], clocks: {} }))).toEqual(
    [],
  ))

it('who asks or decides says what', () => {
  expect(says((draft) => void delete at(draft, 'askExtension').request)).toEqual([`step ${row('askExtension')} noRequest`])
  expect(says((draft) => void delete at(draft, 'decideExtension').request)).toEqual([
    `step ${row('askExtension')} undecidedLevel`,
    `step ${row('decideExtension')} noRequest`,
  ])
})

it('lets nobody ask for more time, or for rest, without saying until when', () => {
  expect(says((draft) => void delete at(draft, 'askExtension').needs.dueAt)).toEqual([`step ${row('askExtension')} need`])
  expect(says((draft) => void (at(draft, 'askSuspension').needs.until = 'may'))).toEqual([`step ${row('askSuspension')} need`])
})
