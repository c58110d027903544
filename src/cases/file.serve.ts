/** One case as a reader sees it: its history under the names of its procedure, its clocks, its links, and the steps that lead on. */
import type { Who } from '../api/who.ts'
import { listEventsOfAll } from '../base/event.sql.ts'
import type { CaseId, CityId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { type Case, type CaseEvent, isOverdue } from './case.ts'
import type { CaseClock, CaseFile, CaseHead, CaseMoment, CaseStep } from './cases.api.ts'
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
import { type Fresh, stepOf } from './opening.serve.ts'

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

/** Cases with their histories, each as its own reader sees it, in the order they are asked for. *Refuses:* 404. */
export async function getFiles(db: Db, city: CityId, looks: readonly Look[], { vault }: Reading): Promise<CaseFile[]> {
  const ids = looks.map(({ id }) => id)
  const [procedures, time, cases, events, held] = await Promise.all([
    readProcedures(db, city),
    readTime(db, city),
    listCasesOf(db, city, ids),
    listEventsOfAll(db, city, ids, 'case.'),
    vault.holds(db, ids),
  ])
  const stored = events.map((event) => ({ ...event, told: asCaseEvent(event) }))
  const told = stored.map((event) => event.told)
  const [heads, names, linked, conditions] = await Promise.all([
    listCaseHeads(db, city, ids, looks[0]!.at, procedures),
    namesOf(db, city, cases, told),
    linkedTo(db, city, cases),
    conditionsOf(db, city, cases),
  ])
  const histories = Map.groupBy(stored, ({ thing }) => thing as CaseId)
  const known: Around = { procedures, time, names, linked, conditions }
  return looks.map((look) => {
    const [it, head] = [cases.find(({ id }) => id === look.id), heads.find(({ id }) => id === look.id)]
    if (!it || !head) throw new Problem('api.notFound', 404)
    return fileOf(look, { it, head, history: histories.get(look.id) ?? [], hasReporter: held.has(look.id) }, known)
  })
}

/** What stands around cases, and is the same for all of a city. */
interface Around {
  readonly procedures: Procedures
  readonly time: CityTime
  readonly names: Names
  readonly linked: Linked
  readonly conditions: Conditions
}

interface Read {
  readonly it: Case
  readonly head: CaseHead
  readonly history: readonly Stored[]
  readonly hasReporter: boolean
}

function fileOf({ who, at }: Look, { it, head, history, hasReporter }: Read, { procedures, time, ...around }: Around): CaseFile {
  const version = procedures.for(it)
  const timing = countedTime(time.of(it.unitId))
  return {
    ...head,
    overdue: isOverdue(it, at),
    origin: originOf(history[0]?.told),
    hasReporter,
    history: history.map((event) => momentOf(event, procedures, around.names)),
    steps: stepsOf(it, who, version, at, timing),
    clocks: clocksOf(it, version, at, timing),
    request: requestOf(it, around.names),
    links: linksOf(it, around.linked, procedures),
    reworked: it.life.reworked,
    returned: it.life.returned,
    condition: it.life.condition,
    limit: limitOf(it, time, around.conditions),
  }
}

/** A case that was opened in this moment as its reader sees it; its event has a number by now. */
export interface Opened extends Look {
  readonly fresh: Fresh
  readonly seq: number
  readonly hasReporter: boolean
}

/** The names in cases that are being opened. */
export const namesIn = (db: Db, city: CityId, fresh: readonly Fresh[]): Promise<Names> =>
  namesOf(
    db,
    city,
    fresh.map(({ it }) => it),
    fresh.map(({ told }) => told),
  )

/** The file of a case that was opened in this moment and lies at no point of the register: from what is at hand. */
export function newFile(look: Opened, known: Omit<Around, 'linked' | 'conditions'>): CaseFile {
  const { it, event, told } = look.fresh
  const head = headOf(it, known.names, told.data.photos, look.at, known.procedures)
  const history = [{ ...event, seq: look.seq, told }]
  return fileOf(look, { it, head, history, hasReporter: look.hasReporter }, { ...known, linked: new Map(), conditions: new Map() })
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

/** What people, units and areas are called. */
export type Names = ReadonlyMap<string, Text>
type Conditions = ReadonlyMap<string, Awaited<ReturnType<typeof listConditionsOf>>[number]>

async function conditionsOf(db: Db, city: CityId, cases: readonly Case[]): Promise<Conditions> {
  const ids = cases.flatMap(({ life }) => life.condition ?? [])
  return new Map(ids.length === 0 ? [] : (await listConditionsOf(db, city, ids)).map((row) => [row.id, row]))
}

function namesOf(db: Db, city: CityId, cases: readonly Case[], events: readonly CaseEvent[]): Promise<Names> {
  const askers = cases.flatMap(({ life }) => life.request?.by ?? [])
  const people = events.flatMap(({ by }) => by ?? [])
  const units = events.flatMap(({ data }) => data.unitId ?? [])
  const areas = cases.flatMap(({ streetId }) => streetId ?? [])
  return listNames(db, city, [...new Set([...people, ...askers])], [...new Set(units)], [...new Set(areas)])
}

const personOf = (id: string | null, names: Names) => (id === null ? null : { id: id as PersonId, name: names.get(id)?.zh ?? '' })

/** An event with its number, as it is read. */
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
    if (!it) return []
    // The clock of the case's limit counts as that limit does.
    const isOfLimit = it.dueAt === null && counts === 'working' && dueAt !== null
    const counted = isOfLimit && life.limitFrom !== null ? life.limitCounts : counts
    return [{ clock, name, ...it, dueAt: isOfLimit ? dueAt : it.dueAt, counts: counted, ...spentOn(it, at, counted, timing) }]
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
