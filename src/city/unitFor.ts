/**
 * Which unit answers: the unit of a kind that is nearest to a place in the order of areas (community, street, district),
 * else the one that works for the whole city. One rule for cases and duties, so both find the same owner.
 */
import type { AreaId, UnitId } from '../base/ids.ts'

/** A unit with its kind, and the area it works for; null works everywhere. */
export interface UnitOfKind {
  readonly id: UnitId
  readonly kind: string
  readonly areaId: AreaId | null
}

/**
 * The unit that answers, or undefined. `kinds` in order of preference; `areas` from the smallest to the largest around the place.
 * Units that work for another area never answer. Equals are told apart by the order given (sort by code before).
 */
export function unitFor(units: readonly UnitOfKind[], kinds: readonly string[], areas: readonly AreaId[]): UnitId | undefined {
  for (const kind of kinds) {
    const ofKind = units.filter((unit) => unit.kind === kind)
    const near = areas.map((area) => ofKind.find(({ areaId }) => areaId === area)).find((unit) => unit !== undefined)
    const found = near ?? ofKind.find(({ areaId }) => areaId === null)
    if (found) return found.id
  }
  return undefined
}
