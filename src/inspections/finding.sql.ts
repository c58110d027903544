/** A failed check as the room of cases needs it: what, where, how grave, photos, and who answers. Handed over by the house on top. */
import type { CityId, ObservationId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { criteriaOf, factOf } from '../standards/edition.ts'
import { listPublished, type Released } from '../standards/published.sql.ts'
import { wordsOf } from './facts.ts'
import { ResultData } from './visit.ts'
import { findObservation, type ObservationRow } from './observations.sql.ts'

/** The observation that counts today: the last of its corrections, or itself. A correction names an older row, so there is no circle. */
async function findNewest(db: Db, city: CityId, id: ObservationId): Promise<ObservationRow | undefined> {
  let row = await findObservation(db, city, id)
  while (row && row.supersededBy !== null) row = await findObservation(db, city, row.supersededBy)
  return row
}

/**
 * The finding of an observation; undefined when there is none. Of a corrected one it is the finding of its newest correction:
 * an old grade opens no case.
 */
export async function findFinding(db: Db, city: CityId, id: ObservationId) {
  const row = await findNewest(db, city, id)
  if (!row) return undefined
  const editions = await listPublished(db, city)
  const check = editions.flatMap(({ content }) => content.checks).find((check) => factOf(check) === row.fact)
  return {
    observationId: row.id,
    fact: row.fact,
    title: wordsOf(editions.map(({ content }) => content)).get(row.fact)?.title ?? null,
    note: row.note,
    factor: row.factor,
    pointId: row.pointId,
    photos: row.photos,
    // A free finding names its own class; the first is what it is filed as, and may be changed.
    caseClass: classIn(row) ?? check?.caseClass ?? null,
    severity: (check?.severity ?? 1) as 1 | 2 | 3,
    unitKinds: [...new Set(editions.flatMap((edition) => kindsOf(edition, row.fact, row.pointType)))],
  }
}

/** The class that a free finding was given in the street. */
function classIn({ data }: ObservationRow): string | undefined {
  const answer = data === null ? undefined : ResultData.safeParse(data).data?.answer
  return answer?.as === 'finding' ? answer.found[0]?.class : undefined
}

/** Kinds of unit that answer for a fact at a kind of place: the owner of the place first, then leads of the criteria that read it. */
function kindsOf({ content }: Released, fact: string, pointType: string | null): string[] {
  const codes = new Set(content.checks.filter((check) => factOf(check) === fact).map(({ id }) => id))
  const owners = content.pointTypes.find(({ id }) => id === pointType)?.units ?? []
  const leads = criteriaOf(content.tree)
    .filter(({ criterion }) => criterion.ways.some((way) => way.checks.some((code) => codes.has(code))))
    .flatMap(({ criterion }) => (criterion.lead === undefined ? [] : [criterion.lead]))
  return [...owners, ...leads]
}
