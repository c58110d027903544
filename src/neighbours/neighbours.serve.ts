/** Handlers between cities. Publishing, sharing and taking back are events of the city that does it. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { setParentCity } from '../city/parent.sql.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { neighboursApi, type Rollup, type Share, type SharedCase } from './neighbours.api.ts'
import {
  addShare,
  type CityRow,
  countSharedCases,
  endShare,
  findCity,
  findCityByCode,
  listBelow,
  listOwnRollups,
  listRollups,
  listSharedCases,
  listSharedWith,
  listShares,
  putRollup,
  type SharedFilter,
  type ShareRow,
  workOut,
} from './neighbours.sql.ts'

const nameOf = ({ cityId, code, nameZh, nameEn }: Pick<CityRow, 'cityId' | 'code' | 'nameZh' | 'nameEn'>) => ({
  id: cityId,
  code,
  title: { zh: nameZh, en: nameEn },
})

const shareShown = (row: ShareRow): Share => ({
  id: row.id,
  with: nameOf({ ...row, cityId: row.withCityId }),
  what: row.what,
  reason: row.reason,
  fromAt: row.fromAt,
  endedAt: row.endedAt,
})

const tell = (db: Db, who: Who, at: string, event: { kind: string; thing: string; data: Record<string, unknown> }) =>
  appendEvents(db, who.city, [{ id: v7() as EventId, at, by: who.person, version: 1, ...event }])

/** The city above. *Refuses:* 409 `neighbours.noParent`. */
async function getParent(db: Db, city: CityId): Promise<CityRow> {
  const own = await findCity(db, city)
  const parent = own?.parentCityId ? await findCity(db, own.parentCityId) : undefined
  if (!parent) throw new Problem('neighbours.noParent', 409)
  return parent
}

async function getShare(db: Db, city: CityId, id: string): Promise<Share> {
  const [row] = await listShares(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return shareShown(row)
}

/** Takes the city off the rollup, which says it by where it stands. */
function rollupShown(row: Rollup & { cityId: CityId }): Rollup {
  const { cityId, ...rollup } = row
  void cityId
  return rollup
}

async function publish(db: Db, who: Who, at: string, period: string): Promise<Rollup> {
  const [now, before] = [
    dayOf(at).slice(0, 7),
    dayOf(new Date(Date.parse(`${dayOf(at).slice(0, 7)}-01T00:00:00Z`) - 1).toISOString(), 0).slice(0, 7),
  ]
  if (period !== now && period !== before) throw new Problem('neighbours.closedMonth', 409, { period })
  const rollup = { period, ...(await workOut(db, who.city, period, at)), publishedAt: at }
  await putRollup(db, who.city, rollup, who.person)
  await tell(db, who, at, { kind: 'rollup.published', thing: v7(), data: { ...rollup } })
  return rollup
}

/** Puts the city below another. *Refuses:* 422 for itself, for an unknown one, or for one of its own below. */
async function setAbove(db: Db, who: Who, at: string, code: string | null): Promise<CityRow | undefined> {
  const parent = code === null ? undefined : await findCityByCode(db, code)
  if (code !== null && (!parent || parent.cityId === who.city || parent.parentCityId === who.city))
    throw new Problem('neighbours.badParent', 422)
  await setParentCity(db, who.city, parent?.cityId ?? null)
  await tell(db, who, at, { kind: 'rollup.parentSet', thing: v7(), data: { parent: code } })
  return parent
}

/** A page of the cases of a city below. *Refuses:* 404 `neighbours.notShared`. */
async function sharedShown(db: Db, who: Who, city: CityId, filter: SharedFilter, turn: Turn) {
  const shared = await listSharedWith(db, who.city)
  if (!shared.some(({ cityId }) => cityId === city)) throw new Problem('neighbours.notShared', 404)
  return { ...(await listSharedCases(db, city, filter, turn)), total: await countSharedCases(db, city, filter) }
}

const sharedColumns = (say: Say, language: Language): BookColumn<SharedCase>[] => [
  { head: say(language, 'cases.no'), width: 18, cell: ({ no }) => no },
  { head: say(language, 'cases.text'), width: 60, cell: ({ text }) => text },
  { head: say(language, 'neighbours.state'), cell: ({ state }) => say(language, `cases.state.${state}`) },
  { head: say(language, 'cases.reportedAt'), width: 17, cell: ({ reportedAt }) => cityTime(reportedAt) },
  { head: say(language, 'cases.due'), width: 17, cell: ({ dueAt }) => cityTime(dueAt) },
  { head: say(language, 'cases.closedAt'), width: 17, cell: ({ closedAt }) => cityTime(closedAt) },
]

/** Handlers over the word lists, which the workbook needs. */
export const neighboursHandlers = (say: Say) =>
  handlers(neighboursApi, {
    listBelow: async (ask) => {
      const { city } = whoOf(ask)
      const below = await listBelow(ask.db, city)
      const ids = below.map(({ cityId }) => cityId)
      const rollups = new Map((await listRollups(ask.db, ids, ask.query.period)).map((row) => [row.cityId, row]))
      const sharing = new Set((await listSharedWith(ask.db, city)).map(({ cityId }) => cityId))
      return {
        items: below.map((row) => {
          const rollup = rollups.get(row.cityId)
          return { city: nameOf(row), rollup: rollup ? rollupShown(rollup) : null, sharesCases: sharing.has(row.cityId) }
        }),
      }
    },
    listSharedCases: async (ask) => {
      const { sort, cursor, limit, ...filter } = ask.query
      return sharedShown(ask.db, whoOf(ask), ask.params.city, filter, { sort, cursor, limit })
    },
    exportSharedCases: async (ask) => {
      const { sort, ...filter } = ask.query
      const who = whoOf(ask)
      const read = (cursor: string | undefined) => sharedShown(ask.db, who, ask.params.city, filter, { sort, cursor, limit: rowsAtOnce })
      return listBook({ name: say(ask.language, 'neighbours.cases'), at: ask.at, columns: sharedColumns(say, ask.language), read })
    },
    getAbove: async (ask) => {
      const { city } = whoOf(ask)
      const parent = await getParent(ask.db, city).catch(() => undefined)
      const [rollups, shares] = [await listOwnRollups(ask.db, city), await listShares(ask.db, city)]
      return { parent: parent ? nameOf(parent) : null, rollups: rollups.map(rollupShown), shares: shares.map(shareShown) }
    },
    setAbove: async (ask) => {
      const parent = await setAbove(ask.db, whoOf(ask), ask.at, ask.body.parent)
      return { parent: parent ? nameOf(parent) : null }
    },
    publish: async (ask) => publish(ask.db, whoOf(ask), ask.at, ask.body.period),
    share: async (ask) => {
      const who = whoOf(ask)
      const { id, what, reason } = ask.body
      const parent = await getParent(ask.db, who.city)
      const fresh = { id, withCity: parent.cityId, what, reason, at: ask.at, by: who.person }
      const added = await addShare(ask.db, who.city, fresh)
      if (added > 0) await tell(ask.db, who, ask.at, { kind: 'share.given', thing: id, data: { with: parent.code, what, reason } })
      else if ((await listShares(ask.db, who.city, id)).length === 0) throw new Problem('neighbours.sharedAlready', 409)
      return getShare(ask.db, who.city, id)
    },
    endShare: async (ask) => {
      const who = whoOf(ask)
      const before = await getShare(ask.db, who.city, ask.params.id)
      if ((await endShare(ask.db, who.city, before.id, ask.at, who.person)) > 0)
        await tell(ask.db, who, ask.at, { kind: 'share.ended', thing: before.id, data: { with: before.with.code, what: before.what } })
      return getShare(ask.db, who.city, before.id)
    },
  })
