/** What happened, as it happens: one stream a page, so that open screens refresh what changed and nothing else. */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { contract, type Permission } from './contract.ts'

/**
 * Who hears that something happened, by the kind of thing (the word before the dot of an event): whoever may read it. What
 * is not named here, nobody hears.
 */
export const heardBy: Readonly<Record<string, Permission>> = {
  burden: 'burden.read',
  calendar: 'city.read',
  classes: 'city.read',
  complaint: 'complaints.answer',
  export: 'permissions.read',
  identity: 'identity.audit',
  policy: 'signedIn',
  privacy: 'privacy.manage',
  retention: 'privacy.manage',
  account: 'accounts.edit',
  answer: 'cases.read',
  areas: 'city.read',
  case: 'cases.read',
  duty: 'duties.read',
  edition: 'standards.read',
  exemption: 'inspections.read',
  form: 'standards.read',
  grids: 'city.read',
  handover: 'organisation.edit',
  import: 'imports.run',
  likeness: 'cases.read',
  observation: 'inspections.read',
  owner: 'cases.read',
  photo: 'inspections.read',
  point: 'city.read',
  procedure: 'cases.read',
  post: 'city.read',
  programme: 'programmes.read',
  result: 'scores.read',
  rollup: 'above.publish',
  recheck: 'cases.read',
  round: 'inspections.read',
  roundkind: 'inspections.read',
  sweep: 'cases.read',
  score: 'scores.read',
  sample: 'samples.plan',
  share: 'above.publish',
  survey: 'inspections.read',
  title: 'programmes.read',
  unit: 'city.read',
  units: 'city.read',
  visit: 'inspections.read',
  whistle: 'whistles.read',
  whistlekinds: 'whistles.read',
}

/** One entry of the stream, sent as the event `change` with `seq` as its id. It says which thing to ask for again, not what it holds. */
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
