/** The burden register over the whole app: counted, warned, stopped, appealed; asked before. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, noon, photoOf, points, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { casesApi } from '../cases/cases.api.ts'
import { dutiesApi } from '../duties/duties.api.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { complianceApi } from '../privacy/compliance.api.ts'
import { burdenApi } from './burden.api.ts'

const week = '2026-W47'

describe.each(engines)('burden on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const burden = (login: 'office' | 'street' | 'leader' | 'unit') => small.as(login, burdenApi)
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
  const weekOfStreet = async () => {
    const { items } = await burden('street').listWeeks({ query: { unit: units.street1 as never } })
    return items.map(({ asks, minutes, measured, budget, state }) => ({ asks, minutes, measured, budget, state }))
  }
  const newDuty = (leadUnitId: string) => ({
    id: v7() as never,
    editionId: edition as never,
    criterion: 'C2',
    task: '清扫道路',
    leadUnitId: leadUnitId as never,
  })

  it('counts a duty for the street that is asked, and nothing for a bureau', async () => {
    const duties = small.as('office', dutiesApi)
    await duties.add({ body: newDuty(units.market) })
    expect(await weekOfStreet()).toEqual([])
    const body = newDuty(units.street1)
    const { version } = await duties.add({ body })
    await duties.add({ body })
    expect(await weekOfStreet()).toEqual([{ asks: 1, minutes: 30, measured: 0, budget: 2400, state: 'free' }])
    // A change that asks nobody anew is no new demand.
    await duties.edit({ params: { id: body.id }, body: { version, measure: '每日两次' } })
    expect(await weekOfStreet()).toMatchObject([{ asks: 1, minutes: 30 }])
  })

  it('takes back what an undone action had asked', async () => {
    const duties = small.as('office', dutiesApi)
    const before = await weekOfStreet()
    const id = v7()
    const own = newDuty(units.market)
    const { version } = await duties.add({ body: own })
    const rule = { id, duties: [{ id: own.id, version }], set: { leadUnitId: units.street1 as never } }
    await duties.bulk({ body: rule })
    expect((await weekOfStreet())[0]!.asks).toBe(before[0]!.asks + 1)
    await house.db.tx(async (db) => (await import('./burden.sql.ts')).removeAsks(db, city, [own.id]))
    expect(await weekOfStreet()).toEqual(before)
  })

  it('counts a dispatched case once, however often it is sent back to the same street', async () => {
    const id = v7() as never
    await small.as('inspector', casesApi).fromDesk({ body: { id, text: '路灯不亮', pointId: points.road as never } })
    const office = small.as('office', casesApi)
    const dispatch = () =>
      office.dispatch({
        params: { id },
        body: { id: v7() as never, unitId: units.street1 as never, dueAt: '2026-11-25T09:00:00.000Z' },
      })
    await dispatch()
    await dispatch()
    expect(await weekOfStreet()).toMatchObject([{ asks: 2, minutes: 70 }])
    const { items } = await burden('street').listAsks({ query: { mine: 'true' } })
    expect(items.map(({ kind, thing, text, from }) => [kind, thing === id, text, from?.title.zh])).toEqual([
      ['case', true, '路灯不亮', '创建办'],
      ['duty', false, '清扫道路', '创建办'],
    ])
  })

  it('offers the answer when the same was asked before, and asks again only for a reason', async () => {
    const id = v7()
    const text = '请报送辖区内主次干道破损路面的数量和位置'
    const ask = (body: object) =>
      burden('office').request({ body: { id, kind: 'material', text, units: [units.street1] as never, ...body } as never })
    const { items } = await ask({})
    expect(items).toMatchObject([{ request: id, minutes: 45, took: null, answer: null }])
    expect(await ask({})).toEqual({ items })
    const mine = items[0]!.id
    const answer = { params: { id: mine }, body: { answer: '共 3 处，见附表', minutes: 25 } }
    expect(await codeOf(small.as('unit', burdenApi).answer(answer))).toBe('burden.notYours')
    expect(await burden('street').answer(answer)).toMatchObject({ answer: '共 3 处，见附表', took: 25 })
    expect(await weekOfStreet()).toMatchObject([{ asks: 3, minutes: 115, measured: 25 }])
    const again = '报送辖区主次干道破损路面数量和位置'
    expect((await burden('office').findAsked({ query: { text: again } })).items).toMatchObject([{ answer: '共 3 处，见附表' }])
    expect(await codeOf(ask({ id: v7(), text: again }))).toBe('burden.askedBefore')
    expect(await codeOf(ask({ id: v7(), text: again, despite: '数据已过半年，需更新' }))).toBe('done')
    expect((await burden('office').findAsked({ query: { text: '志愿者名单' } })).items).toEqual([])
  })

  it('stops the sender above the budget, all or nothing, until somebody else approves', async () => {
    await burden('office').setBudget({ params: { unit: units.street1 as never }, body: { minutes: 200 } })
    const meet = (id = v7()) =>
      burden('office').request({
        body: { id, kind: 'meeting', text: '推进会', units: [units.street1, units.street2] as never },
      })
    const load = await burden('office').preview({ query: { kind: 'meeting', units: `${units.street1},${units.street2}` } })
    expect(load.items.map(({ minutes, after, state }) => [minutes, after, state])).toEqual([
      [160, 280, 'over'],
      [0, 120, 'free'],
    ])
    expect(await codeOf(meet())).toBe('burden.over')
    expect((await burden('office').listWeeks({ query: {} })).items).toHaveLength(1)
    const appeal = { id: v7(), unit: units.street1 as never, minutes: 120, reason: '防汛紧急部署' }
    await burden('office').appeal({ body: appeal })
    const decide = { params: { id: appeal.id }, body: { approved: true, note: '同意' } }
    expect(await codeOf(burden('office').decide(decide))).toBe('burden.ownAppeal')
    expect(await burden('leader').decide(decide)).toMatchObject({ approved: true, decidedBy: { name: 'leader员' } })
    await burden('leader').decide(decide)
    expect(await codeOf(meet())).toBe('done')
    expect(await weekOfStreet()).toEqual([{ asks: 5, minutes: 280, measured: 25, budget: 320, state: 'near' }])
    expect((await burden('office').preview({ query: { kind: 'meeting', units: units.street1 } })).overLimit).toBe(true)
    expect((await burden('office').preview({ query: { kind: 'form', units: units.street1 } })).overLimit).toBe(false)
  })

  it('stops duties and cases too, and only counts when the restriction is switched off', async () => {
    await burden('office').setBudget({ params: { unit: units.street1 as never }, body: { minutes: 0 } })
    const duties = small.as('office', dutiesApi)
    const before = await weekOfStreet()
    expect(await codeOf(duties.add({ body: newDuty(units.street1) }))).toBe('burden.over')
    expect(await weekOfStreet()).toEqual(before)
    const params = { policy: 'burdenBudget' } as const
    await small.as('office', complianceApi).waive({ params, body: { id: v7(), basis: '应急响应', approvalNo: '应急〔2026〕1号' } })
    expect(await codeOf(duties.add({ body: newDuty(units.street1) }))).toBe('done')
    await small.as('office', complianceApi).restore({ params, body: { id: v7() } })
  })

  it('lets two senders not both take the last minutes', async () => {
    await burden('office').setBudget({ params: { unit: units.street2 as never }, body: { minutes: 180 } })
    const ask = () => codeOf(burden('office').request({ body: { id: v7(), kind: 'form', text: v7(), units: [units.street2] as never } }))
    expect((await Promise.all([ask(), ask(), ask()])).sort()).toEqual(['burden.over', 'burden.over', 'done'])
  })

  it('counts photos and visits of a street as its work, one line a day, and stops none of it however full the week is', async () => {
    await burden('office').setBudget({ params: { unit: units.street1 as never }, body: { minutes: 0 } })
    const [before] = await weekOfStreet()
    const photo = { query: { id: v7() as never, name: 'a.jpg' }, body: await photoOf({ r: 1, g: 2, b: 3 }) }
    await small.as('street', evidenceApi).add(photo)
    await small.as('street', evidenceApi).add(photo)
    await small.as('street', evidenceApi).add({ ...photo, query: { ...photo.query, id: v7() as never } })
    const results = [{ id: v7() as never, fact: 'small/SIGN', grade: 'Y' }]
    const { items: checks } = await small.as('street', inspectionsApi).getChecklist({ params: { id: points.market as never } })
    const fact = checks.find(({ photo }) => photo === 'none')!.fact
    const visit = { id: v7() as never, pointId: points.market as never, visitedAt: noon, results: [{ ...results[0]!, fact }] }
    const two = [visit, { ...visit, id: v7() as never, results: [{ ...results[0]!, id: v7() as never, fact }] }]
    await Promise.all(two.map((body) => small.as('street', inspectionsApi).recordVisit({ body })))
    await small.as('street', inspectionsApi).recordVisit({ body: visit })
    // The work of a bureau and of who has no unit is nobody's burden here.
    await small.as('unit', evidenceApi).add({ ...photo, query: { ...photo.query, id: v7() as never } })
    await small.as('inspector', evidenceApi).add({ ...photo, query: { ...photo.query, id: v7() as never } })
    const [after] = await weekOfStreet()
    expect([after!.asks - before!.asks, after!.minutes - before!.minutes]).toEqual([4, 2 * 2 + 2 * 60])
    const { items } = await burden('street').listAsks({ query: { mine: 'true' } })
    const lines = items.filter(({ by, from }) => by === null && from === null).map(({ kind, pieces, minutes }) => [kind, pieces, minutes])
    expect(lines.sort()).toEqual([
      ['upload', 2, 4],
      ['visit', 2, 120],
    ])
  })

  it('shows senders whose week is nearly full, the fullest first, and tells the decider what was refused', async () => {
    const { items, n } = await burden('unit').listTight({})
    expect([n, items.map(({ unit, state }) => [unit.id, state])]).toEqual([
      2,
      [
        [units.street1, 'over'],
        [units.street2, 'near'],
      ],
    ])
    await burden('office').setBudget({ params: { unit: units.street2 as never }, body: { minutes: null } })
    expect((await burden('unit').listTight({})).items.map(({ unit }) => unit.id)).toEqual([units.street1])
    const about = { kind: 'case' as const, thing: v7(), text: '派遣 20261120-0001 路灯不亮' }
    const appeal = { id: v7(), unit: units.street1 as never, minutes: 40, reason: '夜间安全', about }
    expect(await burden('unit').appeal({ body: appeal })).toMatchObject({ about })
    expect((await burden('leader').listAppeals({ query: { limit: 1 } })).items).toMatchObject([{ id: appeal.id, about }])
  })

  it('writes the register as a workbook', async () => {
    const file = await burden('office').export({ query: { from: '2026-W40', week } })
    expect(file.size).toBeGreaterThan(3000)
  })
})
