/** SQL of the files that answers name: each is a piece of evidence that arrived before its answer. */
import { z } from 'zod'
import { type CityId, EvidenceId, type PersonId } from '../base/ids.ts'
import { type Db, rows, sql } from '../base/sql.ts'
import type { FormAnswerId } from './form.ts'

/** A file that an answer may name, as far as it has arrived. `isErased`: its content is gone. */
const ArrivedRow = z.object({ id: EvidenceId, mediaType: z.string(), sha256: z.string(), isErased: z.boolean() })
export type ArrivedRow = z.infer<typeof ArrivedRow>

/** Which of these files have arrived. */
export const listArrived = async (db: Db, city: CityId, ids: readonly string[]): Promise<ArrivedRow[]> =>
  ids.length === 0
    ? []
    : db.all(
        ArrivedRow,
        sql`select e.id, e.media_type, e.sha256,
              exists (select 1 from erased_evidence x where x.city_id = e.city_id and x.evidence_id = e.id) as is_erased
            from evidence e where e.city_id = ${city} and e.id = any(${[...ids]}::uuid[])`,
      )

const fileColumns = { answerId: 'uuid', evidenceId: 'uuid' }

/** Writes down which files answers name; the answers are new. */
export const addFormFiles = async (
  db: Db,
  city: CityId,
  files: readonly { readonly answerId: FormAnswerId; readonly evidenceId: string }[],
): Promise<void> => {
  if (files.length === 0) return
  await db.run(
    sql`insert into form_files (city_id, answer_id, evidence_id)
        select ${city}, answer_id, evidence_id from ${rows(files, fileColumns)} on conflict do nothing`,
  )
}

/**
 * Whether a file was sent in for an answer of its sender and proves nothing else. Who names somebody else's file in an answer neither
 * shuts it nor opens it.
 */
export const isFileOfAnswer = async (db: Db, city: CityId, id: EvidenceId, reader: PersonId): Promise<boolean> =>
  (await db.find(
    z.object({ id: EvidenceId }),
    sql`select e.id from evidence e
        where e.city_id = ${city} and e.id = ${id} and e.added_by <> ${reader}
          and exists (
            select from form_files f join form_answers a on a.city_id = f.city_id and a.id = f.answer_id and a.by = e.added_by
            where f.city_id = e.city_id and f.evidence_id = e.id)`,
  )) !== undefined
