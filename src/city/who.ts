/** Which role may do what. Simple roles for now, behind one door: every call names a permission, never a role. */
import { z } from 'zod'
import { type Permission, permissions } from '../api/contract.ts'

/**
 * Operator, campaign office, leading group, responsible unit, street or community, inspector, checker, assessor, reviewer,
 * administrator of an area; `member` is who acts in no post.
 */
export const roles = [
  'operator',
  'office',
  'leader',
  'unit',
  'street',
  'inspector',
  'checker',
  'assessor',
  'reviewer',
  'administrator',
  'member',
] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

const reads: Permission[] = [
  'signedIn',
  'city.read',
  'standards.read',
  'duties.read',
  'inspections.read',
  'cases.read',
  'scores.read',
  'programmes.read',
]

const grants: Record<Role, readonly Permission[]> = {
  operator: permissions,
  office: [
    ...reads,
    'city.edit',
    'standards.edit',
    'standards.publish',
    'duties.edit',
    'inspections.record',
    'inspections.review',
    'cases.report',
    'cases.dispatch',
    'cases.verify',
    'scores.run',
    'programmes.edit',
    'imports.run',
  ],
  leader: [...reads, 'scores.run'],
  unit: [...reads, 'cases.report', 'cases.rectify'],
  street: [...reads, 'cases.report', 'cases.rectify', 'inspections.record'],
  inspector: [...reads, 'inspections.record', 'cases.report'],
  checker: [...reads, 'inspections.record', 'cases.report', 'cases.verify'],
  assessor: ['signedIn', 'city.read', 'standards.read', 'inspections.read', 'inspections.record'],
  reviewer: [...reads, 'inspections.review'],
  administrator: [...reads],
  member: ['signedIn'],
}

/** What a role may do. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => new Set(grants[role])
