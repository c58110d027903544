/** Serves imports. Reading runs after the answer, outside any transaction; taking in runs in exactly one. */
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { z } from 'zod'
import { handlers, whoOf } from '../api/api.serve.ts'
import { cursorOf, pageOf, readCursor } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import { type CityId, EventId, ImportId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { signatureOf } from '../sheets/columns.ts'
import type { Fix } from '../sheets/kind.ts'
import { writeWorkbook } from '../sheets/write.serve.ts'
import { errorBook } from './error-book.serve.ts'
import type { Import } from './import.ts'
import { importsApi } from './imports.api.ts'
import {
  addImport,
  dropForgotten,
  findFile,
  findImport,
  listImports,
  markCorrected,
  markDecided,
  markRead,
  markRefused,
  saveMapping,
} from './imports.sql.ts'
import { kinds } from './kinds.serve.ts'
import { getKind, progressOf, readImport, type Reading, readingOf, remember } from './reading.serve.ts'

/** What the composition on top hands in: a database that outlives the request, the clock, and the words. */
export interface ImportsHouse {
  readonly db: Db
  readonly now: () => string
  readonly say: Say
}

async function getImport(db: Db, city: CityId, id: ImportId): Promise<Import> {
  const found = await findImport(db, city, id)
  if (!found) throw new Problem('imports.none', 404)
  return found
}

/** An import that can still be corrected, at the version that was seen. */
async function getOpen(db: Db, city: CityId, id: ImportId, version: number): Promise<Import> {
  const found = await getImport(db, city, id)
  if (found.state === 'reading') throw new Problem('imports.reading', 409)
  if (found.state !== 'previewed') throw new Problem('imports.decided', 409, { state: found.state })
  if (found.version !== version) throw new Problem('imports.changed', 409, { version: found.version })
  return found
}

/** The permission that taking in a kind of table asks for, and that of an import. Asked by the edge. */
export const importsAsked = {
  importKind: async (_db: Db, _city: CityId, kind: string) => getKind(kind).may,
  import: async (db: Db, city: CityId, id: string) => {
    const it = await findImport(db, city, id as ImportId)
    return it && getKind(it.kind).may
  },
}

const running = new Set<string>()

/** Reads a file that has arrived. Twice at once is prevented in this process; twice in two processes gives the same answer twice. */
async function readNow(house: ImportsHouse, city: CityId, id: ImportId): Promise<void> {
  if (running.has(id)) return
  running.add(id)
  const db = house.db.of(city)
  try {
    const it = await getImport(db, city, id)
    if (it.state !== 'reading') return
    const reading = await readImport(db, city, it, { options: it.options })
    remember(city, id, it.version, reading)
    await markRead(db, city, id, { layouts: reading.layouts, found: reading.found }, house.now())
  } catch (error) {
    const problem = error instanceof Problem ? { code: error.code, details: error.details } : { code: 'api.bug', details: {} }
    await markRefused(db, city, id, problem, house.now()).catch(() => undefined)
  } finally {
    running.delete(id)
  }
}

function optionsOf(text: string | undefined): Record<string, string> {
  if (text === undefined || text === '') return {}
  const parsed = z.record(z.string(), z.string()).safeParse(tryJson(text))
  if (!parsed.success) throw new Problem('imports.badOptions', 422)
  return parsed.data
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Later corrections of the same cell or row replace earlier ones. */
function joined(before: readonly Fix[], more: readonly Fix[]): Fix[] {
  const placeOf = (fix: Fix) => `${fix.sheet}/${fix.row}/${'skip' in fix ? 'row' : fix.column}`
  return [...new Map([...before, ...more].map((fix) => [placeOf(fix), fix])).values()]
}

async function apply(db: Db, who: Who, it: Import, at: string): Promise<Import> {
  // Understood afresh: what the city knows may have changed since the preview.
  const reading = await readImport(db, who.city, it, { layouts: it.layouts, options: it.options })
  const { faults } = reading.understood
  if (faults.length > 0) throw new Problem('imports.faults', 422, { count: faults.length }, faults.slice(0, 500))
  const { kind } = getKind(it.kind)
  const result = await kind.apply(db, { city: who.city, person: who.person, at, id: it.id }, reading.understood)
  if ((await markDecided(db, who.city, { id: it.id, version: it.version, state: 'applied', result, at })) !== 1)
    throw new Problem('imports.changed', 409)
  await rememberColumns(db, who.city, it.kind, reading, at)
  const data = { kind: it.kind, name: it.name, sha256: it.sha256, ...result }
  await appendEvents(db, who.city, [
    { id: EventId.parse(v7()), kind: 'import.applied', thing: it.id, at, by: who.person, version: 1, data },
  ])
  return getImport(db, who.city, it.id)
}

async function rememberColumns(db: Db, city: CityId, kind: string, { book, layouts }: Reading, at: string): Promise<void> {
  for (const layout of layouts) {
    const sheet = book.sheets.find(({ name }) => name === layout.sheet)
    if (!sheet) continue
    const mapping = { heads: layout.heads, columns: { ...layout.columns } }
    await saveMapping(db, city, { kind, signature: signatureOf(sheet, layout), mapping, at })
  }
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The handlers. */
export const importsHandlers = (house: ImportsHouse) =>
  handlers(importsApi, {
    listImportKinds: async () => ({
      items: kinds.map(({ kind }) => ({
        kind: kind.kind,
        columns: kind.columns.map(({ key, words }) => ({ key, words: [...words] })),
        needs: kind.needs.map((group) => [...group]),
        options: kind.options.map(({ key, choices }) => ({ key, choices: [...choices] })),
      })),
    }),
    getTemplate: async (ask) => {
      const { kind } = getKind(ask.query.kind)
      const heads = kind.columns.map(({ words }) => words[0]!)
      const content = await writeWorkbook([{ name: kind.kind, rows: [heads], widths: heads.map(() => 20) }], ask.at)
      return { name: `${kind.kind}.xlsx`, mediaType: xlsx, content }
    },
    listImports: async (ask) => {
      const { cursor, limit, ...filter } = ask.query
      const after = readCursor(cursor, [z.string(), ImportId])
      return pageOf(await listImports(ask.db, whoOf(ask).city, { ...filter, after, limit }), limit, ({ addedAt, id }) =>
        cursorOf(addedAt, id),
      )
    },
    addImport: async (ask) => {
      const { city, person } = whoOf(ask)
      const { id, kind, name } = ask.query
      const sha256 = createHash('sha256').update(ask.body).digest('hex')
      const fresh = { id, kind, name, sha256, file: ask.body, options: optionsOf(ask.query.options), at: ask.at, by: person }
      await dropForgotten(ask.db, city, ask.at)
      await addImport(ask.db, city, fresh)
      const kept = await getImport(ask.db, city, id)
      if (kept.sha256 !== sha256 || kept.kind !== kind) throw new Problem('imports.idTaken', 409)
      ask.afterCommit(() => void readNow(house, city, id))
      return kept
    },
    getImport: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      // A process that died while reading left it unread; whoever asks for it next sets it going again.
      if (it.state !== 'reading') return it
      void readNow(house, city, it.id)
      const rows = progressOf(city, it.id)
      return rows === undefined ? it : { ...it, progress: rows }
    },
    listImportRows: async (ask) => {
      const it = await getImport(ask.db, whoOf(ask).city, ask.params.id)
      if (it.state !== 'previewed') return { items: [] }
      const { rows } = await readingOf(ask.db, whoOf(ask).city, it)
      const { only, cursor, limit } = ask.query
      const shown =
        only === undefined ? rows : rows.filter(({ faults, hints }) => faults.length > 0 || (only === 'notes' && hints.length > 0))
      const from = readCursor(cursor, [z.int().min(0)])?.[0] ?? 0
      const items = shown.slice(from, from + limit)
      return { items, total: shown.length, ...(from + limit < shown.length ? { next: cursorOf(from + limit) } : {}) }
    },
    listImportNotes: async (ask) => {
      const it = await getImport(ask.db, whoOf(ask).city, ask.params.id)
      if (it.state !== 'previewed') return { faults: [], hints: [] }
      const { understood } = await readingOf(ask.db, whoOf(ask).city, it)
      const whole = ({ row }: { row?: number | undefined }) => row === undefined
      return { faults: understood.faults.filter(whole), hints: understood.hints.filter(whole) }
    },
    listSheetHeads: async (ask) => {
      const it = await getImport(ask.db, whoOf(ask).city, ask.params.id)
      if (it.state !== 'previewed') return { items: [] }
      const { book } = await readingOf(ask.db, whoOf(ask).city, it)
      const items = book.sheets.map(({ name, hidden, rows }) => ({
        name,
        hidden,
        rows: rows.slice(0, 15).map((row) => row.map(({ text }) => text.slice(0, 200))),
      }))
      return { items }
    },
    correctImport: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getOpen(ask.db, city, ask.params.id, ask.body.version)
      const stored = await findFile(ask.db, city, it.id)
      const fixes = joined(stored?.fixes ?? [], ask.body.fixes ?? [])
      const options = { ...it.options, ...ask.body.options }
      const reading = await readImport(ask.db, city, it, { layouts: ask.body.layouts ?? it.layouts, options, fixes })
      const saved = await markCorrected(ask.db, city, {
        id: it.id,
        version: it.version,
        layouts: reading.layouts,
        options,
        fixes,
        found: reading.found,
        at: ask.at,
      })
      if (saved !== 1) throw new Problem('imports.changed', 409)
      ask.afterCommit(() => void remember(city, it.id, it.version + 1, reading))
      return getImport(ask.db, city, it.id)
    },
    applyImport: async (ask) => {
      const done = await getImport(ask.db, whoOf(ask).city, ask.params.id)
      if (done.state === 'applied' && done.version === ask.body.version) return done
      return apply(ask.db, whoOf(ask), await getOpen(ask.db, whoOf(ask).city, ask.params.id, ask.body.version), ask.at)
    },
    abandonImport: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      if (it.state === 'applied') throw new Problem('imports.decided', 409, { state: it.state })
      await markDecided(ask.db, city, { id: it.id, version: it.version, state: 'abandoned', result: null, at: ask.at })
      return getImport(ask.db, city, it.id)
    },
    getErrorBook: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      if (it.state !== 'previewed') throw new Problem('imports.decided', 409, { state: it.state })
      const sayFault = (fault: { at: string; says: string; details?: Record<string, string | number> | undefined }) =>
        house.say(ask.language, fault.says, { at: fault.at, ...fault.details })
      const content = await errorBook(await readingOf(ask.db, city, it), house.say(ask.language, 'import.errors'), sayFault, ask.at)
      return { name: it.name.replace(/(\.[a-z]+)?$/i, `-${house.say(ask.language, 'import.errors')}.xlsx`), mediaType: xlsx, content }
    },
  })
