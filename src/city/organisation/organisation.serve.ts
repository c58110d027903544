/** Handlers of the organisation. What a person may reach is refused by the edge; here it is asked which roles they may give. */
import { z } from 'zod'
import { handlers, whoOf } from '../../api/api.serve.ts'
import { cursorOf, pageOf, readCursor } from '../../api/cursor.ts'
import { appendEvents } from '../../base/event.sql.ts'
import type { CityId, PostId, UnitId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { dayOf } from '../../base/time.ts'
import { unitShown } from '../city.serve.ts'
import { listUnits } from '../units.sql.ts'
import { getHandover, handOver, listShownHandovers, type OpenWork, openWorkOf, receive } from './handover.serve.ts'
import { appoint, deputyShown, getPostFile, postFiles, refuseRoles, told } from './post-file.serve.ts'
import { organisationApi } from './organisation.api.ts'
import type { Deputy } from './organisation.ts'
import {
  addDeputy,
  endDeputy,
  endHolders,
  findPerson,
  listDeputies,
  listPeopleRows,
  listPostRows,
  listUnitsAbove,
  putPost,
  putUnit,
} from './organisation.sql.ts'

/** *Refuses:* 422 `organisation.circle` when a unit would stand below itself. */
async function refuseCircle(db: Db, city: CityId, id: UnitId, parent: UnitId | null): Promise<void> {
  const above = parent === null ? [] : await listUnitsAbove(db, city, parent)
  if (above.some((unit) => unit.id === id)) throw new Problem('organisation.circle', 422)
}

/** Handlers over the open work of the rooms above. */
export const organisationHandlers = (openWork: readonly OpenWork[]) =>
  handlers(organisationApi, {
    putUnit: async (ask) => {
      const who = whoOf(ask)
      await refuseCircle(ask.db, who.city, ask.params.id, ask.body.parent)
      await putUnit(ask.db, who.city, ask.params.id, ask.body)
      await appendEvents(ask.db, who.city, [told(who, ask.at, 'unit.changed', ask.params.id, { ...ask.body })])
      const [unit] = (await listUnits(ask.db, who.city, { id: ask.params.id }, { sort: 'code', limit: 1 })).items
      return unitShown(unit!)
    },
    listPostFiles: async (ask) => ({ items: await postFiles(ask.db, whoOf(ask).city, { unit: ask.params.id }) }),
    getPostFile: async (ask) => getPostFile(ask.db, whoOf(ask).city, ask.params.id),
    putPost: async (ask) => {
      const who = whoOf(ask)
      const [before] = await listPostRows(ask.db, who.city, { id: ask.params.id })
      refuseRoles(who, [before?.role ?? null, ask.body.role])
      await putPost(ask.db, who.city, ask.params.id, ask.body)
      const data = { ...ask.body, roleBefore: before?.role ?? null }
      await appendEvents(ask.db, who.city, [told(who, ask.at, 'post.changed', ask.params.id, data)])
      return getPostFile(ask.db, who.city, ask.params.id)
    },
    appoint: async (ask) => {
      const who = whoOf(ask)
      refuseRoles(who, [(await getPostFile(ask.db, who.city, ask.params.id)).role])
      await appoint(ask.db, who, ask.at, { post: ask.params.id, ...ask.body })
      return getPostFile(ask.db, who.city, ask.params.id)
    },
    leavePost: async (ask) => {
      const who = whoOf(ask)
      const { holders, role } = await getPostFile(ask.db, who.city, ask.params.id)
      refuseRoles(who, [role])
      const person = holders.find(({ toOn }) => toOn === null)?.id ?? null
      if ((await endHolders(ask.db, who.city, ask.params.id, ask.body.toOn)) > 0)
        await appendEvents(ask.db, who.city, [told(who, ask.at, 'post.vacated', ask.params.id, { person, toOn: ask.body.toOn })])
      return getPostFile(ask.db, who.city, ask.params.id)
    },
    deputise: async (ask) => {
      const who = whoOf(ask)
      const { id, person, fromOn, toOn, reason } = ask.body
      const post = await getPostFile(ask.db, who.city, ask.params.id)
      if (post.id !== who.post) refuseRoles(who, [post.role])
      if (toOn < fromOn) throw new Problem('organisation.badDays', 422)
      if (post.holders.some((holder) => holder.toOn === null && holder.id === person)) throw new Problem('organisation.ownDeputy', 422)
      if (!(await findPerson(ask.db, who.city, person))) throw new Problem('api.notFound', 404)
      const fresh = { id, post: post.id, person, fromOn, toOn, reason, at: ask.at, by: who.person }
      if ((await addDeputy(ask.db, who.city, fresh)) > 0)
        await appendEvents(ask.db, who.city, [told(who, ask.at, 'post.deputised', post.id, { deputy: id, person, fromOn, toOn, reason })])
      return getDeputy(ask.db, who.city, post.id, id)
    },
    endDeputy: async (ask) => {
      const who = whoOf(ask)
      const { id, deputy } = ask.params
      const { person } = await getDeputy(ask.db, who.city, id, deputy)
      if ((await endDeputy(ask.db, who.city, id, deputy, dayOf(ask.at))) > 0)
        await appendEvents(ask.db, who.city, [told(who, ask.at, 'post.deputyEnded', id, { deputy, person: person.id })])
      return getDeputy(ask.db, who.city, id, deputy)
    },
    listPeople: async (ask) => {
      const { text, cursor, limit } = ask.query
      const after = readCursor(cursor, [z.uuid()])?.[0]
      return pageOf(await listPeopleRows(ask.db, whoOf(ask).city, { text, after, limit }), limit, ({ id }) => cursorOf(id))
    },
    listOpenWork: async (ask) => {
      const { city } = whoOf(ask)
      const post = await getPostFile(ask.db, city, ask.params.id)
      return { items: await openWorkOf(openWork, ask.db, city, post) }
    },
    handOver: async (ask) => handOver({ db: ask.db, who: whoOf(ask), at: ask.at, openWork }, ask.params.id, ask.body),
    listHandovers: async (ask) => {
      const { cursor, limit } = ask.query
      return listShownHandovers(ask.db, whoOf(ask), { cursor, limit })
    },
    getHandover: async (ask) => getHandover(ask.db, whoOf(ask), ask.params.id),
    receive: async (ask) => receive(ask.db, whoOf(ask), ask.at, ask.params.id),
  })

async function getDeputy(db: Db, city: CityId, post: PostId, id: string): Promise<Deputy> {
  const found = (await listDeputies(db, city, [post])).find((deputy) => deputy.id === id)
  if (!found) throw new Problem('api.notFound', 404)
  return deputyShown(found)
}
