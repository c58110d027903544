/** The calls of the ways in, and where to go once inside. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { signInApi } from '../../../access/signIn.api.ts'
import type { Me } from '../../../city/session.api.ts'
import { calls } from '../../call.ts'

/** The calls. */
export const ways = calls('session', signInApi)

/** Only addresses of our own are gone to after sign-in. */
export const isOurs = (address: string | undefined): address is string => address !== undefined && /^\/(?![/\\])/.test(address)

const keptAs = 'mc_to'

/** Leads on to where the person wanted to go; who must still set up a second factor, first to where that is done. */
export function useEntered(): (me: Pick<Me, 'owes'>) => void {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { to } = useSearch({ strict: false }) as { to?: string }
  return ({ owes }) => {
    const kept = sessionStorage.getItem(keptAs) ?? undefined
    sessionStorage.removeItem(keptAs)
    queries.clear()
    const wish = to ?? kept
    const href = isOurs(wish) ? wish : '/'
    void navigate({ href: owes ? `/account?to=${encodeURIComponent(href)}` : href, replace: true } as never)
  }
}

/** Remembers where to go over the way to another site and back. */
export function keepWish(to: string | undefined): void {
  if (to !== undefined) sessionStorage.setItem(keptAs, to)
}
