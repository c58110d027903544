/**
 * `npm run endure [-- --kills 100 --seed 1 --engine embedded|postgres]`: prints the seed and the counts; exit code 1 when anything
 * was lost. With `--disk FOLDER` (a small disk of its own) it fills that disk as often instead; `--reserve MB` is the server's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
// @ts-expect-error plain JavaScript, so that the oldest Node can run it
import { bringPostgres } from '../../bin/postgres.mjs'
import { openPostgres } from '../../src/server/engines/postgres.ts'
import { endure } from './endure.ts'
import { fillDisk } from './fullDisk.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    disk: { type: 'string' },
    reserve: { type: 'string' },
    field: { type: 'boolean', default: false },
    points: { type: 'string', default: '2000' },
    photos: { type: 'string', default: '500' },
  },
})
const kills = Number(values.kills ?? (values.field ? 20 : 100))
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const engines = values.field ? [] : values.engine === undefined ? ['embedded', 'postgres'] : [values.engine]

/** `--field [--points 2000 --photos 500 --kills 20 --seed 1]`: a day's work in the street instead. The web must have been built. */
async function field(): Promise<void> {
  const { dayInTheField } = await import('../field/day.ts')
  const folder = mkdtempSync(join(tmpdir(), 'mingcheng-field-'))
  const { points, photos } = values
  const told = (what: string) => void process.stderr.write(`${what}\n`)
  const chromium = process.env['MINGCHENG_CHROMIUM'] ?? '/usr/bin/chromium'
  const outcome = await dayInTheField({ folder, chromium, points: Number(points), photos: Number(photos), kills, restarts: 5, seed, told })
  process.stdout.write(`${JSON.stringify({ seed, ...outcome })}\n`)
  if (outcome.lost + outcome.twice + outcome.otherHash + outcome.unkept + outcome.refused > 0) process.exitCode = 1
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

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

if (values.field) await field()
for (const engine of engines) {
  const dataDir = mkdtempSync(join(values.disk ?? tmpdir(), 'mingcheng-endure-'))
  const server = engine === 'postgres' ? await database() : undefined
  const told = (kill: number, acknowledged: number) =>
    void process.stderr.write(
      `\r${engine}: ${values.disk === undefined ? 'kill' : 'fill'} ${kill} of ${kills}, ${acknowledged} acknowledged `,
    )
  const trial = { dataDir, kills, seed, told, reserveMb: Number(values.reserve ?? 0), ...(server ? { databaseUrl: server.url } : {}) }
  const outcome = values.disk === undefined ? await endure(trial) : await fillDisk({ ...trial, disk: values.disk })
  process.stderr.write('\n')
  process.stdout.write(`${JSON.stringify({ engine, seed, ...outcome })}\n`)
  const { lost, twice, half, gaps, foldDifferences } = outcome
  const stuck = 'unread' in outcome ? outcome.unread + outcome.unrecovered : 0
  if (lost + twice + half + gaps + foldDifferences + stuck > 0) process.exitCode = 1
  await server?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
