/** `mingcheng ledger export FILE` and `mingcheng ledger head`: the ledger of a city for auditors, and its signed head for paper. */
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '../base/sql.ts'
import type { Asked } from '../ledger/proofs.serve.ts'
import type { Ledger } from '../ledger/seal.serve.ts'
import { command } from './command.ts'
import { getCity, onDatabase } from './database.ts'
import type { Terminal } from './terminal.ts'

const city = { is: '--city <code>', says: 'city' }

/** Opens the ledger of the settings on the city that is meant, with everything sealed and signed. */
async function onLedger<Result>(
  terminal: Terminal,
  code: string | boolean | undefined,
  work: (db: Db, asked: Asked, ledger: Ledger, note: string) => Promise<Result>,
): Promise<Result> {
  const [{ readConfig }, { openLedger, directory }, { now }, { sealAll, signHead }] = await Promise.all([
    import('../server/config.ts'),
    import('../server/ledger.ts'),
    import('../server/clock.ts'),
    import('../ledger/seal.serve.ts'),
  ])
  return onDatabase(async (owner) => {
    const id = await getCity(owner, code)
    const db = owner.of(id)
    const ledger = await openLedger(readConfig())
    const asked = { city: id, code: await directory.codeOf(db, id), at: now() }
    await sealAll(db, id, ledger, (size, of) => terminal.progress('cli.ledgerSealing', size, of))
    const { note } = await signHead(db, asked, ledger)
    return work(db, asked, ledger, note)
  })
}

export const ledgerExportCommand = command({
  path: 'ledger export',
  args: [{ is: '<file>', says: 'ledgerFile' }],
  options: [city],
  says: 'ledgerExport',
  run: async (terminal, [file = ''], options) => {
    const { linesOf } = await import('../ledger/export.serve.ts')
    const path = resolve(file)
    const count = await onLedger(terminal, options['city'], async (db, asked, ledger) => {
      const done = { size: 0, heads: 0 }
      async function* lines() {
        let of = 0
        for await (const line of linesOf(db, asked, ledger)) {
          if (of === 0) of = (JSON.parse(line) as { size: number }).size
          else if (line.startsWith('{"head"')) done.heads++
          else done.size++
          if (done.size % 1000 === 0 && done.size < of) terminal.progress('cli.ledgerWriting', done.size, of)
          yield `${line}\n`
        }
      }
      await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600 }))
      terminal.progress('cli.ledgerWriting', done.size, done.size)
      return done
    })
    terminal.answer({ path, ...count }, [terminal.say('cli.ledgerExported', { path, ...count })])
  },
})

export const ledgerHeadCommand = command({
  path: 'ledger head',
  options: [city],
  says: 'ledgerHead',
  run: (terminal, _args, options) =>
    onLedger(terminal, options['city'], async (_db, { code }, { signer }, note) =>
      terminal.answer({ city: code, note, key: signer.key, pem: signer.pem }, [note.trimEnd(), '', signer.key]),
    ),
})
