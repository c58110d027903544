/**
 * The pack for a day against the time of reading its rows: `node bench/field.ts [--points 2000]`.
 */
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import type { PersonId, PointId } from '../src/base/ids.ts'
import { json, sql } from '../src/base/sql.ts'
import { addPoints } from '../src/city/points.sql.ts'
import { listLastAtPoints, listPackPoints } from '../src/field/pack.sql.ts'
import { packOf } from '../src/field/pack.serve.ts'
import { seerOf } from '../src/inspections/seen.ts'
import { recordVisits } from '../src/inspections/visits.sql.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { Edition } from '../src/standards/edition.ts'
import { city, fill, noon, personOf, pointRow, smallEdition } from '../test/smallCity.ts'
import { openBench } from './engines.ts'
import { machine, print } from './measure.ts'

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '2000' },
  },
})
const points = Number(values.points)

/** An edition whose places have so many checks, `<type>-1` and so on. */
function editionOf(type: string, checks: number): Edition {
  const ids = Array.from({ length: checks }, (_, index) => `${type}-${index + 1}`)
  return Edition.parse({
    ...smallEdition,
    standard: type.toLowerCase(),
    pointTypes: [{ id: type, title: { zh: type }, group: 'bench', checks: ids }],
    checks: ids.map((id) => ({ id, title: { zh: `检查项 ${id}`, en: `Check ${id}` }, kind: 'presence', scale: 'conform3' })),
    tree: [],
  })
}

const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!

async function timed(work: () => Promise<unknown>, times = 7): Promise<number> {
  const all: number[] = []
  for (let index = 0; index < times; index++) {
    const from = performance.now()
    await work()
    all.push(performance.now() - from)
  }
  return median(all)
}

print(machine())
for (const { name, open } of openBench('field')) {
  const engine = await open()
  await migrate(engine)
  const owner = dbOf(engine)
  await fill(owner)
  for (const [type, checks] of [
    ['PT-30', 30],
    ['PT-250', 250],
  ] as const)
    await owner.run(sql`insert into editions (city_id, id, standard, edition, title_zh, title_en, status, official, version, hash, content, changed_at, published_at)
      values (${city}, ${v7()}, ${type}, '2026', ${type}, ${type}, 'published', false, 1, ${type}, ${json(editionOf(type, checks))}, ${noon}, ${noon})`)
  const list = Array.from({ length: points }, (_, index) =>
    pointRow({
      code: `B${index}`,
      type: index === 0 ? 'PT-250' : 'PT-30',
      nameZh: `点位 ${index}`,
      address: `某路 ${index} 号`,
      lng: 116 + (index % 100) / 1000,
      lat: 39 + Math.floor(index / 100) / 1000,
    }),
  )
  await addPoints(owner, city, list)
  const person = personOf('inspector') as PersonId
  const results = () =>
    Array.from({ length: 30 }, (_, index) => ({
      id: v7(),
      fact: `PT-30-${index + 1}`,
      grade: 'Y',
      factor: 1000,
      value: null,
      note: '',
      photos: [],
    }))
  await owner.tx((db) =>
    recordVisits(
      db,
      city,
      list.slice(1).map(({ id }) => ({
        id: v7(),
        pointId: id,
        roundId: null,
        visitedAt: noon,
        recordedAt: noon,
        by: person,
        note: '',
        results: results(),
      })) as never,
    ),
  )
  const db = owner.of(city)
  const who = { city, person, area: null, may: new Set(['inspections.read', 'inspections.record']) } as never
  const wanted = { walker: person, seer: seerOf(who), sealed: [] }
  const read = async () =>
    listLastAtPoints(
      db,
      city,
      (await listPackPoints(db, city, wanted, 5000)).map(({ id }) => id as PointId),
    )
  await read()
  const pack = await timed(async () => JSON.stringify(await packOf(db, who, {}, noon)))
  const bare = await timed(read)
  const size = JSON.stringify(await packOf(db, who, {}, noon)).length
  print(
    `${name}: pack of ${points} points × 30 checks: ${pack.toFixed(0)} ms, its rows alone ${bare.toFixed(0)} ms = ${(pack / bare).toFixed(2)} × (limit 3), ${(size / 1e6).toFixed(1)} MB plain`,
  )
  await engine.close()
}
