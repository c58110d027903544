/** Handlers of the procedure: a new version is checked, kept for ever, named in the ledger by its hash, and in force at once. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { v7 } from 'uuid'
import { handlers, whoOf } from '../../api/api.serve.ts'
import type { Download } from '../../api/download.serve.ts'
import type { Say } from '../../api/problems.serve.ts'
import { appendEvents } from '../../base/event.sql.ts'
import type { CityId, EventId, PersonId } from '../../base/ids.ts'
import { type Fault, Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { type Language, languages, read } from '../../base/text.ts'
import { readSheets } from '../../sheets/read.serve.ts'
import { type CellOut, writeWorkbook } from '../../sheets/write.serve.ts'
import { listNames } from '../cases.sql.ts'
import { type BookSheet, bookSheets, inFile, readRows, rowsOf } from './book.ts'
import { printed } from './print.ts'
import type { Procedure } from './procedure.ts'
import { addProcedure, countOpen, findProcedure, listProcedures, type ProcedureRow, readProcedures } from './procedures.sql.ts'
import { proceduresApi, type ProcedureFile, type ProcedureVersion } from './procedures.api.ts'
import { readProcedure } from './read.ts'
import { shipped } from './shipped.ts'

const textOf = (procedure: Procedure): string => canonicalize(procedure)!
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What the house brought; in force where nobody adopted anything. */
const ofTheHouse = { version: 0, hash: hashOf(textOf(shipped)), moves: 'new' as const, note: '', at: null, by: null }

async function listVersions(db: Db, city: CityId): Promise<ProcedureVersion[]> {
  const rows = await listProcedures(db, city)
  const [names, open] = [
    await listNames(
      db,
      city,
      rows.map(({ by }) => by),
      [],
    ),
    await countOpen(db, city),
  ]
  const personOf = ({ by }: ProcedureRow) => ({ id: by, name: names.get(by)?.zh ?? '' })
  const own = rows.map(({ version, hash, moves, note, at, by, id }) => ({
    version,
    hash,
    moves,
    note,
    at,
    by: personOf({ version, hash, moves, note, at, by, id }),
    openCases: open.get(version) ?? 0,
  }))
  return [...own, { ...ofTheHouse, openCases: open.get(0) ?? 0 }]
}

/** A version with its document. *Refuses:* 404. */
async function getVersion(db: Db, city: CityId, wanted: number | undefined, language: Language, say: Say): Promise<ProcedureFile> {
  const versions = await listVersions(db, city)
  const version = wanted === undefined ? versions[0] : versions.find((one) => one.version === wanted)
  if (!version) throw new Problem('api.notFound', 404)
  const document = (await readProcedures(db, city)).of(version.version).procedure
  return {
    ...version,
    document,
    printed: printed(document, {
      say: (key, values) => say(language, key, values),
      name: (text) => read(text, language),
      comma: say(language, 'procedure.comma'),
    }),
  }
}

/** A document that cannot be worked by. *Refuses:* 422 `procedure.faulty` with every row that is wrong. */
function parsed(given: unknown, rows?: (faults: readonly Fault[]) => Fault[]): Procedure {
  const { procedure, faults } = readProcedure(given)
  if (procedure) return procedure
  throw new Problem('procedure.faulty', 422, { count: faults.length }, rows ? rows(faults) : faults)
}

const sheetName = (say: Say, language: Language, sheet: BookSheet): string => say(language, `procedure.sheet.${sheet}`)

async function exportBook(file: ProcedureFile, language: Language, at: string, say: Say): Promise<Download> {
  const rows = rowsOf(file.document)
  const sheets = (Object.keys(bookSheets) as BookSheet[]).map((sheet) => {
    const head: CellOut[] = bookSheets[sheet].map((column) => say(language, `procedure.col.${column}`))
    return { name: sheetName(say, language, sheet), widths: bookSheets[sheet].map(() => 20), rows: [head, ...rows[sheet]] }
  })
  const name = `${read(file.document.title, language)} ${file.version}.xlsx`
  return { name, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content: await writeWorkbook(sheets, at) }
}

const jsonOf = (file: ProcedureFile, language: Language): Download => ({
  name: `${read(file.document.title, language)} ${file.version}.json`,
  mediaType: 'application/json',
  content: Buffer.from(`${JSON.stringify(file.document, null, 2)}\n`),
})

/** Reads a file. A sheet is known by its name in either language. */
async function readFile(bytes: Uint8Array, name: string, say: Say): Promise<Procedure> {
  if (/^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 200)).replace(/^\uFEFF/, ''))) return parsed(jsonIn(bytes))
  const book = await readSheets(bytes, name)
  const rows = (sheet: BookSheet) => {
    const names = new Set(languages.map((language) => sheetName(say, language, sheet)))
    const found = book.sheets.find((one) => names.has(one.name))
    return (found?.rows.slice(1) ?? []).map((cells) => cells.map(({ text }) => text))
  }
  const said = readRows({ title: rows('title'), state: rows('state'), clock: rows('clock'), step: rows('step') })
  return parsed(said.document, (faults) => inFile(faults, said))
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes).replace(/^\uFEFF/, ''))
  } catch {
    throw new Problem('procedure.notJson', 422)
  }
}

/** Handlers over the word lists. */
export const proceduresHandlers = (say: Say) =>
  handlers(proceduresApi, {
    get: async (ask) => getVersion(ask.db, whoOf(ask).city, ask.query.version, ask.language, say),
    list: async (ask) => ({ items: await listVersions(ask.db, whoOf(ask).city) }),
    export: async (ask) => {
      const file = await getVersion(ask.db, whoOf(ask).city, ask.query.version, ask.language, say)
      return ask.query.form === 'json' ? jsonOf(file, ask.language) : exportBook(file, ask.language, ask.at, say)
    },
    read: async (ask) => ({ document: await readFile(ask.body, ask.query.name, say) }),
    adopt: async (ask) => {
      const { city, person } = whoOf(ask)
      const { id, document: given, moves, note } = ask.body
      const known = await findProcedure(ask.db, city, id)
      if (known) return getVersion(ask.db, city, known.version, ask.language, say)
      const document = textOf(parsed(given))
      const hash = hashOf(document)
      const [current] = await listVersions(ask.db, city)
      if (current!.hash === hash) throw new Problem('procedure.same', 409, { version: current!.version })
      const version = await addProcedure(ask.db, city, { id, document, hash, moves, note, at: ask.at, by: person })
      const event = { id: v7() as EventId, kind: 'procedure.adopted', thing: id, at: ask.at, by: person as PersonId, version: 1 }
      await appendEvents(ask.db, city, [{ ...event, data: { version, hash, moves, note } }])
      return getVersion(ask.db, city, version, ask.language, say)
    },
  })
