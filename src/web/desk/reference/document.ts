/** The parts of an OpenAPI document that the reference page reads, and a schema in words a person can read. */

export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly $ref?: string
  readonly default?: unknown
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

/** One call of the document. */
export interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly 'x-may': string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: Schema }[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}

/** The document, as far as the page reads it. */
export interface Document {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** One call as the page lists it. */
export interface Listed extends Operation {
  readonly method: string
  readonly path: string
}

/** All calls by room, those that fit the words typed. */
export function roomsOf(document: Document, wanted: string): [string, Listed[]][] {
  const words = wanted.trim().toLowerCase()
  const rooms = new Map<string, Listed[]>()
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const text = `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase()
      if (words !== '' && !text.includes(words)) continue
      const room = operation.tags[0] ?? ''
      rooms.set(room, [...(rooms.get(room) ?? []), { ...operation, method: method.toUpperCase(), path }])
    }
  }
  return [...rooms]
}

/** The schema of a body or an answer, and its media type. */
export function contentOf(part: Content | undefined): { media: string; schema: Schema | undefined } | undefined {
  const [first] = Object.entries(part?.content ?? {})
  return first && { media: first[0], schema: first[1].schema }
}

const deepest = 6

/** A schema as a short type: `{ id: uuid, title: { zh: string, en?: string }, state: "open" | "done" }[]`. */
export function shapeOf(schema: Schema | undefined, depth = 0): string {
  if (!schema || depth > deepest) return '…'
  if (schema.$ref) return schema.$ref.split('/').pop() ?? '…'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const many = schema.anyOf ?? schema.oneOf
  if (many) return many.map((one) => shapeOf(one, depth)).join(' | ')
  if (schema.allOf) return schema.allOf.map((one) => shapeOf(one, depth)).join(' & ')
  if (schema.properties) return objectOf(schema, depth)
  if (schema.prefixItems) return `[${schema.prefixItems.map((item) => shapeOf(item, depth)).join(', ')}]`
  if (schema.items) return `${bracketed(shapeOf(schema.items, depth))}[]`
  if (schema.type === 'object')
    return typeof schema.additionalProperties === 'object' ? `{ [key]: ${shapeOf(schema.additionalProperties, depth + 1)} }` : '{}'
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  return schema.format ?? (schema.type as string | undefined) ?? '…'
}

const bracketed = (text: string) => (text.includes(' | ') && !text.startsWith('{') ? `(${text})` : text)

function objectOf(schema: Schema, depth: number): string {
  const pad = '  '.repeat(depth + 1)
  const lines = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const mark = schema.required?.includes(name) === true ? '' : '?'
    const given = value.default === undefined ? '' : ` = ${JSON.stringify(value.default)}`
    return `${pad}${name}${mark}: ${shapeOf(value, depth + 1)}${given}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
}
