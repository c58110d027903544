/** SQL of posts handed over: the slip and what stands on it. */
import { z } from 'zod'
import type { PageOf, Turn } from '../../api/cursor.ts'
import { type Orders, pageBy } from '../../api/order.sql.ts'
import { countRows } from '../../api/total.sql.ts'
import { type CityId, PersonId, PostId } from '../../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql } from '../../base/sql.ts'
import { Day, Instant } from '../../base/time.ts'
import { OpenItem } from './organisation.ts'

const HandoverRow = z.object({
  id: z.uuid(),
  postId: PostId,
  postZh: z.string(),
  postEn: z.string(),
  unitZh: z.string(),
  unitEn: z.string(),
  toPostId: PostId.nullable(),
  toPostZh: z.string().nullable(),
  toPostEn: z.string().nullable(),
  toUnitZh: z.string().nullable(),
  toUnitEn: z.string().nullable(),
  fromPersonId: PersonId.nullable(),
  fromName: z.string().nullable(),
  toPersonId: PersonId,
  toName: z.string(),
  onDay: Day,
  note: z.string(),
  madeAt: Instant,
  receivedAt: Instant.nullable(),
  count: z.int(),
})
export type HandoverRow = z.infer<typeof HandoverRow>

/** Which slips are asked for: those of a person (given or taken), or all. `text` is part of a name, a post, a unit or the note. */
export interface HandoverFilter {
  readonly person?: PersonId | undefined
  readonly open?: boolean | undefined
  readonly text?: string | undefined
}

const handovers = sql`handovers h
  join posts p on p.city_id = h.city_id and p.id = h.post_id join units u on u.city_id = p.city_id and u.id = p.unit_id
  left join people f on f.city_id = h.city_id and f.id = h.from_person_id
  join people t on t.city_id = h.city_id and t.id = h.to_person_id`

const slips = (where: Sql, rest: Sql): Sql => sql`
  select h.id, h.post_id, p.title_zh as post_zh, p.title_en as post_en, u.name_zh as unit_zh, u.name_en as unit_en,
    h.to_post_id, q.title_zh as to_post_zh, q.title_en as to_post_en, v.name_zh as to_unit_zh, v.name_en as to_unit_en,
    h.from_person_id, f.name as from_name, h.to_person_id, t.name as to_name, h.on_day, h.note, h.made_at, h.received_at,
    (select count(*)::int from handover_items i where i.city_id = h.city_id and i.handover_id = h.id) as count
  from ${handovers}
  left join posts q on q.city_id = h.city_id and q.id = h.to_post_id left join units v on v.city_id = q.city_id and v.id = q.unit_id
  where ${where} ${rest}`

const partOf = (person: PersonId | undefined): Sql | undefined =>
  person && sql`(h.from_person_id = ${person} or h.to_person_id = ${person})`

const handoversWhere = (city: CityId, { person, open, text }: HandoverFilter, beyond?: Sql): Sql =>
  all(
    sql`h.city_id = ${city}`,
    partOf(person),
    open === undefined ? undefined : open ? sql`h.received_at is null` : sql`h.received_at is not null`,
    text === undefined || text === ''
      ? undefined
      : sql`(h.note ilike ${like(text)} or p.title_zh ilike ${like(text)} or p.title_en ilike ${like(text)} or u.name_zh ilike ${like(text)}
          or u.name_en ilike ${like(text)} or f.name ilike ${like(text)} or t.name ilike ${like(text)})`,
    beyond,
  )

/** What nobody confirmed yet comes after everything that was confirmed. */
const notYet = '9999-12-31T00:00:00.000Z'

const handoverOrders: Orders<HandoverRow> = {
  made: { key: sql`h.made_at`, type: 'timestamptz', of: ({ madeAt }) => madeAt },
  day: { key: sql`h.on_day`, type: 'date', of: ({ onDay }) => onDay },
  received: {
    key: sql`coalesce(h.received_at, timestamptz '9999-12-31 00:00:00Z')`,
    type: 'timestamptz',
    of: ({ receivedAt }) => receivedAt ?? notYet,
  },
}

/** One page of slips. */
export const listHandovers = (db: Db, city: CityId, filter: HandoverFilter, turn: Turn): Promise<PageOf<HandoverRow>> =>
  pageBy(handoverOrders, turn, ({ beyond, rest }) => db.all(HandoverRow, slips(handoversWhere(city, filter, beyond), rest)), sql`h.id`)

/** How many slips there are. */
export const countHandovers = (db: Db, city: CityId, filter: HandoverFilter): Promise<number> =>
  countRows(db, sql`from ${handovers} where ${handoversWhere(city, filter)}`)

/** One slip; of a person only when they have a part in it. */
export const findHandover = (db: Db, city: CityId, id: string, person?: PersonId): Promise<HandoverRow | undefined> =>
  db.find(HandoverRow, slips(all(sql`h.city_id = ${city}`, sql`h.id = ${id}`, partOf(person)), sql``))

/** What stands on a slip. */
export const listItems = (db: Db, city: CityId, handover: string) =>
  db.all(
    OpenItem,
    sql`select kind, thing, title, due_on from handover_items where city_id = ${city} and handover_id = ${handover} order by kind, due_on, thing`,
  )

/** A slip as it is written. */
export interface NewHandover {
  readonly id: string
  readonly post: PostId
  readonly from: PersonId | null
  readonly to: PersonId
  readonly toPost: PostId | null
  readonly onDay: Day
  readonly note: string
  readonly at: string
  readonly by: PersonId
  readonly items: readonly OpenItem[]
}

/** Writes a slip with its list. */
export async function addHandover(
  db: Db,
  city: CityId,
  { id, post, from, to, toPost, onDay, note, at, by, items }: NewHandover,
): Promise<void> {
  await db.run(sql`
    insert into handovers (city_id, id, post_id, from_person_id, to_person_id, to_post_id, on_day, note, made_at, made_by)
    values (${city}, ${id}, ${post}, ${from}, ${to}, ${toPost}, ${onDay}, ${note}, ${at}, ${by})`)
  await db.run(sql`
    insert into handover_items (city_id, handover_id, kind, thing, title, due_on)
    select ${city}, ${id}, kind, thing, title, due_on from ${rows(items, { kind: 'text', thing: 'uuid', title: 'text', dueOn: 'date' })}`)
}

/** The successor has taken over; gives 0 when it is somebody else's slip, or was received before. */
export const markReceived = (db: Db, city: CityId, id: string, person: PersonId, at: string) =>
  db.run(sql`
    update handovers set received_at = ${at} where city_id = ${city} and id = ${id} and to_person_id = ${person} and received_at is null`)
