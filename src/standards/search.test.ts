import { describe, expect, it } from 'vitest'
import { findLibraryEdition } from './library.serve.ts'
import { findInEdition, kindsOf, readersOf } from './search.ts'

const civilised = findLibraryEdition('civilised-city', '2021-sample')!
const garden = findLibraryEdition('garden-city', '2022-sample')!

describe('search', () => {
  it('finds words of both languages and codes, whatever their width', () => {
    expect(findInEdition(civilised, 'ＰＴ－ＰＡＲＫ').map(({ kind, id }) => `${kind} ${id}`)).toEqual(['pointType PT-PARK'])
    expect(findInEdition(civilised, 'Main roads clean').map(({ id, path }) => [id, path.length])).toEqual([['P06.I01.C01.S01', 3]])
    expect(findInEdition(civilised, '没有这样的话')).toEqual([])
  })
  it('tells which criteria read a fact, and what is looked at without being scored', () => {
    expect(readersOf(garden, 'ENV-GREEN').map(({ criterion }) => criterion?.id)).toEqual(['GC1.04', 'GC2.06', 'GC2.07', 'GC4.01'])
    expect(readersOf(civilised, 'ORD-NOISE')).toEqual([
      { item: { id: 'ORD-NOISE', title: civilised.checks.find(({ id }) => id === 'ORD-NOISE')!.title } },
    ])
    expect(readersOf(garden, 'nothing')).toEqual([])
  })
  it('names every kind of place and unit once, by the newest words', () => {
    const kinds = kindsOf([{ ...garden, pointTypes: [{ ...garden.pointTypes[0]!, title: { zh: '新名', en: '' } }] }, civilised])
    expect(kinds.pointTypes.find(({ id }) => id === 'PT-PARK')!.title.zh).toBe('新名')
    expect(new Set(kinds.unitKinds.map(({ id }) => id)).size).toBe(kinds.unitKinds.length)
  })

  it('calls a class of cases by the first checks that name it, in each language that they have', () => {
    const [check] = civilised.checks
    const named = (id: string, zh: string, caseClass: string, en = '') => ({ ...check!, id, caseClass, title: { zh, en } })
    const checks = [
      named('A', '甲', '01', 'a'),
      named('B', '乙', '01'),
      named('C', '丙', '01', 'c'),
      named('D', '丁', '02'),
      named('E', '戊', '03', 'e'),
      named('F', '戊', '03', 'e'),
    ]
    expect(kindsOf([{ ...civilised, checks }]).caseClasses).toEqual([
      { id: '01', title: { zh: '甲、乙等', en: 'a …' } },
      { id: '02', title: { zh: '丁', en: '' } },
      { id: '03', title: { zh: '戊', en: 'e' } },
    ])
  })
})
