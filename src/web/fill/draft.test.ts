import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, readKept } from '../desk/inspections/draft.ts'
import { type Draft, dropDraft, isShut, keepDraft, keepingAt, readDraft } from './draft.ts'
import type { Running } from './engine.ts'
import { keeperOf } from './kept.ts'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => void vi.unstubAllGlobals())

const mine = { account: 'a', form: 'f', point: '' }

it('is found again by who typed it, and not by the next person at the machine', () => {
  const draft = { ...readDraft(mine), xml: '<a/>' }
  expect(keepDraft(mine, draft)).toBe(true)
  expect(readDraft({ ...mine, account: 'b' })).not.toHaveProperty('xml')
  expect(readDraft(mine)).toEqual(draft)
  dropDraft({ ...mine, account: 'b' })
  expect(readDraft(mine)).toEqual(draft)
  dropDraft(mine)
  expect(readDraft(mine)).not.toHaveProperty('xml')

  const place = { account: 'a', point: 'p' }
  const visit = { ...readKept(place), note: '门口' }
  keep(place, visit)
  expect(readKept({ ...place, account: 'b' }).note).toBe('')
  expect(readKept(place)).toEqual(visit)
})

it('was filled in when an answer was changed last, however late it is sent and whatever else the engine wakes for', async () => {
  const root = { instanceState: { instanceXML: '<a/>' }, currentState: { activeLanguage: { language: 'zh' } } }
  const keeping = keepingAt(mine, { file: async () => undefined, answer: async () => undefined })
  const begin = (draft: Draft) => keeperOf(keeping, draft, { root } as unknown as Running)
  const first = begin(readDraft(mine))
  expect(first.filledAt()).toBeUndefined()
  root.instanceState.instanceXML = '<a>1</a>'
  first.touch('2026-11-22T01:00:00.000Z')
  await first.keep()
  const before = readDraft(mine)
  expect(before).toMatchObject({ xml: '<a>1</a>', filledAt: '2026-11-22T01:00:00.000Z' })

  // The next day, with another language of the form.
  const next = begin(before)
  next.touch('2026-11-23T01:00:00.000Z')
  root.currentState.activeLanguage.language = 'en'
  await next.keep()
  expect(readDraft(mine)).toEqual({ ...before, language: 'en' })
  expect(next.filledAt()).toBe('2026-11-22T01:00:00.000Z')
  // Something else was taken under its id: the same answers go on as another.
  next.renew()
  await next.keep()
  expect(readDraft(mine).id).not.toBe(before.id)
  expect(readDraft(mine)).toMatchObject({ xml: before.xml, filledAt: before.filledAt })
  root.instanceState.instanceXML = '<a>2</a>'
  expect(next.filledAt()).toBe('2026-11-23T01:00:00.000Z')
})

it('goes to a closed form only when it was filled in before', () => {
  const closed = '2026-11-22T12:00:00.000Z'
  const draft = readDraft(mine)
  expect(isShut(null, draft)).toBe(false)
  expect(isShut(closed, draft)).toBe(true)
  expect(isShut(closed, { ...draft, filledAt: '2026-11-22T11:59:00.000Z' })).toBe(false)
  expect(isShut(closed, { ...draft, filledAt: '2026-11-22T12:00:01.000Z' })).toBe(true)
})
