/** Handlers of the desk. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { cutBy, holds, type PageOf, type Turn, type ValueOf } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { AreaId, CityId, EditionId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { mulDiv } from '../base/points.ts'
import type { Db } from '../base/sql.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { v7 } from 'uuid'
import { deskApi } from './desk.api.ts'
import { reviewColumns, statisticColumns, surveyColumns } from './deskBooks.serve.ts'
import type { NewSurvey, ReviewLine, StatisticLine, Survey } from './desk.ts'
import { countAnswers } from './deskRules.ts'
import { listWords, refuseFaults } from './observations.serve.ts'
import { addObservations } from './observations.sql.ts'
import { addReview, addStatistic, getReleased, listReviewLines, listStatisticLines, noonOf } from './reviews.serve.ts'
import { addSurvey, findSurvey, listCounts, listSurveys } from './surveys.sql.ts'

async function handOver(db: Db, who: Who, at: string, survey: NewSurvey): Promise<void> {
  const { content } = await getReleased(db, who.city, survey.editionId)
  const { counted, faults } = countAnswers(content, survey)
  refuseFaults(faults)
  if (!(await addSurvey(db, who.city, survey, { at, by: who.person }))) return
  const { id, roundId = null, areaId = null, toOn } = survey
  await addObservations(
    db,
    who.city,
    counted
      .filter(({ times }) => times > 0)
      .map(({ id: observation, question, grade, factor, times }) => ({
        id: observation,
        kind: 'answer' as const,
        fact: question,
        surveyId: id,
        roundId,
        areaId,
        grade,
        factor,
        times,
        value: null,
        observedAt: noonOf(toOn),
        by: who.person,
      })),
  )
  const { contacted, answered, refused, team } = survey
  const data = { edition: survey.editionId, contacted, answered, refused, team }
  await appendEvents(db, who.city, [{ id: v7() as EventId, kind: 'survey.handedOver', thing: id, at, by: who.person, version: 1, data }])
}

async function getSurvey(db: Db, city: CityId, id: string): Promise<Survey> {
  const head = await findSurvey(db, city, id)
  if (!head) throw new Problem('api.notFound', 404)
  const [rows, words] = [await listCounts(db, city, id), await listWords(db, city)]
  const items = [...new Set(rows.map(({ fact }) => fact))].map((question) => {
    const counts = rows.filter(({ fact }) => fact === question)
    const known = words.get(question)
    const valid = counts.filter(({ factor }) => factor !== null)
    const n = valid.reduce((sum, { times }) => sum + times, 0)
    const full = valid.filter(({ factor }) => factor === 1000).reduce((sum, { times }) => sum + times, 0)
    return {
      question,
      title: known?.title ?? null,
      n,
      share: n === 0 ? null : mulDiv(full, 1000, n),
      counts: counts.map(({ grade, factor, times }) => ({
        grade,
        factor,
        times,
        title: known?.grades.find(({ code }) => code === grade)?.title ?? null,
      })),
    }
  })
  return { ...head, items }
}

/** What a review sheet is narrowed to. */
interface ReviewFilter extends Pick<Parameters<typeof listReviewLines>[2], 'edition' | 'method' | 'round'> {
  readonly area?: AreaId | undefined
  readonly state?: 'open' | 'graded' | undefined
  readonly text?: string | undefined
}

/** One page of a review sheet; the sheet of an edition is read whole, so that it can be put into any order. */
async function listReviews(db: Db, city: CityId, filter: ReviewFilter, turn: Turn): Promise<PageOf<ReviewLine>> {
  const { edition, method, round, area = null, state, text } = filter
  const lines = await listReviewLines(db, city, { edition, method, area, round })
  const at = new Map(lines.map((line, index) => [line, index]))
  const shown = lines.filter(
    ({ current, title, criterion, path }) =>
      (state === undefined || (state === 'graded') === (current !== null)) &&
      holds(text, criterion, title.zh, title.en, ...path.map(({ zh }) => zh)),
  )
  const values: Record<string, ValueOf<ReviewLine>> = {
    line: (line) => at.get(line),
    points: ({ points }) => points,
    grade: ({ current }) => current?.factor,
    at: ({ current }) => current?.observedAt,
    missing: ({ current, needs }) => (current === null ? null : needs.length === 0 ? 0 : current.missing.length),
  }
  return cutBy(shown, values, turn)
}

/** What a list of statistics is narrowed to. */
interface StatisticFilter {
  readonly edition: EditionId
  readonly area?: AreaId | undefined
  readonly state?: 'open' | 'entered' | undefined
  readonly text?: string | undefined
}

async function listStatistics(db: Db, city: CityId, filter: StatisticFilter, turn: Turn): Promise<PageOf<StatisticLine>> {
  const { edition, area = null, state, text } = filter
  const lines = await listStatisticLines(db, city, edition, area)
  const at = new Map(lines.map((line, index) => [line, index]))
  const shown = lines.filter(
    ({ id, title, values }) => (state === undefined || (state === 'entered') === values.length > 0) && holds(text, id, title.zh, title.en),
  )
  return cutBy(shown, { line: (line) => at.get(line), title: ({ title }) => title.zh, until: ({ values }) => values[0]?.toOn }, turn)
}

/** Handlers over the word lists, which the workbooks need. */
export const deskHandlers = (say: Say) =>
  handlers(deskApi, {
    listReviews: async (ask) => {
      const { cursor, limit, sort, ...filter } = ask.query
      return listReviews(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportReviews: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, `reviews.tab.${filter.method}`),
        at: ask.at,
        columns: reviewColumns(say, ask.language),
        read: (cursor) => listReviews(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    review: async (ask) => addReview(ask.db, whoOf(ask), ask.at, ask.body),
    listSurveys: async (ask) => {
      const { cursor, limit, sort, ...filter } = ask.query
      return listSurveys(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportSurveys: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'reviews.tab.survey'),
        at: ask.at,
        columns: surveyColumns(say, ask.language),
        read: (cursor) => listSurveys(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    getSurvey: async (ask) => getSurvey(ask.db, whoOf(ask).city, ask.params.id),
    handOverSurvey: async (ask) => {
      const who = whoOf(ask)
      await handOver(ask.db, who, ask.at, ask.body)
      return getSurvey(ask.db, who.city, ask.body.id)
    },
    listStatistics: async (ask) => {
      const { cursor, limit, sort, ...filter } = ask.query
      return listStatistics(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportStatistics: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'reviews.tab.statistics'),
        at: ask.at,
        columns: statisticColumns(say, ask.language),
        read: (cursor) => listStatistics(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    recordStatistic: async (ask) => addStatistic(ask.db, whoOf(ask), ask.body),
  })
