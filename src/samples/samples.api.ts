/** Calls of samples: bound, drawn, walked, visited in envelopes, released, and proved. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { PersonId, PointId, VisitId } from '../base/ids.ts'
import { RoundWalker } from '../inspections/rounds.api.ts'
import { NewVisit } from '../inspections/visit.ts'
import { Plan } from './draw.ts'
import { NewSample, Sample, SampleId, SamplePoint, SampleState, SealedVisit } from './sample.ts'

const ofSample = z.object({ id: SampleId })
const here = [{ of: 'sample', at: 'params.id' }] as const

/** What a plan would draw from, before anything is bound. */
export const Preview = z.object({
  framePoints: z.int(),
  drawnPoints: z.int(),
  strata: z.array(z.object({ stratum: z.string(), has: z.int(), count: z.int() })),
})
export type Preview = z.infer<typeof Preview>

const list = {
  method: 'GET',
  path: '/samples',
  may: 'samples.read',
  within: 'rule',
  says: 'samples.list',
  query: Paging.extend({ state: SampleState.optional(), ...searched, sort: orders(['committed'], '-committed') }),
  returns: page(Sample),
} as const

const listPoints = {
  method: 'GET',
  path: '/samples/:id/points',
  may: 'samples.read',
  within: here,
  says: 'samples.listPoints',
  params: ofSample,
  query: Paging.extend({
    drawn: YesNo.optional(),
    mine: YesNo.optional(),
    visited: YesNo.optional(),
    ...searched,
    sort: orders(['line', 'step'], 'line'),
  }),
  returns: page(SamplePoint),
} as const

export const samplesApi = contract({
  list,
  exportList: bookOf(list),
  preview: {
    method: 'POST',
    path: '/samples/preview',
    may: 'samples.plan',
    says: 'samples.preview',
    body: z.object({ plan: Plan }),
    returns: Preview,
  },
  /** What an office keeps of its points elsewhere (people, metres, any attribute), by code, as a plan takes it in. */
  readFrame: {
    method: 'POST',
    path: '/samples/frame',
    may: 'samples.plan',
    says: 'samples.readFrame',
    body: z.object({
      rows: z
        .array(
          z.object({
            code: z.string().trim().min(1).max(64),
            size: z.number().positive().optional(),
            group: z.string().trim().min(1).max(64).optional(),
          }),
        )
        .min(1)
        .max(50_000),
    }),
    returns: z.object({
      rows: z.array(z.object({ point: PointId, size: z.number().optional(), group: z.string().optional() })),
    }),
  },
  bind: { method: 'POST', path: '/samples', may: 'samples.plan', says: 'samples.bind', body: NewSample, returns: Sample },
  get: { method: 'GET', path: '/samples/:id', may: 'samples.read', within: here, says: 'samples.get', params: ofSample, returns: Sample },
  draw: {
    method: 'POST',
    path: '/samples/:id/draw',
    may: 'samples.plan',
    says: 'samples.draw',
    params: ofSample,
    body: z.object({ witness: z.string().trim().max(500).default('') }),
    returns: Sample,
  },
  listPoints,
  exportPoints: bookOf(listPoints),
  share: {
    method: 'POST',
    path: '/samples/:id/walks',
    may: 'samples.walk',
    within: here,
    says: 'samples.share',
    params: ofSample,
    body: z.object({
      walkers: z.array(RoundWalker).min(1).max(200),
    }),
    returns: z.object({ walks: z.array(z.object({ person: PersonId, points: z.int(), metres: z.int() })) }),
  },
  replace: {
    method: 'POST',
    path: '/samples/:id/replacements',
    may: 'samples.walk',
    within: here,
    says: 'samples.replace',
    params: ofSample,
    body: z.object({ id: z.uuid(), pointId: PointId, reason: z.string().trim().min(2).max(500) }),
    returns: z.object({ pointId: PointId }),
  },
  seal: {
    method: 'POST',
    path: '/samples/:id/visits',
    may: 'samples.walk',
    within: here,
    says: 'samples.seal',
    params: ofSample,
    body: NewVisit,
    returns: SealedVisit,
  },
  getSealed: {
    method: 'GET',
    path: '/samples/:id/visits/:visit',
    may: 'samples.walk',
    within: here,
    says: 'samples.getSealed',
    params: z.object({ id: SampleId, visit: VisitId }),
    returns: SealedVisit,
  },
  release: {
    method: 'POST',
    path: '/samples/:id/release',
    may: 'samples.plan',
    says: 'samples.release',
    params: ofSample,
    returns: Sample,
  },
  prove: {
    method: 'GET',
    path: '/samples/:id/proof',
    may: 'samples.read',
    within: here,
    says: 'samples.prove',
    params: ofSample,
    returns: 'file',
  },
})
