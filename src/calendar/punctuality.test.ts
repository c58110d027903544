/** In time or not: every way a thing can stand at a moment. */
import { expect, it } from 'vitest'
import { onTimeOf, punctualities, type Punctuality, punctualityOf, type Timed } from './punctuality.ts'

const [before, due, after] = ['2026-11-20T00:00:00.000Z', '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.001Z']
const check = (it: Partial<Timed>, expected: Punctuality, at = before!) =>
  expect(punctualityOf({ dueAt: due!, doneAt: null, suspended: false, exempt: false, ...it }, at)).toBe(expected)

it('counts what is open past its limit as late, and what rests or is exempt apart', () => {
  check({}, 'openOnTime')
  check({}, 'openOnTime', due)
  check({}, 'openLate', after)
  check({ doneAt: before! }, 'onTime', after)
  check({ doneAt: due! }, 'onTime', after)
  check({ doneAt: after! }, 'late', after)
  check({ suspended: true }, 'suspended', after)
  check({ suspended: true, doneAt: after! }, 'late', after)
  check({ exempt: true, doneAt: after! }, 'exempt', after)
  check({ dueAt: null }, 'unlimited', after)
})

it('sets what was in time against what should have been', () => {
  const counts = Object.fromEntries(punctualities.map((one, index) => [one, 10 ** index])) as Record<Punctuality, number>
  expect(onTimeOf(counts)).toMatchObject({ inTime: 1000, due: 1000 + 10_000 + 1_000_000 })
})
