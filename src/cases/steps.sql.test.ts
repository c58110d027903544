/** The longer ways of a case over the app: two cases that become one, one that becomes several, and one that rests for a while. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, idOf, photoOf, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { CaseId, EventId, EvidenceId } from '../base/ids.ts'
import { appendEvents } from '../base/event.sql.ts'
import { sql } from '../base/sql.ts'
import { newestShipped } from '../calendar/holidays.ts'
import { limits } from '../sheets/sheet.ts'
import { openZip } from '../sheets/zip.serve.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { whistlesApi } from '../whistles/whistles.api.ts'
import { casesApi } from './cases.api.ts'
import type { Given } from './case.ts'
import { checkFolds } from './foldCheck.serve.ts'
import { resumeDue } from './steps.serve.ts'

describe.each(engines)('steps on %s', (_name, open) => {
  const { house, small } = useSmall(open)

  const as = (login: string) => small.as(login as 'office', casesApi)
  const take = (login: string, id: CaseId, step: string, given: Given = {}, event = v7() as EventId) =>
    as(login).take({ params: { id, step }, body: { id: event, ...given } as never })
  const told = (text: string) => as('office').fromDesk({ body: { id: v7() as CaseId, text } })
  const dueAt = '2026-11-22T10:00:00.000Z'
  const dispatch = (id: CaseId) => take('office', id, 'dispatch', { unitId: units.market as never, dueAt })
  const refused = { name: 'Problem' }

  it('any step by one call; the same event is one step; what is missing is named', async () => {
    const it = await told('井盖缺失')
    expect(it).toMatchObject({ procedure: 0, state: 'reported', stateName: { zh: '已上报' }, next: { step: 'dispatch' }, ball: 'desk' })
    expect(it.clocks.map(({ clock, state }) => [clock, state])).toEqual([
      ['file', 'running'],
      ['whole', 'running'],
    ])
    const event = v7() as EventId
    const filed = await take('office', it.id, 'file', { class: '02-03' }, event)
    expect(filed).toMatchObject({ state: 'filed', class: '02-03', version: 2 })
    expect(await take('office', it.id, 'file', { class: '02-03' }, event)).toMatchObject({ version: 2 })
    await expect(take('office', it.id, 'dispatch', { dueAt })).rejects.toMatchObject({
      ...refused,
      code: 'case.incomplete',
      faults: [{ at: 'unitId', says: 'fault.case.unitId' }],
    })
    await expect(take('unit', it.id, 'dispatch', { dueAt, unitId: units.market as never })).rejects.toMatchObject({
      code: 'case.notYourStep',
    })
    await expect(take('office', it.id, 'fly')).rejects.toMatchObject({ code: 'case.noSuchStep' })
    await dispatch(it.id)
    await take('unit', it.id, 'accept')
    const back = await take('unit', it.id, 'returnToDesk', { note: '属住建局' })
    expect(back).toMatchObject({ state: 'filed', ball: 'desk', returned: 1, unit: { id: units.market } })
    expect(back.history.at(-1)).toMatchObject({
      step: 'returnToDesk',
      name: { zh: '退回' },
      to: { name: { zh: '已立案' } },
      note: '属住建局',
    })
    const mine = await as('office').list({ query: { mine: 'true', state: 'filed' } })
    expect(mine.items.map(({ id }) => id)).toEqual([it.id])
  })

  it('what another room calls by the same id is no step of the case, and no case', async () => {
    const it = await told('路灯不亮')
    const stranger = v7()
    const tell = (thing: string) =>
      appendEvents(house.db, city, [
        { id: v7() as EventId, kind: 'roundkind.set', thing, at: it.reportedAt, by: null, version: 1, data: {} },
      ])
    for (const thing of [it.id, stranger]) await tell(thing)
    const read = await as('office').get({ params: { id: it.id } })
    expect([read.state, read.history.length]).toEqual(['reported', 1])
    await expect(as('office').get({ params: { id: stranger as CaseId } })).rejects.toMatchObject({ code: 'api.notFound' })
    await expect(small.as('office', whistlesApi).get({ params: { id: stranger as never } })).rejects.toMatchObject({ code: 'api.notFound' })
  })

  it('two cases become one: both say so, and what was merged follows no more', async () => {
    const [first, second] = [await told('路灯不亮'), await told('路灯坏了')]
    await dispatch(first.id)
    await expect(take('office', second.id, 'merge', { otherId: second.id })).rejects.toMatchObject({ code: 'case.noOther' })
    await expect(take('office', second.id, 'merge', { otherId: v7() as CaseId })).rejects.toMatchObject({ code: 'case.noOther' })
    const merged = await take('office', second.id, 'merge', { otherId: first.id, note: '同一盏灯' })
    expect(merged).toMatchObject({ state: 'merged', stage: 'closed', outcome: 'merged', links: [{ kind: 'mergedInto', no: first.no }] })
    const into = await as('unit').get({ params: { id: first.id } })
    expect(into).toMatchObject({ state: 'dispatched', links: [{ kind: 'merged', no: second.no, stage: 'closed' }], version: 3 })
    await expect(take('office', first.id, 'relate', { otherId: second.id })).rejects.toMatchObject({ code: 'case.linked' })
    const third = await told('路灯闪')
    await expect(take('office', third.id, 'merge', { otherId: second.id })).rejects.toMatchObject({ code: 'case.otherClosed' })
    expect((await take('office', third.id, 'relate', { otherId: first.id })).links).toMatchObject([{ kind: 'related', no: first.no }])
    expect((await as('office').get({ params: { id: first.id } })).links).toHaveLength(2)
  })

  it('one case becomes several', async () => {
    const it = await told('垃圾和占道')
    const pieces = [
      { id: v7() as CaseId, text: '垃圾' },
      { id: v7() as CaseId, text: '占道' },
    ]
    const split = await take('office', it.id, 'split', { pieces })
    expect(split.links.map(({ kind, text }) => [kind, text])).toEqual([
      ['splitInto', '垃圾'],
      ['splitInto', '占道'],
    ])
    const piece = await as('office').get({ params: { id: pieces[1]!.id } })
    expect(piece).toMatchObject({ state: 'reported', source: 'split', links: [{ kind: 'splitFrom', no: it.no }] })
    await expect(take('office', it.id, 'split', { pieces })).rejects.toMatchObject({ code: 'case.idTaken' })
  })

  it('more time and rest wait for the word of others in their queues; rest ends by itself on its day', async () => {
    const it = await told('道路破损')
    await dispatch(it.id)
    await take('unit', it.id, 'askExtension', { dueAt: '2026-11-23T10:00:00.000Z', note: '缺沥青' })
    const waiting = await as('office').list({ query: { asked: 'true', mine: 'true' } })
    expect(waiting.items).toMatchObject([{ id: it.id, asked: 'extend:1', overdue: false }])
    expect(await as('office').count({ query: {} })).toMatchObject({ asked: 1 })
    expect(await take('office', it.id, 'decideExtension', { passed: true })).toMatchObject({
      dueAt: '2026-11-23T10:00:00.000Z',
      asked: null,
    })

    await take('unit', it.id, 'askSuspension', { until: '2027-03-01T10:00:00.000Z', note: '冬季不能施工' })
    await take('office', it.id, 'endorseSuspension', { passed: true })
    await expect(take('office', it.id, 'approveSuspension', { passed: true })).rejects.toMatchObject({ code: 'case.sameAsker' })
    expect((await as('leader').list({ query: { mine: 'true' } })).items).toMatchObject([{ id: it.id, asked: 'suspend:2' }])
    const rests = await take('leader', it.id, 'approveSuspension', { passed: true })
    expect(rests).toMatchObject({ state: 'suspended', ball: 'nobody', resumesAt: '2027-03-01T10:00:00.000Z', overdue: false })
    expect(rests.clocks.find(({ clock }) => clock === 'handle')).toMatchObject({ state: 'paused' })

    const db = house.db.of(city)
    expect(await resumeDue(db, city, '2027-02-28T10:00:00.000Z')).toBe(0)
    expect(await resumeDue(db, city, '2027-03-01T10:05:00.000Z')).toBe(1)
    expect(await resumeDue(db, city, '2027-03-01T10:05:00.000Z')).toBe(0)
    const on = await as('unit').get({ params: { id: it.id } })
    expect(on).toMatchObject({ state: 'dispatched', resumesAt: null, ball: 'unit' })
    expect(on.history.at(-1)).toMatchObject({ step: 'resume', by: null })
    // Three days and nine hours were left when it began to rest.
    const left = Date.parse('2026-11-23T10:00:00.000Z') - Date.parse(rests.ballAt)
    expect(on.dueAt).toBe(new Date(Date.parse('2027-03-01T10:05:00.000Z') + left).toISOString())
  })

  it('a filing condition settles class, unit and limit, in the working time of the unit', async () => {
    const condition = v7()
    await house.db.run(sql`insert into case_classes (city_id, code, kind, big_code, big_name, small_name)
      values (${city}, 'C02-03', 'component', '02', '道路交通', '路灯')`)
    await house.db.run(sql`insert into case_conditions (city_id, id, class_code, no, files, closes, unit_id, limit_text, amount, unit, clock)
      values (${city}, ${condition}, 'C02-03', 1, '路灯不亮', '恢复照明', ${units.market}, '4工作时', 4, 'hour', 'working')`)
    // A Friday afternoon, an hour before work ends: three hours are left for Monday.
    small.clock.now = '2026-11-27T09:00:00.000Z'
    const it = await told('东街路灯不亮')
    expect(await take('office', it.id, 'file', { condition })).toMatchObject({ class: 'C02-03' })
    const sent = await take('office', it.id, 'dispatch', {})
    expect(sent).toMatchObject({ unit: { id: units.market }, dueAt: '2026-11-30T03:00:00.000Z', light: 'green' })
    // Four fifths of four hours: two hours and twelve minutes of Monday.
    expect(sent.warnAt).toBe('2026-11-30T02:12:00.000Z')
    expect(sent.limit).toEqual({
      from: small.clock.now,
      counts: 'working',
      calendar: newestShipped.version,
      unpublished: [],
      condition: { files: '路灯不亮', closes: '恢复照明', limitText: '4工作时', withdrawn: false },
    })
    expect(sent.clocks.find(({ clock }) => clock === 'handle')).toMatchObject({ counts: 'working', dueAt: '2026-11-30T03:00:00.000Z' })
    const order = new Uint8Array(
      await (await as('unit').order({ params: { id: it.id }, query: { number: '创城交〔2026〕48号' } })).arrayBuffer(),
    )
    let xml = ''
    await (await openZip(order, limits)).read('word/document.xml', (piece) => void (xml += piece))
    for (const words of ['案件交办单', '创城交〔2026〕48号', '市场监管局：', it.no, '恢复照明', '2026年11月30日11:00前'])
      expect(xml).toContain(words)
    small.clock.now = '2026-11-30T02:30:00.000Z'
    expect((await as('unit').get({ params: { id: it.id } })).light).toBe('yellow')
    expect((await as('office').list({ query: { warned: 'true' } })).items.map(({ id }) => id)).toEqual([it.id])
    expect((await as('office').count({ query: {} })).warned).toBe(1)
    small.clock.now = '2026-11-29T12:00:00.000Z'
    const later = await as('unit').get({ params: { id: it.id } })
    expect(later.clocks.find(({ clock }) => clock === 'handle')).toMatchObject({ ran: 3_600_000 })
    // One limit more is four working hours more: to Monday at five in the afternoon.
    expect(later.steps.find(({ step }) => step === 'askExtension')).toMatchObject({ refusal: null, latest: '2026-11-30T09:00:00.000Z' })
    await expect(take('office', it.id, 'dispatch', { condition: v7() })).rejects.toMatchObject({ code: 'classes.noCondition' })
  })

  it('the order carries the photos, as they may leave the house', async () => {
    const id = v7() as EvidenceId
    await small.as('inspector', evidenceApi).add({ query: { id, name: 'a.jpg' }, body: await photoOf({ r: 12, g: 200, b: 40 }) })
    const it = await as('inspector').fromDesk({ body: { id: v7() as CaseId, text: '路面破损', photos: [id] } })
    const paper = new Uint8Array(await (await as('office').order({ params: { id: it.id }, query: {} })).arrayBuffer())
    const { names } = await openZip(paper, limits)
    expect([...names].filter((name) => /^word\/media\/.+\.jpg$/.test(name))).toHaveLength(1)
  })

  it('a unit that was closed gets nothing more, and is proposed for nothing', async () => {
    const it = await told('绿化带缺株')
    await house.db.run(sql`update units set closed_on = '2026-11-01' where city_id = ${city} and id = ${units.market}`)
    await expect(dispatch(it.id)).rejects.toMatchObject({
      code: 'case.unitClosed',
      faults: [{ at: 'unitId', says: 'fault.case.unitClosed' }],
    })
    await house.db.run(sql`update units set closed_on = null where city_id = ${city} and id = ${units.market}`)
    expect(await dispatch(it.id)).toMatchObject({ state: 'dispatched' })
  })

  it('a unit that there is not gets nothing: the field is named, no rule of the database', async () => {
    const it = await told('井盖缺失')
    await expect(take('office', it.id, 'dispatch', { unitId: idOf(999) as never, dueAt })).rejects.toMatchObject({
      status: 422,
      code: 'case.noSuchUnit',
      faults: [{ at: 'unitId', says: 'fault.noSuchUnit' }],
    })
  })

  it('many people at once: one step is taken, the others are told what became of the case', async () => {
    const it = await told('占道经营')
    await dispatch(it.id)
    const id = v7() as EvidenceId
    await small.as('unit', evidenceApi).add({ query: { id, name: 'a.jpg' }, body: await photoOf({ r: 66, g: 1, b: 1 }) })
    const all = await Promise.allSettled([
      take('unit', it.id, 'rectify', { photos: [id] }),
      take('unit', it.id, 'rectify', { photos: [id] }),
      take('unit', it.id, 'rectify', { photos: [id] }),
    ])
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(all.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))).toEqual([
      'case.wrongState',
      'case.wrongState',
    ])
  })

  it('leaves every row the fold of its events', async () => {
    expect((await checkFolds(house.db.of(city), city)).differences).toEqual([])
  })
})
