/** One case as a reader sees it: its history under the names of its procedure, its clocks, its links, and the steps that lead on. */
import type { Who } from '../api/who.ts'
import { listEventsOfAll } from '../base/event.sql.ts'
import type { CaseId, CityId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { type Case, type CaseEvent, isOverdue } from './case.ts'
import type { CaseClock, CaseFile, CaseMoment, CaseStep } from './cases.api.ts'
import { headOf } from './head.serve.ts'
import { listCaseHeads, listCasesOf, listLinked, listNames } from './cases.sql.ts'
import { spentOn, type Timing } from './clocks.ts'
import { unpublishedYears } from '../calendar/clock.ts'
import { listConditionsOf } from '../classes/classes.sql.ts'
import { type CityTime, countedTime, readTime } from '../calendar/timekeeping.serve.ts'
import { asCaseEvent } from './lift.ts'
import { findState, findStep, type Step, stepsFrom, type Version } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import { latestLimit, refusal } from './rule.ts'
import { type Opened, stepOf } from './steps.serve.ts'

/** What the house on top hands in for reading cases. */
export interface Reading {
  readonly vault: Vault
}

/** Who wants to see which case, and when. */
export interface Look {
  readonly who: Who
  readonly id: CaseId
  readonly at: string
}

/** A case with its history, and what the reader may do. *Refuses:* 404. */
export async function getFile(db: Db, who: Who, id: CaseId, at: string, reading: Reading): Promise<CaseFile> {
  return (await getFiles(db, who.city, [{ who, id, at }], reading))[0]!
}

/**
 * Cases with their histories, each as its own reader sees it, in the order they are asked for. What is `known`
 * in this transaction need not be read again. *Refuses:* 404.
 */
export async function getFiles(
  db: Db,
  city: CityId,
  looks: readonly Look[],
  { vault }: Reading,
  known: { readonly opened?: readonly Opened[]; readonly procedures?: Procedures; readonly time?: CityTime } = {},
): Promise<CaseFile[]> {
  const ids = looks.map(({ id }) => id)
  const atHand = (known.opened ?? []).filter(({ it }) => it.pointId === null)
  const rest = ids.filter((id) => !atHand.some(({ it }) => it.id === id))
  const [procedures, time] = await Promise.all([known.procedures ?? readProcedures(db, city), known.time ?? readTime(db, city)])
  const read = rest.length === 0 ? nothing : await readRest(db, city, rest, looks[0]!.at, procedures)
  const cases = new Map([...read.cases, ...atHand.map(({ it }) => it)].map((it) => [it.id, it]))
  const events = [...read.events, ...atHand.map(({ event }) => event)].map((event) => ({ ...event, told: asCaseEvent(event) }))
  const histories = Map.groupBy(events, ({ thing }) => thing as CaseId)
  const told = events.map((event) => event.told)
  const every = [...cases.values()]
  const [names, held, linked, conditions] = await Promise.all([
    namesOf(db, city, every, told),
    vault.holds(db, ids),
    linkedTo(db, city, every),
    conditionsOf(db, city, every),
  ])
  const ready = atHand.map(({ it }) => headOf(it, names, histories.get(it.id)![0]!.told.data.photos, looks[0]!.at, procedures))
  const heads = new Map([...read.heads, ...ready].map((it) => [it.id, it]))
  return looks.map(({ who, id, at }) => {
    const [it, head, history] = [cases.get(id), heads.get(id), histories.get(id) ?? []]
    if (!it || !head) throw new Problem('api.notFound', 404)
    const version = procedures.for(it)
    const timing = countedTime(time.of(it.unitId))
    return {
      ...head,
      overdue: isOverdue(it, at),
      origin: originOf(history[0]?.told),
      hasReporter: held.has(id),
      history: history.map((event) => momentOf(event, procedures, names)),
      steps: stepsOf(it, who, version, at, timing),
      clocks: clocksOf(it, version, at, timing),
      request: requestOf(it, names),
      links: linksOf(it, linked, procedures),
      reworked: it.life.reworked,
      returned: it.life.returned,
      condition: it.life.condition,
      limit: limitOf(it, time, conditions),
    }
  })
}

/** By what it is due; null while neither a limit nor a condition is known. */
function limitOf({ unitId, dueAt, life }: Case, time: CityTime, conditions: Conditions): CaseFile['limit'] {
  const { limitFrom: from, limitCounts: counts, condition } = life
  if (from === null && condition === null) return null
  const calendar = life.calendar ?? null
  const by = time.of(unitId)
  const holidays = (calendar !== null && time.calendarOf(calendar)) || by.holidays
  const row = conditions.get(condition ?? '')
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
type Conditions = ReadonlyMap<string, Awaited<ReturnType<typeof listConditionsOf>>[number]>

async function conditionsOf(db: Db, city: CityId, cases: readonly Case[]): Promise<Conditions> {
  const ids = cases.flatMap(({ life }) => life.condition ?? [])
  return new Map(ids.length === 0 ? [] : (await listConditionsOf(db, city, ids)).map((row) => [row.id, row]))
}

const nothing = { cases: [], heads: [], events: [] }

async function readRest(db: Db, city: CityId, ids: readonly CaseId[], at: string, procedures: Procedures) {
  const [cases, heads, events] = await Promise.all([
    listCasesOf(db, city, ids),
    listCaseHeads(db, city, ids, at, procedures),
    listEventsOfAll(db, city, ids),
  ])
  return { cases, heads, events }
}

function namesOf(db: Db, city: CityId, cases: readonly Case[], events: readonly CaseEvent[]): Promise<Names> {
  const askers = cases.flatMap(({ life }) => life.request?.by ?? [])
  const people = events.flatMap(({ by }) => by ?? [])
  const units = events.flatMap(({ data }) => data.unitId ?? [])
  const areas = cases.flatMap(({ streetId }) => streetId ?? [])
  return listNames(db, city, [...new Set([...people, ...askers])], [...new Set(units)], [...new Set(areas)])
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

type Linked = ReadonlyMap<string, Awaited<ReturnType<typeof listLinked>>[number]>

async function linkedTo(db: Db, city: CityId, cases: readonly Case[]): Promise<Linked> {
  const ids = cases.flatMap(({ life }) => life.links.map(({ id }) => id))
  return new Map(ids.length === 0 ? [] : (await listLinked(db, city, ids)).map((row) => [row.id, row]))
}

const linksOf = ({ life }: Case, linked: Linked, procedures: Procedures): CaseFile['links'] =>
  life.links.flatMap((link) => {
    const it = linked.get(link.id)
    if (!it) return []
    const stateName = findState(procedures.of(it.procedure).procedure, it.state)?.name ?? { zh: it.state, en: '' }
    return [{ ...link, no: it.no, text: it.text, stage: it.stage as Case['stage'], stateName }]
  })
