/** Writes OpenAPI 3.1 from the contracts, so that third parties get the same truth as our own client. */
import { z } from 'zod'
import type { Contract, Route } from './contract.ts'

type Json = Record<string, unknown>

/** The document for all contracts; `say` turns a key into the sentence of a call. */
export function openapi(contracts: Readonly<Record<string, Contract>>, version: string, say: (key: string) => string): Json {
  const paths: Record<string, Json> = {}
  for (const [room, routes] of Object.entries(contracts)) {
    for (const [name, route] of Object.entries(routes)) {
      const path = `/api${route.path.replace(/:([a-zA-Z]+)/g, '{$1}')}`
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(room, name, route, say) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mingcheng 明城', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'mc_session' } } },
  }
}

function operation(room: string, name: string, route: Route, say: (key: string) => string): Json {
  const parameters = [...fields(route.params, 'path'), ...fields(route.query, 'query')]
  const body =
    route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content:
              route.body === 'bytes'
                ? { 'application/octet-stream': {} }
                : { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }
  return {
    operationId: `${room}.${name}`,
    tags: [room],
    summary: say(`call.${route.says}`),
    ...(route.may === 'anyone' ? { security: [] } : { security: [{ session: [] }] }),
    'x-may': route.may,
    parameters,
    ...body,
    responses: {
      200: { description: 'OK', content: answers(route) },
      default: { description: 'RFC 9457', content: { 'application/problem+json': {} } },
    },
  }
}

function answers(route: Route): Json {
  if (route.returns === 'file') return { 'application/octet-stream': {} }
  if (route.returns === 'stream') return { 'text/event-stream': {} }
  return { 'application/json': { schema: schemaOf(route.returns as z.ZodType, 'output') } }
}

function fields(shape: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (!shape) return []
  const schema = schemaOf(shape, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(schema.properties ?? {}).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || (schema.required ?? []).includes(name),
    schema: value,
  }))
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Json
  return schema
}
