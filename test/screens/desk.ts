/**
 * The real server with the demo city, on a port of its own, for browser tests and screenshots. `MINGCHENG_SCREENS` may name a
 * server that is already running; nothing is started then.
 */
import { existsSync } from 'node:fs'
import { filesInMemory } from '../../src/evidence/files.serve.ts'
import { loadDemo } from '../../demo/load.ts'
import { makeApp } from '../../src/server/app.ts'
import { now } from '../../src/server/clock.ts'
import { dbOf } from '../../src/server/engines/engine.ts'
import { openMemory } from '../../src/server/engines/pglite.ts'
import { migrate } from '../../src/server/migrate.ts'
import { webFolder } from '../../src/server/web.ts'

export interface Desk {
  readonly address: string
  stop(): Promise<void>
}

/** Starts the desk. *Refuses:* when the web has not been built. */
export async function startDesk(port = 0): Promise<Desk> {
  const running = process.env['MINGCHENG_SCREENS']
  if (running !== undefined && running !== '') return { address: running, stop: async () => undefined }
  if (!existsSync(`${webFolder}index.html`)) throw new Error('The web is not built. Run: npm run build')
  const engine = await openMemory()
  await migrate(engine)
  const db = dbOf(engine)
  await loadDemo({ db, dataDir: '', now })
  const app = await makeApp({ db, now, files: filesInMemory(), web: true })
  const address = await app.listen({ port, host: '127.0.0.1' })
  return {
    address,
    stop: async () => {
      await app.close()
      await engine.close()
    },
  }
}
