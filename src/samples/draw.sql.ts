/** SQL of the draw: what a plan draws from, what was bound before anybody knew the seed, and the line of every stratum. */
import { z } from 'zod'
import { type CityId, type PersonId, PointId } from '../base/ids.ts'
import { all, type Db, json, rows, type Sql, sql } from '../base/sql.ts'
import type { FramePoint, InLine, Plan, StratumKey } from './draw.ts'
import type { NewSample, SampleId } from './sample.ts'

const Coded = z.object({ id: PointId, code: z.string() })

/** The points of these codes. */
export const listByCode = (db: Db, city: CityId, codes: readonly string[]) =>
  db.all(Coded, sql`select id, code from points where city_id = ${city} and code = any(${[...codes]}::text[]) and retired_on is null`)

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
