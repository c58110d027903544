/** `mingcheng ledger verify FILE`: checks a ledger or a proof with the public key alone; no database, no network, no settings. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type Fault, Problem } from '../base/problem.ts'
import type { Finding } from '../ledger/findings.ts'
import type { ProofReport } from '../ledger/proof.ts'
import type { Report } from '../ledger/verify.ts'
import { command } from './command.ts'
import { textOf } from './database.ts'
import type { Terminal } from './terminal.ts'

export const ledgerVerifyCommand = command({
  path: 'ledger verify',
  args: [{ is: '<file>', says: 'ledgerFile' }],
  options: [
    { is: '--key <key>', says: 'ledgerKey' },
    { is: '--heads <file>', says: 'ledgerHeads' },
  ],
  says: 'ledgerVerify',
  run: async (terminal, [file = ''], options) => {
    const key = await keyFrom(textOf(options['key']))
    const heads = await headsFrom(textOf(options['heads']))
    const start = await startOf(file)
    const proof = start.includes('mingcheng.proof.') ? await checkProof(file, key) : undefined
    if (proof) return tellProof(terminal, proof)
    tellReport(terminal, await checkFile(terminal, file, { key, heads }))
  },
})

/** The key of an option: as it stands, or in a file. *Refuses:* 400 `ledger.badKey`. */
async function keyFrom(given: string | undefined): Promise<string | undefined> {
  if (given === undefined) return undefined
  const { keyOf } = await import('../ledger/keys.serve.ts')
  const key = keyOf(given) ?? keyOf(await readFile(given, 'utf8').catch(() => ''))
  if (key === undefined) throw new Problem('ledger.badKey', 400)
  return key
}

/** Every note in a file: printed heads one after the other, with anything between them. */
async function headsFrom(path: string | undefined): Promise<string[]> {
  if (path === undefined) return []
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, at) => (line.trim().startsWith('mingcheng/') ? [lines.slice(at, at + 7).join('\n')] : []))
}

async function startOf(file: string): Promise<string> {
  for await (const chunk of createReadStream(file, { end: 200, encoding: 'utf8' })) return String(chunk)
  return ''
}

async function checkFile(
  terminal: Terminal,
  file: string,
  { key, heads }: { key: string | undefined; heads: readonly string[] },
): Promise<Report> {
  const [{ checkLedger }, { hashing, isSigned }] = await Promise.all([import('../ledger/verify.ts'), import('../ledger/keys.serve.ts')])
  const checking = checkLedger({ hashing, isSigned, keys: key === undefined ? [] : [key], heads })
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    checking.line(line)
    const { seq, size } = checking.state()
    if (seq % 1000 === 0 && seq < size) terminal.progress('cli.ledgerChecking', seq, size)
  }
  terminal.progress('cli.ledgerChecking', checking.state().seq, checking.state().seq)
  const report = checking.finish()
  if (report === undefined) throw new Problem('ledger.notLedger', 422, { path: file })
  return report
}

const upper = (word: string) => word[0]!.toUpperCase() + word.slice(1)

/** A finding as a fault that names its number and kind. */
const faultOf = ({ what, seq, to = seq, kind = '—', by = 0 }: Finding): Fault => ({
  at: to === seq ? String(seq) : `${seq}–${to}`,
  says: `fault.ledger${upper(what)}`,
  details: { seq, to, kind, by },
})

/** *Refuses:* 409 `ledger.found` with every finding. */
function tellReport(terminal: Terminal, report: Report): void {
  if (report.found > 0) throw new Problem('ledger.found', 409, { found: report.found, city: report.city }, report.findings.map(faultOf))
  const { city, size, signed, heads, key, keyGiven } = report
  terminal.answer(report, [
    terminal.say('cli.ledgerGood', { city, size, signed, heads }),
    ...(signed < size ? [terminal.say('cli.ledgerUnsigned', { n: size - signed })] : []),
    ...(keyGiven ? [] : [terminal.say('cli.ledgerKeyFromFile', { key })]),
  ])
}

async function checkProof(file: string, key: string | undefined): Promise<ProofReport> {
  const [{ checkConsistency, checkInclusion, ConsistencyProof, InclusionProof }, { hashing, isSigned }] = await Promise.all([
    import('../ledger/proof.ts'),
    import('../ledger/keys.serve.ts'),
  ])
  const value: unknown = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as unknown,
    () => undefined,
  )
  // A proof says nothing without a key that is known from elsewhere.
  if (key === undefined) throw new Problem('ledger.badKey', 400)
  const means = { hashing, isSigned: (note: string) => isSigned(note, key) }
  const inclusion = InclusionProof.safeParse(value)
  if (inclusion.success) return checkInclusion(inclusion.data, means)
  const consistency = ConsistencyProof.safeParse(value)
  if (consistency.success) return checkConsistency(consistency.data, means)
  throw new Problem('ledger.notLedger', 422, { path: file })
}

/** *Refuses:* 409 `ledger.proofWrong` with what is wrong. */
function tellProof(terminal: Terminal, report: ProofReport): void {
  const { wrong, city, seq, size, fact } = report
  if (wrong.length > 0)
    throw new Problem(
      'ledger.proofWrong',
      409,
      { city, seq },
      wrong.map((what) => ({ at: String(seq), says: `fault.proof${upper(what)}` })),
    )
  terminal.answer(report, [
    fact === null
      ? terminal.say('cli.ledgerGrowthGood', { city, seq, size })
      : terminal.say('cli.ledgerProofGood', { city, seq, size, fact }),
  ])
}
