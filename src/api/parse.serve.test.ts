import type { FastifyRequest } from 'fastify'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import type { Route } from './contract.ts'
import { parse, parsedBodyOf } from './parse.serve.ts'

const route: Route = {
  method: 'POST',
  path: '/x',
  may: 'signedIn',
  says: 'x',
  body: z.object({ all: z.array(z.string()) }),
  returns: z.null(),
}
const asked = (body: unknown) => ({ body, query: {}, params: {}, headers: {}, cookies: {} }) as unknown as FastifyRequest

it('keeps what the shape took, and nothing that it did not know', () => {
  const request = asked({ all: ['a'], more: 1 })
  expect(parsedBodyOf(request)).toBeUndefined()
  parse(route, request)
  expect(parsedBodyOf(request)).toEqual({ all: ['a'] })
})

it('names so many faults of a list without an end, and no more', () => {
  const refused = (length: number): unknown => {
    try {
      return parse(route, asked({ all: Array.from({ length }, () => 0) }))
    } catch (error) {
      return error
    }
  }
  expect((refused(300_000) as Problem).code).toBe('api.tooLarge')
  expect((refused(5000) as Problem).faults).toHaveLength(100)
})
