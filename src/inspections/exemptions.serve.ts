/** Handlers of exemptions: who may draw one up is who judges what the field brings. What was exempt stays so when it ends. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, PointId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { read } from '../base/text.ts'
import type { Instant } from '../base/time.ts'
import { cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { type ExemptHere, type Exemption, exemptionsOf, type ExemptionId, hoursText } from './exemption.ts'
import { exemptionsApi } from './exemptions.api.ts'
import {
  addExemption,
  countExemptions,
  endExemption,
  findExemption,
  findExemptPlace,
  hasWhere,
  listExemptions,
  listExemptionsAt,
} from './exemptions.sql.ts'

/** Gives the exemptions of any fact at a point, as they stood at a moment. */
export async function readExemptions(db: Db, city: CityId, point: PointId, at: Instant): Promise<(fact: string) => ExemptHere[]> {
  return (await readExemptionsOf(db, city, [{ pointId: point, visitedAt: at }]))({ pointId: point, visitedAt: at })
}

/** A place and the moment that somebody was there. */
interface Been {
  readonly pointId: PointId
  readonly visitedAt: Instant
}

/** The same for many visits: what the city exempts is read once, and a place only where there is anything to hold it against. */
export async function readExemptionsOf(
  db: Db,
  city: CityId,
  visits: readonly Been[],
): Promise<(visit: Been) => Promise<(fact: string) => ExemptHere[]>> {
  const first = visits.map(({ visitedAt }) => visitedAt).toSorted()[0]!
  const all = await listExemptionsAt(db, city, first)
  return async ({ pointId, visitedAt }) => {
    const list = all.filter(({ endedAt }) => endedAt === null || endedAt > visitedAt)
    const place = list.length === 0 ? undefined : await findExemptPlace(db, city, pointId)
    return (fact) => (place ? exemptionsOf(list, fact, place) : [])
  }
}

const happened = (db: Db, who: Who, at: Instant, kind: string, it: Exemption) =>
  appendEvents(db, who.city, [
    {
      id: v7() as EventId,
      kind,
      thing: it.id,
      at,
      by: who.person,
      version: 1,
      data: { title: it.title, source: it.source, facts: it.facts, where: it.where, times: it.times, fromOn: it.fromOn, toOn: it.toOn },
    },
  ])

async function getExemption(db: Db, city: CityId, id: ExemptionId): Promise<Exemption> {
  const found = await findExemption(db, city, id)
  if (!found) throw new Problem('api.notFound', 404)
  return found
}

/** Handlers over the word lists, which the workbook needs. */
export const exemptionsHandlers = (say: Say) =>
  handlers(exemptionsApi, {
    list: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      const exemptions = await listExemptions(ask.db, city, filter, { sort, limit, cursor })
      return cursor === undefined ? { ...exemptions, total: await countExemptions(ask.db, city, filter) } : exemptions
    },
    exportList: (ask) => {
      const { sort, ...filter } = ask.query
      const head = (name: string) => say(ask.language, `exemptions.column.${name}`)
      return listBook<Exemption>({
        name: say(ask.language, 'exemptions.sheet'),
        at: ask.at,
        columns: [
          { head: head('title'), width: 28, cell: ({ title }) => read(title, ask.language) },
          { head: head('facts'), width: 24, cell: ({ facts }) => facts.join(', ') },
          {
            head: head('place'),
            width: 24,
            cell: ({ place }) => (place ? read(place, ask.language) : say(ask.language, 'exemptions.drawnShape')),
          },
          { head: head('hours'), width: 20, cell: ({ times }) => hoursText(times) },
          { head: head('from'), width: 12, cell: ({ fromOn }) => fromOn },
          { head: head('to'), width: 12, cell: ({ toOn }) => toOn },
          { head: head('source'), width: 28, cell: ({ source }) => source },
          { head: head('drawn'), width: 17, cell: ({ at }) => cityTime(at) },
          { head: head('by'), width: 14, cell: ({ by }) => by?.name ?? '' },
          { head: head('ended'), width: 17, cell: ({ endedAt }) => cityTime(endedAt) },
        ],
        read: (cursor) => listExemptions(ask.db, whoOf(ask).city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    add: async (ask) => {
      const who = whoOf(ask)
      if (!(await hasWhere(ask.db, who.city, ask.body))) throw new Problem('exemptions.noPlace', 422)
      const isNew = await addExemption(ask.db, who.city, ask.body, { at: ask.at, by: who.person })
      const exemption = await getExemption(ask.db, who.city, ask.body.id)
      if (isNew) await happened(ask.db, who, ask.at, 'exemption.drawnUp', exemption)
      return exemption
    },
    end: async (ask) => {
      const who = whoOf(ask)
      const isEnded = await endExemption(ask.db, who.city, ask.params.id, ask.at)
      const exemption = await getExemption(ask.db, who.city, ask.params.id)
      if (isEnded) await happened(ask.db, who, ask.at, 'exemption.ended', exemption)
      return exemption
    },
  })
