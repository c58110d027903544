/** A phone whose disk cannot be written: sending waits half a minute and no less, then goes on by itself, and nothing is sent uncounted. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Item } from '../../field/outbox.ts'

const ask = vi.hoisted(() => ({ call: vi.fn() }))
const disk = vi.hoisted(() => ({ items: new Map<string, unknown>(), isFull: false, writes: 0, hear: [] as ((written: object) => void)[] }))
vi.mock('./ask.ts', () => ask)
vi.mock('./keep.ts', () => ({
  database: async () => ({
    transaction: () => ({
      store: { index: () => ({ getAll: async (state: string) => itemsNow().filter((item) => item.state === state) }) },
    }),
  }),
  whenWritten: (listener: (written: object) => void) => disk.hear.push(listener),
  write: async (_names: string[], work: (it: object) => Promise<unknown>) => {
    disk.writes += 1
    if (disk.isFull) throw new DOMException('no room', 'QuotaExceededError')
    return work({
      get: async (_name: string, id: string) => disk.items.get(id),
      put: async (_name: string, item: Item) => disk.items.set(item.id, item),
    })
  },
}))

const itemsNow = () => [...disk.items.values()] as Item[]
const item = (id: string, turn: number): Item => ({
  id,
  route: 'inspections.handIn',
  input: { body: { id } },
  at: '2026-11-22T08:00:00.000Z',
  turn,
  needs: [],
  state: 'waiting',
  tries: 0,
  nextMs: 0,
  about: '某市场',
  bytes: 0,
})

beforeAll(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', { addEventListener: () => undefined })
  vi.stubGlobal('navigator', { onLine: true, locks: { request: (_name: string, _how: object, work: () => Promise<never>) => work() } })
  ask.call.mockImplementation(async () => Response.json({ id: 'done' }))
})
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('waits half a minute when the disk cannot be written, whatever wakes it, then sends everything; who made room need not wait', async () => {
  const { sendSoon, startSending } = await import('./send.ts')
  for (const turn of [1, 2, 3, 4, 5]) disk.items.set(`visit ${turn}`, item(`visit ${turn}`, turn))
  disk.isFull = true
  startSending()
  await vi.advanceTimersByTimeAsync(100)
  const tried = disk.writes
  expect(tried).toBeGreaterThan(0)
  expect(tried).toBeLessThanOrEqual(3)
  // The loop looks every two seconds, a write of another tab wakes it, and it must not try a disk that is full all the time.
  await vi.advanceTimersByTimeAsync(15_000)
  for (const hear of disk.hear) hear({ outbox: true, meta: [], marks: [], drafts: [] })
  sendSoon()
  await vi.advanceTimersByTimeAsync(14_500)
  expect([disk.writes, ask.call.mock.calls.length]).toEqual([tried, 0])
  expect(itemsNow().map(({ state, tries }) => [state, tries])).toEqual(Array.from({ length: 5 }, () => ['waiting', 0]))
  // Half a minute later it is tried again; still no room, and another half minute.
  await vi.advanceTimersByTimeAsync(3000)
  expect(disk.writes).toBeGreaterThan(tried)
  expect(ask.call).not.toHaveBeenCalled()
  disk.isFull = false
  const again = disk.writes
  await vi.advanceTimersByTimeAsync(20_000)
  expect([disk.writes, ask.call.mock.calls.length]).toEqual([again, 0])
  await vi.advanceTimersByTimeAsync(15_000)
  expect(itemsNow().map(({ state, tries }) => [state, tries])).toEqual(Array.from({ length: 5 }, () => ['acknowledged', 1]))
  expect(ask.call).toHaveBeenCalledTimes(5)

  // Who has made room need not wait.
  disk.isFull = true
  disk.items.set('visit 6', item('visit 6', 6))
  ask.call.mockClear()
  for (const hear of disk.hear) hear({ outbox: true, meta: [], marks: [], drafts: [] })
  await vi.advanceTimersByTimeAsync(5000)
  disk.isFull = false
  await vi.advanceTimersByTimeAsync(5000)
  expect(ask.call).not.toHaveBeenCalled()
  sendSoon(true)
  await vi.advanceTimersByTimeAsync(3000)
  expect(itemsNow().find(({ id }) => id === 'visit 6')).toMatchObject({ state: 'acknowledged', tries: 1 })
})
