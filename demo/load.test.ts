import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getStored } from '../src/assessments/assessments.serve.ts'
import { verify } from '../src/assessments/verify.serve.ts'
import type { CityId, ScoreId } from '../src/base/ids.ts'
import { formatMillionths } from '../src/base/points.ts'
import { sql } from '../src/base/sql.ts'
import { dayOf } from '../src/base/time.ts'
import { checkFolds } from '../src/cases/foldCheck.serve.ts'
import { filesIn } from '../src/evidence/files.serve.ts'
import { checklistFor } from '../src/inspections/checklist.ts'
import { gradeVisit } from '../src/inspections/visit.ts'
import { now } from '../src/server/clock.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { listPublished } from '../src/standards/published.sql.ts'
import { checkWhistles } from '../src/whistles/foldCheck.serve.ts'
import { engines, type TestDb } from '../test/engines.ts'
import { openPrepared } from '../test/screens/desk.ts'
import { type Drawn, drawDemo, loadDemo } from './load.ts'

/** The day of the city that is loaded here. */
const then = () => '2026-11-22T03:00:00.000Z'
const N = z.object({ n: z.int() })

const dataDir = mkdtempSync(join(tmpdir(), 'mingcheng-demo-'))
let drawn: Drawn
beforeAll(async () => {
  drawn = await drawDemo(dataDir, dayOf(then()))
})
afterAll(() => rmSync(dataDir, { recursive: true }))

/** The embedded one is the city of today that the browser tests have loaded already; it takes half a minute. */
async function openDemo(name: string, open: () => Promise<TestDb>): Promise<{ house: TestDb; folder: string; at: string }> {
  if (name === 'embedded') {
    const { engine, folder } = await openPrepared()
    return { house: { engine, url: '', db: dbOf(engine, { checkRows: true }), close: () => engine.close() }, folder, at: now() }
  }
  const house = await open()
  await loadDemo({ db: house.db, dataDir, now: then, drawn })
  return { house, folder: dataDir, at: then() }
}

describe.each(engines)('the demo on %s', (name, open) => {
  let house: TestDb
  let folder: string
  let at: string
  let city: CityId
  const count = async (query: ReturnType<typeof sql>) => (await house.db.find(N, query))!.n

  beforeAll(async () => {
    ;({ house, folder, at } = await openDemo(name, open))
    city = (await house.db.find(N, sql`select min(city_id) as n from cities where parent_city_id is not null`))!.n as CityId
    // As the server does after loading: the planner must know the new tables before the first question.
    await house.engine.script('analyze')
  }, 300_000)
  afterAll(() => house.close())

  it('is there whole or not at all', async () => {
    const bare = await open()
    const progress = (says: string, done: number) => {
      if (says === 'demo.phase.year' && done > 0) throw new Error('killed')
    }
    await expect(loadDemo({ db: bare.db, dataDir, now: then, drawn, progress })).rejects.toThrow('killed')
    expect(await bare.db.find(N, sql`select count(*) as n from cities`)).toEqual({ n: 0 })
    await bare.close()
  })

  it('has a round on a route, a shared one, re-checks, and what came back', async () => {
    const planned = sql`select count(*) as n from rounds where city_id = ${city} and planned > 0`
    expect(await count(sql`${planned} and kind in ('weekly', 'monthly')`)).toBe(2)
    expect(await count(sql`select count(distinct person_id) as n from round_points where city_id = ${city}`)).toBeGreaterThan(1)
    expect(
      await count(sql`select count(*) as n from rechecks where city_id = ${city} and state = 'failed' and new_case_id is not null`),
    ).toBe(1)
    expect(await count(sql`select count(*) as n from recurrences where city_id = ${city}`)).toBeGreaterThan(0)
  })

  it('has what residents told, from new to closed, one sent back and one refused', async () => {
    const reports = sql`select count(*) as n from public_reports p join cases c on c.city_id = p.city_id and c.id = p.case_id where p.city_id = ${city}`
    expect(await count(reports)).toBe(13)
    expect(await count(sql`${reports} and c.source = 'resident' and c.stage = 'closed'`)).toBe(7)
    expect(await count(sql`${reports} and c.outcome = 'refused'`)).toBe(1)
    expect(await count(sql`select count(*) as n from public_answers where city_id = ${city}`)).toBe(5)
  })

  it('has whistles that were answered, and some that the clock took up', async () => {
    expect(await checkWhistles(house.db, city)).toEqual([])
    expect(await count(sql`select count(*) as n from whistles where city_id = ${city} and state = 'closed'`)).toBe(2)
    expect(await count(sql`select count(distinct state) as n from whistles where city_id = ${city}`)).toBe(4)
    expect(await count(sql`select count(*) as n from whistles where city_id = ${city} and height = 2`)).toBeGreaterThan(0)
    expect(await count(sql`select count(*) as n from whistle_parties where city_id = ${city} and stars is not null`)).toBeGreaterThan(5)
  })

  it('has a year of work, and loads only once', async () => {
    expect(await count(sql`select count(*) as n from observations where city_id = ${city}`)).toBeGreaterThan(90_000)
    expect(await count(sql`select count(*) as n from cases where city_id = ${city}`)).toBeGreaterThan(1500)
    expect(await count(sql`select count(*) as n from cases where city_id = ${city} and state <> 'closed'`)).toBeGreaterThan(5)
    expect(await count(sql`select count(*) as n from cases where city_id = ${city} and reopened > 0`)).toBeGreaterThan(50)
    for (const kind of ['daily', 'mock', 'announced', 'survey', 'review'])
      expect(await count(sql`select count(*) as n from rounds where city_id = ${city} and kind = ${kind}`)).toBeGreaterThan(0)
    expect(await count(sql`select count(*) as n from rounds where city_id = ${city} and kind = 'mock'`)).toBe(2)
    expect(await loadDemo({ db: house.db, dataDir: folder, now: () => at })).toBeUndefined()
  })

  it('lets nothing happen after now', async () => {
    expect(await count(sql`select count(*) as n from events where at > ${at}`)).toBe(0)
    expect(await count(sql`select count(*) as n from observations where observed_at > ${at}`)).toBe(0)
  })

  it('has cases that are the folds of their events', async () => {
    const { checked, differences } = await checkFolds(house.db, city)
    expect(checked).toBeGreaterThan(1500)
    expect(differences).toEqual([])
  })

  it('has cases verified by somebody else than who put them right', async () => {
    expect(
      await count(sql`select count(*) as n from events v join events r on r.city_id = v.city_id and r.thing = v.thing and r.kind = 'case.rectified'
        where v.kind = 'case.verified' and v.by = r.by`),
    ).toBe(0)
  })

  it('has visits that the field would have been let record', async () => {
    const editions = await listPublished(house.db, city)
    expect(editions).toHaveLength(6)
    const Row = z.object({
      visitId: z.string(),
      type: z.string(),
      id: z.string(),
      fact: z.string(),
      grade: z.string(),
      value: z.int().nullable(),
      note: z.string(),
    })
    const rows = await house.db.all(
      Row,
      sql`select o.visit_id, p.type, o.id, o.fact, o.grade, o.value, o.note from observations o join points p on p.city_id = o.city_id and p.id = o.point_id
        where o.city_id = ${city} and o.visit_id in (select id from visits where city_id = ${city} order by id limit 1500)`,
    )
    for (const [, visit] of Map.groupBy(rows, ({ visitId }) => visitId)) {
      const items = new Map(checklistFor(editions, visit[0]!.type).map((item) => [item.fact, item]))
      const results = visit.map(({ id, fact, grade, value, note }) => ({
        id: id as never,
        fact,
        grade,
        note,
        photos: ['photo' as never],
        ...(value === null ? {} : { value: formatMillionths(value) }),
      }))
      expect(gradeVisit(results, (fact) => items.get(fact)).faults).toEqual([])
    }
  })

  it('has duties with a few empty cells, titles with a history, results of the years before', async () => {
    expect(await count(sql`select count(*) as n from duties where city_id = ${city} and state = 'open'`)).toBeGreaterThan(60)
    expect(await count(sql`select count(*) as n from duties where city_id = ${city} and person_post_id is null`)).toBeGreaterThan(0)
    expect(await count(sql`select count(*) as n from duty_milestones where city_id = ${city} and done_on is not null`)).toBeGreaterThan(100)
    const steps = sql`select count(*) as n from title_steps where city_id = ${city} and programme = 'civilised-city' and state = 'nominee'`
    expect(await count(steps)).toBe(2)
    expect(
      await count(sql`select count(distinct year) as n from results where city_id = ${city} and got is not null`),
    ).toBeGreaterThanOrEqual(2)
  })

  it('has scores that rise from mock to mock and can be made again', async () => {
    const Score = z.object({ id: z.string(), kind: z.string().nullable(), final: z.int() })
    const scores = await house.db.all(
      Score,
      sql`select s.id, r.kind, (s.result -> 'total' ->> 'final')::int as final from scores s
        left join rounds r on r.city_id = s.city_id and r.title_zh = s.title_zh where s.city_id = ${city} order by s.made_at`,
    )
    expect(scores.map(({ kind }) => kind)).toEqual(['mock', 'mock', 'announced', null])
    expect(scores[1]!.final).toBeGreaterThan(scores[0]!.final)
    expect(await verify(house.db, city, await getStored(house.db, city, scores[1]!.id as ScoreId), at)).toMatchObject({
      same: true,
      differences: [],
    })
  })

  it('stands below a province beside a county, which alone shares its cases; both publish their months', async () => {
    const months = (id: number) =>
      count(sql`select count(*) as n from rollups where city_id = ${id} and period <= ${dayOf(at).slice(0, 7)}`)
    expect(await count(sql`select count(*) as n from cities where parent_city_id = ${city + 1}`)).toBe(2)
    expect([await months(city), await months(city + 1), await months(city + 2)]).toEqual([6, 0, 6])
    expect(
      await count(sql`select count(*) as n from shares where with_city_id = ${city + 1} and city_id = ${city + 2} and ended_at is null`),
    ).toBe(1)
    const seen = house.db.of((city + 1) as CityId)
    const casesOf = async (id: number) => (await seen.find(N, sql`select count(*) as n from cases where city_id = ${id}`))!.n
    expect([await casesOf(city), await casesOf(city + 2)]).toEqual([0, 90])
    expect((await checkFolds(house.db, (city + 2) as CityId)).differences).toEqual([])
  })

  it('has weeks of many communities in the burden register, one nearly full', async () => {
    expect(await count(sql`select count(distinct week) as n from burden_weeks where city_id = ${city} and asks > 3`)).toBeGreaterThan(8)
    expect(await count(sql`select count(distinct unit_id) as n from burden_weeks where city_id = ${city}`)).toBeGreaterThan(100)
    expect(await count(sql`select count(*) as n from burden_asks where city_id = ${city} and measured is not null`)).toBeGreaterThan(100)
    // On a Monday the week has hardly begun, and nobody is near its end yet.
    if (at !== then()) return
    expect(await count(sql`select max(minutes)::int as n from burden_weeks where city_id = ${city}`)).toBeGreaterThan(1900)
    expect(await count(sql`select count(*) as n from burden_appeals where city_id = ${city} and approved`)).toBe(1)
  })

  it('has photos that can be opened, each with the mark', async () => {
    const Photo = z.object({ sha256: z.string(), bytes: z.int() })
    const photos = await house.db.all(Photo, sql`select sha256, bytes from evidence where city_id = ${city}`)
    expect(photos.length).toBeGreaterThanOrEqual(24)
    for (const { sha256, bytes } of photos) expect((await filesIn(folder).get(sha256)).length).toBe(bytes)
  })

  it('tells its stories: a bad market, an excellent street, a rebound after the announced assessment', async () => {
    const Share = z.object({ key: z.string(), share: z.number() })
    const share = (by: ReturnType<typeof sql>) =>
      house.db.all(
        Share,
        sql`select ${by} as key, avg(o.factor)::float8 as share from observations o join points p on p.city_id = o.city_id and p.id = o.point_id
          join rounds r on r.city_id = o.city_id and r.id = o.round_id
          where o.city_id = ${city} and o.kind = 'check' group by 1 order by 2`,
      )
    const streets = await share(sql`p.street_id::text`)
    expect(streets.at(-1)!.share - streets.at(-2)!.share).toBeGreaterThan(25)
    const markets = (await share(sql`case when p.type = 'PT-MARKET' then p.id::text else '' end`)).filter(({ key }) => key !== '')
    expect(markets[1]!.share - markets[0]!.share).toBeGreaterThan(80)
    // The months of the story have names on a day that is known.
    if (at !== then()) return
    const rounds = new Map((await share(sql`r.title_zh`)).map(({ key, share }) => [key, share]))
    const announced = rounds.get('年度测评(提前通知)')!
    expect(announced - rounds.get('2026年10月日常巡查')!).toBeGreaterThan(70)
    expect(rounds.get('2026年8月日常巡查')! - rounds.get('2026年10月日常巡查')!).toBeGreaterThan(15)
  })
})
