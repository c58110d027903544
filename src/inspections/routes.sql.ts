/** SQL of routes: saved lists of points in walking order. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, PointId } from '../base/ids.ts'
import { all, type Db, like, rows, sql } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import type { Route } from './round.ts'

const Row = z.object({ id: z.uuid(), titleZh: z.string(), titleEn: z.string(), points: z.int(), changedAt: Instant })
const toRoute = ({ titleZh, titleEn, ...row }: z.infer<typeof Row>): Route => ({ ...row, title: { zh: titleZh, en: titleEn } })
const columns = sql`id, title_zh, title_en, points, changed_at`

/** One route. */
export async function findRoute(db: Db, city: CityId, id: string): Promise<Route | undefined> {
  const row = await db.find(Row, sql`select ${columns} from routes where city_id = ${city} and id = ${id} and retired_at is null`)
  return row && toRoute(row)
}

const orders: Orders<Route> = {
  title: { key: sql`title_zh`, type: 'text', of: ({ title }) => title.zh },
  changed: { key: sql`changed_at`, type: 'timestamptz', of: ({ changedAt }) => changedAt },
}

/** One page of routes. */
export const listRoutes = (db: Db, city: CityId, text: string | undefined, turn: Turn): Promise<PageOf<Route>> =>
  pageBy(orders, turn, async ({ beyond, rest }) =>
    (
      await db.all(
        Row,
        sql`select ${columns} from routes where ${all(
          sql`city_id = ${city} and retired_at is null`,
          text === undefined || text === '' ? undefined : sql`(title_zh ilike ${like(text)} or title_en ilike ${like(text)})`,
          beyond,
        )} ${rest}`,
      )
    ).map(toRoute),
  )

const StepRow = z.object({ pointId: PointId })

/** The points of a route in order, without those that are retired. */
export const listRoutePoints = async (db: Db, city: CityId, route: string): Promise<PointId[]> =>
  (
    await db.all(
      StepRow,
      sql`select r.point_id from route_points r join points p on p.city_id = r.city_id and p.id = r.point_id
          where r.city_id = ${city} and r.route_id = ${route} and p.retired_on is null order by r.step`,
    )
  ).map(({ pointId }) => pointId)

/** A route as it is written. */
export interface Written {
  readonly id: string
  readonly title: Text
  readonly points: readonly PointId[]
  readonly at: string
  readonly by: string | null
}

/** Writes a route, new or in the place of what it was. */
export async function putRoute(db: Db, city: CityId, { id, title, points, at, by }: Written): Promise<void> {
  await db.run(
    sql`insert into routes (city_id, id, title_zh, title_en, points, changed_at, changed_by)
        values (${city}, ${id}, ${title.zh}, ${title.en}, ${points.length}, ${at}, ${by})
        on conflict (city_id, id) do update set title_zh = excluded.title_zh, title_en = excluded.title_en, points = excluded.points,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by, retired_at = null`,
  )
  await db.run(sql`delete from route_points where city_id = ${city} and route_id = ${id}`)
  const steps = points.map((pointId, index) => ({ pointId, step: index + 1 }))
  await db.run(
    sql`insert into route_points (city_id, route_id, step, point_id)
        select ${city}::int, ${id}::uuid, r.step, r.point_id from ${rows(steps, { pointId: 'uuid', step: 'int' })}`,
  )
}

/** Takes a route off the list. */
export const retireRoute = (db: Db, city: CityId, id: string, at: string) =>
  db.run(sql`update routes set retired_at = ${at} where city_id = ${city} and id = ${id}`)
