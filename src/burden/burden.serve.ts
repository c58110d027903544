/** Handlers of the burden register. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { isInForce } from '../privacy/compliance.sql.ts'
import { alikeFrom, bigramsOf, likeness } from '../standards/similarity.ts'
import { addAppeal, type AppealRow, decideAppeal, findAppeal } from './appeals.sql.ts'
import { askGrassroots, readRates } from './ask.serve.ts'
import {
  type Appeal,
  type AskedBefore,
  type AskKind,
  askKinds,
  type AskLine,
  type Load,
  stateOf,
  usualMinutes,
  weekOf,
  yearLimits,
} from './burden.ts'
import { burdenApi, type Rates } from './burden.api.ts'
import {
  countRequests,
  findAsk,
  listAnswered,
  listGrassroots,
  listOfRequest,
  listSums,
  listTight,
  saveAnswer,
  saveBudget,
  saveRate,
} from './burden.sql.ts'
import { exportWeeks } from './export.serve.ts'
import { burdenLists, toAppeal, toAsk, toWeek } from './lists.serve.ts'

const mostTight = 20
const mostLookedThrough = 5000

/** The same question, answered elsewhere; the most alike first, one line a request. */
async function findAsked(db: Db, city: CityId, text: string): Promise<AskedBefore[]> {
  const wanted = bigramsOf(text)
  const found = (await listAnswered(db, city, mostLookedThrough))
    .map((row) => ({ row, alike: likeness(wanted, bigramsOf(row.text)) }))
    .filter(({ row, alike }) => row.answer !== '' && alike >= alikeFrom)
    .sort((a, b) => b.alike - a.alike)
  return found.slice(0, 10).map(({ row, alike }) => ({
    request: row.requestId,
    text: row.text,
    answer: row.answer!,
    unit: { id: row.unitId, title: { zh: row.unitZh, en: row.unitEn } },
    answeredAt: row.answeredAt!,
    likeness: alike,
  }))
}

/** True when the unit has called its meetings or inspections of the year already. A warning, never a refusal. */
async function isOverLimit(db: Db, who: Who, at: string, kind: AskKind): Promise<boolean> {
  const limit = yearLimits[kind]
  if (limit === undefined || who.unit === null || !(await isInForce(db, who.city, 'limits', at))) return false
  return (await countRequests(db, who.city, who.unit, kind, `${dayOf(at).slice(0, 4)}-01-01T00:00:00.000Z`)) >= limit
}

async function preview(db: Db, who: Who, at: string, kind: AskKind, ids: readonly string[]): Promise<Load[]> {
  const units = await listGrassroots(db, who.city, ids)
  const rates = await readRates(db, who.city)
  const sums = new Map(
    (
      await listSums(
        db,
        who.city,
        weekOf(dayOf(at)),
        units.map(({ id }) => id),
      )
    ).map((sum) => [sum.unitId, sum]),
  )
  return units.map(({ id, zh, en, budget: own }) => {
    const { minutes = 0, allowed = 0 } = sums.get(id) ?? {}
    const budget = (own ?? rates.budget) + allowed
    const after = minutes + rates.minutes[kind]
    return { unit: { id, title: { zh, en } }, minutes, after, budget, state: stateOf(after, budget) }
  })
}

interface Request {
  readonly id: string
  readonly kind: AskKind
  readonly text: string
  readonly units: readonly UnitId[]
  readonly minutes?: number | undefined
  readonly despite: string
}

/** *Refuses:* 409 `burden.askedBefore` with the answers, unless a reason is given; 422 `burden.noUnit`; what `askGrassroots` refuses. */
async function request(db: Db, who: Who, at: string, it: Request): Promise<AskLine[]> {
  const known = await listOfRequest(db, who.city, it.id)
  if (known.length > 0) return known.map(toAsk)
  if (it.despite === '' && it.kind !== 'meeting' && it.kind !== 'visit' && (await isInForce(db, who.city, 'askOnce', at))) {
    const before = await findAsked(db, who.city, it.text)
    const faults = before.slice(0, 3).map(({ text, answer, unit }) => ({
      at: 'text',
      says: 'fault.askedBefore',
      details: { text, answer, unit: unit.title.zh },
    }))
    if (before.length > 0) throw new Problem('burden.askedBefore', 409, { n: before.length }, faults)
  }
  const { kind, text, minutes } = it
  const same = { kind, text, thing: null, request: it.id, ...(minutes === undefined ? {} : { minutes }) }
  await askGrassroots(
    db,
    who,
    at,
    [...new Set(it.units)].map((unit) => ({ ...same, unit })),
  )
  const asks = await listOfRequest(db, who.city, it.id)
  if (asks.length === 0) throw new Problem('burden.noUnit', 422)
  await appendEvents(db, who.city, [
    {
      id: v7() as EventId,
      kind: 'burden.asked',
      thing: it.id,
      at,
      by: who.person,
      version: 1,
      data: { kind, units: asks.map(({ unitId }) => unitId), despite: it.despite },
    },
  ])
  return asks.map(toAsk)
}

/** *Refuses:* 404; 403 `burden.notYours` for people of other units. */
async function answer(db: Db, who: Who, at: string, id: string, it: { answer: string; minutes: number | null }): Promise<AskLine> {
  const row = await findAsk(db, who.city, id)
  if (!row) throw new Problem('api.notFound', 404)
  if (row.unitId !== who.unit) throw new Problem('burden.notYours', 403)
  await saveAnswer(db, who.city, row, { answer: it.answer === '' ? null : it.answer, minutes: it.minutes, at, by: who.person })
  return toAsk((await findAsk(db, who.city, id))!)
}

async function getAppeal(db: Db, city: CityId, id: string): Promise<AppealRow> {
  const row = await findAppeal(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return row
}

/** *Refuses:* 404; 403 `burden.ownAppeal`: who asks does not decide. */
async function decide(db: Db, who: Who, at: string, id: string, it: { approved: boolean; note: string }): Promise<Appeal> {
  const row = await getAppeal(db, who.city, id)
  if (row.by === who.person) throw new Problem('burden.ownAppeal', 403)
  if ((await decideAppeal(db, who.city, row, { ...it, at, by: who.person })) > 0)
    await appendEvents(db, who.city, [
      {
        id: v7() as EventId,
        kind: 'burden.decided',
        thing: id,
        at,
        by: who.person,
        version: 1,
        data: { ...it, unit: row.unitId, week: row.week, minutes: row.minutes },
      },
    ])
  return toAppeal(await getAppeal(db, who.city, id))
}

async function getRates(db: Db, city: CityId): Promise<Rates> {
  const { budget, minutes } = await readRates(db, city)
  return { budget, kinds: askKinds.map((kind) => ({ kind, minutes: minutes[kind], usual: usualMinutes[kind] })) }
}

/** Handlers over the word lists. */
export const burdenHandlers = (say: Say) =>
  handlers(burdenApi, {
    ...burdenLists(say),
    preview: async (ask) => {
      const { kind, units } = ask.query
      const ids = units.split(',').filter((id) => z.uuid().safeParse(id).success)
      const who = whoOf(ask)
      return { items: await preview(ask.db, who, ask.at, kind, ids), overLimit: await isOverLimit(ask.db, who, ask.at, kind) }
    },
    listTight: async (ask) => {
      const { city } = whoOf(ask)
      const { budget: usual } = await readRates(ask.db, city)
      const rows = await listTight(ask.db, city, { week: weekOf(dayOf(ask.at)), usual, most: mostTight })
      return { items: rows.map((row) => toWeek(row, usual)), n: rows[0]?.n ?? 0 }
    },
    findAsked: async (ask) => ({ items: await findAsked(ask.db, whoOf(ask).city, ask.query.text) }),
    request: async (ask) => ({ items: await request(ask.db, whoOf(ask), ask.at, ask.body) }),
    answer: async (ask) => answer(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body),
    appeal: async (ask) => {
      const { city, person } = whoOf(ask)
      const { id, unit, minutes, reason, about } = ask.body
      if (await addAppeal(ask.db, city, { id, unitId: unit, minutes, reason, about, week: weekOf(dayOf(ask.at)), at: ask.at, by: person }))
        await appendEvents(ask.db, city, [
          { id: v7() as EventId, kind: 'burden.appealed', thing: id, at: ask.at, by: person, version: 1, data: { unit, minutes, reason } },
        ])
      return toAppeal(await getAppeal(ask.db, city, id))
    },
    decide: async (ask) => decide(ask.db, whoOf(ask), ask.at, ask.params.id, ask.body),
    getRates: async (ask) => getRates(ask.db, whoOf(ask).city),
    setRate: async (ask) => {
      const { city, person } = whoOf(ask)
      await saveRate(ask.db, city, ask.params.kind, ask.body.minutes)
      await appendEvents(ask.db, city, [
        { id: v7() as EventId, kind: 'burden.set', thing: v7(), at: ask.at, by: person, version: 1, data: { ...ask.params, ...ask.body } },
      ])
      return getRates(ask.db, city)
    },
    setBudget: async (ask) => {
      const { city, person } = whoOf(ask)
      await saveBudget(ask.db, city, ask.params.unit, ask.body.minutes)
      await appendEvents(ask.db, city, [
        { id: v7() as EventId, kind: 'burden.set', thing: ask.params.unit, at: ask.at, by: person, version: 1, data: ask.body },
      ])
      return {}
    },
    export: async (ask) => exportWeeks(ask.db, whoOf(ask).city, { ...ask.query, at: ask.at, language: ask.language }, say),
  })
