/**
 * An edition of an assessment standard (测评体系的一个版本), as data: the tree with its points, methods and rules, what is
 * looked at where, what is asked, what must be shown, and who answers for it. A published edition never changes.
 * Nothing shipped claims to be an official text: every item says whether it is sourced, reconstructed or illustrative.
 */
import { z } from 'zod'
import { EvidenceId } from '../base/ids.ts'
import { Hundredths } from '../base/points.ts'
import { Text } from '../base/text.ts'
import { Ask, CheckKind } from './checks/index.ts'
import { Rule } from './rules/index.ts'
import { Code, EvidenceNeed, Grade, Method, Provenance, SubjectKind } from './terms.ts'

const Item = z.object({
  id: Code,
  title: Text,
  provenance: Provenance.default('own'),
  source: z.string().optional(),
})

/** A scale: the answers that may be given, best first. */
export const Scale = Item.omit({ title: true }).extend({ title: Text.optional(), grades: z.array(Grade).min(2) })
export type Scale = z.infer<typeof Scale>

/** A decimal of the world outside, as text so that it is exact. */
export const Decimal = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/)

/** "at least 2 pieces per point": decimal as text so that it is exact. */
export const Threshold = z.object({
  op: z.enum(['>=', '>', '<=', '<', '=']),
  value: Decimal,
  unit: Text,
  per: Text.optional(),
})
export type Threshold = z.infer<typeof Threshold>

/** A picture that shows how it should be, or should not; named by the SHA-256 of its content. */
export const GuidePicture = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Under which id the city keeps it, so that it can be shown. */
  evidenceId: EvidenceId.optional(),
  title: Text,
})
export type GuidePicture = z.infer<typeof GuidePicture>

/** How to look (检查要点), with pictures of good and bad examples. */
export const Guide = z.object({
  text: Text.optional(),
  good: z.array(GuidePicture).max(6).optional(),
  bad: z.array(GuidePicture).max(6).optional(),
})
export type Guide = z.infer<typeof Guide>

/** One thing looked at in the field (检查项). The same `fact` in two standards is observed once and counted in both. */
export const Check = Item.extend({
  /** What is observed; shared across standards. Equal to `id` when absent. */
  fact: Code.optional(),
  kind: CheckKind,
  scale: Code,
  threshold: Threshold.optional(),
  severity: z.int().min(1).max(3).default(1),
  /** Compliance mode: a photo is asked only where the item says so. */
  photo: z.enum(['none', 'optional', 'required']).default('optional'),
  exemption: Text.optional(),
  /** Class and limit of the case that a failed check raises, and the list of classes that the code belongs to. */
  caseClass: z.string().optional(),
  caseScheme: z.string().optional(),
  remedy: Text.optional(),
  /** What the kind of check needs to know: minutes to watch, metres to walk, things that must be there. */
  ask: Ask.optional(),
  guide: Guide.optional(),
})
export type Check = z.infer<typeof Check>

/** A kind of place (点位类型) with the checks that belong on its list. */
export const PointType = Item.extend({
  group: z.string(),
  /** How the place is walked: "500 m", "whole place", "5 minutes". */
  protocol: Text.optional(),
  protocolProvenance: Provenance.optional(),
  protocolSource: z.string().optional(),
  checks: z.array(Code),
  /** Where the list of checks comes from, when it is not where the type comes from. */
  checksProvenance: Provenance.optional(),
  /** Kinds of unit that answer for such a place. */
  units: z.array(Code).default([]),
  /** How many places of this kind a round looks at, by size of the city. */
  quota: z
    .object({ small: z.int().min(0), medium: z.int().min(0), large: z.int().min(0), provenance: Provenance.default('own') })
    .optional(),
})
export type PointType = z.infer<typeof PointType>

/** A question of a questionnaire; `share` asks for the share of good answers, `mean` for the mean factor. */
export const Question = Item.extend({
  scale: Code,
  dimension: z.enum(['awareness', 'participation', 'satisfaction', 'attitude', 'burden']),
  populations: z.array(z.string()).default([]),
  /** The share in percent that was aimed at, as a decimal. The rule of the way that asks decides what it does. */
  target: Decimal.optional(),
})
export type Question = z.infer<typeof Question>

/** People who are asked (问卷对象). */
export const Population = Item.extend({ ageMin: z.int().optional(), ageMax: z.int().optional() })
export type Population = z.infer<typeof Population>

/** A number asked of a department (统计数据), e.g. greening coverage. */
export const Statistic = Item.extend({ unit: Text, formula: Text.optional(), fact: Code.optional() })
export type Statistic = z.infer<typeof Statistic>

/** A kind of unit that can be responsible (责任单位类别). */
export const UnitKind = Item
export type UnitKind = z.infer<typeof UnitKind>

/**
 * One way a criterion is measured: the method, its points, its rule, and what the rule reads. A criterion has at most one
 * way per method. 0 points: it is looked at and reported, but not scored.
 */
export const Way = z.object({
  method: Method,
  points: Hundredths,
  rule: Rule,
  /** Where points and rule come from. */
  provenance: Provenance.default('own'),
  source: z.string().optional(),
  note: Text.optional(),
  /** onsite, observation: checks at points of these types. */
  checks: z.array(Code).default([]),
  pointTypes: z.array(Code).default([]),
  /** survey */
  questions: z.array(Code).default([]),
  /** statistics; also materials whose document states a number: then the rule reads that number */
  statistic: Code.optional(),
  /** materials, opinion: the scale the reviewer grades on, and the proof asked for */
  scale: Code.optional(),
  evidence: z.array(EvidenceNeed).default([]),
})
export type Way = z.infer<typeof Way>

/** A numbered standard (测评标准), the leaf of the tree. Its points are the sum of its ways. */
export const Criterion = Item.extend({
  no: z.int().optional(),
  ways: z.array(Way),
  lead: Code.optional(),
  support: z.array(Code).default([]),
  /** Only for these kinds of subject; absent = all of the edition's. */
  subjects: z.array(SubjectKind).optional(),
  /** Extra points above the total (加分项). */
  bonus: z.boolean().default(false),
})
export type Criterion = z.infer<typeof Criterion>

/** A branch: project 测评项目, indicator 测评指标, content 测评内容, of any depth. */
export interface Branch {
  id: Code
  title: Text
  provenance: Provenance
  source?: string | undefined
  level?: string | undefined
  parts: Node[]
}
export type Node = Branch | Criterion

/** The shape of a branch; it holds itself, so its type is written out above. */
export const Branch: z.ZodType<Branch> = Item.extend({
  level: z.string().optional(),
  get parts() {
    return z.array(z.union([Criterion, Branch]))
  },
}) as unknown as z.ZodType<Branch>

/** A precondition that is no score (前置条件): failing blocks the application. */
export const Gate = Item.extend({
  effect: z.enum(['blockApplication', 'blockTitle']),
  /** The total of another standard must reach `min` hundredths. */
  minScore: z.object({ standard: z.string(), min: Hundredths }).optional(),
})
export type Gate = z.infer<typeof Gate>

/** An event of the negative list (负面清单) and what it does to a nominee or a title holder. */
export const Veto = Item.extend({
  officialNo: z.string().optional(),
  effects: z.array(
    z.object({
      when: z.enum(['nominee', 'title', 'beforeApplication']),
      action: z.enum(['deduct', 'stop', 'cancel', 'bar', 'review']),
      points: Hundredths.optional(),
      months: z.int().optional(),
      note: Text.optional(),
    }),
  ),
})
export type Veto = z.infer<typeof Veto>

/** How finer scores are weighed: methods for a scope (street ranking 85 + 15), in parts that need not add to 100. */
export const ScopeWeights = z.object({
  scope: z.enum(['city', 'district', 'street', 'community', 'unit']),
  /** Percent by method. */
  weights: z.partialRecord(Method, z.int().min(0)),
  provenance: Provenance.default('own'),
  source: z.string().optional(),
})

/** How the whole was divided in another year or place, for information: by method or by part. */
export const Alternative = z.object({
  id: Code,
  title: Text,
  total: Hundredths,
  methods: z.partialRecord(Method, Hundredths).optional(),
  parts: z.array(z.object({ title: Text, points: Hundredths })).optional(),
  provenance: Provenance.default('own'),
  source: z.string().optional(),
})

/** Weights that are data, never code: years of the cycle, and other standards counted into the total. */
export const Weights = z.object({
  cycle: z.object({ years: z.array(z.int()), provenance: Provenance.default('own'), source: z.string().optional() }).optional(),
  scopes: z.array(ScopeWeights).default([]),
  frameworks: z
    .array(
      z.object({
        standard: z.string(),
        percent: z.int().min(0).max(100),
        provenance: Provenance.default('own'),
        source: z.string().optional(),
      }),
    )
    .default([]),
  alternatives: z.array(Alternative).default([]),
})
export type Weights = z.infer<typeof Weights>

/** What a method is worth in the whole (材料审核 40 …); the ways must add up to it. */
export const MethodTotal = z.object({
  method: Method,
  points: Hundredths,
  provenance: Provenance.default('own'),
  source: z.string().optional(),
})
export type MethodTotal = z.infer<typeof MethodTotal>

/** What became of an item of an older edition, or which items of another standard are the same. */
export const Link = z.object({
  from: z.array(Code),
  to: z.array(Code),
  relation: z.enum(['same', 'reworded', 'moved', 'split', 'merged', 'dropped', 'added', 'overlaps']),
  note: Text.optional(),
})
export type Link = z.infer<typeof Link>

/** Links to one other edition: the one before (`follows`) or another programme's (`parallel`). */
export const Crosswalk = z.object({
  kind: z.enum(['follows', 'parallel']),
  standard: z.string(),
  edition: z.string(),
  links: z.array(Link),
})
export type Crosswalk = z.infer<typeof Crosswalk>

/** The canonical form of an edition: one JSON file. */
export const Edition = z.object({
  format: z.literal('mingcheng.edition/1'),
  standard: Code,
  edition: Code,
  title: Text,
  programme: Text,
  /** True only for a text that a city imported from its official document. Nothing shipped is official. */
  official: z.boolean(),
  notes: z.array(Text).default([]),
  /** The papers that `source` names, by id. */
  sources: z.array(z.object({ id: z.string(), title: z.string() })).default([]),
  subjects: z.array(SubjectKind).min(1),
  /** Points of the whole, bonus apart. */
  total: Hundredths,
  methodTotals: z.array(MethodTotal).default([]),
  scales: z.array(Scale).default([]),
  unitKinds: z.array(UnitKind).default([]),
  pointTypes: z.array(PointType).default([]),
  checks: z.array(Check).default([]),
  questions: z.array(Question).default([]),
  populations: z.array(Population).default([]),
  statistics: z.array(Statistic).default([]),
  /** Empty only in a draft that was just begun. */
  tree: z.array(z.union([Criterion, Branch])),
  gates: z.array(Gate).default([]),
  vetoes: z.array(Veto).default([]),
  weights: Weights.default({ scopes: [], frameworks: [], alternatives: [] }),
  crosswalks: z.array(Crosswalk).default([]),
})
export type Edition = z.infer<typeof Edition>

/** True for a numbered standard, false for a branch. */
export const isCriterion = (node: Node): node is Criterion => 'ways' in node

/** Every numbered standard in reading order, with its path from the root. */
export function criteriaOf(nodes: readonly Node[], path: readonly Branch[] = []): { criterion: Criterion; path: readonly Branch[] }[] {
  return nodes.flatMap((node) => (isCriterion(node) ? [{ criterion: node, path }] : criteriaOf(node.parts, [...path, node])))
}

/** Points of a node: of a criterion the sum of its ways, of a branch the sum of its parts; bonus criteria count as nothing here. */
export function pointsOf(node: Node): number {
  if (!isCriterion(node)) return node.parts.reduce((sum, part) => sum + pointsOf(part), 0)
  return node.bonus ? 0 : node.ways.reduce((sum, way) => sum + way.points, 0)
}

/** The code under which a check's observations are kept, shared by every standard that names it. */
export const factOf = (item: { id: Code; fact?: Code | undefined }): Code => item.fact ?? item.id
