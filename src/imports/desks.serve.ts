/**
 * The few desks at which files are read. A file that was read stays on its desk, so that turning a page of its preview does
 * not read 20,000 rows again; when all desks are taken, the one unused for longest is cleared. Whoever finds all of them at
 * work waits, and waits outside any transaction: a desk at work may need the database.
 */
import type { CityId, ImportId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Desk, type DeskLimits, deskLimits, startDesk } from './desk.serve.ts'
import type { Doing } from './import.ts'

/** A desk in use for one import; dispose of it to give it back. */
export interface Held extends Disposable {
  readonly ask: Desk['ask']
}

/** The desks of a server. */
export interface Desks {
  /** The desk that has the file, or any that is free; waits until there is one. Never call it inside a transaction. */
  hold(city: CityId, id: ImportId): Promise<Held>
  /** How far the reading of a file is; undefined when nobody reads it. */
  doing(city: CityId, id: ImportId): Doing | undefined
  /** Stops whatever is done with a file, and clears its desk. */
  leave(city: CityId, id: ImportId): void
  close(): void
}

interface Place {
  readonly desk: Desk
  file: string
  isBusy: boolean
  clearing: NodeJS.Timeout | undefined
}

/** How much the desks may take together. */
export interface DesksOptions {
  readonly limits?: DeskLimits
  /** How many threads at most; each may take the memory of one file. */
  readonly most?: number
  /** After how long a desk that nobody uses gives its memory back. */
  readonly idleMs?: number
}

const closing = () => new Error('the server stops')
/** For a question that asks the database nothing. */
const nowhere = {} as Db

/** Desks whose threads run `script`. None is started before the first file comes. */
export function makeDesks(script: URL, { limits = deskLimits, most = 2, idleMs = 300_000 }: DesksOptions = {}): Desks {
  const places = new Set<Place>()
  const waiting: { readonly file: string; go(place: Place): void; stop(why: Error): void }[] = []
  const doing = new Map<string, Doing>()
  let isClosed = false
  const leave = (place: Place) => {
    clearTimeout(place.clearing)
    places.delete(place)
    doing.delete(place.file)
    next()
  }
  const start = (): Place => {
    const told = (it: Doing) => void doing.set(place.file, it)
    const desk = startDesk(script, limits, { told, over: () => leave(place) })
    const place: Place = { desk, file: '', isBusy: false, clearing: undefined }
    places.add(place)
    return place
  }
  /** Who has the file must answer for it, even when others are free: two would read it twice. */
  const free = (file: string): Place | undefined => {
    const own = [...places].find((place) => place.file === file)
    if (own) return own.isBusy ? undefined : own
    const idle = [...places].filter(({ isBusy }) => !isBusy)
    return idle.find(({ file }) => file === '') ?? (places.size < most ? start() : idle[0])
  }
  const take = (place: Place, file: string): Place => {
    clearTimeout(place.clearing)
    // Last in the set is last used.
    places.delete(place)
    places.add(Object.assign(place, { file, isBusy: true }))
    return place
  }
  const next = () => {
    for (const it of waiting.slice()) {
      const place = free(it.file)
      if (!place) continue
      waiting.splice(waiting.indexOf(it), 1)
      it.go(take(place, it.file))
    }
  }
  const giveBack = (place: Place) => {
    place.isBusy = false
    doing.delete(place.file)
    place.clearing = setTimeout(() => place.desk.end(new Error('cleared')), idleMs).unref()
    next()
  }
  const nameOf = (city: CityId, id: ImportId) => `${city}/${id}`
  return {
    hold: async (city, id) => {
      if (isClosed) throw closing()
      const file = nameOf(city, id)
      const at = free(file)
      const place = at
        ? take(at, file)
        : await new Promise<Place>((go, stop) => {
            doing.set(file, doing.get(file) ?? { stage: 'waiting', rows: 0, of: null })
            waiting.push({ file, go, stop })
          })
      let isHeld = true
      const release = () => {
        if (isHeld && !place.desk.isOver()) giveBack(place)
        isHeld = false
      }
      return { ask: (name, db, input) => place.desk.ask(name, db, input), [Symbol.dispose]: release }
    },
    doing: (city, id) => doing.get(nameOf(city, id)),
    leave: (city, id) => {
      const place = [...places].find(({ file }) => file === nameOf(city, id))
      if (place?.isBusy === true) return place.desk.end(new Problem('imports.decided', 409, { state: 'abandoned' }))
      if (place) void place.desk.ask('forget', nowhere, undefined).catch(() => undefined)
      if (place) place.file = ''
    },
    close: () => {
      isClosed = true
      for (const it of waiting.splice(0)) it.stop(closing())
      for (const { desk } of places) desk.end(closing())
    },
  }
}
