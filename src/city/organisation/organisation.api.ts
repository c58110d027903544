/** Calls of the organisation: units, posts, holders, deputies, hand-over. An administrator of an area makes them below it. */
import { z } from 'zod'
import { bookOf, contract, orders, Paging, page, searched, YesNo } from '../../api/contract.ts'
import { PersonId, PostId, UnitId } from '../../base/ids.ts'
import { Day } from '../../base/time.ts'
import { Unit } from '../area.ts'
import { Deputy, Handover, OpenItem, PostFile, PostValues, Somebody, UnitValues } from './organisation.ts'

const ofUnit = z.object({ id: UnitId })
const ofPost = z.object({ id: PostId })
const one = z.object({ id: z.uuid() })
const post = { of: 'post', at: 'params.id' } as const
const note = z.string().trim().max(1000)

/** Somebody with the posts they hold now, as unit and title. */
export const PersonLine = z.object({
  id: PersonId,
  name: z.string(),
  code: z.string().nullable(),
  posts: z.array(z.object({ id: PostId, zh: z.string(), en: z.string() })),
})
export type PersonLine = z.infer<typeof PersonLine>

/** `text`: part of a name, or the staff number. `posted`: only who holds a post now, or only who holds none. */
const listPeople = {
  method: 'GET',
  path: '/organisation/people',
  may: 'city.read',
  says: 'organisation.listPeople',
  query: Paging.extend({ posted: YesNo.optional(), ...searched, sort: orders(['founded', 'name', 'code'], 'founded') }),
  returns: page(PersonLine),
} as const

/** A slip as the list shows it: how many pieces of work stand on it. */
export const HandoverLine = Handover.omit({ items: true }).extend({ count: z.int() })
export type HandoverLine = z.infer<typeof HandoverLine>

const listHandovers = {
  method: 'GET',
  path: '/organisation/handovers',
  may: 'signedIn',
  says: 'organisation.handovers',
  query: Paging.extend({
    /** Only what nobody confirmed yet, or only what was confirmed. */
    open: YesNo.optional(),
    ...searched,
    sort: orders(['made', 'day', 'received'], '-made'),
  }),
  returns: page(HandoverLine),
} as const

export const organisationApi = contract({
  putUnit: {
    method: 'PUT',
    path: '/organisation/units/:id',
    may: 'organisation.edit',
    within: [
      { of: 'unit', at: 'params.id' },
      { of: 'unit', at: 'body.parent' },
      { of: 'area', at: 'body.area' },
    ],
    says: 'organisation.putUnit',
    params: ofUnit,
    body: UnitValues,
    returns: Unit,
  },
  /** Areas, units, posts, holders then and now, and deputies: five sheets that can be taken in again as they are. */
  exportOrganisation: {
    method: 'GET',
    path: '/organisation/export',
    may: 'organisation.edit',
    says: 'organisation.export',
    returns: 'file',
  },
  listPostFiles: {
    method: 'GET',
    path: '/organisation/units/:id/posts',
    may: 'city.read',
    says: 'organisation.listPosts',
    params: ofUnit,
    returns: z.object({ items: z.array(PostFile) }),
  },
  putPost: {
    method: 'PUT',
    path: '/organisation/posts/:id',
    may: 'organisation.edit',
    within: [post, { of: 'unit', at: 'body.unit' }, { of: 'area', at: 'body.area' }],
    says: 'organisation.putPost',
    params: ofPost,
    body: PostValues,
    returns: PostFile,
  },
  getPostFile: {
    method: 'GET',
    path: '/organisation/posts/:id',
    may: 'city.read',
    says: 'organisation.getPost',
    params: ofPost,
    returns: PostFile,
  },
  /** Puts somebody into a post from a day on; whoever held it leaves it the day before. */
  appoint: {
    method: 'POST',
    path: '/organisation/posts/:id/holders',
    may: 'organisation.edit',
    within: [post],
    says: 'organisation.appoint',
    params: ofPost,
    body: z.object({ person: Somebody, fromOn: Day }),
    returns: PostFile,
  },
  leavePost: {
    method: 'POST',
    path: '/organisation/posts/:id/vacate',
    may: 'organisation.edit',
    within: [post],
    says: 'organisation.vacate',
    params: ofPost,
    body: z.object({ toOn: Day }),
    returns: PostFile,
  },
  /** Who stands in while the holder is absent; the holder may say so too. */
  deputise: {
    method: 'POST',
    path: '/organisation/posts/:id/deputies',
    may: 'posts.deputise',
    within: [post],
    says: 'organisation.deputise',
    params: ofPost,
    body: z.object({ id: z.uuid(), person: PersonId, fromOn: Day, toOn: Day, reason: note.default('') }),
    returns: Deputy,
  },
  endDeputy: {
    method: 'POST',
    path: '/organisation/posts/:id/deputies/:deputy/end',
    may: 'posts.deputise',
    within: [post],
    says: 'organisation.endDeputy',
    params: ofPost.extend({ deputy: z.uuid() }),
    body: z.object({}),
    returns: Deputy,
  },
  listPeople,
  exportPeople: bookOf(listPeople),
  listOpenWork: {
    method: 'GET',
    path: '/organisation/posts/:id/work',
    may: 'city.read',
    says: 'organisation.openWork',
    params: ofPost,
    returns: z.object({ items: z.array(OpenItem) }),
  },
  handOver: {
    method: 'POST',
    path: '/organisation/posts/:id/handovers',
    may: 'organisation.edit',
    within: [post, { of: 'post', at: 'body.toPost' }],
    says: 'organisation.handOver',
    params: ofPost,
    body: z.object({
      id: z.uuid(),
      /** Who takes the post; with `toPost`, whoever holds that one takes the work. */
      person: Somebody.optional(),
      toPost: PostId.nullable().default(null),
      onDay: Day,
      note: note.default(''),
    }),
    returns: Handover,
  },
  listHandovers,
  exportHandovers: bookOf(listHandovers),
  getHandover: {
    method: 'GET',
    path: '/organisation/handovers/:id',
    may: 'signedIn',
    says: 'organisation.handover',
    params: one,
    returns: Handover,
  },
  /** The successor confirms that everything on the list was taken over. */
  receive: {
    method: 'POST',
    path: '/organisation/handovers/:id/receive',
    may: 'signedIn',
    says: 'organisation.receive',
    params: one,
    body: z.object({}),
    returns: Handover,
  },
})
