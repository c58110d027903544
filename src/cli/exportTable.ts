/** `mingcheng export duties|observations FILE`: the workbooks that the browser gives, from the terminal; they come back in by `import`. */
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Download } from '../api/download.serve.ts'
import type { CityId, EditionId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { Day } from '../base/time.ts'
import { command, type Words } from './command.ts'
import { onDatabase, textOf } from './database.ts'
import { getCity } from '../server/whichCity.ts'
import type { Terminal } from './terminal.ts'

const city: Words = { is: '--city <code>', says: 'city' }
const file: Words = { is: '<file>', says: 'exportTableFile' }

export const exportDutiesCommand = command({
  path: 'export duties',
  says: 'exportDuties',
  args: [file],
  options: [city, { is: '--edition <code>', says: 'dutiesEdition' }, { is: '--unit <code>', says: 'dutiesUnit' }],
  run: (terminal, [path = ''], options) =>
    toFile(terminal, path, options['city'], async (db, city, at) => {
      const [{ exportTable }, { say }] = await Promise.all([import('../duties/task-table.serve.ts'), import('../server/say.ts')])
      const edition = await getEdition(db, city, textOf(options['edition']))
      const unit = await findUnit(db, city, textOf(options['unit']))
      return exportTable(db, city, { edition, unit, at, language: terminal.language }, say)
    }),
})

export const exportObservationsCommand = command({
  path: 'export observations',
  says: 'exportObservations',
  args: [file],
  options: [city, { is: '--from <day>', says: 'observationsFrom' }, { is: '--to <day>', says: 'observationsTo' }],
  run: async (terminal, [path = ''], options) => {
    const filter = { from: dayIn(textOf(options['from'])), to: dayIn(textOf(options['to'])) }
    let count = 0
    const told = (rows: number) => terminal.progress('cli.writingRows', (count += rows), Number.POSITIVE_INFINITY)
    return toFile(terminal, path, options['city'], async (db, city, at) => {
      const [{ observationsBook }, { say }] = await Promise.all([import('../inspections/export.serve.ts'), import('../server/say.ts')])
      const about = { db, city, at, language: terminal.language, filter, sort: '-recorded', told }
      const book = await observationsBook(about, say)
      return { ...book, end: () => terminal.progress('cli.writingRows', count, count), facts: () => ({ rows: count }) }
    })
  },
})

/** A workbook on its way to a file; with what is to be done and said when it is there. */
type Outgoing = Download & { readonly end?: () => void; readonly facts?: () => object }

/** Writes what `make` gives, piece by piece, while the database is open. */
async function toFile(
  terminal: Terminal,
  path: string,
  code: string | boolean | undefined,
  make: (db: Db, city: CityId, at: string) => Promise<Outgoing>,
): Promise<void> {
  const { now } = await import('../server/clock.ts')
  const facts = await onDatabase(async (db) => {
    const { content, end, facts } = await make(db, await getCity(db, code), now())
    await pipeline(content instanceof Uint8Array ? Readable.from([content]) : content, createWriteStream(path))
    end?.()
    return facts?.() ?? {}
  })
  const { size: bytes } = await stat(path)
  terminal.answer({ file: path, bytes, ...facts }, [terminal.say('cli.exportedTable', { file: path })])
}

/** The edition in force of `standard/edition`, or the only one. *Refuses:* `assessments.whichEdition` 422, `standards.noEdition` 404. */
async function getEdition(db: Db, city: CityId, named: string | undefined): Promise<EditionId> {
  const { listPublished } = await import('../standards/published.sql.ts')
  const all = (await listPublished(db, city)).map(({ id, content }) => ({ id, code: `${content.standard}/${content.edition}` }))
  if (named === undefined && all.length > 1) throw new Problem('assessments.whichEdition', 422, { editions: all.map(({ code }) => code) })
  const found = named === undefined ? all[0] : all.find(({ id, code }) => named === id || named === code)
  if (!found) throw new Problem('standards.noEdition', 404)
  return found.id
}

/** *Refuses:* `api.notFound` 404 for a unit that the city does not have. */
async function findUnit(db: Db, city: CityId, code: string | undefined): Promise<UnitId | undefined> {
  if (code === undefined) return undefined
  const { listUnitNames } = await import('../city/units.sql.ts')
  const found = (await listUnitNames(db, city)).find((unit) => unit.code === code || unit.nameZh === code)
  if (!found) throw new Problem('api.notFound', 404)
  return found.id
}

/** *Refuses:* 422 `assessments.badDay`. */
function dayIn(text: string | undefined): string | undefined {
  if (text !== undefined && !Day.safeParse(text).success) throw new Problem('assessments.badDay', 422, { day: text })
  return text
}
