/** Which role may do what, and how far it reaches. Every call names a permission, never a role. */
import { z } from 'zod'
import { type Permission, permissions, type Reach } from '../api/contract.ts'

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

/** A permission for the whole city, or with how far it reaches. */
type Grant = Permission | readonly [Permission, Reach]

const reads: readonly Grant[] = [
  'signedIn',
  'city.read',
  'standards.read',
  'duties.read',
  ['duties.report', 'unit'],
  'inspections.read',
  'cases.read',
  'whistles.read',
  'scores.read',
  'programmes.read',
  'burden.read',
  // Who holds a post says who stands in.
  ['posts.deputise', 'own'],
  ['permissions.read', 'own'],
]
/** Who looks in the field records, and corrects what they recorded themselves. */
const records: readonly Grant[] = ['inspections.record', ['inspections.correct', 'own']]

/** Who walks a sample of their own unit, and sees no other. */
const walks: readonly Grant[] = [
  ['samples.read', 'unit'],
  ['samples.walk', 'unit'],
]

const grants: Record<Role, readonly Grant[]> = {
  // Who keeps the machine running has no business with who reported, nor with what is assessed in secret.
  operator: permissions.filter((it) => it !== 'identity.open' && it !== 'privacy.manage' && it !== 'samples.walk'),
  office: [
    ...reads,
    'city.edit',
    'organisation.edit',
    'posts.deputise',
    'permissions.read',
    'standards.edit',
    'standards.publish',
    'duties.edit',
    'duties.report',
    'inspections.record',
    'inspections.correct',
    'inspections.review',
    'samples.read',
    'samples.plan',
    'cases.report',
    'cases.dispatch',
    'cases.verify',
    'cases.approve',
    'procedure.edit',
    'whistles.raise',
    'whistles.answer',
    'whistles.coordinate',
    'scores.run',
    'programmes.edit',
    'imports.run',
    'below.read',
    'above.publish',
    'compliance.edit',
    'complaints.answer',
    'identity.open',
    'privacy.manage',
    'burden.ask',
    'burden.decide',
    'ledger.read',
    'ledger.export',
  ],
  leader: [
    ...reads,
    'cases.approve',
    'whistles.answer',
    'whistles.coordinate',
    'samples.read',
    'scores.run',
    'below.read',
    'identity.audit',
    'burden.decide',
    'ledger.read',
  ],
  unit: [...reads, 'cases.report', ['cases.rectify', 'unit'], ['whistles.answer', 'unit'], 'burden.ask'],
  street: [
    ...reads,
    'cases.report',
    ['cases.rectify', 'unit'],
    // Whistles are raised and answered for the own unit alone.
    ['whistles.raise', 'unit'],
    ['whistles.answer', 'unit'],
    ...records,
    'burden.ask',
  ],
  inspector: [...reads, ...records, ...walks, 'cases.report'],
  checker: [...reads, ...records, 'cases.report', 'cases.verify'],
  // Sees what it recorded itself and nothing of the others.
  assessor: ['signedIn', 'city.read', 'standards.read', ['inspections.read', 'own'], ...records, ...walks],
  reviewer: [...reads, 'inspections.correct', 'inspections.review', 'ledger.read'],
  administrator: [
    ...reads,
    ['organisation.edit', 'area'],
    ['posts.deputise', 'area'],
    ['permissions.read', 'area'],
    ['accounts.edit', 'area'],
  ],
  member: ['signedIn'],
}

/** The roles that an administrator of an area may give to posts below; the others are the city's to give. */
export const givenByArea: readonly Role[] = ['unit', 'street', 'inspector', 'checker', 'administrator', 'member']

const reachesOf = new Map(
  roles.map((role) => [
    role,
    new Map<Permission, Reach>(grants[role].map((grant) => (typeof grant === 'string' ? [grant, 'city'] : grant))),
  ]),
)

/** What a role gives to whoever acts in it; asked for at every request. */
const powers = new Map(
  [...reachesOf].map(([role, reaches]) => {
    const may: ReadonlySet<Permission> = new Set(reaches.keys())
    const narrow: ReadonlyMap<Permission, Reach> = new Map([...reaches].filter(([, reach]) => reach !== 'city'))
    return [role, { may, narrow }]
  }),
)

/** What a role gives to whoever acts in it, as the edge asks for it. */
export const powersOf = (role: Role) => powers.get(role)!

/** What a role may do, however far it reaches. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => powersOf(role).may

/** The permissions of a role that do not reach the whole city. */
export const narrowOf = (role: Role): ReadonlyMap<Permission, Reach> => powersOf(role).narrow
