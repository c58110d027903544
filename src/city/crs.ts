/** The systems of coordinates that a sender may declare; how they are converted stands in `coordinates.ts`, which only a server needs. */
import { z } from 'zod'

/** Systems that a sender may declare. CGCS2000 agrees with WGS-84 to some centimetres and is taken as the same. */
export const crsNames = ['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const
export const Crs = z.enum(crsNames)
export type Crs = z.infer<typeof Crs>
