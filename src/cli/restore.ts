/** `mingcheng restore FILE`: a backup into an empty house, embedded or PostgreSQL, of this version or an earlier one. */
import { readFile } from 'node:fs/promises'
import { passphraseOf } from './backup.ts'
import { command } from './command.ts'

export const restoreCommand = command({
  path: 'restore',
  args: [{ is: '<file>', says: 'restoreFile' }],
  options: [
    { is: '--key <file>', says: 'restoreKey' },
    { is: '--passphrase-file <file>', says: 'passphraseFile' },
  ],
  says: 'restore',
  run: async (terminal, [file = ''], options) => {
    const [{ readConfig }, { openEngine }, { restore }] = await Promise.all([
      import('../server/config.ts'),
      import('../server/engines/open.ts'),
      import('../server/backup/restore.ts'),
    ])
    const identity = typeof options['key'] === 'string' ? await readFile(options['key'], 'utf8') : undefined
    const key = { identity, passphrase: await passphraseOf(options['passphraseFile']) }
    const config = readConfig()
    const engine = await openEngine(config)
    try {
      const back = await restore({ engine, dataDir: config.MINGCHENG_DATA, progress: terminal.progress }, file, key)
      const { at, rows, files, elsewhere, migrated } = back
      const missing = elsewhere === 0 ? [] : [terminal.say('cli.restoredElsewhere', { elsewhere })]
      terminal.answer(back, [terminal.say('cli.restored', { at, rows, files }), ...missing, ...migrated])
    } finally {
      await engine.close()
    }
  },
})
