/** `mingcheng ledger export FILE`, `head` and `proof`: the ledger of a city for auditors, its signed head for paper, a proof of one fact. */
import { resolve } from 'node:path'
import { Problem } from '../base/problem.ts'
import type { LedgerPaper, LedgerWish } from '../server/ledgerPapers.ts'
import { command } from './command.ts'
import { onDatabase, textOf } from './database.ts'
import type { Terminal } from './terminal.ts'

const city = { is: '--city <code>', says: 'city' }

/** A server that runs on the embedded database has it for itself, and is asked; else the database is opened here. */
async function take(terminal: Terminal, wish: LedgerWish): Promise<LedgerPaper> {
  const [{ readConfig }, { askControl }] = await Promise.all([import('../server/config.ts'), import('../server/control.ts')])
  const config = readConfig()
  const asked = config.DATABASE_URL === undefined ? await askControl(config.MINGCHENG_DATA, 'ledger', wish, terminal.progress) : undefined
  if (asked !== undefined) return asked
  const [{ openLedger }, { now }, { giveLedger }] = await Promise.all([
    import('../server/ledger.ts'),
    import('../server/clock.ts'),
    import('../server/ledgerPapers.ts'),
  ])
  return onDatabase(async (owner) => giveLedger({ owner, ledger: await openLedger(config), now }, wish, terminal.progress))
}

export const ledgerExportCommand = command({
  path: 'ledger export',
  args: [{ is: '<file>', says: 'ledgerFile' }],
  options: [city],
  says: 'ledgerExport',
  run: async (terminal, [file = ''], options) => {
    const path = resolve(file)
    const { size = 0, heads = 0 } = await take(terminal, { do: 'export', city: textOf(options['city']), path })
    terminal.answer({ path, size, heads }, [terminal.say('cli.ledgerExported', { path, size, heads })])
  },
})

export const ledgerHeadCommand = command({
  path: 'ledger head',
  options: [city],
  says: 'ledgerHead',
  run: async (terminal, _args, options) => {
    const { note, ...rest } = await take(terminal, { do: 'head', city: textOf(options['city']) })
    terminal.answer({ ...rest, note }, [note.trimEnd(), '', rest.key])
  },
})

/** *Refuses:* `ledger.noSuchFact` for what is no number. */
const numberOf = (text: string): number => {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Problem('ledger.noSuchFact', 404, { seq: text })
  return number
}

export const ledgerProofCommand = command({
  path: 'ledger proof',
  args: [
    { is: '<number>', says: 'ledgerNumber' },
    { is: '<file>', says: 'ledgerFile' },
  ],
  options: [city, { is: '--growth', says: 'ledgerGrowth' }],
  says: 'ledgerProof',
  run: async (terminal, [number = '', file = ''], options) => {
    const [seq, path] = [numberOf(number), resolve(file)]
    const since = options['growth'] === true ? seq : undefined
    const { key } = await take(terminal, { do: 'proof', city: textOf(options['city']), path, seq, since })
    terminal.answer({ path, seq, key }, [terminal.say('cli.ledgerProofWritten', { path, key })])
  },
})
