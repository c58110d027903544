/** An input for any call, made from its shapes alone: small, valid as far as a shape can say, and about things that nobody knows. */
import { v7 } from 'uuid'
import { z } from 'zod'
import type { Route } from '../../src/api/contract.ts'

interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema | false
  readonly prefixItems?: readonly Schema[]
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
}

/** The parts that a place of a contract names are filled even when they may be left out. */
export const inputOf = (route: Route) => {
  const named = [...(Array.isArray(route.within) ? (route.within as { at: string }[]) : []), ...(route.asks ? [route.asks] : [])]
  const part = (name: string, shape: z.ZodType | undefined) =>
    shape &&
    valueOf(
      shape,
      named.flatMap(({ at }) => (at.startsWith(`${name}.`) ? [at.slice(name.length + 1)] : [])),
    )
  return {
    params: (part('params', route.params) ?? {}) as Record<string, unknown>,
    query: (part('query', route.query) ?? {}) as Record<string, unknown>,
    body: route.body === 'bytes' ? Buffer.from('x') : part('body', route.body),
  }
}

function valueOf(shape: z.ZodType, also: readonly string[]): unknown {
  const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as unknown as Schema
  return make({ ...schema, required: [...(schema.required ?? []), ...also] }, schema.$defs ?? {})
}

function make(schema: Schema, defs: Readonly<Record<string, Schema>>): unknown {
  if (schema.$ref !== undefined) return make(defs[schema.$ref.split('/').at(-1)!]!, defs)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return make(choice, defs)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => make(part, defs)))
  switch (schema.type) {
    case 'object':
      return Object.fromEntries([...new Set(schema.required)].map((name) => [name, make(schema.properties?.[name] ?? {}, defs)]))
    case 'array':
      return (
        schema.prefixItems?.map((item) => make(item, defs)) ??
        Array.from({ length: schema.minItems ?? 0 }, () => make(schema.items || {}, defs))
      )
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return textOf(schema)
  }
}

function textOf({ format, pattern = '', minLength = 1 }: Schema): string {
  if (format === 'uuid') return v7()
  if (format === 'date') return '2026-11-20'
  if (format === 'date-time') return '2026-11-20T04:00:00.000Z'
  if (format === 'email') return 'somebody@example.org'
  if (format === 'uri' || format === 'url') return 'https://example.org/'
  if (/\\d\{4\}-\\d\{2\}\$/.test(pattern)) return '2026-11'
  if (/\\d/.test(pattern) && pattern.includes('-')) return '2026-11-20'
  if (/a-f/.test(pattern)) return 'a'.repeat(64)
  return 'x'.repeat(Math.max(1, minLength))
}
