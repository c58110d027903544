/** Calls of the field: rounds, checklists, visits, and the observations they leave. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { AreaId, EvidenceId, ObservationId, PointId, RoundId, VisitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day } from '../base/time.ts'
import { CheckAnswer } from '../standards/checks/index.ts'
import { PointHead } from '../city/pointHead.ts'
import { ChecklistItem } from './checklist.ts'
import { Observation } from './observation.ts'
import { ObservationKind } from './observationKind.ts'
import { Decimal } from './decimal.ts'
import { NewRound, Round, RoundKind } from './round.ts'
import { NewVisit, Received, Visit } from './visit.ts'
import { visitsApi } from './visits.api.ts'

/** What a list of observations can be narrowed to. */
export const ObservationFilter = z.object({
  kind: ObservationKind.optional(),
  fact: z.string().max(200).optional(),
  point: PointId.optional(),
  type: z.string().max(64).optional(),
  street: AreaId.optional(),
  round: RoundId.optional(),
  grade: z.string().max(8).optional(),
  from: Day.optional(),
  to: Day.optional(),
  failed: YesNo.optional(),
  /** Also the ones that were corrected later. */
  corrected: YesNo.optional(),
  /** Part of the point's name or code, of the fact's code, or of the note. */
  ...searched,
})
export type ObservationFilter = z.infer<typeof ObservationFilter>

/** A correction: a new observation that takes the place of an older one. The reason is required. */
export const Correction = z.object({
  id: ObservationId,
  grade: z.string().max(8).optional(),
  value: Decimal.optional(),
  answer: CheckAnswer.optional(),
  note: z.string().trim().min(1).max(2000),
  photos: z.array(EvidenceId).max(20).default([]),
})
export type Correction = z.infer<typeof Correction>

/** The checklist of a point. */
export const Checklist = z.object({
  point: PointHead,
  /** Kind of place and how it is walked, when an edition in force knows it. */
  type: z.object({ title: Text, protocol: Text.optional() }).nullable(),
  items: z.array(ChecklistItem),
})
export type Checklist = z.infer<typeof Checklist>

const listRounds = {
  method: 'GET',
  path: '/rounds',
  may: 'inspections.read',
  within: 'rule',
  says: 'inspections.listRounds',
  query: Paging.extend({ kind: RoundKind.optional(), ...searched, sort: orders(['from', 'title', 'kind'], '-from') }),
  returns: page(Round),
} as const

/** Last recorded first when nothing else is asked. */
const listObservations = {
  method: 'GET',
  path: '/observations',
  may: 'inspections.read',
  within: 'rule',
  says: 'inspections.listObservations',
  query: Paging.extend(ObservationFilter.shape).extend({ sort: orders(['recorded'], '-recorded') }),
  returns: page(Observation),
} as const

export const inspectionsApi = contract({
  listRounds,
  exportRounds: bookOf(listRounds),
  addRound: { method: 'POST', path: '/rounds', may: 'inspections.review', says: 'inspections.addRound', body: NewRound, returns: Round },
  getRound: {
    method: 'GET',
    path: '/rounds/:id',
    may: 'inspections.read',
    within: 'rule',
    says: 'inspections.getRound',
    params: z.object({ id: RoundId }),
    returns: Round,
  },
  getChecklist: {
    method: 'GET',
    path: '/points/:id/checklist',
    may: 'inspections.read',
    within: 'rule',
    says: 'inspections.getChecklist',
    params: z.object({ id: PointId }),
    /** Only what the round looks at of its standard. */
    query: z.object({ round: RoundId.optional() }),
    returns: Checklist,
  },
  recordVisit: {
    method: 'POST',
    path: '/visits',
    may: 'inspections.record',
    says: 'inspections.recordVisit',
    body: NewVisit,
    returns: Visit,
  },
  /** The same for phones: a visit of 250 answers is told in a hundred bytes, not said back whole. */
  handIn: {
    method: 'POST',
    path: '/visits/handed',
    may: 'inspections.record',
    says: 'inspections.handIn',
    body: NewVisit,
    returns: Received,
  },
  ...visitsApi,
  getVisit: {
    method: 'GET',
    path: '/visits/:id',
    may: 'inspections.read',
    within: [{ of: 'visit', at: 'params.id' }],
    says: 'inspections.getVisit',
    params: z.object({ id: VisitId }),
    returns: Visit,
  },
  /** Decides between two answers that two devices gave to one fact of a visit. Taking the second is a correction of the first. */
  settle: {
    method: 'POST',
    path: '/visits/:id/rivals',
    may: 'inspections.correct',
    within: [{ of: 'visit', at: 'params.id' }],
    says: 'inspections.settle',
    params: z.object({ id: VisitId }),
    /** `id` is that of the correction, should the second answer be taken. */
    body: z.object({ id: ObservationId, rival: ObservationId, take: z.boolean(), note: z.string().trim().min(1).max(2000) }),
    returns: Visit,
  },
  listObservations,
  exportObservations: bookOf(listObservations),
  getObservation: {
    method: 'GET',
    path: '/observations/:id',
    may: 'inspections.read',
    within: [{ of: 'observation', at: 'params.id' }],
    says: 'inspections.getObservation',
    params: z.object({ id: ObservationId }),
    returns: Observation,
  },
  correct: {
    method: 'POST',
    path: '/observations/:id/correct',
    may: 'inspections.correct',
    within: [{ of: 'observation', at: 'params.id' }],
    says: 'inspections.correct',
    params: z.object({ id: ObservationId }),
    body: Correction,
    returns: Observation,
  },
})
