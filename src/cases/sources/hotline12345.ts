/**
 * Work orders pushed by the city's 12345 hotline (政务服务便民热线). No retry and no id of ours: the hotline repeats by itself, and
 * its order number is the same every time.
 */
import { z } from 'zod'
import { EvidenceId } from '../../base/ids.ts'
import { Place } from '../../base/place.ts'
import { Instant } from '../../base/time.ts'
import { Crs } from '../../city/crs.ts'
import { Contact } from '../../privacy/identity.ts'
import { plainText } from './plainText.ts'
import { source } from './source.ts'

/** The number of a work order, as the hotline writes it. */
export const OrderNo = z.string().trim().min(1).max(64)

/** A place of another system would put the case into the wrong street; the shifts themselves are no business of a browser's contract. */
function placeIn(place: Place | undefined, crs: Crs): Place | null {
  if (place && crs !== 'WGS-84') throw new Error(`a place in ${crs} is converted before it is reported`)
  return place ?? null
}

/** The source. */
export const hotline12345 = source({
  id: 'hotline12345',
  door: 'call',
  input: z.object({
    orderNo: OrderNo,
    /** The caller's words; markup is taken out. */
    text: z.string().max(40_000).transform(plainText).pipe(z.string().min(1).max(10_000)),
    class: z.string().max(32).optional(),
    place: Place.optional(),
    /** In which system `place` is given; converted where the call comes in (`inWgs84`). */
    crs: Crs.default('WGS-84'),
    address: z.string().trim().max(300).default(''),
    /** By which way it reached the hotline: telephone, WeChat, from above. */
    channel: z.string().trim().max(100).default(''),
    dueAt: Instant.optional(),
    photos: z.array(EvidenceId).max(20).default([]),
    reporter: Contact.optional(),
  }),
  keyOf: ({ orderNo }) => orderNo,
  toReport: ({ orderNo, text, class: type, place, crs, address, channel, dueAt, photos }, suggested) => ({
    ...suggested,
    source: 'hotline12345',
    text,
    class: type ?? null,
    place: placeIn(place, crs),
    dueAt: dueAt ?? null,
    photos,
    address,
    origin: { externalId: orderNo, link: null, outlet: channel, on: null, answers: {} },
  }),
})
