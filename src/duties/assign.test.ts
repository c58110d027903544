import { describe, expect, it } from 'vitest'
import { edition, idOf, smallEdition, streets, units } from '../../test/smallCity.ts'
import type { AreaId, EditionId, PostId, UnitId } from '../base/ids.ts'
import { Edition } from '../standards/edition.ts'
import { assign, AssignRule, type Ground, takenKey } from './assign.ts'
import { changedFields, DutyValues, patched } from './duty.ts'

const rule = (over: object = {}) => AssignRule.parse({ editionId: edition as EditionId, ...over })
let made = 0
const ground = (over: Partial<Ground> = {}): Ground => ({
  edition: smallEdition,
  units: [
    { id: units.market as UnitId, kind: 'market', areaId: null },
    { id: units.housing as UnitId, kind: 'housing', areaId: null },
    { id: units.street1 as UnitId, kind: 'street', areaId: streets[0] as AreaId },
    { id: units.street2 as UnitId, kind: 'street', areaId: streets[1] as AreaId },
  ],
  posts: [
    { id: idOf(1) as PostId, unitId: units.market as UnitId, leads: true, held: false },
    { id: idOf(2) as PostId, unitId: units.market as UnitId, leads: true, held: true },
    { id: idOf(3) as PostId, unitId: units.market as UnitId, leads: false, held: false },
  ],
  chainOf: (area) => [area],
  taken: new Set(),
  newId: () => idOf(9000 + made++),
  language: 'zh-CN',
  ...over,
})

const lines = (given: Ground, over: object = {}) =>
  assign(rule(over), given).proposals.map(({ values }) => [values.criterion, values.areaId, values.leadUnitId, values.helperIds])

describe('assign', () => {
  it('gives bureaus the whole city and every street office its street', () => {
    expect(lines(ground())).toEqual([
      ['C1', null, units.market, [units.housing]],
      ['C2', streets[0], units.street1, [units.housing]],
      ['C2', streets[1], units.street2, [units.housing]],
    ])
  })

  it('fills leader, person, dates and steps; a post that is held comes before a vacant one', () => {
    const dates = { startOn: '2026-12-01', dueOn: '2027-03-31', effect: '达标', milestones: [{ title: '排查', dueOn: '2026-12-31' }] }
    const [first] = assign(rule({ ...dates, criteria: ['C1'] }), ground()).proposals
    expect(first!.values).toMatchObject({
      leaderPostId: idOf(2),
      personPostId: idOf(3),
      task: '市场整洁有序',
      startOn: '2026-12-01',
      dueOn: '2027-03-31',
      effect: '达标',
      milestones: [{ title: '排查', doneOn: null }],
    })
    expect(assign(rule({ criteria: ['C2'] }), ground({ language: 'en' })).proposals[0]!.values).toMatchObject({
      task: 'Roads are clean',
      leaderPostId: null,
      personPostId: null,
    })
  })

  it('lets one unit for the whole city lead where asked, and says where there is none', () => {
    expect(assign(rule({ spread: 'city' }), ground()).leftOut).toMatchObject([{ criterion: 'C2', why: 'noUnitOfKind', kind: 'street' }])
    const one = ground({ units: [{ id: units.street1 as UnitId, kind: 'street', areaId: streets[0] as AreaId }] })
    expect(lines(one, { spread: 'city' })).toEqual([['C2', null, units.street1, []]])
    expect(assign(rule(), one).leftOut).toMatchObject([{ criterion: 'C1', why: 'noUnitOfKind' }])
  })

  it('overwrites nothing, and names what nobody can lead', () => {
    const taken = new Set([takenKey('C1', null), takenKey('C2', streets[0] as AreaId)])
    const { proposals, leftOut } = assign(rule(), ground({ taken }))
    expect(proposals.map(({ values }) => values.areaId)).toEqual([streets[1]])
    expect(leftOut.map(({ criterion, why }) => [criterion, why])).toEqual([
      ['C1', 'exists'],
      ['C2', 'exists'],
    ])
    const leaderless = Edition.parse({ ...smallEdition, tree: [{ id: 'X', title: { zh: '无牵头' }, ways: [] }] })
    expect(assign(rule(), ground({ edition: leaderless })).leftOut).toMatchObject([{ criterion: 'X', why: 'noLeadKind', kind: null }])
  })

  it('the lead unit never helps itself', () => {
    const own = Edition.parse({
      ...smallEdition,
      tree: [{ id: 'X', title: { zh: '自' }, ways: [], lead: 'market', support: ['market', 'housing', 'housing', 'moon'] }],
    })
    expect(lines(ground({ edition: own }))).toEqual([['X', null, units.market, [units.housing]]])
  })
})

describe('patches', () => {
  const values = DutyValues.parse({ editionId: edition, criterion: 'C1', helperIds: [units.market, units.housing], task: 'a' })
  it('set what is given and leave the rest', () => {
    expect(patched(values, { task: 'b', effect: undefined })).toEqual({ ...values, task: 'b' })
  })
  it('know which fields differ, whatever the order of a list', () => {
    const after = { ...values, helperIds: [...values.helperIds].reverse(), dueOn: '2026-12-01', pointIds: [idOf(1) as never] }
    expect(changedFields(values, after)).toEqual(['dueOn', 'pointIds'])
  })
})
