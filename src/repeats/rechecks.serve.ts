/** Re-checks (回头看): seeds bound ahead, the draw of a day, and how each ends. A failed one opens a case beside the old. */
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents, listEventsOf } from '../base/event.sql.ts'
import type { CaseId, CityId, EventId, EvidenceId, ObservationId, PersonId, RoundId, VisitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { addDays, dayOf } from '../base/time.ts'
import { type Case, nothingKnown } from '../cases/case.ts'
import { findCase } from '../cases/cases.sql.ts'
import { asCaseEvent } from '../cases/lift.ts'
import { readProcedures } from '../cases/procedure/procedures.sql.ts'
import { theHouse } from '../cases/rule.ts'
import { recheck as recheckSource } from '../cases/sources/recheck.ts'
import { openCase } from '../cases/opening.serve.ts'
import { takeStep } from '../cases/steps.serve.ts'
import { findFinding } from '../inspections/finding.sql.ts'
import { listObservationsOfVisit } from '../inspections/observations.sql.ts'
import { addRoundPoints } from '../inspections/roundPoints.sql.ts'
import { addRound } from '../inspections/rounds.sql.ts'
import { findVisit } from '../inspections/visits.sql.ts'
import {
  addDraw,
  addRechecks,
  addSeeds,
  type Drawn,
  findLastSeed,
  findRecheck,
  findSeed,
  hasDraw,
  listClosedOn,
  listMeeting,
  listOpenAt,
  saveDone,
} from './rechecks.sql.ts'
import { daysAfter, type Framed, isDrawn, ownRules, type RecheckOutcome, ruleFor, seedCommitment, verdictOf } from './repeat.ts'
import { listRules } from './repeats.sql.ts'

const told = (kind: string, thing: string, { at, by }: { at: string; by: string | null }, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind: `recheck.${kind}`,
  thing,
  at,
  by,
  version: 1,
  data,
})

/** Days whose draw may be made up for, when the server stood still. */
const lateDays = 6

/** Binds the seeds of the days to come, so that each is bound before the cases are closed that it will decide over. */
async function bindSeeds(db: Db, city: CityId, at: string, until: string): Promise<void> {
  const last = await findLastSeed(db, city)
  const from = last === null ? dayOf(at) : addDays(last, 1)
  if (from > until) return
  const seeds = []
  for (let day = from; day <= until; day = addDays(day, 1)) {
    const seed = randomBytes(32).toString('hex')
    seeds.push({ onDay: day, seed, commitment: seedCommitment(city, day, seed), committedAt: at })
  }
  await addSeeds(db, city, seeds)
  const commitments = Object.fromEntries(seeds.map(({ onDay, commitment }) => [onDay, commitment]))
  await appendEvents(db, city, [told('committed', v7(), { at, by: null }, { commitments })])
}

/** Who handled a case, checked it or closed it. */
async function handsOf(db: Db, city: CityId, it: Case): Promise<string[]> {
  const hands = new Set<string>(it.rectifiedBy === null ? [] : [it.rectifiedBy])
  for (const stored of await listEventsOf(db, city, it.id, 'case.')) {
    const { kind, by, data } = asCaseEvent(stored)
    if (by === null || kind === 'case.reported') continue
    if (data.passed !== undefined || data.does.some((effect) => effect === 'prove' || effect === 'close')) hands.add(by)
  }
  return [...hands]
}

/** Draws the re-checks of today, and of days that were missed; a day is drawn once. Gives how many were drawn. */
export async function drawRechecks(db: Db, city: CityId, at: string, say: Say): Promise<number> {
  const rules = await listRules(db, city)
  const after = daysAfter(rules)
  await bindSeeds(db, city, at, addDays(dayOf(at), (after.at(-1) ?? 0) + 1))
  let count = 0
  for (let back = lateDays; back >= 0; back--) {
    const day = addDays(dayOf(at), -back)
    const seed = await findSeed(db, city, day)
    if (!seed || (await hasDraw(db, city, day))) continue
    const frame: Framed[] = []
    for (const days of after)
      for (const { id, unitId, class: type } of await listClosedOn(db, city, addDays(day, -days), seed.committedAt))
        frame.push({ id, after: days, share: ruleFor(rules, unitId, type).share })
    count += await drawDay(db, city, { at, day, frame, seed: seed.seed, say })
  }
  return count
}

interface Draw {
  readonly at: string
  readonly day: string
  readonly frame: readonly Framed[]
  readonly seed: string
  readonly say: Say
}

async function drawDay(db: Db, city: CityId, { at, day, frame, seed, say }: Draw): Promise<number> {
  // Told every day, drawn or not, and without the seed: with it anybody would know today where somebody goes next.
  await appendEvents(db, city, [told('drawn', v7(), { at, by: null }, { day, frame: frame.length })])
  const chosen = frame.filter((it) => isDrawn(seed, it))
  const roundId = chosen.length === 0 ? null : (v7() as RoundId)
  const dueOn = addDays(dayOf(at), ownRules.walkDays)
  if (roundId !== null) {
    const title = { zh: say('zh-CN', 'repeats.recheckRound', { day }), en: say('en', 'repeats.recheckRound', { day }) }
    await addRound(db, city, { id: roundId, kind: 'recheck', title, fromOn: dayOf(at), toOn: dueOn }, { recheck: day })
  }
  await addDraw(db, city, { day, roundId, frame, drawn: chosen.length, at })
  if (roundId === null) return 0
  const drawn: Drawn[] = []
  for (const { id, after } of chosen) {
    const it = (await findCase(db, city, id))!
    const notBy = await handsOf(db, city, it)
    drawn.push({ id: v7(), caseId: id, after, day, dueOn, roundId, pointId: it.pointId, unitId: it.unitId, notBy })
  }
  await addRechecks(db, city, drawn)
  await addRoundPoints(db, city, roundId, { points: pointsOf(drawn), at, by: null })
  return drawn.length
}

/** Each point once: who must not look at one of its cases must not look at it. */
function pointsOf(drawn: readonly Drawn[]) {
  const points = new Map<string, { cases: string[]; not: Set<string>; units: Set<string> }>()
  for (const { pointId, caseId, notBy, unitId } of drawn) {
    if (pointId === null) continue
    const point = points.get(pointId) ?? { cases: [], not: new Set<string>(), units: new Set<string>() }
    point.cases.push(caseId)
    for (const person of notBy) point.not.add(person)
    if (unitId !== null) point.units.add(unitId)
    points.set(pointId, point)
  }
  return [...points].map(([pointId, { cases, not, units }]) => ({
    pointId,
    because: { from: 'recheck', cases, not: [...not], units: [...units] },
  }))
}

interface End {
  readonly at: string
  readonly by: string | null
  readonly failed: boolean
  readonly note: string
  readonly visitId: VisitId | null
  readonly observationId: ObservationId | null
  readonly photos: readonly EvidenceId[]
}

async function end(db: Db, city: CityId, { id, caseId }: { id: string; caseId: CaseId }, it: End, say: Say): Promise<void> {
  const newCaseId = it.failed ? await openAgain(db, city, caseId, it, say) : null
  const { at, by, visitId, note } = it
  await saveDone(db, city, { id, state: it.failed ? 'failed' : 'kept', at, by, visitId, note, newCaseId })
  await appendEvents(db, city, [told('done', id, { at, by }, { case: caseId, failed: it.failed, newCase: newCaseId })])
}

/** A new case with all that was known of the old, and each shows the other. */
async function openAgain(db: Db, city: CityId, oldId: CaseId, { at, note, observationId, photos }: End, say: Say): Promise<CaseId> {
  const { no, text, class: type, pointId, fact, place, streetId, unitId, address } = (await findCase(db, city, oldId))!
  const known = { ...nothingKnown, class: type, pointId, fact, place, streetId, unitId, address }
  const words = [say('zh-CN', 'repeats.cameBack', { no, text }), note].filter((it) => it !== '').join('\n')
  const id = v7() as CaseId
  const report = recheckSource.toReport({ text: words.slice(0, 10_000), observationId, photos: [...photos] }, known)
  await openCase(db, { city, person: null }, at, id, report)
  const opened = (await findCase(db, city, id))!
  const { procedure } = (await readProcedures(db, city)).for(opened)
  const relate = procedure.steps.find(({ from, ways }) => from.includes(opened.state) && ways.some(({ does }) => does.includes('relate')))
  // A city that struck the step from its table sees both by the re-check alone.
  if (relate) await takeStep(db, { ...theHouse, city }, at, { id, step: relate.step, event: v7() as EventId, data: { otherId: oldId } })
  return id
}

/** Ends the re-checks that visits of their rounds answer. Few visits meet any: one question finds them. */
export async function settleVisits(db: Db, city: CityId, at: string, visits: readonly VisitId[], say: Say): Promise<void> {
  for (const visit of await listMeeting(db, city, visits)) await settleVisit(db, city, at, visit, say)
}

/** The visit looked at the fact of the case. */
async function settleVisit(db: Db, city: CityId, at: string, visitId: VisitId, say: Say): Promise<void> {
  const visit = await findVisit(db, city, visitId)
  if (!visit || visit.round === null) return
  const open = await listOpenAt(db, city, visit.round.id, visit.point.id)
  if (open.length === 0) return
  const results = await listObservationsOfVisit(db, city, visitId)
  for (const recheck of open) {
    const old = await findCase(db, city, recheck.caseId)
    const failed = verdictOf(old?.fact ?? null, results)
    if (failed === null) continue
    const seen = results.find(({ fact }) => fact === old!.fact)!
    const finding = failed ? await findFinding(db, city, seen.id) : undefined
    const photos = (finding?.photos ?? []).slice(0, 20)
    await end(
      db,
      city,
      recheck,
      { at, by: visit.by?.id ?? null, failed, note: seen.note, visitId, observationId: failed ? seen.id : null, photos },
      say,
    )
  }
}

/**
 * Ends a re-check by the word of who went there. The same word again changes nothing. *Refuses:* 404; 403 `repeats.ownHands` to who
 * handled or checked the case; 409 `repeats.isDone` for the other word.
 */
export async function report(db: Db, who: Who, at: string, id: string, it: RecheckOutcome, say: Say): Promise<void> {
  const recheck = await findRecheck(db, who.city, id)
  if (!recheck) throw new Problem('api.notFound', 404)
  if (recheck.notBy.includes(who.person)) throw new Problem('repeats.ownHands', 403)
  if (recheck.state === (it.passed ? 'kept' : 'failed')) return
  if (recheck.state !== 'open') throw new Problem('repeats.isDone', 409)
  const { note, photos, passed } = it
  await end(
    db,
    who.city,
    recheck,
    { at, by: who.person satisfies PersonId, failed: !passed, note, visitId: null, observationId: null, photos },
    say,
  )
}
