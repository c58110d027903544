/**
 * What the ledger costs the intake: the same visits recorded without and with sealing, until the last fact is sealed. Single
 * visits come one transaction each and are sealed every three seconds, as in the server; bulk comes in one transaction a
 * thousand visits. Both sides take turns, so that a busy machine hits both, and sealing is counted in full, as if it never
 * ran beside the recording. What is counted is the time of processors, of server and database. Usage: see bench/README.md.
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
import { machine, print, processorsOf } from './measure.ts'

const { values } = parseArgs({ options: { visits: { type: 'string', default: '2000' }, bulk: { type: 'string', default: '20000' } } })
const [singles, bulk] = [Number(values.visits), Number(values.bulk)]
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

/** One transaction a visit, as they come from the street; one a thousand, as they come from a file. */
const ways = [
  { what: 'single visits', count: singles, chunk: 25, each: 1, everyMs: sealEveryMs },
  { what: 'in bulk', count: bulk, chunk: 1000, each: 1000, everyMs: 0 },
] as const
type Way = (typeof ways)[number]

async function record(db: Db, city: CityId, visits: readonly VisitFacts[], each: number): Promise<void> {
  for (let from = 0; from < visits.length; from += each) await db.tx((tx) => recordVisits(tx, city, visits.slice(from, from + each)))
}

interface Side {
  readonly db: Db
  readonly city: CityId
  readonly points: readonly { id: string; type: string }[]
}

interface Sides {
  readonly plain: Side
  readonly sealed: Side
  readonly ledger: Ledger
  readonly used: () => Promise<number>
}

/** Both sides record in turns of a few visits; what sealing takes is added to its side in full. */
async function compare({ count, chunk, each, everyMs }: Way, { plain, sealed, ledger, used }: Sides) {
  /** Milliseconds of processors, not on the clock: a busy machine does not stretch them. */
  const timed = async (work: () => Promise<unknown>) => {
    const before = await used()
    await work()
    return (await used()) - before
  }

  const spent = { without: 0, recording: 0, sealing: 0, since: 0, observations: 0 }
  for (let done = 0; done < count; done += chunk) {
    const turns = [plain, sealed].map((side) => ({ side, visits: visitsTo(side.points, chunk) }))
    for (const { side, visits } of (done / chunk) % 2 === 0 ? turns : turns.toReversed()) {
      const from = performance.now()
      const took = await timed(() => record(side.db, side.city, visits, each))
      spent[side === plain ? 'without' : 'recording'] += took
      if (side === sealed) spent.since += performance.now() - from
    }
    spent.observations += turns[0]!.visits.reduce((sum, { results }) => sum + results.length, 0)
    if (spent.since < everyMs && done + chunk < count) continue
    spent.since = 0
    spent.sealing += await timed(() => sealAndSign(sealed.db, { city: sealed.city, code: 'bench', at }, ledger))
  }
  return spent
}

print(machine())
for (const { name, open } of openBench('ledger')) {
  const engine = await open()
  await migrate(engine)
  const owner = dbOf(engine)
  // Both sides work on a city of their own, so that neither finds larger tables than the other.
  const sideOf = async (city: CityId): Promise<Side> => ({ db: owner.of(city), city, points: await addCity(owner, city, 300) })
  const [plain, sealed] = [await sideOf(1 as CityId), await sideOf(2 as CityId)]
  for (const kind of ['ed25519', 'sm2'] as SealKind[]) {
    const ledger: Ledger = { sources: [observationSource], signer: signerInMemory(kind), heads: headsInMemory() }
    await sealAll(sealed.db, sealed.city, ledger)
    for (const way of ways) {
      const { without, recording, sealing, observations } = await compare(way, { plain, sealed, ledger, used: processorsOf(engine) })
      const facts = way.count + observations
      const rate = (ms: number) => `${Math.round(facts / (ms / 1000))} facts/s`
      const less = 1 - without / (without + sealing)
      print(
        `${name}, ${kind}, ${way.what} (${way.count} visits, ${observations} observations): of processors: without ${without.toFixed(0)} ms = ${rate(without)}; the other side ${recording.toFixed(0)} ms and sealing ${sealing.toFixed(0)} ms = ${((sealing * 1000) / facts).toFixed(0)} µs a fact; throughput ${(less * 100).toFixed(1)} % less (limit 15 %)`,
      )
    }
  }
  await engine.close()
}
