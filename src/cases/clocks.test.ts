import { describe, expect, it } from 'vitest'
import { type Clock, movedLimit, naturalTiming, orderClocks, restedAt, spentOn, type Timing, turnClocks } from './clocks.ts'
import { shipped } from './procedure/shipped.ts'

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`
const hour = 3_600_000
const running: Clock = { state: 'running', spans: [[at(1), null]], dueAt: at(9) }
const paused: Clock = { state: 'paused', spans: [[at(1), at(5)]], dueAt: at(9) }

describe('restedAt', () => {
  it('is the end of the last stretch of a clock that rests, and nothing of any other', () => {
    expect(restedAt(paused)).toBe(at(5))
    expect(restedAt(running)).toBeNull()
    expect(restedAt({ ...paused, state: 'stopped' })).toBeNull()
  })
  it('is nothing for a clock that was told to rest before it ever ran', () => {
    const { file } = turnClocks({}, { file: { do: 'pause', dueAt: null } }, at(3))
    expect(file).toEqual({ state: 'paused', spans: [], dueAt: null })
    expect(restedAt(file!)).toBeNull()
  })
})

describe('a limit', () => {
  it('moves with the rest when it was still ahead, and stays when it was over', () => {
    expect(movedLimit(at(9), at(5), at(12), 'natural', naturalTiming)).toBe(at(16))
    expect(movedLimit(at(5), at(5), at(12), 'natural', naturalTiming)).toBe(at(5))
  })
  it('is counted as its clock counts, and in natural time where the table has no such clock any more', () => {
    const asked: string[] = []
    const timing: Timing = {
      after: (from, ms, counts) => (asked.push(counts), naturalTiming.after(from, ms, counts)),
      between: naturalTiming.between,
    }
    const working = { ...shipped, clocks: shipped.clocks.map((rule) => ({ ...rule, counts: 'working' as const })) }
    const resume = (procedure: typeof shipped) => orderClocks(procedure, { handle: paused }, { handle: 'resume' }, at(12), timing)
    const goesOn = { handle: { do: 'resume', dueAt: at(16) } }
    expect(resume(working)).toEqual(goesOn)
    expect(resume({ ...shipped, clocks: [] })).toEqual(goesOn)
    expect(asked).toEqual(['working', 'natural'])
  })
})

describe('spentOn', () => {
  const spent = (spans: Clock['spans']) => spentOn({ ...running, spans }, at(12), 'natural', naturalTiming)
  it('adds the stretches that a clock ran, the open one until now, and the rests between them', () => {
    expect(
      spent([
        [at(1), at(3)],
        [at(6), at(7)],
        [at(10), null],
      ]),
    ).toEqual({ ran: 5 * hour, rested: 6 * hour })
  })
  it('counts no rest after the last stretch: a clock that stopped rests no more', () => {
    expect(
      spent([
        [at(1), at(3)],
        [at(6), at(7)],
      ]),
    ).toEqual({ ran: 3 * hour, rested: 3 * hour })
  })
  it('is nothing for a clock that never ran', () => expect(spent([])).toEqual({ ran: 0, rested: 0 }))
})
