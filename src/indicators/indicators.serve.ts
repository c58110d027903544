/** Handlers of indicators: count once, figure out in code, and open any figure down to its cases. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import type { Instant } from '../base/time.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { figuresOf, type Grouping, metrics, scoreOf } from './indicator.ts'
import { type Group, type IndicatorFilter, indicatorsApi } from './indicators.api.ts'
import { type Behind, type BehindRow, countGroups, listBehind } from './indicators.sql.ts'
import { countWhistleGroups } from './whistles.sql.ts'

interface Asked extends IndicatorFilter {
  readonly by: Grouping
  readonly sort: string
}

type Counted = Awaited<ReturnType<typeof countGroups>>[number] & { called?: readonly number[] }

/** Counts of cases and of called units by group. A group that was only called has no cases. */
async function countAll(db: Db, city: CityId, it: Parameters<typeof countGroups>[2]): Promise<Counted[]> {
  const [cases, whistles] = [await countGroups(db, city, it), await countWhistleGroups(db, city, it)]
  const calledBy = new Map(whistles.map((row) => [row.key, row.counts]))
  const known = new Set(cases.map(({ key }) => key))
  const alone = whistles
    .filter(({ key }) => !known.has(key))
    .map(({ counts: called, ...row }) => ({ ...row, cases: 0, counts: [], called }))
  const all: Counted[] = [...cases.map((row) => ({ ...row, called: calledBy.get(row.key) ?? [] })), ...alone]
  // By key, the group of none last, as the database gives them.
  return all.toSorted((a, b) =>
    a.key === null || b.key === null ? Number(a.key === null) - Number(b.key === null) : a.key < b.key ? -1 : 1,
  )
}

/** The groups in the order asked for; those of which a rate says nothing come last. */
async function groupsOf(db: Db, city: CityId, at: Instant, { by, sort, ...filter }: Asked): Promise<Group[]> {
  const rows = await countAll(db, city, { filter, by, at })
  const groups = rows.map(({ key, titleZh, titleEn, cases, counts, called }): Group => {
    const figures = figuresOf(counts, called)
    const scores = metrics.objects.filter((object) => object.by === by).map((object) => scoreOf(object, figures))
    return { key, title: titleZh === null ? null : { zh: titleZh, en: titleEn ?? '' }, cases, figures, scores }
  })
  const name = sort.replace(/^-/, '')
  if (name === 'name') return sort.startsWith('-') ? groups.toReversed() : groups
  const value = ({ figures, scores }: Group) => (name === 'score' ? scores[0]?.ranked : figures[name]!.rate) ?? null
  const sign = sort.startsWith('-') ? -1 : 1
  return groups.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    return x === null || y === null ? Number(x === null) - Number(y === null) : sign * (x - y)
  })
}

/** What a group is called: its title, a month, or that there is none. */
const nameOf = (say: Say, language: Language, by: Grouping, { key, title }: Group): string => {
  if (title) return read(title, language)
  return by === 'none' ? say(language, 'indicators.whole') : (key ?? say(language, `indicators.without.${by}`))
}

const percent = (rate: number | null) => (rate === null ? '' : { value: rate / 1_000_000, format: '0.00%' })
const points = (score: number | null | undefined) => (score == null ? '' : { value: score / 100, format: '0.00' })

const groupColumns = (say: Say, language: Language, by: Grouping): BookColumn<Group>[] => [
  { head: say(language, `indicators.by.${by}`), width: 28, cell: (group) => nameOf(say, language, by, group) },
  { head: say(language, 'indicators.cases'), width: 10, cell: ({ cases }) => cases },
  ...metrics.objects
    .filter((object) => object.by === by)
    .flatMap(({ id, name }): BookColumn<Group>[] => [
      { head: read(name, language), width: 12, cell: ({ scores }) => points(scores.find(({ object }) => object === id)?.whole) },
      {
        head: `${read(name, language)} ${say(language, 'indicators.ranked')}`,
        cell: ({ scores }) => points(scores.find(({ object }) => object === id)?.ranked),
      },
    ]),
  ...metrics.indicators.flatMap(({ id, name, per }): BookColumn<Group>[] => [
    { head: read(name, language), width: 12, cell: ({ figures }) => (per === null ? figures[id]!.of : percent(figures[id]!.rate)) },
    ...(per === null
      ? []
      : [{ head: `${read(name, language)} n`, width: 8, cell: ({ figures }: Group) => `${figures[id]!.of}/${figures[id]!.per}` }]),
  ]),
]

const toCase = ({ unitId, unitZh, unitEn, ...row }: BehindRow) => ({
  ...row,
  unit: unitId === null ? null : { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } },
})
type CaseShown = ReturnType<typeof toCase>

interface AskedBehind extends IndicatorFilter {
  readonly by: Grouping
  readonly key?: string | undefined
  readonly part: 'of' | 'per' | 'missing'
  readonly text?: string | undefined
}

async function behind(db: Db, city: CityId, at: Instant, id: string, it: AskedBehind, turn: Turn): Promise<PageOf<CaseShown>> {
  const { by, key, part, from, to, unit, street, class: class_ } = it
  const { of, per } = metrics.indicators.find((one) => one.id === id)!
  const what: Behind = {
    filter: { from, to, unit, street, class: class_ },
    by,
    key: key === '-' ? null : key,
    text: it.text,
    at,
    of: part === 'per' ? (per ?? of) : of,
    ...(part === 'missing' && per !== null ? { lacking: per } : {}),
  }
  const { items, ...next } = await listBehind(db, city, what, turn)
  return { ...next, items: items.map(toCase) }
}

const caseColumns = (say: Say, language: Language): BookColumn<CaseShown>[] => [
  { head: say(language, 'cases.no'), cell: ({ no }) => no },
  { head: say(language, 'cases.text'), width: 48, cell: ({ text }) => text },
  { head: say(language, 'cases.class'), width: 12, cell: (it) => it.class ?? '' },
  { head: say(language, 'cases.unit'), width: 28, cell: ({ unit }) => (unit ? read(unit.title, language) : '') },
  { head: say(language, 'cases.reportedAt'), cell: ({ reportedAt }) => cityTime(reportedAt) },
  { head: say(language, 'cases.due'), cell: ({ dueAt }) => cityTime(dueAt) },
  { head: say(language, 'cases.closedAt'), cell: ({ closedAt }) => cityTime(closedAt) },
]

/** Handlers over the word lists. */
export const indicatorsHandlers = (say: Say) =>
  handlers(indicatorsApi, {
    get: async (ask) => ({
      at: ask.at,
      indicators: [...metrics.indicators],
      objects: metrics.objects
        .filter(({ by }) => by === ask.query.by)
        .map(({ id, name, note }) => ({ id, name, ...(note ? { note } : {}) })),
      groups: await groupsOf(ask.db, whoOf(ask).city, ask.at, ask.query),
    }),
    export: async (ask) => {
      const items = await groupsOf(ask.db, whoOf(ask).city, ask.at, ask.query)
      const columns = groupColumns(say, ask.language, ask.query.by)
      return listBook({ name: say(ask.language, 'indicators.book'), at: ask.at, columns, read: async () => ({ items }) })
    },
    listBehind: async (ask) => behind(ask.db, whoOf(ask).city, ask.at, ask.params.id, ask.query, ask.query),
    exportBehind: async (ask) => {
      const { city } = whoOf(ask)
      const of = (cursor: string | undefined) =>
        behind(ask.db, city, ask.at, ask.params.id, ask.query, { sort: ask.query.sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'indicators.casesBook'), at: ask.at, columns: caseColumns(say, ask.language), read: of })
    },
  })
