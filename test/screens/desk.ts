/**
 * The real server with the demo city, on a port of its own, for browser tests and screenshots. The loaded city is kept in
 * `.cache/` for the code and the day it was made with. `MINGCHENG_SCREENS` may name a running server; nothing is started then.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadDemo } from '../../demo/load.ts'
import { dayOf } from '../../src/base/time.ts'
import { filesIn } from '../../src/evidence/files.serve.ts'
import { makeApp } from '../../src/server/app.ts'
import { now } from '../../src/server/clock.ts'
import { dbOf, type Engine } from '../../src/server/engines/engine.ts'
import { migrate } from '../../src/server/migrate.ts'
import { webFolder } from '../../src/server/web.ts'
import { dumpMemory, openMemory } from '../memory.ts'

export interface Desk {
  readonly address: string
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Starts the desk. *Refuses:* when the web has not been built. */
export async function startDesk(port = 0): Promise<Desk> {
  const running = process.env['MINGCHENG_SCREENS']
  if (running !== undefined && running !== '') return { address: running, stop: async () => undefined }
  if (!existsSync(`${webFolder}index.html`)) throw new Error('The web is not built. Run: npm run build')
  const folder = cityFolder()
  const engine = await openCity(folder)
  const app = await makeApp({ db: dbOf(engine, { right: 'nobody' }), now, files: filesIn(folder), web: true })
  const address = await app.listen({ port, host: '127.0.0.1' })
  return {
    address,
    stop: async () => {
      await app.close()
      await engine.close()
    },
  }
}

/** Loads the city for the next `startDesk`, if that has not been done. */
export async function prepareCity(): Promise<void> {
  const folder = cityFolder()
  if (!existsSync(join(folder, 'city.tar'))) await (await loadCity(folder)).close()
}

/** The prepared city in a database of its own, and the folder of its files. */
export async function openPrepared(): Promise<{ readonly engine: Engine; readonly folder: string }> {
  const folder = cityFolder()
  return { engine: await openCity(folder), folder }
}

async function openCity(folder: string): Promise<Engine> {
  const kept = join(folder, 'city.tar')
  return existsSync(kept) ? openMemory(kept) : loadCity(folder)
}

async function loadCity(folder: string): Promise<Engine> {
  const kept = join(folder, 'city.tar')
  mkdirSync(folder, { recursive: true })
  const engine = await openMemory()
  await migrate(engine)
  await loadDemo({ db: dbOf(engine), dataDir: folder, now })
  const half = join(folder, `${process.pid}.half`)
  writeFileSync(half, await dumpMemory(engine))
  renameSync(half, kept)
  return engine
}

const cityFolder = () => join(root, '.cache', 'screens', madeWith())

/** What the loaded city depends on: the generator, the tables, everything that writes them, and the day. */
function madeWith(): string {
  const hash = createHash('sha256').update(dayOf(now()))
  for (const folder of ['demo', 'db', 'src']) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !file.name.endsWith('.test.ts') && !/[\\/]src[\\/](web|ui)\b/.test(file.parentPath))
      .map((file) => join(file.parentPath, file.name))
      .sort()
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}
