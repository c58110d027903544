/** Calls of likeness: cases that may be the same, what a text looks like, and the rules and models behind both. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { AreaId, CaseId, EvidenceId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { Stage } from '../cases/procedure/procedure.ts'
import { Crs } from '../city/crs.ts'
import { AlikeRule } from './alike.ts'
import { Target } from './learn.ts'

/** An open case that may be the same. */
export const AlikeCase = z.object({
  id: CaseId,
  no: z.string(),
  text: z.string(),
  class: z.string().nullable(),
  stage: Stage,
  stateName: Text,
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  reportedAt: Instant,
  /** How far away, and how many days apart. */
  metres: z.int(),
  days: z.int(),
  /** The first photo of the report. */
  photo: EvidenceId.nullable(),
})
export type AlikeCase = z.infer<typeof AlikeCase>

/** A word, the street or the class that spoke for a suggestion: it is found that many times as often there as in all cases. */
export const LikelyReason = z.object({
  kind: z.enum(['word', 'street', 'class']),
  word: z.string(),
  title: Text.nullable(),
  times: z.number(),
})
export type LikelyReason = z.infer<typeof LikelyReason>

/** From what something was learned: a version, when, and from how many closed cases. */
export const ModelFacts = z.object({
  version: z.int(),
  trainedAt: Instant,
  cases: z.int(),
  /** Closed cases of values with too few of them. */
  leftOut: z.int(),
  words: z.int(),
})
export type ModelFacts = z.infer<typeof ModelFacts>

/** What a text looks like, the likeliest first; or that too few cases are closed to say so. */
export const Suggested = z.object({
  target: Target,
  model: ModelFacts.nullable(),
  /** Without a model: closed cases that could teach, and how many it takes. */
  closed: z.int(),
  least: z.int(),
  /** `given`: chosen by who reported it, and first whatever the words say. */
  items: z.array(
    z.object({ value: z.string(), title: Text.nullable(), cases: z.int(), reasons: z.array(LikelyReason), given: z.boolean() }),
  ),
})
export type Suggested = z.infer<typeof Suggested>

const Both = z.object({ class: Suggested, unit: Suggested })
const Rules = z.object({ items: z.array(AlikeRule.extend({ isOwn: z.boolean() })) })
const About = z.object({ class: z.string().max(32).optional(), case: CaseId.optional() })

/** Where it is. */
const There = {
  lng: z.coerce.number().min(-180).max(180).optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  crs: Crs.default('WGS-84'),
}

export const likenessApi = contract({
  /** Of a place that is no case yet, or of a case; a case is never like itself. */
  listAlike: {
    method: 'GET',
    path: '/likeness/alike',
    may: 'cases.read',
    says: 'likeness.alike',
    query: About.extend(There),
    returns: z.object({ rule: AlikeRule, items: z.array(AlikeCase) }),
  },
  /** Three each, with the words that decided; units only that answer at the place. A person decides. */
  suggest: {
    method: 'GET',
    path: '/likeness/suggestions',
    may: 'cases.read',
    says: 'likeness.suggest',
    query: About.extend({ ...There, text: z.string().max(1000).default(''), street: AreaId.optional() }),
    returns: Both,
  },
  listRules: { method: 'GET', path: '/likeness/rules', may: 'cases.read', says: 'likeness.rules', returns: Rules },
  /** The city's own rules, all of them; the longest beginning of a class counts. */
  putRules: {
    method: 'PUT',
    path: '/likeness/rules',
    may: 'city.edit',
    says: 'likeness.putRules',
    body: z.object({ items: z.array(AlikeRule).max(1000) }),
    returns: Rules,
  },
  /** Learns from the closed cases now; else it is done at night when cases were closed. Too few are no refusal: the answer says so. */
  learn: {
    method: 'POST',
    path: '/likeness/models',
    may: 'city.edit',
    says: 'likeness.learn',
    alone: true,
    body: z.object({}),
    returns: Both,
  },
})
