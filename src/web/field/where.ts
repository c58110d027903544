/** Which screen of the field is open: the address itself, so that back, reload and a second tab do what one expects. */
import { useSyncExternalStore } from 'react'

export type Where = { readonly screen: 'list' | 'map' | 'forms' | 'outbox' | 'pack' } | { readonly screen: 'point'; readonly point: string }

const screens = ['map', 'forms', 'outbox', 'pack'] as const

/** The screen of an address. */
export function whereOf(path: string): Where {
  const [, , first = '', second = ''] = path.split('/')
  if (first === 'point' && second !== '') return { screen: 'point', point: second }
  return { screen: screens.find((screen) => screen === first) ?? 'list' }
}

/** The address of a screen. */
export const pathOf = (where: Where): string =>
  where.screen === 'list' ? '/field' : where.screen === 'point' ? `/field/point/${where.point}` : `/field/${where.screen}`

/** The address of a form to fill in, at a point or anywhere: a document of its own, reached by a plain link. */
export const fillPathOf = (form: string, point = ''): string => `/field/fill/${form}${point === '' ? '' : `?point=${point}`}`

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
window.addEventListener('popstate', tell)

/** Goes to a screen. */
export function goTo(where: Where): void {
  history.pushState(null, '', pathOf(where))
  window.scrollTo(0, 0)
  tell()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
let last = { path: '', where: whereOf('') }

/** The open screen. */
export const useWhere = (): Where =>
  useSyncExternalStore(subscribe, () => {
    if (last.path !== location.pathname) last = { path: location.pathname, where: whereOf(location.pathname) }
    return last.where
  })
