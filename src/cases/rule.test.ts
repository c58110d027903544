import { describe, expect, it } from 'vitest'
import { idOf } from '../../test/smallCity.ts'
import type { UnitId } from '../base/ids.ts'
import { type Case, type Life, unlived } from './case.ts'
import { naturalTiming, type Timing } from './clocks.ts'
import { findStep } from './procedure/procedure.ts'
import { shipped, shippedVersion } from './procedure/shipped.ts'
import { doneBy, faultsIn, latestLimit, type Looked } from './rule.ts'

const at = (hour: number, day = 20) => `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00.000Z`
const step = (code: string) => findStep(shipped, code)!
const looked = (life: Partial<Life> = {}, more: Partial<Case> = {}): Looked => ({
  state: 'dispatched',
  unitId: idOf(4) as UnitId,
  rectifiedBy: null,
  dueAt: at(9),
  warnAt: null,
  closedAt: null,
  ...more,
  life: { ...unlived, limitFrom: at(1), limitDue: at(9), ...life },
})

describe('a rest', () => {
  const says = (until: string) => faultsIn(looked(), step('askSuspension'), { until, note: '待冬季施工' }, at(3)).map((fault) => fault.says)
  it('ends after now, and no later than its row allows', () => {
    expect(says(at(3))).toEqual(['fault.case.untilPast'])
    expect(says(at(4))).toEqual([])
    const lastDay = new Date(Date.parse(at(3)) + step('askSuspension').bounds.days! * 86_400_000).toISOString()
    expect(says(lastDay)).toEqual([])
    expect(says(lastDay.replace('.000Z', '.001Z'))).toEqual(['fault.case.untilTooFar'])
  })
})

describe('the latest limit', () => {
  it('is a share of the first limit on top of the one that stands', () => {
    expect(latestLimit(looked(), 100, naturalTiming)).toBe(at(17))
    expect(latestLimit(looked({}, { dueAt: at(12) }), 50, naturalTiming)).toBe(at(16))
  })
  it('is counted as the limit was', () => {
    const halfDays: Timing = {
      after: (from, ms, counts) => naturalTiming.after(from, counts === 'working' ? 2 * ms : ms, counts),
      between: (from, to, counts) => naturalTiming.between(from, to, counts) / (counts === 'working' ? 2 : 1),
    }
    expect(latestLimit(looked({ limitCounts: 'working' }), 25, halfDays)).toBe(at(11))
  })
  it('is unknown where the row sets no share, or the case never had a limit', () => {
    expect(latestLimit(looked(), undefined, naturalTiming)).toBeNull()
    expect(latestLimit(looked({}, { dueAt: null }), 100, naturalTiming)).toBeNull()
    expect(latestLimit(looked({ limitFrom: null }), 100, naturalTiming)).toBeNull()
    expect(latestLimit(looked({ limitDue: null }), 100, naturalTiming)).toBeNull()
  })
  it('keeps nobody from asking for any later date where it is unknown', () => {
    const ask = (life: Partial<Life>) => faultsIn(looked(life), step('askExtension'), { dueAt: at(9, 30), note: '缺材料' }, at(3))
    // The last moment is said as the city's clock shows it.
    expect(ask({})).toEqual([{ at: 'dueAt', says: 'fault.case.tooLong', details: { most: '2026-11-21 01:00' } }])
    expect(ask({ limitFrom: null })).toEqual([])
  })
})

describe('going on after a rest', () => {
  const resumed = (life: Partial<Life>) =>
    doneBy({
      it: looked(life, { state: 'suspended' }),
      step: step('resume'),
      given: {},
      version: shippedVersion,
      at: at(12),
      timing: naturalTiming,
    })
  const before = { state: 'handling', stage: 'dispatched', ball: 'unit' } as const
  it('leads back, with the time that was left when the clock was stopped', () => {
    const handle = { state: 'paused' as const, spans: [[at(1), at(5)] as [string, string]], dueAt: null }
    expect(resumed({ before, clocks: { handle } })).toMatchObject({ to: before, dueAt: at(16) })
  })
  it('leaves the limit where no clock rested', () => {
    const handle = { state: 'running' as const, spans: [[at(1), null] as [string, null]], dueAt: null }
    expect(resumed({ before, clocks: { handle } })).not.toHaveProperty('dueAt')
  })
  it('leads nowhere where nobody knows what was before', () => expect(resumed({ before: null }).to).toBeNull())
})
