/** A house for commands of the terminal: a database in a folder of its own, named by the settings while the file's tests run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { embeddedIn } from './engines.ts'

/** Gives the folder; before the tests of the file `fill` puts in what they need. */
export function openCliHouse(fill: () => Promise<void>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingcheng-cli-'))
  const before = { data: process.env['MINGCHENG_DATA'], url: process.env['DATABASE_URL'] }
  beforeAll(async () => {
    embeddedIn(folder)
    process.env['MINGCHENG_DATA'] = folder
    delete process.env['DATABASE_URL']
    await fill()
  })
  afterAll(() => {
    if (before.data === undefined) delete process.env['MINGCHENG_DATA']
    else process.env['MINGCHENG_DATA'] = before.data
    if (before.url !== undefined) process.env['DATABASE_URL'] = before.url
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}
