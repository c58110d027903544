/** The day as all screens see it: read from the device once, followed write by write. No screen asks the network. */
import { useSyncExternalStore } from 'react'
import { database, type Frame, type ListedPoint, type Mark, type Meta, type Owner, whenWritten, type Wishes, type Written } from './keep.ts'
import { belongsTo, markUnder, packKeyOf } from './marks.ts'

/** What the screens show. */
export interface Day {
  readonly owner: Owner | undefined
  readonly frame: Frame | undefined
  readonly points: readonly ListedPoint[]
  /** How far the visit of each point is under this pack. */
  readonly marks: ReadonlyMap<string, Mark>
  /** The same under all packs: what must not be lost. */
  readonly begun: ReadonlyMap<string, Mark>
  /** Items of the outbox that are not acknowledged, and how many of those were refused. */
  readonly unsent: number
  readonly refused: number
  readonly offsetMs: number | null
  readonly wishes: Wishes
}

const noWishes: Wishes = { mark: false, place: false }
let day: Day = {
  owner: undefined,
  frame: undefined,
  points: [],
  marks: new Map(),
  begun: new Map(),
  unsent: 0,
  refused: 0,
  offsetMs: null,
  wishes: noWishes,
}
const listeners = new Set<() => void>()
const change = (next: Partial<Day>) => {
  day = { ...day, ...next }
  for (const listener of listeners) listener()
}

/** The marks of one pack among all. */
function marksUnder(begun: ReadonlyMap<string, Mark>, frame: Frame | undefined): ReadonlyMap<string, Mark> {
  const pack = packKeyOf(belongsTo(frame))
  return new Map([...begun].flatMap(([point, mark]) => [[point, markUnder(mark, pack)] as const].filter(isThere)))
}
const isThere = (pair: readonly [string, Mark | undefined]): pair is readonly [string, Mark] => pair[1] !== undefined

/** Reads the whole day from the device: at the start, and after a pack came or the device was emptied. */
export async function readDay(): Promise<void> {
  const tx = (await database()).transaction(['meta', 'marks', 'outbox'])
  const meta = <Name extends keyof Meta>(name: Name) => tx.objectStore('meta').get(name) as Promise<Meta[Name] | undefined>
  const outbox = tx.objectStore('outbox').index('state')
  const [owner, frame, points, clock, wishes, marks, waiting, refused] = await Promise.all([
    meta('owner'),
    meta('frame'),
    meta('points'),
    meta('clock'),
    meta('wishes'),
    tx.objectStore('marks').getAll(),
    outbox.count('waiting'),
    outbox.count('refused'),
  ])
  const begun = new Map(marks.map((mark) => [mark.pointId, mark]))
  change({
    owner,
    frame,
    points: points ?? [],
    marks: marksUnder(begun, frame),
    begun,
    unsent: waiting + refused,
    refused,
    offsetMs: clock?.offsetMs ?? null,
    wishes: wishes ?? noWishes,
  })
}

const countEachMs = 200
let counting: ReturnType<typeof setTimeout> | undefined

async function count(): Promise<void> {
  counting = undefined
  const outbox = (await database()).transaction('outbox').store.index('state')
  const [waiting, refused] = await Promise.all([outbox.count('waiting'), outbox.count('refused')])
  if (waiting + refused !== day.unsent || refused !== day.refused) change({ unsent: waiting + refused, refused })
}

function follow({ marks, meta, outbox }: Written): void {
  if (meta.includes('frame') || meta.includes('owner')) return void readDay()
  if (marks.length > 0) {
    const begun = new Map(day.begun)
    for (const mark of marks) begun.set(mark.pointId, mark)
    change({ begun, marks: marksUnder(begun, day.frame) })
  }
  // While the outbox is sent it changes many times a second; nobody reads a figure that fast.
  if (outbox) counting ??= setTimeout(() => void count(), countEachMs)
  if (meta.includes('clock') || meta.includes('wishes')) void readSmall()
}

async function readSmall(): Promise<void> {
  const db = await database()
  const [clock, wishes] = await Promise.all([db.get('meta', 'clock'), db.get('meta', 'wishes')])
  change({ offsetMs: (clock as Meta['clock'] | undefined)?.offsetMs ?? null, wishes: (wishes as Wishes | undefined) ?? noWishes })
}
whenWritten(follow)

/** Hears of every change of the day. */
export const whenDay = (listener: () => void): (() => boolean) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The day. */
export const useDay = (): Day => useSyncExternalStore(whenDay, dayNow, dayNow)

/** The same outside of components. */
export const dayNow = (): Day => day
