/** The calls of one's own account, and what its cards share. */
import { type Mine, mineApi } from '../../../access/mine.api.ts'
import { calls } from '../../call.ts'

/** The calls. */
export const mine = calls('mine', mineApi)

/** What the cards of the page share. */
export interface CardProps {
  readonly account: Mine
  readonly refresh: () => Promise<void>
}
