/** A round (轮次): visits that belong together, such as a month of patrols, a mock assessment, a survey. */
import { z } from 'zod'
import { RoundId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day } from '../base/time.ts'

export const RoundKind = z.enum(['daily', 'mock', 'thirdParty', 'announced', 'survey', 'review', 'statistics', 'import'])
export type RoundKind = z.infer<typeof RoundKind>

/** A round as it is created. */
export const NewRound = z
  .object({ id: RoundId, kind: RoundKind, title: Text, fromOn: Day, toOn: Day })
  .refine(({ fromOn, toOn }) => fromOn <= toOn, { path: ['toOn'], message: 'fromOn..toOn' })
export type NewRound = z.infer<typeof NewRound>

/** A round with what was done in it. */
export const Round = z.object({
  id: RoundId,
  kind: RoundKind,
  title: Text,
  fromOn: Day,
  toOn: Day,
  /** Visits of the round, and the different points they reached. */
  visits: z.int(),
  points: z.int(),
})
export type Round = z.infer<typeof Round>
