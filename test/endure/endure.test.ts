/** The short form of `npm run endure`: two kills an engine. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { servedUrl } from '../engines.ts'
import { endure } from './endure.ts'

const kills = 2

it.each(['embedded', ...(inject('postgresUrl') === '' && !inject('whole') ? [] : ['postgres'])])(
  'a server that is killed while people work has lost nothing, on %s',
  // It waits a minute for each kill, should the machine be busy.
  { timeout: 240_000 },
  async (engine) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mingcheng-endure-'))
    try {
      const databaseUrl = engine === 'postgres' ? await servedUrl() : undefined
      const outcome = await endure({ dataDir, kills, seed: 20_261_122, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
      expect(outcome).toMatchObject({ kills, lost: 0, twice: 0, half: 0, gaps: 0, foldDifferences: 0 })
      expect(outcome.acknowledged).toBeGreaterThan(kills)
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
)
