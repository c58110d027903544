/**
 * SQL of the search over the house. Words inside words have no index on every engine, so each kind looks through a bounded number
 * of rows in the order of an index, the newest first where there is a newest: the cost has a ceiling however large the city is.
 * Numbers and codes that are given whole are found by their own index, however old the thing is.
 */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { sourceIds } from '../cases/sources/index.ts'
import { type Db, like, type Sql, sql } from '../base/sql.ts'

/** Kinds that stand in tables; criteria stand in editions, which are in memory. */
export type Kept = keyof typeof looked

/** How many rows of a kind one search looks through. */
export const looked = { case: 20_000, point: 50_000, duty: 20_000, unit: 10_000, post: 20_000, import: 5_000 } as const

/** `id, code, zh, en, also, ref, of`: what is searched (`also` is not shown), the row that the note names, what it belongs to. */
const columns: Record<Kept, Sql> = {
  case: sql`id, no as code, text as zh, '' as en, coalesce(external_id, '') as also, street_id as ref, null::uuid as of`,
  point: sql`id, code, name_zh as zh, name_en as en, address as also, street_id as ref, null::uuid as of`,
  duty: sql`id, criterion as code, task as zh, '' as en, measure || ' ' || effect as also, lead_unit_id as ref, edition_id as of`,
  unit: sql`id, code, name_zh as zh, name_en as en, '' as also, area_id as ref, null::uuid as of`,
  post: sql`p.id, coalesce(n.name, '') as code, p.title_zh as zh, p.title_en as en, '' as also, p.unit_id as ref, p.unit_id as of`,
  import: sql`id, '' as code, name as zh, '' as en, '' as also, null::uuid as ref, null::uuid as of`,
}

const rowsOf = (kind: Kept, city: CityId): Sql =>
  ({
    case: sql`select ${columns.case} from cases where city_id = ${city} order by reported_at desc, id desc limit ${looked.case}`,
    point: sql`select ${columns.point} from points where city_id = ${city} order by code limit ${looked.point}`,
    duty: sql`select ${columns.duty} from duties where city_id = ${city} and state <> 'dropped' order by changed_at desc, id desc limit ${looked.duty}`,
    unit: sql`select ${columns.unit} from units where city_id = ${city} order by code limit ${looked.unit}`,
    post: sql`select ${columns.post} from (select * from posts where city_id = ${city} order by id limit ${looked.post}) p
      left join post_holders h on h.city_id = p.city_id and h.post_id = p.id and h.to_on is null
      left join people n on n.city_id = h.city_id and n.id = h.person_id`,
    import: sql`select ${columns.import} from imports where city_id = ${city} order by added_at desc, id desc limit ${looked.import}`,
  })[kind]

/** Things whose whole number or code was given, by its index. */
const exactOf = (kind: Kept, city: CityId, q: string): Sql =>
  kind === 'case'
    ? sql`union select ${columns.case} from cases where city_id = ${city} and (no = ${q} or (source = any(${[...sourceIds]}::text[]) and external_id = ${q}))`
    : kind === 'point'
      ? sql`union select ${columns.point} from points where city_id = ${city} and code = ${q}`
      : sql``

/** Cases, points and units say where they are; duties and posts whose they are. */
const noteOf = (kind: Kept): Sql => (kind === 'duty' || kind === 'post' ? sql`units` : sql`areas`)

const Hit = z.object({
  id: z.uuid(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  noteZh: z.string(),
  noteEn: z.string(),
  of: z.uuid().nullable(),
})
const Answer = z.object({ n: z.int(), hits: z.array(Hit) })

/** What of a kind holds the text, whole codes first; at most `limit + 1`, and whether there were more rows than are looked through. */
export async function findKept(
  db: Db,
  city: CityId,
  kind: Kept,
  { q, limit }: { q: string; limit: number },
): Promise<{ hits: z.infer<typeof Hit>[]; partial: boolean }> {
  const words = like(q)
  const found = await db.find(
    Answer,
    sql`with recent as materialized (${rowsOf(kind, city)}),
          hit as (
            select * from recent where code ilike ${words} or zh ilike ${words} or en ilike ${words} or also ilike ${words}
            ${exactOf(kind, city, q)}),
          best as (
            select hit.*, (code = ${q}) as whole, (zh ilike ${words.slice(1)} or code ilike ${words.slice(1)}) as begins from hit
            order by whole desc, begins desc, code desc, id limit ${limit + 1})
        select (select count(*) from recent) as n, coalesce((
          select json_agg(json_build_object('id', b.id, 'code', b.code, 'zh', b.zh, 'en', b.en, 'of', b.of,
            'noteZh', coalesce(w.name_zh, ''), 'noteEn', coalesce(w.name_en, '')) order by b.whole desc, b.begins desc, b.code desc, b.id)
          from best b left join ${noteOf(kind)} w on w.city_id = ${city} and w.id = b.ref), '[]'::json) as hits`,
  )
  return { hits: found!.hits, partial: found!.n >= looked[kind] }
}
