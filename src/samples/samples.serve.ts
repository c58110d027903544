/** Handlers of samples. The seed never leaves before the release; who sees the points is `mayOpen`'s to say. */
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents, appendWaited } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { findRound, sealRound } from '../inspections/rounds.sql.ts'
import { commitmentOf, draw, drawSeed, type FramePoint, frameHash, lineHash, type Plan, quotasOf } from './draw.ts'
import { sealVisit, getOwnEnvelope, openEnvelopes } from './envelopes.serve.ts'
import { exportPoints, exportSamples } from './export.serve.ts'
import type { Proof } from './proof.ts'
import { keepOne, proofOfKept } from './kept.serve.ts'
import { openTo, reachOfSamples, refuseShut } from './readers.serve.ts'
import type { NewSample, Sample, SampleId } from './sample.ts'
import { samplesApi } from './samples.api.ts'
import { addDraw, addSample, getSeed, groupMark, listByCode, listBoundFrame, listFrame, listLine } from './draw.sql.ts'
import { countPoints, listPoints, listStops } from './points.sql.ts'
import { addReaders, findSample, listSamples, type SampleRow, saveReleased } from './samples.sql.ts'
import { putIntoRound, replacePoint, shareWalks } from './walks.serve.ts'

const toSample = (row: SampleRow, open: ReadonlySet<SampleId>): Sample => ({
  id: row.id,
  round: { id: row.roundId, title: { zh: row.roundZh, en: row.roundEn } },
  unit: { id: row.unitId, title: { zh: row.unitZh, en: row.unitEn } },
  plan: row.plan,
  sealed: row.sealed,
  state: row.releasedAt !== null ? 'released' : row.drawnAt !== null ? 'drawn' : 'bound',
  releaseAt: row.releaseAt,
  commitment: row.commitment,
  frameHash: row.frameHash,
  committedAt: row.committedAt,
  drawnAt: row.drawnAt,
  releasedAt: row.releasedAt,
  witness: row.witness,
  framePoints: row.framePoints,
  drawnPoints: row.drawnPoints,
  open: open.has(row.id),
})

async function getSample(db: Db, who: Who, id: SampleId): Promise<Sample> {
  const row = await findSample(db, who.city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return toSample(row, await openTo(db, who, [row]))
}

/** A sample whose points the reader may see. *Refuses:* 404; 403 `samples.sealed`. */
export async function getOpen(db: Db, who: Who, id: SampleId): Promise<SampleRow> {
  const row = await findSample(db, who.city, id)
  if (!row) throw new Problem('api.notFound', 404)
  await refuseShut(db, who, row)
  return row
}

/** The frame of a plan, with sizes where it has them. *Refuses:* 422 `samples.faults` when a point has no size. */
async function frameOf(db: Db, city: CityId, plan: Plan): Promise<FramePoint[]> {
  const points = await listFrame(db, city, plan)
  const sizes = new Map<string, number>(plan.sizes.map(({ point, size }) => [point, size]))
  const without = sizes.size === 0 ? [] : points.filter(({ id }) => !sizes.has(id))
  if (without.length > 0)
    throw new Problem('samples.faults', 422, {}, [{ at: 'plan.sizes', says: 'fault.sizesMissing', details: { count: without.length } }])
  const groups = new Map<string, string>((plan.groups ?? []).map(({ point, group }) => [point, group]))
  return points.map(({ id, stratum }) => ({ id, stratum: stratum.replace(groupMark, groups.get(id) ?? '-'), size: sizes.get(id) ?? 1 }))
}

/** How many each stratum gives. *Refuses:* 422 `samples.faults`. */
function countsOf(frame: readonly FramePoint[], plan: Plan): Map<string, number> {
  const { counts, faults } = quotasOf(frame, plan.quota)
  const none = frame.length === 0 ? [{ at: 'plan.types', says: 'fault.frameEmpty' }] : []
  if (faults.length + none.length > 0) throw new Problem('samples.faults', 422, {}, [...none, ...faults])
  return counts
}

const told = (id: SampleId, kind: string, { at, by }: { at: string; by: string | null }, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind: `sample.${kind}`,
  thing: id,
  at,
  by,
  version: 1,
  data,
})

/** Binds a sample: from here on nobody can choose another seed, frame or plan unseen. The same id again is the same sample. */
async function bind(db: Db, who: Who, at: string, it: NewSample): Promise<void> {
  const known = await findSample(db, who.city, it.id)
  if (known) return
  if (!(await findRound(db, who.city, it.roundId)))
    throw new Problem('samples.faults', 422, {}, [{ at: 'roundId', says: 'fault.noSuchRound' }])
  if (it.sealed && it.releaseAt! <= at) throw new Problem('samples.faults', 422, {}, [{ at: 'releaseAt', says: 'fault.past' }])
  const frame = await frameOf(db, who.city, it.plan)
  countsOf(frame, it.plan)
  const seed = randomBytes(32).toString('hex')
  const hash = frameHash(frame)
  const commitment = commitmentOf(seed, hash, it.plan)
  await addSample(db, who.city, { ...it, seed, commitment, frameHash: hash, frame, at, by: who.person })
  if (it.sealed) await sealRound(db, who.city, it.roundId, true)
  await appendEvents(db, who.city, [told(it.id, 'bound', { at, by: who.person }, { round: it.roundId, commitment, frameHash: hash })])
}

/** Draws: the seed that was bound and the words of the witness decide. A second draw is the first. */
async function drawNow(db: Db, who: Who, at: string, id: SampleId, witness: string): Promise<void> {
  const row = await findSample(db, who.city, id, true)
  if (!row) throw new Problem('api.notFound', 404)
  if (row.drawnAt !== null) return
  const frame = await listBoundFrame(db, who.city, id)
  const seed = await getSeed(db, who.city, id)
  const line = draw(frame, countsOf(frame, row.plan), drawSeed(seed, witness))
  await addDraw(db, who.city, id, { line, witness, at })
  if (row.sealed) await addReaders(db, who.city, row, { at, by: null })
  const drawn = line.filter((point) => point.drawn)
  // What is sealed shows its points to nobody through the round before its release.
  if (!row.sealed) await putIntoRound(db, who.city, row, { points: drawn.map(({ id: point }) => point), at, by: who.person })
  const data = { drawn: drawn.length, line: lineHash(line, seed), witness }
  await appendEvents(db, who.city, [told(id, 'drawn', { at, by: who.person }, data)])
}

/** Tells a sample to everybody: its envelopes become visits. `by` is null when the time itself did it. */
export async function releaseSample(db: Db, city: CityId, { id, at, by }: { id: SampleId; at: string; by: string | null }): Promise<void> {
  const row = await findSample(db, city, id, true)
  if (!row) throw new Problem('api.notFound', 404)
  if (row.releasedAt !== null) return
  if (row.releaseAt !== null && row.releaseAt > at) throw new Problem('samples.notYet', 409, { releaseAt: row.releaseAt })
  if (row.drawnAt === null) throw new Problem('samples.notDrawn', 409)
  await sealRound(db, city, row.roundId, false)
  const points = row.sealed ? (await listStops(db, city, id)).map((stop) => stop.id) : []
  await putIntoRound(db, city, row, { points, at, by })
  // What came since the last night is bound before it is opened, in the transaction that tells the seed.
  if (row.sealed) await keepOne(db, city, id, at)
  const visits = await openEnvelopes(db, city, row, at)
  await saveReleased(db, city, id, at)
  await appendEvents(db, city, [told(id, 'released', { at, by }, { visits })])
  await appendWaited(db, city)
}

/** The file with which anybody runs the draw again. *Refuses:* 409 `samples.notReleased`. */
async function prove(db: Db, who: Who, id: SampleId): Promise<Download> {
  const row = await getOpen(db, who, id)
  if (row.releasedAt === null) throw new Problem('samples.notReleased', 409)
  const proof: Proof = {
    format: 'mingcheng draw 1',
    id,
    plan: row.plan,
    committedAt: row.committedAt,
    commitment: row.commitment,
    frameHash: row.frameHash,
    frame: await listBoundFrame(db, who.city, id),
    seed: await getSeed(db, who.city, id),
    witness: row.witness ?? '',
    line: (await listLine(db, who.city, id)).map(({ size: _size, ...point }) => point),
    ...(await proofOfKept(db, who.city, id)),
  }
  return { name: `draw ${id}.json`, mediaType: 'application/json', content: Readable.from([JSON.stringify(proof, null, 1)]) }
}

/** Handlers over the word lists, which the workbooks need. */
export const samplesHandlers = (say: Say) =>
  handlers(samplesApi, {
    list: async (ask) => {
      const who = whoOf(ask)
      const { limit, cursor, sort, ...filter } = ask.query
      const { unit } = who
      const reach = reachOfSamples(who)
      if (reach === 'unit' && unit === null) return { items: [] }
      const { items, ...next } = await listSamples(
        ask.db,
        who.city,
        { ...filter, ...(reach === 'unit' ? { unit: unit! } : {}) },
        { sort, limit, cursor },
      )
      const open = await openTo(ask.db, who, items)
      return { items: items.map((row) => toSample(row, open)), ...next }
    },
    exportList: (ask) => exportSamples(ask, say, { unit: whoOf(ask).unit, reach: reachOfSamples(whoOf(ask)) }),
    preview: async (ask) => {
      const frame = await frameOf(ask.db, whoOf(ask).city, ask.body.plan)
      const counts = countsOf(frame, ask.body.plan)
      const has = new Map<string, number>()
      for (const { stratum } of frame) has.set(stratum, (has.get(stratum) ?? 0) + 1)
      const strata = [...has]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([stratum, n]) => ({ stratum, has: n, count: counts.get(stratum) ?? 0 }))
      return { framePoints: frame.length, drawnPoints: strata.reduce((sum, { count }) => sum + count, 0), strata }
    },
    readFrame: async (ask) => {
      const known = new Map(
        (
          await listByCode(
            ask.db,
            whoOf(ask).city,
            ask.body.rows.map(({ code }) => code),
          )
        ).map(({ id, code }) => [code, id]),
      )
      const seen = new Set<string>()
      const faults = ask.body.rows.flatMap(({ code }, index) => {
        const says = seen.has(code) ? 'fault.pointTwice' : known.has(code) ? undefined : 'fault.noSuchPoint'
        seen.add(code)
        return says === undefined ? [] : [{ at: `rows.${index}`, says, details: { code } }]
      })
      if (faults.length > 0) throw new Problem('samples.faults', 422, {}, faults.slice(0, 200))
      return { rows: ask.body.rows.map(({ code, ...row }) => ({ ...row, point: known.get(code)! })) }
    },
    bind: async (ask) => {
      await bind(ask.db, whoOf(ask), ask.at, ask.body)
      return getSample(ask.db, whoOf(ask), ask.body.id)
    },
    get: async (ask) => getSample(ask.db, whoOf(ask), ask.params.id),
    draw: async (ask) => {
      await drawNow(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body.witness)
      return getSample(ask.db, whoOf(ask), ask.params.id)
    },
    listPoints: async (ask) => {
      const who = whoOf(ask)
      const { id } = await getOpen(ask.db, who, ask.params.id)
      const { limit, cursor, sort, mine, ...filter } = ask.query
      const narrowed = { sample: id, ...filter, ...(mine === true ? { walker: who.person } : {}) }
      const points = await listPoints(ask.db, who.city, narrowed, { sort, limit, cursor })
      return cursor === undefined ? { ...points, total: await countPoints(ask.db, who.city, narrowed) } : points
    },
    exportPoints: async (ask) => {
      await getOpen(ask.db, whoOf(ask), ask.params.id)
      return exportPoints(ask, say)
    },
    share: async (ask) => ({ walks: await shareWalks(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body.walkers) }),
    replace: async (ask) => ({ pointId: await replacePoint(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body) }),
    seal: async (ask) => sealVisit(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body),
    getSealed: async (ask) => getOwnEnvelope(ask.db, whoOf(ask), ask.params.visit),
    release: async (ask) => {
      const who = whoOf(ask)
      await releaseSample(ask.db, who.city, { id: ask.params.id, at: ask.at, by: who.person })
      return getSample(ask.db, who, ask.params.id)
    },
    prove: async (ask) => prove(ask.db, whoOf(ask), ask.params.id),
  })
