/** The calls of samples, and how their states look. */
import { samplesApi } from '../../../samples/samples.api.ts'
import type { SampleState } from '../../../samples/sample.ts'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'

export const samples = calls('samples', samplesApi)

/** Colours of the states. */
export const toneOfSample: Readonly<Record<SampleState, Tone>> = { bound: 'blue', drawn: 'amber', released: 'green' }
