/** Handlers of the live score. */
import { type Handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId, EditionId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { listBehindNode } from './behind.serve.ts'
import { explainWithin, groupOf, stepsOf, withinGroup } from './explain.serve.ts'
import { entriesOf } from './facts.ts'
import { behindColumns, breakdownColumns, gapColumns } from './books.serve.ts'
import { listOwners, type OwnerRow } from './behind.sql.ts'
import type { Imagination, liveApi, Owner, Span } from './live.api.ts'
import type { Live } from './memory.serve.ts'
import { boardOf, type Measured, measureLive, questionFor, windowFor } from './measure.serve.ts'
import { byMethod, scopeScore } from './scope.ts'
import type { Score } from './score.ts'
import { listBreakdownRows, listGapRows } from './tables.serve.ts'
import { trendOf } from './trend.serve.ts'
import type { Standing } from './vetoes.ts'
import { changesBetween, imagine, type Supposed } from './whatIf.ts'

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
      const opened = explainWithin(measured, groupOf(measured, ask.query), ask.query.node)
      const owners = opened.node.kind === 'criterion' ? await listOwners(ask.db, whoOf(ask).city, ask.params.edition, opened.node.id) : []
      return { ...opened, owners: owners.map(ownerOf) }
    },
    listBehind: async (ask) => listBehindNode(ask.db, whoOf(ask).city, ask.at, { ...ask.query, edition: ask.params.edition }),
    exportBehind: async (ask) => {
      const { city } = whoOf(ask)
      const question = { ...ask.query, edition: ask.params.edition, limit: rowsAtOnce }
      return listBook({
        name: say(ask.language, 'inspections.sheet.observations'),
        at: ask.at,
        columns: behindColumns({ say, language: ask.language }),
        read: (cursor) => listBehindNode(ask.db, city, ask.at, { ...question, cursor }),
      })
    },
    listBreakdown: async (ask) => {
      const { city } = whoOf(ask)
      return listBreakdownRows(ask.db, city, await measure(ask, city, ask.params.edition), ask.query)
    },
    exportBreakdown: async (ask) => {
      const { city } = whoOf(ask)
      const measured = await measure(ask, city, ask.params.edition)
      return listBook({
        name: `${say(ask.language, 'scores.breakdown')} ${say(ask.language, `scores.by.${ask.query.by}`)}`,
        at: ask.at,
        columns: breakdownColumns(ask.query.by, { say, language: ask.language }),
        read: (cursor) => listBreakdownRows(ask.db, city, measured, { ...ask.query, cursor, limit: rowsAtOnce }),
      })
    },
    listGaps: async (ask) => {
      const { city } = whoOf(ask)
      return listGapRows(ask.db, city, await measure(ask, city, ask.params.edition), ask.query)
    },
    exportGaps: async (ask) => {
      const { city } = whoOf(ask)
      const measured = await measure(ask, city, ask.params.edition)
      return listBook({
        name: say(ask.language, 'gaps.sheet'),
        at: ask.at,
        columns: gapColumns(ask.query.by, measured.question.released.content.unitKinds, { say, language: ask.language }),
        read: (cursor) => listGapRows(ask.db, city, measured, { ...ask.query, cursor, limit: rowsAtOnce }),
      })
    },
    getTrend: async (ask) => {
      const { city } = whoOf(ask)
      const { released, subject } = await questionFor(ask.db, city, {
        edition: ask.params.edition,
        window: windowFor(ask.query, ask.at),
        standing: 'nominee',
      })
      const scoreIn = async (span: Span) => boardOf(await live.state(ask.db, city, windowFor(span, ask.at)), released, subject).score
      return { items: await trendOf(ask.query, ask.at, { scoreIn, total: released.content.total }) }
    },
    imagineScore: async (ask) => imagined(await measure(ask, whoOf(ask).city, ask.params.edition), ask.body.supposed),
  }
}

const ownerOf = ({ duty, unit, unitZh, unitEn, area, areaZh, areaEn }: OwnerRow): Owner => ({
  duty,
  unit: { id: unit, title: { zh: unitZh, en: unitEn } },
  area: area && { id: area, title: { zh: areaZh ?? '', en: areaEn ?? '' } },
})

/** What the score would be under suppositions, beside what it is. */
function imagined(measured: Measured, supposed: readonly Supposed[]): Imagination {
  const { board, score: before, state, total } = measured
  const { score: after, weights, unmet } = imagine(board, before, () => entriesOf(state.facts), supposed)
  const weighed = (of: Score) => (weights === undefined ? undefined : scopeScore(weights, byMethod(of)).score)
  return {
    before: stepsOf(total),
    after: stepsOf(measured.totalFor(after)),
    changes: changesBetween(before, after),
    weighed: weights === undefined ? null : { before: weighed(before) ?? null, after: weighed(after) ?? null },
    unmet: [...unmet],
  }
}
