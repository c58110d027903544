/** `npm run endure [-- --kills 100 --seed 1 --engine embedded|postgres]`: prints the seed and the counts; exit code 1 when anything was lost. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
// @ts-expect-error plain JavaScript, so that the oldest Node can run it
import { bringPostgres } from '../../bin/postgres.mjs'
import { openPostgres } from '../../src/server/engines/postgres.ts'
import { endure } from './endure.ts'

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' }, engine: { type: 'string' } } })
const kills = Number(values.kills ?? 100)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const engines = values.engine === undefined ? ['embedded', 'postgres'] : [values.engine]

/** A fresh database on a server of our own. */
async function database(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = (await bringPostgres()) as { url?: string; stop?: () => Promise<void> }
  if (server.url === undefined) throw new Error('no PostgreSQL server was found')
  const admin = await openPostgres(server.url, 1)
  const name = `endure_${process.pid}`
  await admin.script(`create database ${name}`)
  await admin.close()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return { url: url.href, stop: async () => server.stop?.() }
}

for (const engine of engines) {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingcheng-endure-'))
  const server = engine === 'postgres' ? await database() : undefined
  const told = (kill: number, acknowledged: number) =>
    void process.stderr.write(`\r${engine}: kill ${kill} of ${kills}, ${acknowledged} acknowledged `)
  const outcome = await endure({ dataDir, kills, seed, told, ...(server ? { databaseUrl: server.url } : {}) })
  process.stderr.write('\n')
  process.stdout.write(`${JSON.stringify({ engine, seed, ...outcome })}\n`)
  if (outcome.lost + outcome.twice + outcome.half + outcome.gaps + outcome.foldDifferences > 0) process.exitCode = 1
  await server?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
