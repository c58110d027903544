/** Indicators over cases made by hand: each formula against figures worked out on paper, and all of SQL against the words in code. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, idOf, noon, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { type Db, rows, sql } from '../base/sql.ts'
import { type Life, unlived } from '../cases/case.ts'
import { facts, isTrue, type Measured } from './facts.ts'
import { counts, figuresOf, metrics, scoreOf } from './indicator.ts'
import { whistleFacts } from './whistleFacts.ts'
import { indicatorsApi } from './indicators.api.ts'
import { countGroups, listBehind } from './indicators.sql.ts'
import { latelyApi } from './lately.api.ts'

const at = '2026-11-20T04:00:00.000Z'
const [before, due, after] = ['2026-11-10T00:00:00.000Z', '2026-11-12T00:00:00.000Z', '2026-11-14T00:00:00.000Z'] as const
const ahead = '2026-12-01T00:00:00.000Z'

type Made = Measured & { readonly unit: string | null; readonly street: string | null; readonly class: string | null }
const made = (it: Partial<Omit<Made, 'life'>> & { life?: Partial<Life> }): Made => ({
  stage: 'dispatched',
  outcome: null,
  exempt: false,
  dueAt: due,
  closedAt: null,
  reopened: 0,
  recurred: false,
  observationId: null,
  unit: units.market,
  street: streets[0],
  class: null,
  ...it,
  life: { ...unlived, limitFrom: before, limitDue: due, ...it.life },
})
const clock = (state: 'running' | 'paused' | 'stopped', dueAt: string | null, end: string | null) => ({
  state,
  dueAt,
  spans: [[before, end]] as [string, string | null][],
})

/** On paper: four that should be closed (one in time, one handled in time but closed late, one reworked and late, one open and late). */
const byHand: readonly Made[] = [
  made({ stage: 'closed', outcome: 'done', closedAt: due, recurred: true, life: { handledAt: before } }),
  made({ stage: 'closed', outcome: 'done', closedAt: after, life: { handledAt: due } }),
  made({ stage: 'closed', outcome: 'withoutWork', closedAt: after, life: { reworked: 1 }, reopened: 1 }),
  made({ unit: units.housing }),
  made({ dueAt: ahead, life: { limitDue: ahead } }),
  made({ stage: 'suspended', life: { grants: { suspend: 1 } } }),
  made({ stage: 'closed', outcome: 'done', closedAt: after, exempt: true, life: { handledAt: after, asks: { appeal: 1 } } }),
  made({ stage: 'closed', outcome: 'void', closedAt: before }),
  made({
    stage: 'closed',
    outcome: 'refused',
    closedAt: before,
    unit: null,
    life: { limitFrom: null, clocks: { file: clock('stopped', due, after) } },
  }),
  made({
    stage: 'reported',
    dueAt: null,
    unit: null,
    street: null,
    life: { limitFrom: null, clocks: { file: clock('running', due, null) } },
  }),
]

const shape = {
  id: 'uuid',
  no: 'text',
  stage: 'text',
  outcome: 'text',
  exempt: 'boolean',
  dueAt: 'timestamptz',
  closedAt: 'timestamptz',
  reopened: 'int',
  observationId: 'uuid',
  unit: 'uuid',
  street: 'uuid',
  class: 'text',
  life: 'jsonb',
  reportedAt: 'timestamptz',
}
async function put(db: Db, cases: readonly Made[], from: number, reportedAt: string = before): Promise<void> {
  const list = cases.map((it, index) => ({ ...it, id: idOf(from + index), no: `N${from + index}`, reportedAt }))
  await db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, outcome, exempt, text, class, observation_id, street_id, unit_id,
      reported_at, due_at, closed_at, reopened, version, changed_at, life, source)
    select ${city}, id, no, stage, stage, 'desk', reported_at, outcome, exempt, '问题', class, observation_id, street, unit, reported_at, due_at, closed_at,
      reopened, 1, reported_at, life, 'desk' from ${rows(list, shape)}`)
  const again = list.filter(({ recurred }) => recurred).map(({ id }) => ({ id }))
  await db.run(sql`insert into recurrences (city_id, of_case_id, by_case_id, metres, days, found_at)
    select ${city}, id, ${idOf(from)}::uuid, 1, 1, ${noon}::timestamptz from ${rows(again, { id: 'uuid' })}`)
}

/** Cases of any shape, whether a procedure could make them or not. */
const moment = fc.constantFrom(before, due, after, ahead)
const anyClock = fc
  .record({ state: fc.constantFrom('running', 'paused', 'stopped'), dueAt: fc.option(moment), end: fc.option(moment) })
  .map(({ state, dueAt, end }) => clock(state as 'running', dueAt, end))
const clocks = fc.dictionary(fc.constantFrom('file', 'confirm', 'dispatch', 'check'), anyClock)
const anyCase = fc
  .record({
    stage: fc.constantFrom('reported', 'dispatched', 'rectified', 'suspended', 'closed'),
    outcome: fc.option(fc.constantFrom('done', 'withoutWork', 'refused', 'void', 'merged')),
    exempt: fc.boolean(),
    dueAt: fc.option(moment),
    closedAt: fc.option(moment),
    reopened: fc.nat(2),
    recurred: fc.boolean(),
    limitFrom: fc.option(moment),
    handledAt: fc.option(moment),
    reworked: fc.nat(1),
    returned: fc.nat(1),
    extend: fc.nat(1),
    appeal: fc.nat(1),
    clocks,
  })
  .map(({ limitFrom, handledAt, reworked, returned, extend, appeal, clocks, ...it }) =>
    made({
      ...(it as Partial<Made>),
      life: { limitFrom, handledAt, reworked, returned, grants: { extend }, asks: { appeal }, clocks: { ...clocks } as Life['clocks'] },
    }),
  )

describe.each(engines)('indicators on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    await put(db, byHand, 2000)
  })
  beforeAll(async () => {
    small.clock.now = at
  })
  const get = (query: object) => small.as('office', indicatorsApi).get({ query: query as never })

  it('are what was worked out on paper', async () => {
    const { groups } = await get({ from: '2026-11-01', to: '2026-11-30' })
    const figures = Object.fromEntries(
      Object.entries(groups[0]!.figures).map(([id, { of, per }]) => [id, per === null ? of : `${of}/${per}`]),
    )
    expect(groups[0]!.cases).toBe(10)
    expect(figures).toMatchObject({
      closing: '3/4',
      onTimeClosing: '1/4',
      onTimeHandling: '2/4',
      rework: '1/4',
      filedCount: 7,
      acceptedCount: 10,
      dispatchedCount: 8,
      filingAccuracy: '7/8',
      dispatchAccuracy: '7/8',
      suspensions: '1/8',
      appeals: '1/1',
      reopened: '1/6',
      fileOnTime: '0/2',
      validReports: '0/0',
    })
    expect(groups[0]!.figures['validReports']!.rate).toBeNull()
    expect((await get({ from: '2026-12-01' })).groups).toEqual([])
  })

  it('stand side by side by unit, and are ordered by rates alone', async () => {
    const { groups, objects } = await get({ by: 'unit', sort: '-score' })
    expect(groups.map(({ title, cases }) => [title?.zh, cases])).toEqual([
      ['市场监管局', 7],
      ['住建局', 1],
      [undefined, 2],
    ])
    expect(objects.map(({ id }) => id)).toEqual(['department'])
    // Housing: nothing closed, nothing handled, nothing reworked: 0, 0 and 100 of 30 each, and 100 of 10 for having few.
    expect(groups[1]!.scores).toEqual([{ object: 'department', whole: 4000, ranked: 3333, grade: 'E' }])
    await expect(get({ by: 'unit', sort: '-filedCount' })).rejects.toMatchObject({ status: 422 })
    expect((await get({ by: 'street' })).groups.map(({ key }) => key)).toEqual([streets[0], null])
    expect((await get({ by: 'month' })).groups.map(({ key }) => key)).toEqual(['2026-11'])
  })

  it('open down to the cases behind them, and go out as a workbook', async () => {
    const office = small.as('office', indicatorsApi)
    const behind = async (id: string, query: object) =>
      (await office.listBehind({ params: { id }, query: query as never })).items.map(({ no }) => no).sort()
    expect(await behind('onTimeClosing', {})).toEqual(['N2000'])
    expect(await behind('onTimeClosing', { part: 'missing' })).toEqual(['N2001', 'N2002', 'N2003'])
    expect(await behind('onTimeClosing', { part: 'per', by: 'unit', key: units.housing })).toEqual(['N2003'])
    expect(await behind('acceptedCount', { by: 'unit', key: '-' })).toEqual(['N2008', 'N2009'])
    expect(await behind('filedCount', {})).not.toContain('N2005')
    expect((await office.export({ query: { by: 'unit' } })).size).toBeGreaterThan(2000)
    expect((await office.exportBehind({ params: { id: 'closing' }, query: {} })).size).toBeGreaterThan(2000)
  })

  it('say of one how it is of late and how it was before, of the city and of a unit', async () => {
    const lately = (id: string, query: object) => small.as('office', latelyApi).getLately({ params: { id }, query: query as never })
    const nothing = { of: 0, per: 0, rate: null }
    expect(await lately('recurrence', { days: 11 })).toEqual({
      now: { from: '2026-11-10', to: '2026-11-20', figure: { of: 1, per: 4, rate: 250_000 } },
      before: { from: '2026-10-30', to: '2026-11-09', figure: nothing },
    })
    expect(await lately('recurrence', { days: 10 })).toMatchObject({ now: { figure: nothing }, before: { figure: { of: 1, per: 4 } } })
    expect(await lately('recurrence', { days: 11, unit: units.housing })).toMatchObject({ now: { figure: nothing } })
    // What takes away is taken away here too.
    expect(await lately('filedCount', {})).toMatchObject({ now: { figure: { of: 7, per: null } } })
    await expect(lately('whistleSignIn', {})).rejects.toMatchObject({ status: 404 })
  })

  it('count what the words in code count, whatever the cases', async () => {
    const cases = fc.sample(anyCase, { numRuns: 150, seed: 7 })
    await put(house.db, cases, 3000, '2025-03-01T00:00:00.000Z')
    const db = house.db.of(city)
    const [row] = await countGroups(db, city, { filter: { from: '2025-01-01', to: '2025-12-31' }, by: 'none', at: noon })
    expect(row!.counts).toEqual(counts.map((words) => cases.filter((it) => isTrue(words, it, noon)).length))
    for (const word of facts) {
      const page = await listBehind(
        db,
        city,
        { filter: { to: '2025-12-31' }, by: 'none', key: undefined, of: [{ all: [word] }], at: noon },
        { sort: 'reported', cursor: undefined, limit: 500 },
      )
      expect([word, ...page.items.map(({ no }) => no).sort()]).toEqual([
        word,
        ...cases.flatMap((it, index) => (isTrue([word], it, noon) ? [`N${3000 + index}`] : [])).sort(),
      ])
    }
  })
})

describe('formulas', () => {
  it('name indicators that exist, and weigh 100 together', () => {
    const known = new Set(metrics.indicators.map(({ id }) => id))
    for (const { parts } of metrics.objects) {
      expect(parts.filter(({ indicator }) => !known.has(indicator))).toEqual([])
      expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
      // A volume counts by its band, a rate never does.
      for (const { indicator, band } of parts) expect(metrics.indicators.find(({ id }) => id === indicator)!.volume).toBe(band)
    }
    for (const bands of Object.values(metrics.bands)) expect(bands.at(-1)!.upTo).toBeNull()
  })

  it('say of cases only what is said of cases, and of called units what is said of those', () => {
    for (const { id, over, of, per } of metrics.indicators) {
      const words: readonly string[] = over === 'cases' ? facts : whistleFacts
      for (const { all } of [...of, ...(per ?? [])]) expect([id, all.filter((word) => !words.includes(word))]).toEqual([id, []])
    }
  })

  it('leave out of a score what was not to be counted', () => {
    const nothing = figuresOf(counts.map(() => 0))
    const [department, , collector] = metrics.objects
    expect(scoreOf(collector!, nothing)).toEqual({ object: 'collector', whole: null, ranked: null, grade: null })
    expect(scoreOf(department!, nothing)).toEqual({ object: 'department', whole: 10_000, ranked: null, grade: null })
  })
})
