import { describe, expect, it } from 'vitest'
import { unlived, wasLate } from './case.ts'

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`

describe('wasLate', () => {
  it('goes by when the unit was done, else by when the case was closed, else by now', () => {
    const late = (handledAt: string | null, closedAt: string | null, dueAt: string | null = at(9), now = at(8)) =>
      wasLate({ dueAt, closedAt, life: { ...unlived, handledAt } }, now)
    expect([late(at(9), at(20)), late(at(10), at(20))]).toEqual([false, true])
    expect([late(null, at(9)), late(null, at(10))]).toEqual([false, true])
    expect([late(null, null), late(null, null, at(9), at(10))]).toEqual([false, true])
    expect(late(at(10), at(20), null)).toBe(false)
  })
})
