/** The single observations behind a number: of a branch, criterion or way, live or of a stored score. */
import type { PageOf, Turn } from '../api/cursor.ts'
import type { CityId, EditionId, ScoreId } from '../base/ids.ts'
import { formatMillionths } from '../base/points.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type BehindQuery, type BehindRow, listBehind, type Reads } from './behind.sql.ts'
import { nameKind, type Within } from './explain.serve.ts'
import type { Behind, Span } from './live.api.ts'
import { getEdition, windowFor } from './measure.serve.ts'
import { type Plan, planOf, type PlannedWay } from './plan.ts'
import { findScore } from './scores.sql.ts'
import { factNames, type FactName, waysBelow } from './words.ts'

/** What is asked: a node of an edition, for the city or a group, in a window or as a stored score counted. */
export interface BehindQuestion extends Span, Within, Turn {
  readonly edition: EditionId
  readonly node: string
  readonly score?: ScoreId | undefined
  readonly only: BehindQuery['only']
  readonly text?: string | undefined
}

/** One page of what stands behind a node. *Refuses:* 404 `assessments.noSuchNode`, `assessments.noSuchScore`. */
export async function listBehindNode(db: Db, city: CityId, at: string, question: BehindQuestion): Promise<PageOf<Behind>> {
  const { edition, node, score, only, text, within, id, sort, cursor, limit } = question
  const { content } = await getEdition(db, city, edition)
  const plan = planOf(content)
  const ways = waysBelow(plan, node)
  if (ways.length === 0) throw new Problem('assessments.noSuchNode', 404)
  const stored = score === undefined ? undefined : await findScore(db, city, score)
  if (score !== undefined && stored === undefined) throw new Problem('assessments.noSuchScore', 404)
  const query: BehindQuery = {
    window: stored?.basis.window ?? windowFor(question, at),
    upTo: stored?.basis.upTo ?? Number.MAX_SAFE_INTEGER,
    reads: readsOf(plan, ways),
    group: within === undefined ? undefined : { kind: within, id: id ?? '' },
    only,
    text,
  }
  const { items, ...next } = await listBehind(db, city, query, { sort, cursor, limit })
  const names = factNames(content, plan)
  return { ...next, items: items.map((row) => behindShown(names, row)) }
}

/** What the ways read, for the query of single observations. */
function readsOf(plan: Plan, ways: readonly PlannedWay[]): Reads[] {
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
