/** Who is signed in, for the whole desk. */
import { useQuery } from '@tanstack/react-query'
import type { Permission } from '../api/contract.ts'
import { type Me, sessionApi } from '../city/session.api.ts'
import { calls } from './call.ts'

/** The calls of sign-in. */
export const session = calls('session', sessionApi)

/** The query of who is signed in; a page inside the shell uses `useMe`. */
export const useSession = () => useQuery({ ...session.getMe.ask({}), staleTime: 60_000, retry: false })

/** Who is signed in. Inside the shell there always is somebody. */
export function useMe(): Me {
  const { data } = useSession()
  if (!data) throw new Error('useMe is for pages inside the shell')
  return data
}

/** Whether the person may do something; for hiding what would be refused. */
export function useMay(permission: Permission): boolean {
  const { data } = useSession()
  return data?.may.includes(permission) ?? false
}
