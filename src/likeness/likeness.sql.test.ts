/** Likeness over a real app: duplicates found and merged with both reporters informed, suggestions learned from closed cases. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, idOf, noon, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { CaseId, EventId, UnitId } from '../base/ids.ts'
import { cellOf, type Place } from '../base/place.ts'
import { rows, sql } from '../base/sql.ts'
import { unlived } from '../cases/case.ts'
import { casesApi } from '../cases/cases.api.ts'
import { learnCases } from '../server/nightly.ts'
import { likenessApi } from './likeness.api.ts'

describe.each(engines)('likeness on %s', (_name, open) => {
  const { house, small } = useSmall(open)

  const here: Place = [116.15, 39.1]
  const north = (metres: number): Place => [116.15, 39.1 + metres / 111_195]
  const report = async (text: string, place: Place, type = 'E01-01'): Promise<CaseId> => {
    const id = v7() as CaseId
    await small.as('office', casesApi).fromDesk({ body: { id, text, place, class: type } })
    return id
  }
  const alike = (query: object) => small.as('inspector', likenessApi).listAlike({ query })
  const around = { class: 'E01-01', lng: here[0], lat: here[1] }

  it('finds open cases of the same class nearby, the nearest first, and ends with the rule', async () => {
    expect(await alike({ class: 'E01-01' })).toEqual({ rule: { class: 'E', radiusM: 50, days: 30 }, items: [] })
    const far = await report('垃圾堆在路边', north(40))
    const near = await report('路边一堆垃圾', north(10), '01-01')
    await report('路灯不亮', north(1), 'E02-02')
    await report('很远的垃圾', north(80))
    const { items } = await alike(around)
    expect(items.map(({ id, metres, days }) => [id, metres, days])).toEqual([
      [near, 10, 0],
      [far, 40, 0],
    ])
    expect(items[0]).toMatchObject({ text: '路边一堆垃圾', stage: 'reported', stateName: { zh: '已上报' }, photo: null })
    // Without a class every class within the radius for all; of a case, the others.
    expect((await alike({ lng: here[0], lat: here[1] })).items).toHaveLength(3)
    expect((await alike({ case: near })).items.map(({ id }) => id)).toEqual([far])
    await expect(alike({ case: idOf(9999) })).rejects.toMatchObject({ code: 'api.notFound' })
  })

  it('goes by the city’s own rule where there is one', async () => {
    const office = small.as('office', likenessApi)
    const items = [{ class: 'E01', radiusM: 20, days: 7 }]
    expect((await office.putRules({ body: { items } })).items).toContainEqual({ ...items[0]!, isOwn: true })
    expect((await alike(around)).items.map(({ metres }) => metres)).toEqual([10])
    small.clock.now = '2026-11-28T04:00:00.000Z'
    expect((await alike(around)).items).toEqual([])
    small.clock.now = noon
    await expect(office.putRules({ body: { items: [...items, ...items] } })).rejects.toMatchObject({ code: 'api.badInput' })
    await expect(small.as('inspector', likenessApi).putRules({ body: { items } })).rejects.toMatchObject({ code: 'api.notAllowed' })
    await office.putRules({ body: { items: [] } })
    expect((await office.listRules({})).items.every(({ isOwn }) => !isOwn)).toBe(true)
  })

  it('a merged case says where it went on, and is suggested no more', async () => {
    const [first, second] = [await report('井盖丢失', north(3000), 'C01-01'), await report('没有井盖', north(3002), 'C01-01')]
    const found = await alike({ case: second })
    expect(found.items.map(({ id }) => id)).toEqual([first])
    const event = v7() as EventId
    const merged = await small.as('office', casesApi).take({ params: { id: second, step: 'merge' }, body: { id: event, otherId: first } })
    expect(merged).toMatchObject({ stage: 'closed', outcome: 'merged', links: [{ kind: 'mergedInto', id: first }] })
    expect((await alike({ case: first })).items).toEqual([])
  })

  const put = async (count: number, of: { text: string; class: string; unit: string }, from: number) => {
    const list = Array.from({ length: count }, (_, index) => ({
      ...of,
      id: idOf(from + index),
      no: `L${from + index}`,
      lng: here[0],
      lat: here[1],
      cell: cellOf(here),
      street: streets[index % 2],
    }))
    await house.db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, outcome, text, class, lng, lat, cell, street_id, unit_id,
        reported_at, closed_at, version, changed_at, life, source)
      select ${city}, id, no, 'closed', 'closed', 'nobody', ${noon}, 'done', text, class, lng, lat, cell, street, unit, ${noon}, ${noon}, 1, ${noon},
        ${JSON.stringify(unlived)}::jsonb, 'desk' from ${rows(list, {
          id: 'uuid',
          no: 'text',
          text: 'text',
          class: 'text',
          unit: 'uuid',
          lng: 'double precision',
          lat: 'double precision',
          cell: 'bigint',
          street: 'uuid',
        })}`)
  }
  const suggest = (query: object) => small.as('inspector', likenessApi).suggest({ query })

  it('keeps quiet while too few are closed, then suggests with the words that decided', async () => {
    await put(30, { text: '东街路灯不亮，夜里漆黑', class: 'C01-05', unit: units.housing }, 2000)
    expect(await learnCases(house.db, noon)).toBe(1)
    const none = await suggest({ text: '路灯又不亮了' })
    expect(none.class).toMatchObject({ model: null, closed: 30, least: 50, items: [] })
    await put(30, { text: '西街垃圾满溢，气味难闻', class: 'E01-01', unit: units.market }, 3000)
    const office = small.as('office', likenessApi)
    expect((await office.learn({ body: {} })).class.model).toMatchObject({ version: 1, cases: 60, leftOut: 0, trainedAt: noon })
    const { class: type, unit } = await suggest({ text: '路灯又不亮了', street: streets[0], class: 'C01-05' })
    expect(type.items[0]).toMatchObject({ value: 'C01-05', cases: 30 })
    expect(type.items[0]!.reasons).toContainEqual(expect.objectContaining({ kind: 'word', word: '路灯' }))
    expect(unit.items[0]).toMatchObject({ value: units.housing, title: { zh: '住建局' } })
    expect(unit.items[0]!.reasons).toContainEqual(expect.objectContaining({ kind: 'class', word: 'C01-05' }))
    expect((await suggest({ text: 'xyzzy' })).class.items).toEqual([])
    // The class that was chosen stands first, whatever the words say, and what they say after it.
    const chosen = await suggest({ text: '路灯又不亮了', class: 'E01-01' })
    expect(chosen.class.items.map(({ value, given }) => [value, given])).toEqual([
      ['E01-01', true],
      ['C01-05', false],
    ])
    // A unit of another area is not named, whatever the words say; where a rule names it there, it is.
    const away = (area: string | null) =>
      house.db.run(sql`update units set area_id = ${area} where city_id = ${city} and id = ${units.housing}`)
    await away(streets[1])
    const named = async (street: string) =>
      (await suggest({ text: '路灯又不亮了', street, class: 'C01-05' })).unit.items.map(({ value }) => value)
    expect(await named(streets[0])).toEqual([])
    expect(await named(streets[1])).toEqual([units.housing])
    await away(null)
    expect((await suggest({})).unit.items).toEqual([])
  })

  it('suggests for a case from its own words, and learns again at night only when something was closed', async () => {
    const id = await report('垃圾满溢，气味难闻', north(5000))
    expect((await suggest({ case: id })).unit.items[0]).toMatchObject({ value: units.market as UnitId })
    // The unit gave it back: it is not named again.
    await house.db.run(
      sql`update cases set unit_id = ${units.market}, life = jsonb_set(life, '{returned}', '1') where city_id = ${city} and id = ${id}`,
    )
    expect((await suggest({ case: id })).unit.items.map(({ value }) => value)).not.toContain(units.market)
    expect(await learnCases(house.db, noon)).toBe(0)
    await house.db.run(sql`update cases set changed_at = '2026-11-21T04:00:00Z' where city_id = ${city} and id = ${idOf(2000)}`)
    for (let night = 22; night < 29; night++) {
      await house.db.run(sql`update cases set changed_at = ${`2026-11-${night}T04:00:00Z`} where city_id = ${city} and id = ${idOf(2000)}`)
      expect(await learnCases(house.db, `2026-11-${night}T03:00:00.000Z`)).toBe(1)
    }
    const kept = await house.engine.query(`select version from suggestion_models where target = 'class' order by version`, [])
    expect(kept.rows.map(({ version }) => version)).toEqual([4, 5, 6, 7, 8])
    expect((await suggest({ text: '路灯' })).class.model).toMatchObject({ version: 8 })
  })
})
