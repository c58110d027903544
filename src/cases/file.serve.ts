/** One case as a reader sees it: its history under the names of its procedure, its clocks, its links, and the steps that lead on. */
import type { Who } from '../api/who.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { CaseId, CityId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import type { Case, CaseEvent } from './case.ts'
import type { CaseClock, CaseFile, CaseMoment, CaseStep } from './cases.api.ts'
import { findCase, findCaseHead, listLinked, listNames } from './cases.sql.ts'
import { spentOn, type Timing } from './clocks.ts'
import { unpublishedYears } from '../calendar/clock.ts'
import { findCondition } from '../classes/classes.sql.ts'
import { type CityTime, countedTime, readTime } from '../calendar/timekeeping.serve.ts'
import { asCaseEvent } from './lift.ts'
import { findState, findStep, type Step, stepsFrom, type Version } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import { latestLimit, refusal } from './rule.ts'
import { stepOf } from './steps.serve.ts'

/** What the house on top hands in for reading cases. */
export interface Reading {
  readonly vault: Vault
}

/** A case with its history, and what the reader may do. *Refuses:* 404. */
export async function getFile(db: Db, who: Who, id: CaseId, at: string, { vault }: Reading): Promise<CaseFile> {
  const [it, head] = [await findCase(db, who.city, id), await findCaseHead(db, who.city, id, at)]
  if (!it || !head) throw new Problem('api.notFound', 404)
  const procedures = await readProcedures(db, who.city)
  const version = procedures.for(it)
  const time = await readTime(db, who.city)
  const timing = countedTime(time.of(it.unitId))
  const events = (await listEventsOf(db, who.city, id)).map((event) => ({ ...event, told: asCaseEvent(event) }))
  const names = await namesOf(
    db,
    who.city,
    it,
    events.map(({ told }) => told),
  )
  return {
    ...head,
    origin: originOf(events[0]?.told),
    hasReporter: (await vault.holds(db, [id])).size > 0,
    history: events.map((event) => momentOf(event, procedures, names)),
    steps: stepsOf(it, who, version, at, timing),
    clocks: clocksOf(it, version, at, timing),
    request: requestOf(it, names),
    links: await listLinks(db, who.city, it, procedures),
    reworked: it.life.reworked,
    returned: it.life.returned,
    condition: it.life.condition,
    limit: await limitOf(db, who.city, it, time),
  }
}

/** By what it is due; null while neither a limit nor a condition is known. */
async function limitOf(db: Db, city: CityId, { unitId, dueAt, life }: Case, time: CityTime): Promise<CaseFile['limit']> {
  const { limitFrom: from, limitCounts: counts, condition } = life
  if (from === null && condition === null) return null
  const calendar = life.calendar ?? null
  const by = time.of(unitId)
  const holidays = (calendar !== null && time.calendarOf(calendar)) || by.holidays
  const row = condition === null ? undefined : await findCondition(db, city, condition)
  const isCounted = counts === 'working' && from !== null && dueAt !== null
  return {
    from,
    counts,
    calendar,
    unpublished: isCounted ? unpublishedYears({ ...by, holidays }, Date.parse(from), Date.parse(dueAt)) : [],
    condition: row ? { files: row.files, closes: row.closes, limitText: row.limitText, withdrawn: row.withdrawn } : null,
  }
}

/** What the report says about where it came from. */
const originOf = (first: CaseEvent | undefined) => (first?.kind === 'case.reported' ? first.data.origin : null)

type Names = ReadonlyMap<string, Text>

function namesOf(db: Db, city: CityId, it: Case, events: readonly CaseEvent[]): Promise<Names> {
  const people = events.flatMap(({ by }) => (by === null ? [] : [by]))
  const units = events.flatMap(({ data }) => (data.unitId ? [data.unitId] : []))
  return listNames(db, city, it.life.request?.by ? [...people, it.life.request.by] : people, units)
}

const personOf = (id: string | null, names: Names) => (id === null ? null : { id: id as PersonId, name: names.get(id)?.zh ?? '' })

interface Stored {
  readonly seq: number
  readonly id: CaseMoment['id']
  readonly at: string
  readonly by: string | null
  readonly told: CaseEvent
}

function momentOf({ seq, id, at, by, told }: Stored, procedures: Procedures, names: Names): CaseMoment {
  const { procedure } = procedures.of(told.data.procedure)
  const step = stepOf(told)
  const { to, unitId, dueAt } = told.data
  return {
    seq,
    id,
    step,
    name: findStep(procedure, step)?.name ?? { zh: step, en: '' },
    to: to && { state: to.state, stage: to.stage, name: findState(procedure, to.state)?.name ?? { zh: to.state, en: '' } },
    at,
    by: personOf(by, names),
    note: 'note' in told.data ? told.data.note : '',
    passed: ('passed' in told.data ? told.data.passed : null) ?? null,
    unit: unitId ? { id: unitId, title: names.get(unitId) ?? { zh: '', en: '' } } : null,
    dueAt: dueAt ?? null,
    until: ('until' in told.data ? told.data.until : null) ?? null,
    photos: [...told.data.photos],
  }
}

/** The steps that lead on from where the case stands; a decision only while something waits for it. */
function stepsOf(it: Case, who: Who, version: Version, at: string, timing: Timing): CaseStep[] {
  const next = findState(version.procedure, it.state)?.next
  return stepsFrom(version.procedure, it.state).flatMap((step) => {
    const refused = refusal(it, step.step, who, version, at)
    if (refused?.code === 'case.noRequest') return []
    return [
      {
        step: step.step,
        name: step.name,
        help: step.help ?? null,
        refusal: refused?.code ?? null,
        details: (refused?.details ?? {}) as CaseStep['details'],
        isNext: step.step === next,
        needs: step.needs,
        verdict: step.verdict ?? null,
        latest: latestOf(it, step, at, timing),
      },
    ]
  })
}

function latestOf(it: Case, { bounds }: Step, at: string, timing: Timing): string | null {
  if (bounds.days !== undefined) return new Date(Date.parse(at) + bounds.days * 86_400_000).toISOString()
  return latestLimit(it, bounds.percentOfLimit, timing)
}

/** The clocks that ever ran, in the order of the procedure. A clock without a limit of its own shows that of the case. */
function clocksOf({ life, dueAt }: Case, { procedure }: Version, at: string, timing: Timing): CaseClock[] {
  return procedure.clocks.flatMap(({ clock, name, counts }) => {
    const it = life.clocks[clock]
    return it
      ? [{ clock, name, ...it, dueAt: it.dueAt ?? (counts === 'working' ? dueAt : null), counts, ...spentOn(it, at, counts, timing) }]
      : []
  })
}

function requestOf({ life }: Case, names: Names): CaseFile['request'] {
  if (!life.request) return null
  const { by, approvals: _approvals, ...request } = life.request
  return { ...request, by: personOf(by, names) }
}

async function listLinks(db: Db, city: CityId, { life }: Case, procedures: Procedures): Promise<CaseFile['links']> {
  if (life.links.length === 0) return []
  const found = new Map(
    (
      await listLinked(
        db,
        city,
        life.links.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  )
  return life.links.flatMap((link) => {
    const it = found.get(link.id)
    if (!it) return []
    const stateName = findState(procedures.of(it.procedure).procedure, it.state)?.name ?? { zh: it.state, en: '' }
    return [{ ...link, no: it.no, text: it.text, stage: it.stage as Case['stage'], stateName }]
  })
}
