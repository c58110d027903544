/**
 * What the ledger costs the intake: the same visits recorded without and with sealing, until the last fact is sealed. Single
 * visits come one transaction each while the ledger seals every three seconds, as in the server; bulk comes in one transaction
 * a thousand visits. Both ways take turns, so that a busy machine hits both. Usage: see bench/README.md.
 */
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import type { CityId, ObservationId, PointId, VisitId } from '../src/base/ids.ts'
import type { Db } from '../src/base/sql.ts'
import { recordVisits, type VisitFacts } from '../src/inspections/visits.sql.ts'
import { observationSource } from '../src/inspections/ledger.sql.ts'
import { headsInMemory } from '../src/ledger/heads.serve.ts'
import { type SealKind, signerInMemory } from '../src/ledger/keys.serve.ts'
import { type Ledger, sealAll, sealAndSign } from '../src/ledger/seal.serve.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { factOf } from '../src/standards/edition.ts'
import { addCity, edition } from './city.ts'
import { openBench } from './engines.ts'
import { machine, median, print, timed } from './measure.ts'

const { values } = parseArgs({
  options: {
    visits: { type: 'string', default: '1500' },
    bulk: { type: 'string', default: '5000' },
    repeats: { type: 'string', default: '5' },
  },
})
const [singles, bulk, repeats] = [Number(values.visits), Number(values.bulk), Number(values.repeats)]
const sealEveryMs = 3000
const at = '2026-11-20T04:00:00.000Z'
const factOfCheck = new Map(edition.checks.map((check) => [check.id, factOf(check)]))
const checksOf = new Map(edition.pointTypes.map(({ id, checks }) => [id, checks]))

/** Visits with every check of their points graded, as an inspector does. */
const visitsTo = (points: readonly { id: string; type: string }[], count: number): VisitFacts[] =>
  Array.from({ length: count }, (_, index) => {
    const point = points[index % points.length]!
    const results = checksOf.get(point.type)!.map((check) => ({
      id: v7() as ObservationId,
      fact: factOfCheck.get(check)!,
      grade: 'Y',
      factor: 1000,
      value: null,
      note: '',
      photos: [],
    }))
    return { id: v7() as VisitId, pointId: point.id as PointId, roundId: null, visitedAt: at, recordedAt: at, by: null, note: '', results }
  })

async function recordSingly(db: Db, city: CityId, visits: readonly VisitFacts[]): Promise<void> {
  for (const visit of visits) await db.tx((tx) => recordVisits(tx, city, [visit]))
}

async function recordInBulk(db: Db, city: CityId, visits: readonly VisitFacts[]): Promise<void> {
  for (let from = 0; from < visits.length; from += 1000) await db.tx((tx) => recordVisits(tx, city, visits.slice(from, from + 1000)))
}

/** Runs the work while the ledger follows, and ends when everything is sealed and signed. */
async function sealing(db: Db, city: CityId, ledger: Ledger, work: () => Promise<void>): Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => void (last = last.then(() => sealAll(db, city, ledger))), sealEveryMs)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  await last
  await sealAndSign(db, { city, code: 'bench', at }, ledger)
}

print(machine())
for (const { name, open } of openBench('ledger')) {
  const engine = await open()
  await migrate(engine)
  const owner = dbOf(engine)
  // Both ways work on a city of their own, so that neither finds larger tables than the other.
  const [plain, sealed] = [1 as CityId, 2 as CityId]
  const points = { [plain]: await addCity(owner, plain, 300), [sealed]: await addCity(owner, sealed, 300) }
  for (const kind of ['ed25519', 'sm2'] as SealKind[]) {
    const ledger: Ledger = { sources: [observationSource], signer: signerInMemory(kind), heads: headsInMemory() }
    await sealAll(owner.of(sealed), sealed, ledger)
    for (const [what, count, record] of [
      ['single visits', singles, recordSingly],
      ['in bulk', bulk, recordInBulk],
    ] as const) {
      const [without, withLedger]: [number[], number[]] = [[], []]
      let observations = 0
      for (let run = 0; run < repeats; run++) {
        const [a, b] = [visitsTo(points[plain]!, count), visitsTo(points[sealed]!, count)]
        observations = a.reduce((sum, { results }) => sum + results.length, 0)
        const plainly = async () => void without.push((await timed(() => record(owner.of(plain), plain, a)))[0])
        const db = owner.of(sealed)
        const sealedly = async () => void withLedger.push((await timed(() => sealing(db, sealed, ledger, () => record(db, sealed, b))))[0])
        for (const way of run % 2 === 0 ? [plainly, sealedly] : [sealedly, plainly]) await way()
      }
      const [x, y] = [median(without), median(withLedger)]
      const rate = (ms: number) => `${Math.round((count + observations) / (ms / 1000))} facts/s`
      print(
        `${name}, ${kind}, ${what} (${count} visits, ${observations} observations, median of ${repeats}): without ${x.toFixed(0)} ms = ${rate(x)}, with ${y.toFixed(0)} ms = ${rate(y)}; throughput ${((1 - x / y) * 100).toFixed(1)} % less (limit 15 %)`,
      )
    }
  }
  await engine.close()
}
