/** `mingcheng demo`: puts the demo city beside whatever cities there are. It is loaded once; a second call says so. */
import type { DemoOptions } from '../server/main.ts'
import { command } from './command.ts'
import { onEngine } from './database.ts'

const demoCode = new URL('../../demo/load.ts', import.meta.url)

export const demoCommand = command({
  path: 'demo',
  says: 'demo',
  run: async (terminal) => {
    const [{ now }, { readConfig }, { listDoors }] = await Promise.all([
      import('../server/clock.ts'),
      import('../server/config.ts'),
      import('../city/session.serve.ts'),
    ])
    // Not by name: the demo stands above all floors.
    const { loadDemo } = (await import(demoCode.href)) as { loadDemo: (options: DemoOptions) => Promise<number | undefined> }
    const { city, accounts } = await onEngine(async (db, engine) => ({
      city: await loadDemo({ db, engine, dataDir: readConfig().MINGCHENG_DATA, now, progress: terminal.progress }),
      accounts: (await listDoors(db)).flatMap((door) => door.accounts),
    }))
    terminal.answer({ city: city ?? null, accounts }, [
      terminal.say(city === undefined ? 'cli.demoThere' : 'cli.demoLoaded'),
      ...accounts.map(({ login, name }) => `  ${login}  ${name}`),
    ])
  },
})
