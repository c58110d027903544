/** SQL of case classes and their conditions. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, UnitId } from '../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Limit } from '../calendar/limit.ts'
import { ClassKind } from './class.ts'
import type { ConditionFacts } from './table.ts'

const ConditionRow = z.object({
  id: z.uuid(),
  classCode: z.string(),
  kind: ClassKind,
  bigCode: z.string(),
  bigName: z.string(),
  smallName: z.string(),
  no: z.int(),
  files: z.string(),
  closes: z.string(),
  handler: z.string(),
  supervisor: z.string(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  limitText: z.string(),
  amount: z.int(),
  unit: Limit.shape.unit,
  clock: Limit.shape.clock,
  season: z.literal('planting').nullable(),
  act: z.enum(['fix', 'stop']),
  withdrawn: z.boolean(),
})
export type ConditionRow = z.infer<typeof ConditionRow>

const conditionRows = (where: Sql, rest: Sql) => sql`
  select c.id, c.class_code, k.kind, k.big_code, k.big_name, k.small_name, c.no, c.files, c.closes, c.handler, c.supervisor, c.unit_id,
    u.name_zh as unit_zh, u.name_en as unit_en, c.limit_text, c.amount, c.unit, c.clock, c.season, c.act, c.withdrawn
  from case_conditions c join case_classes k on k.city_id = c.city_id and k.code = c.class_code
  left join units u on u.city_id = c.city_id and u.id = c.unit_id
  where ${where} ${rest}`

/** Which conditions are asked for. */
export interface ConditionQuery {
  readonly class?: string | undefined
  readonly kind?: ClassKind | undefined
  readonly text?: string | undefined
  /** With those that are not used any more. */
  readonly all?: boolean | undefined
}

const orders: Orders<ConditionRow> = {
  code: {
    key: sql`(c.class_code || lpad(c.no::text, 4, '0'))`,
    type: 'text',
    of: ({ classCode, no }) => classCode + String(no).padStart(4, '0'),
  },
  name: { key: sql`k.small_name`, type: 'text', of: ({ smallName }) => smallName },
  limit: { key: sql`c.limit_text`, type: 'text', of: ({ limitText }) => limitText },
}

/** One page of conditions. */
export const listConditions = (db: Db, city: CityId, query: ConditionQuery, turn: Turn): Promise<PageOf<ConditionRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        ConditionRow,
        conditionRows(
          all(
            sql`c.city_id = ${city}`,
            query.class === undefined ? undefined : sql`c.class_code = ${query.class}`,
            query.kind && sql`k.kind = ${query.kind}`,
            query.all === true ? undefined : sql`not c.withdrawn`,
            query.text === undefined || query.text === '' ? undefined : matches(query.text),
            beyond,
          ),
          rest,
        ),
      ),
    sql`c.id`,
  )

const matches = (text: string) =>
  sql`(k.small_name ilike ${like(text)} or k.big_name ilike ${like(text)} or c.class_code ilike ${like(text)} or c.files ilike ${like(text)} or c.handler ilike ${like(text)})`

/** One condition. */
export const findCondition = (db: Db, city: CityId, id: string) =>
  db.find(ConditionRow, conditionRows(sql`c.city_id = ${city} and c.id = ${id}`, sql``))

/** Conditions by their ids. */
export const listConditionsOf = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(ConditionRow, conditionRows(sql`c.city_id = ${city} and c.id = any(${[...ids]}::uuid[])`, sql``))

const ClassRow = z.object({
  code: z.string(),
  kind: ClassKind,
  bigCode: z.string(),
  bigName: z.string(),
  smallName: z.string(),
  conditions: z.int(),
})

/** Every class with the number of its conditions in use, by code: some hundreds, asked once by a page. */
export const listClasses = (db: Db, city: CityId) =>
  db.all(
    ClassRow,
    sql`select k.code, k.kind, k.big_code, k.big_name, k.small_name,
          (select count(*)::int from case_conditions c where c.city_id = k.city_id and c.class_code = k.code and not c.withdrawn) as conditions
        from case_classes k where k.city_id = ${city} order by k.code`,
  )

/** The class that a text means, as `findClass` reads it: null when the city has no such class, undefined when it has none at all. */
export const findClassCode = async (db: Db, city: CityId, text: string): Promise<string | null | undefined> =>
  (
    await db.find(
      z.object({ code: z.string().nullable() }),
      sql`select (select k.code from case_classes k
            where k.city_id = ${city} and (k.code = ${text} or k.code = 'E' || ${text}::text or k.small_name = ${text})
            order by k.code = ${text} desc, k.code = 'E' || ${text}::text desc, k.code limit 1) as code
          where exists (select from case_classes where city_id = ${city})`,
    )
  )?.code

/** Every condition, as a table would tell it. */
export const listKnownConditions = (db: Db, city: CityId) =>
  db.all(ConditionRow, conditionRows(sql`c.city_id = ${city}`, sql`order by c.class_code, c.no, c.id`))

const classShape = { classCode: 'text', kind: 'text', bigCode: 'text', bigName: 'text', smallName: 'text' }
const conditionShape = {
  id: 'uuid',
  classCode: 'text',
  no: 'int',
  files: 'text',
  closes: 'text',
  handler: 'text',
  supervisor: 'text',
  unitId: 'uuid',
  limitText: 'text',
  amount: 'int',
  unit: 'text',
  clock: 'text',
  season: 'text',
  act: 'text',
  withdrawn: 'boolean',
}

/** Takes in conditions with their classes: new ones are added, known ones (same class, same filing condition) brought up to date. */
export async function putConditions(db: Db, city: CityId, list: readonly (ConditionFacts & { id: string; no: number })[]): Promise<void> {
  const classes = [...new Map(list.map((one) => [one.classCode, one])).values()]
  await db.run(
    sql`insert into case_classes (city_id, code, kind, big_code, big_name, small_name)
        select ${city}, class_code, kind, big_code, big_name, small_name from ${rows(classes, classShape)}
        on conflict (city_id, code) do update set big_name = excluded.big_name, small_name = excluded.small_name`,
  )
  await db.run(
    sql`insert into case_conditions (city_id, id, class_code, no, files, closes, handler, supervisor, unit_id, limit_text, amount, unit, clock, season, act, withdrawn)
        select ${city}, id, class_code, no, files, closes, handler, supervisor, unit_id, limit_text, amount, unit, clock, season, act, withdrawn
        from ${rows(list, conditionShape)}
        on conflict (city_id, class_code, files) do update set no = excluded.no, closes = excluded.closes, handler = excluded.handler,
          supervisor = excluded.supervisor, unit_id = excluded.unit_id, limit_text = excluded.limit_text, amount = excluded.amount,
          unit = excluded.unit, clock = excluded.clock, season = excluded.season, act = excluded.act, withdrawn = excluded.withdrawn`,
  )
}
