/**
 * The field's own engine, loaded when a form is opened. It is Solid inside and tells of its changes by writing into objects that we
 * give it; each write wakes the page once. Its reader of expressions is WebAssembly, which is why this page has a policy of its own.
 */
import type { LoadForm } from '@getodk/xforms-engine'
// Vite gives the address of the built file; the file itself exports nothing.
// oxlint-disable-next-line import/default
import engineUrl from './engineFile.ts?worker&url'
import type { RootNode } from './node.ts'

const world = globalThis as { mcLoadForm?: LoadForm }

/** A form at work, and how to hear that something in it has changed. */
export interface Running {
  readonly root: RootNode
  /** Counts changes; React asks for it. */
  readonly state: () => number
  readonly listen: (listener: () => void) => () => void
}

/** Begins a form, or goes on with what was kept of it. *Throws* the engine's own reason. */
export async function startForm(xform: string, kept?: string): Promise<Running> {
  await import(/* @vite-ignore */ engineUrl)
  const loadForm = world.mcLoadForm!
  const form = await loadForm(xform, {
    fetchFormAttachment: async () => new Response('', { status: 404 }),
    missingResourceBehavior: 'BLANK',
  } as Parameters<typeof loadForm>[1])
  if (form.status === 'failure') throw form.error
  const { stateFactory, state, listen } = watched()
  const config = { stateFactory, geolocationProvider: { getLocation: whereNow } }
  const instance =
    kept === undefined
      ? form.createInstance(config)
      : await form.restoreInstance({ data: [fileOf(kept)] } as unknown as Parameters<typeof form.restoreInstance>[0], config)
  return { root: instance.root as unknown as RootNode, state, listen }
}

/** What was kept, as a server of forms would give it back. */
function fileOf(xml: string): FormData {
  const data = new FormData()
  data.append('xml_submission_file', new File([xml], 'kept.xml', { type: 'text/xml' }))
  return data
}

/** Objects that count their changes and tell of them once, when the engine has finished with all of them. */
function watched() {
  const listeners = new Set<() => void>()
  let changes = 0
  let isTold = true
  const tell = () => {
    isTold = true
    for (const listener of listeners) listener()
  }
  const change = () => {
    changes += 1
    if (isTold) queueMicrotask(tell)
    isTold = false
  }
  const set = (object: object, key: PropertyKey, value: unknown): boolean => {
    Reflect.set(object, key, value)
    change()
    return true
  }
  return {
    stateFactory: <T extends object>(object: T): T => new Proxy<T>(object, { set }),
    state: () => changes,
    listen: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Where the device is, as the standard writes it: latitude, longitude, height, accuracy. */
export const whereNow = (): Promise<string> =>
  new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, altitude, accuracy } }) => resolve(`${latitude} ${longitude} ${altitude ?? 0} ${accuracy}`),
      reject,
      { enableHighAccuracy: true, timeout: 20_000 },
    )
  })
