/** The ledger's handlers. Whatever a proof or a file needs sealed is sealed first; nobody waits for a clock. */
import { Readable } from 'node:stream'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Stream } from '../api/stream.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { lastSeq } from '../base/event.sql.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { checkHere } from './check.serve.ts'
import { linesOf } from './export.serve.ts'
import { ledgerApi } from './ledger.api.ts'
import { findSeqOf, listHeads, listKinds, sizeOfTree } from './ledger.sql.ts'
import { type Directory, headOf, ledgerLists } from './lists.serve.ts'
import { type Asked, proveFact, proveGrowth } from './proofs.serve.ts'
import { type Ledger, sealAndSign } from './seal.serve.ts'

/** Handlers over a ledger and what the floors above know. */
export function ledgerHandlers(ledger: Ledger, directory: Directory, say: Say) {
  const { signer, sources } = ledger
  const { name } = signer.hashing
  const asked = async (ask: { db: Db; at: string; who: Parameters<typeof whoOf>[0]['who'] }): Promise<Asked> => {
    const { city } = whoOf(ask)
    return { city, code: await directory.codeOf(ask.db, city), at: ask.at }
  }
  return handlers(ledgerApi, {
    getLedger: async (ask) => {
      const { city, code } = await asked(ask)
      const [last] = await listHeads(ask.db, city, name, { limit: 1 })
      const counts = { recorded: await lastSeq(ask.db, city), size: await sizeOfTree(ask.db, city, name) }
      return { city: code, ...counts, hash: name, key: signer.key, pem: signer.pem, head: last ? headOf(last) : null }
    },
    ...ledgerLists(name, directory, say),
    listKinds: async (ask) => ({ items: (await listKinds(ask.db, whoOf(ask).city)).map(({ kind }) => kind) }),
    sign: async (ask) => headOf(await sealAndSign(ask.db, { ...(await asked(ask)), anew: true }, ledger)),
    prove: async (ask) => proveFact(ask.db, await asked(ask), ledger, ask.params.seq),
    proveThing: async (ask) => {
      const own = await asked(ask)
      for (const find of [findSeqOf, ...sources.flatMap((source) => source.find ?? [])]) {
        const found = await find(ask.db, own.city, ask.params.id)
        if (found) return proveFact(ask.db, own, ledger, found.seq)
      }
      throw new Problem('api.notFound', 404)
    },
    proveGrowth: async (ask) => proveGrowth(ask.db, await asked(ask), ledger, ask.query),
    check: async (ask) => checkAsStream(ask.db, await asked(ask), ledger),
    exportLedger: async (ask) => {
      const own = await asked(ask)
      await sealAndSign(ask.db, own, ledger)
      async function* bytes() {
        for await (const line of linesOf(ask.db, own, ledger)) yield `${line}\n`
      }
      return { name: `ledger-${own.code}-${dayOf(ask.at)}.ndjson`, mediaType: 'application/x-ndjson', content: Readable.from(bytes()) }
    },
    getPublicHead: async (ask) => {
      const city = await directory.cityOf(ask.db, ask.params.city)
      const [last] = city === undefined ? [] : await listHeads(ask.db.of(city), city, name, { limit: 1 })
      if (!last) throw new Problem('api.notFound', 404)
      return { head: headOf(last), key: signer.key, pem: signer.pem }
    },
  })
}

/** The check as a stream: `progress`, then `report`. */
const checkAsStream =
  (db: Db, own: Asked, ledger: Ledger): Stream =>
  async (send, signal) => {
    const report = await checkHere(db, own, ledger, (done, of) => {
      send('progress', { done, of })
      return !signal.aborted
    })
    if (report) send('report', report)
  }
