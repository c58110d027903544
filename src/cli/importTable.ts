/**
 * `mingcheng import points|areas|grids|units|classes|owners|duties|observations|cases FILE`: what the browser's import does, from the terminal. Shows what was understood and
 * what is refused; writes all or nothing, and nothing at all with `--preview`.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Layout } from '../sheets/columns.ts'
import type { KeptContact, TableKind, Understood } from '../sheets/kind.ts'
import type { Book } from '../sheets/sheet.ts'
import { command, type Words } from './command.ts'
import { onDatabase, textOf } from './database.ts'
import { getCity } from '../server/whichCity.ts'
import type { Terminal } from './terminal.ts'

type Options = Readonly<Record<string, string | boolean | undefined>>

const city: Words = { is: '--city <code>', says: 'city' }
const crs: Words = { is: '--crs <name>', says: 'crs' }
const skip: Words = { is: '--skip', says: 'skipRefused' }
const preview: Words = { is: '--preview', says: 'preview' }
const file: Words = { is: '<file>', says: 'tableFile' }

export const importPointsCommand = command({
  path: 'import points',
  says: 'importPoints',
  args: [file],
  options: [city, crs, { is: '--type <code>', says: 'pointType' }, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../city/tables/kinds.serve.ts')).pointsKind, path!, options),
})

export const importAreasCommand = command({
  path: 'import areas',
  says: 'importAreas',
  args: [file],
  options: [city, crs, { is: '--level <level>', says: 'areaLevel' }, { is: '--parent <code>', says: 'areaParent' }, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../city/tables/kinds.serve.ts')).areasKind, path!, options),
})

export const importGridsCommand = command({
  path: 'import grids',
  says: 'importGrids',
  args: [file],
  options: [city, crs, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../city/tables/grids.serve.ts')).gridsKind, path!, options),
})

export const importOwnersCommand = command({
  path: 'import owners',
  says: 'importOwners',
  args: [file],
  options: [city, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../cases/places/ownersTable.serve.ts')).ownersKind, path!, options),
})

export const importUnitsCommand = command({
  path: 'import units',
  says: 'importUnits',
  args: [file],
  options: [city, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../city/tables/kinds.serve.ts')).unitsKind, path!, options),
})

export const importClassesCommand = command({
  path: 'import classes',
  says: 'importClasses',
  args: [file],
  options: [city, { is: '--plain <clock>', says: 'plainClock' }, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../classes/classes.serve.ts')).classesKind, path!, options),
})

export const importDutiesCommand = command({
  path: 'import duties',
  says: 'importDuties',
  args: [file],
  options: [city, { is: '--edition <code>', says: 'dutiesEdition' }, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../duties/task-table.serve.ts')).taskTable, path!, options),
})

export const importObservationsCommand = command({
  path: 'import observations',
  says: 'importObservations',
  args: [file],
  options: [city, { is: '--round <title>', says: 'observationsRound' }, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../inspections/observation-table.serve.ts')).observationTable, path!, options),
})

export const importCasesCommand = command({
  path: 'import cases',
  says: 'importCases',
  args: [file],
  options: [
    city,
    crs,
    { is: '--mapping <file>', says: 'mapping' },
    { is: '--closed <how>', says: 'closedCases' },
    { is: '--zone <name>', says: 'zone' },
    { is: '--dates <order>', says: 'dateOrder' },
    skip,
    preview,
  ],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../participation/orders.serve.ts')).ordersKind, path!, options),
})

const shown = 20

/** What the columns of a file mean, said in a file: keys of columns, and the words of its header. */
const Mapping = z.record(z.string(), z.string())

/** The layouts by a mapping. *Refuses:* `imports.badMapping` for what is none, and for a column that the first sheet does not have. */
function mapped(book: Book, kind: TableKind, path: string): Layout[] {
  const refuse = (what: string) => new Problem('imports.badMapping', 422, { what })
  const read = Mapping.safeParse(parseJson(readFileSync(path, 'utf8')))
  const [sheet] = book.sheets
  if (!read.success || !sheet) throw refuse(path)
  const heads = sheet.rows[0]!.map(({ text }) => text.trim())
  const columns = Object.entries(read.data).map(([key, head]) => {
    if (kind.columns.every((column) => column.key !== key)) throw refuse(key)
    if (!heads.includes(head)) throw refuse(head)
    return [key, heads.indexOf(head)] as const
  })
  return [{ sheet: sheet.name, head: 1, heads: 1, columns: Object.fromEntries(columns), guessed: [] }]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Packed files are read as what they hold. */
const bytesOf = (path: string): Uint8Array => {
  const bytes = readFileSync(path)
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes
}
const mostBytes = 256 << 20

async function importTable(terminal: Terminal, kind: TableKind, path: string, options: Options): Promise<void> {
  const [{ readSheets }, { limits }, { understandTable, dataRows }, { findLayouts }, { now }] = await Promise.all([
    import('../sheets/read.serve.ts'),
    import('../sheets/sheet.ts'),
    import('../sheets/kind.ts'),
    import('../sheets/columns.ts'),
    import('../server/clock.ts'),
  ])
  const reading = (rows: number) => terminal.progress('cli.readingRows', rows, Number.POSITIVE_INFINITY)
  const book = await readSheets(bytesOf(path), basename(path), limits, reading)
  const rows = book.sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0)
  terminal.progress('cli.readingRows', rows, rows)
  const mapping = textOf(options['mapping'])
  const layouts = mapping === undefined ? findLayouts(book, kind.columns, kind.needs) : mapped(book, kind, mapping)
  const chosen = Object.fromEntries(kind.options.map(({ key }) => [key, textOf(options[key]) ?? '']))
  if (options['skip'] === true) chosen['refused'] = 'skip'
  const result = await onDatabase(async (db) => {
    const cityId = await getCity(db, options['city'])
    const of = dataRows({ book, layouts }).length
    const tell = (done: number) => terminal.progress('cli.understandingRows', done, of)
    const understood = understandTable(kind, { book, layouts, options: chosen, tell }, await kind.load(db, cityId))
    if (options['preview'] === true) return { understood, written: undefined }
    if (understood.faults.length > 0)
      throw new Problem('imports.faults', 422, { count: understood.faults.length }, understood.faults.slice(0, shown))
    const taker = { city: cityId, person: null, at: now(), id: v7() }
    // Sealed to the city, as in the browser: the vault takes nothing else.
    const written = await db.of(cityId).tx(async (tx) => {
      const result = await kind.apply(tx, taker, understood)
      await keepContacts(tx, kind.contacts?.(taker, understood) ?? [], cityId)
      return result
    })
    return { understood, written }
  })
  terminal.answer({ ...numbersOf(result.understood), written: result.written ?? null }, linesOf(terminal, result.understood))
}

/** Those who stand behind what was taken in go to the vault. */
async function keepContacts(db: Db, contacts: readonly KeptContact[], cityId: CityId): Promise<void> {
  if (contacts.length === 0) return
  const [{ readConfig }, { readKeys }, { vaultOf }] = await Promise.all([
    import('../server/config.ts'),
    import('../server/keys.ts'),
    import('../privacy/vault.serve.ts'),
  ])
  const vault = vaultOf(await readKeys(readConfig()))
  for (const { thing, contact, at } of contacts) await vault.keep(db, cityId, { thing, kind: 'case', contact, at })
}

const numbersOf = ({ counts, faults, hints }: Understood<unknown>) => ({
  counts,
  faults: faults.slice(0, 500),
  hints: hints.slice(0, 500),
})

/** Counts first, then the first faults and hints, each with its row. */
function linesOf(terminal: Terminal, { counts, faults, hints }: Understood<unknown>): string[] {
  const notes = [...faults, ...hints].map(({ at, row, says, details }) => {
    const where = row === undefined ? '' : `${terminal.say('cli.row', { row })} `
    return `  ${where}${terminal.say(says, { at, ...details })}`
  })
  return [
    ...Object.entries(counts).map(([key, count]) => `${terminal.say(`import.count.${key}`)} ${count}`),
    ...notes.slice(0, shown),
    ...(notes.length > shown ? [terminal.say('cli.more', { count: notes.length - shown })] : []),
  ]
}
