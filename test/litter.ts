/**
 * The litter index of a real city, inspected in twelve rounds, as a second tenant under a standard of one page: does a score
 * made of somebody else's measurements give back their means, and does "no data" stay no data? For tests and
 * `npm run check:philadelphia`; the data and its licence are in `test/files/philadelphia.json`.
 */
import { v7 } from 'uuid'
import { z } from 'zod'
import type { CityId, EditionId, ObservationId, PointId, RoundId } from '../src/base/ids.ts'
import { cellOf } from '../src/base/place.ts'
import { parseMillionths } from '../src/base/points.ts'
import { type Db, json, rows, sql } from '../src/base/sql.ts'
import { addObservations } from '../src/inspections/observations.sql.ts'
import { Edition } from '../src/standards/edition.ts'
import { hashOfEdition } from '../src/standards/edition-hash.ts'

export const litterCity = 2 as CityId

/** Months of the rounds, and the areas with one score each; 1 clean … 4 extremely littered, 0 = no data. */
export interface LitterIndex {
  readonly rounds: readonly string[]
  readonly areas: readonly {
    readonly code: string
    readonly district: string
    readonly place: [number, number]
    readonly scores: readonly number[]
  }[]
}

const Trimmed = z.object({ rounds: z.array(z.string()), areas: z.array(z.array(z.number()).length(16)) })

/** The index from the trimmed copy in this repository. */
export function fromTrimmed(file: unknown): LitterIndex {
  const { rounds, areas } = Trimmed.parse(file)
  return {
    rounds,
    areas: areas.map(([number, district, lng, lat, ...scores]) => ({
      code: `A${number}`,
      district: `D${district}`,
      place: [lng!, lat!],
      scores,
    })),
  }
}

const columns = ['1207', '0308', '0708', '1108', '0309', '1009', '0410', '0311', '1011', '0412', '1112', '0913'] as const
const Original = z.object({
  features: z.array(z.object({ geometry: z.object({ coordinates: z.array(z.unknown()) }), properties: z.looseObject({ PD: z.number() }) })),
})

/** The index from the city's own GeoJSON. Places are a corner of each polygon: positions play no part in the score. */
export function fromOriginal(file: unknown): LitterIndex {
  const { features } = Original.parse(file)
  const corner = (part: unknown): [number, number] =>
    Array.isArray(part) && typeof part[0] === 'number' ? [part[0], part[1] as number] : corner((part as unknown[])[0])
  return {
    rounds: columns.map((name) => `20${name.slice(2)}-${name.slice(0, 2)}`),
    areas: features.map(({ geometry, properties }, index) => ({
      code: `A${index + 1}`,
      district: `D${properties.PD}`,
      place: corner(geometry.coordinates),
      scores: columns.map((name) => z.number().parse(properties[`SCORE${name}`])),
    })),
  }
}

/** One page: one criterion, one measurement. A score of 1 is worth everything, 4 nothing, in between in proportion. */
export const litterEdition: Edition = Edition.parse({
  format: 'mingcheng.edition/1',
  standard: 'litter',
  edition: '2007',
  title: { zh: '街面垃圾指数', en: 'Litter index' },
  programme: { zh: '街面垃圾指数', en: 'Litter index' },
  official: false,
  subjects: ['prefectureCity'],
  total: 10_000,
  scales: [
    {
      id: 'index',
      grades: [
        { code: '1', title: { zh: '几乎没有垃圾', en: 'virtually no litter' }, factor: 1000 },
        { code: '4', title: { zh: '垃圾极多', en: 'extremely littered' }, factor: 0 },
      ],
    },
  ],
  pointTypes: [{ id: 'AREA', title: { zh: '收运片区', en: 'Collection area' }, group: 'street', checks: ['LITTER'] }],
  checks: [{ id: 'LITTER', title: { zh: '街面垃圾', en: 'Litter in the street' }, kind: 'measure', scale: 'index' }],
  tree: [
    {
      id: 'C1',
      title: { zh: '街面没有垃圾', en: 'Streets are free of litter' },
      ways: [{ method: 'onsite', points: 10_000, rule: { name: 'conformityRate' }, checks: ['LITTER'] }],
    },
  ],
})

/** What was loaded: ids of the edition, of each round, of each area; and how many scores were no data. */
export interface LoadedLitter {
  readonly edition: EditionId
  readonly rounds: readonly { readonly id: RoundId; readonly month: string }[]
  readonly points: ReadonlyMap<string, PointId>
  readonly noData: number
}

/** Loads the index into a city of its own. A 0 is not recorded at all: nobody looked, so nothing was seen. */
export async function loadLitter(db: Db, { rounds, areas }: LitterIndex): Promise<LoadedLitter> {
  const edition = v7() as EditionId
  const at = '2014-01-01T00:00:00.000Z'
  await db.run(
    sql`insert into cities (city_id, code, name_zh, name_en, kind) values (${litterCity}, 'litter', '垃圾指数城市', 'City of the litter index', 'prefectureCity')`,
  )
  await db.run(
    sql`insert into editions (city_id, id, standard, edition, title_zh, title_en, status, official, version, hash, content, changed_at, published_at)
        values (${litterCity}, ${edition}, 'litter', '2007', '街面垃圾指数', 'Litter index', 'published', false, 1, ${hashOfEdition(litterEdition)},
          ${json(litterEdition)}, ${at}, ${at})`,
  )
  const known = rounds.map((month) => ({ id: v7() as RoundId, month, day: `${month}-15` }))
  await db.run(
    sql`insert into rounds (city_id, id, kind, title_zh, from_on, to_on)
        select ${litterCity}, id, 'thirdParty', month, day, day from ${rows(known, { id: 'uuid', month: 'text', day: 'date' })}`,
  )
  const points = await addPoints(db, areas)
  const scored = areas.flatMap(({ code, scores }) =>
    scores.map((score, index) => ({ point: points.get(code)!, round: known[index]!, score })),
  )
  const seen = scored.filter(({ score }) => score !== 0)
  await addObservations(
    db,
    litterCity,
    seen.map(({ point, round, score }) => ({
      id: v7() as ObservationId,
      kind: 'check' as const,
      fact: 'LITTER',
      pointId: point,
      roundId: round.id,
      grade: null,
      factor: Math.round(((4 - score) * 1000) / 3),
      value: parseMillionths(String(score))!,
      observedAt: `${round.day}T04:00:00.000Z`,
      by: null,
    })),
  )
  return { edition, rounds: known, points, noData: scored.length - seen.length }
}

async function addPoints(db: Db, areas: LitterIndex['areas']): Promise<Map<string, PointId>> {
  const districts = new Map([...new Set(areas.map(({ district }) => district))].map((code) => [code, v7()]))
  await db.run(
    sql`insert into areas (city_id, id, level, code, name_zh) select ${litterCity}, id, 'district', code, code from ${rows(
      [...districts].map(([code, id]) => ({ code, id })),
      { id: 'uuid', code: 'text' },
    )}`,
  )
  const list = areas.map(({ code, district, place }) => ({
    id: v7() as PointId,
    code,
    districtId: districts.get(district)!,
    lng: place[0],
    lat: place[1],
    cell: cellOf(place),
  }))
  await db.run(
    sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id)
        select ${litterCity}, id, code, 'AREA', code, lng, lat, cell, district_id from ${rows(list, {
          id: 'uuid',
          code: 'text',
          lng: 'double precision',
          lat: 'double precision',
          cell: 'bigint',
          districtId: 'uuid',
        })}`,
  )
  return new Map(list.map(({ id, code }) => [code, id]))
}

/** The mean of a round, in millionths rounded half up, from the scores alone; 0 is no data. Whole numbers throughout. */
export function meanOf({ areas }: LitterIndex, round: number): { n: number; mean: number } {
  const scores = areas.map(({ scores }) => Math.round(scores[round]! * 1_000_000)).filter((score) => score !== 0)
  const sum = scores.reduce((total, score) => total + score, 0)
  return { n: scores.length, mean: Math.floor((2 * sum + scores.length) / (2 * scores.length)) }
}
