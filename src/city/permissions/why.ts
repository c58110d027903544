/** Why a person may make a call, or may not: the rule of the edge, told in sentences. */
import { z } from 'zod'
import type { Reach, Route } from '../../api/contract.ts'
import { isAdmitted, isWithin, reachOf, type Standing } from '../../api/reach.ts'
import type { Who } from '../../api/who.ts'
import { powersOf, Role } from '../who.ts'

/** A reason: the key of a sentence and what stands in it (a role and a permission by their codes). */
export const Reason = z.object({ says: z.string(), details: z.record(z.string(), z.string()) })
export type Reason = z.infer<typeof Reason>

/** What a post gives for one call. */
export interface Verdict {
  readonly allowed: boolean
  readonly reasons: readonly Reason[]
}

const reason = (says: string, details: Readonly<Record<string, string>> = {}): Reason => ({ says: `permissions.why.${says}`, details })

/** Where the thing of the question stands; undefined when nothing was named. */
export type Asked = readonly Standing[] | undefined

/** The verdict of the edge for one post, with the reasons in the order in which they are looked at. */
export function verdictOf(route: Route, role: Role, who: Pick<Who, 'person' | 'unit' | 'area'>, thing: Asked): Verdict {
  const { may, within } = route
  if (may === 'anyone') return { allowed: true, reasons: [reason('anyone')] }
  if (may === 'signedIn') return { allowed: true, reasons: [reason('signedIn')] }
  const powers = powersOf(role)
  const reach = reachOf(powers, may)
  if (reach === undefined) return { allowed: false, reasons: [reason('roleHasNot', { role, permission: may })] }
  const has = reason('roleHas', { role, permission: may, reach })
  if (reach === 'city') return { allowed: true, reasons: [has] }
  if (!isAdmitted(powers, route)) return { allowed: false, reasons: [has, reason('wholeCityOnly')] }
  if (within === 'rule') return { allowed: true, reasons: [has, reason('byRule')] }
  if (thing === undefined) return { allowed: true, reasons: [has, reason('depends', { reach })] }
  return narrowed(has, reach, who, thing)
}

function narrowed(has: Reason, reach: Reach, who: Pick<Who, 'person' | 'unit' | 'area'>, thing: readonly Standing[]): Verdict {
  const allowed = thing.length > 0 && thing.every((standing) => isWithin(who, reach, standing))
  return { allowed, reasons: [has, reason(allowed ? 'within' : 'beyond', { reach })] }
}
