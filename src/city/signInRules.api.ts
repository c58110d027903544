/** Calls of the rules of signing in: how long a sign-in lasts, and who must show two factors. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { Day } from '../base/time.ts'
import { Role } from './who.ts'

/** The rules as they are read and written. */
export const SignInRulesShown = z.object({
  idleMinutes: z.int().min(10).max(720),
  longestHours: z.int().min(1).max(24),
  factorRoles: z.array(Role).max(20),
  factorFrom: Day.nullable(),
})

export type SignInRulesShown = z.infer<typeof SignInRulesShown>

export const signInRulesApi = contract({
  getSignInRules: { method: 'GET', path: '/sign-in-rules', may: 'accounts.edit', says: 'signInRules.get', returns: SignInRulesShown },
  setSignInRules: {
    method: 'PUT',
    path: '/sign-in-rules',
    may: 'accounts.edit',
    says: 'signInRules.set',
    proved: true,
    body: SignInRulesShown.extend({ id: z.uuid() }),
    returns: SignInRulesShown,
  },
})
