/** The calls of likeness, for every page that asks whether a case is known already or what it looks like. */
import { likenessApi } from '../../../likeness/likeness.api.ts'
import { calls } from '../../call.ts'

/** Cases that may be the same, suggestions, and what they were learned from. */
export const likeness = calls('cases', likenessApi)
