/** The check that an auditor makes with a file, made on the spot over what the database holds, with the heads kept outside of it. */
import type { Db } from '../base/sql.ts'
import { linesOf } from './export.serve.ts'
import { hashing, isSigned } from './keys.serve.ts'
import type { Asked } from './proofs.serve.ts'
import { type Ledger, sealAll } from './seal.serve.ts'
import { checkLedger, type Report } from './verify.ts'

const tellEvery = 2000

/** Seals what is open, then checks everything; `tell` hears how far it is and says whether to go on. Undefined when it was told to stop. */
export async function checkHere(
  db: Db,
  own: Asked,
  ledger: Ledger,
  tell: (done: number, of: number) => boolean = () => true,
): Promise<Report | undefined> {
  await sealAll(db, own.city, ledger)
  const checking = checkLedger({ hashing, isSigned, keys: [ledger.signer.key], heads: await ledger.heads.list(own.city) })
  let lines = 0
  for await (const line of linesOf(db, own, ledger)) {
    checking.line(line)
    const { seq, size } = checking.state()
    if (lines++ % tellEvery === 0 && !tell(seq, size)) return undefined
  }
  return checking.finish()
}
