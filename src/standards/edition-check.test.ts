import { describe, expect, it } from 'vitest'
import { checkEdition, methodSums, readEdition } from './edition-check.ts'
import { Edition } from './edition.ts'

/** A small edition without fault: one project, one criterion of each kind of way. */
const small = () => ({
  format: 'mingcheng.edition/1',
  standard: 'small',
  edition: '1',
  title: { zh: '小标准' },
  programme: { zh: '小创建' },
  official: false,
  subjects: ['district'],
  total: 1000,
  methodTotals: [
    { method: 'onsite', points: 600 },
    { method: 'survey', points: 400 },
  ],
  scales: [
    {
      id: 'yn',
      grades: [
        { code: 'Y', title: { zh: '是' }, factor: 1000 },
        { code: 'N', title: { zh: '否' }, factor: 0 },
      ],
    },
  ],
  unitKinds: [{ id: 'CGJ', title: { zh: '城管局' } }],
  pointTypes: [{ id: 'PT', title: { zh: '公园' }, group: 'open', checks: ['C1'], units: ['CGJ'] }],
  checks: [{ id: 'C1', title: { zh: '整洁' }, kind: 'absence', scale: 'yn' }],
  questions: [{ id: 'Q1', title: { zh: '满意吗?' }, scale: 'yn', dimension: 'satisfaction' }],
  tree: [
    {
      id: 'A',
      title: { zh: '环境' },
      parts: [
        {
          id: 'A1',
          title: { zh: '公园整洁' },
          lead: 'CGJ',
          ways: [
            { method: 'onsite', points: 600, rule: { name: 'conformityRate' }, checks: ['C1'], pointTypes: ['PT'] },
            { method: 'survey', points: 400, rule: { name: 'surveyShare' }, questions: ['Q1'] },
          ],
        },
      ],
    },
  ],
})

type Small = ReturnType<typeof small>
/** Spoils the small edition and names the faults found as `where says`. */
const check = (spoil: (edition: Small & Record<string, unknown>) => void) => {
  const input = small() as Small & Record<string, unknown>
  spoil(input)
  return readEdition(input).faults.map(({ at, says }) => `${at} ${says.replace('fault.edition.', '')}`)
}
const way = (input: Small) => input.tree[0]!.parts[0]!.ways[0] as Record<string, unknown>

describe('checkEdition', () => {
  it('finds nothing in a sound edition', () => expect(check(() => undefined)).toEqual([]))
  it('finds ids used twice', () => {
    expect(check((e) => e.checks.push(e.checks[0]!))).toEqual(['checks/C1 duplicate'])
    expect(check((e) => (e.tree[0]!.parts[0]!.id = 'A'))).toEqual(['tree/A duplicate'])
    expect(check((e) => (e.scales[0]!.grades[1]!.code = 'Y'))).toEqual(['scales/yn/Y duplicate'])
  })
  it('finds references to nothing', () => {
    expect(check((e) => (e.checks[0]!.scale = 'x'))).toEqual(['checks/C1 unknown.scales'])
    expect(check((e) => (e.tree[0]!.parts[0]!.lead = 'x'))).toEqual(['tree/A1 unknown.unitKinds'])
    expect(check((e) => (e.pointTypes[0]!.units = ['x']))).toEqual(['pointTypes/PT unknown.unitKinds'])
    expect(check((e) => ((e.questions[0] as Record<string, unknown>)['populations'] = ['x']))).toEqual(['questions/Q1 unknown.populations'])
  })
  it('finds sums that do not add up, with the difference', () => {
    const input = small()
    input.total = 1050
    expect(readEdition(input).faults).toEqual([
      {
        at: 'total',
        says: 'fault.edition.sumTotal',
        details: { at: 'total', sum: '10.00', of: '10.50', more: '0.50', side: 'under' },
      },
    ])
    expect(check((e) => (e.methodTotals[0]!.points = 500))).toEqual(['methodTotals/onsite sumMethod'])
    expect(check((e) => e.methodTotals.pop())).toEqual(['methodTotals/survey sumMethod'])
    expect(check((e) => (e['weights'] = { cycle: { years: [15, 25, 61] } }))).toEqual(['weights/cycle sumYears'])
  })
  it('finds ways that cannot be measured', () => {
    expect(check((e) => (way(e)['rule'] = { name: 'surveyMean' }))).toEqual(['tree/A1/onsite ruleMethod'])
    expect(check((e) => (way(e)['checks'] = []))).toEqual(['tree/A1/onsite reads.checks'])
    expect(check((e) => (e.tree[0]!.parts[0]!.ways[1]!.questions = []))).toEqual(['tree/A1/survey reads.questions'])
    expect(check((e) => Object.assign(way(e), { method: 'materials', rule: { name: 'gradeFactor' } })).slice(0, 1)).toEqual([
      'tree/A1/materials reads.scale',
    ])
    expect(check((e) => Object.assign(way(e), { method: 'materials', rule: { name: 'ratioCapped', target: '4' } })).slice(0, 1)).toEqual([
      'tree/A1/materials reads.statistic',
    ])
    expect(check((e) => Object.assign(way(e), { method: 'statistics', rule: { name: 'ratioCapped', target: '4' } })).slice(0, 1)).toEqual([
      'tree/A1/statistics reads.statistic',
    ])
    expect(check((e) => Object.assign(way(e), { method: 'observation' }))[0]).toBe('methodTotals/onsite sumMethod')
    expect(check((e) => (e.tree[0]!.parts[0]!.ways = []))).toContain('tree/A1 noWay')
    expect(check((e) => Object.assign(e.tree[0]!.parts[0]!.ways[1]!, way(e), { points: 400 }))).toContain('tree/A1 twoWays')
    expect(check((e) => (way(e)['points'] = -600))).toContain('tree/A1/onsite negative')
  })
  it('finds checks that nobody would look at', () => {
    expect(check((e) => (e.pointTypes[0]!.checks = []))).toEqual(['tree/A1/onsite checkNowhere', 'tree/A1/onsite typeIdle'])
  })
  it('finds branches without parts and texts of spaces', () => {
    expect(check((e) => e.tree.push({ id: 'B', title: { zh: ' ' }, parts: [] }))).toEqual(['tree/B noText', 'tree/B empty'])
  })
  it('names the place of a wrong shape by ids', () => {
    expect(check((e) => (way(e)['points'] = '6' as never))).toEqual(['tree/A/parts/A1/ways/onsite/points fault.invalid'])
    expect(check((e) => ((e.checks[0] as Record<string, unknown>)['severity'] = 9))).toEqual(['checks/C1/severity fault.invalid'])
  })
})

it('counts points of a bonus nowhere, and needs no other editions at hand', () => {
  const input = small()
  Object.assign(input.tree[0]!.parts[0]!, { bonus: true })
  const edition = Edition.parse({
    ...input,
    methodTotals: [],
    total: 0,
    crosswalks: [{ kind: 'follows', standard: 'gone', edition: '1', links: [] }],
  })
  expect(checkEdition(edition)).toEqual([])
  expect(methodSums(edition).size).toBe(0)
  expect(check((e) => (way(e)['pointTypes'] = ['x']))).toEqual(['tree/A1/onsite unknown.pointTypes', 'tree/A1/onsite checkNowhere'])
})

describe('crosswalks', () => {
  const old = Edition.parse(small())
  const other = (standard: string, edition: string) => (standard === 'small' && edition === '0' ? old : undefined)
  const links = (list: unknown[], kind = 'follows') => {
    const edition = Edition.parse({ ...small(), crosswalks: [{ kind, standard: 'small', edition: '0', links: list }] })
    return checkEdition(edition, other).map(({ says, details }) => `${says.replace('fault.edition.', '')} ${details?.['id']}`)
  }
  it('must name every old criterion when the edition follows', () => {
    expect(links([])).toEqual(['linkMissing A1'])
    expect(links([{ from: ['A1'], to: ['A1'], relation: 'same' }])).toEqual([])
    expect(links([], 'parallel')).toEqual([])
  })
  it('must name criteria that exist, in a sensible shape', () => {
    expect(links([{ from: ['A1', 'X'], to: ['A1'], relation: 'merged' }])).toEqual(['linkFrom X'])
    expect(links([{ from: ['A1'], to: ['Y'], relation: 'moved' }])).toEqual(['linkTo Y'])
    expect(links([{ from: ['A1'], to: ['A1'], relation: 'split' }])).toEqual(['linkShape A1 → A1'])
    expect(links([{ from: ['A1'], to: ['A1'], relation: 'dropped' }])).toEqual(['linkShape A1 → A1'])
  })
})

it('refuses an edition without a single standard', () => {
  expect(checkEdition({ ...Edition.parse(small()), tree: [] }).map(({ says }) => says)).toContain('fault.edition.empty')
})
