/**
 * Serves the built web beside the API: hashed files for ever, the page itself never cached, every unknown path the page
 * (the browser's router knows it). Scripts come only from our own host; nothing inline runs.
 */
import { existsSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'

const dist = new URL('../../dist/', import.meta.url)

/** The folder of the build in force when this process began; a later build has another and leaves this one alone. */
export const webFolder = fileURLToPath(new URL(`${builtFolder()}/`, dist))

function builtFolder(): string {
  const file = new URL('built.json', dist)
  if (!existsSync(file)) return 'web'
  return (JSON.parse(readFileSync(file, 'utf8')) as { folder?: string }).folder ?? 'web'
}

/** What a page may load and run. Scripts are ours alone; `more` is for the one page that must be able to do more. */
const policyOf = (more = '') =>
  [
    "default-src 'self'",
    `script-src 'self'${more}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const policy = policyOf()

/**
 * Filling in a form: the form engine reads expressions with a parser in WebAssembly, which a browser compiles only where the page's
 * policy says so. It is said for documents under `/fill/` and `/field/fill/` alone, which run nothing but the form (`src/web/desk/main.tsx`,
 * `src/web/field/main.tsx`); code from text (`eval`) stays forbidden there as well. The field's service worker keeps `/field/fill/`
 * with this header, so that it holds without a network too.
 */
const fillPolicy = policyOf(" 'wasm-unsafe-eval'")

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
}

/** Headers for every answer; a handler that sets its own (a download) keeps it. */
export function guardAnswers(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
}

/** The field's app has a page of its own: what is installed on a phone knows nothing of the desk. */
const isField = (path: string) => path === '/field' || path.startsWith('/field/')

const isFilling = (path: string) => /^(\/field)?\/fill\//.test(path)

/** Puts the built web on the app, when there is one. Files are as they were when the server started. */
export async function serveWeb(app: FastifyInstance, folder = webFolder): Promise<void> {
  if (!existsSync(`${folder}index.html`)) return
  const { default: files } = await import('@fastify/static')
  await app.register(files, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/*.br', '**/*.gz'],
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${sep}assets${sep}`)
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const page = (path: string) => !path.startsWith('/api/') && !/\.\w+$/.test(path)
  app.get('/*', (request, reply) => {
    const path = request.url.split('?')[0]!
    if (!page(path)) return reply.callNotFound()
    if (isFilling(path)) reply.header('content-security-policy', fillPolicy)
    return reply.sendFile(isField(path) ? 'field.html' : 'index.html')
  })
}
