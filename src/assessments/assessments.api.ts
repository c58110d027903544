/** Calls of scores that are kept: run and stored with their basis, verified by making them again, and the results of past years. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { EditionId, ObservationId, PersonId, ScoreId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Method } from '../standards/terms.ts'
import { Basis } from './basis.ts'
import { LiveScore, Span } from './live.api.ts'

/** A stored score as lists show it. Points in hundredths. */
export const StoredHead = z.object({
  id: ScoreId,
  editionId: EditionId,
  title: Text,
  basis: Basis,
  /** SHA-256 of the basis: two scores with the same one must be the same. */
  basisHash: z.string(),
  got: z.int(),
  of: z.int(),
  full: z.int(),
  final: z.int().nullable(),
  madeAt: Instant,
  madeBy: z.object({ id: PersonId, name: z.string() }).nullable(),
})
export type StoredHead = z.infer<typeof StoredHead>

/** A stored score with its explained tree, as it was. */
export const StoredScore = StoredHead.extend({ result: LiveScore })
export type StoredScore = z.infer<typeof StoredScore>

/** Whether a stored score can be made again, to the hundredth; if not, what differs. */
export const Verification = z.object({
  same: z.boolean(),
  checkedAt: Instant,
  differences: z.array(z.object({ what: z.string(), stored: z.string(), now: z.string() })),
})
export type Verification = z.infer<typeof Verification>

/** A result from outside: an official figure of a past year, or a target. In hundredths. */
export const NewResult = z.object({
  id: z.uuid(),
  year: z.int().min(1990).max(2100),
  standard: z.string().max(64),
  /** Whom it is about, as printed: the city, a district, a street. */
  subject: z.string().trim().min(1).max(100),
  method: Method.optional(),
  criterion: z.string().max(64).optional(),
  got: z.int().nullable(),
  of: z.int().min(1),
  target: z.int().nullable().default(null),
  source: z.string().max(500).default(''),
})
export type NewResult = z.infer<typeof NewResult>

/** An official result as it is kept, with who entered it. */
export const Result = NewResult.extend({ enteredAt: Instant, by: z.object({ id: PersonId, name: z.string() }).nullable() })
export type Result = z.infer<typeof Result>

/** An entry in the history of a result: as it was entered, or that it was taken out. */
export const ResultEntry = Result.extend({ removed: z.boolean() })
export type ResultEntry = z.infer<typeof ResultEntry>

/** The total of a cycle, in hundredths; each year by its official result, else by the observations of that year. */
export const Cycle = z.object({
  years: z.array(z.object({ year: z.int(), weight: z.int(), score: z.int().nullable(), from: z.enum(['official', 'observed', 'none']) })),
  total: z.int().nullable(),
  soFar: z.int().nullable(),
})
export type Cycle = z.infer<typeof Cycle>

/** That a precondition holds or not, or that an event of the negative list happened. Appended as an observation. */
export const Declaration = z.object({
  id: ObservationId,
  item: z.string().max(64),
  /** Of a gate: whether it is met. Of the negative list: true = it happened. */
  holds: z.boolean(),
  on: Day,
  note: z.string().max(2000).default(''),
})
export type Declaration = z.infer<typeof Declaration>

const byId = z.object({ id: ScoreId })

const listScores = {
  method: 'GET',
  path: '/scores',
  may: 'scores.read',
  says: 'scores.list',
  query: Paging.extend({ edition: EditionId.optional(), ...searched, sort: orders(['made', 'title', 'final'], '-made') }),
  returns: page(StoredHead),
} as const

const listResults = {
  method: 'GET',
  path: '/results',
  may: 'scores.read',
  says: 'scores.results',
  query: Paging.extend({
    standard: z.string().max(64).optional(),
    subject: z.string().max(100).optional(),
    /** Part of the subject or the source. */
    ...searched,
    sort: orders(['year', 'subject', 'got'], '-year'),
  }),
  returns: page(Result),
} as const

export const assessmentsApi = contract({
  runScore: {
    method: 'POST',
    path: '/scores',
    may: 'scores.run',
    says: 'scores.run',
    body: z.object({ id: ScoreId, edition: EditionId, title: Text, span: Span }),
    returns: StoredScore,
  },
  listScores,
  exportScores: bookOf(listScores),
  getScore: { method: 'GET', path: '/scores/:id', may: 'scores.read', says: 'scores.get', params: byId, returns: StoredScore },
  verifyScore: {
    method: 'GET',
    path: '/scores/:id/verification',
    may: 'scores.read',
    says: 'scores.verify',
    params: byId,
    returns: Verification,
  },
  declare: {
    method: 'POST',
    path: '/editions/:edition/declarations',
    may: 'inspections.review',
    says: 'scores.declare',
    params: z.object({ edition: EditionId }),
    body: Declaration,
    returns: z.object({}),
  },
  getCycle: {
    method: 'GET',
    path: '/editions/:edition/cycle',
    may: 'scores.read',
    says: 'scores.cycle',
    params: z.object({ edition: EditionId }),
    query: z.object({ lastYear: z.coerce.number().int().min(1990).max(2100) }),
    returns: Cycle,
  },
  listResults,
  exportResults: bookOf(listResults),
  listResultEntries: {
    method: 'GET',
    path: '/results/:id/entries',
    may: 'scores.read',
    says: 'scores.resultEntries',
    params: z.object({ id: z.uuid() }),
    returns: z.object({ items: z.array(ResultEntry) }),
  },
  putResult: { method: 'PUT', path: '/results', may: 'scores.run', says: 'scores.putResult', body: NewResult, returns: Result },
  removeResult: {
    method: 'DELETE',
    path: '/results/:id',
    may: 'scores.run',
    says: 'scores.removeResult',
    params: z.object({ id: z.uuid() }),
    returns: z.object({}),
  },
})
