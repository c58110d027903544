/** How the reader wants to see: light or dark, normal or large text (适老化). Kept on this device, put on <html> before the first paint. */
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark' | 'system'
export type Size = 'normal' | 'large'
export interface Look {
  readonly theme: Theme
  readonly size: Size
}

const store = 'mc_look'
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let look: Look = readStored()

function readStored(): Look {
  try {
    const [theme, size] = (localStorage.getItem(store) ?? '').split(' ')
    return { theme: theme === 'light' || theme === 'dark' ? theme : 'system', size: size === 'large' ? 'large' : 'normal' }
  } catch {
    // Storage may be forbidden by the browser's policy; the look then lasts as long as the page.
    return { theme: 'system', size: 'normal' }
  }
}

/** Puts the look on the page. */
export function wearLook(): void {
  const root = document.documentElement
  root.dataset['theme'] = look.theme === 'system' ? (dark.matches ? 'dark' : 'light') : look.theme
  root.dataset['size'] = look.size
}

/** Changes the look and keeps it on this device. */
export function changeLook(change: Partial<Look>): void {
  look = { ...look, ...change }
  try {
    localStorage.setItem(store, `${look.theme} ${look.size}`)
  } catch {
    // See above: not kept, but worn.
  }
  wearLook()
  for (const listener of listeners) listener()
}

dark.addEventListener('change', () => {
  wearLook()
  for (const listener of listeners) listener()
})

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is worn now, e.g. "dark large": drawings that read the tokens once are drawn anew when it changes. */
export const useWorn = (): string =>
  useSyncExternalStore(subscribe, () => `${document.documentElement.dataset['theme']} ${document.documentElement.dataset['size']}`)

/** The look that was chosen. */
export const useLook = (): Look => useSyncExternalStore(subscribe, () => look)
