import { describe, expect, it } from 'vitest'
import { permissionsOf, roles } from '../city/who.ts'
import type { CaseId, PersonId, UnitId } from '../base/ids.ts'
import { idOf } from '../../test/smallCity.ts'
import { type Case, CaseEvent, caseStates, evolve, isOverdue, refusal, stepNames, type StepName } from './case.ts'

const id = idOf(1) as CaseId
const me = idOf(2) as PersonId
const other = idOf(3) as PersonId
const ours = idOf(4) as UnitId
const theirs = idOf(5) as UnitId
const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`

const report = {
  source: 'desk',
  text: '垃圾外溢',
  class: null,
  pointId: null,
  observationId: null,
  fact: null,
  place: null,
  streetId: null,
  unitId: null,
  dueAt: null,
  photos: [],
}
const event = (kind: CaseEvent['kind'], hour: number, data: object, by: PersonId | null = me): CaseEvent =>
  CaseEvent.parse({ kind, version: 1, thing: id, at: at(hour), by, data })

const first = event('case.reported', 1, { ...report, no: '20261120-0001' })
const dispatched = event('case.dispatched', 2, { unitId: ours, dueAt: at(9) })
const rectified = event('case.rectified', 3, { photos: [idOf(9)] }, other)
const fold = (...events: CaseEvent[]) => events.reduce<Case | undefined>(evolve, undefined)!

describe('evolve', () => {
  it('folds a life from report to close and back', () => {
    expect(fold(first)).toMatchObject({ no: '20261120-0001', state: 'reported', version: 1, reportedBy: me, closedAt: null })
    expect(fold(first, dispatched)).toMatchObject({ state: 'dispatched', unitId: ours, dueAt: at(9), version: 2 })
    expect(fold(first, dispatched, rectified)).toMatchObject({ state: 'rectified', rectifiedBy: other })
    const done = [first, dispatched, rectified, event('case.verified', 4, { passed: true })]
    expect(fold(...done)).toMatchObject({ state: 'closed', closedAt: at(4), reopened: 0 })
    expect(fold(...done, event('case.reopened', 5, { note: '反弹' }))).toMatchObject({
      state: 'dispatched',
      closedAt: null,
      reopened: 1,
      version: 5,
    })
  })

  it('goes back to the unit when the verification fails', () => {
    expect(fold(first, dispatched, rectified, event('case.verified', 4, { passed: false, note: '未清' }))).toMatchObject({
      state: 'dispatched',
      unitId: ours,
      closedAt: null,
    })
  })

  it('closes without work, and reopens to the desk when no unit ever had it', () => {
    const closed = fold(first, event('case.closed', 2, { note: '重复' }))
    expect(closed).toMatchObject({ state: 'closed', closedAt: at(2) })
    expect(evolve(closed, event('case.reopened', 3, { note: '误结' }))).toMatchObject({ state: 'reported', reopened: 1 })
  })

  it('knows that a life begins with a report', () => expect(() => fold(dispatched)).toThrow('before case.reported'))
})

describe('refusal', () => {
  const actor = (role: (typeof roles)[number], unit: UnitId | null = ours, person = me) => ({ person, unit, may: permissionsOf(role) })
  const inState = (state: Case['state']) => ({ state, unitId: ours, rectifiedBy: other })

  it('lets every role do exactly what the table says, in every state', async () => {
    const lines = (['new', ...caseStates] as const).flatMap((state) =>
      stepNames.flatMap((step) => {
        const open = roles.filter((role) => refusal(state === 'new' ? undefined : inState(state), step, actor(role)) === null)
        return open.length === 0 ? [] : [`${state.padEnd(10)} ${step.padEnd(9)} ${open.join(' ')}`]
      }),
    )
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./case.grid.txt')
  })

  const code = (step: StepName, ...rest: Parameters<typeof actor>) =>
    refusal(inState(step === 'verify' ? 'rectified' : 'dispatched'), step, actor(...rest))?.code ?? null
  it('keeps rectifying to the unit of the case', () => {
    expect(code('rectify', 'unit', ours)).toBeNull()
    expect(code('rectify', 'unit', theirs)).toBe('case.notYourCase')
    expect(code('rectify', 'unit', null)).toBe('case.notYourCase')
    expect(code('rectify', 'leader', ours)).toBe('case.notYourStep')
  })
  it('keeps verifying from the person who rectified', () => {
    expect(code('verify', 'checker', null, me)).toBeNull()
    expect(code('verify', 'checker', null, other)).toBe('case.samePerson')
  })
  it('names the state that forbids', () => {
    expect(refusal(inState('closed'), 'dispatch', actor('office'))).toMatchObject({
      status: 409,
      details: { step: 'dispatch', state: 'closed' },
    })
    expect(refusal(undefined, 'close', actor('office'))?.details).toEqual({ step: 'close', state: 'new' })
  })
})

describe('isOverdue', () => {
  it('counts open work after its time, not work that waits for somebody else', () => {
    const late = (state: Case['state'], dueAt: string | null) => isOverdue({ state, dueAt }, at(5))
    expect([late('dispatched', at(4)), late('reported', at(4)), late('rectified', at(4)), late('closed', at(4))]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect([late('dispatched', at(6)), late('dispatched', null)]).toEqual([false, false])
  })
})
