/**
 * The task table (任务分解表) as cities keep it: one row per duty, names instead of ids. What goes out comes back in without
 * loss; a table made by hand, without our numbers, is understood by the names it uses, and every doubt is named by row.
 */
import type { AreaId, EditionId, PointId, PostId, UnitId } from '../base/ids.ts'
import type { Fault } from '../base/problem.ts'
import type { Text } from '../base/text.ts'
import { Day } from '../base/time.ts'
import { plain } from '../sheets/sheet.ts'
import type { DutyState, DutyValues, Milestone, StoredDuty } from './duty.ts'
import words from './task-words.json' with { type: 'json' }

/** Columns of the table in their order. The first six say which requirement; only its code and words are read back. */
export const taskColumns = Object.keys(words.columns) as TaskColumn[]
export type TaskColumn = keyof typeof words.columns
export const columnWords: Readonly<Record<TaskColumn, readonly string[]>> = words.columns

/** An area, unit, or post as the table names it. */
export interface Name {
  readonly id: string
  readonly code: string
  readonly name: string
}

/** What names in the table may mean. */
export interface Names {
  readonly areas: readonly Name[]
  readonly units: readonly Name[]
  readonly posts: readonly { readonly id: PostId; readonly unitId: UnitId; readonly title: string; readonly holder: string | null }[]
  /** Points by code. */
  readonly points: ReadonlyMap<string, PointId>
  readonly criteria: readonly { readonly id: string; readonly title: Text }[]
}

/** What a row says about a duty; a field that the table has no column for is absent. */
export type RowValues = Partial<Omit<DutyValues, 'editionId' | 'criterion' | 'milestones'>> & {
  readonly criterion?: string
  readonly milestones?: readonly Omit<Milestone, 'id'>[]
}

/** Reads one cell of a row; undefined when the table has no such column. */
export type CellText = (column: TaskColumn) => string | undefined

const separators = /[\u3001,\uff0c;\uff1b\n]+/
const split = (text: string) =>
  text
    .split(separators)
    .map((part) => part.trim())
    .filter((part) => part !== '')
const same = (a: string, b: string) => plain(a).replaceAll(' ', '').toLowerCase() === plain(b).replaceAll(' ', '').toLowerCase()

/** A name as the table writes it: alone when it is the only one, else with its code. */
export function nameOf(list: readonly Name[], id: string | null): string {
  const found = list.find((it) => it.id === id)
  if (!found) return ''
  return list.filter(({ name }) => same(name, found.name)).length === 1 ? found.name : `${found.name}[${found.code}]`
}

/** What a name means: by code, by name with code, or by a name that only one has. Else the doubt: `unknown`, `ambiguous`. */
export function idOfName(list: readonly Name[], text: string): string {
  const coded = /^(.*)\[([^[\]]+)\]$/.exec(text.trim())
  const found = coded
    ? list.filter(({ code, name }) => same(code, coded[2]!) && same(name, coded[1]!))
    : list.filter(({ code, name }) => same(name, text) || same(code, text))
  return found.length === 1 ? found[0]!.id : found.length === 0 ? 'unknown' : 'ambiguous'
}

/** A post as the table writes it: title and holder, with the unit when it is not the lead unit, with its id when nothing else tells it apart. */
export function postText(names: Names, id: PostId | null, lead: UnitId | null): string {
  const post = names.posts.find((it) => it.id === id)
  if (!post) return ''
  const who = post.holder === null ? post.title : `${post.title}(${post.holder})`
  const full = `${nameOf(names.units, post.unitId)}/${who}`
  const telling = [...(post.unitId === lead ? [who] : []), full].find((text) => postOf(names, text, lead) === id)
  return telling ?? `${full}[${post.id}]`
}

/** What the text of a post means: a title, a holder's name, or both; the lead unit's posts come first. */
export function postOf(names: Names, text: string, lead: UnitId | null): PostId | 'unknown' | 'ambiguous' {
  const byId = /\[([0-9a-f-]{36})\]$/.exec(text)?.[1]
  if (byId) return names.posts.find(({ id }) => id === byId)?.id ?? 'unknown'
  const [unitName, who] = text.includes('/') ? [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)] : [undefined, text]
  const said = /^(.*?)(?:[(\uff08]([^()\uff08\uff09]+)[)\uff09])?$/.exec(who.trim())!
  const [title, holder] = [said[1]!, said[2]]
  const unit = unitName === undefined ? undefined : idOfName(names.units, unitName)
  const fitting = names.posts.filter(
    (post) =>
      (unit === undefined || post.unitId === unit) &&
      (holder === undefined
        ? same(post.title, title) || (post.holder !== null && same(post.holder, title))
        : same(post.title, title) && post.holder !== null && same(post.holder, holder)),
  )
  const own = fitting.filter(({ unitId }) => unitId === lead)
  const best = own.length > 0 && unit === undefined ? own : fitting
  return best.length === 1 ? best[0]!.id : best.length === 0 ? 'unknown' : 'ambiguous'
}

/** A day as people write it: 2026-12-31, 2026/12/31, 2026.12.31, 2026年12月31日. */
export function dayOfText(text: string): Day | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/.exec(plain(text))
  if (!match) return undefined
  const day = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  return Day.safeParse(day).success ? day : undefined
}

/** "2026-12-31 排查(2026-12-30完成)", one line each. */
export const milestonesText = (milestones: readonly Omit<Milestone, 'id'>[]): string =>
  milestones
    .map(({ dueOn, title, doneOn }) => `${dueOn} ${title.replace(/\s+/g, ' ')}${doneOn === null ? '' : `(${doneOn}${words.doneMark})`}`)
    .join('\n')

/** The steps that a cell names; undefined when a line has no date. */
export function milestonesOf(text: string): Omit<Milestone, 'id'>[] | undefined {
  const lines = text
    .split(/[;\uff1b\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const read = lines.map((line) => {
    const match =
      /^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[\s:\uff1a,\uff0c]*([^\s:\uff1a,\uff0c].*?)(?:[(\uff08](\d{4}-\d{2}-\d{2})完成[)\uff09])?$/.exec(
        line,
      )
    const dueOn = match ? dayOfText(match[1]!) : undefined
    return match && dueOn !== undefined ? { dueOn, title: match[2]!.trim().slice(0, 200), doneOn: match[3] ?? null } : undefined
  })
  return read.some((it) => it === undefined) ? undefined : (read as Omit<Milestone, 'id'>[])
}

/** Which criterion a row is about: by code, else by the words of the standard, its leading number aside. Else the doubt. */
export function criterionOf(names: Names, code: string | undefined, text: string | undefined): string {
  const coded = names.criteria.filter(({ id }) => code !== undefined && code !== '' && same(id, code))
  if (coded.length === 1) return coded[0]!.id
  const bare = (words: string) => words.replace(/^\s*[(\uff08]?\d{1,3}\s*[)\uff09.\uff0e\u3001]\s*/, '')
  const said =
    text === undefined || text.trim() === ''
      ? []
      : names.criteria.filter(({ title }) => [title.zh, title.en].some((it) => it !== '' && same(bare(it), bare(text))))
  return said.length === 1 ? said[0]!.id : said.length === 0 ? 'unknown' : 'ambiguous'
}

type Complain = (column: TaskColumn, says: string, details?: Record<string, string>) => void

/** Reads a row; faults are told to `complain`. */
export function readRow(names: Names, cell: CellText, complain: Complain): RowValues {
  const id = (column: TaskColumn, list: readonly Name[], text: string): string | null => {
    const found = idOfName(list, text)
    if (found !== 'unknown' && found !== 'ambiguous') return found
    complain(column, found === 'unknown' ? 'unknownName' : 'ambiguousName', { name: text })
    return null
  }
  const one = (column: TaskColumn, list: readonly Name[]): string | null | undefined => {
    const text = cell(column)
    return text === undefined ? undefined : text === '' || isWholeCity(text) ? null : id(column, list, text)
  }
  const criterion = criterionOf(names, cell('criterion'), cell('standard'))
  if (criterion === 'unknown' || criterion === 'ambiguous')
    complain('standard', criterion === 'unknown' ? 'unknownCriterion' : 'ambiguousCriterion')
  const lead = one('lead', names.units) as UnitId | null | undefined
  const helpers = cell('helpers')
  return {
    ...(criterion === 'unknown' || criterion === 'ambiguous' ? {} : { criterion }),
    ...given('areaId', one('area', names.areas) as AreaId | null | undefined),
    ...given('leadUnitId', lead),
    ...given(
      'helperIds',
      helpers === undefined ? undefined : split(helpers).flatMap((text) => (id('helpers', names.units, text) as UnitId | null) ?? []),
    ),
    ...given('leaderPostId', readPost(names, 'leader', cell, lead ?? null, complain)),
    ...given('personPostId', readPost(names, 'person', cell, lead ?? null, complain)),
    ...given('pointIds', readPoints(names, cell('points'), complain)),
    ...readWords(cell, complain),
  }
}

/** A field that the table has, or nothing. */
const given = <Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value })

const isWholeCity = (text: string) => words.wholeCity.some((word) => same(word, text))

function readPost(
  names: Names,
  column: 'leader' | 'person',
  cell: CellText,
  lead: UnitId | null,
  complain: Complain,
): PostId | null | undefined {
  const text = cell(column)
  if (text === undefined || text === '') return text === undefined ? undefined : null
  const found = postOf(names, text, lead)
  if (found !== 'unknown' && found !== 'ambiguous') return found
  complain(column, found === 'unknown' ? 'unknownPost' : 'ambiguousPost', { name: text })
  return null
}

function readPoints(names: Names, text: string | undefined, complain: Complain): PointId[] | undefined {
  return text === undefined
    ? undefined
    : split(text).flatMap((code) => {
        const point = names.points.get(code)
        if (!point) complain('points', 'unknownName', { name: code })
        return point ?? []
      })
}

/** Words, dates, steps and state. */
function readWords(cell: CellText, complain: Complain): RowValues {
  const day = (column: 'startOn' | 'dueOn') => {
    const text = cell(column)
    if (text === undefined || text === '') return text === undefined ? undefined : null
    const read = dayOfText(text)
    if (read === undefined) complain(column, 'notADay', { text })
    return read ?? null
  }
  const steps = cell('milestones')
  const milestones = steps === undefined ? undefined : milestonesOf(steps)
  if (steps !== undefined && milestones === undefined) complain('milestones', 'milestoneNoDate')
  const state = stateOf(cell('state'))
  if (state === 'unknown') complain('state', 'unknownState')
  return {
    ...given('task', cell('task')),
    ...given('measure', cell('measure')),
    ...given('effect', cell('effect')),
    ...given('startOn', day('startOn')),
    ...given('dueOn', day('dueOn')),
    ...given('milestones', milestones),
    ...given('state', state === 'unknown' ? undefined : state),
  }
}

function stateOf(text: string | undefined): DutyState | 'unknown' | undefined {
  if (text === undefined || text === '') return undefined
  const found = (Object.entries(words.states) as ['open' | 'done', string[]][]).find(([, names]) => names.some((name) => same(name, text)))
  return found?.[0] ?? 'unknown'
}

/** The duty that a row means: by its number, else the only one for this criterion in this area. */
export function dutyOf(existing: readonly StoredDuty[], id: string | undefined, row: RowValues): StoredDuty | 'unknown' | undefined {
  if (id !== undefined && id !== '') return existing.find((duty) => duty.id === id) ?? 'unknown'
  const fitting = existing.filter(({ values }) => values.criterion === row.criterion && values.areaId === (row.areaId ?? null))
  return fitting.length === 1 ? fitting[0] : undefined
}

/** A duty's values with what a row says. Steps keep their ids where date and words are the same; new ones get `newId`. */
export function mergeRow(
  editionId: EditionId,
  before: DutyValues | undefined,
  row: RowValues & { criterion: string },
  newId: (index: number) => string,
): DutyValues {
  const empty: DutyValues = {
    editionId,
    criterion: row.criterion,
    areaId: null,
    pointIds: [],
    leadUnitId: null,
    helperIds: [],
    leaderPostId: null,
    personPostId: null,
    task: '',
    measure: '',
    effect: '',
    startOn: null,
    dueOn: null,
    milestones: [],
    state: 'open',
  }
  const { milestones, ...rest } = row
  const known = before?.milestones ?? []
  const steps = milestones?.map((step, index) => {
    const found = known.find(({ title, dueOn }) => dueOn === step.dueOn && same(title, step.title))
    return { ...step, id: found?.id ?? newId(index), title: found?.title ?? step.title }
  })
  return { ...empty, ...before, ...rest, ...(steps ? { milestones: steps } : {}) }
}

/** A fault of a row, said by `fault.<says>`. */
export const rowFault = (where: { sheet: string; row: number; at: string }, says: string, details: Record<string, string>): Fault => ({
  ...where,
  says: `fault.${says}`,
  details,
})
