import { describe, expect, it } from 'vitest'
import { roomsOf, shapeOf } from './document.ts'

describe('a schema in words', () => {
  const check = (schema: object, words: string) => expect(shapeOf(schema)).toBe(words)
  it('names formats before types', () => check({ type: 'string', format: 'uuid' }, 'uuid'))
  it('lists choices', () => check({ enum: ['a', 'b'] }, '"a" | "b"'))
  it('brackets choices in lists', () => check({ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'))
  it('marks what may be left out and what is taken then', () =>
    check(
      { type: 'object', properties: { a: { type: 'number' }, b: { type: 'string', default: '' } }, required: ['a'] },
      '{\n  a: number\n  b?: string = ""\n}',
    ))
  it('reads tuples', () => check({ type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] }, '[number, number]'))
  it('does not run deep for ever', () => {
    let deep: object = { type: 'string' }
    for (let level = 0; level < 12; level++) deep = { type: 'object', properties: { in: deep } }
    expect(shapeOf(deep)).toContain('…')
  })
})

it('finds calls by path and by words', () => {
  const call = { operationId: 'points.list', tags: ['points'], summary: '点位清单', 'x-may': 'city.read', parameters: [], responses: {} }
  const document = { info: { version: '1' }, paths: { '/api/points': { get: call } } }
  expect(roomsOf(document, '清单').flatMap(([, calls]) => calls.map(({ method, path }) => `${method} ${path}`))).toEqual([
    'GET /api/points',
  ])
  expect(roomsOf(document, 'cases')).toEqual([])
})
