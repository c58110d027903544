/** `mingcheng import standard FILE`: a task table, our own form or a canonical JSON becomes a draft, or a published edition. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { v7 } from 'uuid'
import { EditionId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { CityId } from '../base/ids.ts'
import type { Edition } from '../standards/edition.ts'
import { command } from './command.ts'
import { onDatabase, textOf } from './database.ts'
import { getCity } from '../server/whichCity.ts'

type Options = Readonly<Record<string, string | boolean | undefined>>

export const importStandardCommand = command({
  path: 'import standard',
  says: 'importStandard',
  args: [{ is: '<file>', says: 'importStandardFile' }],
  options: [
    { is: '--city <code>', says: 'city' },
    { is: '--standard <code>', says: 'standardCode' },
    { is: '--edition <code>', says: 'editionCode' },
    { is: '--title <text>', says: 'editionTitle' },
    { is: '--before <ref>', says: 'editionBefore' },
    { is: '--publish', says: 'publish' },
  ],
  run: async (terminal, [file], options) => {
    const bytes = readFileSync(file!)
    const { now } = await import('../server/clock.ts')
    const { publish, startDraft } = await import('../standards/standards.serve.ts')
    const head = await onDatabase(async (db) => {
      const city = await getCity(db, options['city'])
      const content = await readContent(db, city, bytes, basename(file!), options)
      return db.tx(async (tx) => {
        const draft = await startDraft(tx, city, { id: EditionId.parse(v7()), content }, null, now())
        return options['publish'] === true ? publish(tx, city, draft, null, now()) : draft
      })
    })
    terminal.answer(head, [
      terminal.say(`cli.imported.${head.status}`, { standard: head.standard, edition: head.edition, criteria: head.criteria }),
    ])
  },
})

async function readContent(db: Db, city: CityId, bytes: Uint8Array, name: string, options: Options): Promise<Edition> {
  if (name.toLowerCase().endsWith('.json')) return readJson(bytes)
  const [{ readSheets }, { findLayouts }, { editionKind }] = await Promise.all([
    import('../sheets/read.serve.ts'),
    import('../sheets/columns.ts'),
    import('../standards/workbook/edition-kind.serve.ts'),
  ])
  const book = await readSheets(bytes, name)
  const layouts = editionKind.layouts?.(book) ?? findLayouts(book, editionKind.columns, editionKind.needs)
  const chosen = Object.fromEntries(['standard', 'edition', 'title', 'before'].map((key) => [key, textOf(options[key]) ?? '']))
  const { plan, faults } = editionKind.understand({ book, layouts, options: chosen }, await editionKind.load(db, city))
  if (faults.length > 0 || !plan) throw new Problem('imports.faults', 422, { count: faults.length }, faults)
  return plan
}

async function readJson(bytes: Uint8Array): Promise<Edition> {
  const { readEdition } = await import('../standards/edition-check.ts')
  const { edition, faults } = readEdition(parseJson(new TextDecoder().decode(bytes)))
  if (!edition) throw new Problem('imports.faults', 422, { count: faults.length }, faults)
  return edition
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('sheets.unknown', 422)
  }
}
