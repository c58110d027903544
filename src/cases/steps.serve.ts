/** Takes steps: ask the rule, append the event, fold it into the row, tie the photos. The one way a case changes. */
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { NewEvent } from '../base/event.ts'
import type { CaseId, CityId, EventId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { listKnownEvidence } from '../evidence/evidence.sql.ts'
import { askGrassroots } from '../burden/ask.serve.ts'
import { v5, v7 } from 'uuid'
import { type Case, CaseEvent, evolve, type LaterStep, refusal, type Report, type StepName, steps } from './case.ts'
import { addCasePhotos, addCases, findCase, listUsedPhotos, saveCase, takeNumbers } from './cases.sql.ts'

/** The event of a step. */
const eventOf = (step: StepName, it: { id: EventId; thing: CaseId; at: string; by: string | null; data: object }): NewEvent => ({
  ...it,
  kind: steps[step].event,
  version: 1,
  data: { ...it.data },
})

/** An event as the fold reads it; what is stored has passed the step's shape. */
export const asCaseEvent = (event: NewEvent): CaseEvent => CaseEvent.parse(event)

/** Refuses photos that never arrived. *Refuses:* 422 `case.photoMissing`. */
async function checkPhotos(db: Db, who: Pick<Who, 'city'>, photos: readonly EvidenceId[]): Promise<void> {
  const known = await listKnownEvidence(db, who.city, photos)
  const faults = photos.flatMap((id, index) => (known.has(id) ? [] : [{ at: `photos.${index}`, says: 'fault.photoMissing' }]))
  if (faults.length > 0) throw new Problem('case.photoMissing', 422, {}, faults)
}

/** The photo of the problem is no proof that it is gone. *Refuses:* 422 `case.photoUsed`. */
async function checkFresh(db: Db, who: Who, id: CaseId, photos: readonly EvidenceId[]): Promise<void> {
  const used = new Set((await listUsedPhotos(db, who.city, id, photos)).map((photo) => photo.id))
  const faults = photos.flatMap((photo, index) => (used.has(photo) ? [{ at: `photos.${index}`, says: 'fault.photoUsed' }] : []))
  if (faults.length > 0) throw new Problem('case.photoUsed', 422, {}, faults)
}

/** The readable number of the n-th case of a day: 20261122-0007. */
const numberOf = (day: string, n: number): string => `${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`

/** Nobody of the house: a resident, another city. The room that lets them in has asked whether they may. */
export interface Outside {
  readonly city: CityId
  readonly person: null
}

const namespace = 'b2f9d9b2-3c0c-5b0e-9f0a-6d5d6b1f2a77'

/** The id of the case that a source's own number stands for: the same number is the same case, whoever brings it and how often. */
export const caseIdOf = (city: CityId, source: string, externalId: string): CaseId =>
  v5(`${city}/${source}/${externalId}`, namespace) as CaseId

/** Opens a case from a report; a known id is left as it is. *Refuses:* what `refusal` refuses; 422 `case.photoMissing`. */
export async function openCase(db: Db, who: Who | Outside, at: string, id: CaseId, report: Report): Promise<void> {
  if (await findCase(db, who.city, id)) return
  const refused = who.person === null ? null : refusal(undefined, 'report', who)
  if (refused) throw refused
  await checkPhotos(db, who, report.photos)
  const day = dayOf(at)
  const no = numberOf(day, await takeNumbers(db, who.city, day, 1))
  // The day is held from here on: who sent the same number a moment ago is done.
  if (report.origin?.externalId && (await findCase(db, who.city, id))) return
  await recordCases(db, who.city, [[eventOf('report', { id: v7() as EventId, thing: id, at, by: who.person, data: { ...report, no } })]])
}

/**
 * Appends whole histories of cases that are new: per case its events, the report first. One transaction of the caller holds
 * them. Also for bulk loading; numbers in `data.no` are the caller's (see `takeNumbers`).
 */
export async function recordCases(db: Db, city: Who['city'], histories: readonly (readonly NewEvent[])[]): Promise<Case[]> {
  const all = histories.map((history) => history.map(asCaseEvent))
  const cases = all.map((history) => history.reduce<Case | undefined>(evolve, undefined)!)
  await appendEvents(db, city, histories.flat())
  await addCases(db, city, cases)
  await addCasePhotos(
    db,
    city,
    all.flatMap((history) => history.flatMap(photosOf)),
  )
  return cases
}

/** Takes a step on a case. The same event id again is no second step. *Refuses:* 404; what `refusal` refuses; 409 `burden.over`. */
export async function takeStep(
  db: Db,
  who: Who,
  at: string,
  { id, step, event, data }: { id: CaseId; step: LaterStep; event: EventId; data: { photos?: readonly EvidenceId[] } },
): Promise<void> {
  const it = await findCase(db, who.city, id, true)
  if (!it) throw new Problem('api.notFound', 404)
  const known = await findEvent(db, who.city, event)
  if (known?.thing === id && known.kind === steps[step].event) return
  if (known) throw new Problem('case.idTaken', 409)
  const refused = refusal(it, step, who)
  if (refused) throw refused
  await checkPhotos(db, who, data.photos ?? [])
  if (step === 'rectify') await checkFresh(db, who, id, data.photos ?? [])
  const fresh = eventOf(step, { id: event, thing: id, at, by: who.person, data })
  await appendEvents(db, who.city, [fresh])
  const happened = asCaseEvent(fresh)
  await saveCase(db, who.city, evolve(it, happened))
  await addCasePhotos(db, who.city, photosOf(happened))
  if (happened.kind === 'case.dispatched' && happened.data.unitId !== dispatchedTo(it))
    await askGrassroots(db, who, at, [{ kind: 'case', unit: happened.data.unitId, thing: id, text: it.text }])
}

/** The unit that has the case already; before the first dispatch nobody has, whatever was proposed. */
const dispatchedTo = (it: Case) => (it.state === 'dispatched' ? it.unitId : null)

/** The photos an event brings, with the step they belong to. */
function photosOf(event: CaseEvent) {
  const photos = 'photos' in event.data ? event.data.photos : []
  return photos.map((evidenceId) => ({ caseId: event.thing, evidenceId, step: stepOf(event.kind) }))
}

/** The step that leaves an event. */
export const stepOf = (kind: string): StepName =>
  (Object.entries(steps) as [StepName, (typeof steps)[StepName]][]).find(([, step]) => step.event === kind)![0]
