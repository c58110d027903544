import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { mayOpen, NewSample } from './sample.ts'

describe('a sample', () => {
  it('that is sealed names its release', () => {
    const open = { id: v7(), roundId: v7(), unitId: v7(), plan: { quota: { how: 'each', count: 1 } }, sealed: false }
    expect(NewSample.safeParse(open).success).toBe(true)
    expect(NewSample.safeParse({ ...open, sealed: true }).success).toBe(false)
    expect(NewSample.safeParse({ ...open, sealed: true, releaseAt: '2026-12-01T00:00:00.000Z' }).success).toBe(true)
  })

  it('shows its points to the unit that assesses, and to the city when it was never sealed or is released', () => {
    const sealed = { sealed: true, releasedAt: null, unitId: 'third' }
    const city = { unit: 'third', reach: 'city', isReader: false } as const
    const ours = { unit: 'third', reach: 'unit', isReader: true } as const
    expect(mayOpen(sealed, ours)).toBe(true)
    expect(mayOpen(sealed, { ...ours, isReader: false })).toBe(false)
    expect(mayOpen({ ...sealed, sealed: false }, { ...ours, isReader: false })).toBe(true)
    expect(mayOpen({ ...sealed, sealed: false }, { ...ours, unit: 'other' })).toBe(false)
    expect(mayOpen(sealed, city)).toBe(false)
    expect(mayOpen({ ...sealed, sealed: false }, city)).toBe(true)
    expect(mayOpen({ ...sealed, releasedAt: '2026-12-01T00:00:00.000Z' }, city)).toBe(true)
  })
})
