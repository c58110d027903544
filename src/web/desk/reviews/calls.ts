/** The calls of facts made at a desk. */
import { deskApi } from '../../../inspections/desk.api.ts'
import { calls } from '../../call.ts'

/** The calls; the same room as visits, so that one write refreshes all lists. */
export const desk = calls('inspections', deskApi)
