/** SQL of whistles: who coordinates and who leads, sides and lists as each unit sees them, and words that were erased. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, idOf, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { AreaId, CaseId, UnitId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { escalateDue } from './escalate.serve.ts'
import { blankWhistles } from './forgotten.sql.ts'
import { findCoordinator, findLeadingPost, listStands } from './units.sql.ts'
import type { WhistleId } from './whistle.ts'
import { whistlesApi } from './whistles.api.ts'
import { countWhistles, listDue, listWhistles } from './whistles.sql.ts'

const community = { area: idOf(121), unit: idOf(221) }

describe.each(engines)('whistles on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    await db.run(sql`insert into areas (city_id, id, parent_id, level, code, name_zh)
      values (${city}, ${community.area}, ${streets[0]}, 'community', '990001001001', '东街社区')`)
    await db.run(sql`insert into units (city_id, id, kind, code, name_zh, area_id)
      values (${city}, ${community.unit}, 'community', 'U06', '东街社区居委会', ${community.area})`)
    await db.run(sql`insert into posts (city_id, id, unit_id, title_zh, role)
      values (${city}, ${idOf(790)}, ${community.unit}, '社区书记', 'street')`)
  })
  let caseId: CaseId
  beforeAll(async () => {
    caseId = v7() as CaseId
    await small.as('street', casesApi).fromDesk({ body: { id: caseId, text: '楼道堆物' } })
  })

  const db = () => house.db.of(city)
  const raise = async (text: string, lead: string = units.market, kind = 'problem') => {
    const id = v7() as WhistleId
    await small.as('street', whistlesApi).raise({ body: { id, kind, text, cases: [caseId], lead: lead as UnitId, helpers: [] } })
    return id
  }
  const reader = (unit: string | null, coordinates = false) => ({ unit: unit as UnitId | null, post: null, coordinates })

  it('know on which level a unit stands, who coordinates and who leads', async () => {
    const stands = await listStands(db(), city, [units.market, units.street1, community.unit, idOf(999)])
    expect(stands.map(({ id, level, streetId }) => [id, level, streetId])).toEqual([
      [units.market, 'city', null],
      [units.street1, 'street', streets[0]],
      [community.unit, 'community', streets[0]],
    ])
    const find = (who: Parameters<typeof findCoordinator>[2], street: string | null = null) =>
      findCoordinator(db(), city, who, street as AreaId | null)
    expect(await find({ of: 'street' }, streets[0])).toBe(units.street1)
    expect(await find({ of: 'street' }, null)).toBeUndefined()
    expect(await find({ of: 'role', role: 'office' })).toBe(units.office)
    expect(await find({ of: 'unit', code: 'U03' })).toBe(units.housing)
    expect(await find({ of: 'unit', code: 'none' })).toBeUndefined()
    expect(await findLeadingPost(db(), city, units.housing as UnitId, '2026-11-20')).toBe(idOf(704))
    expect(await findLeadingPost(db(), city, community.unit as UnitId, '2026-11-20')).toBeUndefined()
    // Of two posts that lead, the one that somebody holds.
    await house.db.run(
      sql`insert into posts (city_id, id, unit_id, title_zh, leads) values (${city}, ${idOf(791)}, ${units.housing}, '副局长', true)`,
    )
    await house.db.run(
      sql`insert into post_holders (city_id, post_id, person_id, from_on) select ${city}, ${idOf(791)}, id, '2026-01-01' from people where city_id = ${city} limit 1`,
    )
    expect(await findLeadingPost(db(), city, units.housing as UnitId, '2026-11-20')).toBe(idOf(791))
    expect(await findLeadingPost(db(), city, units.housing as UnitId, '2025-11-20')).toBe(idOf(704))
  })

  it('stand on the side of each unit, late when they are, found by words, days, unit, street and case', async () => {
    const [first, second] = [await raise('第一声 100%'), await raise('第二声', units.housing, 'emergency')]
    const at = '2026-11-20T04:31:00.000Z'
    const asked = async (filter: object, unit: string | null = units.street1, coordinates = false) =>
      (await listWhistles(db(), city, { filter, reader: reader(unit, coordinates), at }, { sort: 'no', limit: 10 })).items.map(
        ({ id }) => id,
      )
    expect(await asked({ side: 'todo' }, units.market)).toEqual([first])
    expect(await asked({ side: 'called' }, units.housing)).toEqual([second])
    expect(await asked({ side: 'raised' })).toEqual([first, second])
    expect(await asked({ side: 'todo' }, null)).toEqual([])
    expect(await asked({ late: 'signIn' })).toEqual([second])
    expect(await asked({ late: 'reply' })).toEqual([])
    expect(await asked({ text: '100%' })).toEqual([first])
    expect(await asked({ unit: units.market })).toEqual([first])
    expect(await asked({ street: streets[1] })).toEqual([])
    expect(
      await asked({ street: streets[0], case: caseId, kind: 'emergency', state: 'called', from: '2026-11-20', to: '2026-11-20' }),
    ).toEqual([second])
    expect(await asked({ to: '2026-11-19' })).toEqual([])
    expect((await listDue(db(), city, at, 10)).map(({ id }) => id)).toEqual([second])
    expect(await asked({ side: 'escalated' }, units.office)).toEqual([])
    expect(await escalateDue(db(), city, at)).toBe(1)
    expect(await asked({ side: 'escalated' }, units.office)).toEqual([second])
    expect(await asked({ side: 'escalated' }, null, true)).toEqual([second])
    expect(await asked({ side: 'escalated' }, units.market)).toEqual([])
    expect(await countWhistles(db(), city, { filter: { text: '声' }, reader: reader(units.office, true), at })).toEqual({
      all: 2,
      todo: 0,
      raised: 0,
      called: 0,
      escalated: 1,
      late: 1,
    })
  })

  it('say a dash where their words were erased, and only there', async () => {
    const [one, other] = [await raise('居民王某某 13800001111 反映'), await raise('留着的话')]
    await house.db.run(
      sql`update events set data = data #- '{personal,text,value}' where city_id = ${city} and thing = ${one} and kind = 'whistle.raised'`,
    )
    await blankWhistles(db(), city, [one, other])
    const text = async (id: WhistleId) => (await small.as('street', whistlesApi).get({ params: { id } })).text
    expect([await text(one), await text(other)]).toEqual(['—', '留着的话'])
  })
})
