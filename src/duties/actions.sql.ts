/** SQL of changes of many duties at once: what each duty was before, so that the change can be undone. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, DutyId, PersonId } from '../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { DutyAction } from './duties.api.ts'
import type { DutyValues } from './duty.ts'

/** One duty in an action. `before` is null when the action created it; `version` is the one it left. */
export interface DutyChange {
  readonly dutyId: DutyId
  readonly before: DutyValues | null
  readonly version: number
}

/** Records an action with its changes. */
export async function addAction(
  db: Db,
  city: CityId,
  { id, kind, at, by }: { id: string; kind: DutyAction['kind']; at: string; by: PersonId | null },
  changes: readonly DutyChange[],
): Promise<void> {
  await db.run(
    sql`insert into duty_actions (city_id, id, kind, at, by, duties) values (${city}, ${id}, ${kind}, ${at}, ${by}, ${changes.length})`,
  )
  await db.run(
    sql`insert into duty_changes (city_id, action_id, duty_id, before, version)
        select ${city}, ${id}::uuid, duty_id, before, version from ${rows(changes, { dutyId: 'uuid', before: 'jsonb', version: 'int' })}`,
  )
}

const ActionRow = z.object({
  id: z.uuid(),
  kind: z.enum(['bulk', 'assign', 'import']),
  at: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  duties: z.int(),
  undoneAt: Instant.nullable(),
})

const toAction = ({ byName, by, ...row }: z.infer<typeof ActionRow>): DutyAction => ({
  ...row,
  by: by === null ? null : { id: by, name: byName ?? '' },
})

const actionRows = (where: Sql, rest: Sql) => sql`
  select a.id, a.kind, a.at, a.by, p.name as by_name, a.duties, a.undone_at
  from duty_actions a left join people p on p.city_id = a.city_id and p.id = a.by where ${where} ${rest}`

/** One action. */
export async function findAction(db: Db, city: CityId, id: string): Promise<DutyAction | undefined> {
  const row = await db.find(ActionRow, actionRows(sql`a.city_id = ${city} and a.id = ${id}`, sql``))
  return row && toAction(row)
}

const orders: Orders<DutyAction> = {
  at: { key: sql`a.at`, type: 'timestamptz', of: ({ at }) => at },
  duties: { key: sql`a.duties`, type: 'int', of: ({ duties }) => duties },
}

/** One page of actions; `text` is part of the name of who did it. */
export const listActions = (
  db: Db,
  city: CityId,
  { kind, text }: { kind?: DutyAction['kind'] | undefined; text?: string | undefined },
  turn: Turn,
): Promise<PageOf<DutyAction>> =>
  pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => {
      const where = all(
        sql`a.city_id = ${city}`,
        kind && sql`a.kind = ${kind}`,
        text === undefined ? undefined : sql`p.name ilike ${like(text)}`,
        beyond,
      )
      return (await db.all(ActionRow, actionRows(where, rest))).map(toAction)
    },
    sql`a.id`,
  )

const ChangeRow = z.object({ dutyId: DutyId, before: z.custom<DutyValues>().nullable(), version: z.int() })

/** What an action did to each duty. */
export const listChanges = (db: Db, city: CityId, action: string): Promise<DutyChange[]> =>
  db.all(
    ChangeRow,
    sql`select duty_id, before, version from duty_changes where city_id = ${city} and action_id = ${action} order by duty_id`,
  )

/** Marks an action as undone; false when it was undone before. */
export async function markUndone(db: Db, city: CityId, id: string, at: string): Promise<boolean> {
  return (await db.run(sql`update duty_actions set undone_at = ${at} where city_id = ${city} and id = ${id} and undone_at is null`)) > 0
}
