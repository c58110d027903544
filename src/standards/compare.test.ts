import { describe, expect, it } from 'vitest'
import { compareEditions } from './compare.ts'
import { criteriaOf, Edition } from './edition.ts'
import { findLibraryEdition } from './library.serve.ts'
import { alikeFrom, bestPairs, bigramsOf, likeness } from './similarity.ts'

const old = findLibraryEdition('civilised-city', '2021-sample')!
const now = findLibraryEdition('civilised-city', '2024-sample')!
const without = (edition: Edition): Edition => ({ ...edition, crosswalks: [] })
const alike = (a: string, b: string) => likeness(bigramsOf(a), bigramsOf(b))

describe('likeness of texts', () => {
  it('counts shared pairs of characters, whatever their width and punctuation', () => {
    expect(alike('主次干道整洁有序', '主次干道,整洁有序。')).toBe(1000)
    expect(alike('ＡＢＣ１２', 'abc12')).toBe(1000)
    expect(alike('主次干道整洁有序', '主次干道环境整洁')).toBe(571)
    expect(alike('公厕达标', '志愿服务')).toBe(0)
    expect(alike('', '')).toBe(0)
    expect(alike('绿', '绿')).toBe(1000)
  })
  it('pairs each text once, best first', () => {
    expect(bestPairs(['公厕达标', '工地围挡与扬尘'], ['工地围挡和扬尘', '公厕达标率'])).toEqual([
      { from: 0, to: 1, likeness: 857 },
      { from: 1, to: 0, likeness: 667 },
    ])
  })
  it('finds every pair that trying all of them would find', () => {
    const texts = criteriaOf(old.tree).map(({ criterion }) => criterion.title.zh)
    const others = criteriaOf(now.tree).map(({ criterion }) => criterion.title.zh)
    const all = texts
      .flatMap((a, from) => others.map((b, to) => ({ from, to, likeness: alike(a, b) })))
      .filter((pair) => pair.likeness >= alikeFrom)
    const reachable = new Set(bestPairs(texts, others).map(({ from }) => from))
    expect(new Set(all.map(({ from }) => from))).toEqual(reachable)
  })
})

describe('a stated crosswalk', () => {
  const comparison = compareEditions(old, now)
  const line = (id: string) => comparison.lines.find(({ from, to }) => [...from, ...to].some((side) => side.id === id))!

  it('names every criterion of both editions once', () => {
    const ids = (side: 'from' | 'to') => comparison.lines.flatMap((line) => line[side].map(({ id }) => id)).sort()
    expect(ids('from')).toEqual(
      criteriaOf(old.tree)
        .map(({ criterion }) => criterion.id)
        .sort(),
    )
    expect(ids('to')).toEqual(
      criteriaOf(now.tree)
        .map(({ criterion }) => criterion.id)
        .sort(),
    )
  })
  it('tells what happened', () => {
    expect(comparison.counts).toMatchObject({ split: 2, merged: 2, dropped: 2, added: 2, moved: 2, methodChanged: 2, ruleChanged: 2 })
    expect(line('P06.I01.C01.S01')).toMatchObject({ kind: 'split', by: 'crosswalk', note: { zh: '环境与秩序分列' } })
    expect(line('P06.I01.C01.S03').to.map(({ id }) => id)).toEqual(['P06.I01.C01.S02'])
    expect(line('P06.I02.C01.S01').changes).toEqual(['checksChanged'])
    expect(line('P10.I02.C02.S02').changes).toEqual(['reweighted'])
    expect(line('P10.I02.C01.S01').changes).toEqual(['checksChanged', 'reworded'])
    expect(line('P04.I01.C01.S01')).toMatchObject({ kind: 'unchanged', changes: ['unchanged'] })
    expect(comparison.lists.filter(({ change }) => change === 'added').map(({ id }) => id)).toContain('EBK-CHARGE')
  })
  it('is read backwards when the newer edition is compared with the older', () => {
    const back = compareEditions(now, old)
    expect(back.counts).toMatchObject({ split: 2, merged: 2, dropped: 2, added: 2 })
  })
  it('of another programme shows what overlaps', () => {
    const garden = findLibraryEdition('garden-city', '2022-sample')!
    expect(compareEditions(old, garden).counts.overlaps).toBe(7)
  })
})

describe('without a crosswalk', () => {
  it('codes count, unless the wording is wholly different', () => {
    const comparison = compareEditions(without(old), without(now))
    const moved = comparison.lines.find(({ to }) => to[0]?.id === 'P10.I01.C01.S03')!
    expect(moved).toMatchObject({ kind: 'moved', by: 'wording', likeness: 1000 })
    expect(comparison.lines.filter(({ by }) => by === 'code').length).toBeGreaterThan(60)
    expect(comparison.counts).toMatchObject({ dropped: 4, added: 4 })
  })
  it('an edition equals itself', () => {
    expect(compareEditions(without(old), without(old)).counts).toEqual({ unchanged: 75 })
  })
  it('the wording is followed when everything was numbered anew', () => {
    const renumbered = structuredClone(without(old)) as Edition
    let count = 0
    const walk = (nodes: Edition['tree']): void =>
      nodes.forEach((node) => {
        node.id = `N${(count += 1)}`
        if ('parts' in node) walk(node.parts)
      })
    walk(renumbered.tree)
    const { counts, lines } = compareEditions(without(old), renumbered)
    expect(counts).toEqual({ unchanged: 75 })
    expect(lines.every(({ by, likeness }) => by === 'wording' && likeness === 1000)).toBe(true)
  })
})

describe('odd pairs', () => {
  const tiny = (tree: unknown[], crosswalks: unknown[] = [], edition = '1') =>
    Edition.parse({ ...without(old), standard: 'tiny', edition, tree, crosswalks })
  const leaf = (id: string, zh: string, more: object = {}) => ({
    id,
    title: { zh },
    ways: [{ method: 'materials', points: 100, rule: { name: 'gradeFactor' }, scale: 'gradeABC' }],
    ...more,
  })
  it('are followed as stated: many to many, and links to nobody left out', () => {
    const links = [
      { from: ['A', 'B'], to: ['C', 'D'], relation: 'overlaps' },
      { from: ['gone'], to: ['nobody'], relation: 'same' },
    ]
    const walk = (relation: string) => [
      { kind: 'follows', standard: 'tiny', edition: '1', links: links.map((link, i) => (i === 0 ? { ...link, relation } : link)) },
    ]
    const from = tiny([leaf('A', '甲'), leaf('B', '乙')])
    const to = (relation: string) => tiny([leaf('C', '丙'), leaf('D', '丁')], walk(relation), '2')
    expect(compareEditions(from, to('overlaps')).lines.map(({ kind }) => kind)).toEqual(['overlaps'])
    expect(compareEditions(from, to('merged')).lines.map(({ kind }) => kind)).toEqual(['split'])
  })
  it('below no branch at all, with other units, and wholly other words', () => {
    const from = tiny([leaf('A', '公园绿地养护', { lead: 'CGJ' }), leaf('B', '甲乙丙丁')])
    const to = tiny([leaf('A', '公园绿地养护', { lead: 'ZJJ' }), leaf('B', '子丑寅卯')], [], '2')
    expect(compareEditions(from, to).lines.map(({ kind, by }) => `${kind} ${by}`)).toEqual(['unitsChanged code', 'reworded code'])
  })
})

it('pairs equal texts the same way each time, and none that is only nearly alike enough', () => {
  expect(bestPairs(['x', 'abc'], ['abc', 'y', 'abc'])).toEqual([{ from: 1, to: 0, likeness: 1000 }])
  expect([bestPairs(['ab'], ['abc'], 667), bestPairs(['ab'], ['abc'], 667.5)]).toEqual([[{ from: 0, to: 0, likeness: 667 }], []])
})
