/**
 * The copy of their data that a person may ask for: one archive with what a machine reads (JSON), what a person reads (a page
 * that needs no program but a browser) and the files they sent in. What did not fit is named, never left out in silence.
 */
import type { Say } from '../api/problems.serve.ts'
import type { Download } from '../api/download.serve.ts'
import { type Language, languages } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Files } from '../evidence/files.serve.ts'

/** Everything that is held about somebody: what stands in tables, and the files they sent in. */
export interface PersonCopy {
  readonly at: string
  readonly held: Readonly<Record<string, unknown>>
  readonly files: readonly Pick<Evidence, 'id' | 'sha256' | 'name' | 'bytes' | 'addedAt'>[]
}

const mostBytes = 200_000_000

/** The archive. */
export async function writeCopy(
  { at, held, files }: PersonCopy,
  { store, say }: { store: Files; say: Say },
  language: Language,
): Promise<Download> {
  const { default: Zip } = await import('jszip')
  const zip = new Zip()
  const listed: { file: string; bytes: number; sha256: string; sentAt: string; enclosed: boolean }[] = []
  let used = 0
  for (const { id, sha256, name, bytes, addedAt } of files) {
    const enclosed = used + bytes <= mostBytes
    if (enclosed) used += bytes
    // The id keeps names apart, and no name of a file can lead out of the folder.
    const file = `files/${id}${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''}`
    if (enclosed) zip.file(file, await store.get(sha256), { compression: 'STORE' })
    listed.push({ file, bytes, sha256, sentAt: addedAt, enclosed })
  }
  const all = { format: 'mingcheng.person/2', at, ...held, files: listed }
  zip.file('data.json', JSON.stringify(all, undefined, 2))
  for (const one of languages)
    zip.file(
      `data.${one}.html`,
      pageOf(all, (key, values) => say(one, key, values), one),
    )
  return {
    name: `${say(language, 'persons.copyName')} ${dayOf(at)}.zip`,
    mediaType: 'application/zip',
    content: await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }),
  }
}

type Speak = (key: string, values?: Record<string, unknown>) => string

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Text as it may stand in a page. */
const safe = (text: unknown): string => String(text).replace(/[&<>"']/g, (sign) => signs[sign]!)

/** A key of the data in words, itself where there are none. */
const wordOf = (say: Speak, key: string) => (say(`persons.copy.${key}`) === `persons.copy.${key}` ? key : say(`persons.copy.${key}`))

function pageOf(all: Readonly<Record<string, unknown>>, say: Speak, language: Language): string {
  const parts = Object.entries(all).filter(([key]) => key !== 'format')
  const title = safe(say('persons.copy.title'))
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.6}table{border-collapse:collapse}td,th{border:1px solid #888;padding:.25rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}</style>
</head><body><h1>${title}</h1><p>${safe(say('persons.copy.what'))}</p>
${parts.map(([key, value]) => `<h2>${safe(wordOf(say, key))}</h2>\n${shown(value, say)}`).join('\n')}
</body></html>
`
}

/** A value as a page shows it: lists of rows as tables, rows as two columns. */
function shown(value: unknown, say: Speak): string {
  if (value === null || value === undefined || value === '') return '<p>—</p>'
  if (Array.isArray(value)) return value.length === 0 ? '<p>—</p>' : tableOf(value, say)
  if (typeof value === 'object')
    return `<table>${Object.entries(value)
      .map(([key, one]) => `<tr><th>${safe(wordOf(say, key))}</th><td>${shown(one, say)}</td></tr>`)
      .join('')}</table>`
  return `<p>${safe(value)}</p>`
}

function tableOf(rows: readonly unknown[], say: Speak): string {
  if (rows.some((row) => typeof row !== 'object' || row === null)) return `<p>${rows.map(safe).join(', ')}</p>`
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row as object)))]
  const cell = (row: unknown, key: string) => safe((row as Record<string, unknown>)[key] ?? '—')
  return `<table><tr>${keys.map((key) => `<th>${safe(wordOf(say, key))}</th>`).join('')}</tr>
${rows.map((row) => `<tr>${keys.map((key) => `<td>${cell(row, key)}</td>`).join('')}</tr>`).join('\n')}</table>`
}
