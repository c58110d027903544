/** Boundaries and points by the terminal, into a city that has nothing yet, on a database in a folder. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { openCliHouse } from '../../test/cliHouse.ts'
import type { CityId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { fromWgs84 } from '../city/coordinates.ts'
import { criteriaOf } from '../standards/edition.ts'
import { findLibraryEdition } from '../standards/library.serve.ts'
import { vaultOf } from '../privacy/vault.serve.ts'
import { readConfig } from '../server/config.ts'
import { readKeys } from '../server/keys.ts'
import { onDatabase } from './database.ts'
import { exportStandardCommand } from './exportStandard.ts'
import { importStandardCommand } from './importStandard.ts'
import { exportDutiesCommand, exportObservationsCommand } from './exportTable.ts'
import {
  importAreasCommand,
  importCasesCommand,
  importDutiesCommand,
  importObservationsCommand,
  importPointsCommand,
} from './importTable.ts'
import { progressBar, terminalOf } from './terminal.ts'

const at = (name: string) => join(folder, name)
const said: unknown[] = []
const terminal = { ...terminalOf('en', true), answer: (value: unknown) => void said.push(value) }

const folder = openCliHouse(async () => {
  await onDatabase(
    async (db) => void (await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (1, 'one', '一城', 'district')`)),
  )
  await exportStandardCommand.run(terminal, ['minors', '2018-sample', at('m.json')], { library: true })
  await importStandardCommand.run(terminal, [at('m.json')], { publish: true })
})

const minors = () => findLibraryEdition('minors', '2018-sample')!
const criterion = () => criteriaOf(minors().tree)[0]!.criterion.title.zh
/** A check of schools, and an answer to it. */
function check() {
  const type = minors().pointTypes.find(({ title }) => title.zh.includes('中小学校'))!
  const found = minors().checks.find(({ id, kind }) => type.checks.includes(id) && kind === 'presence')!
  return { title: found.title, grade: minors().scales.find(({ id }) => id === found.scale)!.grades[0]!.code }
}

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

it('takes duties and observations in and out again by their workbooks', async () => {
  await onDatabase(async (db) => {
    await db.run(sql`insert into units (city_id, id, kind, code, name_zh) values (1, ${v7()}, 'bureau', 'U9', '教育局')`)
  })
  writeFileSync(at('d.csv'), `测评标准,任务,牵头单位,完成时限\n${criterion()},抓好落实,教育局,2026-12-31\n`)
  await importDutiesCommand.run(terminal, [at('d.csv')], { edition: 'minors/2018-sample' })
  expect(said.at(-1)).toMatchObject({ counts: { added: 1 }, faults: [], written: { touched: 1 } })
  await exportDutiesCommand.run(terminal, [at('d.xlsx')], { unit: 'U9' })
  expect(said.at(-1)).toMatchObject({ file: at('d.xlsx') })
  await importDutiesCommand.run(terminal, [at('d.xlsx')], {})
  expect(said.at(-1)).toMatchObject({ counts: { added: 0, changed: 0, same: 1 }, faults: [] })

  writeFileSync(at('o.csv'), `点位,检查项,结果,时间\n一小,${check().title.zh},${check().grade},2026-11-20 09:00\n`)
  await importObservationsCommand.run(terminal, [at('o.csv')], {})
  expect(said.at(-1)).toMatchObject({ counts: { visits: 1, observations: 1 }, faults: [], written: { visits: 1 } })
  await exportObservationsCommand.run(terminal, [at('o.xlsx')], { from: '2026-11-01' })
  expect(said.at(-1)).toMatchObject({ file: at('o.xlsx'), rows: 1 })
  await importObservationsCommand.run(terminal, [at('o.xlsx')], { preview: true })
  expect(said.at(-1)).toMatchObject({ counts: { visits: 1, observations: 1 }, faults: [] })
  await expect(exportObservationsCommand.run(terminal, [at('o.xlsx')], { from: 'soon' })).rejects.toMatchObject({
    code: 'assessments.badDay',
  })
})

it('takes the register of another system in by a mapping, closed cases with their times, once, and those who called into the vault', async () => {
  const lines =
    'ref,opened,what,done,caller\nR1,2011-07-01 01:32:33,Lamp out,2011-07-01 05:06:58,13800001111\nR2,2011-07-02 10:00:00,Litter,,\n'
  writeFileSync(at('r.csv.gz'), gzipSync(lines))
  const mapping = { orderNo: 'ref', at: 'opened', text: 'what', closedAt: 'done', phone: 'caller' }
  writeFileSync(at('r.json'), JSON.stringify(mapping))
  const options = { mapping: at('r.json'), closed: 'take', zone: 'America/New_York' }
  await importCasesCommand.run(terminal, [at('r.csv.gz')], options)
  expect(said.at(-1)).toMatchObject({ counts: { new: 2, takenClosed: 1 }, faults: [], written: { added: 2 } })
  await importCasesCommand.run(terminal, [at('r.csv.gz')], options)
  expect(said.at(-1)).toMatchObject({ counts: { new: 0, same: 2 }, written: { added: 0 } })
  const city = 1 as CityId
  const shape = z.object({ no: z.string(), stage: z.string(), reportedAt: z.string(), closedAt: z.string().nullable() })
  const [rows, held] = await onDatabase(async (db) => [
    await db.all(
      shape,
      sql`select external_id as no, stage, reported_at, closed_at from cases where city_id = ${city} order by external_id`,
    ),
    await vaultOf(await readKeys(readConfig())).find(db.of(city), city, '138 0000 1111'),
  ])
  expect(rows).toEqual([
    { no: 'R1', stage: 'closed', reportedAt: '2011-07-01T05:32:33.000Z', closedAt: '2011-07-01T09:06:58.000Z' },
    { no: 'R2', stage: 'reported', reportedAt: '2011-07-02T14:00:00.000Z', closedAt: null },
  ])
  expect(held).toHaveLength(1)
  for (const wrong of [{ ...mapping, at: 'nowhere' }, { ...mapping, nonsense: 'ref' }, 'text', undefined]) {
    writeFileSync(at('r.json'), wrong === undefined ? '{' : JSON.stringify(wrong))
    await expect(importCasesCommand.run(terminal, [at('r.csv.gz')], options)).rejects.toMatchObject({ code: 'imports.badMapping' })
  }
})

it('says what a bar counts, in both languages, and counts on where nobody knows of how many', () => {
  const drawn: string[] = []
  for (const language of ['en', 'zh-CN'] as const) {
    const say = (key: string, values?: Record<string, unknown>) => terminalOf(language, false).say(key, values)
    const bar = progressBar((text) => void drawn.push(text), false, say)
    bar('cli.readingRows', 500, Number.POSITIVE_INFINITY)
    bar('cli.readingRows', 20_000, 20_000)
    const shown = progressBar((text) => void drawn.push(text), true, say)
    shown('cli.understandingRows', 500, 20_000)
    shown('cli.understandingRows', 20_000, 20_000)
    progressBar((text) => void drawn.push(text), true, say)('cli.readingRows', 500, Number.POSITIVE_INFINITY)
  }
  // oxlint-disable-next-line no-control-regex -- the codes that redraw a line are what a terminal gets
  expect(drawn.map((text) => text.replace(/[\r█░]|\u001B\[2K/g, '').trim())).toEqual([
    'Reading the file · 20,000 rows',
    '2% Understanding the rows · 500 of 20,000 rows',
    '100% Understanding the rows · 20,000 rows',
    'Reading the file · 500 rows',
    '读取文件 · 20,000行',
    '2% 识别各行内容 · 500/20,000行',
    '100% 识别各行内容 · 20,000行',
    '读取文件 · 500行',
  ])
})
