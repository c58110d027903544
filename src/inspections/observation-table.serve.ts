/** The table of observations as a kind of import, and visits and observations as workbooks out. */
import { v5 } from 'uuid'
import type { CityId, ObservationId, VisitId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { tableKind } from '../sheets/kind.ts'
import { listPublished } from '../standards/published.sql.ts'
import { listPointsInUse, listRoundTitles } from './ground.sql.ts'
import { allChecks, checklistFor, type ChecklistItem } from './checklist.ts'
import { type Ground, observationColumns, type PlannedVisit, understandObservations } from './observation-table.ts'
import { recordVisits } from './visits.sql.ts'

async function readGround(db: Db, city: CityId): Promise<Ground> {
  const editions = await listPublished(db, city)
  const lists = new Map<string, ChecklistItem[]>()
  return {
    points: await listPointsInUse(db, city),
    rounds: await listRoundTitles(db, city),
    all: [...allChecks(editions).values()],
    listOf: (type) => {
      const known = lists.get(type) ?? checklistFor(editions, type)
      lists.set(type, known)
      return known
    },
  }
}

/** Observations of the field from Excel or CSV. Option `round`: the round of rows that name none. */
export const observationTable = tableKind<Ground, readonly PlannedVisit[]>({
  kind: 'observations',
  columns: observationColumns,
  needs: [['point'], ['fact'], ['grade', 'value'], ['at']],
  options: [
    {
      key: 'round',
      choices: [],
      offer: async (db, city) => (await listRoundTitles(db, city)).map(({ id, title }) => ({ value: id, title: { zh: title, en: '' } })),
    },
  ],
  load: readGround,
  understand: understandObservations,
  apply: async (db, taker, { plan }) => {
    const visits = plan.map(({ key, results, ...visit }) => ({
      ...visit,
      id: v5(key, taker.id) as VisitId,
      recordedAt: taker.at,
      by: taker.person,
      note: '',
      results: results.map(({ row, ...result }) => ({ ...result, id: v5(row, taker.id) as ObservationId })),
    }))
    const fresh = await recordVisits(db, taker.city, visits)
    return { visits: fresh.size, observations: plan.reduce((sum, { results }) => sum + results.length, 0) }
  },
})
