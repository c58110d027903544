/**
 * The outbox (待传): ordinary calls that wait for a network. Being offline is a delay and no second API: each item is a call of a
 * contract with the key that makes it safe to repeat. Nothing is ever dropped: a refusal comes back to the inspector's list.
 */

/** A call that waits. `id` is its Idempotency-Key, made when the inspector finished, and never again. */
export interface Item {
  readonly id: string
  /** Room and name of the call: `inspections.recordVisit`. */
  readonly route: string
  /** Params, query and body; bytes are looked up by `photo`. */
  readonly input: { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown }
  /** A photo on the device whose bytes are the body. */
  readonly photo?: string
  /** When it was put here, by the device's clock. */
  readonly at: string
  /** The device counts what it puts here: the order survives a clock that jumps. */
  readonly turn: number
  /** Ids of items that must be acknowledged before this one is sent. */
  readonly needs: readonly string[]
  readonly state: 'waiting' | 'acknowledged' | 'refused'
  /** How often sending it was begun: from the first time on it is never changed, since the server may have it. */
  readonly tries: number
  /** How often the server answered that it cannot now. Silence of the line is not counted: it says nothing about this item. */
  readonly faults?: number
  /** Not before this moment of the device's clock, in milliseconds. */
  readonly nextMs: number
  /** Why it was refused or has to wait, in the server's words. */
  readonly why?: string
  /** By which code it was refused. */
  readonly code?: string
  /** Answers of this visit that differ from those of another device: a person in the office decides. */
  readonly rivals?: number
  /** The case that it became, with its number: what the inspector can be asked about. */
  readonly became?: Became
  /** The place it is about, for the list. */
  readonly about: string
  readonly bytes: number
}

/** A case as the server named it. */
export interface Became {
  readonly id: string
  readonly no: string
}

/** What came of sending. Status 0: nobody answered. */
export interface Reply {
  readonly status: number
  readonly code?: string
  readonly message?: string
  /** SHA-256 of the bytes as the server keeps them. */
  readonly sha256?: string
  /** How many answers differ from those of another device. */
  readonly rivals?: number
  /** The case that was opened. */
  readonly became?: Became
  readonly retryAfterMs?: number
}

/** What the reply means for the item: done, said no, try later, or first somebody has to sign in. */
export type Meaning = 'acknowledged' | 'refused' | 'later' | 'signIn'

/** What a reply means. A photo counts as there only when the server names the hash that the device has. */
export function meaningOf({ status, sha256 }: Reply, wanted?: string): Meaning {
  if (status >= 200 && status < 300) return wanted === undefined || wanted === sha256 ? 'acknowledged' : 'later'
  if (status === 401) return 'signIn'
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return 'later'
  return 'refused'
}

const firstMs = 500
const longestMs = 5 * 60_000

/** How long to wait after so many faults; doubled each time, spread by chance so that a hundred phones do not come at once. */
export function waitMs(faults: number, chance: number): number {
  return Math.round(Math.min(longestMs, firstMs * 2 ** Math.max(0, faults - 1)) * (0.5 + chance / 2))
}

/** When a reply came: the device's clock, and a number from 0 to 1. */
export interface Moment {
  readonly nowMs: number
  readonly chance: number
}

/** The item after a reply. */
export function afterReply(item: Item, reply: Reply, { nowMs, chance }: Moment, wanted?: string): Item {
  const meaning = meaningOf(reply, wanted)
  const why = reply.message === undefined ? {} : { why: reply.message }
  if (meaning === 'acknowledged') {
    const came = { ...(reply.rivals ? { rivals: reply.rivals } : {}), ...(reply.became ? { became: reply.became } : {}) }
    return { ...item, state: 'acknowledged', input: {}, ...came }
  }
  if (meaning === 'refused') return { ...item, ...why, ...(reply.code === undefined ? {} : { code: reply.code }), state: 'refused' }
  // Nobody answered: that says nothing about this item. The sender waits for the line, and then for no item in particular.
  if (meaning === 'signIn' || reply.status === 0) return item
  const faults = (item.faults ?? 0) + 1
  return { ...item, ...why, faults, nextMs: nowMs + (reply.retryAfterMs ?? waitMs(faults, chance)) }
}

/**
 * What can be sent now, first put in first. `unsent` are all items that are not acknowledged: what needs one of them waits. `busy`
 * are those under way.
 */
export function readyOf(unsent: readonly Item[], nowMs: number, busy: ReadonlySet<string>): Item[] {
  const missing = new Set(unsent.map(({ id }) => id))
  return unsent
    .filter(
      ({ id, state, nextMs, needs }) => state === 'waiting' && nextMs <= nowMs && !busy.has(id) && !needs.some((need) => missing.has(need)),
    )
    .toSorted((a, b) => a.turn - b.turn)
}

/**
 * Whether a finished visit may still be changed: sending it has not begun, or it was read and sent back for what stands in it. The house
 * keeps nothing of a visit with faults.
 */
export const mayReopen = ({ state, tries, code }: Item): boolean =>
  state === 'waiting' ? tries === 0 : state === 'refused' && code === 'inspections.faults'

/** Where the body of a call may name photos: itself, its results, and how it was filled in. */
interface NamesPhotos {
  readonly photos?: readonly string[]
  readonly results?: readonly { readonly photos: readonly string[] }[]
  readonly fill?: { readonly photos?: readonly { readonly id: string }[] }
  /** Answers to a form, which name a file by its id and ending. */
  readonly answers?: Named
}
type Named = { readonly [name: string]: string | Named | readonly Named[] }

/** Answers without those that name a file. */
const withoutFile = (answers: Named, id: string): Named =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([name, value]): [string, Named[string]][] => {
      if (typeof value === 'string') return value.startsWith(`${id}.`) ? [] : [[name, value]]
      return [[name, Array.isArray(value) ? value.map((turn: Named) => withoutFile(turn, id)) : withoutFile(value as Named, id)]]
    }),
  )

/** An item that was never tried without a photo that will never arrive: the server would refuse the rest for it. */
export function withoutPhoto(item: Item, photo: string): Item {
  if (item.tries > 0 || item.input.body === undefined) return item
  const { photos, results, fill, answers, ...body } = item.input.body as NamesPhotos
  const left = (ids: readonly string[]) => ids.filter((id) => id !== photo)
  const named = {
    ...body,
    ...(photos && { photos: left(photos) }),
    ...(answers && { answers: withoutFile(answers, photo) }),
    ...(results && { results: results.map((one) => ({ ...one, photos: left(one.photos) })) }),
    ...(fill && { fill: fill.photos ? { ...fill, photos: fill.photos.filter(({ id }) => id !== photo) } : fill }),
  }
  return { ...item, needs: left(item.needs), input: { ...item.input, body: named } }
}

/** The item once more, after the inspector looked at why it was refused. */
export const again = (item: Item): Item => ({ ...item, state: 'waiting', nextMs: 0 })
