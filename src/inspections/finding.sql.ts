/** A failed check as the room of cases needs it: what, where, how grave, photos, and who answers. Handed over by the house on top. */
import type { CityId, ObservationId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { criteriaOf, factOf } from '../standards/edition.ts'
import { listPublished, type Released } from '../standards/published.sql.ts'
import { wordsOf } from './facts.ts'
import { findObservation } from './observations.sql.ts'

/** The finding of an observation; undefined when there is none. A corrected one is found with its own old grade. */
export async function findFinding(db: Db, city: CityId, id: ObservationId) {
  const row = await findObservation(db, city, id)
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
    caseClass: check?.caseClass ?? null,
    severity: (check?.severity ?? 1) as 1 | 2 | 3,
    unitKinds: [...new Set(editions.flatMap((edition) => kindsOf(edition, row.fact, row.pointType)))],
  }
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
