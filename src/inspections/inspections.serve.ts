/** Handlers of the field: rounds, checklists, visits. A visit is graded here, from the standards in force, and appended whole. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { reachOf } from '../api/reach.ts'
import { together } from '../api/together.serve.ts'
import type { Ask as AskOf, Who } from '../api/who.ts'
import type { CityId, PointId, RoundId, VisitId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listPublished } from '../standards/published.sql.ts'
import { checklistFor } from './checklist.ts'
import { readExemptions } from './exemptions.serve.ts'
import { exportObservations, exportRounds, exportVisits } from './export.serve.ts'
import { findPointHead } from '../city/pointHead.sql.ts'
import { type Checklist, inspectionsApi } from './inspections.api.ts'
import { listFills, listRivals } from './fills.sql.ts'
import { settleVisit, toRival } from './merge.serve.ts'
import { correctObservation, getObservation, listWords, refuseFaults, toObservation } from './observations.serve.ts'
import { countObservations, listLastAtPoint, listObservations, listObservationsOfVisit } from './observations.sql.ts'
import { findArea } from '../city/areas.sql.ts'
import type { NamedKind, NewRound } from './round.ts'
import { hasUnit } from './roundPoints.sql.ts'
import { partOf, partOfRound } from './rounds.serve.ts'
import { listNamedKinds } from './roundKinds.sql.ts'
import { seerOf } from './seen.ts'
import { addRound, findRound, listRounds } from './rounds.sql.ts'
import type { NewVisit, Visit } from './visit.ts'
import { recordAll, type Visited } from './record.serve.ts'
import { countVisits, findVisit, listReceived, listVisits } from './visits.sql.ts'

const notFound = () => new Problem('api.notFound', 404)

/** The checklist of a point with what was found there last time; of a round's part of its standard where a round is named. */
async function getChecklist(db: Db, who: Who, at: string, id: PointId, round: RoundId | undefined): Promise<Checklist> {
  const { city } = who
  const point = await findPointHead(db, city, id)
  if (!point) throw notFound()
  const editions = await listPublished(db, city)
  const last = new Map((await listLastAtPoint(db, city, id, mine(who).own)).map(({ fact, ...found }) => [fact, found]))
  const asked = round && (await findRound(db, city, round, seerOf(who)))
  const part = asked && (await partOf(db, city, asked))
  const exempt = await readExemptions(db, city, id, at)
  const type = editions.flatMap(({ content }) => content.pointTypes).find((type) => type.id === point.type)
  return {
    point,
    type: type ? { title: type.title, ...(type.protocol ? { protocol: type.protocol } : {}) } : null,
    items: checklistFor(editions, point.type)
      .filter(({ fact }) => part?.facts.has(fact) ?? true)
      .map((item) => ({
        ...item,
        ...(exempt(item.fact).length > 0 ? { exempt: exempt(item.fact) } : {}),
        ...(last.has(item.fact) ? { last: last.get(item.fact)! } : {}),
      })),
  }
}

/** Narrows a list to what the person recorded, for those who may see no more. */
const mine = (who: Who) => (reachOf(who, 'inspections.read') === 'own' ? { own: who.person } : {})

function faultsOfKind(kinds: readonly NamedKind[], { kind, namedKind }: NewRound): Fault[] {
  const known = kinds.find(({ id, means }) => id === namedKind && means === kind)
  if (known?.isRetired === false) return []
  return [{ at: 'namedKind', says: known ? 'fault.oldKind' : 'fault.noSuchKind' }]
}

/**
 * *Refuses:* 422 `inspections.faults` for a standard, part, area or unit that there is not, for a word that is no longer used, and for
 * a third party's round of who may not read samples: it would be shut to them from the start (`seen.sql.ts`).
 */
async function refuseFaultyRound(db: Db, who: Who, it: NewRound): Promise<void> {
  const { city } = who
  await partOfRound(db, city, it)
  const area = it.areaId === undefined || (await findArea(db, city, it.areaId))
  const unit = it.unitId === undefined || (await hasUnit(db, city, it.unitId))
  refuseFaults([
    ...(it.kind === 'thirdParty' && !seerOf(who).sealed ? [{ at: 'kind', says: 'fault.roundIsShut' }] : []),
    ...(it.namedKind === undefined ? [] : faultsOfKind(await listNamedKinds(db, city), it)),
    ...(area ? [] : [{ at: 'areaId', says: 'fault.noSuchArea' }]),
    ...(unit ? [] : [{ at: 'unitId', says: 'fault.noSuchUnit' }]),
  ])
}

async function getVisit(db: Db, city: CityId, id: VisitId, known?: Awaited<ReturnType<typeof listWords>>): Promise<Visit> {
  const head = await findVisit(db, city, id)
  if (!head) throw notFound()
  const words = known ?? (await listWords(db, city))
  const results = (await listObservationsOfVisit(db, city, id)).map((row) => toObservation(row, words))
  const rivals = (await listRivals(db, city, id)).map((row) => toRival(row, words))
  return { ...head, results: results.reverse(), fills: await listFills(db, city, id), rivals }
}

/** Visits that many phones send at the same moment, each answered in its own way. */
const recorded = <Said>(visited: Visited, answers: (db: Db, city: CityId, ids: VisitId[]) => Promise<ReadonlyMap<string, Said>>) =>
  together(async (db, asks: readonly AskOf<{ params: undefined; query: undefined; body: NewVisit }>[]) => {
    const { city } = whoOf(asks[0]!)
    const refused = await recordAll(db, asks, visited)
    const said = await answers(
      db,
      city,
      asks.flatMap((ask) => (refused.has(ask) ? [] : [ask.body.id])),
    )
    return asks.map((ask) => refused.get(ask) ?? said.get(ask.body.id)!)
  })

const wholeOf = async (db: Db, city: CityId, ids: VisitId[]) => {
  const all = new Map<string, Visit>()
  const words = await listWords(db, city)
  for (const id of ids) all.set(id, await getVisit(db, city, id, words))
  return all
}

const receivedOf = async (db: Db, city: CityId, ids: VisitId[]) =>
  new Map((await listReceived(db, city, ids)).map((it) => [it.id as string, it]))

/** Handlers over the word lists, which the workbooks need; `visited` is told of every visit. */
export const inspectionsHandlers = (say: Say, visited: Visited = async () => undefined) =>
  handlers(inspectionsApi, {
    listRounds: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      return listRounds(ask.db, whoOf(ask).city, { ...filter, seer: seerOf(whoOf(ask)) }, { sort, limit, cursor })
    },
    exportRounds: (ask) => exportRounds(ask, say),
    addRound: async (ask) => {
      const { city } = whoOf(ask)
      await refuseFaultyRound(ask.db, whoOf(ask), ask.body)
      await addRound(ask.db, city, ask.body)
      const round = await findRound(ask.db, city, ask.body.id)
      if (!round) throw notFound()
      return round
    },
    getRound: async (ask) => {
      const round = await findRound(ask.db, whoOf(ask).city, ask.params.id, seerOf(whoOf(ask)))
      if (!round) throw notFound()
      return round
    },
    getChecklist: async (ask) => getChecklist(ask.db, whoOf(ask), ask.at, ask.params.id, ask.query.round),
    recordVisit: recorded(visited, wholeOf),
    handIn: recorded(visited, receivedOf),
    listVisits: async (ask) => {
      const { city } = whoOf(ask)
      const { limit, cursor, sort, ...query } = ask.query
      const filter = { ...query, ...mine(whoOf(ask)) }
      const visits = await listVisits(ask.db, city, filter, { sort, limit, cursor })
      return cursor === undefined ? { ...visits, total: await countVisits(ask.db, city, filter) } : visits
    },
    exportVisits: (ask) => exportVisits({ ...ask, query: { ...ask.query, ...mine(whoOf(ask)) } }, say),
    exportObservations: (ask) => exportObservations({ ...ask, query: { ...ask.query, ...mine(whoOf(ask)) } }, say),
    getVisit: async (ask) => getVisit(ask.db, whoOf(ask).city, ask.params.id),
    settle: async (ask) => {
      await settleVisit(ask.db, whoOf(ask), ask.at, { visit: ask.params.id, ...ask.body })
      return getVisit(ask.db, whoOf(ask).city, ask.params.id)
    },
    listObservations: async (ask) => {
      const { city } = whoOf(ask)
      const { limit, cursor, sort, ...query } = ask.query
      const filter = { ...query, ...mine(whoOf(ask)) }
      const { items, ...next } = await listObservations(ask.db, city, filter, { sort, limit, cursor })
      const words = await listWords(ask.db, city)
      const total = cursor === undefined ? { total: await countObservations(ask.db, city, filter) } : {}
      return { items: items.map((row) => toObservation(row, words)), ...next, ...total }
    },
    getObservation: async (ask) => getObservation(ask.db, whoOf(ask).city, ask.params.id),
    correct: async (ask) => correctObservation(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body),
  })
