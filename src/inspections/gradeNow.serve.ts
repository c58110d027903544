/** A visit as it came, checked and graded by the standards in force: the same for a visit that is told at once and for one in an envelope. */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { addDays } from '../base/time.ts'
import { findPointHead } from '../city/pointHead.sql.ts'
import { isInForce } from '../privacy/compliance.sql.ts'
import { listReleased, type Released } from '../standards/published.sql.ts'
import { allChecks, checklistFor, type ChecklistItem } from './checklist.ts'
import { holdsAt } from './exemption.ts'
import { readExemptions } from './exemptions.serve.ts'
import { meantAt } from './fill.ts'
import { faultsOfPhotos, refuseFaults } from './observations.serve.ts'
import { findRound } from './rounds.sql.ts'
import { type GradedResult, gradeVisit, type NewVisit } from './visit.ts'

/** How far ahead of the server's clock a phone may be before its visit is refused. */
const dayAhead = (at: string) => `${addDays(at.slice(0, 10), 1)}${at.slice(10)}`

/** The graded results of a visit. *Refuses:* 422 `inspections.faults`, every fault at once. */
export async function gradeNow(db: Db, city: CityId, at: string, visit: NewVisit): Promise<GradedResult[]> {
  const point = await findPointHead(db, city, visit.pointId)
  const editions = asked(await listReleased(db, city), visit)
  const listed = new Map<string, ChecklistItem>(checklistFor(editions, point?.type ?? '').map((item) => [item.fact, item]))
  const elsewhere = allChecks(editions)
  const photosFor = (await isInForce(db, city, 'photosOptional', at)) ? 'required' : 'everyFault'
  const exemptions = await readExemptions(db, city, visit.pointId, visit.visitedAt)
  const exemptOf = (fact: string) => exemptions(fact).find((it) => holdsAt(it, visit.visitedAt))
  const { graded, faults } = gradeVisit(visit.results, (fact) => listed.get(fact) ?? elsewhere.get(fact), { photosFor, exemptOf })
  const photos = visit.results.map((result, index) => ({ at: `results.${index}.photos`, photos: result.photos }))
  refuseFaults([
    ...(point ? [] : [{ at: 'pointId', says: 'fault.noSuchPoint' }]),
    ...(visit.roundId && !(await findRound(db, city, visit.roundId)) ? [{ at: 'roundId', says: 'fault.noSuchRound' }] : []),
    ...(meantAt(visit.visitedAt, visit.fill?.offsetMs) > dayAhead(at) ? [{ at: 'visitedAt', says: 'fault.future' }] : []),
    ...faults,
    ...(await faultsOfPhotos(db, city, photos)),
  ])
  return graded
}

/** By which editions: those that the device had, also when the city has withdrawn one meanwhile, then those in force. */
function asked(released: readonly Released[], { fill }: NewVisit): Released[] {
  const had = new Set<string>(fill?.editions)
  const filledBy = released.filter(({ id }) => had.has(id))
  return [...filledBy, ...released.filter(({ id, status }) => status === 'published' && !had.has(id))]
}
