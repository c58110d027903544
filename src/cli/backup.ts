/** `mingcheng backup FILE`: everything in one file, also while the server runs; proved by restoring it beside. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { command } from './command.ts'
import { textOf } from './database.ts'

export const backupCommand = command({
  path: 'backup',
  args: [{ is: '<file>', says: 'backupFile' }],
  options: [
    { is: '--to <age1…>', says: 'backupTo' },
    { is: '--passphrase-file <file>', says: 'passphraseFile' },
    { is: '--no-proof', says: 'noProof' },
    { is: '--with-store', says: 'withStore' },
  ],
  says: 'backup',
  run: async (terminal, [file = ''], options) => {
    const [{ readConfig }, { askControl }] = await Promise.all([import('../server/config.ts'), import('../server/control.ts')])
    const config = readConfig()
    const path = resolve(file)
    const lock = { recipient: textOf(options['to']), passphrase: await passphraseOf(options['passphraseFile']) }
    const wish = { path, lock, prove: options['proof'] !== false && lock.recipient === undefined, store: options['withStore'] === true }
    // A server that runs on the embedded database has it for itself, and is asked; PostgreSQL serves both.
    const asked = config.DATABASE_URL === undefined ? await askControl(config.MINGCHENG_DATA, 'backup', wish, terminal.progress) : undefined
    const kept = asked ?? (await keepHere(wish, terminal.progress))
    const { bytes, rows, files, elsewhere } = kept
    terminal.answer({ path, bytes, rows, files, elsewhere, proved: wish.prove }, [
      terminal.say(wish.prove ? 'cli.backupProved' : 'cli.backupKept', {
        path,
        megabytes: bytes / 1e6,
        rows,
        files,
      }),
      ...(elsewhere === 0 ? [] : [terminal.say('cli.backupElsewhere', { elsewhere })]),
    ])
  },
})

type Keep = import('../server/control.ts').Doers['backup']

/** No server runs on this directory: the database is opened here. */
const keepHere: Keep = async (wish, progress) => {
  const [{ onEngine }, { readConfig }, { now }, { makeBackup, proveBackup }, { filesIn }, { filesOf }] = await Promise.all([
    import('./database.ts'),
    import('../server/config.ts'),
    import('../server/clock.ts'),
    import('../server/backup/backup.ts'),
    import('../evidence/files.serve.ts'),
    import('../server/files.ts'),
  ])
  const config = readConfig()
  const dataDir = config.MINGCHENG_DATA
  const store = wish.store ? await filesOf(config, filesIn(dataDir)) : undefined
  const kept = await onEngine((_db, engine) => makeBackup({ engine, dataDir, now, progress, store }, wish.path, wish.lock))
  if (wish.prove) await proveBackup(wish.path, { passphrase: wish.lock.passphrase })
  return kept
}

/** The first line of a file, so that the passphrase stands neither on the command line nor in its history. */
export async function passphraseOf(file: string | boolean | undefined): Promise<string | undefined> {
  return typeof file === 'string' ? (await readFile(file, 'utf8')).split('\n')[0]!.trim() : undefined
}
