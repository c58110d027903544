/** XML of Open311, written and read by a library. A document type is refused before anything is read: entities can only do harm. */
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { Problem } from '../base/problem.ts'

const builder = new XMLBuilder({ format: true, indentBy: '  ', suppressEmptyNode: false, ignoreAttributes: true })
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true, removeNSPrefix: true })

/** Names of the items of lists: `services` holds `service`. */
const itemOf: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  service_requests_updates: 'request_update',
  attributes: 'attribute',
  values: 'value',
  notes: 'note',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
}

/** What XML 1.0 has no way to write. */
// oxlint-disable-next-line no-control-regex -- these are what is taken out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function shaped(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return { [itemOf[name] ?? 'item']: value.map((it) => shaped('', it)) }
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, shaped(key, it)]))
  return value === null || value === undefined ? '' : String(value as string | number | boolean).replace(unwritable, '')
}

/** A document with one root. */
export const writeXml = (root: string, value: unknown): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: shaped(root, value) })}`

/** A document as plain objects; every value is text. *Refuses:* 422 `open311.badAnswer` for a document type and for what is no XML. */
export function readXml(text: string): Record<string, unknown> {
  if (/<!doctype|<!entity/i.test(text)) throw new Problem('open311.badAnswer', 422)
  try {
    return parser.parse(text, true) as Record<string, unknown>
  } catch {
    throw new Problem('open311.badAnswer', 422)
  }
}

/** The items of a list in a parsed document, whether there are none, one or many. */
export function itemsOf(document: Record<string, unknown>, list: string): Record<string, string>[] {
  const inside = document[list]
  if (typeof inside !== 'object' || inside === null) return []
  const items = (inside as Record<string, unknown>)[itemOf[list]!]
  const many = Array.isArray(items) ? items : items === undefined ? [] : [items]
  return many.filter((it): it is Record<string, string> => typeof it === 'object' && it !== null)
}
