/** Every edition of the library can be measured: each way reads something that somebody can observe, and full marks are full. */
import { describe, expect, it } from 'vitest'
import { findLibraryEdition, listLibrary } from '../standards/library.serve.ts'
import type { Edition } from '../standards/edition.ts'
import { rules } from '../standards/rules/index.ts'
import { makeBoard, put, tallyOn } from './board.ts'
import { makeFacts, observe } from './facts.ts'
import { groundOf } from './ground.ts'
import { type Plan, planOf, type PlannedWay } from './plan.ts'
import { converted, type Score, score, type WayScore } from './score.ts'

const editions = listLibrary().map(
  (item) => [`${item.standard}/${item.edition}`, findLibraryEdition(item.standard, item.edition)!] as const,
)
const places = ({ pointTypes }: Edition) =>
  pointTypes.map(({ id }) => ({ id: `p-${id}`, type: id, district: null, street: null, community: null, unit: null }))

/** Everything observed once, everywhere it is asked, with one factor; numbers as given. */
function allObserved(edition: Edition, plan: Plan, factor: number, value: number): Score {
  const board = makeBoard(plan, groundOf(places(edition)))
  const facts = makeFacts()
  const at = '2026-01-01T00:00:00.000Z'
  const look = (kind: 'check' | 'answer' | 'statistic' | 'review', fact: string, place: string | null, number: number | null) => {
    const it = {
      id: `${kind}${fact}${place}`,
      seq: 1,
      kind,
      fact,
      place,
      factor: kind === 'statistic' ? null : factor,
      exempt: false,
      times: 1,
      value: number,
      at,
    }
    for (const entry of observe(facts, it)) put(board, entry)
  }
  const done = new Set<string>()
  for (const { kind, facts: read, rule } of plan.ways)
    for (const fact of read) {
      if (done.has(`${kind} ${fact}`)) continue
      done.add(`${kind} ${fact}`)
      if (kind === 'check') for (const { id } of places(edition)) look(kind, fact, id, null)
      else
        look(kind === 'reviews' ? 'review' : kind, fact, null, kind === 'statistic' || rules[rule.name].reads === 'values' ? value : null)
    }
  return score(plan, (column) => tallyOn(board, 0, column))
}
const waysOf = (node: Score): WayScore[] => [...node.parts.flatMap(waysOf), ...node.ways]
const named = (ways: readonly PlannedWay[]) => ways.map(({ id }) => id)

describe.each(editions)('%s', (_name, edition) => {
  const plan = planOf(edition)
  it('has no way that nobody can observe', () => {
    expect(named(plan.ways.filter(({ facts }) => facts.length === 0))).toEqual([])
    const types = new Set(edition.pointTypes.map(({ id }) => id as string))
    const nowhere = plan.ways.filter(({ kind, at }) => {
      const feeds = [...plan.feeds.values()].flat().filter(({ column }) => column === at)
      return kind === 'check' && !feeds.some(({ types: from, placeless }) => placeless || [...(from ?? [])].some((type) => types.has(type)))
    })
    expect(named(nowhere)).toEqual([])
  })
  it('gives all points when everything conforms, and says why when nothing does', () => {
    const best = allObserved(edition, plan, 1000, 100_000_000)
    const lost = waysOf(best).filter(({ got, of, method }) => got < of && method !== 'statistics')
    expect(lost.map(({ id }) => id)).toEqual([])
    expect(best.open).toBe(0)
    expect(best.full).toBe(edition.total)
    const worst = allObserved(edition, plan, 0, 0)
    expect(converted(worst, edition.total)!).toBeLessThan(converted(best, edition.total)!)
    for (const { because } of waysOf(worst))
      expect(because).toMatchObject({ state: 'counted', formula: `standards.formula.${because.rule.name}` })
  })
})
