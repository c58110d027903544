/** Writes OpenAPI 3.1 from the contracts, so that third parties get the same truth as our own client. */
import { z } from 'zod'
import { ProblemBody } from '../base/problem.ts'
import type { Contract, Route } from './contract.ts'

type Json = Record<string, unknown>

/** The document for all contracts; `say` turns a key into the sentence of a call. */
export function openapi(contracts: Readonly<Record<string, Contract>>, version: string, say: (key: string) => string): Json {
  const paths: Record<string, Json> = {}
  const shared: Shared = { schemas: {}, names: new Map() }
  const problem = schemaOf(ProblemBody, 'output', 'problem', shared)
  for (const [room, routes] of Object.entries(contracts)) {
    for (const [name, route] of Object.entries(routes)) {
      const path = `/api${route.path.replace(/:([a-zA-Z]+)/g, '{$1}')}`
      const call = { id: `${room}.${name}`, room, summary: say(`call.${route.says}`) }
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(call, route, shared) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mingcheng 明城', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { ...shared.schemas, Problem: problem },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'mc_session' } },
    },
  }
}

/** Shapes that hold themselves have to be named; each is kept once under the first call that uses it. */
interface Shared {
  readonly schemas: Json
  readonly names: Map<string, string>
}

interface Call {
  readonly id: string
  readonly room: string
  readonly summary: string
}

function operation({ id, room, summary }: Call, route: Route, shared: Shared): Json {
  return {
    operationId: id,
    tags: [room],
    summary,
    ...(route.may === 'anyone' ? { security: [] } : { security: [{ session: [] }] }),
    'x-may': route.may,
    parameters: [...fields(route.params, 'path', id, shared), ...fields(route.query, 'query', id, shared), ...headers(route)],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: bodyOf(route.body, id, shared) } }),
    responses: {
      200: { description: 'OK', content: answers(route, id, shared) },
      default: { description: 'RFC 9457', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

/** A write may carry a key that makes it safe to repeat; a read may carry the tag of what the caller has. */
function headers(route: Route): Json[] {
  const header = (name: string) => ({ name, in: 'header', required: false, schema: { type: 'string', maxLength: 200 } })
  if (route.returns === 'stream') return [header('Last-Event-ID')]
  if (route.method === 'GET') return route.returns === 'file' ? [] : [header('If-None-Match')]
  return route.may === 'anyone' || route.returns === 'file' ? [] : [header('Idempotency-Key')]
}

const bodyOf = (body: z.ZodType | 'bytes', id: string, shared: Shared): Json =>
  body === 'bytes' ? { 'application/octet-stream': {} } : { 'application/json': { schema: schemaOf(body, 'input', id, shared) } }

function answers(route: Route, id: string, shared: Shared): Json {
  if (route.returns === 'file') return { 'application/octet-stream': {} }
  if (route.returns === 'stream') return { 'text/event-stream': {} }
  return { 'application/json': { schema: schemaOf(route.returns as z.ZodType, 'output', id, shared) } }
}

function fields(shape: z.ZodObject | undefined, where: 'path' | 'query', id: string, shared: Shared): Json[] {
  if (!shape) return []
  const schema = schemaOf(shape, 'input', id, shared) as { properties?: Json; required?: string[] }
  return Object.entries(schema.properties ?? {}).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || (schema.required ?? []).includes(name),
    schema: value,
  }))
}

/** A reference inside a schema means the whole document here, so what it points to is moved there. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output', id: string, shared: Shared): Json {
  const { $schema: _, $defs: own = {}, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Json & { $defs?: Json }
  const names = Object.keys(own).map((name) => ({ name, kept: nameFor(`${id}.${io}.${name}`, JSON.stringify(own[name]), shared) }))
  const moved = (json: string) =>
    names.reduce((at, { name, kept }) => at.replaceAll(`"#/$defs/${name}"`, `"#/components/schemas/${kept}"`), json)
  for (const { name, kept } of names) shared.schemas[kept] = JSON.parse(moved(JSON.stringify(own[name]))) as Json
  return JSON.parse(moved(JSON.stringify(schema))) as Json
}

function nameFor(wish: string, content: string, { names }: Shared): string {
  const known = names.get(content)
  if (known !== undefined) return known
  names.set(content, wish)
  return wish
}
