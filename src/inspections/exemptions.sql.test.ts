import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { points, streets } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { AreaId, ObservationId, PointId, VisitId } from '../base/ids.ts'
import { readSheets } from '../sheets/read.serve.ts'
import type { ExemptionId, NewExemption } from './exemption.ts'
import { exemptionsApi } from './exemptions.api.ts'
import { inspectionsApi } from './inspections.api.ts'

const road = points.road as PointId
const shape = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [116.15, 39.05],
      [116.25, 39.05],
      [116.25, 39.15],
      [116.15, 39.15],
      [116.15, 39.05],
    ],
  ] as [number, number][][],
}
const drawn = (over: Partial<NewExemption> = {}): NewExemption => ({
  id: v7() as ExemptionId,
  title: { zh: '规划疏导区', en: 'Stall lines' },
  source: '城管告〔2026〕3 号',
  facts: ['LAMP'],
  where: { in: 'shape', shape },
  times: { hours: [{ from: '18:00', to: '22:00' }] },
  ...over,
})

describe.each(engines)('exemptions on %s', (_name, open) => {
  const { small } = useSmall(open)
  const office = () => small.as('office', exemptionsApi)
  const inspector = () => small.as('inspector', inspectionsApi)
  /** Records a lamp rate at a time of the day (UTC) and gives what stands. */
  const seen = async (visitedAt: string, value = '50') => {
    const results = [{ id: v7() as ObservationId, fact: 'LAMP', value, note: '', photos: [] }]
    const visit = await inspector().recordVisit({ body: { id: v7() as VisitId, pointId: road, visitedAt, note: '', results } })
    return visit.results[0]!
  }

  it('turn a fault within their place and hours into none, and keep what was seen', async () => {
    const rule = drawn()
    const kept = await office().add({ body: rule })
    expect(await office().add({ body: rule })).toEqual(kept)
    const list = await inspector().getChecklist({ params: { id: road } })
    expect(list.items.map(({ fact, exempt }) => [fact, exempt?.map(({ title }) => title.zh)])).toEqual([
      ['LITTER', undefined],
      ['LAMP', ['规划疏导区']],
    ])
    // 19:00 of the city, then 17:00.
    const exempt = await seen('2026-11-19T11:00:00.000Z')
    expect(exempt).toMatchObject({ grade: 'EX', factor: null, value: null, exempt: { id: rule.id, grade: 'N', value: '50' } })
    expect(await seen('2026-11-19T09:00:00.000Z')).toMatchObject({ grade: 'N', factor: 0 })
    expect(await seen('2026-11-19T11:30:00.000Z', '99')).toMatchObject({ grade: 'Y', factor: 1000 })
    const fixed = await small.as('office', inspectionsApi).correct({
      params: { id: exempt.id },
      body: { id: v7() as ObservationId, value: '50', note: '不在疏导区内', photos: [] },
    })
    expect([fixed.grade, fixed.exempt]).toEqual(['N', undefined])
  })

  it('are ended, never taken back: a visit before stays exempt', async () => {
    const rule = await office().add({
      body: drawn({ title: { zh: '早市', en: '' }, where: { in: 'area', areaId: streets[1] as AreaId }, times: {} }),
    })
    expect(rule.place).toMatchObject({ zh: '西街街道' })
    expect(await seen('2026-11-19T01:00:00.000Z')).toMatchObject({ grade: 'EX' })
    small.clock.now = '2026-11-20T04:10:00.000Z'
    expect(await office().end({ params: { id: rule.id } })).toMatchObject({ endedAt: '2026-11-20T04:10:00.000Z' })
    expect(await office().end({ params: { id: rule.id } })).toMatchObject({ endedAt: '2026-11-20T04:10:00.000Z' })
    expect(await seen('2026-11-19T02:00:00.000Z')).toMatchObject({ grade: 'EX' })
    expect(await seen('2026-11-20T04:11:00.000Z')).toMatchObject({ grade: 'N' })
    expect((await office().list({ query: { text: '早' } })).total).toBe(0)
    expect((await office().list({ query: { ended: 'true', sort: 'title' } })).items.map(({ title }) => title.zh)).toHaveLength(2)
  })

  it('speak of a point that is there, are drawn up by the office, and go out as a workbook', async () => {
    const body = drawn({ where: { in: 'point', pointId: v7() as PointId } })
    await expect(office().add({ body })).rejects.toMatchObject({ code: 'exemptions.noPlace' })
    await expect(small.as('inspector', exemptionsApi).add({ body: drawn() })).rejects.toMatchObject({ status: 403 })
    await expect(office().end({ params: { id: v7() as ExemptionId } })).rejects.toMatchObject({ status: 404 })
    await office().add({ body: drawn({ title: { zh: '夜市', en: '' }, where: { in: 'point', pointId: road } }) })
    const book = await readSheets(new Uint8Array(await (await office().exportList({ query: { text: '夜市' } })).arrayBuffer()), 'a.xlsx')
    expect(book.sheets[0]!.rows[1]!.slice(0, 4).map(({ text }) => text)).toEqual(['夜市', 'LAMP', '西街大道', '18:00-22:00'])
  })
})
