/** Breakdowns and gaps as tables with names. They are small (groups of one city) and made from memory, so paging only cuts. */
import { cutBy, holds, type PageOf, type Turn, type ValueOf } from '../api/cursor.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import { mulDiv } from '../base/points.ts'
import { criteriaOf } from '../standards/edition.ts'
import { listNames } from './behind.sql.ts'
import { breakdown, type GroupScore } from './breakdown.ts'
import { groupGaps, wayGaps } from './gap.ts'
import type { BreakdownRow, GapRow, GroupKind } from './live.api.ts'
import type { Measured } from './measure.serve.ts'
import { byMethod } from './scope.ts'
import type { Points, Score, WayScore } from './score.ts'

type Named = Map<string, { code: string; title: Text }>

/** Names of the groups of a kind, by id. */
async function namesOf(db: Db, city: CityId, { question }: Measured, kind: GroupKind): Promise<Named> {
  if (kind === 'type') return new Map(question.released.content.pointTypes.map(({ id, title }) => [id, { code: id, title }]))
  const rows = await listNames(db, city, kind)
  return new Map(rows.map(({ id, code, zh, en }) => [id, { code, title: { zh, en } }]))
}

const nameIn = (names: Named, id: string) => names.get(id) ?? { code: id, title: { zh: id, en: '' } }

/** What a breakdown is asked by. */
export interface BreakdownQuery extends Turn {
  readonly by: GroupKind | 'method' | 'criterion'
  readonly text?: string | undefined
}

const breakdownValues: Record<string, ValueOf<BreakdownRow>> = {
  code: ({ code }) => code,
  title: ({ title }) => title.zh,
  rate: ({ rate }) => rate,
  scoped: ({ scoped }) => scoped,
  got: ({ got }) => got,
  n: ({ n }) => n,
  misses: ({ misses }) => misses,
  seen: ({ seen, places }) => (places === 0 ? null : seen / places),
}

/** The score by groups of places, by method, or by criterion. */
export async function listBreakdownRows(
  db: Db,
  city: CityId,
  measured: Measured,
  { by, text, ...turn }: BreakdownQuery,
): Promise<PageOf<BreakdownRow> & { total: number }> {
  const rows = (await rowsBy(db, city, measured, by)).filter(({ code, title }) => holds(text, code, title.zh, title.en))
  // Equal ones stand by code, in every order and on every machine.
  return cutBy(
    rows.sort((a, b) => (a.code < b.code ? -1 : 1)),
    breakdownValues,
    turn,
  )
}

async function rowsBy(db: Db, city: CityId, measured: Measured, by: BreakdownQuery['by']): Promise<BreakdownRow[]> {
  const { board, score, question } = measured
  const { content } = question.released
  if (by === 'method')
    return Object.entries(byMethod(score)).map(([method, points]) =>
      rowOf(
        { id: method, code: method, title: { zh: method, en: method } },
        points,
        waysIn(score).filter((way) => way.method === method),
      ),
    )
  if (by === 'criterion') {
    const titles = new Map(criteriaOf(content.tree).map(({ criterion }) => [criterion.id as string, criterion.title]))
    return leaves(score).map((node) => rowOf({ id: node.id, code: node.id, title: titles.get(node.id)! }, node, node.ways))
  }
  const names = await namesOf(db, city, measured, by)
  return breakdown(board, content, by).map(({ group, rate, scoped, ...row }: GroupScore) => ({
    ...row,
    ...nameIn(names, group.id),
    id: group.id,
    rate: rate ?? null,
    scoped: scoped ?? null,
  }))
}

function rowOf(name: Pick<BreakdownRow, 'id' | 'code' | 'title'>, { got, of, na }: Points, ways: readonly WayScore[]): BreakdownRow {
  const rate = of === 0 ? null : mulDiv(got, 10_000, of)
  const sum = (name: 'n' | 'misses') => ways.reduce((total, { counted }) => total + counted[name], 0)
  return { ...name, got, of, na, rate, scoped: rate, n: sum('n'), misses: sum('misses'), places: 0, seen: 0 }
}

const waysIn = (node: Score): WayScore[] => [...node.parts.flatMap(waysIn), ...node.ways]
const leaves = (node: Score): Score[] => (node.ways.length > 0 ? [node] : node.parts.flatMap(leaves))

/** What a list of gaps is asked by. */
export interface GapQuery extends Turn {
  readonly by: GroupKind | 'criterion'
  readonly text?: string | undefined
}

const gapValues: Record<string, ValueOf<GapRow>> = {
  lost: ({ lost }) => lost,
  title: ({ title }) => title.zh,
  perFix: ({ perFix }) => perFix,
  open: ({ open }) => open,
  misses: ({ misses }) => misses,
  short: ({ short }) => short,
}

/** Points lost, the greatest loss first unless asked otherwise: by criterion with its ways, or shared out among groups of places. */
export async function listGapRows(
  db: Db,
  city: CityId,
  measured: Measured,
  { by, text, ...turn }: GapQuery,
): Promise<PageOf<GapRow> & { total: number }> {
  const rows = by === 'criterion' ? criterionGaps(measured) : await listGroupGaps(db, city, measured, by)
  return cutBy(
    rows.filter(({ id, title }) => holds(text, by === 'criterion' ? id : '', title.zh, title.en)),
    gapValues,
    turn,
  )
}

async function listGroupGaps(db: Db, city: CityId, measured: Measured, by: GroupKind): Promise<GapRow[]> {
  const names = await namesOf(db, city, measured, by)
  return groupGaps(measured.board, by).map(({ group, ...gap }): GapRow => {
    const { title } = nameIn(names, group.id)
    return { ...gap, id: group.id, title, open: 0, perFix: null, lead: null, ways: [] }
  })
}

function criterionGaps({ board, score, question }: Measured): GapRow[] {
  const nodes = new Map(leaves(score).map((node) => [node.id, node]))
  const gaps = Map.groupBy(wayGaps(board), ({ criterion }) => criterion)
  return criteriaOf(question.released.content.tree)
    .flatMap(({ criterion }): GapRow[] => {
      const ways = gaps.get(criterion.id) ?? []
      const open = nodes.get(criterion.id)?.open ?? 0
      if (ways.length === 0 && open === 0) return []
      const sum = (name: 'lost' | 'short' | 'misses') => ways.reduce((total, way) => total + way[name], 0)
      return [
        {
          id: criterion.id,
          title: criterion.title,
          lost: sum('lost'),
          open,
          short: sum('short'),
          misses: sum('misses'),
          perFix: ways.length === 0 ? null : Math.max(...ways.map(({ perFix }) => perFix)),
          lead: criterion.lead ?? null,
          ways: ways.map(({ way, method, lost, short, perFix }) => ({ way, method, lost, short, perFix })),
        },
      ]
    })
    .sort((a, b) => b.lost - a.lost || b.open - a.open || (a.id < b.id ? -1 : 1))
}
