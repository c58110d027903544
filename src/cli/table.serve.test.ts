/** Boundaries and points by the terminal, into a city that has nothing yet, on a database in a folder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embeddedIn } from '../../test/engines.ts'
import { sql } from '../base/sql.ts'
import { fromWgs84 } from '../city/coordinates.ts'
import { onDatabase } from './database.ts'
import { exportStandardCommand } from './exportStandard.ts'
import { importStandardCommand } from './importStandard.ts'
import { importAreasCommand, importPointsCommand } from './importTable.ts'
import { terminalOf } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcheng-table-'))
const at = (name: string) => join(folder, name)
const before = { data: process.env['MINGCHENG_DATA'], url: process.env['DATABASE_URL'] }
const said: unknown[] = []
const terminal = { ...terminalOf('en', true), answer: (value: unknown) => void said.push(value) }

beforeAll(async () => {
  embeddedIn(folder)
  process.env['MINGCHENG_DATA'] = folder
  delete process.env['DATABASE_URL']
  await onDatabase(
    async (db) => void (await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (1, 'one', '一城', 'district')`)),
  )
  await exportStandardCommand.run(terminal, ['minors', '2018-sample', at('m.json')], { library: true })
  await importStandardCommand.run(terminal, [at('m.json')], { publish: true })
})
afterAll(() => {
  if (before.data === undefined) delete process.env['MINGCHENG_DATA']
  else process.env['MINGCHENG_DATA'] = before.data
  if (before.url !== undefined) process.env['DATABASE_URL'] = before.url
  rmSync(folder, { recursive: true, force: true })
})

const square = (west: number, south: number, size: number) => {
  const corners = [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ] as const
  return { type: 'Polygon', coordinates: [corners.map((corner) => fromWgs84([...corner], 'GCJ-02'))] }
}
const area = (adcode: string, name: string, geometry: object) => ({ type: 'Feature', properties: { adcode, name }, geometry })

it('takes boundaries and points in declared coordinates, previews without writing, refuses whole', async () => {
  const city = { type: 'FeatureCollection', features: [area('990200', '一城', square(110, 30, 0.2))] }
  const districts = [area('990202', '东区', square(110.1, 30, 0.1)), area('990203', '西区', square(110, 30, 0.1))]
  writeFileSync(at('city.geojson'), JSON.stringify(city))
  writeFileSync(at('districts.geojson'), JSON.stringify({ type: 'FeatureCollection', features: districts }))
  await importAreasCommand.run(terminal, [at('city.geojson')], { level: 'city', crs: 'GCJ-02' })
  await importAreasCommand.run(terminal, [at('districts.geojson')], { crs: 'GCJ-02' })
  expect(said.at(-1)).toMatchObject({ counts: { new: 2, refused: 0 }, written: { areas: 2 } })
  const [x, y] = fromWgs84([110.15, 30.05], 'BD-09')
  writeFileSync(at('p.csv'), `名称,经度,纬度,区\n一小,${x},${y},东区\n二小,${x},${y},西区\n三小,10,10,东区\n`)
  const options = { crs: 'BD-09', type: '中小学校' }
  await importPointsCommand.run(terminal, [at('p.csv')], { ...options, preview: true })
  expect(said.at(-1)).toMatchObject({ counts: { new: 2, refused: 1, doubtful: 1 }, faults: [{ row: 4 }], written: null })
  await expect(importPointsCommand.run(terminal, [at('p.csv')], options)).rejects.toMatchObject({ code: 'imports.faults' })
  await importPointsCommand.run(terminal, [at('p.csv')], { ...options, skip: true })
  expect(said.at(-1)).toMatchObject({ written: { added: 2, changed: 0 } })
  await importPointsCommand.run(terminal, [at('p.csv')], { ...options, skip: true })
  expect(said.at(-1)).toMatchObject({ counts: { new: 0, same: 2 }, written: { added: 0, changed: 0 } })
})
