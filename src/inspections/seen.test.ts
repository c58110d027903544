import { describe, expect, it } from 'vitest'
import type { Permission, Reach } from '../api/contract.ts'
import { seerOf } from './seen.ts'

const who = (may: readonly Permission[], narrow: readonly (readonly [Permission, Reach])[] = []) =>
  seerOf({ person: 'p', unit: null, may: new Set(may), narrow: new Map(narrow) } as never)

describe('who sees which rounds', () => {
  it('an office plans and knows of sealed rounds; who checks follows re-checks', () => {
    expect(who(['inspections.read', 'inspections.review', 'samples.read'])).toMatchObject({ sealed: true, follows: true, ownOnly: false })
    expect(who(['inspections.read', 'cases.verify'])).toMatchObject({ sealed: false, follows: true })
  })
  it('a unit does neither, and a third party sees its own alone', () => {
    expect(who(['inspections.read'])).toMatchObject({ sealed: false, follows: false })
    const narrow = [
      ['inspections.read', 'own'],
      ['samples.read', 'unit'],
    ] as const
    expect(who(['inspections.read', 'samples.read'], narrow)).toMatchObject({ sealed: false, follows: false, ownOnly: true })
  })
})
