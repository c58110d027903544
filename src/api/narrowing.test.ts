import { describe, expect, it } from 'vitest'
import { narrowings } from './narrowing.ts'

interface Parts {
  readonly body?: object
  readonly answer?: object
  readonly parameters?: object[]
  readonly schemas?: object
}

const base = { type: 'object', properties: { a: { type: 'string', maxLength: 5 }, b: { type: 'integer' } }, required: ['a'] }

/** A document with the one call `POST /x`. */
const document = ({ body = base, answer = base, parameters = [], schemas = {} }: Parts = {}) => ({
  paths: {
    '/x': {
      post: {
        parameters,
        requestBody: { required: true, content: { 'application/json': { schema: body } } },
        responses: { 200: { content: { 'application/json': { schema: answer } } } },
      },
    },
  },
  components: { schemas },
})

function check(before: Parts, after: Parts, expected: string[]): void {
  expect(narrowings(document(before), document(after))).toEqual(expected)
}

describe('a new version of a call', () => {
  it('may stay as it is', () => check({}, {}, []))

  it('may gain an optional input and a field of its answer', () => {
    const more = { ...base, properties: { ...base.properties, c: { type: 'string' } } }
    check({}, { body: more, answer: { ...more, required: ['a', 'c'] }, parameters: [{ in: 'query', name: 'q', required: false }] }, [])
  })

  it('may not go', () => {
    expect(narrowings(document(), { paths: {} })).toEqual(['POST /x: the call is gone'])
    expect(narrowings(document(), {})).toEqual(['POST /x: the call is gone'])
  })

  it('may not ask for more', () => {
    check({}, { body: { ...base, required: ['a', 'b'] } }, ['POST /x: body.b must now be given'])
    check({}, { parameters: [{ in: 'query', name: 'q', required: true }] }, ['POST /x: parameter query q must now be given'])
    const silent = document()
    const { requestBody: _, ...bare } = silent.paths['/x'].post
    expect(narrowings({ ...silent, paths: { '/x': { post: bare } } }, silent)).toEqual(['POST /x: body must now be given'])
  })

  it('may not accept less', () => {
    const with_ = (a: object) => ({ body: { ...base, properties: { ...base.properties, a } } })
    check({}, with_({ type: 'string', maxLength: 4 }), ['POST /x: body.a: maxLength is stricter'])
    check({}, with_({ type: 'string', maxLength: 5, minLength: 1 }), ['POST /x: body.a: minLength is stricter'])
    check({}, with_({ type: 'string', maxLength: 5, pattern: '^x' }), ['POST /x: body.a: pattern has changed'])
    check({}, with_({ type: 'integer' }), ['POST /x: body.a: accepts another type'])
    check({}, with_({ type: 'string', maxLength: 5, enum: ['x'] }), ['POST /x: body.a: no longer accepts anything'])
    check(with_({ enum: ['x', 'y'] }), with_({ enum: ['y'] }), ['POST /x: body.a: no longer accepts x'])
    check(with_({ const: 'x' }), with_({ enum: ['x', 'y'] }), [])
    check(with_({ type: 'integer' }), with_({ type: 'number' }), [])
    check(with_({}), with_({ type: 'string' }), ['POST /x: body.a: accepts another type'])
    check({ body: { anyOf: [{ type: 'null' }, base] } }, { body: { anyOf: [base] } }, ['POST /x: body: accepts fewer choices'])
    check({ parameters: [{ in: 'path', name: 'id' }] }, {}, ['POST /x: parameter path id is gone'])
    check({}, { body: { ...base, properties: { a: base.properties.a } } }, ['POST /x: body.b is gone'])
  })

  it('may not answer with less', () => {
    check({}, { answer: { ...base, required: [] } }, ['POST /x: answer.a may now be absent'])
    check({}, { answer: { ...base, properties: { a: { type: ['string', 'null'] }, b: { type: 'integer' } } } }, [
      'POST /x: answer.a: answers with another type',
    ])
    check({}, { answer: { type: 'array', items: base } }, [
      'POST /x: answer: answers with another type',
      'POST /x: answer.a is gone',
      'POST /x: answer.a may now be absent',
      'POST /x: answer.b is gone',
    ])
    const orNothing = (a: object) => ({ answer: { anyOf: [{ ...base, properties: { ...base.properties, ...a } }, { type: 'null' }] } })
    check(orNothing({}), orNothing({ more: { type: 'string' } }), [])
    check(orNothing({ more: { type: 'string' } }), orNothing({}), ['POST /x: answer.more is gone'])
    check({ answer: { anyOf: [base] } }, { answer: { anyOf: [base, { type: 'null' }] } }, ['POST /x: answer: answers with other choices'])
    const csv = { 200: { content: { 'text/csv': {} } } }
    const [before, after] = [document(), document()]
    expect(narrowings(before, { ...after, paths: { '/x': { post: { ...after.paths['/x'].post, responses: csv } } } })).toEqual([
      'POST /x: answer: application/json is gone',
    ])
  })

  it('is compared member by member where a constant tells the members apart', () => {
    const kind = (as: string, more: object = {}) => ({ type: 'object', properties: { as: { const: as }, ...more } })
    const either = (...anyOf: object[]) => ({ body: { oneOf: anyOf }, answer: { oneOf: anyOf } })
    check(either(kind('x'), kind('y')), either(kind('x', { more: { type: 'string' } }), kind('y')), [])
    check(either(kind('x', { more: { type: 'string' } }), kind('y')), either(kind('x'), kind('y')), [
      'POST /x: body.more is gone',
      'POST /x: answer.more is gone',
    ])
    check(either(kind('x'), kind('y')), either(kind('x')), ['POST /x: body: accepts fewer choices'])
    check(either(kind('x')), either(kind('x'), kind('y')), ['POST /x: answer: answers with other choices'])
    check(either(kind('x'), base), either(kind('x', { a: {} }), base), [
      'POST /x: body: accepts fewer choices',
      'POST /x: answer: answers with other choices',
    ])
  })

  it('is compared through references, also those that lead back to themselves', () => {
    const tree = (leaf: object) => ({
      Tree: { type: 'object', properties: { leaf, parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
    })
    const answer = { $ref: '#/components/schemas/Tree' }
    check({ answer, schemas: tree({ type: 'string' }) }, { answer, schemas: tree({ type: 'string' }) }, [])
    check({ answer, schemas: tree({ type: 'string' }) }, { answer, schemas: tree({ type: 'integer' }) }, [
      'POST /x: answer.leaf: answers with another type',
    ])
  })
})
