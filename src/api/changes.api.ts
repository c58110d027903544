/** What happened, as it happens: one stream a page, so that open screens refresh what changed and nothing else. */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { contract } from './contract.ts'

/**
 * One entry of the stream, sent as the event `change` with `seq` as its id. It says which thing to ask for again, not what
 * it holds: whoever may not read the thing learns nothing more.
 */
export const Change = z.object({ seq: z.int(), kind: z.string(), thing: z.uuid(), at: Instant })
export type Change = z.infer<typeof Change>

export const changesApi = contract({
  listen: {
    method: 'GET',
    path: '/changes',
    may: 'signedIn',
    says: 'changes.listen',
    // A browser that reconnects sends the header Last-Event-ID instead, by itself.
    query: z.object({ after: z.coerce.number().int().min(0).optional() }),
    returns: 'stream',
  },
})
