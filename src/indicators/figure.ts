/** The figure of an indicator, apart from the formulas: the first page shows one without loading them all. */
import { z } from 'zod'

/** An indicator of one group: `rate` in millionths, null where nothing is to be counted. */
export const Figure = z.object({ of: z.int(), per: z.int().nullable(), rate: z.int().nullable() })
export type Figure = z.infer<typeof Figure>
