/**
 * The small vocabulary of indicators: what can be true of one case at a moment. Formulas are data and may say nothing else. The
 * same words are SQL in indicators.sql.ts; a test holds one against the other.
 */
import { z } from 'zod'
import type { Instant } from '../base/time.ts'
import type { Case } from '../cases/case.ts'

/** The words. */
export const facts = [
  'reported',
  'filed',
  'voided',
  'suspended',
  'exempt',
  'limited',
  'dispatched',
  'everClosed',
  'closed',
  'shouldClose',
  'closedOnTime',
  'shouldHandle',
  'handledOnTime',
  'reworked',
  'returned',
  'extended',
  'appealed',
  'reopened',
  'recurred',
  'byCollector',
  'confirmDue',
  'confirmOnTime',
  'checkDue',
  'checkOnTime',
  'fileDue',
  'fileOnTime',
  'dispatchDue',
  'dispatchOnTime',
] as const
export const Fact = z.enum(facts)
export type Fact = z.infer<typeof Fact>

/** What the words look at. */
export type Measured = Pick<Case, 'stage' | 'outcome' | 'exempt' | 'dueAt' | 'closedAt' | 'reopened' | 'observationId' | 'life'> & {
  /** A case of its class came up near it, soon after it was closed (`repeats`). */
  readonly recurred: boolean
}

const past = (due: Instant | null, at: Instant): boolean => due !== null && due < at
const isClosed = ({ outcome }: Measured) => outcome === 'done' || outcome === 'withoutWork'
const doneAt = (it: Measured): Instant | null => it.life.handledAt ?? (isClosed(it) ? it.closedAt : null)

/** Refused and merged cases were never filed; one that was voided had been. */
const isFiled = ({ outcome, life }: Measured): boolean => {
  if (outcome === 'refused' || outcome === 'merged') return false
  return outcome !== null || life.limitFrom !== null || life.clocks['file']?.state === 'stopped'
}

/** What rests, what an appeal has exempted and what was never a case is held against nobody; it is shown apart. */
const isCounted = (it: Measured): boolean => isFiled(it) && it.outcome !== 'void' && it.stage !== 'suspended' && !it.exempt

const clockDue = (it: Measured, clock: string, at: Instant): boolean => {
  const { state, dueAt } = it.life.clocks[clock] ?? { state: 'paused', dueAt: null }
  return dueAt !== null && (state === 'stopped' || (state === 'running' && past(dueAt, at)))
}
const clockOnTime = (it: Measured, clock: string): boolean => {
  const { state, dueAt, spans } = it.life.clocks[clock] ?? { state: 'paused', dueAt: null, spans: [] }
  const end = spans.at(-1)?.[1] ?? null
  return dueAt !== null && state === 'stopped' && end !== null && end <= dueAt
}

const holds: Readonly<Record<Fact, (it: Measured, at: Instant) => boolean>> = {
  reported: () => true,
  filed: isFiled,
  voided: ({ outcome }) => outcome === 'void',
  suspended: ({ stage }) => stage === 'suspended',
  exempt: ({ exempt }) => exempt,
  limited: ({ dueAt }) => dueAt !== null,
  dispatched: ({ life }) => life.limitFrom !== null,
  everClosed: ({ closedAt, reopened }) => closedAt !== null || reopened > 0,
  closed: isClosed,
  shouldClose: (it, at) => isCounted(it) && (isClosed(it) || past(it.dueAt, at)),
  closedOnTime: (it) => isClosed(it) && it.dueAt !== null && it.closedAt !== null && it.closedAt <= it.dueAt,
  shouldHandle: (it, at) => isCounted(it) && it.life.limitFrom !== null && (doneAt(it) !== null || past(it.dueAt, at)),
  handledOnTime: (it) => doneAt(it) !== null && it.dueAt !== null && doneAt(it)! <= it.dueAt,
  reworked: ({ life }) => life.reworked > 0,
  returned: ({ life }) => life.returned > 0,
  extended: ({ life }) => (life.grants.extend ?? 0) > 0,
  appealed: ({ life }) => (life.asks.appeal ?? 0) > 0,
  reopened: ({ reopened }) => reopened > 0,
  recurred: ({ recurred }) => recurred,
  byCollector: ({ observationId }) => observationId !== null,
  confirmDue: (it, at) => clockDue(it, 'confirm', at),
  confirmOnTime: (it) => clockOnTime(it, 'confirm'),
  checkDue: (it, at) => clockDue(it, 'check', at),
  checkOnTime: (it) => clockOnTime(it, 'check'),
  fileDue: (it, at) => clockDue(it, 'file', at),
  fileOnTime: (it) => clockOnTime(it, 'file'),
  dispatchDue: (it, at) => clockDue(it, 'dispatch', at),
  dispatchOnTime: (it) => clockOnTime(it, 'dispatch'),
}

/** True when all words are true of a case. */
export const isTrue = (words: readonly Fact[], it: Measured, at: Instant): boolean => words.every((word) => holds[word](it, at))
