/** The small vocabulary of figures over whistles: what can be true of one called unit at a moment. In SQL in whistles.sql.ts. */
import { z } from 'zod'

/** The words. What was withdrawn is no call; what was done before it was due to be there owes nothing any more. */
export const whistleFacts = [
  'called',
  'signInDue',
  'signedInOnTime',
  'replyDue',
  'repliedOnTime',
  'finishDue',
  'finished',
  'finishedOnTime',
  'rated',
  'satisfied',
  'escalated',
] as const
export const WhistleFact = z.enum(whistleFacts)
export type WhistleFact = z.infer<typeof WhistleFact>
