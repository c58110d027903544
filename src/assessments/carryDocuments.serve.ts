/**
 * Graded documents taken into the new edition: the grade is appended again under the new edition's fact, naming the one it
 * came from. The old one stays, so the old edition's score stays what it was.
 */
import { v7 } from 'uuid'
import type { Who } from '../api/who.ts'
import type { ObservationId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { factOfWay } from '../inspections/observation.ts'
import { addObservations, type NewObservation } from '../inspections/observations.sql.ts'
import { criteriaOf, type Edition } from '../standards/edition.ts'
import { type CarryRow, listLastReviews, type ReviewRow } from './carry.sql.ts'

interface Move {
  readonly from: Edition
  readonly to: Edition
  readonly rows: readonly CarryRow[]
}

/** The method that a review's fact ends in. */
const methodOf = ({ kind }: ReviewRow) => (kind === 'review' ? 'materials' : 'opinion')

/** A review under the new edition. With review: it counts, and says that somebody must still look at it. */
function carriedReview(review: ReviewRow, fact: string, decided: CarryRow['decided'], more: readonly ReviewRow[] = []): NewObservation {
  const { id, kind, areaId, grade, factor, value, observedAt, by, note } = review
  const sources = [review, ...more]
  const documents = sources.flatMap(({ data }) => (data?.['documents'] as unknown[] | undefined) ?? [])
  return {
    id: v7() as ObservationId,
    kind,
    fact,
    areaId,
    grade,
    factor,
    value,
    observedAt,
    by,
    note,
    data: { ...review.data, documents, carriedFrom: id, carried: decided, ...(decided === 'carried' ? {} : { toReview: true }) },
    photos: [...new Set(sources.flatMap(({ photos }) => photos))],
  }
}

/** Appends the carried reviews. Of several that become one, the weakest grade counts until somebody has looked. */
export async function applyDocuments(db: Db, who: Who, { from, to, rows }: Move): Promise<void> {
  const facts = criteriaOf(from.tree).flatMap(({ criterion }) => [
    factOfWay(from, criterion.id, 'materials'),
    factOfWay(from, criterion.id, 'opinion'),
  ])
  const reviews = new Map((await listLastReviews(db, who.city, facts)).map((review) => [review.id as string, review]))
  const merging = new Map<string, { fact: string; reviews: ReviewRow[] }>()
  const list: NewObservation[] = []
  for (const { item, decided, detail } of rows) {
    const review = reviews.get(item)
    if (review === undefined || decided === 'dropped' || decided === 'reopened') continue
    for (const criterion of detail.to) {
      const fact = factOfWay(to, criterion, methodOf(review))
      const key = `${fact} ${review.areaId}`
      if (decided !== 'merged') list.push(carriedReview(review, fact, decided))
      else merging.set(key, { fact, reviews: [...(merging.get(key)?.reviews ?? []), review] })
    }
  }
  for (const { fact, reviews: several } of merging.values()) {
    const [weakest, ...others] = several.toSorted((a, b) => (a.factor ?? 1001) - (b.factor ?? 1001))
    list.push(carriedReview(weakest!, fact, 'merged', others))
  }
  await addObservations(db, who.city, list)
}
