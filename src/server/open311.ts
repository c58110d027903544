/** Open311 GeoReport v2 on the app, beside the calls of the house: its own paths, its own formats, its own way to say no. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { whoOfKeyText } from '../access/keys.serve.ts'
import { fromOf } from '../api/api.serve.ts'
import { languageOf } from '../api/parse.serve.ts'
import { asProblem } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import { Refused } from '../open311/geoReport.ts'
import {
  type Asked,
  definition,
  discovery,
  type Document,
  type Open311House,
  post,
  type Posted,
  postUpdate,
  request as requestOf,
  requests,
  services,
  token,
  updates,
} from '../open311/open311.serve.ts'
import { writeXml } from '../open311/xml.serve.ts'
import { keepPhoto } from '../participation/participation.serve.ts'
import { secretOf } from '../participation/tickets.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { answersOf, field, formOf, readsForms } from './forms.ts'
import { say } from './say.ts'

/** What the endpoint is handed. */
export interface Open311Options {
  readonly db: Db
  readonly now: () => string
  readonly files: Files
  readonly vault: Vault
  /** Makes the secrets of links. */
  readonly key: Uint8Array
  readonly changed: (city: CityId) => void
}

type Query = Record<string, string | string[] | undefined>

/** A parameter of the address; several of one name are one list. A city's own endpoint names it in the path. */
const fromQuery = (request: FastifyRequest) => (name: string) => {
  const city = name === 'jurisdiction_id' ? (request.params as { city?: string }).city : undefined
  const value = city ?? (request.query as Query)[name]
  const text = (Array.isArray(value) ? value.join(',') : value)?.trim()
  return text === '' ? undefined : text
}

const formats = { json: 'application/json; charset=utf-8', xml: 'text/xml; charset=utf-8' } as const
type Format = keyof typeof formats

/** The format is the ending of the path; where it has none, what the client says it takes; else XML, which every client can read. */
function formatOf({ url, headers }: FastifyRequest): Format {
  const ending = /\.(json|xml)\/?$/.exec(url.split('?')[0]!)?.[1]
  if (ending !== undefined) return ending as Format
  const takes = headers.accept ?? ''
  return takes.includes('json') && !takes.includes('xml') ? 'json' : 'xml'
}

const mayPost = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'accept-language, authorization, content-type, idempotency-key',
  'access-control-max-age': '86400',
}

function answer(request: FastifyRequest, reply: FastifyReply, { root, value }: Document): FastifyReply {
  const format = formatOf(request)
  // Read by pages of any site: what stands here is public, and no cookie is looked at.
  reply.header('access-control-allow-origin', '*').header('cache-control', 'no-cache').header('vary', 'accept, accept-language')
  return reply.type(formats[format]).send(format === 'json' ? JSON.stringify(value) : writeXml(root, value))
}

/** The endpoint's own way to say no. */
export function refuse(error: FastifyError | Refused, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request)
  if (error instanceof Refused) {
    reply.code(error.status)
    return answer(request, reply, errors(error.status, say(language, error.says, error.details)))
  }
  const problem = asProblem(error)
  if (problem.status >= 500) request.log.error({ err: error }, 'bug')
  // The specification knows 400, 403 and 404; a flood and a bug are said as they are.
  const status = [403, 404, 429, 500, 503].includes(problem.status) ? problem.status : 400
  reply.code(status)
  return answer(request, reply, errors(status, say(language, `problem.${problem.code}`, problem.details)))
}

const errors = (code: number, description: string): Document => ({ root: 'errors', value: [{ code, description }] })

/** Puts the endpoint on the app. */
export async function serveOpen311(app: FastifyInstance, { db, now, files, vault, key, changed }: Open311Options): Promise<void> {
  const house: Open311House = { db, say, vault, secretOf: (id) => secretOf(key, id), whoOfKey: (text) => whoOfKeyText(db, text, now()) }
  const since = now()
  const ask = (request: FastifyRequest): Asked => ({
    parameter: fromQuery(request),
    language: languageOf(request),
    at: now(),
    origin: fromOf(request).origin,
  })
  const posted = async (request: FastifyRequest): Promise<Posted> => {
    const form = await formOf(request)
    const inQuery = fromQuery(request)
    const parameter = (name: string) => (name === 'jurisdiction_id' ? inQuery(name) : undefined) ?? field(form, name) ?? inQuery(name)
    const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const once = request.headers['idempotency-key']
    const photos = async () => {
      const kept = []
      for (const { name, bytes } of form.files) kept.push(await keepPhoto(files, bytes, name))
      return kept
    }
    return { ...ask(request), parameter, answers: answersOf(form), photos, key: bearer ?? parameter('api_key'), once: once?.toString() }
  }
  const write = async (request: FastifyRequest, act: (house: Open311House, posted: Posted) => Promise<Document>) => {
    const it = await posted(request)
    const document = await act(house, it)
    const who = await house.whoOfKey(it.key!)
    if (who) changed(who.city)
    return document
  }
  await app.register(
    async (scope) => {
      await readsForms(scope)
      scope.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply))
      scope.setNotFoundHandler((request, reply) => refuse(new Refused(404, 'open311.noResource'), request, reply))
      type Handler = (request: FastifyRequest<{ Params: { id: string } }>) => Promise<Document>
      // For whoever names the city in a parameter, and the city's own: `/open311/v2`, `/open311/<code>/v2`.
      // Some clients put a stroke behind everything, and some leave the ending to `Accept`.
      const paths = (path: string) =>
        ['', '/:city'].flatMap((of) =>
          ['.json', '.xml', ''].flatMap((ending) => ['', '/'].map((stroke) => `${of}${path}${ending}${stroke}`)),
        )
      const get = (path: string, handler: Handler) => {
        for (const full of paths(path))
          scope.get<{ Params: { id: string } }>(full, async (request, reply) => answer(request, reply, await handler(request)))
      }
      const take = (path: string, act: (house: Open311House, posted: Posted) => Promise<Document>) => {
        for (const full of paths(path)) scope.post(full, async (request, reply) => answer(request, reply, await write(request, act)))
      }
      for (const path of ['/discovery', '/v2/discovery']) get(path, async (request) => discovery(house, ask(request), since))
      get('/v2/services', async (request) => services(house, ask(request)))
      get('/v2/services/:id', async (request) => definition(house, ask(request), request.params.id))
      get('/v2/requests', async (request) => requests(house, ask(request)))
      get('/v2/requests/:id', async (request) => requestOf(house, ask(request), request.params.id))
      get('/v2/tokens/:id', async (request) => token(house, ask(request), request.params.id))
      get('/v2/servicerequestupdates', async (request) => updates(house, ask(request)))
      take('/v2/requests', post)
      take('/v2/servicerequestupdates', postUpdate)
      // Whoever asks for anything else is told so in the specification's way, where the web has a page for every address, too.
      scope.get('/*', async () => {
        throw new Refused(404, 'open311.noResource')
      })
      // Apps that run in a browser ask first whether they may post; who they are is in their key, and in no cookie.
      scope.options('/*', async (_request, reply) => reply.code(204).headers(mayPost).send())
    },
    { prefix: '/open311' },
  )
}
