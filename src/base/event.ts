/**
 * What happened. One append-only table for all rooms: record, audit, and feed of what changed.
 * Event names are `thing.pastParticiple`. A correction is a new event that names the old one.
 */
import { z } from 'zod'
import { EventId } from './ids.ts'
import { Instant } from './time.ts'

/** A fact to append. `thing` is the id of what it is about; `data` carries the facts, `version` their shape's version. */
export const NewEvent = z.object({
  id: EventId,
  kind: z.string().regex(/^[a-z]+\.[a-zA-Z]+$/),
  thing: z.uuid(),
  at: Instant,
  by: z.uuid().nullable(),
  /** The post in which `by` acted; the edge knows it, so a handler need not say it. */
  post: z.uuid().nullish(),
  version: z.int().default(1),
  data: z.record(z.string(), z.unknown()),
  /** The appender's word that it tells who is at work, and when: where that must not be seen yet, it becomes a fact later. */
  waits: z.boolean().optional(),
})
export type NewEvent = z.infer<typeof NewEvent>

/** A stored fact. `seq` counts 1, 2, 3 … without gaps within a city, in the order of commit. */
export const Event = NewEvent.omit({ waits: true }).extend({ seq: z.int() })
export type Event = z.infer<typeof Event>

/** What people write in their own words into an event. The law may ask to forget it, so it is kept apart: see `kept`. */
export const ownWords = ['text', 'note', 'address'] as const

/** Stands where words were erased. */
export const erasedWords = '—'

type Data = Event['data']
const apart = (data: Data) => (data['personal'] ?? {}) as Record<string, { readonly value?: string }>

/**
 * Data as it is stored: own words stand only under `personal`, each beside a salt, and the ledger holds the hash of both.
 * So they can be erased one day without a proof breaking. `salt` gives 32 hexadecimal digits of chance each time.
 */
export function kept(data: Data, salt: () => string): Data {
  const words = ownWords.filter((field) => typeof data[field] === 'string' && data[field] !== '')
  if (words.length === 0) return data
  const rest = Object.entries(data).filter(([field]) => !(words as readonly string[]).includes(field))
  const personal = Object.fromEntries(words.map((field) => [field, { salt: salt(), value: data[field] }]))
  return { ...Object.fromEntries(rest), personal: { ...apart(data), ...personal } }
}

/** Stored data as the rooms read it: own words stand where they were written, a dash where they were erased. */
export function opened(data: Data): Data {
  const words = ownWords.filter((field) => field in apart(data))
  return words.length === 0
    ? data
    : { ...data, ...Object.fromEntries(words.map((field) => [field, apart(data)[field]!.value ?? erasedWords])) }
}
