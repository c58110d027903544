/**
 * Complaints and suggestions about the system and the demands it makes. The entry stands on every face, before sign-in too;
 * who writes is not recorded. Contact details are optional and go to the vault of identities.
 */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { PersonId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { Contact } from './identity.ts'

export const complaintKinds = ['burden', 'duplicate', 'forced', 'fault', 'suggestion', 'other'] as const
export const ComplaintKind = z.enum(complaintKinds)
export type ComplaintKind = z.infer<typeof ComplaintKind>

/** A complaint as it is sent. `unitId` only when the sender wants it to be known whom it is about. */
export const NewComplaint = z.object({
  id: z.uuid(),
  kind: ComplaintKind,
  text: z.string().trim().min(2).max(4000),
  /** Path of the page it was written on. */
  page: z.string().max(200).default(''),
  unitId: UnitId.nullable().default(null),
  contact: Contact.optional(),
})
export type NewComplaint = z.infer<typeof NewComplaint>

/** What the sender sees again with the number of the complaint. */
export const ComplaintAnswer = z.object({
  id: z.uuid(),
  at: Instant,
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
})
export type ComplaintAnswer = z.infer<typeof ComplaintAnswer>

/** A complaint as the office sees it. `hasContact`: the vault holds how the sender can be reached. */
export const Complaint = ComplaintAnswer.extend({
  kind: ComplaintKind,
  text: z.string(),
  page: z.string(),
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  hasContact: z.boolean(),
  answeredBy: z.object({ id: PersonId, name: z.string() }).nullable(),
})
export type Complaint = z.infer<typeof Complaint>

const One = z.object({ id: z.uuid() })
const City = z.object({ city: z.string().min(1).max(64) })

const list = {
  method: 'GET',
  path: '/complaints',
  may: 'complaints.answer',
  says: 'complaints.list',
  query: Paging.extend({
    open: YesNo.optional(),
    kind: ComplaintKind.optional(),
    ...searched,
    sort: orders(['at', 'kind', 'answered'], '-at'),
  }),
  returns: page(Complaint),
} as const

export const complaintsApi = contract({
  complain: {
    method: 'POST',
    path: '/complaints',
    may: 'anyone',
    says: 'complaints.add',
    body: NewComplaint.extend(City.shape),
    returns: ComplaintAnswer,
  },
  findAnswer: {
    method: 'GET',
    path: '/complaints/:id/answer',
    may: 'anyone',
    says: 'complaints.answerOf',
    params: One,
    query: City,
    returns: ComplaintAnswer,
  },
  list,
  exportList: bookOf(list),
  answer: {
    method: 'POST',
    path: '/complaints/:id/answer',
    may: 'complaints.answer',
    says: 'complaints.answer',
    params: One,
    body: z.object({ answer: z.string().trim().min(2).max(4000) }),
    returns: Complaint,
  },
})
