import { expect, it } from 'vitest'
import { criteriaOf, pointsOf } from '../../../standards/edition.ts'
import { findLibraryEdition } from '../../../standards/library.serve.ts'
import { branchIds, criteriaBelow, findNodes, placesOf, pointsByMethod } from './outline.ts'

const sample = findLibraryEdition('civilised-city', '2021-sample')!
const all = criteriaOf(sample.tree)

it('knows every node and the way to it', () => {
  const places = placesOf(sample.tree)
  expect(places.size).toBe(branchIds(sample.tree).length + all.length)
  const { criterion, path } = all[3]!
  expect(places.get(criterion.id)!.path.map(({ id }) => id)).toEqual(path.map(({ id }) => id))
})

it('leaves the tree alone without a search', () => expect(findNodes(sample, ' ').tree).toBe(sample.tree))

it.each(['公益广告', 'PUBLIC', 'P03.I01', '志愿'])('finds %s and keeps the way to it', (q) => {
  const { tree, hits } = findNodes(sample, q)
  expect(hits).toBeGreaterThan(0)
  expect(hits).toBe(criteriaOf([...tree]).length)
  expect(hits).toBeLessThan(all.length)
})

it('finds a criterion by a check that only its list names', () => {
  const check = sample.checks.find(({ id }) => all.some(({ criterion }) => criterion.ways.some((way) => way.checks.includes(id))))!
  expect(findNodes(sample, check.id.toLowerCase()).hits).toBeGreaterThan(0)
})

it('keeps all below a branch that is itself a hit', () => {
  const [branch] = sample.tree
  expect(findNodes(sample, branch!.title.zh).hits).toBe(criteriaBelow(branch!).length)
})

it('filters by method', () => {
  const { tree, hits } = findNodes(sample, '', 'survey')
  expect(hits).toBe(all.filter(({ criterion }) => criterion.ways.some(({ method }) => method === 'survey')).length)
  expect(criteriaOf([...tree]).every(({ criterion }) => criterion.ways.some(({ method }) => method === 'survey'))).toBe(true)
})

it('finds nothing for nonsense', () => expect(findNodes(sample, 'zzzz')).toEqual({ tree: [], hits: 0 }))

it('splits points by method without losing any', () => {
  for (const node of sample.tree) expect(pointsByMethod(node).reduce((sum, { points }) => sum + points, 0)).toBe(pointsOf(node))
})
