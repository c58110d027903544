/** Handlers of learning from one case. */
import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CaseId, CityId, EventId, RoundId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { addDays, dayOf } from '../base/time.ts'
import type { Case } from '../cases/case.ts'
import { findCase } from '../cases/cases.sql.ts'
import type { Round } from '../inspections/round.ts'
import { seerOf } from '../inspections/seen.ts'
import { addRoundPoints, hasUnit } from '../inspections/roundPoints.sql.ts'
import type { UnseenPoint } from '../inspections/rounds.api.ts'
import { addRound, findRound, listRoundsFor } from '../inspections/rounds.sql.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { drawRechecks, report } from './rechecks.serve.ts'
import { findDraw, findLastSeed, findSeed, findShown, listDraws, listRechecks, listRechecksOf, type RecheckFilter } from './rechecks.sql.ts'
import { daysAfter, type DrawProof, ownRules, type Recheck, type RepeatRule, type Repeats, ruleFor, type Sweep } from './repeat.ts'
import { repeatsApi } from './repeats.api.ts'
import {
  countMisses,
  findMark,
  keepRecurrences,
  listBorn,
  listChanged,
  listLookAlikes,
  listNoUnits,
  listPairs,
  listRecurrences,
  listRules,
  putRules,
  saveMark,
} from './repeats.sql.ts'

/** A case at a point. *Refuses:* 404; 409 `repeats.noPoint`. */
async function getAtPoint(db: Db, city: CityId, id: CaseId): Promise<Case> {
  const it = await findCase(db, city, id)
  if (!it) throw new Problem('api.notFound', 404)
  if (it.pointId === null) throw new Problem('repeats.noPoint', 409)
  return it
}

interface Asked {
  readonly days: number
  readonly text?: string | undefined
}

async function lookAlikes(db: Db, city: CityId, at: string, id: CaseId, { days, text }: Asked, turn: Turn): Promise<PageOf<UnseenPoint>> {
  const { pointId, fact } = await getAtPoint(db, city, id)
  return listLookAlikes(db, city, { pointId, fact, since: addDays(dayOf(at), 1 - days), text }, turn)
}

interface SweepWish {
  readonly id: RoundId
  readonly days: number
  readonly toOn: string
  readonly unitId?: UnitId | undefined
  readonly most: number
}

/** Sends the look-alikes of a case as one round. *Refuses:* 404; 409 `repeats.noPoint`, `repeats.noLookAlikes`; 422. */
async function sweep(db: Db, who: Who, at: string, caseId: CaseId, wish: SweepWish, say: Say): Promise<Round> {
  const { city, person } = who
  const known = await findRound(db, city, wish.id)
  if (known) return known
  const it = await getAtPoint(db, city, caseId)
  if (wish.unitId !== undefined && !(await hasUnit(db, city, wish.unitId)))
    throw new Problem('inspections.faults', 422, {}, [{ at: 'unitId', says: 'fault.noSuchUnit' }])
  if (wish.toOn < dayOf(at)) throw new Problem('inspections.faults', 422, {}, [{ at: 'toOn', says: 'fault.past' }])
  const { items } = await lookAlikes(db, city, at, caseId, wish, { sort: 'code', limit: wish.most })
  if (items.length === 0) throw new Problem('repeats.noLookAlikes', 409, { days: wish.days })
  const words = (language: Language) => say(language, 'repeats.sweepRound', { no: it.no })
  const title = { zh: words('zh-CN'), en: words('en') }
  const unit = wish.unitId === undefined ? {} : { unitId: wish.unitId }
  await addRound(db, city, { id: wish.id, kind: 'sweep', title, fromOn: dayOf(at), toOn: wish.toOn, ...unit }, { case: caseId })
  const because = { from: 'sweep', case: caseId, ...(it.fact === null ? {} : { fact: it.fact }) }
  await addRoundPoints(db, city, wish.id, { points: items.map(({ point }) => ({ pointId: point.id, because })), at, by: person })
  // Of the round: the events of a case are its life, and this is none of it.
  const data = { case: caseId, points: items.length }
  await appendEvents(db, city, [{ id: v7() as EventId, kind: 'sweep.sent', thing: wish.id, at, by: person, version: 1, data }])
  return (await findRound(db, city, wish.id))!
}

async function sweepsOf(db: Db, city: CityId, id: CaseId): Promise<Sweep[]> {
  const rounds = await listRoundsFor(db, city, 'sweep', id)
  const ids = rounds.map((round) => round.id)
  const misses = new Map<string, number>((await countMisses(db, city, ids)).map((row) => [row.roundId, row.misses]))
  const born = await listBorn(db, city, ids)
  return rounds.map((round) => ({
    round,
    findings: misses.get(round.id) ?? 0,
    cases: born.filter(({ roundId }) => roundId === round.id).map(({ roundId: _round, ...it }) => it),
  }))
}

async function repeatsOf(db: Db, who: Who, id: CaseId): Promise<Repeats> {
  const { city } = who
  if (!(await findCase(db, city, id))) throw new Problem('api.notFound', 404)
  return {
    sweeps: await sweepsOf(db, city, id),
    rechecks: await listRechecksOf(db, city, id, seerOf(who)),
    ...(await listRecurrences(db, city, id)),
  }
}

const casesAtOnce = 2000

/** Looks for recurrences among the cases that changed since the last search. Gives how many were found. */
export async function findRecurrences(db: Db, city: CityId, at: string): Promise<number> {
  const rules = await listRules(db, city)
  const most = (key: 'metres' | 'days') => Math.max(ownRules[key], ...rules.map((rule) => rule[key] ?? 0))
  let count = 0
  for (;;) {
    const changed = await listChanged(db, city, await findMark(db, city), casesAtOnce)
    if (changed.length === 0) return count
    const ids = changed.map(({ id }) => id)
    const pairs = (await listPairs(db, city, ids, { metres: most('metres'), days: most('days') })).filter((pair) => {
      const { metres, days } = ruleFor(rules, pair.unitId, pair.class)
      return pair.metres <= metres && pair.days <= days
    })
    await keepRecurrences(db, city, ids, pairs, at)
    // Cases of the very moment where the page was cut come again: what is kept is kept once.
    const last = changed.at(-1)!.changedAt
    const cut = changed.length < casesAtOnce ? last : (changed.findLast(({ changedAt }) => changedAt < last)?.changedAt ?? last)
    await saveMark(db, city, cut)
    count += pairs.length
  }
}

/** What is due of both, in one city: for the server's clock. */
export async function learnFromCases(db: Db, city: CityId, at: string, say: Say): Promise<void> {
  await db.tx((tx) => findRecurrences(tx, city, at))
  await db.tx((tx) => drawRechecks(tx, city, at, say))
}

/**
 * The file with which anybody draws again. *Refuses:* 404 for a day that was not drawn yet: its seed is nobody's business; 409
 * `repeats.notEnded` while one of its re-checks is open: with the seed everybody would know where somebody goes.
 */
async function prove(db: Db, city: CityId, day: string): Promise<Download> {
  const [seed, draw] = [await findSeed(db, city, day), await findDraw(db, city, day)]
  if (!seed || !draw) throw new Problem('api.notFound', 404)
  const { isEnded, ...known } = draw
  if (!isEnded) throw new Problem('repeats.notEnded', 409)
  const { committedAt, commitment } = seed
  const proof: DrawProof = { format: 'mingcheng recheck 1', city, day, committedAt, commitment, seed: seed.seed, ...known }
  return { name: `recheck ${day}.json`, mediaType: 'application/json', content: Readable.from([JSON.stringify(proof, null, 1)]) }
}

/** Puts new rules in the place of the old; what was found by the old stays. *Refuses:* 422 for two of one class and unit, for no unit of ours. */
async function rule(db: Db, { city, person }: Who, at: string, items: readonly RepeatRule[]): Promise<{ items: RepeatRule[] }> {
  const near = items.map(({ unitId, class: type }) => `${unitId ?? ''}/${type ?? ''}`)
  const strange = new Set(await listNoUnits(db, city, [...new Set(items.flatMap(({ unitId }) => unitId ?? []))]))
  const faults = items.flatMap(({ unitId }, index) => [
    ...(near.indexOf(near[index]!) < index ? [{ at: `items.${index}`, says: 'fault.ruleTwice' }] : []),
    ...(unitId !== null && strange.has(unitId) ? [{ at: `items.${index}.unitId`, says: 'fault.noSuchUnit' }] : []),
  ])
  if (faults.length > 0) throw new Problem('inspections.faults', 422, {}, faults)
  await putRules(db, city, items)
  const id = v7() as EventId
  await appendEvents(db, city, [{ id, kind: 'recheck.ruled', thing: id, at, by: person, version: 1, data: { items } }])
  return { items: await listRules(db, city) }
}

const recheckColumns = (say: Say, language: Language): BookColumn<Recheck>[] => [
  { head: say(language, 'cases.no'), width: 16, cell: (it) => it.case.no },
  { head: say(language, 'cases.text'), width: 40, cell: (it) => it.case.text },
  { head: say(language, 'cases.unit'), width: 24, cell: ({ unit }) => (unit ? read(unit.title, language) : '') },
  { head: say(language, 'inspections.column.point'), width: 16, cell: ({ point }) => point?.code ?? '' },
  { head: say(language, 'repeats.column.after'), width: 10, cell: ({ after }) => after },
  { head: say(language, 'repeats.column.due'), width: 12, cell: ({ dueOn }) => dueOn },
  { head: say(language, 'repeats.column.state'), width: 14, cell: ({ state }) => say(language, `repeats.state.${state}`) },
  { head: say(language, 'repeats.column.done'), width: 17, cell: ({ doneAt }) => cityTime(doneAt) },
  { head: say(language, 'repeats.column.newCase'), width: 16, cell: ({ newCase }) => newCase?.no ?? '' },
]

const pointColumns = (say: Say, language: Language): BookColumn<UnseenPoint>[] => [
  { head: say(language, 'inspections.column.point'), width: 16, cell: ({ point }) => point.code },
  { head: say(language, 'inspections.column.pointName'), width: 30, cell: ({ point }) => read(point.title, language) },
  { head: say(language, 'rounds.column.lastVisited'), width: 17, cell: ({ lastVisitedAt }) => cityTime(lastVisitedAt) },
]

/** Handlers over the word lists. */
export const repeatsHandlers = (say: Say) =>
  handlers(repeatsApi, {
    listLookAlikes: async (ask) => lookAlikes(ask.db, whoOf(ask).city, ask.at, ask.params.id, ask.query, ask.query),
    exportLookAlikes: async (ask) =>
      listBook({
        name: say(ask.language, 'repeats.sheet.lookAlikes'),
        at: ask.at,
        columns: pointColumns(say, ask.language),
        read: (cursor) =>
          lookAlikes(ask.db, whoOf(ask).city, ask.at, ask.params.id, ask.query, { sort: ask.query.sort, cursor, limit: rowsAtOnce }),
      }),
    sweep: async (ask) => sweep(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body, say),
    get: async (ask) => repeatsOf(ask.db, whoOf(ask), ask.params.id),
    listRechecks: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      return listRechecks(ask.db, whoOf(ask).city, { ...filter, seer: seerOf(whoOf(ask)) }, { sort, limit, cursor })
    },
    exportRechecks: async (ask) => {
      const { sort, ...query } = ask.query
      const filter: RecheckFilter = { ...query, seer: seerOf(whoOf(ask)) }
      return listBook({
        name: say(ask.language, 'repeats.sheet.rechecks'),
        at: ask.at,
        columns: recheckColumns(say, ask.language),
        read: (cursor) => listRechecks(ask.db, whoOf(ask).city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    report: async (ask) => {
      const who = whoOf(ask)
      await report(ask.db, who, ask.at, ask.params.id, ask.body, say)
      return (await findShown(ask.db, who.city, ask.params.id))!
    },
    listDraws: async (ask) => {
      const { city } = whoOf(ask)
      return { boundUntil: await findLastSeed(ask.db, city), items: await listDraws(ask.db, city, 60) }
    },
    prove: async (ask) => prove(ask.db, whoOf(ask).city, ask.params.day),
    listRules: async (ask) => {
      const items = await listRules(ask.db, whoOf(ask).city)
      return { items, after: daysAfter(items), share: ownRules.share, metres: ownRules.metres, days: ownRules.days }
    },
    putRules: async (ask) => rule(ask.db, whoOf(ask), ask.at, ask.body.items),
  })
