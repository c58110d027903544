/** The editions that ship with Mingcheng: one JSON file each under `library/`. None of them is an official text. */
import { readdirSync, readFileSync } from 'node:fs'
import { Edition } from './edition.ts'

const folder = new URL('./library/', import.meta.url)
const loaded = new Map<string, Edition>()

/** Standard and edition codes of the library, in order. */
export function listLibrary(): { standard: string; edition: string }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: standard }) =>
      readdirSync(new URL(`${standard}/`, folder))
        .filter((file) => file.endsWith('.json'))
        .map((file) => ({ standard, edition: file.slice(0, -'.json'.length) })),
    )
    .sort((a, b) => (`${a.standard}/${a.edition}` < `${b.standard}/${b.edition}` ? -1 : 1))
}

/** An edition of the library, or undefined. Parsed once and kept: it never changes while we run. */
export function findLibraryEdition(standard: string, edition: string): Edition | undefined {
  const key = `${standard}/${edition}`
  const known = loaded.get(key)
  if (known) return known
  if (!listLibrary().some((item) => item.standard === standard && item.edition === edition)) return undefined
  const parsed = Edition.parse(JSON.parse(readFileSync(new URL(`${key}.json`, folder), 'utf8')))
  loaded.set(key, parsed)
  return parsed
}
