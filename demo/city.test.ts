import { describe, expect, it } from 'vitest'
import type { Place } from '../src/base/place.ts'
import { findCrossing, linesOf } from '../src/city/crossing.ts'
import { areaOf, hasPlace } from '../src/city/geometry.ts'
import { makeCity, shippedSeed } from './generate.ts'
import { counts } from './geography.ts'
import { askEngine } from '../src/forms/engine.serve.ts'
import { readForm } from '../src/forms/read-form.ts'
import { practiceForm } from './practiceForm.ts'

const city = makeCity(shippedSeed, '2026-11-22')
const areas = new Map(city.areas.map((area) => [area.id, area]))
const ofLevel = (level: string) => city.areas.filter((area) => area.level === level)

describe('the demo city', () => {
  it('has the size of a district-level city', () => {
    expect(ofLevel('district').length).toBeGreaterThanOrEqual(3)
    expect(ofLevel('street')).toHaveLength(20)
    expect(ofLevel('community').length).toBeGreaterThanOrEqual(150)
    expect(city.grids.length).toBeGreaterThanOrEqual(400)
    expect(city.points.length).toBeGreaterThanOrEqual(1200)
    expect(new Set(city.points.map(({ type }) => type)).size).toBeGreaterThanOrEqual(39)
    expect(city.units.filter(({ kind }) => kind !== 'SQ').length).toBeGreaterThanOrEqual(60)
  })

  it('is the same for the same seed and another for another', () => {
    expect(JSON.stringify(makeCity(shippedSeed, '2026-11-22'))).toBe(JSON.stringify(city))
    const other = makeCity(shippedSeed + 1, '2026-11-22')
    expect(other.areas).toHaveLength(city.areas.length)
    expect(other.points[0]!.place).not.toEqual(city.points[0]!.place)
  })

  it('has codes of the statistical form, each below the code of its parent', () => {
    for (const { code, level, parentId } of city.areas) {
      expect(code).toMatch({ city: /^99\d{4}$/, district: /^99\d{4}$/, street: /^\d{6}0\d\d$/, community: /^\d{9}[01]\d\d$/ }[level])
      if (level === 'street' || level === 'community') expect(code.startsWith(areas.get(parentId!)!.code)).toBe(true)
    }
    for (const { code, areaId } of city.grids) expect(code).toMatch(new RegExp(`^${areas.get(areaId)!.code}\\d{3}$`))
    for (const list of [city.areas, city.grids, city.units, city.points])
      expect(new Set(list.map(({ code }) => code)).size).toBe(list.length)
    expect(new Set(ofLevel('community').map(({ name }) => name.zh)).size).toBe(counts.communities)
  })

  it('is covered by grids without overlap or gap', () => {
    const lines = new Map<string, readonly [Place, Place]>()
    for (const { shape } of city.grids)
      for (const [from, to] of linesOf(shape)) lines.set([from.join(), to.join()].toSorted().join(' '), [from, to])
    expect(findCrossing([...lines.values()])).toBeUndefined()
    const whole = areaOf(city.areas[0]!.shape)
    for (const parts of [city.grids, ofLevel('community'), ofLevel('street'), ofLevel('district')])
      expect(parts.reduce((sum, { shape }) => sum + areaOf(shape), 0)).toBeCloseTo(whole, 0)
  })

  it('has every point in its grid, community, street and district', () => {
    const grids = new Map(city.grids.map((grid) => [grid.id, grid]))
    for (const { place, gridId, communityId, streetId, districtId } of city.points) {
      const grid = grids.get(gridId)!
      expect(grid.areaId).toBe(communityId)
      expect(areas.get(communityId)!.parentId).toBe(streetId)
      expect(areas.get(streetId)!.parentId).toBe(districtId)
      for (const shape of [grid.shape, ...[communityId, streetId, districtId].map((id) => areas.get(id)!.shape)])
        expect(hasPlace(shape, place)).toBe(true)
    }
  })

  it('gives every unit a head and somebody to call', () => {
    for (const { id } of city.units) {
      const posts = city.posts.filter(({ unitId }) => unitId === id)
      expect(posts.map(({ role }) => role)).toEqual(expect.arrayContaining(['head', 'contact']))
      for (const post of posts) expect(city.holders.filter(({ postId, toOn }) => postId === post.id && toOn === null)).toHaveLength(1)
    }
  })
})

it('asks a questionnaire that the engine of the field takes', async () => {
  const { form, faults, hints } = readForm(practiceForm, 'demo.xlsx')
  expect([faults, hints]).toEqual([[], []])
  expect(await askEngine(form!)).toEqual([])
})
