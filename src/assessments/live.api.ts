/**
 * Calls of the live score: the figure of today with its explanation, down to the single observation, its photo and its case;
 * breakdowns, gaps, trends and what-ifs. Nothing here is stored.
 */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { AreaId, CaseId, DutyId, EditionId, EvidenceId, ObservationId, PersonId, PointId, RoundId, ScoreId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { ObservationKind } from '../inspections/observationKind.ts'
import { RoundKind } from '../inspections/round.ts'
import { Method } from '../standards/terms.ts'
import { Window } from './basis.ts'
import { Points, WayScore } from './score.ts'
import { Supposed } from './whatIf.ts'

/** Several values: an array, or in a query one text with commas. */
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess((given) => (typeof given === 'string' ? given.split(',').filter((part) => part !== '') : given), z.array(item).max(100))
    .optional()

/** Which observations count: city days, both included; without days, the twelve months that end today. */
export const Span = z.object({ from: Day.optional(), to: Day.optional(), kinds: list(RoundKind), rounds: list(RoundId) })
export type Span = z.infer<typeof Span>

/** What a score can be narrowed to or broken down by. */
export const GroupKind = z.enum(['district', 'street', 'community', 'unit', 'type', 'point'])
export type GroupKind = z.infer<typeof GroupKind>

/** Narrowed to one group of places: its kind and its id (of a point type: its code). */
const Within = z.object({ within: GroupKind.optional(), id: z.string().max(64).optional() })

/** A branch, criterion or way by its id; empty = the whole edition. */
const Node = z.string().max(200).default('')

const editionParam = z.object({ edition: EditionId })

/** A node of the explained tree with its words. Points in hundredths, see `Points`. */
export interface ExplainedNode extends Points {
  readonly id: string
  readonly kind: 'edition' | 'branch' | 'criterion'
  readonly title: z.infer<typeof Text>
  readonly lead?: string | undefined
  readonly parts: readonly ExplainedNode[]
  readonly ways: readonly WayScore[]
}
export const ExplainedNode: z.ZodType<ExplainedNode> = Points.extend({
  id: z.string(),
  kind: z.enum(['edition', 'branch', 'criterion']),
  title: Text,
  lead: z.string().optional(),
  get parts() {
    return z.array(ExplainedNode)
  },
  ways: z.array(WayScore),
}) as unknown as z.ZodType<ExplainedNode>

const Figure = z.int().nullable()

/** The announced figure with its steps, in hundredths. Null where something is not known yet: reported, never guessed. */
export const TotalSteps = z.object({
  converted: Figure,
  bonus: z.int(),
  deducted: z.int(),
  own: Figure,
  frameworks: z.array(z.object({ standard: z.string(), percent: z.int(), score: Figure })),
  final: Figure,
})
export type TotalSteps = z.infer<typeof TotalSteps>

/** A score with its explanation. */
export const LiveScore = z.object({
  edition: z.object({ id: EditionId, standard: z.string(), edition: z.string(), title: Text, hash: z.string().nullable(), total: z.int() }),
  window: Window,
  /** The last fact counted. */
  upTo: z.int(),
  total: TotalSteps,
  methods: z.array(Points.extend({ method: Method })),
  gates: z.array(z.object({ gate: z.string(), title: Text, state: z.enum(['met', 'failed', 'unknown']) })),
  consequences: z.array(
    z.object({
      veto: z.string(),
      title: Text,
      action: z.enum(['deduct', 'stop', 'cancel', 'bar', 'review']),
      points: z.int(),
      months: z.int().optional(),
    }),
  ),
  tree: ExplainedNode,
})
export type LiveScore = z.infer<typeof LiveScore>

/** What a way read of one fact. Factor sums in thousandths; value as decimal text. */
export const FactReading = z.object({
  fact: z.string(),
  title: Text.nullable(),
  unit: Text.nullable(),
  n: z.int(),
  factor: z.int(),
  misses: z.int(),
  passes: z.int(),
  na: z.int(),
  exempt: z.int(),
  /** Mean of the values read. */
  value: z.string().nullable(),
})
export type FactReading = z.infer<typeof FactReading>

/** Who answers for a criterion: the unit that leads a duty, for the whole city or an area. */
export const Owner = z.object({
  duty: DutyId,
  unit: z.object({ id: UnitId, title: Text }),
  area: z.object({ id: AreaId, title: Text }).nullable(),
})
export type Owner = z.infer<typeof Owner>

/** One node opened: the way down to it, itself, for every way the facts it read, and who answers for it. */
export const NodeExplanation = z.object({
  path: z.array(z.object({ id: z.string(), title: Text })),
  node: ExplainedNode,
  reads: z.array(z.object({ way: z.string(), kind: ObservationKind, facts: z.array(FactReading) })),
  owners: z.array(Owner),
})
export type NodeExplanation = z.infer<typeof NodeExplanation>

/** One observation behind a number, down to photo and case. */
export const Behind = z.object({
  id: ObservationId,
  seq: z.int(),
  kind: ObservationKind,
  fact: z.string(),
  title: Text.nullable(),
  point: z.object({ id: PointId, code: z.string(), type: z.string(), title: Text }).nullable(),
  area: z.object({ id: AreaId, title: Text }).nullable(),
  grade: z.string().nullable(),
  gradeTitle: Text.nullable(),
  factor: z.int().nullable(),
  times: z.int(),
  value: z.string().nullable(),
  observedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  case: z.object({ id: CaseId, no: z.string(), state: z.string() }).nullable(),
})
export type Behind = z.infer<typeof Behind>

/** One row of a breakdown. `rate` and `scoped` in hundredths of 100. */
export const BreakdownRow = z.object({
  id: z.string(),
  code: z.string(),
  title: Text,
  got: z.int(),
  of: z.int(),
  na: z.int(),
  rate: Figure,
  /** By the edition's weights of methods for this scope. */
  scoped: Figure,
  n: z.int(),
  misses: z.int(),
  /** Places of the group, and how many of them were looked at. */
  places: z.int(),
  seen: z.int(),
})
export type BreakdownRow = z.infer<typeof BreakdownRow>

/** Where points are lost. `perFix` (criteria only) is what turning one miss into a pass would bring. */
export const GapRow = z.object({
  id: z.string(),
  title: Text,
  lost: z.int(),
  /** Points nobody has observed yet. */
  open: z.int(),
  short: z.int(),
  misses: z.int(),
  perFix: z.int().nullable(),
  /** Kind of unit that leads the criterion. */
  lead: z.string().nullable(),
  ways: z.array(z.object({ way: z.string(), method: Method, lost: z.int(), short: z.int(), perFix: z.int() })),
})
export type GapRow = z.infer<typeof GapRow>

/** One period of a trend. */
export const TrendPoint = z.object({
  from: Day,
  to: Day,
  total: Figure,
  got: z.int(),
  of: z.int(),
  full: z.int(),
  open: z.int(),
  na: z.int(),
})
export type TrendPoint = z.infer<typeof TrendPoint>

/** What the score would be. `changes` names every node that moves, deepest last. */
export const Imagination = z.object({
  before: TotalSteps,
  after: TotalSteps,
  changes: z.array(z.object({ id: z.string(), got: z.int(), of: z.int(), gotAfter: z.int(), ofAfter: z.int() })),
  /** By other weights of methods, where they were supposed: on 100. */
  weighed: z.object({ before: Figure, after: Figure }).nullable(),
  /** Suppositions that met nothing, by index. */
  unmet: z.array(z.int()),
})
export type Imagination = z.infer<typeof Imagination>

const Standing = z.enum(['nominee', 'title', 'beforeApplication']).default('nominee')

const listBehind = {
  method: 'GET',
  path: '/editions/:edition/score/observations',
  may: 'scores.read',
  says: 'scores.behind',
  params: editionParam,
  query: Span.extend(Within.shape)
    .extend(Paging.shape)
    .extend({
      node: Node,
      /** The observations of a stored score: its own window and cut-off. */
      score: ScoreId.optional(),
      only: z.enum(['all', 'short', 'misses', 'na']).default('all'),
      /** Part of the place's name or code, or of the note. */
      ...searched,
      sort: orders(['recorded'], '-recorded'),
    }),
  returns: page(Behind),
} as const

const listBreakdown = {
  method: 'GET',
  path: '/editions/:edition/score/breakdown',
  may: 'scores.read',
  says: 'scores.breakdown',
  params: editionParam,
  query: Span.extend(Paging.shape).extend({
    by: z.enum([...GroupKind.options, 'method', 'criterion']),
    ...searched,
    sort: orders(['code', 'title', 'rate', 'scoped', 'got', 'n', 'misses', 'seen'], 'code'),
  }),
  returns: page(BreakdownRow),
} as const

const listGaps = {
  method: 'GET',
  path: '/editions/:edition/score/gaps',
  may: 'scores.read',
  says: 'scores.gaps',
  params: editionParam,
  query: Span.extend(Paging.shape).extend({
    by: z.enum([...GroupKind.options, 'criterion']).default('criterion'),
    ...searched,
    sort: orders(['lost', 'title', 'perFix', 'open', 'misses', 'short'], '-lost'),
  }),
  returns: page(GapRow),
} as const

export const liveApi = contract({
  getLiveScore: {
    method: 'GET',
    path: '/editions/:edition/score',
    may: 'scores.read',
    says: 'scores.live',
    params: editionParam,
    query: Span.extend(Within.shape).extend({ standing: Standing }),
    returns: LiveScore,
  },
  explainNode: {
    method: 'GET',
    path: '/editions/:edition/score/node',
    may: 'scores.read',
    says: 'scores.node',
    params: editionParam,
    query: Span.extend(Within.shape).extend({ node: Node }),
    returns: NodeExplanation,
  },
  listBehind,
  exportBehind: bookOf(listBehind),
  listBreakdown,
  exportBreakdown: bookOf(listBreakdown),
  listGaps,
  exportGaps: bookOf(listGaps),
  getTrend: {
    method: 'GET',
    path: '/editions/:edition/score/trend',
    may: 'scores.read',
    says: 'scores.trend',
    params: editionParam,
    query: Span.extend({ by: z.enum(['month', 'year']).default('month'), sum: z.enum(['each', 'sofar']).default('each') }),
    returns: z.object({ items: z.array(TrendPoint) }),
  },
  imagineScore: {
    method: 'POST',
    path: '/editions/:edition/score/what-if',
    may: 'scores.read',
    says: 'scores.whatIf',
    params: editionParam,
    query: Span,
    body: z.object({ supposed: z.array(Supposed).min(1).max(500) }),
    returns: Imagination,
  },
})
