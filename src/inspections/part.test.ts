import { describe, expect, it } from 'vitest'
import { smallEdition } from '../../test/smallCity.ts'
import type { Edition } from '../standards/edition.ts'
import { findPart } from './part.ts'
import { isKeptFrom } from './round.ts'

const shown = (part: string | null, edition: Edition = smallEdition) => {
  const found = findPart(edition, part)
  return found && { zh: found.title.zh, types: [...found.types], facts: [...found.facts] }
}

describe('the part of a standard that a round looks at', () => {
  it('is the whole, a branch, or one criterion, as kinds of places and facts', () => {
    const whole = { types: ['PT-MARKET', 'PT-ROAD'], facts: ['PSA', 'LITTER', 'SIGN', 'LAMP'] }
    expect(shown(null)).toEqual({ zh: '小城标准', ...whole })
    expect(shown('P1')).toEqual({ zh: '优美环境', ...whole })
    expect(shown('C2')).toEqual({ zh: '道路整洁', types: ['PT-ROAD'], facts: ['LITTER', 'LAMP'] })
    expect(shown('C9')).toBeUndefined()
  })
  it('goes wherever its checks are, when it names no kind of place', () => {
    const open = structuredClone(smallEdition)
    const [project] = open.tree
    if (!project || 'ways' in project) throw new Error('no branch')
    const [criterion] = project.parts
    if (!criterion || !('ways' in criterion)) throw new Error('no criterion')
    criterion.ways = criterion.ways.map((way) => ({ ...way, pointTypes: [], checks: way.checks.filter((code) => code === 'LITTER') }))
    expect(shown('C1', open)?.types).toEqual(['PT-MARKET', 'PT-ROAD'])
  })
})

describe('who must not be the one to look', () => {
  it('is named with the point', () => {
    expect([{}, { not: 'a' }, { not: ['b'] }, { not: ['a'] }].map((because) => isKeptFrom(because, 'a'))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })
})
