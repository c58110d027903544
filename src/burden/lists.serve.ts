/** The lists of the burden register, on the screen and as workbooks: weeks of units, requests, appeals. */
import { type Handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import type { CityId, UnitId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { type AppealFilter, type AppealRow, countAppeals, listAppeals } from './appeals.sql.ts'
import { readRates } from './ask.serve.ts'
import { type Appeal, type AskKind, type AskLine, stateOf, type UnitWeek, weekOf } from './burden.ts'
import type { burdenApi } from './burden.api.ts'
import { type AskFilter, type AskRow, countAsks, countWeeks, listAsks, listWeeks, type WeekFilter, type WeekRow } from './burden.sql.ts'

/** A request as the calls show it. */
export const toAsk = (row: AskRow): AskLine => ({
  id: row.id,
  request: row.requestId,
  kind: row.kind,
  thing: row.thing,
  unit: { id: row.unitId, title: { zh: row.unitZh, en: row.unitEn } },
  from: row.fromId === null ? null : { id: row.fromId, title: { zh: row.fromZh ?? '', en: row.fromEn ?? '' } },
  by: row.by === null ? null : { id: row.by, name: row.byName ?? '' },
  at: row.at,
  week: row.week,
  minutes: row.minutes,
  pieces: row.pieces,
  took: row.measured,
  text: row.text,
  answer: row.answer,
  answeredAt: row.answeredAt,
})

/** A row with its budget and state. */
export function toWeek(row: WeekRow, usual: number): UnitWeek {
  const budget = (row.budget ?? usual) + row.allowed
  const { week, asks, minutes, measured } = row
  return {
    unit: { id: row.unitId, title: { zh: row.zh, en: row.en } },
    week,
    asks,
    minutes,
    measured,
    budget,
    state: stateOf(minutes, budget),
  }
}

/** An appeal as the calls show it. */
export const toAppeal = (row: AppealRow): Appeal => ({
  id: row.id,
  unit: { id: row.unitId, title: { zh: row.unitZh, en: row.unitEn } },
  week: row.week,
  minutes: row.minutes,
  reason: row.reason,
  about: row.aboutKind === null ? null : { kind: row.aboutKind, thing: row.aboutThing, text: row.about },
  at: row.at,
  by: { id: row.by, name: row.byName },
  approved: row.approved,
  note: row.note,
  decidedAt: row.decidedAt,
  decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: row.deciderName ?? '' },
})

async function weeksShown(db: Db, city: CityId, filter: WeekFilter, turn: Turn) {
  const { items, ...next } = await listWeeks(db, city, filter, turn)
  const { budget } = await readRates(db, city)
  return { ...next, total: await countWeeks(db, city, filter), items: items.map((row) => toWeek(row, budget)) }
}

async function asksShown(db: Db, city: CityId, filter: AskFilter | undefined, turn: Turn) {
  if (!filter) return { items: [], total: 0 }
  const { items, ...next } = await listAsks(db, city, filter, turn)
  return { ...next, total: await countAsks(db, city, filter), items: items.map(toAsk) }
}

async function appealsShown(db: Db, city: CityId, filter: AppealFilter, turn: Turn) {
  const { items, ...next } = await listAppeals(db, city, filter, turn)
  return { ...next, total: await countAppeals(db, city, filter), items: items.map(toAppeal) }
}

interface WeekQuery {
  readonly week?: string | undefined
  readonly from?: string | undefined
  readonly unit?: UnitId | undefined
  readonly text?: string | undefined
}

function weeksOf({ week, from, ...rest }: WeekQuery, at: string): WeekFilter {
  const to = week ?? weekOf(dayOf(at))
  return { ...rest, from: from ?? to, to }
}

interface AskQuery extends Omit<WeekQuery, 'from'> {
  readonly mine?: boolean | undefined
  readonly kind?: AskKind | undefined
  readonly open?: boolean | undefined
}

/** Undefined: somebody without a unit asks for the requests to their own. */
function asksOf({ week, mine, unit, ...rest }: AskQuery, who: Who, at: string): AskFilter | undefined {
  if (mine === true && who.unit === null) return undefined
  return { ...rest, week: week ?? weekOf(dayOf(at)), unit: mine === true ? who.unit! : unit }
}

const weekColumns = (say: Say, language: Language): BookColumn<UnitWeek>[] => [
  { head: say(language, 'burden.week'), width: 12, cell: ({ week }) => week },
  { head: say(language, 'burden.unit'), width: 28, cell: ({ unit }) => read(unit.title, language) },
  { head: say(language, 'burden.asks'), width: 10, cell: ({ asks }) => asks },
  { head: say(language, 'burden.minutes'), width: 10, cell: ({ minutes }) => minutes },
  { head: say(language, 'burden.measured'), width: 10, cell: ({ measured }) => measured },
  { head: say(language, 'burden.budget'), width: 10, cell: ({ budget }) => budget },
  { head: say(language, 'burden.state'), width: 12, cell: ({ state }) => say(language, `burden.state.${state}`) },
]

const askColumns = (say: Say, language: Language): BookColumn<AskLine>[] => [
  { head: say(language, 'burden.at'), width: 17, cell: ({ at }) => cityTime(at) },
  { head: say(language, 'burden.unit'), width: 28, cell: ({ unit }) => read(unit.title, language) },
  { head: say(language, 'burden.kind'), width: 12, cell: ({ kind }) => say(language, `burden.kind.${kind}`) },
  { head: say(language, 'burden.text'), width: 48, cell: ({ text }) => text },
  { head: say(language, 'burden.from'), width: 28, cell: ({ from }) => (from ? read(from.title, language) : '') },
  { head: say(language, 'burden.minutes'), width: 10, cell: ({ minutes }) => minutes },
  { head: say(language, 'burden.took'), width: 10, cell: ({ took }) => took },
  { head: say(language, 'burden.answer'), width: 40, cell: ({ answer }) => answer ?? '' },
]

const appealColumns = (say: Say, language: Language): BookColumn<Appeal>[] => [
  { head: say(language, 'burden.at'), width: 17, cell: ({ at }) => cityTime(at) },
  { head: say(language, 'burden.unit'), width: 28, cell: ({ unit }) => read(unit.title, language) },
  { head: say(language, 'burden.week'), width: 12, cell: ({ week }) => week },
  { head: say(language, 'burden.appealMinutes'), width: 12, cell: ({ minutes }) => minutes },
  { head: say(language, 'burden.appealReason'), width: 48, cell: ({ reason }) => reason },
  { head: say(language, 'burden.appealBy'), cell: ({ by }) => by.name },
  { head: say(language, 'burden.state'), width: 20, cell: (it) => decisionOf(it, say, language) },
]

const decisionOf = ({ approved, decidedBy }: Appeal, say: Say, language: Language): string =>
  approved === null
    ? say(language, 'burden.undecided')
    : say(language, approved ? 'burden.approved' : 'burden.refused', { by: decidedBy?.name ?? '' })

type Lists = 'listWeeks' | 'exportWeeks' | 'listAsks' | 'exportAsks' | 'listAppeals' | 'exportAppeals'

/** The handlers of the lists, over the word lists. */
export const burdenLists = (say: Say): Pick<Handlers<typeof burdenApi>, Lists> => ({
  listWeeks: async (ask) => {
    const { limit, cursor, sort, ...query } = ask.query
    return weeksShown(ask.db, whoOf(ask).city, weeksOf(query, ask.at), { sort, cursor, limit })
  },
  exportWeeks: async (ask) => {
    const { sort, ...query } = ask.query
    const [{ city }, filter] = [whoOf(ask), weeksOf(query, ask.at)]
    const page = (cursor: string | undefined) => weeksShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce })
    return listBook({ name: say(ask.language, 'burden.tab.weeks'), at: ask.at, columns: weekColumns(say, ask.language), read: page })
  },
  listAsks: async (ask) => {
    const { limit, cursor, sort, ...query } = ask.query
    const who = whoOf(ask)
    return asksShown(ask.db, who.city, asksOf(query, who, ask.at), { sort, cursor, limit })
  },
  exportAsks: async (ask) => {
    const { sort, ...query } = ask.query
    const who = whoOf(ask)
    const filter = asksOf(query, who, ask.at)
    const page = (cursor: string | undefined) => asksShown(ask.db, who.city, filter, { sort, cursor, limit: rowsAtOnce })
    return listBook({ name: say(ask.language, 'burden.tab.asks'), at: ask.at, columns: askColumns(say, ask.language), read: page })
  },
  listAppeals: async (ask) => {
    const { limit, cursor, sort, ...filter } = ask.query
    return appealsShown(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
  },
  exportAppeals: async (ask) => {
    const { sort, ...filter } = ask.query
    const { city } = whoOf(ask)
    const page = (cursor: string | undefined) => appealsShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce })
    return listBook({ name: say(ask.language, 'burden.tab.appeals'), at: ask.at, columns: appealColumns(say, ask.language), read: page })
  },
})
