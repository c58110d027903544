/** Calls about what photos say: the facts that checks found, who looked at them, and the chain from a photo to what it proves. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { CaseId, DutyId, EditionId, EvidenceId, ObservationId, PersonId, ScoreId, VisitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'
import { FormAnswerId, FormVersionId } from '../forms/form.ts'
import { WhistleId } from '../whistles/whistle.ts'

/** The checks there are; `checks/list.ts` runs them, and a test holds both lists against each other. */
export const checkIds = ['samePicture', 'clocks', 'position', 'speed', 'edited', 'missing', 'broken'] as const
export const CheckId = z.enum(checkIds)
export type CheckId = z.infer<typeof CheckId>

/** What a list of facts can be narrowed to. */
export const FactFilter = z.object({
  check: CheckId.optional(),
  /** The visit, observation or case that the photo was used for. */
  about: z.uuid().optional(),
  photo: EvidenceId.optional(),
  /** Only those that somebody looked at, or only those that nobody did. */
  looked: YesNo.optional(),
  ...searched,
})
export type FactFilter = z.infer<typeof FactFilter>

const Person = z.object({ id: PersonId, name: z.string() })

/** What a check found in one photo: a fact with its figures, no judgement. */
export const PhotoFact = z.object({
  id: z.uuid(),
  photo: EvidenceId,
  name: z.string(),
  /** Which check stated it, in which version, and why: a sentence `proof.fact.<check>.<reason>` with the details as its figures. */
  check: CheckId,
  version: z.int(),
  reason: z.string(),
  details: z.record(z.string(), z.unknown()),
  about: z.object({ kind: z.enum(['visit', 'observation', 'case']), id: z.uuid() }),
  point: PointHead.nullable(),
  /** The other place that a sentence names. */
  otherPoint: PointHead.nullable(),
  at: Instant,
  addedAt: Instant,
  takenBy: z.string().nullable(),
  looked: z.object({ at: Instant, by: Person.nullable(), note: z.string() }).nullable(),
})
export type PhotoFact = z.infer<typeof PhotoFact>

/** One thing that a photo proves. */
export const Proved = z.object({
  kind: z.enum(['visit', 'observation', 'review', 'case', 'whistle', 'answer']),
  at: Instant,
  visit: VisitId.nullable(),
  observation: z.object({ id: ObservationId, title: Text.nullable(), fact: z.string(), grade: z.string().nullable() }).nullable(),
  case: z.object({ id: CaseId, no: z.string(), step: z.string() }).nullable(),
  whistle: z.object({ id: WhistleId, no: z.string(), event: z.string() }).nullable(),
  /** The answer to a form that names the file. */
  answer: z.object({ id: FormAnswerId, form: FormVersionId, title: z.string() }).nullable(),
  /** Duties whose requirement the graded material shows. */
  duties: z.array(z.object({ id: DutyId, edition: EditionId, criterion: z.string(), unit: Text.nullable() })),
  point: PointHead.nullable(),
  /** Standards that count what was seen, each with its last stored score that had it. */
  counts: z.array(z.object({ edition: EditionId, title: Text, score: z.object({ id: ScoreId, madeAt: Instant }).nullable() })),
})
export type Proved = z.infer<typeof Proved>

/** A photo with who, when, where, by which device, and everything that it proves. */
export const Chain = z.object({
  photo: EvidenceId,
  sha256: z.string(),
  name: z.string(),
  bytes: z.int(),
  addedAt: Instant,
  addedBy: Person.nullable(),
  takenAt: Instant.nullable(),
  place: Place.nullable(),
  camera: z.object({ make: z.string().nullable(), model: z.string().nullable(), software: z.string().nullable() }).nullable(),
  device: z
    .object({
      id: z.string().nullable(),
      takenAt: Instant.nullable(),
      sentAt: Instant.nullable(),
      place: Place.nullable(),
      accuracyM: z.number().nullable(),
      mocked: z.boolean().nullable(),
    })
    .nullable(),
  /** Who erased the photo, when and why; null while it is there. */
  erased: z.object({ at: Instant, by: Person.nullable(), reason: z.string() }).nullable(),
  proves: z.array(Proved),
})
export type Chain = z.infer<typeof Chain>

/** Last found first when nothing else is asked. */
const list = {
  method: 'GET',
  path: '/photo-facts',
  may: 'inspections.read',
  says: 'proof.list',
  query: Paging.extend({ ...FactFilter.shape, sort: orders(['found'], '-found') }),
  returns: page(PhotoFact),
} as const

export const provenanceApi = contract({
  list,
  export: bookOf(list),
  look: {
    method: 'POST',
    path: '/photo-facts/:id/look',
    may: 'cases.verify',
    says: 'proof.look',
    params: z.object({ id: z.uuid() }),
    body: z.object({ note: z.string().max(500).default('') }),
    returns: z.object({ id: z.uuid() }),
  },
  chain: {
    method: 'GET',
    path: '/evidence/:id/chain',
    may: 'inspections.read',
    says: 'proof.chain',
    params: z.object({ id: EvidenceId }),
    returns: Chain,
  },
})
