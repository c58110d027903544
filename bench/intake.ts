/**
 * What the ledger costs a file of observations, from the upload to the last sealed fact: `node bench/intake.ts [--rows 20000]
 * [--files 3]`. A file is read, understood, checked and taken in by the server's own calls; then everything is sealed. What is
 * counted is the time of processors, of server and database, and sealing is counted in full.
 */
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import type { ImportId } from '../src/base/ids.ts'
import { importsApi } from '../src/imports/imports.api.ts'
import { observationSource } from '../src/inspections/ledger.sql.ts'
import { headsInMemory } from '../src/ledger/heads.serve.ts'
import { type SealKind, signerInMemory } from '../src/ledger/keys.serve.ts'
import { type Ledger, sealAll, sealAndSign } from '../src/ledger/seal.serve.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { city, fill, noon, openApp } from '../test/smallCity.ts'
import { openBench } from './engines.ts'
import { machine, print, processorsOf } from './measure.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '20000' }, files: { type: 'string', default: '3' } } })
const [rowsOfFile, files] = [Number(values.rows), Number(values.files)]

/** Two checks a visit, a visit every second, each file of its own day. */
function fileOf(day: number): Uint8Array {
  const lines = Array.from({ length: rowsOfFile }, (_, row) => {
    const at = new Date(Date.UTC(2026, 8, day, 0, 0, Math.floor(row / 2))).toISOString()
    return `P001,${row % 2 === 0 ? 'SIGN' : 'LITTER'},Y,${at.slice(0, 10)} ${at.slice(11, 19)}`
  })
  return Buffer.from(['点位编号,检查项编码,检查结果,检查时间', ...lines].join('\n'))
}

print(machine())
for (const { name, open } of openBench('intake')) {
  const engine = await open()
  await migrate(engine)
  const owner = dbOf(engine)
  await fill(owner)
  const small = await openApp(owner)
  const imports = small.as('office', importsApi)
  const used = processorsOf(engine)
  const spentOn = async (work: () => Promise<unknown>) => {
    const before = await used()
    await work()
    return (await used()) - before
  }
  const takeIn = async (file: Uint8Array) => {
    const id = v7() as ImportId
    await imports.addImport({ query: { id, kind: 'observations', name: 'o.csv' }, body: file })
    let it = await imports.getImport({ params: { id } })
    for (; it.state === 'reading'; it = await imports.getImport({ params: { id } })) await new Promise((done) => setTimeout(done, 50))
    const { state } = await imports.applyImport({ params: { id }, body: { version: it.version } })
    if (state !== 'applied') throw new Error(`the file is ${state}`)
  }
  let day = 1
  for (const kind of ['ed25519', 'sm2'] as SealKind[]) {
    const ledger: Ledger = { sources: [observationSource], signer: signerInMemory(kind), heads: headsInMemory() }
    await sealAll(owner.of(city), city, ledger)
    const spent = { without: 0, sealing: 0 }
    for (let file = 0; file < files; file++) {
      spent.without += await spentOn(() => takeIn(fileOf(day++)))
      spent.sealing += await spentOn(() => sealAndSign(owner.of(city), { city, code: 'small', at: noon }, ledger))
    }
    const facts = files * rowsOfFile * 1.5
    print(
      `${name}, ${kind}, ${files} files of ${rowsOfFile} rows: of processors: taking in ${spent.without.toFixed(0)} ms, sealing ${spent.sealing.toFixed(0)} ms = ${((spent.sealing * 1000) / facts).toFixed(0)} µs a fact; throughput ${((spent.sealing / (spent.without + spent.sealing)) * 100).toFixed(1)} % less (limit 15 %)`,
    )
  }
  await small.app.close()
  await engine.close()
}
