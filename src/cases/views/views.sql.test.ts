/** Saved views over the app: kept by one, seen by a unit, taken back; and what one person does to a case, another hears at once. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../../test/engines.ts'
import { signIn, units } from '../../../test/smallCity.ts'
import { useSmall } from '../../../test/smallHouse.ts'
import type { CaseId, EventId } from '../../base/ids.ts'
import { casesApi } from '../cases.api.ts'
import { viewsApi } from './views.api.ts'
import { mostViews } from './views.sql.ts'

describe.each(engines)('saved views on %s', (_name, open) => {
  const { small } = useSmall(open)

  const as = (login: string) => small.as(login as 'office', viewsApi)
  const names = async (login: string) => (await as(login).listViews({})).items.map(({ name, mine }) => [name, mine])
  const filter = { queue: 'overdue', street: v7(), sort: '-reported' }

  it('are their maker’s alone, until they are shared with a unit', async () => {
    const id = v7()
    const put = (name: string, unitId: string | null = null) =>
      as('office').putView({ params: { id }, body: { name, filter, unitId: unitId as never } })
    expect(await put('老旧小区超期')).toMatchObject({ name: '老旧小区超期', filter, unit: null, mine: true })
    expect(await names('unit')).toEqual([])
    expect(await put('东街超期', units.market)).toMatchObject({ name: '东街超期', unit: { id: units.market } })
    expect([await names('office'), await names('unit'), await names('unit2')]).toEqual([[['东街超期', true]], [['东街超期', false]], []])
    await expect(as('unit').putView({ params: { id }, body: { name: '我的', filter } })).rejects.toMatchObject({ code: 'case.viewOfOther' })
    await expect(as('unit').dropView({ params: { id } })).rejects.toMatchObject({ code: 'case.viewOfOther' })
    await expect(put('谁的', v7())).rejects.toMatchObject({ code: 'owner.noSuchUnit' })
  })

  it('are taken away and come back as they were; twice is once', async () => {
    const id = v7()
    const put = () => as('unit').putView({ params: { id }, body: { name: '待我接收', filter: { queue: 'mine' } } })
    const kept = await put()
    expect(await as('unit').dropView({ params: { id } })).toEqual({ id })
    expect(await as('unit').dropView({ params: { id } })).toEqual({ id })
    expect((await names('unit')).map(([name]) => name)).not.toContain('待我接收')
    expect(await put()).toEqual(kept)
    expect(await put()).toEqual(kept)
  })

  it('what one person does to a case, another who looks at the list hears at once, and reads when they ask again', async () => {
    const [office, cases] = [await signIn(small.app, 'office'), small.as('inspector', casesApi)]
    const id = v7() as CaseId
    await cases.fromDesk({ body: { id, text: '路灯不亮' } })
    const heard: string[] = []
    const stream = (await small.app.inject({ url: '/api/changes', headers: { cookie: office }, payloadAsStream: true })).stream()
    const dispatched = new Promise<void>((resolve) =>
      stream.on('data', (piece: Buffer) => {
        heard.push(piece.toString())
        if (heard.join('').includes('case.dispatched')) resolve()
      }),
    )
    await small.as('office', casesApi).dispatch({
      params: { id },
      body: { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-25T10:00:00.000Z' },
    })
    await dispatched
    stream.destroy()
    const told = heard
      .join('')
      .split('\n')
      .find((line) => line.startsWith('data:') && line.includes('case.dispatched'))!
    expect(JSON.parse(told.slice(5))).toMatchObject({ kind: 'case.dispatched', thing: id })
    expect((await cases.list({ query: { stage: 'dispatched' } })).items.map((row) => row.id)).toEqual([id])
  })

  it('refuse what is no filter of an address, and more than anybody can look through', async () => {
    const put = (body: object) => as('unit2').putView({ params: { id: v7() }, body: { name: '多', filter: {}, ...body } as never })
    await expect(put({ filter: { 'x y': '1' } })).rejects.toMatchObject({ code: 'api.badInput' })
    await expect(put({ name: ' ' })).rejects.toMatchObject({ code: 'api.badInput' })
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [String.fromCharCode(97 + n), '1']))
    await expect(put({ filter: many })).rejects.toMatchObject({ code: 'api.badInput' })
    for (let n = 0; n < mostViews; n++) await put({ name: `多${n}` })
    await expect(put({})).rejects.toMatchObject({ code: 'case.viewsFull' })
  })
})
