/** The calls of carrying over, and the page's state in the address. */
import { carryApi } from '../../../../assessments/carry.api.ts'
import { calls } from '../../../call.ts'

/** The calls of carrying over. */
export const carries = calls('carries', carryApi)

/** Nothing chosen: what is still to be decided. */
export const start = { from: '', to: '', kind: '', proposed: '', state: 'undecided', open: '' }
/** The page's state in the address. */
export type CarryAt = typeof start
export type SetCarryAt = (change: Partial<CarryAt>, push?: boolean) => void
