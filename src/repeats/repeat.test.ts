import { describe, expect, it } from 'vitest'
import { idOf } from '../../test/smallCity.ts'
import type { CaseId, UnitId } from '../base/ids.ts'
import { daysAfter, type DrawProof, faultsOfDraw, isDrawn, type RepeatRule, ruleFor, seedCommitment, verdictOf } from './repeat.ts'

const [a, b] = [idOf(1) as UnitId, idOf(2) as UnitId]
const rule = (over: Partial<RepeatRule>): RepeatRule => ({
  id: idOf(9),
  unitId: null,
  class: null,
  share: null,
  metres: null,
  days: null,
  after: null,
  ...over,
})

describe('the rules of a city', () => {
  it('are those of the house where it says nothing', () => {
    expect(ruleFor([], a, '02-01')).toEqual({ share: 100, metres: 50, days: 90 })
    expect(daysAfter([])).toEqual([7, 30, 90])
  })
  it('go by the nearest word: unit and class, class, unit, all', () => {
    const rules = [
      rule({ share: 10, metres: 10, days: 10, after: [14, 3, 14] }),
      rule({ unitId: a, share: 20, metres: 20 }),
      rule({ class: '02-01', share: 30 }),
      rule({ unitId: a, class: '02-01', share: 40 }),
    ]
    expect(ruleFor(rules, a, '02-01')).toEqual({ share: 40, metres: 20, days: 10 })
    expect(ruleFor(rules, b, '02-01')).toEqual({ share: 30, metres: 10, days: 10 })
    expect(ruleFor(rules, a, null)).toEqual({ share: 20, metres: 20, days: 10 })
    expect(ruleFor(rules, null, '02-02')).toEqual({ share: 10, metres: 10, days: 10 })
    expect(daysAfter(rules)).toEqual([3, 14])
    expect(ruleFor(rules, b, 'E02-01')).toEqual(ruleFor(rules, b, '02-01'))
    expect(ruleFor([rule({ class: 'E02-01', share: 30 })], b, '02-01').share).toBe(30)
  })
})

describe('the draw of re-checks', () => {
  const cases = Array.from({ length: 5000 }, (_, index) => idOf(index) as CaseId)
  const seed = 'ab'.repeat(32)
  const framed = (share: number) => cases.map((id) => ({ id, after: 7, share }))
  it('draws about the share, all of a thousand, and none of nothing', () => {
    const count = (share: number) => framed(share).filter((it) => isDrawn(seed, it)).length
    expect([count(0), count(1000)]).toEqual([0, 5000])
    expect(Math.abs(count(100) - 500)).toBeLessThan(70)
  })
  it('draws another share anew at another day after closing', () => {
    const drawn = (after: number) => cases.filter((id) => isDrawn(seed, { id, after, share: 500 }))
    expect(drawn(7)).not.toEqual(drawn(30))
  })
  it('can be run again by anybody, and a swapped seed or case is found', () => {
    const frame = framed(100)
    const drawn = frame.filter((it) => isDrawn(seed, it)).map(({ id, after }) => ({ id, after }))
    const proof: DrawProof = {
      format: 'mingcheng recheck 1',
      city: 1,
      day: '2026-11-27',
      committedAt: '2026-11-01T00:00:00.000Z',
      commitment: seedCommitment(1, '2026-11-27', seed),
      seed,
      frame,
      drawn,
    }
    expect(faultsOfDraw(proof)).toEqual([])
    expect(faultsOfDraw({ ...proof, drawn: drawn.slice(1) })).toEqual(['draw'])
    expect(faultsOfDraw({ ...proof, seed: 'cd'.repeat(32) })).toEqual(['seed', 'draw'])
  })
})

describe('what a visit says of a re-check', () => {
  it('is what it found for the fact of the case, and nothing where it did not look', () => {
    const results = [
      { fact: 'LITTER', factor: 0 },
      { fact: 'SIGN', factor: 1000 },
      { fact: 'LAMP', factor: null },
    ]
    expect(['LITTER', 'SIGN', 'LAMP', 'PSA', null].map((fact) => verdictOf(fact, results))).toEqual([true, false, null, null, null])
  })
})
