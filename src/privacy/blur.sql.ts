/** SQL of blurred copies. */
import { z } from 'zod'
import { type CityId, EvidenceId, PersonId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { BlurRegion } from './blur.api.ts'

const CopyRow = z.object({
  id: EvidenceId,
  original: EvidenceId,
  regions: z.array(BlurRegion),
  at: Instant,
  by: PersonId,
  byName: z.string(),
})

/** Copies of a photo that are there, the last first: the first of them is what leaves. */
export const listCopies = (db: Db, city: CityId, original: EvidenceId, limit: number) =>
  db.all(
    CopyRow,
    sql`select b.evidence_id as id, b.original_id as original, b.regions, b.at, b.by, p.name as by_name
        from blurred_photos b join people p on p.city_id = b.city_id and p.id = b.by
        where b.city_id = ${city} and b.original_id = ${original}
          and not exists (select 1 from erased_evidence x where x.city_id = b.city_id and x.evidence_id = b.evidence_id)
        order by b.at desc, b.evidence_id desc limit ${limit}`,
  )

/** Every copy of these photos. */
export const listCopiesOf = (db: Db, city: CityId, originals: readonly EvidenceId[]) =>
  db.all(
    z.object({ id: EvidenceId }),
    sql`select evidence_id as id from blurred_photos where city_id = ${city} and original_id = any(${[...originals]}::uuid[]) order by evidence_id`,
  )

/** Who erased a photo. */
export const findEraser = (db: Db, city: CityId, person: PersonId) =>
  db.find(z.object({ id: PersonId, name: z.string() }), sql`select id, name from people where city_id = ${city} and id = ${person}`)

/** Links a copy to its original; a known copy stays. */
export const addCopy = (
  db: Db,
  city: CityId,
  it: { id: EvidenceId; original: EvidenceId; regions: readonly BlurRegion[]; at: string; by: PersonId },
) =>
  db.run(
    sql`insert into blurred_photos (city_id, evidence_id, original_id, regions, at, by)
        values (${city}, ${it.id}, ${it.original}, ${json(it.regions)}, ${it.at}, ${it.by}) on conflict do nothing`,
  )
