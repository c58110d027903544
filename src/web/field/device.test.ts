/** A phone that several people use, and two tabs of it: what one person leaves behind, and what becomes of what is refused. */
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Disk, idbOn } from '../../../test/memoryIdb.ts'

const disk: Disk = new Map()
vi.mock('idb', () => ({ openDB: async () => idbOn(disk) }))
const kept = new Map<string, string>()
const page = { documentElement: { dataset: {}, lang: '' }, hide: () => undefined as unknown, visibilityState: 'hidden' }
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
})
vi.stubGlobal('document', { ...page, addEventListener: (_name: string, hide: () => void) => (page.hide = hide) })
vi.stubGlobal('window', { addEventListener: () => undefined })
vi.stubGlobal('requestIdleCallback', (work: () => void) => setTimeout(work, 0))

/** A tab: the modules of the app, read by nobody else. */
async function openTab() {
  vi.resetModules()
  const [acts, day, tellFirst] = [await import('./acts.ts'), await import('./day.ts'), await import('./tellFirst.ts')]
  await day.readDay()
  return { ...acts, ...day, ...tellFirst }
}

const put = (name: string, rows: Readonly<Record<string, unknown>>) => disk.set(name, new Map(Object.entries(rows)))
const title = { zh: '第三季度盲测', en: 'Blind' }
const frame = { round: { id: 'R', title, sample: 'S' }, types: [], checks: [], editions: [], forms: [], city: title }
const point = { id: 'P', code: 'P1', type: 'T', title: { zh: '盲测的公厕' }, address: '', street: null }
const owner = { account: 'A', name: '甲', city: '城', may: [] }

beforeEach(() => {
  disk.clear()
  kept.clear()
  put('meta', { owner, frame, points: [point], device: 'phone', turn: 7 })
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('signing out', () => {
  it('is heard by a tab behind: it shows nothing of before, and when it is put aside it leaves no list behind', async () => {
    const behind = await openTab()
    behind.followDay()
    page.hide()
    expect(kept.get('mc_field_first')).toContain('盲测的公厕')
    const front = await openTab()
    expect(await front.clearDevice()).toBe(true)
    expect(kept.size).toBe(0)
    await expect.poll(() => behind.dayNow().frame).toBeUndefined()
    page.hide()
    expect([kept.size, behind.dayNow().owner, behind.dayNow().points]).toEqual([0, undefined, []])
    expect(Object.fromEntries(disk.get('meta')!)).toEqual({ device: 'phone', turn: 7 })
  })
})
