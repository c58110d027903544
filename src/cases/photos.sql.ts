/** SQL of the photos of cases, and of the step that each belongs to. */
import { z } from 'zod'
import type { Who } from '../api/who.ts'
import { CaseId, type CityId, EvidenceId } from '../base/ids.ts'
import { type Db, rows, sql } from '../base/sql.ts'

/** A photo of a case and the step it belongs to. */
export interface CasePhoto {
  readonly caseId: CaseId
  readonly evidenceId: EvidenceId
  readonly step: string
}

const columns = { caseId: 'uuid', evidenceId: 'uuid', step: 'text' }

/**
 * Ties photos to cases; a photo that is tied already keeps its first step. Who ties them writes the row of the case in the same
 * transaction: by that the lists know that they have to look again.
 */
export async function addCasePhotos(db: Db, city: CityId, photos: readonly CasePhoto[]): Promise<void> {
  if (photos.length === 0) return
  await db.run(
    sql`insert into case_photos (city_id, case_id, evidence_id, step)
        select distinct ${city}::int, case_id, evidence_id, step from ${rows(photos, columns)}
        on conflict do nothing`,
  )
}

/** Which of these photos show a picture that the case has already: the same content, under whatever id it was sent. */
export const listUsedPhotos = (db: Db, city: CityId, id: CaseId, photos: readonly EvidenceId[]) =>
  db.all(
    z.object({ id: EvidenceId }),
    sql`select e.id from evidence e where e.city_id = ${city} and e.id = any(${[...photos]}::uuid[]) and exists (
          select 1 from case_photos p join evidence o on o.city_id = p.city_id and o.id = p.evidence_id
          where p.city_id = ${city} and p.case_id = ${id} and o.sha256 = e.sha256)`,
  )

/** Whether a photo belongs to a case that this unit has in hand, or that this person reported or put right. */
export const isPhotoOfTheirs = async (db: Db, city: CityId, who: Pick<Who, 'unit' | 'person'>, photo: EvidenceId): Promise<boolean> =>
  (await db.find(
    z.object({ id: CaseId }),
    sql`select c.id from case_photos p join cases c on c.city_id = p.city_id and c.id = p.case_id
        where p.city_id = ${city} and p.evidence_id = ${photo}
          and (c.unit_id = ${who.unit}::uuid or c.reported_by = ${who.person} or c.rectified_by = ${who.person}) limit 1`,
  )) !== undefined
