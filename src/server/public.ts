/** The public pages on the app: plain forms and plain pages, outside of the calls of the house. */
import { readFileSync } from 'node:fs'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from '../access/throttle.ts'
import { languageOf } from '../api/parse.serve.ts'
import { asProblem } from '../api/problems.serve.ts'
import type { CityId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import type { W } from '../participation/page.ts'
import { cities, complaint, home, photo, report, send, sendComplaint, status } from '../participation/pages.serve.ts'
import { refusalPage } from '../participation/pages.ts'
import { map, place } from '../participation/place.serve.ts'
import { makeGate } from '../participation/tickets.serve.ts'
import type { PublicHouse, SentForm, Turned, Visit } from '../participation/visit.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { answersOf, field, formOf, readsForms } from './forms.ts'
import { say } from './say.ts'

const style = readFileSync(new URL('../participation/public.css', import.meta.url), 'utf8')
const script = readFileSync(new URL('../participation/place.js', import.meta.url), 'utf8')
const mark = readFileSync(new URL('../web/mark.svg', import.meta.url), 'utf8')
const pageType = 'text/html; charset=utf-8'

/** What the pages are handed. */
export interface PublicOptions {
  readonly db: Db
  readonly now: () => string
  readonly files: Files
  readonly vault: Vault
  readonly key: Uint8Array
  readonly changed: (city: CityId) => void
}

type Named = FastifyRequest<{ Params: { code: string; id: string }; Querystring: Record<string, string | undefined> }>

function visitOf(request: Named, at: string): Visit {
  return {
    code: request.params.code,
    language: languageOf(request),
    at,
    here: request.url,
    origin: `${request.protocol}://${request.host}`,
    network: networkOf(request.ip),
    query: (name) => {
      const text = request.query[name]
      return typeof text === 'string' && text !== '' ? text : undefined
    },
  }
}

async function sentOf(request: FastifyRequest): Promise<SentForm> {
  const form = await formOf(request)
  return { field: (name) => field(form, name), answers: answersOf(form), files: form.files }
}

/** A page of the reader's own: kept nowhere, and its address (which may be a secret) is told to nobody. */
function turn(reply: FastifyReply, turned: Turned): FastifyReply {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex')
  if ('to' in turned) return reply.redirect(turned.to, 303)
  return reply.code(turned.status).type(pageType).send(turned.page)
}

function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const told = asProblem(error)
  if (told.status >= 500) request.log.error({ err: error }, 'bug')
  // An address with a name that nothing can have leads to nothing.
  const problem = told.code === 'api.badValue' && request.method === 'GET' ? new Problem('api.notFound', 404) : told
  const language = languageOf(request)
  const text = say(language, problem.status === 404 ? 'participation.nothingHere' : `problem.${problem.code}`, problem.details)
  const w: W = (key, values) => say(language, key, values)
  return turn(reply, { status: problem.status, page: refusalPage({ language, w, here: request.url }, text) })
}

/** Puts the pages on the app. Browsers ask for an icon by an old name of their own accord, also where a page names another. */
export async function servePublic(app: FastifyInstance, { db, now, files, vault, key, changed }: PublicOptions): Promise<void> {
  const house: PublicHouse = { db, say, vault, files, key, gate: makeGate() }
  const get = (scope: FastifyInstance, path: string, act: (visit: Visit, id: string) => Promise<Turned>) =>
    scope.get(path, async (request, reply) => turn(reply, await act(visitOf(request as Named, now()), (request as Named).params.id)))
  const post = (scope: FastifyInstance, path: string, act: (visit: Visit, form: SentForm) => Promise<Turned>) =>
    scope.post(path, async (request, reply) => {
      const turned = await act(visitOf(request as Named, now()), await sentOf(request))
      if ('city' in turned && turned.city !== undefined) changed(turned.city)
      return turn(reply, turned)
    })
  app.get('/favicon.ico', (_request, reply) =>
    reply.type('image/svg+xml; charset=utf-8').header('cache-control', 'public, max-age=86400').send(mark),
  )
  await app.register(
    async (scope) => {
      await readsForms(scope)
      scope.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply))
      // People stand at this door: who mistypes an address is told in words, and a slash too many is no mistake. The way to
      // everything is taken here too, or the desk's own page, which nobody can read without scripts, would answer it.
      const lost = (request: FastifyRequest, reply: FastifyReply) => {
        const path = /^(\/public\/[^?]*[^/?])\/+(\?.*)?$/.exec(request.url)
        if (path && request.method === 'GET') return reply.redirect(`${path[1]}${path[2] ?? ''}`, 308)
        return refuse(new Problem('api.notFound', 404) as Problem & FastifyError, request, reply)
      }
      scope.setNotFoundHandler(lost)
      scope.get('/*', lost)
      const files = [
        ['/style.css', 'text/css; charset=utf-8', style],
        ['/place.js', 'text/javascript; charset=utf-8', script],
        ['/mark.svg', 'image/svg+xml; charset=utf-8', mark],
      ] as const
      for (const [path, type, text] of files)
        scope.get(path, (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=3600').send(text))
      scope.get('/', async (request, reply) => turn(reply, await cities(house, languageOf(request))))
      get(scope, '/:code', (visit) => home(house, visit))
      get(scope, '/:code/place', (visit) => place(house, visit))
      get(scope, '/:code/report', (visit) => report(house, visit))
      post(scope, '/:code/report', (visit, form) => send(house, visit, form))
      get(scope, '/:code/status/:id', (visit, id) => status(house, visit, id))
      get(scope, '/:code/complaint', (visit) => complaint(house, visit))
      post(scope, '/:code/complaint', (visit, form) => sendComplaint(house, visit, form))
      scope.get('/:code/map.svg', async (request, reply) => {
        const picture = await map(house, visitOf(request as Named, now()))
        return reply.type('image/svg+xml; charset=utf-8').header('cache-control', 'public, max-age=600').send(picture)
      })
      scope.get('/:code/photos/:id.jpg', async (request, reply) => {
        const { content, mediaType } = await photo(house, visitOf(request as Named, now()), (request as Named).params.id as EvidenceId)
        return reply.type(mediaType).header('cache-control', 'public, max-age=600').send(Buffer.from(content))
      })
    },
    { prefix: '/public' },
  )
}
