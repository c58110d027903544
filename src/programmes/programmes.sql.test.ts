/** Titles over real calls on both engines: a cycle with its history, a correction, places, and what is refused. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { district, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { programmesApi } from './programmes.api.ts'
import type { StepName } from './title.ts'

describe.each(engines)('titles on %s', (_name, open) => {
  const { small } = useSmall(open)

  it('goes through a cycle, is stopped by mistake, corrected, and advised by its places', async () => {
    const office = small.as('office', programmesApi)
    const programme = {
      code: 'civilised',
      title: { zh: '全国文明城市', en: 'Civilised City' },
      standard: 'small',
      rules: { lastPlaces: { places: 3, years: 2, step: 'cancel' as const } },
    }
    expect(await office.putProgramme({ body: programme })).toMatchObject({ rules: { remindDays: 30 } })
    const params = { code: 'civilised', subject: district }
    const take = (step: StepName, onDay: string, more = {}) => office.takeStep({ params, body: { id: v7(), step, onDay, ...more } })
    await take('apply', '2024-01-10')
    await take('nominate', '2024-03-01')
    const awarded = await take('award', '2025-11-20')
    expect(awarded).toMatchObject({
      state: 'title',
      since: '2025-11-20',
      subject: { kind: 'area', title: { zh: '小城区' } },
      next: ['recheck', 'warn', 'stop', 'cancel'],
    })
    const wrong = { id: v7(), step: 'stop' as const, onDay: '2026-02-01', untilOn: '2027-02-01', reason: '误录' }
    await office.takeStep({ params, body: wrong })
    expect(await office.takeStep({ params, body: wrong })).toMatchObject({ state: 'stopped', until: '2027-02-01', history: { length: 4 } })
    const back = await take('stop', '2026-02-02', { corrects: wrong.id, reason: '更正' })
    expect(back).toMatchObject({
      state: 'title',
      since: '2025-11-20',
      history: [{}, {}, {}, { corrected: true, by: { name: 'office员' } }, { corrects: wrong.id }],
    })
    await expect(take('apply', '2026-03-01')).rejects.toMatchObject({ code: 'title.wrongState', status: 409 })
    await office.putPlacing({ params, body: { year: 2025, place: 112, of: 113 } })
    const advised = await office.putPlacing({ params, body: { year: 2026, place: 113, of: 113 } })
    expect(advised.advice).toEqual([{ step: 'cancel', because: 'lastPlaces', details: { places: 3, years: 2, year: 2026 } }])

    await office.takeStep({ params: { code: 'civilised', subject: units.market }, body: { id: v7(), step: 'apply', onDay: '2026-01-01' } })
    const first = await office.listTitles({ params: { code: 'civilised' }, query: { limit: 1 } })
    expect(first.items).toMatchObject([{ subject: { id: district }, state: 'title' }])
    const second = await office.listTitles({ params: { code: 'civilised' }, query: { limit: 1, cursor: first.next } })
    expect(second).toMatchObject({
      items: [{ subject: { kind: 'unit', title: { zh: '市场监管局' } }, state: 'applied', since: '2026-01-01' }],
    })
    expect((await office.listProgrammes({})).items).toMatchObject([{ code: 'civilised' }])
  })

  it('refuses unknown programmes and subjects', async () => {
    const office = small.as('office', programmesApi)
    await expect(office.getTitle({ params: { code: 'nothing', subject: district } })).rejects.toMatchObject({ code: 'programmes.noSuch' })
    await expect(office.getTitle({ params: { code: 'civilised', subject: v7() } })).rejects.toMatchObject({
      code: 'programmes.noSuchSubject',
    })
  })
})
