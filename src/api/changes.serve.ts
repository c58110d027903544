/**
 * Tells every open page what happened in its city. A write of this server wakes it at once; what other processes wrote is
 * found by looking at the counters of those cities once a second, so that two servers on one database work without being told apart.
 */
import { lastSeq, listEventsAfter } from '../base/event.sql.ts'
import type { Event } from '../base/event.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { handlers, whoOf } from './api.serve.ts'
import { changesApi, heardBy } from './changes.api.ts'
import { isWithin, reachOf } from './reach.ts'
import type { Who } from './who.ts'

type Give = (events: readonly Event[]) => void

/** Those who listen to one city. `readers` are caught up to `seen`; `members` counts those who are still catching up too. */
interface Crowd {
  seen: number
  members: number
  readonly readers: Set<Give>
  reading: boolean
  /** Woken while reading: look once more. */
  again: boolean
}

export interface Changes {
  /** Something was written in the city by this process. */
  readonly wake: (city: CityId) => void
  /** Gives everything after a number, then everything new, until the signal. */
  readonly follow: (city: CityId, after: number, give: Give, signal: AbortSignal) => Promise<void>
  readonly close: () => void
}

const step = 500
const lookEveryMs = 1000

/** Follows the events of all cities that somebody listens to. */
export function makeChanges(db: Db, everyMs = lookEveryMs): Changes {
  const crowds = new Map<CityId, Crowd>()
  let timer: NodeJS.Timeout | undefined
  const wake = (city: CityId) => {
    const crowd = crowds.get(city)
    // What cannot be read now is read at the next look.
    if (crowd) pump(db.of(city), city, crowd).catch(() => undefined)
  }
  const look = async () => {
    for (const [city, crowd] of crowds) await pump(db.of(city), city, crowd)
  }
  const join = async (city: CityId): Promise<Crowd> => {
    const seen = await lastSeq(db.of(city), city)
    const crowd = crowds.get(city) ?? { seen, members: 0, readers: new Set<Give>(), reading: false, again: false }
    crowds.set(city, crowd)
    crowd.members += 1
    timer ??= setInterval(() => void look().catch(() => undefined), everyMs).unref()
    return crowd
  }
  const leave = (city: CityId, crowd: Crowd, give: Give) => {
    crowd.readers.delete(give)
    crowd.members -= 1
    if (crowd.members === 0) crowds.delete(city)
    if (crowds.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  const follow: Changes['follow'] = async (city, after, give, signal) => {
    const crowd = await join(city)
    try {
      for (let from = after; from < crowd.seen; ) from = await catchUp(db.of(city), city, crowd, from, give)
      // No await between the last look at `seen` and this line: nothing can slip in between.
      crowd.readers.add(give)
      await gone(signal)
    } finally {
      leave(city, crowd, give)
    }
  }
  return { wake, follow, close: () => clearInterval(timer) }
}

/** Reads once for everybody. */
async function pump(db: Db, city: CityId, crowd: Crowd): Promise<void> {
  crowd.again = true
  if (crowd.reading) return
  crowd.reading = true
  try {
    while (crowd.again) {
      crowd.again = false
      // The counter first: everything up to it is committed, and observations without an event count in it too.
      const head = await lastSeq(db, city)
      while (crowd.seen < head) {
        const events = await listEventsAfter(db, city, crowd.seen, step)
        crowd.seen = events.length < step ? Math.max(head, events.at(-1)?.seq ?? 0) : events.at(-1)!.seq
        if (events.length > 0) for (const give of crowd.readers) give(events)
      }
    }
  } finally {
    crowd.reading = false
  }
}

/** A step of what a newcomer missed; gives the number it has now. */
async function catchUp(db: Db, city: CityId, crowd: Crowd, from: number, give: Give): Promise<number> {
  const to = crowd.seen
  const events = await listEventsAfter(db, city, from, step)
  const missed = events.filter(({ seq }) => seq <= to)
  if (missed.length > 0) give(missed)
  return events.length < step ? to : Math.min(to, events.at(-1)!.seq)
}

const gone = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** A page that was away for longer than this asks for everything anew instead of hearing it one by one. */
const longestStory = 5000

/** Whether a person may know that this happened: as far as they may read such things. */
export function hears(who: Who, { kind, by }: Pick<Event, 'kind' | 'by'>): boolean {
  const permission = heardBy[kind.split('.')[0] ?? '']
  const reach = permission && reachOf(who, permission)
  return reach !== undefined && isWithin(who, reach, { people: by === null ? [] : [by] })
}

export const changesHandlers = (changes: Changes) =>
  handlers(changesApi, {
    listen: async (ask) => {
      const who = whoOf(ask)
      const { city } = who
      const after = ask.lastEventId === undefined ? ask.query.after : Number(ask.lastEventId)
      const last = await lastSeq(ask.db, city)
      const behind = after !== undefined && (!Number.isSafeInteger(after) || after > last || last - after > longestStory)
      return async (send, signal) => {
        if (behind) send('stale', {}, String(last))
        else if (after === undefined) send('now', {}, String(last))
        const give: Give = (events) => {
          for (const event of events) {
            const { seq, kind, thing, at } = event
            if (hears(who, event)) send('change', { seq, kind, thing, at }, String(seq))
          }
        }
        await changes.follow(city, behind ? last : (after ?? last), give, signal)
      }
    },
  })
