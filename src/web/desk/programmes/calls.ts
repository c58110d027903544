/** The calls of programmes and titles, and the colours of their states. */
import { programmesApi } from '../../../programmes/programmes.api.ts'
import type { TitleState } from '../../../programmes/title.ts'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'

/** The calls. */
export const programmes = calls('programmes', programmesApi)

/** The colour that goes with the word of a state; red for what takes the title away. */
export const toneOfTitle: Record<TitleState, Tone> = {
  none: 'grey',
  applied: 'blue',
  nominee: 'violet',
  nomineeStopped: 'amber',
  title: 'green',
  warned: 'amber',
  stopped: 'red',
  barred: 'red',
}
