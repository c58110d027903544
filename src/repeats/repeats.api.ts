/** Calls of learning from one case: look-alikes and sweeps, re-checks and their draws, recurrences, and the city's rules. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { CaseId, RoundId, UnitId } from '../base/ids.ts'
import { Day, Instant } from '../base/time.ts'
import { UnseenPoint } from '../inspections/rounds.api.ts'
import { Round } from '../inspections/round.ts'
import { Recheck, RecheckOutcome, RecheckState, Repeats, RepeatRule } from './repeat.ts'

const ofCase = z.object({ id: CaseId })
const Days = z.coerce.number().int().min(1).max(3650)

const listLookAlikes = {
  method: 'GET',
  path: '/cases/:id/look-alikes',
  may: 'cases.read',
  says: 'repeats.listLookAlikes',
  params: ofCase,
  query: Paging.extend({ days: Days.default(30), ...searched, sort: orders(['code'], 'code') }),
  returns: page(UnseenPoint),
} as const

const listRechecks = {
  method: 'GET',
  path: '/rechecks',
  may: 'cases.read',
  says: 'repeats.listRechecks',
  query: Paging.extend({ state: RecheckState.optional(), unit: UnitId.optional(), ...searched, sort: orders(['due'], '-due') }),
  returns: page(Recheck),
} as const

export const repeatsApi = contract({
  /** Points of the same kind and owner whose same check nobody did for some days. */
  listLookAlikes,
  exportLookAlikes: bookOf(listLookAlikes),
  /** All of them as one round; the same id again is the same round. */
  sweep: {
    method: 'POST',
    path: '/cases/:id/sweeps',
    may: 'inspections.review',
    says: 'repeats.sweep',
    params: ofCase,
    body: z.object({
      id: RoundId,
      days: z.int().min(1).max(3650).default(30),
      toOn: Day,
      unitId: UnitId.optional(),
      most: z.int().min(1).max(2000).default(200),
    }),
    returns: Round,
  },
  get: { method: 'GET', path: '/cases/:id/repeats', may: 'cases.read', says: 'repeats.get', params: ofCase, returns: Repeats },
  listRechecks,
  exportRechecks: bookOf(listRechecks),
  report: {
    method: 'POST',
    path: '/rechecks/:id/outcome',
    may: 'inspections.record',
    says: 'repeats.report',
    params: z.object({ id: z.uuid() }),
    body: RecheckOutcome,
    returns: Recheck,
  },
  /** The draws, the latest first, and how many seeds are bound ahead. How many were drawn stays 0 until all of them are done. */
  listDraws: {
    method: 'GET',
    path: '/rechecks/draws',
    may: 'cases.read',
    says: 'repeats.listDraws',
    returns: z.object({
      boundUntil: Day.nullable(),
      items: z.array(
        z.object({ day: Day, commitment: z.string(), committedAt: Instant, frame: z.int(), drawn: z.int(), isEnded: z.boolean() }),
      ),
    }),
  },
  prove: {
    method: 'GET',
    path: '/rechecks/draws/:day/proof',
    may: 'cases.read',
    says: 'repeats.prove',
    params: z.object({ day: Day }),
    returns: 'file',
  },
  listRules: {
    method: 'GET',
    path: '/repeat-rules',
    may: 'cases.read',
    says: 'repeats.listRules',
    returns: z.object({ items: z.array(RepeatRule), after: z.array(z.int()), share: z.int(), metres: z.int(), days: z.int() }),
  },
  putRules: {
    method: 'PUT',
    path: '/repeat-rules',
    may: 'procedure.edit',
    says: 'repeats.putRules',
    body: z.object({ items: z.array(RepeatRule).max(2000) }),
    returns: z.object({ items: z.array(RepeatRule) }),
  },
})
