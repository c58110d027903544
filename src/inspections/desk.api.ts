/** Calls of the desk: review sheets, questionnaires handed over, statistics. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { AreaId, EditionId, RoundId } from '../base/ids.ts'
import { NewReview, NewStatistic, NewSurvey, ReviewLine, ReviewMethod, StandingReview, StatisticLine, Survey, SurveyHead } from './desk.ts'

/** `line` is the reading order of the standard. */
const listReviews = {
  method: 'GET',
  path: '/reviews',
  may: 'inspections.read',
  says: 'desk.listReviews',
  query: Paging.extend({
    edition: EditionId,
    method: ReviewMethod.default('materials'),
    round: RoundId.optional(),
    area: AreaId.optional(),
    /** Only lines without a grade, or only graded ones. */
    state: z.enum(['open', 'graded']).optional(),
    ...searched,
    sort: orders(['line', 'points', 'grade', 'at', 'missing'], 'line'),
  }),
  returns: page(ReviewLine),
} as const

/** `text` is part of the team's or the area's name, of the approval number or of the population. */
const listSurveys = {
  method: 'GET',
  path: '/surveys',
  may: 'inspections.read',
  says: 'desk.listSurveys',
  query: Paging.extend({
    edition: EditionId.optional(),
    area: AreaId.optional(),
    ...searched,
    sort: orders(['handed', 'from', 'team', 'answered'], '-handed'),
  }),
  returns: page(SurveyHead),
} as const

const listStatistics = {
  method: 'GET',
  path: '/statistics',
  may: 'inspections.read',
  says: 'desk.listStatistics',
  query: Paging.extend({
    edition: EditionId,
    area: AreaId.optional(),
    /** Only those without a value, or only those that have one. */
    state: z.enum(['open', 'entered']).optional(),
    ...searched,
    sort: orders(['line', 'title', 'until'], 'line'),
    limit: z.coerce.number().int().min(1).max(1000).default(500),
  }),
  returns: page(StatisticLine),
} as const

export const deskApi = contract({
  listReviews,
  exportReviews: bookOf(listReviews),
  review: { method: 'POST', path: '/reviews', may: 'inspections.review', says: 'desk.review', body: NewReview, returns: StandingReview },
  listSurveys,
  exportSurveys: bookOf(listSurveys),
  getSurvey: {
    method: 'GET',
    path: '/surveys/:id',
    may: 'inspections.read',
    says: 'desk.getSurvey',
    params: z.object({ id: z.uuid() }),
    returns: Survey,
  },
  handOverSurvey: {
    method: 'POST',
    path: '/surveys',
    may: 'inspections.review',
    says: 'desk.handOverSurvey',
    body: NewSurvey,
    returns: Survey,
  },
  listStatistics,
  exportStatistics: bookOf(listStatistics),
  recordStatistic: {
    method: 'POST',
    path: '/statistics',
    may: 'inspections.review',
    says: 'desk.recordStatistic',
    body: NewStatistic,
    returns: StatisticLine,
  },
})
