/** The calls of the administrator's accounts, and in which words and colour an account stands. */
import { type Account, accountsApi } from '../../../access/accounts.api.ts'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'

/** The calls. */
export const accounts = calls('accounts', accountsApi)

/** Where an account stands, as a key of the words and its colour. */
export function standingOf({ kind, retiredAt, hasPassword, passkeys, openCode, keys }: Account): readonly [string, Tone] {
  if (retiredAt !== null) return ['access.standing.retired', 'grey']
  if (kind === 'service') return keys > 0 ? ['access.standing.keys', 'green'] : ['access.standing.noKeys', 'amber']
  if (hasPassword || passkeys > 0) return ['access.standing.open', 'green']
  return openCode ? ['access.standing.invited', 'blue'] : ['access.standing.closed', 'amber']
}
