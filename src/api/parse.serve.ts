/** What comes with a request: its language, and its parts by the shapes of its call. */
import '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Fault, Problem } from '../base/problem.ts'
import { type Language, languageFor } from '../base/text.ts'
import type { Route } from './contract.ts'
import { hasTooMany } from './size.ts'

/** The language asked for: `?lang=`, then the `mc_lang` cookie, then Accept-Language. */
export function languageOf(request: FastifyRequest): Language {
  const wish = (request.query as Record<string, unknown> | undefined)?.['lang'] ?? request.cookies?.['mc_lang']
  return languageFor(typeof wish === 'string' ? wish : request.headers['accept-language'])
}

const inChinese = z.locales.zhCN().localeError
const inEnglish = z.locales.en().localeError

/** What came with a request, by the shapes of its call. */
export interface Parsed {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** How many faults of shape are said: a list without an end can have a million of one kind. */
const named = 100

const understood = new WeakMap<FastifyRequest, unknown>()

/** The body as the call's shape took it: nothing, until it was. */
export const parsedBodyOf = (request: FastifyRequest): unknown => understood.get(request)

/** Reads a request by its call. *Refuses:* `api.badInput` 422 with the faults and where they stand; `api.tooLarge` 413. */
export function parse(route: Route, request: FastifyRequest): Parsed {
  if (route.body !== 'bytes' && hasTooMany(request.body)) throw new Problem('api.tooLarge', 413)
  const faults: Fault[] = []
  const error = languageOf(request) === 'en' ? inEnglish : inChinese
  const part = (shape: z.ZodType | undefined, value: unknown, where: string): unknown => {
    if (shape === undefined) return undefined
    const result = shape.safeParse(value, { error })
    if (result.success) return result.data
    // An address with a thing's name that no thing can have leads to no thing.
    if (where === 'path') throw new Problem('api.notFound', 404)
    for (const issue of result.error.issues.slice(0, named))
      faults.push({ at: [where, ...issue.path].join('.'), says: 'fault.invalid', details: { why: issue.message } })
    return undefined
  }
  const parsed = {
    params: part(route.params, request.params, 'path'),
    query: part(route.query, request.query ?? {}, 'query'),
    body: route.body === 'bytes' ? request.body : part(route.body, request.body, 'body'),
  }
  if (route.body === 'bytes' && !(parsed.body instanceof Uint8Array)) faults.push({ at: 'body', says: 'fault.noBytes' })
  if (faults.length > 0) throw new Problem('api.badInput', 422, {}, faults)
  understood.set(request, parsed.body)
  return parsed
}
