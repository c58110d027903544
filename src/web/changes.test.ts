import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeRefresher } from './changes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function hearing() {
  const asked: unknown[] = []
  const refresher = makeRefresher({ invalidateQueries: async (filter) => void asked.push(filter?.queryKey?.[0]) })
  return { asked, refresher }
}

it('asks a room once for many events, and a score later than a list', () => {
  const { asked, refresher } = hearing()
  for (let count = 0; count < 500; count++) refresher.hear('visit.recorded')
  expect(asked).toEqual([])
  vi.advanceTimersByTime(2000)
  expect(asked).toEqual(['inspections'])
  vi.advanceTimersByTime(13_000)
  expect(asked).toEqual(['inspections', 'assessments'])
})

it('asks again for what came later', () => {
  const { asked, refresher } = hearing()
  refresher.hear('case.reported')
  vi.advanceTimersByTime(2000)
  refresher.hear('case.dispatched')
  vi.advanceTimersByTime(2000)
  expect(asked).toEqual(['cases', 'cases'])
})

it('does nothing for what no page shows, and nothing after it was stopped', () => {
  const { asked, refresher } = hearing()
  refresher.hear('trial.added')
  refresher.hear('duty.undone')
  refresher.stop()
  vi.advanceTimersByTime(60_000)
  expect(asked).toEqual([])
})
