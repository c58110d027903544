/** SQL of results of past years. Each is a row of entries: the newest counts, none is ever overwritten or deleted. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, PersonId } from '../base/ids.ts'
import { all, type Db, like, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { NewResult } from './assessments.api.ts'

const ResultRow = z.object({
  id: z.uuid(),
  year: z.int(),
  standard: z.string(),
  subject: z.string(),
  method: z.string().nullable(),
  criterion: z.string().nullable(),
  got: z.int().nullable(),
  of: z.int(),
  target: z.int().nullable(),
  source: z.string(),
  enteredAt: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
})
export type ResultRow = z.infer<typeof ResultRow>
const result = sql`r.id, r.year, r.standard, r.subject, r.method, r.criterion, r.got, r.of, r.target, r.source, r.entered_at, r.by, p.name as by_name`
const resultFrom = sql`results r left join people p on p.city_id = r.city_id and p.id = r.by`

/** An entry that counts: the newest of its result, and not its removal. */
const stands = sql`not r.removed and not exists (select 1 from results later
  where later.city_id = r.city_id and later.id = r.id and later.seq > r.seq)`

/** Where an entry stands in the city's order, when it was made and by whom. */
export interface Entry {
  readonly seq: number
  readonly at: string
  readonly by: PersonId
}

/** Appends an entry of a result; from now on it counts instead of the one before. */
export const addResult = (db: Db, city: CityId, it: NewResult, { seq, at, by }: Entry): Promise<number> =>
  db.run(
    sql`insert into results (city_id, id, seq, year, standard, subject, method, criterion, got, of, target, source, entered_at, by)
        values (${city}, ${it.id}, ${seq}, ${it.year}, ${it.standard}, ${it.subject}, ${it.method ?? null}, ${it.criterion ?? null}, ${it.got},
          ${it.of}, ${it.target}, ${it.source}, ${at}, ${by})`,
  )

/** Takes a result out by an entry that says so; what it was stays on record. */
export const removeResult = (db: Db, city: CityId, id: string, { seq, at, by }: Entry): Promise<number> =>
  db.run(
    sql`insert into results (city_id, id, seq, removed, year, standard, subject, method, criterion, got, of, target, source, entered_at, by)
        select r.city_id, r.id, ${seq}, true, r.year, r.standard, r.subject, r.method, r.criterion, r.got, r.of, r.target, r.source, ${at}, ${by}
        from results r where r.city_id = ${city} and r.id = ${id} and ${stands}`,
  )

/** One result as it counts. */
export const findResult = (db: Db, city: CityId, id: string): Promise<ResultRow | undefined> =>
  db.find(ResultRow, sql`select ${result} from ${resultFrom} where r.city_id = ${city} and r.id = ${id} and ${stands}`)

const EntryRow = ResultRow.extend({ removed: z.boolean() })

/** Every entry of a result, the oldest first. */
export const listEntries = (db: Db, city: CityId, id: string) =>
  db.all(EntryRow, sql`select ${result}, r.removed from ${resultFrom} where r.city_id = ${city} and r.id = ${id} order by r.seq`)

const resultOrders: Orders<ResultRow> = {
  year: { key: sql`r.year`, type: 'int', of: ({ year }) => year },
  subject: { key: sql`r.subject`, type: 'text', of: ({ subject }) => subject },
  got: { key: sql`coalesce(r.got, -1)`, type: 'int', of: ({ got }) => got ?? -1 },
}

/** What a list of results is narrowed to. */
export interface ResultFilter {
  readonly standard?: string | undefined
  readonly subject?: string | undefined
  readonly text?: string | undefined
}

/** One page of results. */
export const listResults = (db: Db, city: CityId, { standard, subject, text }: ResultFilter, turn: Turn): Promise<PageOf<ResultRow>> =>
  pageBy(
    resultOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        ResultRow,
        sql`select ${result} from ${resultFrom} where ${all(
          sql`r.city_id = ${city}`,
          stands,
          standard === undefined ? undefined : sql`r.standard = ${standard}`,
          subject === undefined ? undefined : sql`r.subject = ${subject}`,
          text === undefined
            ? undefined
            : sql`(r.subject ilike ${like(text)} or r.source ilike ${like(text)} or r.criterion ilike ${like(text)} or r.year::text = ${text})`,
          beyond,
        )} ${rest}`,
      ),
    sql`r.id`,
  )

const Official = z.object({ year: z.int(), got: z.int(), of: z.int() })

/** Official totals of a standard by year: results of the whole, by no method or criterion; the last entered of a year counts. */
export const listOfficial = (db: Db, city: CityId, standard: string, years: { from: number; to: number }) =>
  db.all(
    Official,
    sql`select distinct on (r.year) r.year, r.got, r.of from results r
        where r.city_id = ${city} and r.standard = ${standard} and r.year between ${years.from} and ${years.to}
          and r.method is null and r.criterion is null and r.got is not null and ${stands}
        order by r.year, r.entered_at desc, r.seq desc`,
  )
