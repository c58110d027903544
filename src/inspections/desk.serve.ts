/** Handlers of the desk. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { cursorOf, pageOf, readCursor } from '../api/cursor.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { mulDiv } from '../base/points.ts'
import type { Db } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { v7 } from 'uuid'
import { z } from 'zod'
import { deskApi } from './desk.api.ts'
import { countAnswers, type NewSurvey, type ReviewLine, type Survey } from './desk.ts'
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

/** True for lines that a search text or state keeps. */
const keeps =
  ({ state, text }: { state?: 'open' | 'graded' | undefined; text?: string | undefined }) =>
  ({ current, title, criterion, path }: ReviewLine): boolean => {
    if (state !== undefined && (state === 'graded') !== (current !== null)) return false
    const words = [criterion, title.zh, title.en, ...path.map(({ zh }) => zh)].join(' ').toLowerCase()
    return text === undefined || words.includes(text.toLowerCase())
  }

export const deskHandlers = handlers(deskApi, {
  listReviews: async (ask) => {
    const { edition, method, round, area = null, cursor, limit, ...filter } = ask.query
    const lines = (await listReviewLines(ask.db, whoOf(ask).city, { edition, method, area, round })).filter(keeps(filter))
    const from = readCursor(cursor, [z.int().min(0)])?.[0] ?? 0
    const next = from + limit < lines.length ? { next: cursorOf(from + limit) } : {}
    return { items: lines.slice(from, from + limit), ...next, total: lines.length }
  },
  review: async (ask) => addReview(ask.db, whoOf(ask), ask.at, ask.body),
  listSurveys: async (ask) => {
    const { edition, cursor, limit } = ask.query
    const surveys = await listSurveys(ask.db, whoOf(ask).city, { edition, limit, after: readCursor(cursor, [Instant, z.uuid()]) })
    return pageOf(surveys, limit, (it) => cursorOf(it.handedAt, it.id))
  },
  getSurvey: async (ask) => getSurvey(ask.db, whoOf(ask).city, ask.params.id),
  handOverSurvey: async (ask) => {
    const who = whoOf(ask)
    await handOver(ask.db, who, ask.at, ask.body)
    return getSurvey(ask.db, who.city, ask.body.id)
  },
  listStatistics: async (ask) => ({
    items: await listStatisticLines(ask.db, whoOf(ask).city, ask.query.edition, ask.query.area ?? null),
  }),
  recordStatistic: async (ask) => addStatistic(ask.db, whoOf(ask), ask.body),
})
