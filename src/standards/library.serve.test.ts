/** Every edition that ships, tested the moment its file is there. */
import { describe, expect, it } from 'vitest'
import { checkEdition, methodSums } from './edition-check.ts'
import { hashOfEdition } from './edition-hash.ts'
import { criteriaOf, Edition, factOf } from './edition.ts'
import { findLibraryEdition, listLibrary } from './library.serve.ts'

describe.each(listLibrary())('library edition $standard/$edition', ({ standard, edition }) => {
  const item = findLibraryEdition(standard, edition)!

  it('is named as its file and claims nothing official', () => {
    expect([item.standard, item.edition, item.official]).toEqual([standard, edition, false])
    expect(item.title.en).not.toBe('')
  })

  it('has no fault', () => {
    expect(checkEdition(item, findLibraryEdition)).toEqual([])
  })

  it('says everything in both languages', () => {
    const texts: { zh: string; en: string }[] = []
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if ('zh' in value) texts.push(value as { zh: string; en: string })
      Object.values(value).forEach(walk)
    }
    walk(item)
    expect(texts.filter(({ zh, en }) => zh.trim() === '' || en.trim() === '')).toEqual([])
  })

  it('keeps its hash through text and back', () => {
    const again = Edition.parse(JSON.parse(JSON.stringify(item)))
    expect(hashOfEdition(again)).toBe(hashOfEdition(item))
    expect(hashOfEdition(item)).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('the civilised-city sample', () => {
  const sample = findLibraryEdition('civilised-city', '2021-sample')!

  it('has the shape of the public facts it was rebuilt from', () => {
    expect(criteriaOf(sample.tree)).toHaveLength(75)
    expect([sample.pointTypes.length, sample.checks.length, sample.questions.length]).toEqual([57, 127, 24])
    expect(Object.fromEntries(methodSums(sample))).toMatchObject({ materials: 4000, onsite: 4000, survey: 2000 })
    expect(sample.weights.cycle?.years).toEqual([15, 25, 60])
    expect(sample.gates.find(({ id }) => id === 'GATE-MINORS')?.minScore).toEqual({ standard: 'minors', min: 8500 })
  })

  it('shares facts with the other programmes, so that one look feeds them all', () => {
    const facts = new Set(sample.checks.map(factOf))
    for (const [standard, edition] of [
      ['garden-city', '2022-sample'],
      ['sanitary-city', '2021-part'],
      ['minors', '2018-sample'],
      ['micro-creation', 'courtyard-2026'],
    ] as const) {
      const others = findLibraryEdition(standard, edition)!.checks.map(factOf)
      expect(others.filter((fact) => facts.has(fact)).length).toBeGreaterThanOrEqual(7)
    }
  })
})
