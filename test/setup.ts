/**
 * Before the first test: hands over the server and the browser of this run (brought by `bin/test.mjs`), and makes one
 * migrated database an engine, of which every test file gets its copy in a blink.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, openAsBlob, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import type { Engine } from '../src/server/engines/engine.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'
import { listMigrations, migrate } from '../src/server/migrate.ts'
import { dumpMemory, openMemory } from './memory.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server's address; empty when there is none. */
    postgresUrl: string
    /** The migrated database to copy on it. */
    postgresTemplate: string
    /** An empty embedded database and a migrated one, as files. */
    embeddedEmpty: string
    embeddedTemplate: string
    /** The migrated database in a folder, to copy for a command that opens its own. */
    embeddedFolder: string
    /** The browser's path; empty when there is none. */
    chromium: string
    /** True under `npm test`: what is missing then fails instead of being left out. */
    whole: boolean
  }
}

const systemBrowser = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const postgresUrl = process.env['TEST_DATABASE_URL'] ?? ''
  project.provide('whole', process.env['MINGCHENG_WHOLE'] === '1')
  project.provide('chromium', process.env['MINGCHENG_CHROMIUM'] ?? systemBrowser ?? '')
  const { empty, migrated, unpacked } = await embeddedTemplates()
  project.provide('embeddedEmpty', empty)
  project.provide('embeddedTemplate', migrated)
  project.provide('embeddedFolder', unpacked)
  project.provide('postgresUrl', postgresUrl)
  // Each project of the run has its own setup, in one process.
  const template = `test_template_${process.pid}_${project.name.toLowerCase().replaceAll(/[^a-z]/g, '_')}`
  project.provide('postgresTemplate', template)
  if (postgresUrl === '') return undefined
  const admin = await openPostgres(postgresUrl, 1)
  await admin.script(`create database ${template}`)
  const url = new URL(postgresUrl)
  url.pathname = `/${template}`
  const engine = await openPostgres(url.href, 1)
  await migrate(engine)
  await engine.close()
  return async () => {
    await admin.script(`drop database if exists ${template} with (force)`)
    await admin.close()
  }
}

const folder = new URL('../.cache/test/', import.meta.url)
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Made once for the migrations as they are now; the next run finds them. */
async function embeddedTemplates(): Promise<{ empty: string; migrated: string; unpacked: string }> {
  mkdirSync(folder, { recursive: true })
  const empty = await once(`laid-${hashOf(versionOfPglite())}.tar`, withoutTemplates)
  const migrated = await once(`migrated-laid-${hashOf(versionOfPglite() + JSON.stringify(listMigrations()))}.tar`, async () => {
    const engine = await openMemory(empty)
    await migrate(engine)
    return engine
  })
  return { empty, migrated, unpacked: await unpack(migrated) }
}

/** Nobody makes a second database in it: without the patterns for that, a copy is a third smaller and opened in half of the time. */
async function withoutTemplates(): Promise<Engine> {
  const engine = await openMemory()
  await engine.script('update pg_database set datistemplate = false')
  for (const name of ['template0', 'template1']) await engine.script(`drop database ${name}`)
  return engine
}

async function unpack(tar: string): Promise<string> {
  const target = tar.replace(/\.tar$/, '')
  if (existsSync(target)) return target
  const half = `${target}.${process.pid}`
  const lite = await PGlite.create({ dataDir: half, loadDataDir: await openAsBlob(tar) })
  await lite.close()
  renameSync(half, target)
  return target
}

async function once(name: string, make: () => Promise<Engine>): Promise<string> {
  const file = fileURLToPath(new URL(name, folder))
  if (existsSync(file)) return file
  const engine = await make()
  const half = `${file}.${process.pid}`
  writeFileSync(half, await dumpMemory(engine))
  renameSync(half, file)
  await engine.close()
  return file
}

const versionOfPglite = (): string => readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url), 'utf8')
