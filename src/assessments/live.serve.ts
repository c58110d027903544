/** Handlers of the live score. */
import { type Handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { cursorOf, pageOf, readCursor } from '../api/cursor.ts'
import type { CityId, EditionId } from '../base/ids.ts'
import { formatMillionths, mulDiv } from '../base/points.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { z } from 'zod'
import { type BehindRow, listBehind, type Reads } from './behind.sql.ts'
import { tallyOn } from './board.ts'
import { entriesOf } from './facts.ts'
import { gapBook } from './gapBook.serve.ts'
import { findGroup } from './ground.ts'
import {
  type Behind,
  type FactReading,
  type GroupKind,
  type liveApi,
  type LiveScore,
  type NodeExplanation,
  type Span,
  type TotalSteps,
} from './live.api.ts'
import type { Live } from './memory.serve.ts'
import { boardOf, getEdition, type Measured, measureLive, questionFor, windowFor } from './measure.serve.ts'
import { type Plan, planOf, type PlannedWay } from './plan.ts'
import { type Reading, readingsOf } from './reads.ts'
import { byMethod, scopeScore } from './scope.ts'
import { type Score, score } from './score.ts'
import { findScore } from './scores.sql.ts'
import { listBreakdownRows, listGapRows } from './tables.serve.ts'
import type { Total } from './total.ts'
import { trendOf } from './trend.serve.ts'
import type { Standing } from './vetoes.ts'
import { explain, factNames, type FactName, findNode, waysBelow } from './words.ts'
import { changesBetween, imagine } from './whatIf.ts'

/** A group as a query names it. */
interface Within {
  readonly within?: GroupKind | undefined
  readonly id?: string | undefined
}

/** The steps of a total as they are sent: null where something is not known yet. */
export const stepsOf = ({ converted, own, final, frameworks, ...rest }: Total): TotalSteps => ({
  ...rest,
  converted: converted ?? null,
  own: own ?? null,
  final: final ?? null,
  frameworks: frameworks.map(({ score, ...framework }) => ({ ...framework, score: score ?? null })),
})

/** A measured score as it is sent and stored. */
export function liveScoreOf(measured: Measured, tree: Score = measured.score): LiveScore {
  const { question, state, total, gates, consequences } = measured
  const { id, hash, content } = question.released
  const titleOf = (list: readonly { id: string; title: LiveScore['edition']['title'] }[], item: string) =>
    list.find((it) => it.id === item)!.title
  return {
    edition: { id, standard: content.standard, edition: content.edition, title: content.title, hash, total: content.total },
    window: question.window,
    upTo: state.last,
    total: stepsOf(total),
    methods: Object.entries(byMethod(tree)).map(([method, points]) => ({
      ...points,
      method: method as LiveScore['methods'][number]['method'],
    })),
    gates: gates.map(({ gate, state: known }) => ({ gate, title: titleOf(content.gates, gate), state: known })),
    consequences: consequences.map(({ months, ...it }) => ({
      ...it,
      title: titleOf(content.vetoes, it.veto),
      ...(months === undefined ? {} : { months }),
    })),
    tree: explain(content, tree),
  }
}

/** The number of a group; 0 for the city. *Refuses:* 404 `assessments.noSuchGroup`. */
function groupOf({ board }: Pick<Measured, 'board'>, { within, id }: Within): number {
  if (within === undefined) return 0
  const group = findGroup(board.ground, within, id ?? '')
  if (group === undefined) throw new Problem('assessments.noSuchGroup', 404)
  return group
}

/** The score of one group of places. A part of the city has no gates, no negative list and no other standards of its own. */
function withinGroup(measured: Measured, group: number): LiveScore {
  if (group === 0) return liveScoreOf(measured)
  const { board, question } = measured
  const part = score(board.plan, (column) => tallyOn(board, group, column))
  const { total } = question.released.content
  const converted = part.of === 0 ? undefined : mulDiv(part.got, total, part.of)
  const own = converted === undefined ? undefined : converted + part.bonus
  const steps: Total = { converted, bonus: part.bonus, deducted: 0, own, frameworks: [], final: own }
  return liveScoreOf({ ...measured, total: steps, gates: [], consequences: [] }, part)
}

function readingShown(name: FactName | undefined, { fact, tally }: Reading): FactReading {
  const { n, factor, misses, passes, na, exempt = 0, value, values = 1 } = tally
  const shown = value === undefined ? null : formatMillionths(mulDiv(value, 1, values))
  return { fact, title: name?.title ?? null, unit: name?.unit ?? null, n, factor, misses, passes, na, exempt, value: shown }
}

/** Facts of every review stand under one name, whether the last or all of them count. */
const nameKind = ({ kind }: PlannedWay) => (kind === 'reviews' ? 'review' : kind)

function explainWithin(measured: Measured, group: number, id: string): NodeExplanation {
  const { tree } = withinGroup(measured, group)
  const found = findNode(tree, id)
  if (found === undefined) throw new Problem('assessments.noSuchNode', 404)
  const { content } = measured.question.released
  const { board, state } = measured
  const names = factNames(content, board.plan)
  const opened = found.node.kind === 'criterion' ? waysBelow(board.plan, id) : []
  const reads = opened.map((way) => ({
    way: way.id,
    kind: nameKind(way),
    facts: readingsOf(board, entriesOf(state.facts), way, group).map((reading) =>
      readingShown(names.get(`${nameKind(way)} ${reading.fact}`), reading),
    ),
  }))
  const path = found.path.map((node) => ({ id: node.id, title: node.title }))
  return { path, node: shallow(found.node), reads }
}

/** A node with its parts, but not theirs: each opens by its own call. */
const shallow = (node: NodeExplanation['node']): NodeExplanation['node'] => ({
  ...node,
  parts: node.parts.map((part) => ({ ...part, parts: [] })),
})

/** What the ways read, for the query of single observations. */
export function readsOf(plan: Plan, ways: readonly PlannedWay[]): Reads[] {
  return ways.flatMap((way) =>
    way.facts.flatMap((fact): Reads[] =>
      (plan.feeds.get(`${way.kind} ${fact}`) ?? [])
        .filter(({ column }) => column === way.at)
        .flatMap(({ types, placeless }) =>
          (types === null ? [null] : [...types]).map((type) => ({ kind: nameKind(way), fact, type, placeless })),
        ),
    ),
  )
}

function behindShown(names: ReadonlyMap<string, FactName>, row: BehindRow): Behind {
  const name = names.get(`${row.kind === 'opinion' ? 'review' : row.kind} ${row.fact}`)
  const { pointId, pointCode, pointType, pointZh, pointEn, areaId, areaZh, areaEn, by, byName, caseId, caseNo, caseState, value, ...rest } =
    row
  return {
    ...rest,
    title: name?.title ?? null,
    gradeTitle: name?.grades.get(row.grade ?? '') ?? null,
    value: value === null ? null : formatMillionths(value),
    point: pointId && { id: pointId, code: pointCode ?? '', type: pointType ?? '', title: { zh: pointZh ?? '', en: pointEn ?? '' } },
    area: areaId && { id: areaId, title: { zh: areaZh ?? '', en: areaEn ?? '' } },
    by: by && { id: by, name: byName ?? '' },
    case: caseId && { id: caseId, no: caseNo ?? '', state: caseState ?? '' },
  }
}

/** An exported table holds every row; no city has more groups. */
const mostRows = 1_000_000

/** The handlers, over the scores at hand; `say` words the workbooks. */
export function liveHandlers(live: Live, say: Say): Handlers<typeof liveApi> {
  const measure = async (ask: { db: Db; at: string; query: Span }, city: CityId, edition: EditionId, standing: Standing = 'nominee') =>
    measureLive(ask.db, city, live, await questionFor(ask.db, city, { edition, window: windowFor(ask.query, ask.at), standing }))
  return {
    getLiveScore: async (ask) => {
      const measured = await measure(ask, whoOf(ask).city, ask.params.edition, ask.query.standing)
      return withinGroup(measured, groupOf(measured, ask.query))
    },
    explainNode: async (ask) => {
      const measured = await measure(ask, whoOf(ask).city, ask.params.edition)
      return explainWithin(measured, groupOf(measured, ask.query), ask.query.node)
    },
    listBehind: async (ask) => {
      const { node, score: stored, only, within, id, cursor, limit } = ask.query
      const { city } = whoOf(ask)
      const released = await getEdition(ask.db, city, ask.params.edition)
      const plan = planOf(released.content)
      const ways = waysBelow(plan, node)
      if (ways.length === 0) throw new Problem('assessments.noSuchNode', 404)
      const basis = stored === undefined ? undefined : (await findScore(ask.db, city, stored))?.basis
      const rows = await listBehind(ask.db, city, {
        window: basis?.window ?? windowFor(ask.query, ask.at),
        upTo: basis?.upTo ?? Number.MAX_SAFE_INTEGER,
        reads: readsOf(plan, ways),
        group: within === undefined ? undefined : { kind: within, id: id ?? '' },
        only,
        after: readCursor(cursor, [z.int()])?.[0],
        limit,
      })
      const names = factNames(released.content, plan)
      return pageOf(
        rows.map((row) => behindShown(names, row)),
        limit,
        ({ seq }) => cursorOf(seq),
      )
    },
    listBreakdown: async (ask) => {
      const { city } = whoOf(ask)
      return listBreakdownRows(ask.db, city, await measure(ask, city, ask.params.edition), ask.query)
    },
    listGaps: async (ask) => {
      const { city } = whoOf(ask)
      return listGapRows(ask.db, city, await measure(ask, city, ask.params.edition), ask.query)
    },
    exportGaps: async (ask) => {
      const { city } = whoOf(ask)
      const { by } = ask.query
      const { items } = await listGapRows(ask.db, city, await measure(ask, city, ask.params.edition), { by, limit: mostRows })
      return gapBook(items, { by, at: ask.at, language: ask.language, say })
    },
    getTrend: async (ask) => {
      const { city } = whoOf(ask)
      const released = await getEdition(ask.db, city, ask.params.edition)
      const { subject } = await questionFor(ask.db, city, {
        edition: released.id,
        window: windowFor(ask.query, ask.at),
        standing: 'nominee',
      })
      const scoreIn = async (span: Span) => boardOf(await live.state(ask.db, city, windowFor(span, ask.at)), released, subject).score
      return { items: await trendOf(ask.query, ask.at, { scoreIn, total: released.content.total }) }
    },
    imagineScore: async (ask) => {
      const measured = await measure(ask, whoOf(ask).city, ask.params.edition)
      const { board, score: before, state, total } = measured
      const { score: after, weights, unmet } = imagine(board, before, () => entriesOf(state.facts), ask.body.supposed)
      const weighed = (of: Score) => (weights === undefined ? undefined : scopeScore(weights, byMethod(of)).score)
      return {
        before: stepsOf(total),
        after: stepsOf(measured.totalFor(after)),
        changes: changesBetween(before, after),
        weighed: weights === undefined ? null : { before: weighed(before) ?? null, after: weighed(after) ?? null },
        unmet: [...unmet],
      }
    },
  }
}
