import { expect, it } from 'vitest'
import { telling } from './telling.ts'

it('shows what a word of the matter or the class clearly speaks for, and nothing that rests on the street alone', () => {
  const likely = (value: string, ...reasons: [word: string, times: number][]) => ({
    value,
    cases: 9,
    reasons: reasons.map(([word, times]) => ({ word, times })),
  })
  const [lamp, unit] = [likely('lamp', ['路灯', 12], ['夜里', 1.2]), likely('unit', ['class:E01', 4])]
  expect(telling([lamp, likely('lane', ['夜里', 1.2]), likely('office', ['street:7', 9]), likely('cables'), unit])).toEqual([lamp, unit])
})
