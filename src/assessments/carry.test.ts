/** What is proposed for each fate of a criterion, as a table to read. */
import { describe, expect, it } from 'vitest'
import { smallEdition } from '../../test/smallCity.ts'
import type { Change, Line, Side } from '../standards/compare.ts'
import { comparableShare, type Fate, fateOf, proposeDocument, proposeDuty, proposeFact, proposeResult, readFacts } from './carry.ts'

const side = (id: string, methods: Side['methods'] = ['onsite', 'materials'], points = 100) =>
  ({ id, title: { zh: id, en: '' }, path: [], points, methods }) as unknown as Side
const fate = (kind: Change, from = [side('A')], to = [side('B')], changes: Change[] = [kind]): Line => ({
  kind,
  changes,
  from,
  to,
  by: 'code',
})

describe('what becomes of a duty and of a document', () => {
  const both = (line: Fate | undefined) =>
    [proposeDuty(line, false), proposeDuty(line, true), proposeDocument(line, 'materials')].map(({ outcome }) => outcome).join(' · ')
  it.each([
    ['unchanged', fate('unchanged'), 'carried · carried · carried'],
    ['moved', fate('moved'), 'carried · carried · carried'],
    ['reweighted', fate('reweighted'), 'carried · carried · carried'],
    ['unitsChanged', fate('unitsChanged'), 'carriedWithReview · carriedWithReview · carried'],
    ['reworded', fate('reworded'), 'carriedWithReview · reopened · carriedWithReview'],
    ['ruleChanged', fate('ruleChanged'), 'carriedWithReview · reopened · carriedWithReview'],
    ['checksChanged', fate('checksChanged'), 'carriedWithReview · reopened · carriedWithReview'],
    ['methodChanged', fate('methodChanged', [side('A')], [side('B', ['onsite'])]), 'carriedWithReview · reopened · dropped'],
    ['overlaps', fate('overlaps', [side('A')], [side('B'), side('C')]), 'carriedWithReview · reopened · carriedWithReview'],
    ['split', fate('split', [side('A')], [side('B'), side('C')]), 'split · split · split'],
    ['split, one part asks for materials', fate('split', [side('A')], [side('B'), side('C', ['onsite'])]), 'split · split · carried'],
    ['merged', fate('merged', [side('A'), side('B')], [side('C')]), 'merged · merged · merged'],
    ['several into several', fate('split', [side('A'), side('B')], [side('C'), side('D')]), 'split · split · split'],
    [
      'several, one asks for materials',
      fate('split', [side('A'), side('B')], [side('C'), side('D', ['survey'])]),
      'split · split · merged',
    ],
    ['dropped', fate('dropped', [side('A')], []), 'dropped · dropped · dropped'],
    ['not in the comparison', undefined, 'dropped · dropped · dropped'],
  ] as [string, Fate | undefined, string][])('%s', (_name, line, expected) => expect(both(line)).toBe(expected))

  it('names the reason and where it leads', () => {
    expect(proposeDuty(fate('reworded'), false)).toEqual({ outcome: 'carriedWithReview', reason: 'reworded', to: ['B'] })
    expect(proposeDocument(fate('methodChanged', [side('A')], [side('B', ['onsite'])]), 'materials')).toEqual({
      outcome: 'dropped',
      reason: 'methodGone',
      to: [],
    })
    expect(fateOf([fate('moved')], 'A')?.kind).toBe('moved')
    expect(fateOf([fate('moved')], 'Z')).toBeUndefined()
  })
})

describe('what becomes of observations and results', () => {
  const before = readFacts(smallEdition)
  it('knows every fact with its readers', () => {
    expect([...before.keys()]).toEqual(['check PSA', 'check LITTER', 'check SIGN', 'check LAMP', 'answer Q1', 'statistic GREEN'])
    expect(before.get('check LITTER')!.criteria).toEqual(['C1', 'C2'])
    expect(before.get('statistic GREEN')!.criteria).toEqual([])
  })
  it('follows the fact, not the criterion', () => {
    const psa = before.get('check PSA')!
    expect(proposeFact(psa, psa)).toEqual({ outcome: 'carried', reason: 'factSame', to: ['C1'] })
    expect(proposeFact(psa, { ...psa, described: 'otherwise' })).toMatchObject({ outcome: 'carriedWithReview', reason: 'factChanged' })
    expect(proposeFact(psa, { ...psa, criteria: [] })).toMatchObject({ outcome: 'dropped', reason: 'factUnread' })
    expect(proposeFact(psa, undefined)).toMatchObject({ outcome: 'dropped', reason: 'factGone' })
    const scale = readFacts({ ...smallEdition, scales: [] }).get('check PSA')!
    expect(proposeFact(psa, scale).outcome).toBe('carriedWithReview')
    expect(readFacts({ ...smallEdition, scales: [] }).get('answer Q1')!.described).toContain('satisfied')
  })
  it('says how far results can be compared', () => {
    const lines = [fate('unchanged', [side('A')], [side('B', [], 300)]), fate('reworded', [side('C')], [side('D', [], 100)])]
    expect(comparableShare(lines)).toBe(75)
    expect(comparableShare([])).toBe(0)
    expect([100, 75, 10].map((share) => proposeResult(share).outcome)).toEqual(['carried', 'carriedWithReview', 'dropped'])
  })
})
