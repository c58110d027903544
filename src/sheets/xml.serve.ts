/** Reads XML parts as a stream of tags. A document type is refused: workbooks have none, and entities can only do harm. */
import { SaxesParser } from 'saxes'
import { Problem } from '../base/problem.ts'
import type { Parts } from './zip.serve.ts'

/** What to do at a tag's start and end, and with text. Names come without their prefix. */
export interface Tags {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Reads a part; false when it is not there. *Refuses:* `sheets.broken` when it is no XML or has a document type. */
export async function readXml(parts: Parts, name: string, tags: Tags): Promise<boolean> {
  const parser = new SaxesParser({ xmlns: false })
  parser.on('doctype', () => {
    throw new Problem('sheets.broken', 422, { part: name })
  })
  parser.on('error', () => {
    throw new Problem('sheets.broken', 422, { part: name })
  })
  if (tags.open) parser.on('opentag', (tag) => tags.open!(local(tag.name), tag.attributes))
  if (tags.close) parser.on('closetag', (tag) => tags.close!(local(tag.name)))
  if (tags.text) parser.on('text', (text) => tags.text!(text))
  const found = await parts.read(name, (text) => void parser.write(text))
  if (found) parser.close()
  return found
}
