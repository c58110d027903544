/** Observations as the ledger takes them in: each row is a fact of its own, with the content of its photos. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { Fact, Source } from '../ledger/fact.ts'

const Row = z.object({
  seq: z.int(),
  id: z.uuid(),
  kind: z.string(),
  fact: z.string(),
  pointId: z.uuid().nullable(),
  areaId: z.uuid().nullable(),
  visitId: z.uuid().nullable(),
  roundId: z.uuid().nullable(),
  surveyId: z.uuid().nullable(),
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  times: z.int(),
  value: z.int().nullable(),
  observedAt: Instant,
  by: z.uuid().nullable(),
  note: z.string(),
  supersedes: z.uuid().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
})
type Row = z.infer<typeof Row>

const Photo = z.object({ seq: z.int(), sha256: z.string() })

/** What is absent stays out: most observations have half of this. Keys in order, so that the ledger need not sort them. */
function factOf(row: Row, photos: readonly string[] | undefined): Fact {
  const leaf = {
    ...(row.areaId === null ? {} : { area: row.areaId }),
    by: row.by,
    ...(row.data === null ? {} : { data: row.data }),
    fact: row.fact,
    factor: row.factor,
    grade: row.grade,
    id: row.id,
    kind: row.kind,
    ...(row.note === '' ? {} : { note: row.note }),
    observedAt: row.observedAt,
    ...(photos === undefined ? {} : { photos }),
    ...(row.pointId === null ? {} : { point: row.pointId }),
    ...(row.roundId === null ? {} : { round: row.roundId }),
    ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
    ...(row.surveyId === null ? {} : { survey: row.surveyId }),
    times: row.times,
    type: 'observation',
    ...(row.value === null ? {} : { value: row.value }),
    ...(row.visitId === null ? {} : { visit: row.visitId }),
  }
  return { seq: row.seq, leaf }
}

/** The observations with numbers `from` to `to`. */
async function read(db: Db, city: CityId, { from, to }: { from: number; to: number }): Promise<Fact[]> {
  const found = await db.all(
    Row,
    sql`select seq, id, kind, fact, point_id, area_id, visit_id, round_id, survey_id, grade, factor, times, value, observed_at, by, note, supersedes, data
        from observations where city_id = ${city} and seq between ${from} and ${to}`,
  )
  if (found.length === 0) return []
  const photos = new Map<number, string[]>()
  for (const { seq, sha256 } of await listPhotos(db, city, from, to)) photos.set(seq, [...(photos.get(seq) ?? []), sha256])
  return found.map((row) => factOf(row, photos.get(row.seq)))
}

const listPhotos = (db: Db, city: CityId, from: number, to: number) =>
  db.all(
    Photo,
    sql`select o.seq, e.sha256 from observations o
        join observation_photos f on f.city_id = o.city_id and f.observation_id = o.id
        join evidence e on e.city_id = f.city_id and e.id = f.evidence_id
        where o.city_id = ${city} and o.seq between ${from} and ${to} order by o.seq, e.sha256, e.id`,
  )

const Seq = z.object({ seq: z.int() })
const find = (db: Db, city: CityId, id: string) => db.find(Seq, sql`select seq from observations where city_id = ${city} and id = ${id}`)

/** For the composition on top. */
export const observationSource: Source = { read, find }
