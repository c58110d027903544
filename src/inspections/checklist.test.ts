import { expect, it } from 'vitest'
import { smallEdition } from '../../test/smallCity.ts'
import type { EditionId } from '../base/ids.ts'
import { Edition } from '../standards/edition.ts'
import { allChecks, checklistFor } from './checklist.ts'
import { wordsOf } from './facts.ts'

const first = { id: 'a' as EditionId, content: smallEdition }
/** A garden standard that asks the same fact about litter, under another code. */
const second = {
  id: 'b' as EditionId,
  content: Edition.parse({
    ...smallEdition,
    standard: 'garden',
    checks: [
      { id: 'CLEAN', fact: 'LITTER', title: { zh: '绿地整洁' }, kind: 'absence', scale: 'conform3', exemption: { zh: '施工围挡内' } },
      { id: 'LOST', title: { zh: '没有量表' }, kind: 'absence', scale: 'none' },
    ],
    pointTypes: [{ id: 'PT-ROAD', title: { zh: '道路' }, group: 'street', checks: ['CLEAN', 'LOST', 'UNKNOWN'] }],
    questions: [],
    statistics: [{ id: 'GREEN2', fact: 'GREEN', title: { zh: '绿化率' }, unit: { zh: '%', en: '%' } }],
    tree: [
      {
        id: 'G1',
        title: { zh: '道路绿化' },
        ways: [{ method: 'onsite', points: 1000, rule: { name: 'conformityRate' }, checks: ['CLEAN'] }],
      },
    ],
  }),
}

it('asks each fact once and says which standards it serves', () => {
  const items = checklistFor([first, second], 'PT-ROAD')
  expect(items.map(({ fact }) => fact)).toEqual(['LITTER', 'LAMP'])
  expect(items[0]).toMatchObject({ title: { zh: '无垃圾' }, photo: 'required', remedy: { zh: '2小时内清理' } })
  expect(items[0]!.serves.map(({ standard, criteria }) => [standard, criteria.map(({ id }) => id)])).toEqual([
    ['small', ['C2']],
    ['garden', ['G1']],
  ])
  expect(checklistFor([second, first], 'PT-ROAD')[0]).toMatchObject({ title: { zh: '绿地整洁' }, exemption: { zh: '施工围挡内' } })
  expect(checklistFor([first], 'PT-MOON')).toEqual([])
})

it('tells what the kind of check needs to know, and how to look', () => {
  const [psa, ...others] = smallEdition.checks
  const guided = { ...psa!, ask: { partly: '1' }, guide: { text: { zh: '只数固定形式', en: '' } } }
  const edition = { id: 'c' as EditionId, content: { ...smallEdition, checks: [guided, ...others] } }
  expect(checklistFor([edition], 'PT-MARKET')[0]).toMatchObject({ ask: { partly: '1' }, guide: { text: { zh: '只数固定形式' } } })
})

it('knows every check of any place, for findings off the list', () => {
  const checks = allChecks([first, second])
  expect([...checks.keys()]).toEqual(['PSA', 'LITTER', 'SIGN', 'LAMP'])
  expect(checks.get('PSA')).toMatchObject({ caseClass: '02-99', threshold: { value: '2' } })
  expect(checks.get('LITTER')!.serves[0]!.criteria.map(({ id }) => id)).toEqual(['C1', 'C2'])
})

it('names every fact in the words of the newest edition', () => {
  const words = wordsOf([smallEdition, second.content])
  expect(words.get('LITTER')?.title.zh).toBe('无垃圾')
  expect(words.get('GREEN')).toMatchObject({ unit: { zh: '%', en: '%' }, grades: [] })
  expect(words.get('small/2026/C1/materials')).toMatchObject({
    title: { zh: '市场整洁有序' },
    grades: [{ code: 'A' }, { code: 'B' }, { code: 'C' }],
  })
  expect(words.get('Q1')?.grades).toHaveLength(3)
  expect(words.get('LOST')?.grades).toEqual([])
  expect(words.get('garden/2026/G1/materials')).toBeUndefined()
})

it('knows no grades for a way without a scale', () => {
  const [project] = smallEdition.tree as { parts: { ways: { method: string }[] }[] }[]
  const parts = project!.parts.map((part) => ({
    ...part,
    ways: part.ways.map(({ method, ...way }) => (method === 'materials' ? { ...way, method, scale: undefined } : { ...way, method })),
  }))
  const bare = { ...smallEdition, tree: [{ ...project, parts }] } as unknown as typeof smallEdition
  expect(wordsOf([bare]).get('small/2026/C1/materials')?.grades).toEqual([])
})
