/** Handlers of sharing out. */
import { z } from 'zod'
import { handlers, whoOf } from '../api/api.serve.ts'
import { cursorOf, type PageOf, pageOf, readCursor, type Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { CityId, DutyId, EditionId, PersonId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { actionColumns, dutyColumns, gapColumns } from './books.serve.ts'
import { listReleased } from '../standards/published.sql.ts'
import { criteriaOf } from '../standards/edition.ts'
import { findAction, listActions } from './actions.sql.ts'
import { applyChanges, faultsOf, getAction, lockOne, refuse, undoAction } from './change.serve.ts'
import { type Cell, cells, figureOf, filledBut } from './completeness.ts'
import { listAlike, listCovered, listGaps } from './completeness.sql.ts'
import { type Completeness, dutiesApi, type DutyAction, type DutyFilter, type Gap } from './duties.api.ts'
import { countDuties, type DutyRow, findDuty, listDuties, listDutyPoints, lockDuties, type Reader } from './duties.sql.ts'
import { listNames } from './ground.sql.ts'
import { type DutyFile, type DutyHead, type DutyPatch, patched } from './duty.ts'
import { applyRule, previewRule } from './rule.serve.ts'

/** Words of a criterion and of the branches above it. */
interface Words {
  readonly title: Text
  readonly path: Text[]
}

/** Finds the words of criteria of a city's released editions. */
export async function readWords(db: Db, city: CityId): Promise<(edition: EditionId, criterion: string) => Words | undefined> {
  const editions = await listReleased(db, city)
  const books = new Map<string, Map<string, Words>>()
  return (edition, criterion) => {
    let book = books.get(edition)
    if (!book) {
      const content = editions.find(({ id }) => id === edition)?.content
      const lines = content ? criteriaOf(content.tree) : []
      book = new Map(lines.map(({ criterion: it, path }) => [it.id, { title: it.title, path: path.map(({ title }) => title) }]))
      books.set(edition, book)
    }
    return book.get(criterion)
  }
}

type FindWords = Awaited<ReturnType<typeof readWords>>

const toHead = (row: DutyRow, words: FindWords): DutyHead => {
  const found = words(row.editionId, row.criterion)
  return { ...row, title: found?.title ?? null, path: found?.path ?? [] }
}

/** One duty with its points and history. *Refuses:* 404. */
async function getFile(db: Db, city: CityId, id: DutyId, on: string): Promise<DutyFile> {
  const row = await findDuty(db, city, id, on)
  if (!row) throw new Problem('api.notFound', 404)
  const points = await listDutyPoints(db, city, id)
  return {
    ...toHead(row, await readWords(db, city)),
    pointList: points.map(({ id: point, code, nameZh, nameEn }) => ({ id: point, code, title: { zh: nameZh, en: nameEn } })),
    history: await listHistory(db, city, id),
  }
}

async function listHistory(db: Db, city: CityId, id: DutyId): Promise<DutyFile['history']> {
  const events = await listEventsOf(db, city, id, 'duty.')
  const ids = events.flatMap(({ by }) => (by === null ? [] : [by]))
  const people = await listNames(db, city, ids)
  const names = new Map(people.map((person) => [person.id, person.name]))
  return events.map(({ seq, kind, at, by, data }) => ({
    seq,
    kind,
    at,
    by: by === null ? null : { id: by as PersonId, name: names.get(by) ?? '' },
    fields: (data['fields'] as string[] | undefined) ?? [],
    note: (data['note'] as string | undefined) ?? '',
  }))
}

async function change(db: Db, who: Who, at: string, id: DutyId, { version, ...patch }: DutyPatch & { version: number }): Promise<void> {
  const before = await lockOne(db, who.city, id, version)
  const after = patched(before.values, patch)
  refuse(await faultsOf(db, who.city, [{ at: '', values: after }]))
  await applyChanges(db, who, at, [{ id, before, after }])
}

/** Sets the same values on many duties. *Refuses:* 409 `duty.changed` naming how many others were faster on; 422 `duty.faults`. */
async function bulk(
  db: Db,
  who: Who,
  at: string,
  { id, duties, set }: { id: string; duties: readonly { id: DutyId; version: number }[]; set: DutyPatch },
): Promise<DutyAction> {
  const known = await findAction(db, who.city, id)
  if (known) return known
  const versions = new Map(duties.map((duty) => [duty.id, duty.version]))
  const stored = await lockDuties(db, who.city, [...versions.keys()])
  const stale = stored.filter((duty) => versions.get(duty.id) !== duty.version || duty.values.state === 'dropped')
  if (stale.length > 0 || stored.length < versions.size)
    throw new Problem('duty.manyChanged', 409, { n: stale.length + versions.size - stored.length })
  const changes = stored.map((before) => ({ id: before.id, before, after: patched(before.values, set) }))
  const faults = await faultsOf(
    db,
    who.city,
    changes.map(({ id: duty, after }) => ({ at: `duties.${duty}.`, values: after })),
  )
  refuse(faults.slice(0, 100))
  await applyChanges(db, who, at, changes, { id, kind: 'bulk' })
  return getAction(db, who.city, id)
}

/** Marks a step of a duty. *Refuses:* 404. */
async function markMilestone(
  db: Db,
  who: Who,
  at: string,
  { id, milestone, doneOn }: { id: DutyId; milestone: string; doneOn: string | null },
): Promise<void> {
  const before = await lockOne(db, who.city, id)
  const { milestones } = before.values
  if (!milestones.some((it) => it.id === milestone)) throw new Problem('api.notFound', 404)
  const after = { ...before.values, milestones: milestones.map((it) => (it.id === milestone ? { ...it, doneOn } : it)) }
  await applyChanges(db, who, at, [{ id, before, after }])
}

async function getCompleteness(db: Db, city: CityId, edition: EditionId, unit: UnitId | undefined, on: string): Promise<Completeness> {
  const released = (await listReleased(db, city)).find(({ id }) => id === edition)
  if (!released) throw new Problem('duty.noSuchEdition', 422)
  const rows = await listAlike(db, city, edition, unit, on)
  const groups = rows.map(({ unitId, unitZh, unitEn, unitCode: _code, n, ...filled }) => ({
    n,
    filled,
    unit: unitId === null ? null : { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } },
  }))
  const criteria = criteriaOf(released.content.tree).map(({ criterion }) => criterion)
  const covered = await listCovered(db, city, edition)
  const uncovered = unit === undefined ? criteria.filter(({ id }) => !covered.has(id)) : []
  const nobody = { n: uncovered.length, filled: filledBut(cells) }
  const units = [...new Map(groups.map((group) => [group.unit?.id, group.unit])).values()]
  return {
    all: figureOf([...groups, nobody]),
    units: units.map((it) => ({ unit: it, figure: figureOf(groups.filter((group) => group.unit?.id === it?.id)) })),
    criteria: criteria.length,
    uncovered: uncovered.map(({ id, title }) => ({ criterion: id, title })),
  }
}

/** One page of duties with the words of their criteria. */
async function listHeads(db: Db, reader: Reader, filter: DutyFilter, on: string, turn: Turn): Promise<PageOf<DutyHead>> {
  const { items, ...next } = await listDuties(db, reader, filter, on, turn)
  const words = await readWords(db, reader.city)
  return { ...next, items: items.map((row) => toHead(row, words)) }
}

interface GapFilter {
  readonly edition: EditionId
  readonly unit?: UnitId | undefined
  readonly cell?: Cell | undefined
  readonly text?: string | undefined
}

async function listEmpty(db: Db, city: CityId, filter: GapFilter, on: string, { sort, cursor, limit }: Turn): Promise<PageOf<Gap>> {
  const after = readCursor(cursor, [z.literal(sort), z.string(), z.uuid(), z.int()])
  const from = after && ([after[1], after[2], after[3]] as const)
  const rows = await listGaps(db, city, { ...filter, on }, { after: from, limit, down: sort.startsWith('-') })
  const words = await readWords(db, city)
  const { items, ...next } = pageOf(rows, limit, (row) => cursorOf(sort, row.criterion, row.dutyId, row.nth))
  const named = (id: string | null, zh: string | null, en: string | null) =>
    id === null ? null : { id, title: { zh: zh ?? '', en: en ?? '' } }
  return {
    ...next,
    items: items.map((row) => ({
      dutyId: row.dutyId,
      criterion: row.criterion,
      title: words(filter.edition, row.criterion)?.title ?? null,
      area: named(row.areaId, row.areaZh, row.areaEn),
      unit: named(row.unitId, row.unitZh, row.unitEn),
      cell: cells[row.nth]!,
      vacant: row.vacant,
    })),
  }
}

/** Handlers over the word lists, which the workbooks need. */
export const dutiesHandlers = (say: Say) =>
  handlers(dutiesApi, {
    list: async (ask) => {
      const who = whoOf(ask)
      const { limit, cursor, sort, ...filter } = ask.query
      const on = dayOf(ask.at)
      const found = await listHeads(ask.db, who, filter, on, { sort, limit, cursor })
      return cursor === undefined ? { ...found, total: await countDuties(ask.db, who, filter, on) } : found
    },
    exportList: async (ask) => {
      const { sort, ...filter } = ask.query
      const who = whoOf(ask)
      return listBook({
        name: say(ask.language, 'nav.duties'),
        at: ask.at,
        columns: dutyColumns(say, ask.language),
        read: (cursor) => listHeads(ask.db, who, filter, dayOf(ask.at), { sort, cursor, limit: rowsAtOnce }),
      })
    },
    get: async (ask) => getFile(ask.db, whoOf(ask).city, ask.params.id, dayOf(ask.at)),
    add: async (ask) => {
      const who = whoOf(ask)
      const { id, ...values } = ask.body
      if (!(await findDuty(ask.db, who.city, id, dayOf(ask.at)))) {
        refuse(await faultsOf(ask.db, who.city, [{ at: '', values }]))
        await applyChanges(ask.db, who, ask.at, [{ id, before: undefined, after: values }])
      }
      return getFile(ask.db, who.city, id, dayOf(ask.at))
    },
    edit: async (ask) => {
      const who = whoOf(ask)
      await change(ask.db, who, ask.at, ask.params.id, ask.body)
      return getFile(ask.db, who.city, ask.params.id, dayOf(ask.at))
    },
    drop: async (ask) => {
      const who = whoOf(ask)
      const before = await lockOne(ask.db, who.city, ask.params.id, ask.body.version)
      const after = { ...before.values, state: 'dropped' as const }
      await applyChanges(ask.db, who, ask.at, [{ id: ask.params.id, before, after, note: ask.body.reason }])
      return getFile(ask.db, who.city, ask.params.id, dayOf(ask.at))
    },
    markMilestone: async (ask) => {
      const who = whoOf(ask)
      await markMilestone(ask.db, who, ask.at, { ...ask.params, ...ask.body })
      return getFile(ask.db, who.city, ask.params.id, dayOf(ask.at))
    },
    bulk: async (ask) => bulk(ask.db, whoOf(ask), ask.at, ask.body),
    previewAssign: async (ask) => previewRule(ask.db, whoOf(ask).city, ask.body, ask),
    assign: async (ask) => applyRule(ask.db, whoOf(ask), ask.body, ask),
    listActions: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      return listActions(ask.db, whoOf(ask).city, filter, { sort, limit, cursor })
    },
    exportActions: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'duties.actions'),
        at: ask.at,
        columns: actionColumns(say, ask.language),
        read: (cursor) => listActions(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    undo: async (ask) => undoAction(ask.db, whoOf(ask), ask.at, ask.params.action),
    getCompleteness: async (ask) => getCompleteness(ask.db, whoOf(ask).city, ask.query.edition, ask.query.unit, dayOf(ask.at)),
    listGaps: async (ask) => {
      const { sort, limit, cursor, ...filter } = ask.query
      return listEmpty(ask.db, whoOf(ask).city, filter, dayOf(ask.at), { sort, limit, cursor })
    },
    exportGaps: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'duties.gaps'),
        at: ask.at,
        columns: gapColumns(say, ask.language),
        read: (cursor) => listEmpty(ask.db, city, filter, dayOf(ask.at), { sort, cursor, limit: rowsAtOnce }),
      })
    },
  })
