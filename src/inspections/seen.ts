/**
 * Who sees which rounds. A sealed assessment is nobody's business but theirs who may read samples; a re-check that chance drew is
 * seen by who plans and checks, never by who handled the case or belongs to its unit, until somebody was there.
 */
import { reachOf } from '../api/reach.ts'
import type { Who } from '../api/who.ts'

/** A reader of rounds. */
export interface Seer {
  readonly person: string
  readonly unit: string | null
  /** May know of sealed rounds. */
  readonly sealed: boolean
  /** Plans or checks: sees re-checks before they are done, but for those of their own. */
  readonly follows: boolean
  /** Sees nothing but what they walk, and what their unit assesses. */
  readonly ownOnly: boolean
}

/** What somebody may see of rounds. */
export const seerOf = (who: Pick<Who, 'person' | 'unit' | 'may' | 'narrow'>): Seer => ({
  person: who.person,
  unit: who.unit,
  sealed: reachOf(who, 'samples.read') === 'city',
  follows: reachOf(who, 'inspections.review') === 'city' || reachOf(who, 'cases.verify') === 'city',
  ownOnly: reachOf(who, 'inspections.read') === 'own',
})
