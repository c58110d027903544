/** SQL of completeness: duties alike in their filled cells, counted by unit; and every empty cell, paged. */
import { z } from 'zod'
import { AreaId, type CityId, DutyId, type EditionId, UnitId } from '../base/ids.ts'
import { all, type Db, join, like, raw, sql } from '../base/sql.ts'
import { cellColumns, isFilled } from './cells.sql.ts'
import { type Cell, cells } from './completeness.ts'

const AlikeRow = z.object({
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  unitCode: z.string().nullable(),
  leader: z.boolean(),
  unit: z.boolean(),
  task: z.boolean(),
  progress: z.boolean(),
  person: z.boolean(),
  deadline: z.boolean(),
  effect: z.boolean(),
  n: z.int(),
})

const alive = (city: CityId, edition: EditionId, unit: UnitId | undefined) =>
  all(sql`d.city_id = ${city}`, sql`d.edition_id = ${edition}`, sql`d.state <> 'dropped'`, unit && sql`d.lead_unit_id = ${unit}`)

/** Duties of an edition by lead unit and filled cells. */
export const listAlike = (db: Db, city: CityId, edition: EditionId, unit: UnitId | undefined, on: string) =>
  db.all(
    AlikeRow,
    sql`select c.lead_unit_id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en, u.code as unit_code,
          c.leader, c.unit, c.task, c.progress, c.person, c.deadline, c.effect, count(*) as n
        from (select d.city_id, d.lead_unit_id, ${cellColumns(on)} from duties d where ${alive(city, edition, unit)}) c
        left join units u on u.city_id = c.city_id and u.id = c.lead_unit_id
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 order by u.code nulls last`,
  )

const Covered = z.object({ criterion: z.string() })

/** Criteria of an edition that have at least one duty. */
export const listCovered = async (db: Db, city: CityId, edition: EditionId): Promise<Set<string>> =>
  new Set(
    (await db.all(Covered, sql`select distinct d.criterion from duties d where ${alive(city, edition, undefined)}`)).map(
      ({ criterion }) => criterion,
    ),
  )

const GapRow = z.object({
  dutyId: DutyId,
  criterion: z.string(),
  areaId: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  nth: z.int(),
  vacant: z.boolean(),
})
export type GapRow = z.infer<typeof GapRow>

/** Every empty cell in the order of criterion, duty, cell, or the other way round; at most `limit + 1`. `nth` is the cell's place in the table. */
export function listGaps(
  db: Db,
  city: CityId,
  about: { edition: EditionId; unit?: UnitId | undefined; cell?: Cell | undefined; text?: string | undefined; on: string },
  { after, limit, down }: { after?: readonly [string, string, number] | undefined; limit: number; down: boolean },
): Promise<GapRow[]> {
  const { text } = about
  const [sign, way] = down ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const wanted = about.cell === undefined ? cells : [about.cell]
  const each = wanted.map((cell) => sql`(${raw(String(cells.indexOf(cell)))}, ${isFilled(cell, about.on)}, ${vacancy(cell)})`)
  return db.all(
    GapRow,
    sql`select d.id as duty_id, d.criterion, d.area_id, a.name_zh as area_zh, a.name_en as area_en,
          d.lead_unit_id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en, cell.nth, cell.vacant
        from duties d cross join lateral (values ${join(each, sql`, `)}) as cell (nth, filled, vacant)
        left join areas a on a.city_id = d.city_id and a.id = d.area_id
        left join units u on u.city_id = d.city_id and u.id = d.lead_unit_id
        where ${all(
          alive(city, about.edition, about.unit),
          sql`not cell.filled`,
          text === undefined
            ? undefined
            : sql`(d.criterion ilike ${like(text)} or a.name_zh ilike ${like(text)} or u.name_zh ilike ${like(text)} or d.task ilike ${like(text)})`,
          after && sql`(d.criterion, d.id, cell.nth) ${sign} (${after[0]}, ${after[1]}::uuid, ${after[2]}::int)`,
        )}
        order by d.criterion ${way}, d.id ${way}, cell.nth ${way} limit ${limit + 1}`,
  )
}

/** A cell that is empty though a post is named: nobody holds the post. */
const vacancy = (cell: Cell) =>
  cell === 'leader' ? sql`d.leader_post_id is not null` : cell === 'person' ? sql`d.person_post_id is not null` : sql`false`
