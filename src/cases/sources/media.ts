/** A problem that stood in a newspaper, on a screen or in a feed (舆论监督): with the link, who published it, the day, and a picture of the page. */
import { z } from 'zod'
import { EvidenceId } from '../../base/ids.ts'
import { Place } from '../../base/place.ts'
import { Day, Instant } from '../../base/time.ts'
import { Origin } from '../case.ts'
import { source } from './source.ts'

/** The source. */
export const media = source({
  id: 'media',
  door: 'call',
  input: z.object({
    text: z.string().trim().min(1).max(10_000),
    /** Without a link a picture of the page is wanted: pages vanish. */
    link: Origin.shape.link.removeDefault(),
    outlet: z.string().trim().min(1).max(100),
    publishedOn: Day,
    class: z.string().max(32).optional(),
    place: Place.optional(),
    address: z.string().trim().max(300).default(''),
    dueAt: Instant.optional(),
    /** The page as it looked. */
    photos: z.array(EvidenceId).max(20).default([]),
  }),
  toReport: ({ text, link, outlet, publishedOn, class: type, place, address, dueAt, photos }, suggested) => ({
    ...suggested,
    source: 'media',
    text,
    class: type ?? null,
    place: place ?? null,
    dueAt: dueAt ?? null,
    photos,
    address,
    origin: { externalId: null, link, outlet, on: publishedOn, answers: {} },
  }),
})
