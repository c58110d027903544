import { describe, expect, it } from 'vitest'
import { idOf } from '../../../test/smallCity.ts'
import type { AreaId, GridId, UnitId } from '../../base/ids.ts'
import type { Spot } from '../../city/land.ts'
import { areasOf, beginningsOf, foundOf, type OwnerRule, type OwnerUnit, ownerOf } from './owner.ts'

const area = (n: number) => idOf(n) as AreaId
const unitId = (n: number) => idOf(n) as UnitId
const [district, street, community, elsewhere] = [area(10), area(11), area(12), area(19)]
const grid = idOf(13) as GridId
const nowhere: Spot = { district: null, street: null, community: null, grid: null, unit: null }
const inCommunity: Spot = { ...nowhere, district, street, community }
const inGrid: Spot = { ...inCommunity, grid, unit: unitId(29) }

const rule = (n: number, given: Partial<OwnerRule>): OwnerRule => ({
  id: idOf(n),
  class: '',
  areaId: null,
  unitId: null,
  unitKind: null,
  ...given,
})
const office = (n: number, areaId: AreaId | null, kind = 'office'): OwnerUnit => ({ id: unitId(n), kind, areaId })

/** Which rule spoke, or how else the unit was found. */
const spoke = (spot: Spot, rules: readonly OwnerRule[], units: readonly OwnerUnit[] = [], type: string | null = '02-03') => {
  const { unitId: found, why } = ownerOf({ class: type, spot }, rules, units)
  return [why.by === 'rule' ? why.rule : why.by, found]
}

describe('the rule that counts', () => {
  const own = (n: number, given: Partial<OwnerRule>) => rule(n, { unitId: unitId(n), ...given })
  const said = (n: number) => [idOf(n), unitId(n)]

  it('is the one of the narrower class, whatever its area', () => {
    const rules = [own(31, { class: '', areaId: community }), own(32, { class: '02' }), own(33, { class: '02-03' })]
    expect(spoke(inGrid, rules)).toEqual(said(33))
    expect(spoke(inGrid, rules, [], '02-04')).toEqual(said(32))
    expect(spoke(inGrid, rules, [], '01')).toEqual(said(31))
  })

  it('is, of one class, the one of the smallest area; the whole city comes last', () => {
    const rules = [own(31, {}), own(32, { areaId: district }), own(33, { areaId: community }), own(34, { areaId: street })]
    expect(spoke(inGrid, rules)).toEqual(said(33))
    expect(spoke({ ...inGrid, community: null }, rules)).toEqual(said(34))
    expect(spoke({ ...nowhere, district }, rules)).toEqual(said(32))
    expect(spoke(nowhere, rules)).toEqual(said(31))
  })

  it('speaks neither of another class nor of another area', () => {
    const rules = [own(31, { class: '03' }), own(32, { areaId: elsewhere })]
    expect(spoke(inGrid, rules)).toEqual(['grid', unitId(29)])
  })

  it('is one of every class where a case has none', () => {
    expect(spoke(inGrid, [own(31, { class: '02' }), own(32, {})], [], null)).toEqual(said(32))
  })

  it('says itself why', () => {
    expect(ownerOf({ class: '02-03', spot: inGrid }, [own(31, { class: '02', areaId: street })], []).why).toEqual({
      by: 'rule',
      rule: idOf(31),
      class: '02',
      areaId: street,
      unitKind: null,
    })
  })
})

describe('a rule that names a kind', () => {
  const parks = rule(31, { class: '02', unitKind: 'parks' })
  it('means the unit of that kind for the smallest area', () => {
    const units = [office(21, community), office(22, null, 'parks'), office(23, district, 'parks'), office(24, street, 'parks')]
    expect(spoke(inGrid, [parks], units)).toEqual([idOf(31), unitId(24)])
  })
  it('means the one for the whole city where none is near', () => {
    expect(spoke(inGrid, [parks], [office(21, elsewhere, 'parks'), office(22, null, 'parks')])).toEqual([idOf(31), unitId(22)])
  })
  it('is passed over where no unit is of that kind, for the next rule', () => {
    const next = rule(32, { unitId: unitId(28) })
    expect(spoke(inGrid, [parks, next], [office(21, elsewhere, 'parks')])).toEqual([idOf(32), unitId(28)])
  })
})

describe('where no rule speaks', () => {
  const units = [office(21, district), office(22, street), office(23, street)]
  it('the unit of the grid answers', () => {
    expect(ownerOf({ class: null, spot: inGrid }, [], units)).toEqual({ unitId: unitId(29), why: { by: 'grid', gridId: grid } })
  })
  it('else the first unit of the smallest area that has one', () => {
    const answers = { unitId: unitId(22), why: { by: 'territory', areaId: street } }
    expect(ownerOf({ class: null, spot: { ...inGrid, unit: null } }, [], units)).toEqual(answers)
    expect(ownerOf({ class: null, spot: { ...inGrid, grid: null } }, [], units)).toEqual(answers)
  })
  it('else nobody', () => {
    expect(ownerOf({ class: null, spot: inCommunity }, [], [office(21, elsewhere), office(22, null)])).toEqual({
      unitId: null,
      why: { by: 'nobody' },
    })
  })
})

describe('what rules are asked for', () => {
  it('are the areas of a spot, the smallest first', () => {
    expect(areasOf(inGrid)).toEqual([community, street, district])
    expect(areasOf({ ...inGrid, street: null })).toEqual([community, district])
    expect(areasOf(nowhere)).toEqual([])
  })
  it('and every beginning of a class, the whole first', () => {
    expect(beginningsOf('02-1')).toEqual(['02-1', '02-', '02', '0', ''])
    expect(beginningsOf(null)).toEqual([''])
  })
})

describe('how a place was found', () => {
  const here = [116, 39]
  it('by its grid; by its area only in a city without grids; else it lies outside', () => {
    expect(foundOf(here, inGrid, 5)).toBe('grid')
    expect(foundOf(here, inCommunity, 5)).toBe('outside')
    expect(foundOf(here, inCommunity, 0)).toBe('area')
    expect(foundOf(here, nowhere, 0)).toBe('outside')
  })
  it('without a place, by the street that somebody named, or not at all', () => {
    expect(foundOf(null, { ...nowhere, street }, 5)).toBe('area')
    expect([foundOf(null, nowhere, 5), foundOf(undefined, nowhere, 0)]).toEqual(['none', 'none'])
  })
})
