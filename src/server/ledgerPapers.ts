/** What an operator takes out of a ledger: the file for auditors, the signed head for paper, a proof. For the terminal, and for the server that the terminal asks. */
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import { linesOf } from '../ledger/export.serve.ts'
import { type Asked, proveFact, proveGrowth } from '../ledger/proofs.serve.ts'
import { type Ledger, sealAll, signHead } from '../ledger/seal.serve.ts'
import { directory } from './ledger.ts'
import type { Progress } from './main.ts'
import { getCity } from './whichCity.ts'

/** What is wanted. `path` is where the file goes; a head goes nowhere. */
export type LedgerWish =
  | { readonly do: 'export'; readonly city?: string | undefined; readonly path: string }
  | { readonly do: 'head'; readonly city?: string | undefined }
  | {
      readonly do: 'proof'
      readonly city?: string | undefined
      readonly path: string
      readonly seq: number
      readonly since?: number | undefined
    }

/** What was given. */
export interface LedgerPaper {
  readonly city: string
  readonly note: string
  readonly key: string
  readonly pem: string
  /** Of a file: facts and heads in it. */
  readonly size?: number
  readonly heads?: number
}

/** The ledger and the database that it is of. */
export interface LedgerHouse {
  /** With the owner's right. */
  readonly owner: Db
  readonly ledger: Ledger
  readonly now: () => Instant
}

/** Seals and signs everything, then gives what is wanted. *Refuses:* `cli.noCity`, `ledger.noSuchFact`, `ledger.noSuchHead`. */
export async function giveLedger({ owner, ledger, now }: LedgerHouse, wish: LedgerWish, progress: Progress): Promise<LedgerPaper> {
  const id = await getCity(owner, wish.city)
  const db = owner.of(id)
  const asked = { city: id, code: await directory.codeOf(db, id), at: now() }
  await sealAll(db, id, ledger, (size, of) => progress('cli.ledgerSealing', size, of))
  const { note, size } = await signHead(db, asked, ledger)
  const { key, pem } = ledger.signer
  const head = { city: asked.code, note, key, pem }
  if (wish.do === 'head') return head
  if (wish.do === 'export') return { ...head, ...(await writeLedger(db, asked, ledger, wish.path, progress)) }
  const { seq, since } = wish
  const proof =
    since === undefined ? await proveFact(db, asked, ledger, seq) : await proveGrowth(db, asked, ledger, { earlier: since, later: size })
  await writeFile(wish.path, `${JSON.stringify(proof, null, 1)}\n`, { mode: 0o600 })
  return head
}

async function writeLedger(db: Db, asked: Asked, ledger: Ledger, path: string, progress: Progress) {
  const done = { size: 0, heads: 0 }
  async function* lines() {
    let of = 0
    for await (const line of linesOf(db, asked, ledger)) {
      if (of === 0) of = (JSON.parse(line) as { size: number }).size
      else if (line.startsWith('{"head"')) done.heads++
      else done.size++
      if (done.size % 1000 === 0 && done.size < of) progress('cli.ledgerWriting', done.size, of)
      yield `${line}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600 }))
  progress('cli.ledgerWriting', done.size, done.size)
  return done
}
