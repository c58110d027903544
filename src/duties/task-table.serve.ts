/** The task table in Excel: out in the layout cities use, and back in as a kind of table that can be imported. */
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId, DutyId, EditionId, PointId, UnitId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { type DataRow, dataRows, type Table, tableKind, type Taker, type Understood, type UnderstoodRow } from '../sheets/kind.ts'
import { columnName, told } from '../sheets/sheet.ts'
import { criteriaOf, type Edition } from '../standards/edition.ts'
import { findReleased, listPublished, type Released } from '../standards/published.sql.ts'
import { v5 } from 'uuid'
import { applyChanges, type Change, faultsOf } from './change.serve.ts'
import { changedFields, type DutyValues, type StoredDuty } from './duty.ts'
import { listStoredOf, lockDuties } from './duties.sql.ts'
import { listAllPointCodes, listAreas, listPointCodes, listPosts, listUnits } from './ground.sql.ts'
import {
  columnWords,
  dutyOf,
  mergeRow,
  milestonesText,
  nameOf,
  type Names,
  postText,
  readRow,
  rowFault,
  type RowValues,
  type TaskColumn,
  taskColumns,
} from './task-table.ts'
import words from './task-words.json' with { type: 'json' }

/** A day that only those reach who hold a post without an end: the names that a table in circulation goes by. */
const withoutEnd = '9999-12-31'

/** Everything that names in a table can mean, without points. */
async function readNames(db: Db, city: CityId): Promise<Omit<Names, 'points' | 'criteria'>> {
  const name = (it: { id: string; code: string; nameZh: string }) => ({ id: it.id, code: it.code, name: it.nameZh })
  return {
    areas: (await listAreas(db, city)).map(name),
    units: (await listUnits(db, city)).map(name),
    posts: (await listPosts(db, city, withoutEnd)).map(({ id, unitId, titleZh, holder }) => ({ id, unitId, title: titleZh, holder })),
  }
}

/** Titles of the branches above a criterion, at most three: what a fourth level adds is joined to the third. */
function branches(path: readonly Text[], language: Language): [string, string, string] {
  const titles = path.map((title) => read(title, language))
  return [titles[0] ?? '', titles[1] ?? '', titles.slice(2).join(' / ')]
}

interface Sheetful {
  readonly names: Names
  readonly codes: ReadonlyMap<PointId, string>
  readonly book: ReadonlyMap<string, { title: Text; path: Text[]; methods: string[] }>
  readonly language: Language
  readonly say: Say
}

function cellsOf({ id, values }: StoredDuty, { names, codes, book, language, say }: Sheetful): Record<TaskColumn, string> {
  const criterion = book.get(values.criterion)
  const [project, indicator, content] = branches(criterion?.path ?? [], language)
  return {
    id,
    criterion: values.criterion,
    project,
    indicator,
    content,
    standard: criterion ? read(criterion.title, language) : '',
    method: criterion?.methods.map((method) => say(language, `standards.method.${method}`)).join('、') ?? '',
    area: nameOf(names.areas, values.areaId),
    points: values.pointIds.map((point) => codes.get(point) ?? '').join('、'),
    task: values.task,
    lead: nameOf(names.units, values.leadUnitId),
    helpers: values.helperIds.map((unit) => nameOf(names.units, unit)).join('、'),
    leader: postText(names, values.leaderPostId, values.leadUnitId),
    person: postText(names, values.personPostId, values.leadUnitId),
    startOn: values.startOn ?? '',
    dueOn: values.dueOn ?? '',
    milestones: milestonesText(values.milestones),
    measure: values.measure,
    effect: values.effect,
    state: values.state === 'dropped' ? '' : words.states[values.state][language === 'en' ? 1 : 0]!,
  }
}

/** Order of the columns on paper: the requirement first, our own number last. */
const onPaper: readonly TaskColumn[] = [...taskColumns.filter((column) => column !== 'id'), 'id']

const widths: Partial<Record<TaskColumn, number>> = { standard: 40, task: 36, measure: 36, effect: 28, milestones: 28, helpers: 26, id: 38 }

/** The task table of an edition, or of what one unit leads or helps with. *Refuses:* 422 `duty.noSuchEdition`. */
export async function exportTable(
  db: Db,
  city: CityId,
  about: { edition: EditionId; unit?: UnitId | undefined; at: string; language: Language },
  say: Say,
): Promise<Download> {
  const { streamWorkbook } = await import('../sheets/write.serve.ts')
  const released = await findReleased(db, city, about.edition)
  if (!released) throw new Problem('duty.noSuchEdition', 422)
  const { unit, language } = about
  const all = await listStoredOf(db, city, about.edition)
  const duties = unit === undefined ? all : all.filter(({ values }) => values.leadUnitId === unit || values.helperIds.includes(unit))
  const order = new Map(criteriaOf(released.content.tree).map(({ criterion }, index) => [criterion.id as string, index]))
  const sorted = duties.sort((a, b) => (order.get(a.values.criterion) ?? 1e9) - (order.get(b.values.criterion) ?? 1e9))
  const points = await listPointCodes(db, city, [...new Set(duties.flatMap(({ values }) => values.pointIds))])
  const sheetful: Sheetful = {
    names: { ...(await readNames(db, city)), points: new Map(), criteria: [] },
    codes: new Map(points.map(({ id, code }) => [id, code])),
    book: bookOf(released.content),
    language,
    say,
  }
  function* rows(): Generator<string[]> {
    yield onPaper.map((column) => columnWords[column][language === 'en' ? columnWords[column].length - 1 : 0]!)
    for (const duty of sorted) {
      const cells = cellsOf(duty, sheetful)
      yield onPaper.map((column) => cells[column])
    }
  }
  const name = say(language, 'duties.sheet')
  return {
    name: `${name} ${read(released.content.title, language)} ${dayOf(about.at)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name, widths: onPaper.map((column) => widths[column] ?? 16), rows: rows() }], about.at),
  }
}

const bookOf = (edition: Edition) =>
  new Map(
    criteriaOf(edition.tree).map(({ criterion, path }) => [
      criterion.id as string,
      { title: criterion.title, path: path.map(({ title }) => title), methods: criterion.ways.map(({ method }) => method) },
    ]),
  )

interface Context {
  readonly editions: readonly Released[]
  readonly names: Omit<Names, 'points' | 'criteria'>
  readonly points: ReadonlyMap<string, PointId>
  readonly existing: ReadonlyMap<EditionId, StoredDuty[]>
}

/** A row that can be taken in. */
interface Planned {
  readonly sheet: string
  readonly row: number
  readonly editionId: EditionId
  readonly duty: StoredDuty | undefined
  readonly values: RowValues & { criterion: string }
}

/** The task table as a kind of import. Option `edition`: `standard/edition`, or the edition's code when only one has it; needed when several are in force. */
export const taskTable = tableKind<Context, readonly Planned[]>({
  kind: 'duties',
  columns: taskColumns.map((key) => ({ key, words: columnWords[key] })),
  needs: [
    ['criterion', 'standard'],
    ['lead', 'task'],
  ],
  options: [
    {
      key: 'edition',
      choices: [],
      offer: async (db, city) =>
        (await listPublished(db, city)).map(({ content }) => ({ value: `${content.standard}/${content.edition}`, title: content.title })),
    },
  ],
  load: async (db, city) => {
    const editions = await listPublished(db, city)
    const existing = new Map<EditionId, StoredDuty[]>()
    for (const { id } of editions) existing.set(id, await listStoredOf(db, city, id))
    const points = await listAllPointCodes(db, city)
    return { editions, existing, names: await readNames(db, city), points: new Map(points.map(({ id, code }) => [code, id])) }
  },
  understand: (table, context) => {
    const edition = chosen(context.editions, table.options['edition'])
    if (!edition) return { plan: [], rows: [], faults: [{ at: 'edition', says: 'fault.chooseEdition' }], hints: [], counts: {} }
    return understandRows(table, edition, context)
  },
  apply: (db, taker, understood) => applyRows(db, taker, understood.plan),
})

function chosen(editions: readonly Released[], option: string | undefined): Released | undefined {
  if (option === undefined || option === '') return editions.length === 1 ? editions[0] : undefined
  const fitting = editions.filter(({ id, content }) => [id, content.edition, `${content.standard}/${content.edition}`].includes(option))
  return fitting.length === 1 ? fitting[0] : undefined
}

function understandRows(table: Table, edition: Released, context: Context): Understood<readonly Planned[]> {
  const rows = dataRows(table)
  const names: Names = {
    ...context.names,
    points: context.points,
    criteria: criteriaOf(edition.content.tree).map(({ criterion }) => ({ id: criterion.id, title: criterion.title })),
  }
  const existing = context.existing.get(edition.id) ?? []
  const faults: Fault[] = []
  const plan: Planned[] = []
  const seen = new Set<string>()
  const counts = { added: 0, changed: 0, same: 0 }
  for (const row of told(rows, table.tell)) {
    const planned = understandRow(row, { names, existing, seen, editionId: edition.id }, faults)
    if (!planned) continue
    plan.push(planned)
    counts[doing(planned)] += 1
  }
  return { plan, rows: rows.map(understoodRow), faults, hints: [], counts }
}

const textOf = (row: DataRow, column: TaskColumn): string => row.cell(column).text.replace(/\r\n?/g, '\n').trim()

const understoodRow = (row: DataRow): UnderstoodRow => ({
  sheet: row.sheet,
  row: row.row,
  values: Object.fromEntries(taskColumns.filter((key) => row.columnOf(key) !== undefined).map((key) => [key, textOf(row, key)])),
})

function understandRow(
  row: DataRow,
  about: { names: Names; existing: readonly StoredDuty[]; seen: Set<string>; editionId: EditionId },
  faults: Fault[],
): Planned | undefined {
  const before = faults.length
  const cell = (column: TaskColumn) => (row.columnOf(column) === undefined ? undefined : textOf(row, column))
  const complain = (column: TaskColumn, says: string, details: Record<string, string> = {}) => {
    const index = row.columnOf(column)
    const at = index === undefined ? column : columnName(index)
    faults.push(rowFault({ sheet: row.sheet, row: row.row, at }, says, { column: columnWords[column][0]!, ...details }))
  }
  const values = readRow(about.names, cell, complain)
  const duty = dutyOf(about.existing, cell('id'), values)
  if (duty === 'unknown') complain('id', 'unknownDuty')
  const key = typeof duty === 'object' ? duty.id : `${values.criterion} ${values.areaId ?? ''} ${values.leadUnitId ?? ''}`
  if (about.seen.has(key)) complain('standard', 'dutyTwice')
  about.seen.add(key)
  if (faults.length > before || values.criterion === undefined || duty === 'unknown') return undefined
  return { sheet: row.sheet, row: row.row, editionId: about.editionId, duty, values: { ...values, criterion: values.criterion } }
}

const merged = ({ duty, values, editionId, sheet, row }: Planned, id: string): DutyValues =>
  mergeRow(editionId, duty?.values, values, (index) => v5(`${sheet}/${row}/${index}`, id))

const nobody = '00000000-0000-0000-0000-000000000000'

function doing(planned: Planned): 'added' | 'changed' | 'same' {
  if (!planned.duty) return 'added'
  return changedFields(planned.duty.values, merged(planned, nobody)).length > 0 ? 'changed' : 'same'
}

/** Takes the rows in as one action that can be undone; its id is the import's. */
async function applyRows(db: Db, taker: Taker, plan: readonly Planned[]): Promise<Record<string, string | number>> {
  const stored = new Map(
    (
      await lockDuties(
        db,
        taker.city,
        plan.flatMap(({ duty }) => duty?.id ?? []),
      )
    ).map((duty) => [duty.id, duty]),
  )
  const changes = plan.map((planned): Change => {
    const before = planned.duty && stored.get(planned.duty.id)
    const id = planned.duty?.id ?? (v5(`${planned.sheet}/${planned.row}`, taker.id) as DutyId)
    return { id, before, after: merged({ ...planned, duty: before }, taker.id) }
  })
  const faults = await faultsOf(
    db,
    taker.city,
    changes.map(({ after }, index) => ({ at: `${plan[index]!.sheet} ${plan[index]!.row} `, values: after })),
  )
  if (faults.length > 0) throw new Problem('duty.faults', 422, {}, faults)
  const touched = await applyChanges(db, taker, taker.at, changes, { id: taker.id, kind: 'import' })
  return { touched, action: taker.id }
}
