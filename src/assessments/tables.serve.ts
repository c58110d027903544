/** Breakdowns and gaps as tables with names. They are small (groups of one city) and made from memory, so paging only cuts. */
import { z } from 'zod'
import { cursorOf, readCursor } from '../api/cursor.ts'
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

interface Page<Row> {
  items: Row[]
  next?: string
  total: number
}

/** A page of a list that is in memory; the cursor is the number of rows before it. */
function cut<Row>(rows: readonly Row[], { cursor, limit }: { cursor?: string | undefined; limit: number }): Page<Row> {
  const from = readCursor(cursor, [z.int().min(0)])?.[0] ?? 0
  const next = from + limit < rows.length ? { next: cursorOf(from + limit) } : {}
  return { items: rows.slice(from, from + limit), ...next, total: rows.length }
}

type Named = Map<string, { code: string; title: Text }>

/** Names of the groups of a kind, by id. */
async function namesOf(db: Db, city: CityId, { question }: Measured, kind: GroupKind): Promise<Named> {
  if (kind === 'type') return new Map(question.released.content.pointTypes.map(({ id, title }) => [id, { code: id, title }]))
  const rows = await listNames(db, city, kind)
  return new Map(rows.map(({ id, code, zh, en }) => [id, { code, title: { zh, en } }]))
}

const nameIn = (names: Named, id: string) => names.get(id) ?? { code: id, title: { zh: id, en: '' } }

/** What a breakdown is asked by. */
export interface BreakdownQuery {
  readonly by: GroupKind | 'method' | 'criterion'
  readonly text?: string | undefined
  readonly sort: 'code' | 'rate' | 'misses'
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The score by groups of places, by method, or by criterion. */
export async function listBreakdownRows(db: Db, city: CityId, measured: Measured, query: BreakdownQuery): Promise<Page<BreakdownRow>> {
  const rows = await rowsBy(db, city, measured, query.by)
  const text = query.text?.toLowerCase()
  const found = text === undefined ? rows : rows.filter(({ code, title }) => `${code} ${title.zh} ${title.en}`.toLowerCase().includes(text))
  return cut(found.toSorted(orders[query.sort]), query)
}

const byCode = (a: BreakdownRow, b: BreakdownRow): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
const orders: Record<BreakdownQuery['sort'], (a: BreakdownRow, b: BreakdownRow) => number> = {
  code: byCode,
  rate: (a, b) => (a.rate ?? 10_001) - (b.rate ?? 10_001) || byCode(a, b),
  misses: (a, b) => b.misses - a.misses || byCode(a, b),
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

/** Points lost, the greatest loss first: by criterion with its ways, or shared out among groups of places. */
export async function listGapRows(
  db: Db,
  city: CityId,
  measured: Measured,
  query: { by: GroupKind | 'criterion'; cursor?: string | undefined; limit: number },
): Promise<Page<GapRow>> {
  if (query.by === 'criterion') return cut(criterionGaps(measured), query)
  const names = await namesOf(db, city, measured, query.by)
  const rows = groupGaps(measured.board, query.by).map(({ group, ...gap }): GapRow => {
    const { title } = nameIn(names, group.id)
    return { ...gap, id: group.id, title, open: 0, perFix: null, lead: null, ways: [] }
  })
  return cut(rows, query)
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
