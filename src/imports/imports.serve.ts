/** Serves imports. Reading runs after the answer, outside any transaction; taking in runs in exactly one. */
import { subtle } from 'node:crypto'
import { v7 } from 'uuid'
import { z } from 'zod'
import { handlers, steps, whoOf } from '../api/api.serve.ts'
import type { PageOf } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import { type CityId, EventId, ImportId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { wordsTold } from '../sheets/asking.ts'
import type { Fix, Taker } from '../sheets/kind.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { writeWorkbook } from '../sheets/write.serve.ts'
import { importColumns, rowColumns } from './books.serve.ts'
import type { Desks, Held } from './desks.serve.ts'
import type { Import, ImportRow } from './import.ts'
import { importsApi } from './imports.api.ts'
import {
  addImport,
  dropForgotten,
  findFixes,
  findImport,
  listImports,
  markAgain,
  markCorrected,
  markDecided,
  markRead,
  markRefused,
  saveMapping,
  saveWords,
} from './imports.sql.ts'
import { kinds } from './kinds.serve.ts'
import { getKind, type Reader } from './reading.serve.ts'

/** What the composition on top hands in: a database that outlives the request, the clock, the words, where files are read, and the log. */
export interface ImportsHouse {
  readonly db: Db
  readonly now: () => string
  readonly say: Say
  readonly desks: Desks
  /** Where those are kept who stand behind what a file brings. */
  readonly vault: Vault
  readonly log: (error: unknown, what: string) => void
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
    using held = await house.desks.hold(city, id)
    const it = await getImport(db, city, id)
    // It may have been left while it waited for a desk.
    if (it.state === 'reading') await markRead(db, city, id, await held.ask('read', db, { city, it }), house.now())
  } catch (error) {
    await refuse(house, city, id, error)
  } finally {
    running.delete(id)
  }
}

/** Refused for what the file is, or for what befell us: then the log has it, and the bytes are kept to be tried again. */
async function refuse(house: ImportsHouse, city: CityId, id: ImportId, error: unknown): Promise<void> {
  const problem = error instanceof Problem ? error : new Problem('imports.bug', 500)
  if (problem !== error) house.log(error, `import ${id} of city ${city}`)
  const { code, details } = problem
  const why = { code, details, again: code === 'imports.bug' || code === 'imports.tooLong' }
  await markRefused(house.db.of(city), city, id, why, house.now()).catch((lost: unknown) => house.log(lost, `import ${id} of city ${city}`))
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

/** Asks about an import at a desk. */
async function atDesk<Name extends keyof Reader>(
  house: ImportsHouse,
  name: Name,
  ask: { readonly db: Db },
  about: Parameters<Reader[Name]>[1] & { city: CityId; it: Import },
): Promise<Awaited<ReturnType<Reader[Name]>>> {
  using held = await house.desks.hold(about.city, about.it.id)
  return await held.ask(name, ask.db, about)
}

type Meaning = Awaited<ReturnType<Reader['check']>>

/** What `check` found, with the desk that it lies on. */
interface Checked extends Partial<Disposable> {
  readonly held?: Held
  readonly it: Import
  readonly meaning: Meaning
}

/** Understands afresh. The desk stays held until the transaction is over: what was checked is what is taken in. */
async function check(house: ImportsHouse, db: Db, city: CityId, it: Import): Promise<Checked> {
  const held = await house.desks.hold(city, it.id)
  try {
    return { held, it, meaning: await held.ask('check', db, { city, it }), [Symbol.dispose]: () => held[Symbol.dispose]() }
  } catch (error) {
    held[Symbol.dispose]()
    throw error
  }
}

async function apply(db: Db, { held, vault }: { held: Held; vault: Vault }, { it, meaning }: Checked, taker: Taker): Promise<void> {
  const { city, at } = taker
  const result = await held.ask('apply', db, { city, it, taker })
  for (const { thing, contact, at: since } of await held.ask('contacts', db, { city, it, taker }))
    await vault.keep(db, city, { thing, kind: 'case', contact, at: since })
  if ((await markDecided(db, city, { id: it.id, version: it.version, state: 'applied', result, at })) !== 1)
    throw new Problem('imports.changed', 409)
  for (const { signature, mapping } of meaning) await saveMapping(db, city, { kind: it.kind, signature, mapping, at })
  const words = wordsTold(it.options)
  if (Object.keys(words).length > 0) await saveWords(db, city, { kind: it.kind, words, at })
  const data = { kind: it.kind, name: it.name, sha256: it.sha256, ...result }
  await appendEvents(db, city, [{ id: EventId.parse(v7()), kind: 'import.applied', thing: it.id, at, by: taker.person, version: 1, data }])
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The handlers. */
export const importsHandlers = (house: ImportsHouse) =>
  handlers(importsApi, {
    listImportKinds: async (ask) => ({
      items: await Promise.all(
        kinds.map(async ({ kind }) => ({
          kind: kind.kind,
          columns: kind.columns.map(({ key, words }) => ({ key, words: [...words] })),
          needs: kind.needs.map((group) => [...group]),
          options: await Promise.all(
            kind.options.map(async ({ key, choices, offer }) => ({
              key,
              choices: [...choices],
              ...(offer ? { offered: await offer(ask.db, whoOf(ask).city) } : {}),
            })),
          ),
        })),
      ),
    }),
    getTemplate: async (ask) => {
      const { kind } = getKind(ask.query.kind)
      const sheets = (kind.sheets ?? [{ key: '', columns: kind.columns }]).map(({ key, columns }) => ({
        name: key === '' ? kind.kind : house.say(ask.language, `${kind.kind}.sheet.${key}`),
        rows: [columns.map(({ words }) => words[0]!)],
        widths: columns.map(() => 20),
      }))
      const content = await writeWorkbook(sheets, ask.at)
      return { name: `${kind.kind}.xlsx`, mediaType: xlsx, content }
    },
    listImports: async (ask) => {
      const { cursor, limit, sort, ...filter } = ask.query
      return listImports(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportImports: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: house.say(ask.language, 'nav.imports'),
        at: ask.at,
        columns: importColumns(house.say, ask.language),
        read: (cursor) => listImports(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    addImport: steps({
      before: async ({ body }) => Buffer.from(await subtle.digest('SHA-256', body as Uint8Array<ArrayBuffer>)).toString('hex'),
      act: async (ask, sha256) => {
        const { city, person } = whoOf(ask)
        const { id, kind, name } = ask.query
        const fresh = { id, kind, name, sha256, file: ask.body, options: optionsOf(ask.query.options), at: ask.at, by: person }
        await dropForgotten(ask.db, city, ask.at)
        await addImport(ask.db, city, fresh)
        const kept = await getImport(ask.db, city, id)
        if (kept.sha256 !== sha256 || kept.kind !== kind) throw new Problem('imports.idTaken', 409)
        ask.afterCommit(() => void readNow(house, city, id))
        return kept
      },
    }),
    getImport: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      // A process that died while reading left it unread; whoever asks for it next sets it going again.
      if (it.state === 'reading') void readNow(house, city, it.id)
      const doing = it.state === 'reading' ? house.desks.doing(city, it.id) : undefined
      return doing === undefined ? it : { ...it, progress: doing.rows, stage: doing.stage, ...(doing.of === null ? {} : { of: doing.of }) }
    },
    listImportRows: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      return it.state === 'previewed' ? atDesk(house, 'rows', ask, { city, it, ...ask.query }) : { items: [] }
    },
    exportImportRows: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      const read = async (cursor: string | undefined): Promise<PageOf<ImportRow>> =>
        it.state === 'previewed' ? atDesk(house, 'rows', ask, { city, it, ...ask.query, cursor, limit: rowsAtOnce }) : { items: [] }
      return listBook({ name: it.name.replace(/\.[a-z]+$/i, ''), at: ask.at, columns: rowColumns(it, house.say, ask.language), read })
    },
    listImportNotes: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      return it.state === 'previewed' ? atDesk(house, 'notes', ask, { city, it }) : { faults: [], hints: [], asks: [] }
    },
    listSheetHeads: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      return { items: it.state === 'previewed' ? await atDesk(house, 'heads', ask, { city, it }) : [] }
    },
    correctImport: steps({
      before: async (ask) => {
        const { city } = whoOf(ask)
        const it = await getOpen(ask.db, city, ask.params.id, ask.body.version)
        const fixes = joined(await findFixes(ask.db, city, it.id), ask.body.fixes ?? [])
        const options = { ...it.options, ...ask.body.options }
        const wish = { layouts: ask.body.layouts ?? it.layouts, options, fixes }
        return { ...wish, ...(await atDesk(house, 'read', ask, { city, it, wish })) }
      },
      act: async (ask, read) => {
        const { city } = whoOf(ask)
        const { id } = ask.params
        if ((await markCorrected(ask.db, city, { id, version: ask.body.version, ...read, at: ask.at })) !== 1)
          throw new Problem('imports.changed', 409)
        return getImport(ask.db, city, id)
      },
    }),
    applyImport: steps({
      before: async (ask): Promise<Checked> => {
        const { city } = whoOf(ask)
        const it = await getImport(ask.db, city, ask.params.id)
        if (it.state === 'applied' && it.version === ask.body.version) return { it, meaning: [] }
        return check(house, ask.db, city, await getOpen(ask.db, city, it.id, ask.body.version))
      },
      act: async (ask, checked) => {
        const { city, person, role } = whoOf(ask)
        const { id } = ask.params
        if (checked.held) {
          await getOpen(ask.db, city, id, ask.body.version)
          await apply(ask.db, { held: checked.held, vault: house.vault }, checked, { city, person, role, at: ask.at, id })
          ask.afterCommit(() => house.desks.leave(city, id))
        }
        return getImport(ask.db, city, id)
      },
    }),
    retryImport: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      if (it.state !== 'reading' && (await markAgain(ask.db, city, it.id, ask.at)) !== 1)
        throw new Problem('imports.decided', 409, { state: it.state })
      ask.afterCommit(() => void readNow(house, city, it.id))
      return getImport(ask.db, city, it.id)
    },
    abandonImport: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      if (it.state === 'applied') throw new Problem('imports.decided', 409, { state: it.state })
      await markDecided(ask.db, city, { id: it.id, version: it.version, state: 'abandoned', result: null, at: ask.at })
      ask.afterCommit(() => house.desks.leave(city, it.id))
      return getImport(ask.db, city, it.id)
    },
    getErrorBook: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getImport(ask.db, city, ask.params.id)
      if (it.state !== 'previewed') throw new Problem('imports.decided', 409, { state: it.state })
      const content = await atDesk(house, 'errors', ask, { city, it, language: ask.language, at: ask.at })
      return { name: it.name.replace(/(\.[a-z]+)?$/i, `-${house.say(ask.language, 'import.errors')}.xlsx`), mediaType: xlsx, content }
    },
  })
