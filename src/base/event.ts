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
})
export type NewEvent = z.infer<typeof NewEvent>

/** A stored fact. `seq` counts 1, 2, 3 … without gaps within a city, in the order of commit. */
export const Event = NewEvent.extend({ seq: z.int() })
export type Event = z.infer<typeof Event>
