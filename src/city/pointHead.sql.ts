/** The head of a point in SQL, for the lists of every room. */
import { z } from 'zod'
import { AreaId, type CityId, PointId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import type { PointHead } from './pointHead.ts'

/** Columns of a point's head, for `toPointHead`; needs `points p` left joined with `areas s` (its street). */
export const pointColumns = sql`p.id as point_id, p.code as point_code, p.type as point_type, p.name_zh as point_zh, p.name_en as point_en,
  s.id as street_id, s.name_zh as street_zh, s.name_en as street_en`

/** Row shape of `pointColumns`; all null where the row has no point. */
export const PointColumns = z.object({
  pointId: PointId.nullable(),
  pointCode: z.string().nullable(),
  pointType: z.string().nullable(),
  pointZh: z.string().nullable(),
  pointEn: z.string().nullable(),
  streetId: AreaId.nullable(),
  streetZh: z.string().nullable(),
  streetEn: z.string().nullable(),
})

/** A point's head from its columns; null where there is none. */
export function toPointHead(row: z.infer<typeof PointColumns>): PointHead | null {
  if (row.pointId === null) return null
  return {
    id: row.pointId,
    code: row.pointCode ?? '',
    type: row.pointType ?? '',
    title: { zh: row.pointZh ?? '', en: row.pointEn ?? '' },
    street: row.streetId === null ? null : { id: row.streetId, title: { zh: row.streetZh ?? '', en: row.streetEn ?? '' } },
  }
}

/** A point's head by id. */
export async function findPointHead(db: Db, city: CityId, id: PointId): Promise<PointHead | undefined> {
  const row = await db.find(
    PointColumns,
    sql`select ${pointColumns} from points p left join areas s on s.city_id = p.city_id and s.id = p.street_id
        where p.city_id = ${city} and p.id = ${id}`,
  )
  return row === undefined ? undefined : (toPointHead(row) ?? undefined)
}

/** The heads of these points. */
export async function listPointHeads(db: Db, city: CityId, ids: readonly string[]): Promise<PointHead[]> {
  if (ids.length === 0) return []
  const found = await db.all(
    PointColumns,
    sql`select ${pointColumns} from points p left join areas s on s.city_id = p.city_id and s.id = p.street_id
        where p.city_id = ${city} and p.id = any(${[...ids]}::uuid[])`,
  )
  return found.flatMap((row) => toPointHead(row) ?? [])
}
