/** SQL of samples: what was bound and drawn, the line of every stratum, replacements and walks. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, PersonId, PointId, RoundId, UnitId } from '../base/ids.ts'
import { all, type Db, json, like, rows, type Sql, sql } from '../base/sql.ts'
import { dayOf, Instant } from '../base/time.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import { type FramePoint, type InLine, Plan, type StratumKey } from './draw.ts'
import { type NewSample, SampleId, type SamplePoint, type SampleState } from './sample.ts'

const SampleRow = z.object({
  id: SampleId,
  roundId: RoundId,
  roundZh: z.string(),
  roundEn: z.string(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  plan: Plan,
  sealed: z.boolean(),
  releaseAt: Instant.nullable(),
  commitment: z.string(),
  frameHash: z.string(),
  committedAt: Instant,
  drawnAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
  witness: z.string().nullable(),
  framePoints: z.int(),
  drawnPoints: z.int(),
})
export type SampleRow = z.infer<typeof SampleRow>

const samplesWhere = (city: CityId, where: Sql, rest: Sql) => sql`
  select s.id, s.round_id, r.title_zh as round_zh, r.title_en as round_en, s.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, s.plan,
    s.sealed, s.release_at, s.commitment, s.frame_hash, s.committed_at, s.drawn_at, s.released_at, s.witness, s.frame_points, s.drawn_points
  from samples s
  join rounds r on r.city_id = s.city_id and r.id = s.round_id
  join units u on u.city_id = s.city_id and u.id = s.unit_id
  where s.city_id = ${city} and ${where} ${rest}`

/** One sample; held until the transaction ends when it is to be changed. */
export const findSample = (db: Db, city: CityId, id: SampleId, lock = false): Promise<SampleRow | undefined> =>
  db.find(SampleRow, samplesWhere(city, sql`s.id = ${id}`, lock ? sql`for update of s` : sql``))

const stateIs: Record<SampleState, Sql> = {
  bound: sql`s.drawn_at is null and s.released_at is null`,
  drawn: sql`s.drawn_at is not null and s.released_at is null`,
  released: sql`s.released_at is not null`,
}
const orders: Orders<SampleRow> = { committed: { key: sql`s.committed_at`, type: 'timestamptz', of: ({ committedAt }) => committedAt } }

/** What a list of samples can be narrowed to. */
export interface SampleFilter {
  readonly state?: SampleState | undefined
  readonly text?: string | undefined
  readonly unit?: string | undefined
}

/** One page of samples, last bound first. */
export const listSamples = (db: Db, city: CityId, { state, text, unit }: SampleFilter, turn: Turn): Promise<PageOf<SampleRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) => {
      const words = text === undefined ? undefined : sql`(r.title_zh ilike ${like(text)} or r.title_en ilike ${like(text)})`
      return db.all(
        SampleRow,
        samplesWhere(city, all(state && stateIs[state], unit === undefined ? undefined : sql`s.unit_id = ${unit}`, words, beyond), rest),
      )
    },
    sql`s.id`,
  )

const Coded = z.object({ id: PointId, code: z.string() })

/** The points of these codes. */
export const listByCode = (db: Db, city: CityId, codes: readonly string[]) =>
  db.all(Coded, sql`select id, code from points where city_id = ${city} and code = any(${[...codes]}::text[]) and retired_on is null`)

/** Sealed samples that are being walked, held until the transaction ends: nothing comes in, and none is told, meanwhile. */
export const holdSealed = (db: Db, city: CityId): Promise<{ id: SampleId }[]> =>
  db.all(
    z.object({ id: SampleId }),
    sql`select id from samples where city_id = ${city} and sealed and drawn_at is not null and released_at is null order by id for update`,
  )

/** Samples whose release has come. */
export const listDue = (db: Db, city: CityId, at: string): Promise<{ id: SampleId }[]> =>
  db.all(
    z.object({ id: SampleId }),
    sql`select id from samples where city_id = ${city} and released_at is null and drawn_at is not null and release_at <= ${at} order by release_at limit 100`,
  )

/** Stands in a stratum where the plan's own group of the point goes. */
export const groupMark = '\u0001'

const stratumOf: Record<StratumKey, Sql> = {
  type: sql`p.type`,
  district: sql`coalesce((select a.code from areas a where a.city_id = p.city_id and a.id = p.district_id), '-')`,
  street: sql`coalesce((select a.code from areas a where a.city_id = p.city_id and a.id = p.street_id), '-')`,
  community: sql`coalesce((select a.code from areas a where a.city_id = p.city_id and a.id = p.community_id), '-')`,
  grid: sql`coalesce((select g.code from grids g where g.city_id = p.city_id and g.id = p.grid_id), '-')`,
  // The plan says it, not the database.
  group: sql`${groupMark}::text`,
  unit: sql`coalesce((select u.code from units u where u.city_id = p.city_id and u.id = p.unit_id), '-')`,
}

/** Points that a plan draws from, with their stratum: codes joined by `/`. Sizes are the plan's. */
export function listFrame(db: Db, city: CityId, { types, areaId, unitId, by }: Plan): Promise<{ id: PointId; stratum: string }[]> {
  const key = by.map((one) => stratumOf[one]).reduce((sum, one) => sql`${sum} || '/' || ${one}`, sql`''`)
  return db.all(
    z.object({ id: PointId, stratum: z.string() }),
    sql`select p.id, ltrim(${key}, '/') as stratum from points p where ${all(
      sql`p.city_id = ${city} and p.retired_on is null`,
      types.length > 0 ? sql`p.type = any(${types}::text[])` : undefined,
      areaId === null ? undefined : sql`(p.district_id = ${areaId} or p.street_id = ${areaId} or p.community_id = ${areaId})`,
      unitId === null ? undefined : sql`p.unit_id = ${unitId}`,
    )} order by p.id`,
  )
}

const frameShape = { id: 'uuid', stratum: 'text', size: 'double precision' }

/** What is bound: the sample, its seed, its frame. */
export interface Bound extends Omit<NewSample, 'plan'> {
  readonly plan: Plan
  readonly seed: string
  readonly commitment: string
  readonly frameHash: string
  readonly frame: readonly FramePoint[]
  readonly at: string
  readonly by: PersonId
}

/** Keeps a sample with its seed and its frame. */
export async function addSample(db: Db, city: CityId, it: Bound): Promise<void> {
  await db.run(
    sql`insert into samples (city_id, id, round_id, plan, unit_id, sealed, release_at, commitment, frame_hash, committed_at, committed_by, frame_points)
        values (${city}, ${it.id}, ${it.roundId}, ${json(it.plan)}, ${it.unitId}, ${it.sealed}, ${it.releaseAt}, ${it.commitment},
          ${it.frameHash}, ${it.at}, ${it.by}, ${it.frame.length})`,
  )
  await db.run(sql`insert into sample_seeds (city_id, sample_id, seed) values (${city}, ${it.id}, ${it.seed})`)
  await db.run(
    sql`insert into sample_frames (city_id, sample_id, point_id, stratum, size)
        select ${city}::int, ${it.id}::uuid, id, stratum, size from ${rows(it.frame, frameShape)}`,
  )
}

/** The seed; only the draw and the proof of what was released ask for it. */
export async function getSeed(db: Db, city: CityId, id: SampleId): Promise<string> {
  const row = await db.find(
    z.object({ seed: z.string() }),
    sql`select seed from sample_seeds where city_id = ${city} and sample_id = ${id}`,
  )
  return row!.seed
}

/** The frame as it was bound. */
export const listBoundFrame = (db: Db, city: CityId, id: SampleId): Promise<FramePoint[]> =>
  db.all(
    z.object({ id: PointId, stratum: z.string(), size: z.number() }),
    sql`select point_id as id, stratum, size from sample_frames where city_id = ${city} and sample_id = ${id} order by point_id`,
  )

/** Keeps the draw. */
export async function addDraw(
  db: Db,
  city: CityId,
  id: SampleId,
  { line, witness, at }: { line: readonly InLine[]; witness: string; at: string },
): Promise<void> {
  await db.run(
    sql`insert into sample_points (city_id, sample_id, point_id, stratum, size, place, drawn, chance)
        select ${city}::int, ${id}::uuid, id, stratum, size, place, drawn, chance
        from ${rows(line, { ...frameShape, place: 'int', drawn: 'boolean', chance: 'double precision' })}`,
  )
  await db.run(
    sql`update samples set witness = ${witness}, drawn_at = ${at}, drawn_points = ${line.filter(({ drawn }) => drawn).length}
        where city_id = ${city} and id = ${id}`,
  )
}

const LineRow = z.object({
  id: PointId,
  stratum: z.string(),
  size: z.number(),
  place: z.int(),
  drawn: z.boolean(),
  chance: z.number(),
})

/** The lines of all strata, or of the stratum of one point. */
export const listLine = (db: Db, city: CityId, id: SampleId, ofPoint?: PointId): Promise<InLine[]> =>
  db.all(
    LineRow,
    sql`select point_id as id, stratum, size, place, drawn, chance from sample_points where ${all(
      sql`city_id = ${city} and sample_id = ${id}`,
      ofPoint &&
        sql`stratum = (select o.stratum from sample_points o where o.city_id = ${city} and o.sample_id = ${id} and o.point_id = ${ofPoint})`,
    )} order by stratum, place`,
  )

const PointRow = PointColumns.extend({
  id: PointId,
  lng: z.number(),
  lat: z.number(),
  stratum: z.string(),
  place: z.int(),
  drawn: z.boolean(),
  chance: z.number(),
  replacedBy: PointId.nullable(),
  reason: z.string().nullable(),
  personId: PersonId.nullable(),
  personName: z.string().nullable(),
  step: z.int().nullable(),
  visited: z.boolean(),
})

const toPoint = (row: z.infer<typeof PointRow>): SamplePoint & { id: PointId } => ({
  id: row.id,
  point: toPointHead(row)!,
  place: [row.lng, row.lat],
  stratum: row.stratum,
  line: row.place,
  drawn: row.drawn,
  chance: row.chance,
  replacedBy: row.replacedBy,
  reason: row.reason,
  walker: row.personId === null ? null : { id: row.personId, name: row.personName ?? '' },
  step: row.step,
  visited: row.visited,
})

/** Points that are to be visited: drawn and not replaced, or in the place of one. */
const isToVisit = sql`(x.id is null and (l.drawn or exists (select from sample_replacements o
  where o.city_id = l.city_id and o.sample_id = l.sample_id and o.by_point_id = l.point_id)))`

const pointOrders: Orders<SamplePoint & { id: PointId }> = {
  line: {
    key: sql`(l.stratum || '/' || lpad(l.place::text, 6, '0'))`,
    type: 'text',
    of: (it) => `${it.stratum}/${String(it.line).padStart(6, '0')}`,
  },
  step: { key: sql`coalesce(w.step, 1000000)`, type: 'int', of: ({ step }) => step ?? 1_000_000 },
}

/** What a list of a sample's points can be narrowed to: `drawn` those to be visited; `walker` those of one; `visited` or not yet. */
export interface PointFilter {
  readonly sample: SampleId
  readonly drawn?: boolean | undefined
  readonly walker?: PersonId | undefined
  readonly visited?: boolean | undefined
  readonly text?: string | undefined
}

/** Points that somebody was at, in an envelope or in the round. */
const isVisited = sql`(exists (select from sealed_visits v where v.city_id = l.city_id and v.sample_id = l.sample_id and v.point_id = l.point_id)
  or exists (select from visits v join samples m on m.city_id = v.city_id and m.round_id = v.round_id
    where v.city_id = l.city_id and m.id = l.sample_id and v.point_id = l.point_id))`

const pointsOf = (city: CityId, filter: PointFilter, what: Sql, rest: { beyond?: Sql | undefined; end: Sql }) => sql`
  select ${what} from sample_points l
  join points p on p.city_id = l.city_id and p.id = l.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id
  left join sample_replacements x on x.city_id = l.city_id and x.sample_id = l.sample_id and x.point_id = l.point_id
  left join sample_walks w on w.city_id = l.city_id and w.sample_id = l.sample_id and w.point_id = l.point_id
  left join people h on h.city_id = w.city_id and h.id = w.person_id
  where ${all(
    sql`l.city_id = ${city} and l.sample_id = ${filter.sample}`,
    filter.drawn === true ? isToVisit : undefined,
    filter.drawn === false ? sql`not ${isToVisit}` : undefined,
    filter.walker && sql`w.person_id = ${filter.walker}`,
    filter.visited === undefined ? undefined : sql`${isVisited} = ${filter.visited}`,
    filter.text === undefined
      ? undefined
      : sql`(p.name_zh ilike ${like(filter.text)} or p.name_en ilike ${like(filter.text)} or p.code ilike ${like(filter.text)})`,
    rest.beyond,
  )} ${rest.end}`

const pointRow = sql`l.point_id as id, ${pointColumns}, p.lng, p.lat, l.stratum, l.place, l.drawn, l.chance, x.by_point_id as replaced_by,
  x.reason, w.person_id, h.name as person_name, w.step,
  ${isVisited} as visited`

/** One page of the points of a sample. */
export const listPoints = (db: Db, city: CityId, filter: PointFilter, turn: Turn): Promise<PageOf<SamplePoint & { id: PointId }>> =>
  pageBy(
    pointOrders,
    turn,
    async ({ beyond, rest: end }) => (await db.all(PointRow, pointsOf(city, filter, pointRow, { beyond, end }))).map(toPoint),
    sql`l.point_id`,
  )

/** How many points a filter finds. */
export const countPoints = async (db: Db, city: CityId, filter: PointFilter): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), pointsOf(city, filter, sql`count(*)::int as n`, { end: sql`` })))!.n

/** A point that gave its place away. */
export interface Replacement {
  readonly id: string
  readonly pointId: PointId
  readonly byPointId: PointId
  readonly reason: string
  readonly at: string
  readonly by: PersonId
}

const ReplacementRow = z.object({ id: z.uuid(), pointId: PointId, byPointId: PointId, at: Instant })

/** Replacements of a sample so far. */
export const listReplacements = (db: Db, city: CityId, id: SampleId) =>
  db.all(
    ReplacementRow,
    sql`select id, point_id, by_point_id, at from sample_replacements where city_id = ${city} and sample_id = ${id} order by at, id`,
  )

/** Keeps a replacement; whoever was to go there goes to the new point. */
export async function addReplacement(db: Db, city: CityId, sample: SampleId, it: Replacement): Promise<void> {
  await db.run(
    sql`insert into sample_replacements (city_id, id, sample_id, point_id, by_point_id, reason, at, by)
        values (${city}, ${it.id}, ${sample}, ${it.pointId}, ${it.byPointId}, ${it.reason}, ${it.at}, ${it.by})`,
  )
  await db.run(
    sql`update sample_walks set point_id = ${it.byPointId} where city_id = ${city} and sample_id = ${sample} and point_id = ${it.pointId}`,
  )
}

/** Lets people look into a sealed sample: with `by` whom somebody took along, without everybody who holds a post of its unit. */
export const addReaders = (
  db: Db,
  city: CityId,
  { id, unitId }: { id: SampleId; unitId: UnitId },
  { at, by, people }: { at: string; by: PersonId | null; people?: readonly PersonId[] },
) =>
  db.run(
    sql`insert into sample_readers (city_id, sample_id, person_id, at, by)
        select distinct ${city}::int, ${id}::uuid, h.person_id, ${at}::timestamptz, ${by}::uuid
        from post_holders h join posts p on p.city_id = h.city_id and p.id = h.post_id
        where ${all(
          sql`h.city_id = ${city} and p.unit_id = ${unitId} and h.from_on <= ${dayOf(at)}::date`,
          sql`(h.to_on is null or h.to_on >= ${dayOf(at)}::date)`,
          people && sql`h.person_id = any(${[...people]}::uuid[])`,
        )} on conflict do nothing`,
  )

/** Those of these samples into which a person may look while they are sealed. */
export const listReadBy = async (db: Db, city: CityId, person: PersonId, samples: readonly SampleId[]): Promise<Set<string>> =>
  new Set(
    (
      await db.all(
        z.object({ id: SampleId }),
        sql`select sample_id as id from sample_readers
            where city_id = ${city} and person_id = ${person} and sample_id = any(${[...samples]}::uuid[])`,
      )
    ).map(({ id }) => id),
  )

const StopRow = z.object({ id: PointId, lng: z.number(), lat: z.number(), areas: z.array(z.string().nullable()) })

/** Where the points to be visited are. */
export const listStops = (db: Db, city: CityId, id: SampleId) =>
  db.all(
    StopRow,
    sql`select l.point_id as id, p.lng, p.lat, array[p.community_id, p.street_id, p.district_id]::text[] as areas from sample_points l
        join points p on p.city_id = l.city_id and p.id = l.point_id
        left join sample_replacements x on x.city_id = l.city_id and x.sample_id = l.sample_id and x.point_id = l.point_id
        where l.city_id = ${city} and l.sample_id = ${id} and ${isToVisit} order by l.point_id`,
  )

/** A point in somebody's day. */
export interface Step {
  readonly pointId: string
  readonly personId: string
  readonly step: number
}

/** Puts new walks in the place of the old. */
export async function saveWalks(db: Db, city: CityId, id: SampleId, steps: readonly Step[]): Promise<void> {
  await db.run(sql`delete from sample_walks where city_id = ${city} and sample_id = ${id}`)
  await db.run(
    sql`insert into sample_walks (city_id, sample_id, point_id, person_id, step)
        select ${city}::int, ${id}::uuid, point_id, person_id, step from ${rows(steps, { pointId: 'uuid', personId: 'uuid', step: 'int' })}`,
  )
}

/** Marks a sample as told to everybody. */
export const saveReleased = (db: Db, city: CityId, id: SampleId, at: string) =>
  db.run(sql`update samples set released_at = ${at} where city_id = ${city} and id = ${id}`)
