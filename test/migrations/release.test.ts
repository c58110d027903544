/**
 * A city as an earlier release left it comes through every migration since, with all its rows: its scores can be made again,
 * its cases are still the folds of their events, and its people sign in.
 *
 * `test/files/release-0001.json` holds the rows of every table as they were at migration 0001, taken once from the small city after three weeks
 * of work. It is never written anew: today's code must understand it. A migration that takes rows away on purpose says so in
 * `changed`.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { assessmentsApi } from '../../src/assessments/assessments.api.ts'
import type { EditionId } from '../../src/base/ids.ts'
import { type Db, raw, sql } from '../../src/base/sql.ts'
import { checkFolds } from '../../src/cases/foldCheck.serve.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import { dutiesApi } from '../../src/duties/duties.api.ts'
import { dbOf, type Engine } from '../../src/server/engines/engine.ts'
import { inspectionsApi } from '../../src/inspections/inspections.api.ts'
import { openPostgres } from '../../src/server/engines/postgres.ts'
import { listMigrations, migrate } from '../../src/server/migrate.ts'
import { engines, servedUrl } from '../engines.ts'
import { openMemory } from '../memory.ts'
import { city, edition, openApp, type SmallApp } from '../smallCity.ts'

const frozen = JSON.parse(readFileSync(new URL('../files/release-0001.json', import.meta.url), 'utf8')) as Record<string, object[]>

/** Tables whose rows a later migration changes in number, and how many there are then. */
// 0003: who signed in with a unit and held no post in it now holds one.
const changed: Record<string, number> = { posts: 14, post_holders: 6 }

const openEmpty: Record<string, () => Promise<Engine>> = {
  embedded: async () => openMemory(inject('embeddedEmpty')),
  postgres: async () => openPostgres(await servedUrl(), 4),
}

/** Builds the database as the release had it, and fills it. */
async function release(engine: Engine): Promise<void> {
  await migrate(engine, listMigrations().slice(0, 1))
  for (const [table, rows] of Object.entries(frozen))
    await engine.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)])
}

const Count = z.object({ n: z.int() })
async function countRows(db: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of Object.keys(frozen)) counts[table] = (await db.find(Count, sql`select count(*) as n from ${raw(table)}`))!.n
  return counts
}

describe.each(engines)('a city of the release before on %s', (name) => {
  let engine: Engine
  let db: Db
  let small: SmallApp
  beforeAll(async () => {
    engine = await openEmpty[name]!()
    await release(engine)
    await migrate(engine)
    db = dbOf(engine, { checkRows: true })
    small = await openApp(db)
  })
  afterAll(() => engine.close())

  it('is frozen whole: no table of that release is empty', () => {
    expect(Object.entries(frozen).filter(([, rows]) => rows.length === 0)).toEqual([])
  })

  it('keeps every row', async () => {
    const before = Object.fromEntries(Object.entries(frozen).map(([table, rows]) => [table, rows.length]))
    expect(await countRows(db)).toEqual({ ...before, ...changed })
  })

  it('makes its stored scores again, the same', async () => {
    const calls = small.as('office', assessmentsApi)
    const scores = await calls.listScores({ query: { edition: edition as EditionId } })
    expect(scores.items.map(({ got, of }) => [got, of])).toEqual([
      [445, 700],
      [595, 900],
    ])
    for (const { id } of scores.items) expect(await calls.verifyScore({ params: { id } })).toMatchObject({ same: true, differences: [] })
  })

  it('folds its cases from their events as they were', async () => {
    expect(await checkFolds(db.of(city), city)).toEqual({ checked: frozen['cases']!.length, differences: [] })
  })

  it('lets its people sign in, read and go on working', async () => {
    const cases = await small.as('office', casesApi).list({ query: {} })
    expect(cases.items).toHaveLength(frozen['cases']!.length)
    expect((await small.as('unit', dutiesApi).list({ query: { mine: 'true' } })).items.length).toBeGreaterThan(0)
    const inspector = small.as('inspector', inspectionsApi)
    const visits = await inspector.listVisits({ query: {} })
    expect(visits.items).toHaveLength(frozen['visits']!.length)
    const [round] = (await inspector.listRounds({ query: {} })).items
    expect(round).toMatchObject({ visits: 15, points: 2 })
    const results = await small.as('office', assessmentsApi).listResults({ query: { standard: 'small' } })
    expect(results.items.map(({ year, got }) => [year, got])).toEqual([
      [2025, 82_025],
      [2024, 82_024],
    ])
  })
})
