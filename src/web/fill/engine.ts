/**
 * The field's own engine, loaded when a form is opened. It is Solid inside and tells of its changes by writing into objects that we
 * give it; each write wakes the page once. Its reader of expressions is WebAssembly, which is why this page has a policy of its own.
 */
import type { LoadForm } from '@getodk/xforms-engine'
// Vite gives the address of the built file; the file itself exports nothing.
// oxlint-disable-next-line import/default
import engineUrl from './engineFile.ts?worker&url'
import type { FormNode, RootNode, TurnNode, UploadNode } from './node.ts'

const world = globalThis as { mcLoadForm?: LoadForm }

/** A form at work, and how to hear that something in it has changed. */
export interface Running {
  readonly root: RootNode
  /** Counts changes; React asks for it. */
  readonly state: () => number
  readonly listen: (listener: () => void) => () => void
}

/** Begins a form, or goes on with what was kept of it and its files by their names. *Throws* the engine's own reason. */
export async function startForm(xform: string, kept?: string, files: ReadonlyMap<string, File> = new Map()): Promise<Running> {
  await import(/* @vite-ignore */ engineUrl)
  const loadForm = world.mcLoadForm!
  const form = await loadForm(xform, {
    fetchFormAttachment: async () => new Response('', { status: 404 }),
    missingResourceBehavior: 'BLANK',
  } as Parameters<typeof loadForm>[1])
  if (form.status === 'failure') throw form.error
  const { stateFactory, state, listen } = watched()
  const config = { stateFactory, geolocationProvider: { getLocation: whereNow } }
  const { xml, named } = filesApart(kept, files)
  const instance =
    xml === undefined
      ? form.createInstance(config)
      : await form.restoreInstance({ data: [fileOf(xml)] } as unknown as Parameters<typeof form.restoreInstance>[0], config)
  const root = instance.root as unknown as RootNode
  for (const node of uploadsIn(root.currentState.children)) {
    const name = named.get(placed(node.currentState.reference))
    if (name !== undefined) node.setValue(files.get(name)!)
  }
  return { root, state, listen }
}

/** What was kept, as a server of forms would give it back. */
function fileOf(xml: string): FormData {
  const data = new FormData()
  data.append('xml_submission_file', new File([xml], 'kept.xml', { type: 'text/xml' }))
  return data
}

/** `/data/stall/photo` and `/data/stall[1]/photo` are one place. */
const placed = (reference: string): string => reference.replaceAll(/([^/\]])(?=\/|$)/g, '$1[1]')

/**
 * The document without the names of its files, and where each stood. The engine goes on naming a file that it found in a document, also
 * when it is taken back; one that is put there afterwards it lets go.
 */
export function filesApart(
  kept: string | undefined,
  files: ReadonlyMap<string, File>,
): { xml: string | undefined; named: Map<string, string> } {
  const named = new Map<string, string>()
  if (kept === undefined || files.size === 0) return { xml: kept, named }
  const document = new DOMParser().parseFromString(kept, 'text/xml')
  for (const element of document.querySelectorAll('*')) {
    const name = element.childElementCount === 0 ? (element.textContent ?? '') : ''
    if (!files.has(name)) continue
    named.set(pathTo(element), name)
    element.textContent = ''
  }
  return { xml: new XMLSerializer().serializeToString(document), named }
}

function pathTo(element: Element): string {
  const { parentElement, localName } = element
  const before = [...(parentElement?.children ?? [])].filter((other) => other.localName === localName)
  return `${parentElement ? pathTo(parentElement) : ''}/${localName}[${Math.max(0, before.indexOf(element)) + 1}]`
}

/** The questions for files, in all turns. */
const uploadsIn = (nodes: readonly (FormNode | TurnNode)[]): UploadNode[] =>
  nodes.flatMap((node): UploadNode[] => (node.nodeType === 'upload' ? [node] : uploadsIn(node.currentState.children ?? [])))

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
