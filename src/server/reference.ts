/** The document of every call, for third parties and for our own reference page: read off the contracts, in the asked language. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { languageOf } from '../api/parse.serve.ts'
import { openapi } from '../api/openapi.ts'
import type { Language } from '../base/text.ts'
import { contracts } from './contracts.ts'
import { say } from './say.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
const made = new Map<Language, string>()

/** The OpenAPI 3.1 document in a language. */
export const openapiDocument = (language: Language): unknown => openapi(contracts, version, (key) => say(language, key))

/** The document as text; made once a language. */
function openapiText(language: Language): string {
  let text = made.get(language)
  if (text === undefined) made.set(language, (text = JSON.stringify(openapiDocument(language))))
  return text
}

/** Serves the document; it is public, like the source. Its mark is that of the text, however that is packed. */
export function serveReference(app: FastifyInstance): void {
  app.get('/api/openapi.json', (request, reply) => {
    const text = openapiText(languageOf(request))
    const tag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
    reply.header('etag', tag).header('cache-control', 'no-cache').header('vary', 'accept-language, cookie')
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type('application/json; charset=utf-8').send(text)
  })
}
