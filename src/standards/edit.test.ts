import { describe, expect, it } from 'vitest'
import type { Problem } from '../base/problem.ts'
import { applyEdits, Edit } from './edit.ts'
import { Edition } from './edition.ts'

const way = { method: 'materials', points: 100, rule: { name: 'gradeFactor' }, scale: 's' }
const edition = Edition.parse({
  format: 'mingcheng.edition/1',
  standard: 'x',
  edition: '1',
  title: { zh: '标准' },
  programme: { zh: '创建' },
  official: false,
  subjects: ['unit'],
  total: 300,
  unitKinds: [
    { id: 'U1', title: { zh: '一' } },
    { id: 'U2', title: { zh: '二' } },
  ],
  tree: [
    {
      id: 'A',
      title: { zh: '甲' },
      parts: [
        { id: 'A1', title: { zh: '甲一' }, ways: [way] },
        { id: 'A2', title: { zh: '甲二' }, ways: [way] },
      ],
    },
    { id: 'B', title: { zh: '乙' }, parts: [{ id: 'B1', title: { zh: '乙一' }, ways: [way] }] },
  ],
})
const shape = ({ tree }: Edition) =>
  tree.map((node) => ('parts' in node ? `${node.id}(${node.parts.map(({ id }) => id).join(' ')})` : node.id)).join(' ')
const edit = (...edits: unknown[]) =>
  applyEdits(
    edition,
    edits.map((it) => Edit.parse(it)),
  )
const refused = (...edits: unknown[]) => {
  try {
    return shape(edit(...edits))
  } catch (problem) {
    return (problem as Problem).code
  }
}

describe('applyEdits', () => {
  it('moves, adds and removes nodes anywhere, and leaves the edition it was given alone', () => {
    expect(shape(edit({ do: 'moveNode', id: 'A2', parent: 'B', before: 'B1' }))).toBe('A(A1) B(A2 B1)')
    expect(shape(edit({ do: 'moveNode', id: 'A2', parent: null }))).toBe('A(A1) B(B1) A2')
    expect(shape(edit({ do: 'moveNode', id: 'B', parent: 'A', before: 'gone' }))).toBe('A(A1 A2 B)')
    expect(shape(edit({ do: 'removeNode', id: 'B' }))).toBe('A(A1 A2)')
    expect(shape(edit({ do: 'addNode', parent: null, before: 'B', node: { id: 'C', title: { zh: '丙' }, parts: [] } }))).toBe(
      'A(A1 A2) C() B(B1)',
    )
    expect(shape(edit({ do: 'setNode', id: 'B1', values: { id: 'B9' } }))).toBe('A(A1 A2) B(B9)')
    expect(shape(edition)).toBe('A(A1 A2) B(B1)')
  })
  it('puts and removes items, and sets the head', () => {
    const done = edit(
      { do: 'putItem', list: 'unitKinds', item: { id: 'U2', title: { zh: '二改' } } },
      { do: 'putItem', list: 'unitKinds', item: { id: 'U3', title: { zh: '三' } } },
      { do: 'removeItem', list: 'unitKinds', id: 'U1' },
      { do: 'setHead', values: { total: 400 } },
    )
    expect([done.unitKinds.map(({ title }) => title.zh), done.total]).toEqual([['二改', '三'], 400])
  })
  it('refuses what is not there or has no valid shape', () => {
    expect(refused({ do: 'removeItem', list: 'unitKinds', id: 'U9' })).toBe('standards.noNode')
    expect(refused({ do: 'addNode', parent: 'A1', node: { id: 'C', title: { zh: '丙' }, parts: [] } })).toBe('standards.noNode')
    expect(refused({ do: 'addNode', parent: 'Z', node: { id: 'C', title: { zh: '丙' }, parts: [] } })).toBe('standards.noNode')
    expect(refused({ do: 'setHead', values: { checks: [] } })).toBe('standards.noNode')
    expect(refused({ do: 'setNode', id: 'A', values: { title: {} } })).toBe('standards.badEdit')
  })
})

it('refuses to change a node that is not there', () => {
  const edit = Edit.parse({ do: 'setNode', id: 'nowhere', values: { title: { zh: '无' } } })
  expect(() => applyEdits(edition, [edit])).toThrow(expect.objectContaining({ code: 'standards.noNode' }) as Error)
})
