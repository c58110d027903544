/** How long a body can be by the shape of its call: what no shape can hold need not be read to be refused. */
import { z } from 'zod'

/** As little as is always read, so that spaces and fields of a newer client do no harm; and as much as is ever read. */
const [least, most] = [64 * 1024, 8 * 1024 * 1024]

/** A letter is written as six at most (`\u597d`), a number and a time as fewer than these. */
const [letter, number, stamp] = [6, 32, 512]

interface Shape {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly maxLength?: number
  readonly format?: string
  readonly maxItems?: number
  readonly items?: Shape
  readonly prefixItems?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: unknown
}

/** The bytes of a body that are read: twice what its shape can hold, or the most of all where the shape sets no end. */
export function bytesOf(body: z.ZodType): number {
  const room = 2 * longest(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Shape)
  return Math.min(most, Math.max(least, room))
}

const stamps: ReadonlySet<string | undefined> = new Set(['uuid', 'date', 'date-time', 'time'])

const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 2)

/** What is not understood here has no end. */
function longest(shape: Shape): number {
  if (Array.isArray(shape.type)) return Math.max(...shape.type.map((type: string) => longest({ ...shape, type })))
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return Math.max(...choices.map(longest))
  const words = shape.enum ?? (shape.const === undefined ? undefined : [shape.const])
  if (words) return Math.max(...words.map((word) => letter * JSON.stringify(word).length))
  if (shape.type === 'string')
    return shape.maxLength === undefined ? (stamps.has(shape.format) ? stamp : Infinity) : letter * shape.maxLength + 2
  if (shape.type === 'array') return listOf(shape)
  if (shape.type === 'object') return objectOf(shape)
  return typeof shape.type === 'string' && ['number', 'integer', 'boolean', 'null'].includes(shape.type) ? number : Infinity
}

function listOf({ prefixItems, items, maxItems = Infinity }: Shape): number {
  if (prefixItems) return items ? Infinity : sum(prefixItems.map((item) => longest(item) + 1))
  return items && maxItems > 0 ? 2 + maxItems * (longest(items) + 1) : Infinity
}

function objectOf({ properties = {}, additionalProperties }: Shape): number {
  if (typeof additionalProperties === 'object' && additionalProperties !== null) return Infinity
  return sum(Object.entries(properties).map(([name, part]) => letter * name.length + 4 + longest(part)))
}

/** More values than any call needs: each may be a fault of its own, and a fault is a hundred times as long as a 0. */
const mostValues = 250_000

/** Whether a body holds more values than are looked at. A list too long is known by its length. */
export function hasTooMany(body: unknown): boolean {
  const left: unknown[] = [body]
  let count = 1
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    const parts = Array.isArray(value) && value.length > mostValues ? undefined : Object.values(value)
    if (!parts || (count += parts.length) > mostValues) return true
    for (const part of parts) left.push(part)
  }
  return false
}
