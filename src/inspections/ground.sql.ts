/** What rows of an observation table refer to: points and rounds, read whole. */
import { z } from 'zod'
import { type CityId, PointId, RoundId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

const PointRow = z.object({ id: PointId, code: z.string(), name: z.string(), type: z.string() })

/** Every point in use. */
export const listPointsInUse = (db: Db, city: CityId) =>
  db.all(PointRow, sql`select id, code, name_zh as name, type from points where city_id = ${city} and retired_on is null`)

const RoundRow = z.object({ id: RoundId, title: z.string() })

/** Every round by its title. */
export const listRoundTitles = (db: Db, city: CityId) =>
  db.all(RoundRow, sql`select id, title_zh as title from rounds where city_id = ${city}`)
