/** Handlers of carrying over. Everything is proposed first; nothing moves before a person has decided and asks for it. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listStoredOf } from '../duties/duties.sql.ts'
import { factOfWay } from '../inspections/observation.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { compareEditions, type Line } from '../standards/compare.ts'
import { criteriaOf, type Edition } from '../standards/edition.ts'
import { carryColumns } from './books.serve.ts'
import { applyDocuments } from './carryDocuments.serve.ts'
import { applyDuties } from './carryDuties.serve.ts'
import { type Carry, carryApi, type CarrySummary } from './carry.api.ts'
import { comparableShare, fateOf, type Proposal, proposeDocument, proposeDuty, proposeFact, proposeResult, readFacts } from './carry.ts'
import {
  type CarryFilter,
  type CarryRow,
  countCarries,
  countFacts,
  decideCarries,
  type Detail,
  listCarries,
  listLastReviews,
  listScoreTitles,
  lockDecided,
  markApplied,
  type NewCarry,
  type Pair,
  putCarries,
} from './carry.sql.ts'
import { getEdition } from './measure.serve.ts'

/** The two editions and what became of every line between them. */
interface Change {
  readonly pair: Pair
  readonly from: Edition
  readonly to: Edition
  readonly lines: readonly Line[]
}

async function changeBetween(db: Db, city: CityId, pair: Pair): Promise<Change> {
  if (pair.from === pair.to) throw new Problem('assessments.sameEdition', 422)
  const [from, to] = [(await getEdition(db, city, pair.from)).content, (await getEdition(db, city, pair.to)).content]
  return { pair, from, to, lines: compareEditions(from, to).lines }
}

const proposal = (
  kind: NewCarry['kind'],
  item: string,
  position: number,
  { outcome, reason, to }: Proposal,
  detail: Omit<Detail, 'to'>,
): NewCarry => ({
  id: v7(),
  kind,
  item,
  position,
  proposed: outcome,
  reason,
  detail: { ...detail, to: [...to] },
})

async function dutyProposals(db: Db, city: CityId, { pair, from, lines }: Change): Promise<NewCarry[]> {
  const criteria = criteriaOf(from.tree).map(({ criterion }) => criterion)
  return (await listStoredOf(db, city, pair.from)).map(({ id, values }) => {
    const fate = fateOf(lines, values.criterion)
    const at = criteria.findIndex((criterion) => criterion.id === values.criterion)
    const title = values.task === '' ? (criteria[at]?.title ?? { zh: values.criterion, en: '' }) : { zh: values.task, en: '' }
    const detail = { title, from: values.criterion, changes: [...(fate?.changes ?? [])], count: null }
    return proposal('duty', id, at, proposeDuty(fate, values.state === 'done'), detail)
  })
}

async function documentProposals(db: Db, city: CityId, { from, lines }: Change): Promise<NewCarry[]> {
  const asked = criteriaOf(from.tree).flatMap(({ criterion }, at) =>
    criterion.ways.flatMap(({ method }) =>
      method === 'materials' || method === 'opinion' ? [{ at, criterion, method, fact: factOfWay(from, criterion.id, method) }] : [],
    ),
  )
  const reviews = await listLastReviews(
    db,
    city,
    asked.map(({ fact }) => fact),
  )
  return reviews.map((review) => {
    const { at, criterion, method } = asked.find(({ fact }) => fact === review.fact)!
    const fate = fateOf(lines, criterion.id)
    const detail = { title: criterion.title, from: criterion.id, changes: [...(fate?.changes ?? [])], count: review.photos.length }
    return proposal('document', review.id, at, proposeDocument(fate, method), detail)
  })
}

async function factProposals(db: Db, city: CityId, { from, to }: Change): Promise<NewCarry[]> {
  const counted = new Map((await countFacts(db, city)).map(({ kind, fact, count }) => [`${kind} ${fact}`, count]))
  const after = readFacts(to)
  return [...readFacts(from)].flatMap(([key, before], at) => {
    const count = counted.get(key)
    if (count === undefined || before.criteria.length === 0) return []
    const detail = { title: before.title, from: before.criteria.join(' '), changes: [], count }
    return [proposal('observation', key, 100_000 + at, proposeFact(before, after.get(key)), detail)]
  })
}

async function resultProposals(db: Db, city: CityId, { pair, lines }: Change): Promise<NewCarry[]> {
  const share = comparableShare(lines)
  const detail = { from: '', changes: [], count: share }
  return (await listScoreTitles(db, city, pair.from)).map(({ id, zh, en }, at) =>
    proposal('result', id, 200_000 + at, proposeResult(share), { ...detail, title: { zh, en } }),
  )
}

async function propose(db: Db, city: CityId, pair: Pair): Promise<CarrySummary> {
  const change = await changeBetween(db, city, pair)
  for (const proposals of [dutyProposals, documentProposals, factProposals, resultProposals])
    await putCarries(db, city, pair, await proposals(db, city, change))
  return countCarries(db, city, pair)
}

/** Carries out what is decided and was not carried out yet: duties and documents move, the rest is only on record. */
async function apply(db: Db, who: Who, at: string, pair: Pair): Promise<CarrySummary> {
  const { from, to } = await changeBetween(db, who.city, pair)
  await lockDecided(db, who.city, pair)
  const { items: decided } = await listCarries(db, who.city, pair, { state: 'decided' }, { sort: 'position', limit: 100_000 })
  const of = (kind: CarryRow['kind']) => decided.filter((row) => row.kind === kind)
  await applyDuties(db, who, at, { pair, rows: of('duty') })
  await applyDocuments(db, who, { from, to, rows: of('document') })
  await markApplied(
    db,
    who.city,
    decided.map(({ id }) => id),
    at,
  )
  if (decided.length > 0) {
    const data = { from: pair.from, to: pair.to, items: decided.length }
    await appendEvents(db, who.city, [
      { id: v7() as EventId, kind: 'edition.carriedOver', thing: pair.to, at, by: who.person, version: 1, data },
    ])
  }
  return countCarries(db, who.city, pair)
}

function carryOf({ id, kind, item, proposed, reason, detail, decided, note, decidedAt, decidedBy, byName, appliedAt }: CarryRow): Carry {
  const by = decidedBy && { id: decidedBy, name: byName ?? '' }
  return { id, kind, item, ...detail, proposed, reason, decided, note, decidedAt, decidedBy: by, appliedAt }
}

/** *Refuses:* 422 `assessments.noSuchCriterion` for a target that the new edition does not have. */
async function refuseTargets(db: Db, city: CityId, { to }: Pair, targets: readonly string[]): Promise<void> {
  const known = new Set(criteriaOf((await getEdition(db, city, to)).content.tree).map(({ criterion }) => criterion.id as string))
  const criterion = targets.find((target) => !known.has(target))
  if (criterion !== undefined) throw new Problem('assessments.noSuchCriterion', 422, { criterion })
}

async function listShown(db: Db, city: CityId, pair: Pair, filter: CarryFilter, turn: Turn) {
  const { items, ...next } = await listCarries(db, city, pair, filter, turn)
  return { ...next, items: items.map(carryOf) }
}

/** Handlers over the word lists, which the workbook needs. */
export const carryHandlers = (say: Say) =>
  handlers(carryApi, {
    proposeCarries: async (ask) => propose(ask.db, whoOf(ask).city, ask.body),
    summariseCarries: async (ask) => countCarries(ask.db, whoOf(ask).city, ask.query),
    listCarries: async (ask) => {
      const { from, to, cursor, sort, limit, ...filter } = ask.query
      return listShown(ask.db, whoOf(ask).city, { from, to }, filter, { sort, cursor, limit })
    },
    exportCarries: async (ask) => {
      const { from, to, sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'standards.carry'),
        at: ask.at,
        columns: carryColumns({ say, language: ask.language }),
        read: (cursor) => listShown(ask.db, city, { from, to }, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    decideCarries: async (ask) => {
      const who = whoOf(ask)
      const { from, to, ...decision } = ask.body
      await refuseTargets(ask.db, who.city, { from, to }, decision.targets ?? [])
      await decideCarries(ask.db, who.city, { from, to }, { ...decision, at: ask.at, by: who.person })
      return countCarries(ask.db, who.city, { from, to })
    },
    applyCarries: async (ask) => apply(ask.db, whoOf(ask), ask.at, ask.body),
  })
