/** Handlers of cases: lists and queues, reports from every source, and the steps of the procedure. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { type Together, together } from '../api/together.serve.ts'
import type { Ask } from '../api/who.ts'
import type { CaseId, CityId, EventId, EvidenceId, ObservationId, PointId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { inWgs84 } from '../city/coordinates.ts'
import type { Crs } from '../city/crs.ts'
import { findPointHead } from '../city/pointHead.sql.ts'
import type { Given, Report } from './case.ts'
import { callOf, type CaseFile, casesApi, type CaseSuggestion, type ReleasedStep } from './cases.api.ts'
import { findCasePoint, findClosing, getCityName, listKnownCases, listNames, listSimilar, listUnitsOfKinds } from './cases.sql.ts'
import type { Contact } from '../privacy/identity.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { makeBoards } from './board.serve.ts'
import { exportCases } from './export.serve.ts'
import { getFile, getFiles, namesIn, newFile } from './file.serve.ts'
import { type Heads, pageWritten } from './heads.serve.ts'
import { type OrderPhoto, photosFor, writeOrder } from './order.serve.ts'
import { listCases } from './pages.sql.ts'
import { asJpeg } from '../evidence/photo.serve.ts'
import type { LeavingView } from '../evidence/shown.serve.ts'
import { findClassCode, listClasses } from '../classes/classes.sql.ts'
import { type CityTime, readTime } from '../calendar/timekeeping.serve.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import { countCases } from './queues.sql.ts'
import { called, type CalledId, calledIds } from './sources/index.ts'
import { caseIdOf, openCases } from './opening.serve.ts'
import { takeStep } from './steps.serve.ts'
import { type CasePoint, type Finding, type Phrase, suggestion } from './suggestion.ts'

/** The observations' door, handed in by the house on top: this room does not know them. */
export type FindFinding = (db: Db, city: CityId, id: ObservationId) => Promise<Finding | undefined>

/** What the house on top hands in: the observations' door, the word lists, the vault of identities and the rows at hand. */
export interface Doors {
  readonly findFinding: FindFinding
  readonly say: Say
  readonly vault: Vault
  /** The rows of lists that are at hand. */
  readonly heads: Heads
  /** A photo as it may leave the house: covered by a person, or with nobody to be recognised in it. */
  readonly picture: (db: Db, city: CityId, id: EvidenceId) => Promise<LeavingView>
}

async function getPoint(db: Db, city: CityId, id: PointId): Promise<CasePoint> {
  const row = await findCasePoint(db, city, id)
  if (!row) throw new Problem('case.noSuchPoint', 422)
  return {
    id: row.id,
    title: { zh: row.nameZh, en: row.nameEn },
    place: [row.lng, row.lat],
    streetId: row.streetId,
    unitId: row.unitId,
    areas: [row.communityId, row.streetId, row.districtId].filter((area) => area !== null),
  }
}

/** What is known about a finding or a place. *Refuses:* 422 `case.noSuchObservation`, `case.noFault`, `case.noSuchPoint`. */
async function suggest(
  db: Db,
  city: CityId,
  { findFinding: find, say }: Doors,
  about: { observation?: ObservationId | undefined; point?: PointId | undefined; at: string; language: Language },
): Promise<Omit<Report, 'source'>> {
  const finding = about.observation && (await find(db, city, about.observation))
  if (about.observation && !finding) throw new Problem('case.noSuchObservation', 422)
  if (finding && (finding.factor === null || finding.factor === 1000)) throw new Problem('case.noFault', 409)
  const pointId = finding?.pointId ?? about.point
  const point = pointId ? await getPoint(db, city, pointId) : undefined
  const units = finding && point?.unitId === null ? await listUnitsOfKinds(db, city, finding.unitKinds) : []
  const { language, at } = about
  const phrase: Phrase = (key, values) => say(language, key, values)
  return suggestion({ ...(finding ? { finding } : {}), ...(point ? { point } : {}), units, language, phrase }, at)
}

/** The suggestion with names, and cases that may make it needless. */
async function getSuggestion(db: Db, city: CityId, at: string, report: Omit<Report, 'source'>): Promise<CaseSuggestion> {
  const names = await listNames(db, city, [], report.unitId ? [report.unitId] : [])
  return {
    ...report,
    point: report.pointId ? ((await findPointHead(db, city, report.pointId)) ?? null) : null,
    unit: report.unitId ? { id: report.unitId, title: names.get(report.unitId) ?? { zh: '', en: '' } } : null,
    similar: await listSimilar(db, city, report, at),
  }
}

/** What any source may send; the rest is its own. */
type Sent = {
  readonly id?: CaseId | undefined
  readonly observationId?: ObservationId | undefined
  readonly pointId?: PointId | undefined
  readonly place?: Place | undefined
  readonly crs?: Crs | undefined
  readonly reporter?: Contact | undefined
  readonly class?: string | null | undefined
}
type Sending = Ask<{ params: undefined; query: undefined; body: Sent }>
type FromSource = Together<{ params: undefined; query: undefined; body: Sent }, CaseFile>

/** What one of a group sent: the id of its case, and the report, or why there is none. */
async function reportOf(db: Db, sourceId: CalledId, ask: Sending, doors: Doors): Promise<Report | Problem> {
  const { observationId: observation, pointId: point } = ask.body
  try {
    const suggested = await suggest(db, whoOf(ask).city, doors, { observation, point, at: ask.at, language: ask.language })
    const report = called[sourceId].toReport(inWgs84(ask.body), suggested)
    return sourceId === 'hotline12345' ? await withKnownClass(db, whoOf(ask).city, report) : report
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** The hotline has classes of its own: one that the city does not have is left to the desk, as an import of orders leaves it. */
async function withKnownClass(db: Db, city: CityId, report: Report): Promise<Report> {
  if (report.class === null) return report
  const code = await findClassCode(db, city, report.class)
  return code === undefined ? report : { ...report, class: code }
}

/** What the hotline is told beside its case: a class that nobody knows, and words that are not those of the case. */
function withNotes({ body, language }: Sending, report: Report | Problem, file: CaseFile, say: Say): CaseFile {
  if (report instanceof Problem || report.source !== 'hotline12345') return file
  const note = (at: string, says: string, values: Record<string, string> = {}) => ({ at, says, message: say(language, says, values) })
  const notes = [
    ...(body.class && report.class === null ? [note('body.class', 'fault.order.unknownClass', { value: body.class })] : []),
    ...(report.text === file.text ? [] : [note('body.text', 'fault.order.knownDiffers', { no: file.no })]),
  ]
  return notes.length === 0 ? file : { ...file, notes }
}

/**
 * The handler of a source: reports are filled from what is known, then the cases are opened, those of a moment together. The
 * database is asked twice: for everything that decides, and with everything that is written.
 */
const fromSource = (sourceId: CalledId, doors: Doors): FromSource =>
  together(async (db, asks) => {
    const { city } = whoOf(asks[0]!)
    const source = called[sourceId]
    const sent = asks.map((ask) => ({ ask, id: ask.body.id ?? caseIdOf(city, sourceId, source.keyOf!(ask.body)) }))
    const reports = await Promise.all(asks.map((ask) => reportOf(db, sourceId, ask, doors)))
    const openings = sent.flatMap(({ ask, id }, index) => {
      const report = reports[index]!
      return report instanceof Problem ? [] : [{ ask, who: whoOf(ask), at: ask.at, id, report }]
    })
    const unfilled = sent.filter((_, index) => reports[index] instanceof Problem).map(({ id }) => id)
    const reading = readProcedures(db, city)
    const [opened, procedures, time, there] = await Promise.all([
      openCases(db, city, openings, reading),
      reading,
      readTime(db, city),
      unfilled.length === 0 ? new Set<CaseId>() : listKnownCases(db, city, unfilled),
    ])
    // What was there before is answered, whatever would be said of it today.
    const refused = new Map<Sending, Problem>()
    sent.forEach(({ ask, id }, index) => reports[index] instanceof Problem && !there.has(id) && refused.set(ask, reports[index]))
    openings.forEach(({ ask }, index) => opened.refused[index] && refused.set(ask, opened.refused[index]))
    const writing: Writing = { db, city, sent: sent.filter(({ ask }) => !refused.has(ask)), opened, procedures, time }
    const answers = await answersOf(writing, doors)
    return async () => {
      const files = await answers()
      return asks.map((ask, index) => refused.get(ask) ?? withNotes(ask, reports[index]!, files.get(ask)!, doors.say))
    }
  })

interface Writing {
  readonly db: Db
  readonly city: CityId
  readonly sent: readonly { readonly ask: Sending; readonly id: CaseId }[]
  readonly opened: Awaited<ReturnType<typeof openCases>>
  readonly procedures: Procedures
  readonly time: CityTime
}

/** What is answered to each. Only what was there before, and what lies at a point, is read again, and then before the commit. */
async function answersOf(
  { db, city, sent, opened, procedures, time }: Writing,
  doors: Doors,
): Promise<() => Promise<ReadonlyMap<Sending, CaseFile>>> {
  const fresh = new Map(opened.fresh.map((it, index) => [it.it.id, { it, index }]))
  // Of two that sent the same, the first one is kept.
  const contacts = new Map(sent.flatMap(({ ask, id }) => (ask.body.reporter && fresh.has(id) ? [[id, ask] as const] : [])).toReversed())
  const keeping = [...contacts].map(([thing, { body, at }]) =>
    doors.vault.keep(db, city, { thing, kind: 'case', contact: body.reporter!, at }),
  )
  const told = Promise.all([opened.written, namesIn(db, city, opened.fresh), ...keeping])
  told.catch(() => undefined)
  const look = ({ ask, id }: (typeof sent)[number]) => ({ who: whoOf(ask), id, at: ask.at })
  const rest = sent.filter(({ id }) => fresh.get(id)?.it.it.pointId !== null)
  const read = rest.length === 0 ? [] : await told.then(() => getFiles(db, city, rest.map(look), doors))
  const files = new Map(rest.map(({ ask }, index) => [ask, read[index]!]))
  return async () => {
    const [last, names] = await told
    for (const one of sent) {
      if (files.has(one.ask)) continue
      const { it, index } = fresh.get(one.id)!
      const seq = last - fresh.size + index + 1
      files.set(one.ask, newFile({ ...look(one), fresh: it, seq, hasReporter: contacts.has(one.id) }, { procedures, time, names }))
    }
    return files
  }
}

/** The calls of all sources that have one. */
const fromSources = (doors: Doors) =>
  Object.fromEntries(calledIds.map((id) => [callOf(id), fromSource(id, doors)])) as {
    [Id in CalledId as `from${Capitalize<Id>}`]: FromSource
  }

/** Takes a step for whoever asks and shows what became of the case. */
async function take(
  ask: Ask<{ params: { id: CaseId }; query: undefined; body: Given & { id: EventId } }>,
  step: string,
  doors: Doors,
): Promise<CaseFile> {
  const who = whoOf(ask)
  const { id: event, ...data } = ask.body
  await takeStep(ask.db, who, ask.at, { id: ask.params.id, step, event, data })
  return getFile(ask.db, who, ask.params.id, ask.at, doors)
}

/** A photo that was erased has no picture to be printed. */
function unlessErased(error: unknown): undefined {
  if (error instanceof Problem && error.code === 'evidence.gone') return undefined
  throw error
}

/** A handler of a step that the first release had a call of its own for. */
const ofStep =
  (step: ReleasedStep, doors: Doors) =>
  (ask: Ask<{ params: { id: CaseId }; query: undefined; body: Given & { id: EventId } }>): Promise<CaseFile> =>
    take(ask, step, doors)

/** Handlers over what the house on top hands in. */
export function casesHandlers(doors: Doors) {
  const boards = makeBoards()
  const { read: heads } = doors.heads
  return handlers(casesApi, {
    list: async (ask) => {
      const who = whoOf(ask)
      const { limit, cursor, sort, total, ...filter } = ask.query
      return pageWritten(await listCases(ask.db, who, ask.at, filter, { sort, limit, cursor }, { counted: total, heads }))
    },
    board: async (ask) => boards(ask.db, whoOf(ask).city, ask.at),
    count: async (ask) => countCases(ask.db, whoOf(ask), ask.at, ask.query),
    suggest: async (ask) => {
      const { city } = whoOf(ask)
      const { observation, point } = ask.query
      const report = await suggest(ask.db, city, doors, { observation, point, at: ask.at, language: ask.language })
      return getSuggestion(ask.db, city, ask.at, report)
    },
    export: async (ask) => exportCases(ask, doors.say, 'xlsx'),
    exportCsv: async (ask) => exportCases(ask, doors.say, 'csv'),
    get: async (ask) => getFile(ask.db, whoOf(ask), ask.params.id, ask.at, doors),
    order: async (ask) => {
      const { city } = whoOf(ask)
      const it = await getFile(ask.db, whoOf(ask), ask.params.id, ask.at, doors)
      const [name, closes] = [await getCityName(ask.db, city), await findClosing(ask.db, city, ask.params.id)]
      const photos: OrderPhoto[] = []
      for (const { id, ...of } of photosFor(it)) {
        const view = await doors.picture(ask.db, city, id).catch(unlessErased)
        if (view) photos.push({ ...of, at: view.takenAt ?? of.at, veiled: view.veiled, picture: await asJpeg(view.picture) })
      }
      const className = it.class === null ? undefined : (await listClasses(ask.db, city)).find(({ code }) => code === it.class)?.smallName
      return writeOrder({
        it,
        photos,
        className,
        city: name,
        closes,
        number: ask.query.number,
        at: ask.at,
        language: ask.language,
        say: doors.say,
      })
    },
    ...fromSources(doors),
    take: async (ask) => take(ask as never, ask.params.step, doors),
    dispatch: ofStep('dispatch', doors),
    rectify: ofStep('rectify', doors),
    verify: ofStep('verify', doors),
    close: ofStep('close', doors),
    reopen: ofStep('reopen', doors),
  })
}
