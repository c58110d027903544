/**
 * Who answers for a case (责任单位): rules of class and area as data, the narrower class first, then the smaller area; where no
 * rule speaks, the territory answers (属地兜底): the unit of the grid, else the office of the smallest area. Pure, so that the
 * desk, every source and the page of rules find the same unit, and each can say why.
 */
import { z } from 'zod'
import { AreaId, GridId, UnitId } from '../../base/ids.ts'
import type { Spot } from '../../city/land.ts'

/** A rule: a class (or the beginning of several, or ''), an area (or the whole city), and a unit, or a kind of which the nearest answers. */
export const OwnerRule = z.object({
  id: z.uuid(),
  class: z.string().trim().max(32),
  areaId: AreaId.nullable(),
  unitId: UnitId.nullable(),
  unitKind: z.string().max(64).nullable(),
})
export type OwnerRule = z.infer<typeof OwnerRule>

/** Why a unit was proposed. `given`: who reported it, or the register of points, named the unit. */
export const Why = z.discriminatedUnion('by', [
  z.object({ by: z.literal('given') }),
  z.object({ by: z.literal('rule'), rule: z.uuid(), class: z.string(), areaId: AreaId.nullable(), unitKind: z.string().nullable() }),
  z.object({ by: z.literal('grid'), gridId: GridId }),
  z.object({ by: z.literal('territory'), areaId: AreaId }),
  z.object({ by: z.literal('nobody') }),
])
export type Why = z.infer<typeof Why>

/** A unit that may answer. */
export interface OwnerUnit {
  readonly id: UnitId
  readonly kind: string
  readonly areaId: AreaId | null
}

/** What is asked: a class, and what its place lies in. */
export interface Wanted {
  readonly class: string | null
  readonly spot: Spot
}

/** A unit and the reason. */
export interface Owner {
  readonly unitId: UnitId | null
  readonly why: Why
}

/** The areas of a spot, the smallest first. */
export const areasOf = ({ community, street, district }: Spot): AreaId[] => [community, street, district].filter((area) => area !== null)

/** Every beginning of a class that a rule may name, the whole class first, '' last. */
export const beginningsOf = (type: string | null): string[] =>
  Array.from({ length: (type ?? '').length + 1 }, (_, index) => (type ?? '').slice(0, (type ?? '').length - index))

/** The rules that speak of a case, the one that counts first. */
function matching(rules: readonly OwnerRule[], { class: type, spot }: Wanted): OwnerRule[] {
  const areas = areasOf(spot)
  const rank = ({ areaId }: OwnerRule) => (areaId === null ? areas.length : areas.indexOf(areaId))
  return rules
    .filter((rule) => (type ?? '').startsWith(rule.class) && (rule.areaId === null || areas.includes(rule.areaId)))
    .toSorted((a, b) => b.class.length - a.class.length || rank(a) - rank(b))
}

/** The unit that a rule means there: its own, or of its kind the one for the smallest area, else one for the whole city. */
function unitOf({ unitId, unitKind }: OwnerRule, units: readonly OwnerUnit[], areas: readonly AreaId[]): UnitId | undefined {
  if (unitId !== null) return unitId
  const ofKind = units.filter(({ kind }) => kind === unitKind)
  const near = areas.map((area) => ofKind.find(({ areaId }) => areaId === area)).find((unit) => unit !== undefined)
  return (near ?? ofKind.find(({ areaId }) => areaId === null))?.id
}

/** The unit that answers, and why. `units` by code: the first of equals is taken. A rule whose kind has no unit there is passed over. */
export function ownerOf(wanted: Wanted, rules: readonly OwnerRule[], units: readonly OwnerUnit[]): Owner {
  const { spot } = wanted
  const areas = areasOf(spot)
  for (const rule of matching(rules, wanted)) {
    const unitId = unitOf(rule, units, areas)
    if (unitId === undefined) continue
    return { unitId, why: { by: 'rule', rule: rule.id, class: rule.class, areaId: rule.areaId, unitKind: rule.unitKind } }
  }
  if (spot.unit !== null && spot.grid !== null) return { unitId: spot.unit, why: { by: 'grid', gridId: spot.grid } }
  for (const areaId of areas) {
    const unit = units.find((it) => it.areaId === areaId)
    if (unit) return { unitId: unit.id, why: { by: 'territory', areaId } }
  }
  return { unitId: null, why: { by: 'nobody' } }
}

/** How a place was found; `outside` and `none` wait in a queue until somebody says where it is. */
export const Found = z.enum(['grid', 'area', 'outside', 'none'])
export type Found = z.infer<typeof Found>

/** How a place was found, in a city that has so many grids. */
export function foundOf(place: unknown, spot: Spot, grids: number): Found {
  if (place === null || place === undefined) return spot.street === null ? 'none' : 'area'
  if (spot.grid !== null) return 'grid'
  return grids === 0 && areasOf(spot).length > 0 ? 'area' : 'outside'
}
