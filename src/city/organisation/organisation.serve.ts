/** Handlers of the organisation. What a person may reach is refused by the edge; here it is asked which roles they may give. */
import { handlers, whoOf } from '../../api/api.serve.ts'
import type { Turn } from '../../api/cursor.ts'
import type { Say } from '../../api/problems.serve.ts'
import { appendEvents } from '../../base/event.sql.ts'
import type { CityId, PostId, UnitId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { dayOf } from '../../base/time.ts'
import { listBook, rowsAtOnce } from '../../sheets/listBook.serve.ts'
import { handoverColumns, peopleColumns } from './books.serve.ts'
import { unitShown } from '../city.serve.ts'
import { listUnits } from '../units.sql.ts'
import { getHandover, handOver, listShownHandovers, type OpenWork, openWorkOf, receive } from './handover.serve.ts'
import { appoint, deputyShown, getPostFile, postFiles, refuseRoles, told } from './post-file.serve.ts'
import { organisationApi } from './organisation.api.ts'
import type { Deputy } from './organisation.ts'
import { exportOrganisation } from './workbook/export.serve.ts'
import {
  addDeputy,
  countPeople,
  endDeputy,
  endHolders,
  findPerson,
  listDeputies,
  listPeoplePage,
  listPostRows,
  listUnitsAbove,
  type PeopleFilter,
  putPost,
  putUnit,
} from './organisation.sql.ts'

/** *Refuses:* 422 `organisation.circle` when a unit would stand below itself. */
async function refuseCircle(db: Db, city: CityId, id: UnitId, parent: UnitId | null): Promise<void> {
  const above = parent === null ? [] : await listUnitsAbove(db, city, parent)
  if (above.some((unit) => unit.id === id)) throw new Problem('organisation.circle', 422)
}

const peopleShown = async (db: Db, city: CityId, filter: PeopleFilter, turn: Turn) => ({
  ...(await listPeoplePage(db, city, filter, turn)),
  total: await countPeople(db, city, filter),
})

/**
 * A unit closes when nothing hangs on it any more. *Refuses:* 409 `organisation.stillOpen`, naming the units below it and the
 * work of its posts, which is handed over first.
 */
async function refuseOpen(db: Db, city: CityId, id: UnitId, openWork: readonly OpenWork[]): Promise<void> {
  const [unit] = (await listUnits(db, city, { id }, { sort: 'code', limit: 1 })).items
  if (!unit || unit.closedOn !== null) return
  const below = (await listUnits(db, city, { parent: id, closed: 'without' }, { sort: 'code', limit: 20 })).items
  const left = below.map(({ nameZh }) => ({ at: id, says: 'fault.organisation.unitBelow', details: { name: nameZh } }))
  for (const post of await postFiles(db, city, { unit: id })) {
    const n = (await openWorkOf(openWork, db, city, post)).length
    if (n > 0) left.push({ at: post.id as never, says: 'fault.organisation.workLeft', details: { name: post.title.zh, n } as never })
  }
  if (left.length > 0) throw new Problem('organisation.stillOpen', 409, { n: left.length }, left)
}

/** Handlers over the open work of the rooms above, and the word lists. */
export const organisationHandlers = (openWork: readonly OpenWork[], say: Say) =>
  handlers(organisationApi, {
    putUnit: async (ask) => {
      const who = whoOf(ask)
      await refuseCircle(ask.db, who.city, ask.params.id, ask.body.parent)
      if (ask.body.closedOn !== null) await refuseOpen(ask.db, who.city, ask.params.id, openWork)
      await putUnit(ask.db, who.city, ask.params.id, ask.body)
      await appendEvents(ask.db, who.city, [told(who, ask.at, 'unit.changed', ask.params.id, { ...ask.body })])
      const [unit] = (await listUnits(ask.db, who.city, { id: ask.params.id }, { sort: 'code', limit: 1 })).items
      return unitShown(unit!)
    },
    exportOrganisation: async (ask) => exportOrganisation(ask.db, whoOf(ask).city, { at: ask.at, language: ask.language }, say),
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
      const { sort, cursor, limit, ...filter } = ask.query
      return peopleShown(ask.db, whoOf(ask).city, filter, { sort, cursor, limit })
    },
    exportPeople: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      const read = (cursor: string | undefined) => peopleShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'organisation.view.people'), at: ask.at, columns: peopleColumns(say, ask.language), read })
    },
    listOpenWork: async (ask) => {
      const { city } = whoOf(ask)
      const post = await getPostFile(ask.db, city, ask.params.id)
      return { items: await openWorkOf(openWork, ask.db, city, post) }
    },
    handOver: async (ask) => handOver({ db: ask.db, who: whoOf(ask), at: ask.at, openWork }, ask.params.id, ask.body),
    listHandovers: async (ask) => {
      const { sort, cursor, limit, ...filter } = ask.query
      return listShownHandovers(ask.db, whoOf(ask), filter, { sort, cursor, limit })
    },
    exportHandovers: async (ask) => {
      const { sort, ...filter } = ask.query
      const who = whoOf(ask)
      const read = (cursor: string | undefined) => listShownHandovers(ask.db, who, filter, { sort, cursor, limit: rowsAtOnce })
      return listBook({
        name: say(ask.language, 'organisation.view.handovers'),
        at: ask.at,
        columns: handoverColumns(say, ask.language),
        read,
      })
    },
    getHandover: async (ask) => getHandover(ask.db, whoOf(ask), ask.params.id),
    receive: async (ask) => receive(ask.db, whoOf(ask), ask.at, ask.params.id),
  })

async function getDeputy(db: Db, city: CityId, post: PostId, id: string): Promise<Deputy> {
  const found = (await listDeputies(db, city, [post])).find((deputy) => deputy.id === id)
  if (!found) throw new Problem('api.notFound', 404)
  return deputyShown(found)
}
