import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, idOf, personOf, points, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { AreaId, DutyId, EditionId, PointId, PostId, UnitId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { rows, sql } from '../base/sql.ts'
import { dutiesApi } from './duties.api.ts'

const editionId = edition as EditionId
const d = () => v7() as DutyId

describe.each(engines)('duties on %s', (_name, open) => {
  const { small } = useSmall(open, async ({ db }) => {
    // Two posts of the market bureau are held; a third holder has left.
    const held = [
      { post: idOf(702), person: personOf('leader'), fromOn: '2026-01-01', toOn: null },
      { post: idOf(703), person: personOf('unit'), fromOn: '2026-01-01', toOn: null },
      { post: idOf(706), person: personOf('street'), fromOn: '2025-01-01', toOn: '2025-12-31' },
    ]
    await db.run(sql`insert into post_holders (city_id, post_id, person_id, from_on, to_on)
      select ${city}, post, person, from_on, to_on from ${rows(held, { post: 'uuid', person: 'uuid', fromOn: 'date', toOn: 'date' })}`)
  })
  const office = () => small.as('office', dutiesApi)
  const rule = { editionId, startOn: '2026-10-01', dueOn: '2026-11-10' }

  it('shares out by rule: preview stores nothing, one action, undone as if it had never been', async () => {
    const preview = await office().previewAssign({ body: rule })
    expect(preview).toMatchObject({ total: 3, leftOut: [] })
    expect(preview.lines[0]).toMatchObject({
      criterion: 'C1',
      area: null,
      lead: { title: { zh: '市场监管局' } },
      helpers: [{ title: { zh: '住建局' } }],
      leader: { zh: '市场监管局分管领导 leader员' },
    })
    expect((await office().list({ query: {} })).items).toEqual([])
    const id = v7()
    const action = await office().assign({ body: { ...rule, id } })
    expect(action).toMatchObject({ kind: 'assign', duties: 3, by: { name: 'office员' }, undoneAt: null })
    expect(await office().assign({ body: { ...rule, id } })).toEqual(action)
    expect((await office().list({ query: { edition: editionId } })).total).toBe(3)
    expect(await office().undo({ params: { action: id } })).toEqual({ restored: 3, touched: [] })
    expect(await office().undo({ params: { action: id } })).toEqual({ restored: 0, touched: [] })
    expect((await office().list({ query: { edition: editionId } })).total).toBe(0)
    await office().assign({ body: { ...rule, id: v7() } })
    expect((await office().previewAssign({ body: rule })).leftOut.map(({ why }) => why)).toEqual(['exists', 'exists', 'exists'])
  })

  it('lists with filters, sorted and paged, and says what is missing', async () => {
    const list = await office().list({ query: { edition: editionId, limit: 2 } })
    expect([list.total, list.items.length]).toEqual([3, 2])
    const rest = await office().list({ query: { edition: editionId, limit: 2, cursor: list.next! } })
    expect(rest.items.map(({ criterion }) => criterion)).toEqual(['C2'])
    expect(list.items[0]).toMatchObject({
      criterion: 'C1',
      title: { zh: '市场整洁有序' },
      path: [{ zh: '优美环境' }],
      leader: { holder: { name: 'leader员' } },
      person: { holder: { name: 'unit员' } },
      missing: ['progress', 'effect'],
      overdue: true,
    })
    expect(list.items[1]).toMatchObject({ leader: { holder: null }, missing: ['leader', 'progress', 'person', 'effect'] })
    const count = async (query: object, who: 'office' | 'unit' | 'street' | 'leader' = 'office') =>
      (await small.as(who, dutiesApi).list({ query })).total
    expect(await count({ mine: 'true' }, 'unit')).toBe(1)
    expect(await count({ mine: 'true' }, 'street')).toBe(1)
    expect(await count({ mine: 'true' }, 'leader')).toBe(1)
    expect(await count({ unit: units.housing })).toBe(3)
    expect(await count({ area: streets[1] })).toBe(1)
    expect(await count({ missing: 'leader' })).toBe(2)
    expect(await count({ incomplete: 'false' })).toBe(0)
    expect(await count({ overdue: 'true', text: '道路' })).toBe(2)
    expect((await office().list({ query: { sort: 'changed' } })).items).toHaveLength(3)
    const due = await office().list({ query: { sort: 'due', limit: 1 } })
    expect((await office().list({ query: { sort: 'due', limit: 5, cursor: due.next! } })).items).toHaveLength(2)
  })

  it('adds up completeness and lists every empty cell', async () => {
    const all = await office().getCompleteness({ query: { edition: editionId } })
    expect(all).toMatchObject({ criteria: 2, uncovered: [], all: { duties: 3, complete: 0, fixings: { filled: 4 + 2 + 2, of: 15 } } })
    expect(all.units.map(({ unit, figure }) => [unit?.title.zh, figure.duties, figure.cells.leader.filled])).toEqual([
      ['市场监管局', 1, 1],
      ['东街街道办', 1, 0],
      ['西街街道办', 1, 0],
    ])
    const first = await office().listGaps({ query: { edition: editionId, limit: 3 } })
    expect(first.items.map(({ criterion, cell, vacant }) => [criterion, cell, vacant])).toEqual([
      ['C1', 'progress', false],
      ['C1', 'effect', false],
      ['C2', 'leader', true],
    ])
    const rest = await office().listGaps({ query: { edition: editionId, cursor: first.next!, limit: 50 } })
    expect(first.items.length + rest.items.length).toBe(2 + 4 + 4)
    expect((await office().listGaps({ query: { edition: editionId, cell: 'person', unit: units.street1 as UnitId } })).items).toMatchObject(
      [{ unit: { title: { zh: '东街街道办' } }, title: { zh: '道路整洁' } }],
    )
  })

  it('edits one duty under its version, with history', async () => {
    const [duty] = (await office().list({ query: { criterion: 'C1' } })).items
    const step = { id: v7(), title: '排查', dueOn: '2026-12-01' }
    const body = { version: duty!.version, effect: '达标', milestones: [step], pointIds: [points.market as PointId] }
    const edited = await office().edit({ params: { id: duty!.id }, body })
    expect(edited).toMatchObject({ effect: '达标', missing: [], points: 1, pointList: [{ code: 'P001' }], version: 2 })
    await expect(office().edit({ params: { id: duty!.id }, body })).rejects.toMatchObject({ code: 'duty.changed', status: 409 })
    expect(edited.history.map(({ kind, fields, by }) => [kind, fields, by?.name])).toEqual([
      ['duty.assigned', [], 'office员'],
      ['duty.changed', ['effect', 'milestones', 'pointIds'], 'office员'],
    ])
    const marked = await small
      .as('unit', dutiesApi)
      .markMilestone({ params: { id: duty!.id, milestone: step.id }, body: { doneOn: '2026-11-20' } })
    expect(marked.milestones).toEqual([{ ...step, doneOn: '2026-11-20' }])
    await expect(
      small.as('street', dutiesApi).markMilestone({
        params: { id: (await office().add({ body: { id: d(), editionId, criterion: 'C1' } })).id, milestone: v7() },
        body: { doneOn: null },
      }),
    ).rejects.toMatchObject({ code: 'api.notYours' })
  })

  it('says what is wrong by field', async () => {
    const wrong = {
      id: d(),
      editionId,
      criterion: 'C9',
      areaId: v7() as AreaId,
      leadUnitId: units.market as UnitId,
      helperIds: [units.market as UnitId],
      leaderPostId: v7() as PostId,
      startOn: '2026-12-01',
      dueOn: '2026-11-01',
    }
    const problem = (await office()
      .add({ body: wrong })
      .catch((error: Problem) => error)) as Problem
    expect(problem.faults.map(({ at, says }) => `${at} ${says}`)).toEqual([
      'criterion fault.noSuchCriterion',
      'areaId fault.notKnown',
      'leaderPostId fault.notKnown',
      'dueOn fault.endsBeforeStart',
      'helperIds fault.leadHelpsItself',
    ])
    await expect(small.as('unit', dutiesApi).add({ body: { id: d(), editionId, criterion: 'C1' } })).rejects.toMatchObject({ status: 403 })
  })

  it('changes many at once and undoes only what nobody touched since', async () => {
    const { items } = await office().list({ query: { criterion: 'C2' } })
    const duties = items.map(({ id, version }) => ({ id, version }))
    const action = await office().bulk({ body: { id: v7(), duties, set: { dueOn: '2027-06-30', effect: '整洁' } } })
    expect(action).toMatchObject({ kind: 'bulk', duties: 2 })
    await expect(office().bulk({ body: { id: v7(), duties, set: { effect: 'x' } } })).rejects.toMatchObject({ code: 'duty.manyChanged' })
    const touched = items[0]!.id
    await office().edit({ params: { id: touched }, body: { version: 2, task: '改' } })
    expect(await office().undo({ params: { action: action.id } })).toEqual({ restored: 1, touched: [touched] })
    const after = (await office().list({ query: { criterion: 'C2' } })).items
    expect(after.find(({ id }) => id === touched)).toMatchObject({ dueOn: '2027-06-30', task: '改' })
    expect(after.find(({ id }) => id !== touched)).toMatchObject({ dueOn: '2026-11-10', effect: '', version: 3 })
    expect((await office().listActions({ query: { limit: 1 } })).items[0]).toMatchObject({ id: action.id, undoneAt: small.clock.now })
  })

  it('drops with a reason, and a criterion without a duty is uncovered', async () => {
    for (const { id, version } of (await office().list({ query: { criterion: 'C1' } })).items)
      await office().drop({ params: { id }, body: { version, reason: '新版不再考核' } })
    const all = await office().getCompleteness({ query: { edition: editionId } })
    expect(all.uncovered).toEqual([{ criterion: 'C1', title: { zh: '市场整洁有序', en: 'Markets are tidy' } }])
    expect(all.all.duties).toBe(3)
    const [dropped] = (await office().list({ query: { state: 'dropped', criterion: 'C1' } })).items
    await expect(office().edit({ params: { id: dropped!.id }, body: { version: dropped!.version } })).rejects.toMatchObject({
      code: 'duty.dropped',
    })
  })
})
