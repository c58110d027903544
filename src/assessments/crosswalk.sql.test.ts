/** One visit feeds every standard that names the fact: asked once on the street, counted in each score. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, idOf, noon, points, smallEdition } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { EditionId, EvidenceId, ObservationId, PointId, VisitId } from '../base/ids.ts'
import { json, sql } from '../base/sql.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { Edition } from '../standards/edition.ts'
import { liveApi } from './live.api.ts'

const other = idOf(402)
/** Another standard with a check, a code and a limit of its own for what the first one also looks at. */
const sanitary = Edition.parse({
  ...smallEdition,
  standard: 'sanitary',
  title: { zh: '卫生标准', en: 'Sanitary standard' },
  total: 300,
  pointTypes: [{ id: 'PT-MARKET', title: { zh: '集贸市场', en: 'Market' }, group: 'commerce', checks: ['CLEAN'], units: ['market'] }],
  checks: [{ id: 'CLEAN', fact: 'LITTER', title: { zh: '环境整洁', en: 'clean' }, kind: 'absence', scale: 'conform3', photo: 'none' }],
  questions: [],
  statistics: [],
  tree: [
    {
      id: 'S1',
      title: { zh: '市场卫生', en: 'Markets' },
      level: 'project',
      parts: [
        {
          id: 'S1-1',
          title: { zh: '环境', en: 'Surroundings' },
          ways: [{ method: 'onsite', points: 300, rule: { name: 'conformityRate' }, checks: ['CLEAN'], pointTypes: ['PT-MARKET'] }],
        },
      ],
    },
  ],
})

describe.each(engines)('a visit on %s', (_name, open) => {
  const { small } = useSmall(open, async ({ db }) => {
    await db.run(sql`insert into editions (city_id, id, standard, edition, title_zh, status, official, version, hash, content, changed_at, published_at)
      values (${city}, ${other}, 'sanitary', '2026', '卫生标准', 'published', false, 1, 'h9', ${json(sanitary)}, ${noon}, ${noon})`)
  })
  const onsiteOf = async (id: string) => {
    const { methods } = await small.as('leader', liveApi).getLiveScore({ params: { edition: id as EditionId }, query: {} })
    const { got, of } = methods.find(({ method }) => method === 'onsite')!
    return { got, of }
  }

  it('asks a fact of two standards once and counts it in both, also when it is corrected', async () => {
    const inspector = small.as('inspector', inspectionsApi)
    const point = points.market as PointId
    const { items } = await inspector.getChecklist({ params: { id: point } })
    expect(items.filter(({ fact }) => fact === 'LITTER').map(({ serves }) => serves.map(({ editionId }) => editionId).toSorted())).toEqual([
      [edition, other],
    ])
    expect([await onsiteOf(edition), await onsiteOf(other)]).toEqual([
      { got: 0, of: 0 },
      { got: 0, of: 0 },
    ])
    const record = (fact: string, grade: string) => ({ id: v7() as ObservationId, fact, grade, note: '', photos: [] as EvidenceId[] })
    const results = [record('LITTER', 'P'), record('SIGN', 'Y')]
    const body = { id: v7() as VisitId, pointId: point, visitedAt: '2026-11-19T03:00:00.000Z', note: '', results }
    const visit = await inspector.recordVisit({ body })
    // (500 + 1000) ÷ 2000 of the first standard's 400; 500 ÷ 1000 of the second one's 300.
    expect([await onsiteOf(edition), await onsiteOf(other)]).toEqual([
      { got: 300, of: 400 },
      { got: 150, of: 300 },
    ])
    const seen = visit.results.find(({ fact }) => fact === 'LITTER')!
    await inspector.correct({ params: { id: seen.id }, body: { id: v7() as ObservationId, grade: 'Y', note: '复核无垃圾', photos: [] } })
    expect([await onsiteOf(edition), await onsiteOf(other)]).toEqual([
      { got: 400, of: 400 },
      { got: 300, of: 300 },
    ])
  })
})
