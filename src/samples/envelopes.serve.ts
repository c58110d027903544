/** Envelopes: a visit of a sealed sample is checked and kept, seen by nobody but who sent it, and opened with all others at the release. */
import type { Who } from '../api/who.ts'
import type { CityId, VisitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { gradeNow } from '../inspections/gradeNow.serve.ts'
import type { NewVisit } from '../inspections/visit.ts'
import { recordVisits } from '../inspections/visits.sql.ts'
import { comesAt } from './kept.serve.ts'
import { refuseShut } from './readers.serve.ts'
import type { SampleId, SealedVisit } from './sample.ts'
import { listLine } from './draw.sql.ts'
import { listReplacements } from './points.sql.ts'
import { findSample, type SampleRow } from './samples.sql.ts'
import { addEnvelope, type Envelope, findEnvelope, listEnvelopes } from './sealed.sql.ts'

const toSealed = ({ id, pointId, visit, receivedAt }: Envelope): SealedVisit => ({
  id,
  pointId,
  visitedAt: visit.visitedAt,
  receivedAt,
  checked: visit.results.length,
  photos: visit.results.flatMap(({ photos }) => photos),
})

/** Whether a point is to be visited in a sample. *Refuses:* 422 `samples.notDrawnPoint`. */
async function checkDrawn(db: Db, city: CityId, sample: SampleId, point: string): Promise<void> {
  const replaced = await listReplacements(db, city, sample)
  const line = await listLine(db, city, sample, point as never)
  const isOut = replaced.some(({ pointId }) => pointId === point)
  const isDrawn = line.some(({ id, drawn }) => id === point && drawn) || replaced.some(({ byPointId }) => byPointId === point)
  if (isOut || !isDrawn) throw new Problem('samples.notDrawnPoint', 422)
}

/**
 * Keeps a visit in its envelope. The same id again is the same envelope. *Refuses:* 422 `inspections.faults`,
 * `samples.notDrawnPoint`; 409 `samples.notSealed` when visits of this sample are told at once.
 */
export async function sealVisit(db: Db, who: Who, at: string, id: SampleId, visit: NewVisit): Promise<SealedVisit> {
  // Held from here: the night's digest and the release wait for this envelope, or it comes after them.
  const row = await findSample(db, who.city, id, true)
  const known = await findEnvelope(db, who.city, visit.id)
  if (known && known.by !== who.person) throw new Problem('inspections.idTaken', 409)
  if (known) return toSealed(known)
  if (!row) throw new Problem('api.notFound', 404)
  if (!row.sealed || row.releasedAt !== null || row.drawnAt === null) throw new Problem('samples.notSealed', 409)
  await refuseShut(db, who, row)
  await checkDrawn(db, who.city, id, visit.pointId)
  const results = await gradeNow(db, who.city, at, visit)
  const contents = {
    visitedAt: visit.visitedAt,
    note: visit.note,
    results: results.map((result) => ({ ...result, photos: [...result.photos] })),
  }
  const receivedAt = await comesAt(db, who.city, id, at)
  const envelope: Envelope = { id: visit.id, pointId: visit.pointId, visit: contents, receivedAt, by: who.person }
  // No fact of the ledger: it would say who is out, and when. What came in is bound by a digest of each night and of the release (`kept.serve.ts`).
  await addEnvelope(db, who.city, id, envelope)
  return toSealed(envelope)
}

/** An envelope of the reader's own. *Refuses:* 404, whoever else's it is. */
export async function getOwnEnvelope(db: Db, who: Who, id: VisitId): Promise<SealedVisit> {
  const known = await findEnvelope(db, who.city, id)
  if (!known || known.by !== who.person) throw new Problem('api.notFound', 404)
  return toSealed(known)
}

const envelopesAtOnce = 200

/** Turns the envelopes of a sample into visits. Gives how many. */
export async function openEnvelopes(db: Db, city: CityId, { id, roundId }: SampleRow, at: string): Promise<number> {
  let opened = 0
  let after: VisitId | undefined
  for (;;) {
    const some = await listEnvelopes(db, city, id, after, envelopesAtOnce)
    const visits = some.map(({ id: visit, pointId, visit: contents, by }) => ({
      id: visit,
      pointId,
      roundId,
      recordedAt: at,
      by,
      ...contents,
    }))
    await recordVisits(db, city, visits)
    opened += some.length
    after = some.at(-1)?.id
    if (some.length < envelopesAtOnce) return opened
  }
}
