/** Time since a moment, by the clock and not by ticks: after the screen was dark it is right at once. */
import { useEffect, useReducer } from 'react'
import { nowMs } from '../clock.ts'

/** Whole seconds since `from`; drawn anew while it runs. 0 when nothing was started. */
export function useSeconds(from: string | undefined, isRunning: boolean): number {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (!isRunning) return undefined
    const ticks = setInterval(draw, 500)
    document.addEventListener('visibilitychange', draw)
    return () => {
      clearInterval(ticks)
      document.removeEventListener('visibilitychange', draw)
    }
  }, [isRunning])
  return from === undefined ? 0 : Math.max(0, Math.floor((nowMs() - Date.parse(from)) / 1000))
}

/** Asks the device to keep its screen on while something runs; where it will not, the clock goes on all the same. */
export function useAwake(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning || !('wakeLock' in navigator)) return undefined
    const lock = navigator.wakeLock.request('screen').catch(() => undefined)
    return () => void lock.then((held) => held?.release())
  }, [isRunning])
}
