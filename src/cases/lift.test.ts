import { describe, expect, it } from 'vitest'
import { idOf } from '../../test/smallCity.ts'
import { asCaseEvent } from './lift.ts'

const at = '2026-11-20T01:00:00.000Z'
const stored = (kind: string, version: number, data: Record<string, unknown>) =>
  asCaseEvent({ id: idOf(1) as never, kind, version, thing: idOf(2), at, by: idOf(3), data }).data

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
  no: '20261120-0001',
}

describe('a stored event', () => {
  it('of a report says for itself where it led, except in the first release', () => {
    const heard = { state: 'heard', stage: 'reported', ball: 'collector' }
    const clocks = { file: { do: 'start', dueAt: at } }
    const links = [{ kind: 'splitFrom', id: idOf(4) }]
    const today = { ...report, procedure: 3, to: heard, clocks, links }
    expect(stored('case.reported', 2, today)).toMatchObject({ procedure: 3, to: heard, clocks, links })
    const reported = { state: 'reported', stage: 'reported', ball: 'desk' }
    expect(stored('case.reported', 1, report)).toMatchObject({ procedure: 0, to: reported, clocks: {}, links: [] })
  })

  it('of a step says for itself what it did, except in the first release', () => {
    const given = { unitId: idOf(5), dueAt: at }
    const queued = { state: 'queued', stage: 'dispatched', ball: 'unit' }
    const today = { ...given, step: 'hand', procedure: 3, does: ['assign'], to: queued }
    expect(stored('case.dispatched', 2, today)).toMatchObject(today)
    const dispatched = { state: 'dispatched', stage: 'dispatched', ball: 'unit' }
    const then = { ...given, step: 'dispatch', procedure: 0, does: ['assign', 'limit'], to: dispatched }
    expect(stored('case.dispatched', 1, given)).toMatchObject(then)
  })
})
