/** One problem from the street to the file: found, raised, dispatched, rectified, verified by another, and back again. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { CaseId, EventId, EvidenceId, ObservationId, PointId, VisitId } from '../../src/base/ids.ts'
import { sql } from '../../src/base/sql.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import { checkFolds } from '../../src/cases/foldCheck.serve.ts'
import { evidenceApi } from '../../src/evidence/evidence.api.ts'
import { inspectionsApi } from '../../src/inspections/inspections.api.ts'
import { engines } from '../engines.ts'
import { city, photoOf, points, units } from '../smallCity.ts'
import { useSmall } from '../smallHouse.ts'

describe.each(engines)('a case on %s', (_name, open) => {
  const { house, small } = useSmall(open)

  const e = () => v7() as EventId
  const photo = async (login: 'inspector' | 'unit', r: number): Promise<EvidenceId> => {
    const id = v7() as EvidenceId
    await small.as(login, evidenceApi).add({ query: { id, name: 'a.jpg' }, body: await photoOf({ r, g: 10, b: 10 }) })
    return id
  }
  /** A visit with one failed check; gives the observation. */
  const fails = async (fact = 'LITTER'): Promise<ObservationId> => {
    const found = v7() as ObservationId
    const results = [
      { id: found, fact, grade: 'N', photos: [await photo('inspector', 5)] },
      { id: v7() as ObservationId, fact: 'PSA', value: '4' },
    ]
    await small.as('inspector', inspectionsApi).recordVisit({
      body: { id: v7() as VisitId, pointId: points.market as PointId, visitedAt: '2026-11-20T02:00:00.000Z', results },
    })
    return found
  }

  it('is raised in one click, lives, and comes back', async () => {
    const observationId = await fails()
    const inspector = small.as('inspector', casesApi)
    const office = small.as('office', casesApi)
    const unit = small.as('unit', casesApi)
    const checker = small.as('checker', casesApi)
    expect(await inspector.suggest({ query: { observation: observationId } })).toMatchObject({
      text: '东街市场：不符合“无垃圾”',
      unit: { id: units.market, title: { zh: '市场监管局' } },
      dueAt: '2026-11-21T10:00:00.000Z',
      similar: [],
    })

    const id = v7() as CaseId
    const raised = await inspector.fromObservation({ body: { id, observationId } })
    expect(raised).toMatchObject({
      no: '20261120-0001',
      state: 'reported',
      unit: { id: units.market },
      point: { code: 'P001' },
      fact: 'LITTER',
    })
    expect(raised.photo).toBe(raised.history[0]!.photos[0])
    expect(await inspector.fromObservation({ body: { id, observationId } })).toEqual(raised)
    expect((await inspector.suggest({ query: { observation: observationId } })).similar).toMatchObject([{ id }])
    expect(raised.steps.find(({ step }) => step === 'dispatch')).toMatchObject({ refusal: 'case.notYourStep', isNext: true })

    await expect(unit.rectify({ params: { id }, body: { id: e(), photos: [await photo('unit', 9)] } })).rejects.toMatchObject({
      code: 'case.wrongState',
    })
    const dueAt = '2026-11-22T10:00:00.000Z'
    const dispatch = { id: e(), unitId: units.market as never, dueAt }
    expect(await office.dispatch({ params: { id }, body: dispatch })).toMatchObject({
      state: 'dispatched',
      dueAt,
      overdue: false,
      version: 2,
    })
    expect(await office.dispatch({ params: { id }, body: dispatch })).toMatchObject({ version: 2 })

    await expect(unit.rectify({ params: { id }, body: { id: e(), photos: [] } })).rejects.toMatchObject({ code: 'api.badInput' })
    await expect(unit.rectify({ params: { id }, body: { id: e(), photos: [v7() as EvidenceId] } })).rejects.toMatchObject({
      code: 'case.photoMissing',
    })
    await expect(
      small.as('unit2', casesApi).rectify({ params: { id }, body: { id: e(), photos: [await photo('unit', 8)] } }),
    ).rejects.toMatchObject({ code: 'case.notYourCase' })
    small.clock.now = '2026-11-23T01:00:00.000Z'
    expect((await unit.get({ params: { id } })).overdue).toBe(true)
    // The picture of the problem, sent again under a new id, proves nothing.
    await expect(unit.rectify({ params: { id }, body: { id: e(), photos: [await photo('unit', 5)] } })).rejects.toMatchObject({
      code: 'case.photoUsed',
    })
    expect(await unit.rectify({ params: { id }, body: { id: e(), photos: [await photo('unit', 180)], note: '已清理' } })).toMatchObject({
      state: 'rectified',
      overdue: false,
      rectifiedBy: { name: 'unit员' },
    })

    expect(await checker.verify({ params: { id }, body: { id: e(), passed: false, note: '仍有残留' } })).toMatchObject({
      state: 'dispatched',
    })
    await unit.rectify({ params: { id }, body: { id: e(), photos: [await photo('unit', 90)] } })
    await expect(unit.verify({ params: { id }, body: { id: e(), passed: true } })).rejects.toMatchObject({ status: 403 })
    expect(await checker.verify({ params: { id }, body: { id: e(), passed: true } })).toMatchObject({
      state: 'closed',
      closedAt: small.clock.now,
    })
    const back = await checker.reopen({ params: { id }, body: { id: e(), note: '三天后反弹' } })
    expect(back).toMatchObject({ state: 'dispatched', reopened: 1, closedAt: null })
    expect(back.history.map(({ step, by }) => [step, by?.name])).toEqual([
      ['report', 'inspector员'],
      ['dispatch', 'office员'],
      ['rectify', 'unit员'],
      ['verify', 'checker员'],
      ['rectify', 'unit员'],
      ['verify', 'checker员'],
      ['reopen', 'checker员'],
    ])
    expect(back.history[3]).toMatchObject({ passed: false, note: '仍有残留' })
    expect(await checkFolds(house.db, city)).toEqual({ checked: 1, differences: [] })
  })

  it('cannot be raised from what passed, and the desk reports in words', async () => {
    const list = await small.as('inspector', inspectionsApi).listObservations({ query: { fact: 'PSA' } })
    await expect(
      small.as('office', casesApi).fromObservation({ body: { id: v7() as CaseId, observationId: list.items[0]!.id } }),
    ).rejects.toMatchObject({ code: 'case.noFault' })
    await expect(
      small.as('office', casesApi).fromObservation({ body: { id: v7() as CaseId, observationId: v7() as ObservationId } }),
    ).rejects.toMatchObject({ code: 'case.noSuchObservation' })
    const told = await small.as('office', casesApi).fromDesk({
      body: { id: v7() as CaseId, text: '群众来电:路灯不亮', place: [116.21, 39.12], class: '02-03' },
    })
    expect(told).toMatchObject({ no: '20261123-0001', state: 'reported', place: [116.21, 39.12], unit: null, dueAt: null })
    expect(await small.as('office', casesApi).close({ params: { id: told.id }, body: { id: e(), note: '已有案件' } })).toMatchObject({
      state: 'closed',
    })
  })

  it('stands in the right queues, counted and paged', async () => {
    const office = small.as('office', casesApi)
    const ids: CaseId[] = []
    for (let n = 0; n < 5; n++) {
      small.clock.now = `2026-11-24T00:${n}0:00.000Z`
      const id = v7() as CaseId
      ids.push(id)
      await office.fromDesk({
        body: { id, text: `第${n}件 100%`, pointId: points.road as PointId, dueAt: `2026-11-2${9 - n}T00:00:00.000Z` },
      })
    }
    expect(await office.count({ query: {} })).toEqual({
      all: 7,
      reported: 5,
      dispatched: 1,
      rectified: 0,
      suspended: 0,
      closed: 1,
      overdue: 1,
      warned: 0,
      asked: 0,
      mine: 5,
    })
    expect(await small.as('unit', casesApi).count({ query: {} })).toMatchObject({ mine: 1 })
    expect(await small.as('leader', casesApi).count({ query: { from: '2026-11-24' } })).toMatchObject({ all: 5, mine: 0 })
    const page = async (sort: 'reported' | '-reported' | 'due' | '-changed', cursor?: string): Promise<string[]> => {
      const { items, next } = await office.list({
        query: { state: 'reported', sort, limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      })
      return [...items.map(({ text }) => text[1]!), ...(next === undefined ? [] : await page(sort, next))]
    }
    expect(await page('-reported')).toEqual(['4', '3', '2', '1', '0'])
    expect(await page('reported')).toEqual(['0', '1', '2', '3', '4'])
    expect(await page('due')).toEqual(['4', '3', '2', '1', '0'])
    expect(await page('-changed')).toEqual(['4', '3', '2', '1', '0'])
    expect((await office.list({ query: { text: '0%', to: '2026-11-24' } })).items).toHaveLength(5)
    expect((await office.list({ query: { text: '20261124-0003' } })).items).toMatchObject([
      { id: ids[2], street: { title: { zh: '西街街道' } } },
    ])
    expect((await office.list({ query: { overdue: 'true' } })).items).toMatchObject([{ state: 'dispatched' }])
    expect((await small.as('unit', casesApi).list({ query: { mine: 'true' } })).items).toHaveLength(1)
    expect((await office.list({ query: { point: points.market as PointId, class: 'none' } })).items).toEqual([])
  })

  it('the nightly check finds a row that is not the fold of its events', async () => {
    await house.db.run(sql`update cases set text = 'changed behind the back' where city_id = ${city} and no = '20261124-0001'`)
    expect(await checkFolds(house.db, city)).toMatchObject({ differences: [{ no: '20261124-0001', fields: ['text'] }] })
  })

  it('is not opened from a grade that was corrected since', async () => {
    const [passed, failed] = [await fails(), await fails()]
    const inspector = small.as('inspector', casesApi)
    const correct = async (old: ObservationId, grade: string) => {
      const id = v7() as ObservationId
      const photos = grade === 'Y' ? [] : [await photo('inspector', 7)]
      await small.as('inspector', inspectionsApi).correct({ params: { id: old }, body: { id, grade, note: '看错了', photos } })
      return id
    }
    await correct(await correct(passed, 'P'), 'Y')
    await expect(inspector.fromObservation({ body: { id: v7() as CaseId, observationId: passed } })).rejects.toMatchObject({
      code: 'case.noFault',
      status: 409,
    })
    const newest = await correct(failed, 'P')
    const raised = await inspector.fromObservation({ body: { id: v7() as CaseId, observationId: failed } })
    expect(raised.observationId).toBe(newest)
  })
})
