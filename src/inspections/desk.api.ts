/** Calls of the desk: review sheets, questionnaires handed over, statistics. */
import { z } from 'zod'
import { contract, page, Paging } from '../api/contract.ts'
import { AreaId, EditionId, RoundId } from '../base/ids.ts'
import { NewReview, NewStatistic, NewSurvey, ReviewLine, ReviewMethod, StandingReview, StatisticLine, Survey, SurveyHead } from './desk.ts'

export const deskApi = contract({
  listReviews: {
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
      text: z.string().max(100).optional(),
    }),
    returns: page(ReviewLine),
  },
  review: { method: 'POST', path: '/reviews', may: 'inspections.review', says: 'desk.review', body: NewReview, returns: StandingReview },
  listSurveys: {
    method: 'GET',
    path: '/surveys',
    may: 'inspections.read',
    says: 'desk.listSurveys',
    query: Paging.extend({ edition: EditionId.optional() }),
    returns: page(SurveyHead),
  },
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
  listStatistics: {
    method: 'GET',
    path: '/statistics',
    may: 'inspections.read',
    says: 'desk.listStatistics',
    query: z.object({ edition: EditionId, area: AreaId.optional() }),
    returns: z.object({ items: z.array(StatisticLine) }),
  },
  recordStatistic: {
    method: 'POST',
    path: '/statistics',
    may: 'inspections.review',
    says: 'desk.recordStatistic',
    body: NewStatistic,
    returns: StatisticLine,
  },
})
