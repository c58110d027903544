/**
 * Visits as they came, checked and graded by the standards in force: the same for a visit that is told at once and for one in an
 * envelope. What many visits of a moment are held against is read once for all of them.
 */
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { addDays } from '../base/time.ts'
import type { PointHead } from '../city/pointHead.ts'
import { listPointHeads } from '../city/pointHead.sql.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { isInForce } from '../privacy/compliance.sql.ts'
import { keptOf } from '../standards/kept.serve.ts'
import { listReleased, type Released } from '../standards/published.sql.ts'
import { allChecks, checklistFor, type ChecklistItem } from './checklist.ts'
import { type ExemptHere, holdsAt } from './exemption.ts'
import { readExemptionsOf } from './exemptions.serve.ts'
import { meantAt } from './fill.ts'
import { refuseFaults } from './observations.serve.ts'
import { listKnownRounds } from './rounds.sql.ts'
import { type GradedResult, gradeVisit, type NewVisit } from './visit.ts'

/** How far ahead of the server's clock a phone may be before its visit is refused. */
const dayAhead = (at: string) => `${addDays(at.slice(0, 10), 1)}${at.slice(10)}`

/** What visits are held against. */
interface Ground {
  readonly at: string
  readonly points: ReadonlyMap<string, PointHead>
  readonly rounds: ReadonlySet<string>
  readonly photos: ReadonlySet<string>
  readonly released: readonly Released[]
  readonly photosFor: 'required' | 'everyFault'
  readonly exemptions: (visit: NewVisit) => Promise<(fact: string) => readonly ExemptHere[]>
}

async function readGround(db: Db, city: CityId, at: string, visits: readonly NewVisit[]): Promise<Ground> {
  const photos = new Set(visits.flatMap(({ results }) => results.flatMap((result) => result.photos)))
  const rounds = new Set(visits.flatMap(({ roundId }) => roundId ?? []))
  const heads = await listPointHeads(db, city, [...new Set(visits.map(({ pointId }) => pointId))])
  return {
    at,
    points: new Map(heads.map((head) => [head.id, head])),
    rounds: await listKnownRounds(db, city, [...rounds]),
    photos: await listKnownEvidence(db, city, [...photos]),
    released: await listReleased(db, city),
    photosFor: (await isInForce(db, city, 'photosOptional', at)) ? 'required' : 'everyFault',
    exemptions: await readExemptionsOf(db, city, visits),
  }
}

const listOf = keptOf((editions, type) => new Map<string, ChecklistItem>(checklistFor(editions, type).map((item) => [item.fact, item])))
const elsewhereOf = keptOf((editions) => allChecks(editions))

async function gradeOn(ground: Ground, visit: NewVisit): Promise<GradedResult[]> {
  const point = ground.points.get(visit.pointId)
  const editions = asked(ground.released, visit)
  const [listed, elsewhere] = [listOf(editions, point?.type ?? ''), elsewhereOf(editions)]
  const exemptions = await ground.exemptions(visit)
  const exemptOf = (fact: string) => exemptions(fact).find((it) => holdsAt(it, visit.visitedAt))
  const { graded, faults } = gradeVisit(visit.results, (fact) => listed.get(fact) ?? elsewhere.get(fact), {
    photosFor: ground.photosFor,
    exemptOf,
  })
  refuseFaults([
    ...(point ? [] : [{ at: 'pointId', says: 'fault.noSuchPoint' }]),
    ...(visit.roundId && !ground.rounds.has(visit.roundId) ? [{ at: 'roundId', says: 'fault.noSuchRound' }] : []),
    ...(meantAt(visit.visitedAt, visit.fill?.offsetMs) > dayAhead(ground.at) ? [{ at: 'visitedAt', says: 'fault.future' }] : []),
    ...faults,
    ...visit.results.flatMap(({ photos }, index) =>
      photos.filter((id) => !ground.photos.has(id)).map(() => ({ at: `results.${index}.photos`, says: 'fault.photoMissing' })),
    ),
  ])
  return graded
}

/** The graded results of each visit, or the Problem of its faults, every fault at once. */
export async function gradeAll(db: Db, city: CityId, at: string, visits: readonly NewVisit[]): Promise<(GradedResult[] | Problem)[]> {
  if (visits.length === 0) return []
  const ground = await readGround(db, city, at, visits)
  const all: (GradedResult[] | Problem)[] = []
  for (const visit of visits)
    all.push(
      await gradeOn(ground, visit).catch((error: unknown) => {
        if (error instanceof Problem) return error
        throw error
      }),
    )
  return all
}

/** The graded results of a visit. *Refuses:* 422 `inspections.faults`, every fault at once. */
export async function gradeNow(db: Db, city: CityId, at: string, visit: NewVisit): Promise<GradedResult[]> {
  return gradeOn(await readGround(db, city, at, [visit]), visit)
}

/** By which editions: those that the device had, also when the city has withdrawn one meanwhile, then those in force. */
function asked(released: readonly Released[], { fill }: NewVisit): Released[] {
  const had = new Set<string>(fill?.editions)
  const filledBy = released.filter(({ id }) => had.has(id))
  return [...filledBy, ...released.filter(({ id, status }) => status === 'published' && !had.has(id))]
}
