/**
 * Shares an edition out by rule: the kind of unit that a criterion names × the areas where such units work. A bureau of the
 * city gets one duty for the whole city; every street office gets its own for its street. Nothing is overwritten.
 */
import { z } from 'zod'
import { AreaId, DutyId, EditionId, PostId, UnitId } from '../base/ids.ts'
import { type Language, read, Text } from '../base/text.ts'
import { Day } from '../base/time.ts'
import { unitFor, type UnitOfKind } from '../city/unitFor.ts'
import { type Criterion, criteriaOf, type Edition } from '../standards/edition.ts'
import type { DutyValues } from './duty.ts'

/** How to share out. */
export const AssignRule = z.object({
  editionId: EditionId,
  /** Only these criteria; all when absent. */
  criteria: z.array(z.string().max(64)).max(2000).optional(),
  /** `auto`: one duty per area where units of the lead kind work; `city`: one for the whole city. */
  spread: z.enum(['auto', 'city']).default('auto'),
  startOn: Day.nullable().default(null),
  dueOn: Day.nullable().default(null),
  /** What it should bring; the same words for all. */
  effect: z.string().max(1000).default(''),
  /** Steps on the way, the same for all. */
  milestones: z
    .array(z.object({ title: z.string().trim().min(1).max(200), dueOn: Day }))
    .max(20)
    .default([]),
})
export type AssignRule = z.infer<typeof AssignRule>

/** Why a criterion got no duty by the rule. */
export const NotAssigned = z.enum(['exists', 'noLeadKind', 'noUnitOfKind'])
export type NotAssigned = z.infer<typeof NotAssigned>

/** A criterion that was left out, with the reason. */
export const LeftOut = z.object({ criterion: z.string(), title: Text, why: NotAssigned, kind: z.string().nullable() })
export type LeftOut = z.infer<typeof LeftOut>

/** A post as the rule needs it. */
export interface PostOfUnit {
  readonly id: PostId
  readonly unitId: UnitId
  readonly leads: boolean
  /** Somebody holds it today. */
  readonly held: boolean
}

/** What the city has, and what is shared out already. */
export interface Ground {
  readonly edition: Edition
  readonly units: readonly UnitOfKind[]
  readonly posts: readonly PostOfUnit[]
  /** From each area to the whole, itself first. */
  readonly chainOf: (area: AreaId) => readonly AreaId[]
  /** `criterion areaId|''` of duties that are not dropped. */
  readonly taken: ReadonlySet<string>
  readonly newId: () => string
  readonly language: Language
}

/** A duty that the rule proposes. */
export interface Proposal {
  readonly id: DutyId
  readonly title: Text
  readonly values: DutyValues
}

/** Key of a criterion in an area, as in `Ground.taken`. */
export const takenKey = (criterion: string, area: AreaId | null): string => `${criterion} ${area ?? ''}`

/** What the rule gives: duties to create, and criteria it leaves out with the reason. */
export function assign(rule: AssignRule, ground: Ground): { proposals: Proposal[]; leftOut: LeftOut[] } {
  const wanted = rule.criteria && new Set(rule.criteria)
  const proposals: Proposal[] = []
  const leftOut: LeftOut[] = []
  for (const { criterion } of criteriaOf(ground.edition.tree)) {
    if (wanted && !wanted.has(criterion.id)) continue
    const places = placesOf(criterion, rule, ground)
    const leave = (why: NotAssigned) =>
      void leftOut.push({ criterion: criterion.id, title: criterion.title, why, kind: criterion.lead ?? null })
    if (criterion.lead === undefined) leave('noLeadKind')
    else if (places.length === 0) leave('noUnitOfKind')
    for (const { area, lead } of places) {
      if (ground.taken.has(takenKey(criterion.id, area))) leave('exists')
      else
        proposals.push({ id: ground.newId() as DutyId, title: criterion.title, values: valuesOf(criterion, { area, lead }, rule, ground) })
    }
  }
  return { proposals, leftOut }
}

interface Owned {
  readonly area: AreaId | null
  readonly lead: UnitId
}

/** Where a criterion is to be done, and by whom. */
function placesOf({ lead }: Criterion, { spread }: AssignRule, { units }: Ground): Owned[] {
  if (lead === undefined) return []
  const ofKind = units.filter(({ kind }) => kind === lead)
  const local = ofKind.filter(({ areaId }) => areaId !== null)
  if (spread === 'auto' && local.length > 0) {
    const areas = [...new Set(local.map(({ areaId }) => areaId!))]
    return areas.map((area) => ({ area, lead: local.find(({ areaId }) => areaId === area)!.id }))
  }
  const cityWide = unitFor(units, [lead], []) ?? (ofKind.length === 1 ? ofKind[0]!.id : undefined)
  return cityWide === undefined ? [] : [{ area: null, lead: cityWide }]
}

function valuesOf(criterion: Criterion, { area, lead }: Owned, rule: AssignRule, ground: Ground): DutyValues {
  const areas = area === null ? [] : ground.chainOf(area)
  const helpers = criterion.support
    .map((kind) => unitFor(ground.units, [kind], areas))
    .filter((unit) => unit !== undefined && unit !== lead)
  const posts = ground.posts.filter(({ unitId }) => unitId === lead)
  return {
    editionId: rule.editionId,
    criterion: criterion.id,
    areaId: area,
    pointIds: [],
    leadUnitId: lead,
    helperIds: [...new Set(helpers)] as UnitId[],
    leaderPostId: postOf(posts, true),
    personPostId: postOf(posts, false),
    task: read(criterion.title, ground.language),
    measure: '',
    effect: rule.effect,
    startOn: rule.startOn,
    dueOn: rule.dueOn,
    milestones: rule.milestones.map((milestone) => ({ ...milestone, id: ground.newId(), doneOn: null })),
    state: 'open',
  }
}

/** The first post that leads (or does not), one that is held before a vacant one. */
function postOf(posts: readonly PostOfUnit[], leads: boolean): PostId | null {
  const fitting = posts.filter((post) => post.leads === leads)
  return (fitting.find(({ held }) => held) ?? fitting[0])?.id ?? null
}
