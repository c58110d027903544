/** `mingcheng migrate`: brings the database to this version; nothing to do is a good answer. */
import { command } from './command.ts'

export const migrateCommand = command({
  path: 'migrate',
  says: 'migrate',
  run: async (terminal) => {
    const [{ readConfig }, { openEngine }, { migrate }] = await Promise.all([
      import('../server/config.ts'),
      import('../server/engines/open.ts'),
      import('../server/migrate.ts'),
    ])
    const engine = await openEngine(readConfig())
    try {
      const applied = await migrate(engine)
      terminal.answer({ applied }, applied.length === 0 ? [terminal.say('cli.migratedNothing')] : applied)
    } finally {
      await engine.close()
    }
  },
})
