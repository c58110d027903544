/** The calls of the burden register. */
import { burdenApi } from '../../../burden/burden.api.ts'
import type { LoadState } from '../../../burden/burden.ts'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'

/** Weeks, requests, appeals and the policy. */
export const burden = calls('burden', burdenApi)

/** The colour that goes with the word of a load. */
export const toneOfLoad: Record<LoadState, Tone> = { free: 'green', near: 'amber', over: 'red' }
