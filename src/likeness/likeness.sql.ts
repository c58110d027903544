/** SQL of likeness: open cases around a place, closed cases as lessons, and the city's rules and models. */
import { z } from 'zod'
import { AreaId, CaseId, type CityId, EvidenceId, UnitId } from '../base/ids.ts'
import type { Box } from '../base/place.ts'
import { all, type Db, join, json, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Stage } from '../cases/procedure/procedure.ts'
import { rangesOf } from '../city/cells.ts'
import { AlikeRule } from './alike.ts'
import { Model, type Target } from './learn.ts'

const NearRow = z.object({
  id: CaseId,
  no: z.string(),
  text: z.string(),
  class: z.string().nullable(),
  procedure: z.int(),
  state: z.string(),
  stage: Stage,
  lng: z.number(),
  lat: z.number(),
  reportedAt: Instant,
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  photo: EvidenceId.nullable(),
})
export type NearRow = z.infer<typeof NearRow>

/** What is asked about. `types`: every spelling of the class; empty for any class. */
export interface NearQuery {
  readonly box: Box
  readonly types: readonly string[]
  readonly not: CaseId | undefined
}

/** A crowd at one spot (the default point of a register) is not read through. */
const mostRead = 200

/** Open cases of a class in a box, the newest first; served by the index of cells. */
export const listOpenNear = (db: Db, city: CityId, { box, types, not }: NearQuery) => {
  const [west, south, east, north] = box
  const cells = rangesOf(box).map(([from, to]) => sql`c.cell between ${from} and ${to}`)
  return db.all(
    NearRow,
    sql`select c.id, c.no, c.text, c.class, c.procedure, c.state, c.stage, c.lng, c.lat, c.reported_at, c.unit_id, u.name_zh as unit_zh, u.name_en as unit_en,
          (select f.evidence_id from case_photos f where f.city_id = c.city_id and f.case_id = c.id and f.step = 'report' order by f.evidence_id limit 1) as photo
        from cases c left join units u on u.city_id = c.city_id and u.id = c.unit_id
        where ${all(
          sql`c.city_id = ${city} and c.cell is not null and (${join(cells, sql` or `)})`,
          sql`c.lng between ${west} and ${east} and c.lat between ${south} and ${north} and c.stage <> 'closed'`,
          types.length === 0 ? undefined : sql`c.class = any(${[...types]}::text[])`,
          not && sql`c.id <> ${not}`,
        )} order by c.reported_at desc, c.id desc limit ${mostRead}`,
  )
}

/** The city's own rules. */
export const listOwnRules = (db: Db, city: CityId) =>
  db.all(AlikeRule, sql`select class, radius_m, days from duplicate_rules where city_id = ${city} order by class`)

/** Puts other rules in the place of the city's own. */
export async function putOwnRules(db: Db, city: CityId, rules: readonly AlikeRule[]): Promise<void> {
  await db.run(sql`delete from duplicate_rules where city_id = ${city}`)
  await db.run(sql`insert into duplicate_rules (city_id, class, radius_m, days)
    select ${city}, class, radius_m, days from ${rows(rules, { class: 'text', radiusM: 'int', days: 'int' })}`)
}

const ClosedRow = z.object({
  text: z.string(),
  class: z.string().nullable(),
  unitId: UnitId.nullable(),
  streetId: AreaId.nullable(),
})
export type ClosedRow = z.infer<typeof ClosedRow>

/** Cases that were done with, the newest first. */
export const listClosed = (db: Db, city: CityId, most: number) =>
  db.all(
    ClosedRow,
    sql`select text, class, unit_id, street_id from cases where city_id = ${city} and stage = 'closed' and outcome = 'done'
        order by reported_at desc, id desc limit ${most}`,
  )

/** How many cases could teach, and whether one was closed after a time. */
export const countClosed = async (db: Db, city: CityId): Promise<number> =>
  (await db.find(
    z.object({ n: z.int() }),
    sql`select count(*)::int as n from cases where city_id = ${city} and stage = 'closed' and outcome = 'done'`,
  ))!.n

const ModelRow = z.object({
  version: z.int(),
  trainedAt: Instant,
  cases: z.int(),
  leftOut: z.int(),
  words: z.int(),
})
export type ModelRow = z.infer<typeof ModelRow>

/** The newest model of a target, without its words. */
export const findModel = (db: Db, city: CityId, target: Target) =>
  db.find(
    ModelRow,
    sql`select version, trained_at, cases, left_out, words from suggestion_models where city_id = ${city} and target = ${target}
        order by version desc limit 1`,
  )

/** What a model learned. */
export const findContent = async (db: Db, city: CityId, target: Target, version: number) =>
  (
    await db.find(
      z.object({ content: Model }),
      sql`select content from suggestion_models where city_id = ${city} and target = ${target} and version = ${version}`,
    )
  )?.content

/** Keeps a model as the newest, and of older ones the last few, so that a suggestion of last week can still be explained. */
export async function addModel(
  db: Db,
  city: CityId,
  it: { target: Target; at: string; cases: number; leftOut: number; model: Model },
): Promise<void> {
  const words = Object.keys(it.model.counts).length
  await db.run(sql`insert into suggestion_models (city_id, target, version, trained_at, cases, left_out, words, content)
    select ${city}, ${it.target}, coalesce(max(version), 0) + 1, ${it.at}, ${it.cases}, ${it.leftOut}, ${words}, ${json(it.model)}
    from suggestion_models where city_id = ${city} and target = ${it.target}`)
  await db.run(sql`delete from suggestion_models where city_id = ${city} and target = ${it.target} and version <=
    (select max(version) - ${keptVersions}::int from suggestion_models where city_id = ${city} and target = ${it.target})`)
}
const keptVersions = 5

/** Whether a case was closed since a time. */
export const isClosedSince = async (db: Db, city: CityId, since: string): Promise<boolean> =>
  (await db.find(
    z.object({ yes: z.int() }),
    sql`select 1 as yes from cases where city_id = ${city} and changed_at > ${since} and stage = 'closed' limit 1`,
  )) !== undefined

const NameRow = z.object({ id: z.string(), zh: z.string(), en: z.string() })

/** What units and areas are called. */
export const listLikelyNames = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(
    NameRow,
    sql`select id::text as id, name_zh as zh, name_en as en from units where city_id = ${city} and id = any(${[...ids]}::uuid[])
        union all select id::text, name_zh, name_en from areas where city_id = ${city} and id = any(${[...ids]}::uuid[])`,
  )

const Name = z.object({ name: z.string() })

/** What the areas of a city are called. */
export const listAreaNames = async (db: Db, city: CityId): Promise<string[]> =>
  (await db.all(Name, sql`select distinct name_zh as name from areas where city_id = ${city} and level <> 'city'`)).map(({ name }) => name)

/** What the streets on the city's map are called. */
export const listStreetNames = async (db: Db, city: CityId): Promise<string[]> =>
  (
    await db.all(
      Name,
      sql`select distinct r.name #>> '{}' as name from map_layers, jsonb_path_query(content, '$.features[*].properties.zh') r (name)
          where city_id = ${city} and layer = 'roads' and jsonb_typeof(r.name) = 'string'`,
    )
  ).map(({ name }) => name)

/** Of these units those that still work and work for the whole city or for one of these areas. */
export const listUnitsThere = async (db: Db, city: CityId, ids: readonly string[], areas: readonly AreaId[]): Promise<string[]> =>
  (
    await db.all(
      z.object({ id: UnitId }),
      sql`select u.id from units u left join areas a on a.city_id = u.city_id and a.id = u.area_id
          where u.city_id = ${city} and u.id = any(${[...ids]}::uuid[]) and u.closed_on is null
            and (u.area_id is null or a.level = 'city' or u.area_id = any(${[...areas]}::uuid[]))`,
    )
  ).map(({ id }) => id)
