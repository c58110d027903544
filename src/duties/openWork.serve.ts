/** The open duties of a post, for its hand-over: those it leads (分管) and those it does (具体责任人). */
import type { DutyId, PostId } from '../base/ids.ts'
import type { OpenWork } from '../city/organisation/handover.serve.ts'
import { applyChanges } from './change.serve.ts'
import { listOpenOfPost, lockDuties } from './duties.sql.ts'

/** Duties go to another post whole: wherever the one stood, the other stands. */
export const dutiesOpenWork: OpenWork = {
  kind: 'duty',
  list: async (db, city, { id }) =>
    (await listOpenOfPost(db, city, id)).map(({ id: thing, title, dueOn }) => ({ kind: 'duty', thing, title, dueOn })),
  move: async (db, who, at, { from, to, things }) => {
    const stored = await lockDuties(db, who.city, things as DutyId[])
    const passed = (post: PostId | null) => (post === from.id ? to.id : post)
    const changes = stored.map((before) => {
      const { leaderPostId, personPostId } = before.values
      return { id: before.id, before, after: { ...before.values, leaderPostId: passed(leaderPostId), personPostId: passed(personPostId) } }
    })
    await applyChanges(db, who, at, changes)
    return things
  },
}
