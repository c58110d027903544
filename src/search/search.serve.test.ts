/** The search over the house, in memory: every kind by its words and codes, and nothing that the reader may not list. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, noon, points, type SmallApp, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { CaseId, DutyId, EditionId, PointId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { dutiesApi } from '../duties/duties.api.ts'
import { searchApi } from './search.api.ts'

describe.each(engines)('searching on %s', (_name, open) => {
  const { small } = useSmall(open, async ({ db }) => {
    await db.run(sql`insert into imports (city_id, id, kind, name, sha256, bytes, state, options, fixes, added_at, changed_at)
      values (${city}, ${v7()}, 'points', '市场点位.xlsx', 'ab', 1, 'applied', '{}', '[]', ${noon}, ${noon})`)
  })
  let no = ''
  beforeAll(async () => {
    const desk = small.as('office', { ...casesApi, ...dutiesApi })
    no = (await desk.fromDesk({ body: { id: v7() as CaseId, text: '市场门口有积水 50%', pointId: points.market as PointId, photos: [] } }))
      .no
    await desk.add({
      body: { id: v7() as DutyId, editionId: edition as EditionId, criterion: 'C1', leadUnitId: units.market as never } as never,
    })
  })

  const find = async (q: string, login: Parameters<SmallApp['as']>[0] = 'office') =>
    Object.fromEntries((await small.as(login, searchApi).search({ query: { q } })).groups.map(({ kind, items }) => [kind, items]))

  it('finds every kind of thing by its words', async () => {
    const found = await find('市场')
    expect(Object.keys(found)).toEqual(['case', 'point', 'criterion', 'unit', 'post', 'import'])
    expect(found['case']).toMatchObject([{ code: no, title: { zh: '市场门口有积水 50%' }, note: { zh: '东街街道' } }])
    expect(found['point']).toMatchObject([{ id: points.market, code: 'P001', note: { zh: '东街街道' } }])
    expect(found['criterion']).toMatchObject([{ id: 'C1', of: edition, note: { zh: '小城标准' } }])
    expect(found['unit']).toMatchObject([{ id: units.market, code: 'U02' }])
    expect(found['post']!.map(({ of }) => of)).toEqual([units.market, units.market])
    expect(found['import']).toMatchObject([{ title: { zh: '市场点位.xlsx' } }])
  })

  it('finds numbers and codes, people in their posts, and duties by their criterion, named by it where they say nothing themselves', async () => {
    expect((await find(no))['case']).toMatchObject([{ code: no }])
    expect((await find('P002'))['point']).toMatchObject([{ id: points.road }])
    expect((await find('unit员'))['post']).toContainEqual(expect.objectContaining({ code: 'unit员', note: { zh: '市场监管局', en: '' } }))
    expect((await find('C1'))['duty']).toMatchObject([{ code: 'C1', title: { zh: '市场整洁有序' }, of: edition }])
  })

  it('takes signs of patterns as themselves, finds nothing by nothing, and says when there is more', async () => {
    expect((await find('50%'))['case']).toHaveLength(1)
    expect(await find('5_%')).toEqual({})
    await expect(find(' ')).rejects.toMatchObject({ status: 422 })
    const { groups } = await small.as('office', searchApi).search({ query: { q: '街', limit: 1 } })
    expect(groups.find(({ kind }) => kind === 'unit')).toMatchObject({ items: { length: 1 }, more: true, partial: false })
  })

  it('shows nobody what they may not list', async () => {
    const seen = await find('市场', 'inspector')
    expect(seen['import']).toBeUndefined()
    expect((await find('市场', 'leader'))['case']).toHaveLength(1)
  })
})
