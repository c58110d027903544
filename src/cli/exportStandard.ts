/** `mingcheng export standard CODE EDITION FILE`: an edition of the city or of the library, as workbook or canonical JSON. */
import { writeFileSync } from 'node:fs'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Edition } from '../standards/edition.ts'
import { command } from './command.ts'
import { onDatabase } from './database.ts'
import { getCity } from '../server/whichCity.ts'

export const exportStandardCommand = command({
  path: 'export standard',
  says: 'exportStandard',
  args: [
    { is: '<code>', says: 'standardCode' },
    { is: '<edition>', says: 'editionCode' },
    { is: '<file>', says: 'exportStandardFile' },
  ],
  options: [
    { is: '--city <code>', says: 'city' },
    { is: '--library', says: 'fromLibrary' },
  ],
  run: async (terminal, [code, edition, file], options) => {
    const { findLibraryEdition } = await import('../standards/library.serve.ts')
    const found =
      options['library'] === true
        ? findLibraryEdition(code!, edition!)
        : await onDatabase(async (db) => ofCity(db, await getCity(db, options['city']), code!, edition!))
    if (!found) throw new Problem('standards.noEdition', 404)
    writeFileSync(file!, await bytesOf(found, file!))
    terminal.answer({ standard: code, edition, file }, [terminal.say('cli.exported', { standard: code, edition, file })])
  },
})

/** The edition in force, else the draft or withdrawn one that was changed last. */
async function ofCity(db: Db, city: CityId, standard: string, edition: string): Promise<Edition | undefined> {
  const { findContent, listHeads } = await import('../standards/edition.sql.ts')
  const { items } = await listHeads(db, city, { standard }, { sort: '-changed', limit: 1000 })
  const heads = items.filter((head) => head.edition === edition)
  const head = heads.find(({ status }) => status === 'published') ?? heads[0]
  return head && findContent(db, city, head.id)
}

async function bytesOf(edition: Edition, file: string): Promise<Uint8Array> {
  if (file.toLowerCase().endsWith('.json')) return Buffer.from(`${JSON.stringify(edition, null, 1)}\n`, 'utf8')
  const [{ sheetsOfEdition }, { writeWorkbook }, { now }] = await Promise.all([
    import('../standards/workbook/form-write.ts'),
    import('../sheets/write.serve.ts'),
    import('../server/clock.ts'),
  ])
  return writeWorkbook(sheetsOfEdition(edition), now())
}
