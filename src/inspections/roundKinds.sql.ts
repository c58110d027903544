/** SQL of what a city calls its rounds. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { type NamedKind, walkedKinds } from './round.ts'

const Row = z.object({ id: z.uuid(), titleZh: z.string(), titleEn: z.string(), means: z.enum(walkedKinds), isRetired: z.boolean() })

/** A city's own kinds by name, the retired ones too: old rounds keep their word. A city has a handful. */
export const listNamedKinds = async (db: Db, city: CityId): Promise<NamedKind[]> =>
  (
    await db.all(
      Row,
      sql`select id, title_zh, title_en, means, retired_at is not null as is_retired from round_kinds
          where city_id = ${city} order by title_zh, id limit 200`,
    )
  ).map(({ titleZh, titleEn, ...row }) => ({ ...row, title: { zh: titleZh, en: titleEn } }))

/** Writes a kind, new or in the place of what it was; false when it is known to mean another: the rounds that bear it have counted. */
export const putNamedKind = async (
  db: Db,
  city: CityId,
  { id, title, means, isRetired, at, by }: NamedKind & { readonly at: string; readonly by: string | null },
): Promise<boolean> =>
  (await db.run(
    sql`insert into round_kinds (city_id, id, title_zh, title_en, means, changed_at, changed_by, retired_at)
        values (${city}, ${id}, ${title.zh}, ${title.en}, ${means}, ${at}, ${by}, ${isRetired ? at : null})
        on conflict (city_id, id) do update set title_zh = excluded.title_zh, title_en = excluded.title_en,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by, retired_at = excluded.retired_at
        where round_kinds.means = excluded.means`,
  )) > 0
