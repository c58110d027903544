/**
 * `mingcheng import points|areas|units|classes|duties|observations FILE`: what the browser's import does, from the terminal. Shows what was understood and
 * what is refused; writes all or nothing, and nothing at all with `--preview`.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { v7 } from 'uuid'
import { Problem } from '../base/problem.ts'
import type { TableKind, Understood } from '../sheets/kind.ts'
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
    importTable(terminal, (await import('../city/tables/kinds.serve.ts')).pointsKind as unknown as TableKind, path!, options),
})

export const importAreasCommand = command({
  path: 'import areas',
  says: 'importAreas',
  args: [file],
  options: [city, crs, { is: '--level <level>', says: 'areaLevel' }, { is: '--parent <code>', says: 'areaParent' }, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../city/tables/kinds.serve.ts')).areasKind as unknown as TableKind, path!, options),
})

export const importUnitsCommand = command({
  path: 'import units',
  says: 'importUnits',
  args: [file],
  options: [city, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../city/tables/kinds.serve.ts')).unitsKind as unknown as TableKind, path!, options),
})

export const importClassesCommand = command({
  path: 'import classes',
  says: 'importClasses',
  args: [file],
  options: [city, { is: '--plain <clock>', says: 'plainClock' }, skip, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../classes/classes.serve.ts')).classesKind as unknown as TableKind, path!, options),
})

export const importDutiesCommand = command({
  path: 'import duties',
  says: 'importDuties',
  args: [file],
  options: [city, { is: '--edition <code>', says: 'dutiesEdition' }, preview],
  run: async (terminal, [path], options) =>
    importTable(terminal, (await import('../duties/task-table.serve.ts')).taskTable as unknown as TableKind, path!, options),
})

export const importObservationsCommand = command({
  path: 'import observations',
  says: 'importObservations',
  args: [file],
  options: [city, { is: '--round <title>', says: 'observationsRound' }, preview],
  run: async (terminal, [path], options) =>
    importTable(
      terminal,
      (await import('../inspections/observation-table.serve.ts')).observationTable as unknown as TableKind,
      path!,
      options,
    ),
})

const shown = 20

async function importTable(terminal: Terminal, kind: TableKind, path: string, options: Options): Promise<void> {
  const [{ readSheets }, { limits }, { understandTable, dataRows }, { findLayouts }, { now }] = await Promise.all([
    import('../sheets/read.serve.ts'),
    import('../sheets/sheet.ts'),
    import('../sheets/kind.ts'),
    import('../sheets/columns.ts'),
    import('../server/clock.ts'),
  ])
  const reading = (rows: number) => terminal.progress('cli.readingRows', rows, Number.POSITIVE_INFINITY)
  const book = await readSheets(readFileSync(path), basename(path), limits, reading)
  const rows = book.sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0)
  terminal.progress('cli.readingRows', rows, rows)
  const layouts = findLayouts(book, kind.columns, kind.needs)
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
    return { understood, written: await db.tx((tx) => kind.apply(tx, taker, understood)) }
  })
  terminal.answer({ ...numbersOf(result.understood), written: result.written ?? null }, linesOf(terminal, result.understood))
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
