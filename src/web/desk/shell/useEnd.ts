/** How long the sign-in still lasts. The server's seconds count, not the browser's clock; a touch while it runs out keeps it. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Problem } from '../../../base/problem.ts'
import { isUntold, watchTouches } from '../../attendance.ts'
import { session } from '../../me.ts'

/** Running out: in so many seconds; `last` when no touch can keep it. */
export interface End {
  readonly seconds: number
  readonly isLast: boolean
}

const warnSeconds = 300
const tellEveryMs = 60_000

/** How long until the next look: when the warning is due, or soon when it already stands there. */
const waitOf = (left: number) => (left > warnSeconds ? left - warnSeconds : Math.min(left + 1, 15)) * 1000

/** The end when it is near; undefined when it is far. */
export function useEnd(): End | undefined {
  const queries = useQueryClient()
  const [end, setEnd] = useState<End>()
  const isNear = end !== undefined
  useEffect(() => {
    let next: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const look = async () => {
      clearTimeout(next)
      const wait = await session.lookAtEnd({}).then(
        ({ idleSeconds, seconds }) => {
          if (isOver) return 0
          setEnd(idleSeconds > warnSeconds ? undefined : { seconds: idleSeconds, isLast: idleSeconds === seconds })
          return waitOf(idleSeconds)
        },
        (error: unknown) => {
          // Over: the shell finds out by asking who is there.
          if (error instanceof Problem && error.status === 401) void queries.invalidateQueries({ queryKey: ['session', 'getMe'] })
          return tellEveryMs
        },
      )
      if (!isOver) next = setTimeout(() => void look(), Math.min(wait, 2_000_000))
    }
    void look()
    const telling = setInterval(() => isUntold() && void look(), tellEveryMs)
    const forget = watchTouches(() => isNear && void look())
    return () => {
      isOver = true
      clearTimeout(next)
      clearInterval(telling)
      forget()
    }
  }, [queries, isNear])
  return end
}
