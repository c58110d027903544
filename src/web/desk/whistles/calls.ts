/** The calls of whistles, and how their states look. */
import type { WhistleState } from '../../../whistles/whistle.ts'
import { whistlesApi } from '../../../whistles/whistles.api.ts'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'

/** Lists, files, steps and kinds. */
export const whistles = calls('whistles', whistlesApi)

/** Colours of the states. */
export const toneOfState: Readonly<Record<WhistleState, Tone>> = {
  called: 'amber',
  working: 'blue',
  finished: 'violet',
  closed: 'green',
  withdrawn: 'grey',
}
