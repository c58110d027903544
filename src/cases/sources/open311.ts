/** A service request of Open311 GeoReport v2: from any civic app with a key, or pulled from another city's endpoint. */
import { z } from 'zod'
import { EvidenceId } from '../../base/ids.ts'
import { Place } from '../../base/place.ts'
import { Origin } from '../case.ts'
import { plainText } from './plainText.ts'
import { source } from './source.ts'

export const open311 = source({
  id: 'open311',
  door: 'public',
  input: z.object({
    text: z.string().max(8000).transform(plainText).pipe(z.string().min(1).max(4000)),
    class: z.string().max(32).nullable(),
    place: Place.nullable(),
    address: z.string().trim().max(300),
    photos: z.array(EvidenceId).max(5),
    origin: Origin,
  }),
  toReport: (it, suggested) => ({ ...suggested, ...it, source: 'open311', dueAt: null }),
})
