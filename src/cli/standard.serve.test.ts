/** Standards by the terminal: out of the library, into a city, and out again, on a database in a folder. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { awkwardFile } from '../../test/awkward.ts'
import { openCliHouse } from '../../test/cliHouse.ts'
import { sql } from '../base/sql.ts'
import { findLibraryEdition } from '../standards/library.serve.ts'
import { onDatabase } from './database.ts'
import { exportStandardCommand } from './exportStandard.ts'
import { importStandardCommand } from './importStandard.ts'
import { terminalOf } from './terminal.ts'

const at = (name: string) => join(folder, name)
const said: unknown[] = []
const terminal = { ...terminalOf('en', true), answer: (value: unknown) => void said.push(value) }

const folder = openCliHouse(async () => {
  await onDatabase(
    async (db) => void (await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (1, 'one', '一城', 'district')`)),
  )
})

it('goes out as workbook and JSON, and comes in whole or not at all', async () => {
  await exportStandardCommand.run(terminal, ['minors', '2018-sample', at('m.xlsx')], { library: true })
  await importStandardCommand.run(terminal, [at('m.xlsx')], { publish: true, city: 'one' })
  expect(said.at(-1)).toMatchObject({ standard: 'minors', edition: '2018-sample', status: 'published', criteria: 12 })
  await exportStandardCommand.run(terminal, ['minors', '2018-sample', at('m.json')], {})
  expect(JSON.parse(readFileSync(at('m.json'), 'utf8'))).toEqual(findLibraryEdition('minors', '2018-sample'))
  writeFileSync(at('faulty.xlsx'), await awkwardFile('faulty-cells.xlsx'))
  await expect(importStandardCommand.run(terminal, [at('faulty.xlsx')], {})).rejects.toMatchObject({
    code: 'imports.faults',
    details: { count: 3 },
  })
  writeFileSync(at('table.xlsx'), await awkwardFile('task-table.xlsx'))
  await importStandardCommand.run(terminal, [at('table.xlsx')], { standard: 'mine', edition: '2027' })
  expect(said.at(-1)).toMatchObject({ standard: 'mine', edition: '2027', status: 'draft', criteria: 5 })
  await expect(importStandardCommand.run(terminal, [at('m.json')], { city: 'two' })).rejects.toMatchObject({ code: 'cli.noCity' })
})
