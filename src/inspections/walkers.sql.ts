/** SQL of who may be sent to walk: people who can sign in and whose role lets them record, each once with their unit and post. */
import { z } from 'zod'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, like, sql } from '../base/sql.ts'
import type { Role } from '../city/who.ts'
import type { Walker } from './round.ts'

const Row = z.object({
  id: PersonId,
  name: z.string(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  postZh: z.string().nullable(),
  postEn: z.string().nullable(),
})

/** Whom to look for; a unit keeps all others out. */
interface WalkersWanted {
  readonly roles: readonly Role[]
  readonly day: string
  readonly unit?: UnitId | undefined
  readonly text?: string | undefined
}

/** A choice of so many is made by searching, not by reading on. */
const most = 100

/** Those who may walk, unit by unit; of somebody with several posts the first. `more` where the search should say more. */
export async function listWalkers(
  db: Db,
  city: CityId,
  { roles, day, unit, text }: WalkersWanted,
): Promise<{ items: Walker[]; more: boolean }> {
  const narrowed = all(
    unit && sql`p.unit_id = ${unit}`,
    text === undefined || text === ''
      ? undefined
      : sql`(n.name ilike ${like(text)} or p.title_zh ilike ${like(text)} or p.title_en ilike ${like(text)}
           or u.name_zh ilike ${like(text)} or u.name_en ilike ${like(text)})`,
  )
  const rows = await db.all(
    Row,
    sql`select w.id, w.name, w.unit_id, w.unit_zh, w.unit_en, w.post_zh, w.post_en from (
          select distinct on (n.id) n.id, n.name, u.id as unit_id, u.code, u.name_zh as unit_zh, u.name_en as unit_en,
            p.title_zh as post_zh, p.title_en as post_en
          from accounts a
          join people n on n.city_id = a.city_id and n.id = a.person_id
          left join (post_holders h join posts p on p.city_id = h.city_id and p.id = h.post_id)
            on h.city_id = a.city_id and h.person_id = a.person_id
              and h.from_on <= ${day}::date and (h.to_on is null or h.to_on >= ${day}::date)
          left join units u on u.city_id = a.city_id and u.id = coalesce(p.unit_id, a.unit_id)
          where a.city_id = ${city} and a.kind = 'person' and a.retired_at is null
            and coalesce(p.role, a.role) = any(${[...roles]}::text[]) and ${narrowed}
          order by n.id, u.code, p.id
        ) w order by w.code nulls last, w.name, w.id limit ${most + 1}`,
  )
  const items = rows.slice(0, most).map(({ id, name, unitId, unitZh, unitEn, postZh, postEn }) => ({
    person: { id, name },
    unit: unitId === null ? null : { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } },
    post: postZh === null ? null : { zh: postZh, en: postEn ?? '' },
  }))
  return { items, more: rows.length > most }
}
