/** Calls of the burden register: weeks of units, requests and their answers, what was asked before, appeals, and the policy. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { UnitId } from '../base/ids.ts'
import { Appeal, AskedBefore, AskKindId, AskLine, Load, Refused, requestKinds, UnitWeek, Week } from './burden.ts'

const One = z.object({ id: z.uuid() })
const Minutes = z.int().min(0).max(10_000)

/** Minutes by kind, and the week of a unit that has no budget of its own. */
export const Rates = z.object({ budget: z.int(), kinds: z.array(z.object({ kind: AskKindId, minutes: z.int(), usual: z.int() })) })
export type Rates = z.infer<typeof Rates>

/** Without a week: this one. `from` gives all weeks from there to `week`, of one unit or all. */
const listWeeks = {
  method: 'GET',
  path: '/burden/weeks',
  may: 'burden.read',
  says: 'burden.weeks',
  query: Paging.extend({
    week: Week.optional(),
    from: Week.optional(),
    unit: UnitId.optional(),
    ...searched,
    sort: orders(['week', 'unit', 'asks', 'minutes', 'measured'], 'week'),
  }),
  returns: page(UnitWeek),
} as const

const listAsks = {
  method: 'GET',
  path: '/burden/asks',
  may: 'burden.read',
  says: 'burden.asks',
  query: Paging.extend({
    week: Week.optional(),
    unit: UnitId.optional(),
    mine: YesNo.optional(),
    kind: AskKindId.optional(),
    /** Only what has no answer yet, or only what has one. */
    open: YesNo.optional(),
    ...searched,
    sort: orders(['at', 'unit', 'kind', 'minutes', 'took'], '-at'),
  }),
  returns: page(AskLine),
} as const

const listAppeals = {
  method: 'GET',
  path: '/burden/appeals',
  may: 'burden.read',
  says: 'burden.appeals',
  query: Paging.extend({
    /** Only what waits for a decision, or only what was decided. */
    open: YesNo.optional(),
    ...searched,
    sort: orders(['at', 'unit', 'week', 'minutes'], '-at'),
  }),
  returns: page(Appeal),
} as const

export const burdenApi = contract({
  listWeeks,
  exportWeeks: bookOf(listWeeks),
  listAsks,
  exportAsks: bookOf(listAsks),
  preview: {
    method: 'GET',
    path: '/burden/load',
    may: 'burden.read',
    says: 'burden.load',
    query: z.object({ kind: AskKindId, units: z.string().max(8000) }),
    returns: z.object({ items: z.array(Load), overLimit: z.boolean() }),
  },
  listTight: {
    method: 'GET',
    path: '/burden/tight',
    may: 'burden.read',
    says: 'burden.tight',
    /** The units whose week is nearly full or full, the fullest first. */
    returns: z.object({ items: z.array(UnitWeek), n: z.int() }),
  },
  findAsked: {
    method: 'GET',
    path: '/burden/asked',
    may: 'burden.read',
    says: 'burden.asked',
    query: z.object({ text: z.string().min(2).max(2000) }),
    returns: z.object({ items: z.array(AskedBefore) }),
  },
  request: {
    method: 'POST',
    path: '/burden/requests',
    may: 'burden.ask',
    says: 'burden.request',
    body: z.object({
      id: z.uuid(),
      kind: z.enum(requestKinds),
      text: z.string().trim().min(2).max(2000),
      units: z.array(UnitId).min(1).max(500),
      /** Minutes it takes, when the sender knows better than the usual. */
      minutes: Minutes.optional(),
      /** Why it is asked although it was answered before. */
      despite: z.string().trim().max(500).default(''),
    }),
    returns: z.object({ items: z.array(AskLine) }),
  },
  answer: {
    method: 'POST',
    path: '/burden/asks/:id/answer',
    may: 'signedIn',
    says: 'burden.answer',
    params: One,
    body: z.object({ answer: z.string().trim().max(4000).default(''), minutes: Minutes.nullable().default(null) }),
    returns: AskLine,
  },
  appeal: {
    method: 'POST',
    path: '/burden/appeals',
    may: 'signedIn',
    says: 'burden.appeal',
    body: z.object({
      id: z.uuid(),
      unit: UnitId,
      minutes: z.int().min(1).max(10_000),
      reason: z.string().trim().min(4).max(1000),
      about: Refused.optional(),
    }),
    returns: Appeal,
  },
  listAppeals,
  exportAppeals: bookOf(listAppeals),
  decide: {
    method: 'POST',
    path: '/burden/appeals/:id/decide',
    may: 'burden.decide',
    says: 'burden.decide',
    params: One,
    body: z.object({ approved: z.boolean(), note: z.string().trim().max(1000).default('') }),
    returns: Appeal,
  },
  getRates: { method: 'GET', path: '/burden/rates', may: 'burden.read', says: 'burden.rates', returns: Rates },
  setRate: {
    method: 'PUT',
    path: '/burden/rates/:kind',
    may: 'burden.decide',
    says: 'burden.setRate',
    params: z.object({ kind: z.union([AskKindId, z.literal('budget')]) }),
    body: z.object({ minutes: Minutes }),
    returns: Rates,
  },
  setBudget: {
    method: 'PUT',
    path: '/burden/budgets/:unit',
    may: 'burden.decide',
    says: 'burden.setBudget',
    params: z.object({ unit: UnitId }),
    /** Null: the city's usual budget again. */
    body: z.object({ minutes: Minutes.nullable() }),
    returns: z.object({}),
  },
  export: {
    method: 'GET',
    path: '/burden/export',
    may: 'burden.read',
    says: 'burden.export',
    query: z.object({ from: Week, week: Week }),
    returns: 'file',
  },
})
