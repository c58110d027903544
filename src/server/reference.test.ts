/** The document of the calls is whole and committed; whoever reads it may rely on it. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { narrowings } from '../api/narrowing.ts'
import { languages } from '../base/text.ts'
import { openapiDocument } from './reference.ts'

const committed: unknown = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'))

it('takes nothing away from what is written down', () => {
  expect(narrowings(committed, openapiDocument('en'))).toEqual([])
})

it('is what is written down (`npm run openapi` writes it)', () => {
  expect(openapiDocument('en')).toEqual(committed)
})

it.each(languages)('has a sentence for every call, and every reference leads somewhere, in %s', (language) => {
  const document = openapiDocument(language) as {
    paths: Record<string, Record<string, { summary: string }>>
    components: { schemas: object }
  }
  const summaries = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ summary }) => summary))
  expect(summaries.filter((summary) => summary.startsWith('call.'))).toEqual([])
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref]) => ref!)
  const known = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`))
  expect(refs.filter((ref) => !known.has(ref))).toEqual([])
})
