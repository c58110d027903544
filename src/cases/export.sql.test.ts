/** Cases as files over several blocks: every case once and in the order of the list, as the list shows it, nothing a formula. */
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { city, personOf, points, signIn, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { engines } from '../../test/engines.ts'
import { json, sql } from '../base/sql.ts'
import { csvLine, formulaMarks, isFormula } from '../sheets/csvText.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { cityTime } from '../sheets/listBook.serve.ts'
import { unlived } from './case.ts'
import type { CaseHead } from './cases.api.ts'
import { csvText, mark, rowsOfBlock } from './export.sql.ts'

const count = 2 * rowsOfBlock + 1
const condition = '01900000-0000-7000-9100-000000000001'

describe.each(engines)('cases that leave on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    await db.run(
      sql`insert into case_classes (city_id, code, kind, big_code, big_name, small_name) values (${city}, 'K1', 'event', '01', '市容', '占道')`,
    )
    await db.run(sql`insert into case_conditions (city_id, id, class_code, no, files, closes, limit_text, amount, unit, clock)
      values (${city}, ${condition}, 'K1', 1, '占用道路', '清理', '2小时', 2, 'hour', 'natural')`)
    await db.run(sql`
      insert into cases (city_id, id, no, state, stage, ball, ball_at, text, class, point_id, street_id, unit_id, reported_at, reported_by, due_at, closed_at,
        version, changed_at, life, source, external_id, address)
      select ${city}, ('01900000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid, 'B' || lpad((i * 7919 % ${count})::text, 6, '0'),
        case when i % 2 = 0 then 'dispatched' else 'closed' end, case when i % 2 = 0 then 'dispatched' else 'closed' end, 'unit', at,
        (array['=1+1', E'two\\nlines, "said"', E'a\\x1fb\\x1ec', '普通'])[i % 4 + 1], case when i % 13 > 0 then 'K' || i % 3 end, case when i % 5 = 0 then ${points.road}::uuid end,
        case when i % 7 > 0 then ${streets[0]}::uuid end, case when i % 2 = 0 then ${units.market}::uuid end, at, ${personOf('office')}, case when i % 3 > 0 then at + interval '1 day' end,
        case when i % 2 = 1 then at + interval '3 hours' end, 1, at + i % 11 * interval '1 hour',
        ${json(unlived)} || case when i % 2 = 1 then jsonb_build_object('limitFrom', at, 'handledAt', at + interval '2 hours', 'reworked', 2, 'condition', ${condition}::text)
          else '{}'::jsonb end,
        case when i % 2 = 0 then 'hotline12345' else 'desk' end, case when i % 2 = 0 then 'MC' || i end, case when i % 2 = 0 then '和平路' || i || '号' else '' end
      from (select i, timestamptz '2026-01-01 00:00:00Z' + i / 3 * interval '7 minutes' as at from generate_series(1, ${count}::int) i) made`)
  })
  let cookie = ''
  beforeAll(async () => {
    cookie = await signIn(small.app, 'office')
  })

  const take = async (path: string) => {
    const answer = await small.app.inject({ method: 'GET', url: `/api${path}`, headers: { cookie } })
    expect(answer.statusCode).toBe(200)
    return answer
  }
  const rowsOf = async (path: string, name: string) => {
    const book = await readSheets(new Uint8Array((await take(path)).rawPayload), name)
    return book.sheets[0]!.rows.slice(1).map((row) => row.map(({ text }) => text))
  }
  const listed = async (query: string): Promise<CaseHead[]> => {
    const items: CaseHead[] = []
    for (let cursor = ''; ; ) {
      const page = (await take(`/cases?limit=1000&${query}${cursor}`)).json() as { items: CaseHead[]; next?: string }
      items.push(...page.items)
      if (page.next === undefined) return items
      cursor = `&cursor=${encodeURIComponent(page.next)}`
    }
  }
  const hoursAfter = (at: string, hours: number) => new Date(Date.parse(at) + hours * 3_600_000).toISOString()
  /** What the file says of a case of the list. The mark of the places of names leaves no trace. */
  const lineOf = (it: CaseHead) => [
    it.no,
    it.text.replaceAll(mark, ''),
    it.stateName.zh,
    cityTime(it.dueAt),
    it.overdue ? '已超期' : '',
    it.unit?.title.zh ?? '',
    it.street?.title.zh ?? '',
    it.point ? `${it.point.title.zh} ${it.point.code}` : '',
    it.class ?? '',
    cityTime(it.reportedAt),
    it.reportedBy!.name,
    cityTime(it.closedAt),
    '0',
    it.externalId ?? '',
    it.source === 'desk' ? '人工登记' : '12345 热线',
    it.address,
    it.class === 'K1' ? '占道' : '',
    ...(it.source === 'desk' ? ['占用道路', cityTime(it.reportedAt), cityTime(hoursAfter(it.reportedAt, 2)), '2'] : ['', '', '', '0']),
  ]

  it('has every one of them, in each order of the list', async () => {
    const orders = {
      '-reported': 'reported_at desc, id desc',
      due: 'due_at nulls last, id',
      no: 'no',
      '-changed': 'changed_at desc, id desc',
    }
    for (const [sort, order] of Object.entries(orders)) {
      const all = await house.engine.query(`select no from cases where city_id = ${city} order by ${order}`, [])
      const rows = await rowsOf(`/cases/export.csv?sort=${sort}`, 'x.csv')
      expect(rows).toHaveLength(count)
      expect(rows.map(([no]) => no)).toEqual(all.rows.map((row) => row['no']))
    }
    const csv = await rowsOf('/cases/export.csv', 'x.csv')
    // A workbook cannot hold this character.
    expect(await rowsOf('/cases/export', 'x.xlsx')).toEqual(csv.map((row) => row.map((text) => text.replaceAll('\u001e', ''))))
  })

  it('says of each what the list shows', async () => {
    // Some of them have no class.
    for (const filter of ['class=K2&sort=-changed', 'from=2026-01-16']) {
      const lines = (await listed(filter)).map(lineOf)
      expect(await rowsOf(`/cases/export.csv?${filter}`, 'x.csv')).toEqual(lines)
      expect(lines.length).toBeGreaterThan(100)
    }
  })

  it('keeps to the filter and the language, and says how many went out', async () => {
    const filter = `stage=closed&class=K1&from=2026-01-03`
    const rows = await rowsOf(`/cases/export.csv?lang=en&${filter}`, 'x.csv')
    expect(rows.map(([no]) => no)).toEqual((await listed(filter)).map(({ no }) => no))
    expect(new Set(rows.map(([, , state]) => state))).toEqual(new Set(['Closed']))
    await take('/cases/export.csv')
    const told = await house.db.find(
      z.object({ rows: z.int(), file: z.string() }),
      sql`select (data ->> 'rows')::int as rows, data ->> 'file' as file from events where city_id = ${city} and kind = 'export.made' order by seq desc limit 1`,
    )
    expect(told).toMatchObject({ rows: count, file: expect.stringMatching(/\.csv$/) })
  })

  it('disarms what looks like a formula', async () => {
    const csv = (await take('/cases/export.csv?class=K0')).payload
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(csv).toContain(`,"'=1+1",`)
    expect(csv).not.toMatch(/,"?=/)
  })

  it('brings back any text as it was, and none as a formula, whether the database or the house writes it', async () => {
    const letters = [...formulaMarks, '"', "'", ',', ';', ' ', '\ufeff', '\u00a0', '\u3000', '\u001e', mark, '0', 'a', '道', '😀']
    const texts = fc.sample(fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 }), 1000)
    const { lines } = (await house.db.find(
      z.object({ lines: z.string() }),
      sql`select string_agg(${csvText(sql`text`)} || ',.', E'\\r\\n' order by place) as lines from unnest(${texts}::text[]) with ordinality as t (text, place)`,
    ))!
    const clean = texts.map((text) => text.replaceAll(mark, ''))
    // What began with a mark is guarded without a look at what follows.
    const guarded = (text: string) => (isFormula(text) || text.startsWith(mark) ? "'" : '') + text.replaceAll(mark, '')
    const written = { database: lines, house: clean.map((text) => csvLine([text, '.'])).join('') }
    for (const [wanted, csv] of [
      [texts, written.database],
      [clean, written.house],
    ] as const) {
      const fields = (parse(csv) as string[][]).map(([field]) => field!)
      expect(fields).toEqual(wanted.map(guarded))
      expect(fields.filter(isFormula)).toEqual([])
    }
  })
})
