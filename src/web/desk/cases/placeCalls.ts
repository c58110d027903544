/** The calls of where cases lie and who answers there; apart, for the first page shows cases and asks none of these. */
import { placesApi } from '../../../cases/places/places.api.ts'
import { calls } from '../../call.ts'

/** The calls; the same room as cases, so that one write refreshes both. */
export const places = calls('cases', placesApi)
