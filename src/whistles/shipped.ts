/** The kinds of whistles that come with the house; apart from their shapes, so that pages need not carry them. */
import { WhistleKinds } from './kinds.ts'
import shippedKinds from './library/kinds.json' with { type: 'json' }

/** Version 0: what holds until a city adopts its own. */
export const shipped: WhistleKinds = WhistleKinds.parse(shippedKinds)
