/** The calls of the ways in, and where to go once inside. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { signInApi } from '../../../access/signIn.api.ts'
import { calls } from '../../call.ts'

/** The calls. */
export const ways = calls('session', signInApi)

/** Only addresses of our own are gone to after sign-in. */
const isOurs = (address: string | undefined): address is string => address !== undefined && /^\/(?![/\\])/.test(address)

const keptAs = 'mc_to'

/** Leads on to where the person wanted to go. */
export function useEntered(): () => void {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { to } = useSearch({ strict: false }) as { to?: string }
  return () => {
    const kept = sessionStorage.getItem(keptAs) ?? undefined
    sessionStorage.removeItem(keptAs)
    queries.clear()
    const wish = to ?? kept
    void navigate({ href: isOurs(wish) ? wish : '/', replace: true } as never)
  }
}

/** Remembers where to go over the way to another site and back. */
export function keepWish(to: string | undefined): void {
  if (to !== undefined) sessionStorage.setItem(keptAs, to)
}
