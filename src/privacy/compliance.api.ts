/** Calls of compliance mode: which restrictions hold, switching one off and on again, and the registration pack (备案材料). */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { PersonId } from '../base/ids.ts'
import { Day, Instant } from '../base/time.ts'
import { PolicyId, policySources } from './policies.ts'

const Person = z.object({ id: PersonId, name: z.string() })

/** On what a restriction was switched off. */
export const Waiver = z.object({
  id: z.uuid(),
  basis: z.string(),
  approvalNo: z.string(),
  untilOn: Day.nullable(),
  at: Instant,
  by: Person,
})
export type Waiver = z.infer<typeof Waiver>

/** A restriction and its state. `waiver` is null while it is in force. */
export const PolicyState = z.object({
  id: PolicyId,
  sources: z.array(z.enum(policySources)),
  kept: z.enum(['absence', 'check']),
  inForce: z.boolean(),
  waiver: Waiver.nullable(),
})
export type PolicyState = z.infer<typeof PolicyState>

const ofPolicy = z.object({ policy: PolicyId })

export const complianceApi = contract({
  listPolicies: {
    method: 'GET',
    path: '/compliance',
    may: 'signedIn',
    says: 'compliance.list',
    returns: z.object({ items: z.array(PolicyState) }),
  },
  waive: {
    method: 'POST',
    path: '/compliance/:policy/waive',
    may: 'compliance.edit',
    says: 'compliance.waive',
    proved: true,
    params: ofPolicy,
    body: z.object({
      id: z.uuid(),
      basis: z.string().trim().min(4).max(1000),
      approvalNo: z.string().trim().min(2).max(100),
      untilOn: Day.nullable().default(null),
    }),
    returns: PolicyState,
  },
  restore: {
    method: 'POST',
    path: '/compliance/:policy/restore',
    may: 'compliance.edit',
    says: 'compliance.restore',
    params: ofPolicy,
    body: z.object({ id: z.uuid() }),
    returns: PolicyState,
  },
  exportPack: {
    method: 'GET',
    path: '/compliance/pack',
    may: 'compliance.edit',
    says: 'compliance.pack',
    query: z.object({
      /** Who answers questions of the registering authority. */
      contact: z.string().max(100).default(''),
      phone: z.string().max(40).default(''),
    }),
    returns: 'file',
  },
})
