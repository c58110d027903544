/** Review sheets and statistics: one standing fact per criterion, area and round (or period); a newer one takes its place. */
import type { Who } from '../api/who.ts'
import type { AreaId, CityId, EditionId, ObservationId, RoundId } from '../base/ids.ts'
import { formatMillionths, parseMillionths } from '../base/points.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { factOf } from '../standards/edition.ts'
import { findReleased, type Released } from '../standards/published.sql.ts'
import type { NewReview, NewStatistic, ReviewDocument, ReviewLine, ReviewMethod, StandingReview, StatisticLine } from './desk.ts'
import { faultsOfDocuments, missingNeeds, reviewLines } from './deskRules.ts'
import { gradeOf, type Ungraded } from './grade.ts'
import { faultsOfPhotos, refuseFaults } from './observations.serve.ts'
import { addObservations, findObservation, listStanding, type ObservationRow } from './observations.sql.ts'

/** A released edition. *Refuses:* 422 `inspections.noSuchEdition`. */
export async function getReleased(db: Db, city: CityId, id: EditionId): Promise<Released> {
  const found = await findReleased(db, city, id)
  if (!found) throw new Problem('inspections.noSuchEdition', 422)
  return found
}

const documentsOf = (row: ObservationRow): ReviewDocument[] =>
  (row.data?.['documents'] as ReviewDocument[] | undefined) ?? row.photos.map((evidenceId) => ({ evidenceId }))

function toStanding(row: ObservationRow, needs: ReviewLine['needs']): StandingReview {
  const documents = documentsOf(row)
  return {
    id: row.id,
    grade: row.grade,
    factor: row.factor,
    value: row.value === null ? null : formatMillionths(row.value),
    note: row.note,
    observedAt: row.observedAt,
    by: row.by === null ? null : { id: row.by, name: row.byName ?? '' },
    documents,
    missing: missingNeeds(needs, documents),
  }
}

/** The review sheet of an edition, in reading order, with the grades that stand. */
export async function listReviewLines(
  db: Db,
  city: CityId,
  about: { edition: EditionId; method: ReviewMethod; area: AreaId | null; round?: RoundId | undefined },
): Promise<ReviewLine[]> {
  const { content } = await getReleased(db, city, about.edition)
  const lines = reviewLines(content, about.method)
  const rows = await listStanding(db, city, { facts: lines.map(({ fact }) => fact), area: about.area, round: about.round })
  // Latest last: the map keeps the latest of each fact.
  const current = new Map([...rows].reverse().map((row) => [row.fact, row]))
  return lines.map((line) => {
    const row = current.get(line.fact)
    return { ...line, current: row ? toStanding(row, line.needs) : null }
  })
}

/** Grades one criterion. A known id is left as it is. *Refuses:* 422 `inspections.faults`, `inspections.noSuchEdition`. */
export async function addReview(db: Db, who: Who, at: string, review: NewReview): Promise<StandingReview> {
  const { content } = await getReleased(db, who.city, review.editionId)
  const line = reviewLines(content, review.method).find(({ criterion }) => criterion === review.criterion)
  if (!line)
    throw new Problem('inspections.faults', 422, {}, [{ at: 'criterion', says: 'fault.noSuchWay', details: { method: review.method } }])
  const known = await findObservation(db, who.city, review.id)
  if (!known) await appendReview(db, who, at, review, line)
  const row = await findObservation(db, who.city, review.id)
  if (!row || row.fact !== line.fact) throw new Problem('inspections.idTaken', 409)
  return toStanding(row, line.needs)
}

/** What a criterion without a scale reads: the number alone. */
function numberIn({ value = '' }: NewReview): { grade: null; factor: null; value: number } | Ungraded {
  const number = parseMillionths(value)
  return number === undefined ? { why: 'valueNotNumber' } : { grade: null, factor: null, value: number }
}

async function appendReview(db: Db, who: Who, at: string, review: NewReview, line: Omit<ReviewLine, 'current'>): Promise<void> {
  const graded = line.grades.length === 0 ? numberIn(review) : gradeOf(line, review)
  const evidence = review.documents.map(({ evidenceId }) => evidenceId)
  refuseFaults([
    ...('why' in graded
      ? [{ at: graded.why === 'valueNotNumber' ? 'value' : 'grade', says: `fault.${graded.why}`, details: { fact: line.fact } }]
      : []),
    ...faultsOfDocuments(line.needs, review.documents),
    ...(await faultsOfPhotos(db, who.city, [{ at: 'documents', photos: evidence }])),
  ])
  if ('why' in graded) throw new Problem('inspections.faults', 422)
  const area = review.areaId ?? null
  const older = await listStanding(db, who.city, { facts: [line.fact], area, round: review.roundId })
  await addObservations(db, who.city, [
    {
      id: review.id,
      kind: review.method === 'materials' ? 'review' : 'opinion',
      fact: line.fact,
      areaId: area,
      roundId: review.roundId ?? null,
      ...graded,
      observedAt: at,
      by: who.person,
      note: review.note,
      supersedes: older.find((row) => row.roundId === (review.roundId ?? null))?.id ?? null,
      data: { documents: review.documents },
      photos: evidence,
    },
  ])
}

interface StatisticData {
  readonly fromOn: string
  readonly toOn: string
  readonly source: string
}

/** The statistics of an edition with their values, the latest period first. */
export async function listStatisticLines(db: Db, city: CityId, edition: EditionId, area: AreaId | null): Promise<StatisticLine[]> {
  const { content } = await getReleased(db, city, edition)
  const rows = await listStanding(db, city, { facts: content.statistics.map(factOf), area })
  return content.statistics.map((statistic) => ({
    id: statistic.id,
    fact: factOf(statistic),
    title: statistic.title,
    unit: statistic.unit,
    formula: statistic.formula ?? null,
    values: rows
      .filter((row) => row.fact === factOf(statistic) && row.value !== null)
      .map(toValue)
      .sort((a, b) => (a.toOn < b.toOn ? 1 : -1)),
  }))
}

function toValue(row: ObservationRow): StatisticLine['values'][number] {
  const { fromOn, toOn, source } = row.data as unknown as StatisticData
  return {
    id: row.id,
    value: formatMillionths(row.value!),
    fromOn,
    toOn,
    source,
    note: row.note,
    area: row.areaId === null ? null : { id: row.areaId, title: { zh: row.areaZh ?? '', en: row.areaEn ?? '' } },
    recordedBy: row.by === null ? null : { id: row.by, name: row.byName ?? '' },
    documents: row.photos,
  }
}

/** Records a number; the same period and area again replaces it. *Refuses:* 422 `inspections.faults`. */
export async function addStatistic(db: Db, who: Who, it: NewStatistic): Promise<StatisticLine> {
  const { content } = await getReleased(db, who.city, it.editionId)
  const statistic = content.statistics.find(({ id }) => id === it.statistic)
  const value = parseMillionths(it.value)
  refuseFaults([
    ...(statistic ? [] : [{ at: 'statistic', says: 'fault.noSuchStatistic' }]),
    ...(value === undefined ? [{ at: 'value', says: 'fault.valueNotNumber', details: { fact: it.statistic } }] : []),
    ...(it.fromOn > it.toOn ? [{ at: 'toOn', says: 'fault.endsBeforeStart' }] : []),
    ...(await faultsOfPhotos(db, who.city, [{ at: 'documents', photos: it.documents }])),
  ])
  if (!statistic || value === undefined) throw new Problem('inspections.faults', 422)
  const fact = factOf(statistic)
  const area = it.areaId ?? null
  if (!(await findObservation(db, who.city, it.id))) await appendStatistic(db, who, it, { fact, value, area })
  const lines = await listStatisticLines(db, who.city, it.editionId, area)
  return lines.find((line) => line.fact === fact)!
}

async function appendStatistic(
  db: Db,
  who: Who,
  it: NewStatistic,
  { fact, value, area }: { fact: string; value: number; area: AreaId | null },
): Promise<void> {
  const older = await listStanding(db, who.city, { facts: [fact], area })
  const same = older.find(({ data }) => data?.['fromOn'] === it.fromOn && data['toOn'] === it.toOn)
  await addObservations(db, who.city, [
    {
      id: it.id,
      kind: 'statistic',
      fact,
      areaId: area,
      roundId: it.roundId ?? null,
      grade: null,
      factor: null,
      value,
      observedAt: noonOf(it.toOn),
      by: who.person,
      note: it.note,
      supersedes: (same?.id ?? null) as ObservationId | null,
      data: { fromOn: it.fromOn, toOn: it.toOn, source: it.source },
      photos: it.documents,
    },
  ])
}

/** Noon of a city's day: facts about a period are dated on its last day. */
export const noonOf = (day: string): string => `${day}T04:00:00.000Z`
