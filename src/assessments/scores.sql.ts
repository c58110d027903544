/** SQL of stored scores and the grounds they stand on. */
import { z } from 'zod'
import { type CityId, EditionId, PersonId, ScoreId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, json, like, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Basis } from './basis.ts'
import type { LiveScore } from './live.api.ts'

const HeadRow = z.object({
  id: ScoreId,
  editionId: EditionId,
  titleZh: z.string(),
  titleEn: z.string(),
  basis: Basis,
  basisHash: z.string(),
  got: z.int(),
  of: z.int(),
  fullPoints: z.int(),
  final: z.int().nullable(),
  madeAt: Instant,
  madeBy: PersonId.nullable(),
  byName: z.string().nullable(),
})
export type HeadRow = z.infer<typeof HeadRow>
const StoredRow = HeadRow.extend({ result: z.custom<LiveScore>() })
export type StoredRow = z.infer<typeof StoredRow>

const head = sql`s.id, s.edition_id, s.title_zh, s.title_en, s.basis, s.basis_hash, s.got, s.of, s.full_points,
  (s.result -> 'total' ->> 'final')::int as final, s.made_at, s.made_by, p.name as by_name`
const from = sql`scores s left join people p on p.city_id = s.city_id and p.id = s.made_by`

/** A score to store. */
export interface NewScore {
  readonly id: ScoreId
  readonly title: { readonly zh: string; readonly en: string }
  readonly basis: Basis
  readonly basisHash: string
  readonly result: LiveScore
  readonly madeAt: string
  readonly madeBy: PersonId | null
}

/** Stores a score; the same id again stores nothing. */
export const addScore = (db: Db, city: CityId, { id, title, basis, basisHash, result, madeAt, madeBy }: NewScore): Promise<number> =>
  db.run(
    sql`insert into scores (city_id, id, edition_id, title_zh, title_en, basis, basis_hash, got, of, full_points, result, made_at, made_by)
        values (${city}, ${id}, ${basis.edition.id}, ${title.zh}, ${title.en}, ${json(basis)}, ${basisHash},
          ${result.tree.got}, ${result.tree.of}, ${result.tree.full}, ${json(result)}, ${madeAt}, ${madeBy}) on conflict do nothing`,
  )

const scoreOrders: Orders<HeadRow> = {
  made: { key: sql`s.made_at`, type: 'timestamptz', of: ({ madeAt }) => madeAt },
  title: { key: sql`s.title_zh`, type: 'text', of: ({ titleZh }) => titleZh },
  final: { key: sql`coalesce((s.result -> 'total' ->> 'final')::int, -1)`, type: 'int', of: ({ final }) => final ?? -1 },
}

/** One page of stored scores; `text` is part of the title or the beginning of the hash. */
export const listScores = (
  db: Db,
  city: CityId,
  { edition, text }: { edition?: EditionId | undefined; text?: string | undefined },
  turn: Turn,
): Promise<PageOf<HeadRow>> =>
  pageBy(
    scoreOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        HeadRow,
        sql`select ${head} from ${from} where ${all(
          sql`s.city_id = ${city}`,
          edition && sql`s.edition_id = ${edition}`,
          text === undefined
            ? undefined
            : sql`(s.title_zh ilike ${like(text)} or s.title_en ilike ${like(text)} or s.basis_hash ilike ${like(text).slice(1)})`,
          beyond,
        )} ${rest}`,
      ),
    sql`s.id`,
  )

/** One stored score with its tree. */
export const findScore = (db: Db, city: CityId, id: ScoreId): Promise<StoredRow | undefined> =>
  db.find(StoredRow, sql`select ${head}, s.result from ${from} where s.city_id = ${city} and s.id = ${id}`)

/** Keeps where every place belonged, once per state of the city. */
export const keepGround = (db: Db, city: CityId, hash: string, places: readonly (readonly (string | null)[])[]): Promise<number> =>
  db.run(sql`insert into score_grounds (city_id, hash, places) values (${city}, ${hash}, ${json(places)}) on conflict do nothing`)

const GroundRow = z.object({ places: z.array(z.array(z.string().nullable())) })

/** Where every place belonged when a score was made. */
export const findGround = (db: Db, city: CityId, hash: string) =>
  db.find(GroundRow, sql`select places from score_grounds where city_id = ${city} and hash = ${hash}`)
