/** The engines to measure on: the embedded one in a directory, and a PostgreSQL server when DATABASE_URL names one. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../src/server/engines/engine.ts'
import { openPglite } from '../src/server/engines/pglite.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'

/** Name and opener of each engine, each with an empty database of its own named after `purpose`. */
export function openBench(purpose: string): { name: string; open: () => Promise<Engine> }[] {
  const url = process.env['DATABASE_URL']
  const embedded = { name: 'embedded', open: () => openPglite(mkdtempSync(join(tmpdir(), `bench-${purpose}-`))) }
  if (url === undefined) return [embedded]
  return [{ name: 'PostgreSQL', open: () => fresh(url, `bench_${purpose}`) }, embedded]
}

async function fresh(url: string, name: string): Promise<Engine> {
  const admin = await openPostgres(url, 1)
  await admin.script(`drop database if exists ${name}`)
  await admin.script(`create database ${name}`)
  await admin.close()
  const own = new URL(url)
  own.pathname = `/${name}`
  return openPostgres(own.href, 2)
}
