/** Calls of indicators: figures over any period, area, unit and class, side by side as asked, and the cases behind each. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { AreaId, CaseId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { Figure } from './figure.ts'
import { Grouping, Indicator, metrics, Score } from './indicator.ts'

/** Which cases are counted: those reported on these days of the city. */
export const IndicatorFilter = z.object({
  from: Day.optional(),
  to: Day.optional(),
  unit: UnitId.optional(),
  street: AreaId.optional(),
  class: z.string().max(32).optional(),
})
export type IndicatorFilter = z.infer<typeof IndicatorFilter>

/** Figures of one group: the whole, a unit, a street, a class or a month. */
export const Group = z.object({
  /** Null: no unit, no street, no class. */
  key: z.string().nullable(),
  title: Text.nullable(),
  cases: z.int(),
  figures: z.record(z.string(), Figure),
  scores: z.array(Score),
})
export type Group = z.infer<typeof Group>

/** By what groups may be ordered: every rate; never a number, which would reward having many or few. */
const ranked = metrics.indicators.filter(({ volume }) => volume === undefined).map(({ id }) => id)

const query = IndicatorFilter.extend({ by: Grouping.default('none'), sort: orders(['name', 'score', ...ranked], 'name') })

/** Those over cases; what stands behind the others is the list of whistles. */
const IndicatorId = z.enum(metrics.indicators.filter(({ over }) => over === 'cases').map(({ id }) => id) as [string, ...string[]])

const listBehind = {
  method: 'GET',
  path: '/indicators/:id/cases',
  may: 'cases.read',
  says: 'indicators.cases',
  params: z.object({ id: IndicatorId }),
  /** `key` with `by`: one group; `-` is the group of none. `part`: the cases counted, those counted over, or those that lack. */
  query: Paging.extend({
    ...IndicatorFilter.shape,
    by: Grouping.default('none'),
    key: z.string().max(64).optional(),
    part: z.enum(['of', 'per', 'missing']).default('of'),
    ...searched,
    sort: orders(['reported'], '-reported'),
  }),
  returns: page(
    z.object({
      id: CaseId,
      no: z.string(),
      text: z.string(),
      class: z.string().nullable(),
      stage: z.string(),
      unit: z.object({ id: UnitId, title: Text }).nullable(),
      reportedAt: Instant,
      dueAt: Instant.nullable(),
      closedAt: Instant.nullable(),
    }),
  ),
} as const

export const indicatorsApi = contract({
  get: {
    method: 'GET',
    path: '/indicators',
    may: 'cases.read',
    says: 'indicators.get',
    query,
    returns: z.object({
      at: Instant,
      indicators: z.array(Indicator),
      objects: z.array(z.object({ id: z.string(), name: Text, note: Text.optional() })),
      groups: z.array(Group),
    }),
  },
  export: { method: 'GET', path: '/indicators/export', may: 'cases.read', says: 'indicators.export', query, returns: 'file' },
  listBehind,
  exportBehind: bookOf(listBehind),
})
