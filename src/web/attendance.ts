/**
 * Whether somebody is there. What a page asks by itself (a list that refreshes, a stream) must not keep an empty chair signed
 * in: such a call says so in `x-unattended`, and only a touch since the last call counts as being there.
 */

import { nowMs } from './clock.ts'

const justNowMs = 60_000

let touchedAt = nowMs()
let toldAt = 0

const touch = () => {
  touchedAt = nowMs()
}

/** Whether something was touched that the server has not heard of. */
export const isUntold = (): boolean => touchedAt > toldAt

/** What a call says about it. */
export function attendance(): Record<string, string> {
  if (!isUntold() && nowMs() - touchedAt > justNowMs) return { 'x-unattended': '1' }
  toldAt = nowMs()
  return {}
}

let over: () => void = () => undefined

/** Says what is done when a call finds nobody signed in any more. */
export const whenOver = (act: () => void): void => {
  over = act
}

/** Told by every call that found nobody signed in. */
export const tellOver = (): void => over()

const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Notes every touch of the page, and tells `also`; gives the function that ends it. */
export function watchTouches(also: () => void): () => void {
  const noted = () => {
    touch()
    also()
  }
  for (const kind of touches) window.addEventListener(kind, noted, { capture: true, passive: true })
  return () => {
    for (const kind of touches) window.removeEventListener(kind, noted, { capture: true })
  }
}
