/** How a fact came about. Apart from the observation, so that a list of kinds carries no checks. */
import { z } from 'zod'

/** Looked at in the field, graded at the desk, said by a department, answered by a resident, or measured. */
export const ObservationKind = z.enum(['check', 'review', 'opinion', 'answer', 'statistic'])
export type ObservationKind = z.infer<typeof ObservationKind>
