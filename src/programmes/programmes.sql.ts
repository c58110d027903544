/** SQL of programmes, steps of titles, and places in a group. Steps are only ever added. */
import { z } from 'zod'
import { type CityId, PersonId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, json, like, sql } from '../base/sql.ts'
import { Day } from '../base/time.ts'
import type { Programme } from './programmes.api.ts'
import { type NewTitleStep, Placing, StepName, TitleRules, TitleState } from './title.ts'

const ProgrammeRow = z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string(), standard: z.string(), rules: TitleRules })

const programmeOf = ({ titleZh, titleEn, ...row }: z.infer<typeof ProgrammeRow>): Programme => ({
  ...row,
  title: { zh: titleZh, en: titleEn },
})
const programme = sql`select code, title_zh, title_en, standard, rules from programmes`

/** Programmes of a city by code. */
export const listProgrammes = async (db: Db, city: CityId): Promise<Programme[]> =>
  (await db.all(ProgrammeRow, sql`${programme} where city_id = ${city} order by code limit 500`)).map(programmeOf)

/** One programme. */
export async function findProgramme(db: Db, city: CityId, code: string): Promise<Programme | undefined> {
  const row = await db.find(ProgrammeRow, sql`${programme} where city_id = ${city} and code = ${code}`)
  return row && programmeOf(row)
}

/** Enters a programme, or its words and rules anew. */
export const putProgramme = (db: Db, city: CityId, { code, title, standard, rules }: Programme): Promise<number> =>
  db.run(
    sql`insert into programmes (city_id, code, title_zh, title_en, standard, rules)
        values (${city}, ${code}, ${title.zh}, ${title.en}, ${standard}, ${json(rules)})
        on conflict (city_id, code) do update set title_zh = excluded.title_zh, title_en = excluded.title_en,
          standard = excluded.standard, rules = excluded.rules`,
  )

/** Holds a programme until the transaction ends, so that two steps of one title are never judged by the same history. */
export const lockProgramme = (db: Db, city: CityId, code: string): Promise<number> =>
  db.run(sql`select code from programmes where city_id = ${city} and code = ${code} for update`)

const StepRow = z.object({
  id: z.uuid(),
  step: StepName,
  onDay: Day,
  untilOn: Day.nullable(),
  reason: z.string(),
  corrects: z.uuid().nullable(),
  by: PersonId.nullable(),
  byName: z.string().nullable(),
})
export type StepRow = z.infer<typeof StepRow>

/** The history of a title, oldest step first. */
export const listSteps = (db: Db, city: CityId, code: string, subject: string): Promise<StepRow[]> =>
  db.all(
    StepRow,
    sql`select t.id, t.step, t.on_day, t.until_on, t.reason, t.corrects, t.by, p.name as by_name
        from title_steps t left join people p on p.city_id = t.city_id and p.id = t.by
        where t.city_id = ${city} and t.programme = ${code} and t.subject_id = ${subject} order by t.seq`,
  )

/** A step to append, with the state that the title is in after it. */
export interface StepToAdd extends NewTitleStep {
  readonly programme: string
  readonly subject: string
  readonly after: { readonly state: TitleState; readonly since: Day | null; readonly until: Day | null }
  readonly by: PersonId
  readonly seq: number
}

/** Appends a step; the same id again appends nothing. */
export const addStep = (db: Db, city: CityId, it: StepToAdd): Promise<number> =>
  db.run(
    sql`insert into title_steps (city_id, id, programme, subject_id, step, state, since_on, limit_on, on_day, until_on, reason, corrects, by, seq)
        values (${city}, ${it.id}, ${it.programme}, ${it.subject}, ${it.step}, ${it.after.state}, ${it.after.since}, ${it.after.until},
          ${it.onDay}, ${it.untilOn}, ${it.reason}, ${it.corrects}, ${it.by}, ${it.seq}) on conflict do nothing`,
  )

const HeadRow = z.object({
  subject: z.uuid(),
  kind: z.enum(['area', 'unit']),
  zh: z.string(),
  en: z.string(),
  state: TitleState,
  since: Day.nullable(),
  until: Day.nullable(),
})
export type HeadRow = z.infer<typeof HeadRow>

/** A day beyond all days: titles without one stand behind those that have one. */
const never = '9999-12-31'

type Headed = HeadRow & { readonly id: string }
const orders: Orders<Headed> = {
  subject: { key: sql`t.zh`, type: 'text', of: ({ zh }) => zh },
  state: { key: sql`t.state`, type: 'text', of: ({ state }) => state },
  since: { key: sql`coalesce(t.since, ${never}::date)`, type: 'date', of: ({ since }) => since ?? never },
  until: { key: sql`coalesce(t.until, ${never}::date)`, type: 'date', of: ({ until }) => until ?? never },
}

/** What a list of titles is narrowed to. */
export interface HeadFilter {
  readonly state?: TitleState | undefined
  readonly kind?: 'area' | 'unit' | undefined
  readonly text?: string | undefined
}

/** One page of the subjects of a programme with the state after their last step. */
export const listHeads = (db: Db, city: CityId, code: string, { state, kind, text }: HeadFilter, turn: Turn): Promise<PageOf<Headed>> =>
  pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => {
      const found = await db.all(
        HeadRow,
        sql`select t.* from (
            select last.subject_id as subject, case when a.id is null then 'unit' else 'area' end as kind,
              coalesce(a.name_zh, u.name_zh, '') as zh, coalesce(a.name_en, u.name_en, '') as en,
              last.state, last.since_on as since, last.limit_on as until
            from (select distinct on (subject_id) subject_id, state, since_on, limit_on from title_steps
              where city_id = ${city} and programme = ${code} order by subject_id, seq desc) last
            left join areas a on a.city_id = ${city} and a.id = last.subject_id
            left join units u on u.city_id = ${city} and u.id = last.subject_id) t
          where ${all(
            state && sql`t.state = ${state}`,
            kind && sql`t.kind = ${kind}`,
            text === undefined ? undefined : sql`(t.zh ilike ${like(text)} or t.en ilike ${like(text)})`,
            beyond,
          )} ${rest}`,
      )
      return found.map((row) => ({ ...row, id: row.subject }))
    },
    sql`t.subject`,
  )

const SubjectRow = z.object({ kind: z.enum(['area', 'unit']), zh: z.string(), en: z.string() })

/** The area or unit behind an id. */
export const findSubject = (db: Db, city: CityId, id: string) =>
  db.find(
    SubjectRow,
    sql`select 'area' as kind, name_zh as zh, name_en as en from areas where city_id = ${city} and id = ${id}
        union all select 'unit', name_zh, name_en from units where city_id = ${city} and id = ${id} limit 1`,
  )

/** Places of a subject in its group, the last year first. */
export const listPlacings = (db: Db, city: CityId, code: string, subject: string): Promise<Placing[]> =>
  db.all(
    Placing,
    sql`select year, place, "of", source from title_placings where city_id = ${city} and programme = ${code} and subject_id = ${subject}
        order by year desc`,
  )

/** Enters the place of a year, or enters it anew. */
export const putPlacing = (
  db: Db,
  city: CityId,
  code: string,
  { subject, year, place, of, source }: Placing & { subject: string },
): Promise<number> =>
  db.run(
    sql`insert into title_placings (city_id, programme, subject_id, year, place, "of", source)
        values (${city}, ${code}, ${subject}, ${year}, ${place}, ${of}, ${source})
        on conflict (city_id, programme, subject_id, year) do update set place = excluded.place, "of" = excluded."of", source = excluded.source`,
  )
