/** A resident on the public page: no account, a photo, a pin or an address. Who they are is in the vault, if they said so. */
import { z } from 'zod'
import { EvidenceId } from '../../base/ids.ts'
import { Place } from '../../base/place.ts'
import { plainText } from './plainText.ts'
import { source } from './source.ts'

export const resident = source({
  id: 'resident',
  door: 'public',
  input: z.object({
    text: z.string().max(8000).transform(plainText).pipe(z.string().min(1).max(4000)),
    class: z.string().max(32).nullable(),
    place: Place.nullable(),
    address: z.string().trim().max(300),
    photos: z.array(EvidenceId).max(5),
  }),
  toReport: (it, suggested) => ({ ...suggested, ...it, source: 'resident', dueAt: null }),
})
