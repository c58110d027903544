/** A running campaign moves to the next edition: proposed, decided, carried out; and both editions' scores stay what they were. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, noon, personOf, points, smallEdition, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { DutyId, EditionId, EvidenceId, ObservationId, PersonId, PointId, ScoreId, UnitId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { saveDuties, listStoredOf } from '../duties/duties.sql.ts'
import { DutyValues } from '../duties/duty.ts'
import { addObservations } from '../inspections/observations.sql.ts'
import { Edition } from '../standards/edition.ts'
import { assessmentsApi } from './assessments.api.ts'
import { carryApi } from './carry.api.ts'
import { liveApi } from './live.api.ts'

const oldId = edition as EditionId
const newId = v7() as EditionId
const pair = { from: oldId, to: newId }

/** The next edition: C1 reworded, its materials kept; C2 split into C2 (roads) and C3 (survey and opinion); SIGN no longer read. */
const [c1, c2] = (smallEdition.tree[0] as { parts: { ways: { method: string; checks: string[] }[] }[] }).parts
const next = Edition.parse({
  ...smallEdition,
  edition: '2027',
  tree: [
    {
      ...smallEdition.tree[0],
      parts: [
        {
          ...c1,
          title: { zh: '集贸市场环境整洁、秩序良好' },
          ways: c1!.ways.map((way) => ({ ...way, checks: way.checks.filter((check) => check !== 'SIGN') })),
        },
        { ...c2, ways: c2!.ways.slice(0, 1) },
        { id: 'C3', title: { zh: '居民满意' }, ways: c2!.ways.slice(1) },
      ],
    },
  ],
  crosswalks: [
    {
      kind: 'follows',
      standard: 'small',
      edition: '2026',
      links: [
        { from: ['C1'], to: ['C1'], relation: 'reworded' },
        { from: ['C2'], to: ['C2', 'C3'], relation: 'split' },
      ],
    },
  ],
})

const dutyOf = (criterion: string, more: Partial<DutyValues> = {}) => ({
  id: v7() as DutyId,
  version: 1,
  values: DutyValues.parse({
    editionId: oldId,
    criterion,
    leadUnitId: units.market as UnitId,
    task: `做好${criterion}`,
    dueOn: '2026-12-31',
    ...more,
  }),
})
const [first, second] = [dutyOf('C1', { state: 'done' }), dutyOf('C2')]
const photo = v7() as EvidenceId

async function fillCampaign(db: Db): Promise<void> {
  await db.run(sql`insert into editions (city_id, id, standard, edition, title_zh, status, official, version, hash, content, changed_at, published_at)
    values (${city}, ${newId}, 'small', '2027', '新版', 'published', false, 1, 'h2', ${json(next)}, ${noon}, ${noon})`)
  await db.run(
    sql`insert into evidence (city_id, id, sha256, name, media_type, bytes, added_at) values (${city}, ${photo}, 'x', 'a.pdf', 'application/pdf', 1, ${noon})`,
  )
  await saveDuties(db, city, [first, second], noon)
  const review = (fact: string, factor: number) => ({
    id: v7() as ObservationId,
    kind: fact.endsWith('opinion') ? ('opinion' as const) : ('review' as const),
    fact,
    grade: factor === 600 ? 'B' : 'A',
    factor,
    value: null,
    observedAt: '2026-10-01T00:00:00.000Z',
    by: personOf('reviewer') as PersonId,
    photos: fact.endsWith('materials') ? [photo] : [],
    data: fact.endsWith('materials') ? { documents: [{ evidenceId: photo, need: 0 }] } : {},
  })
  const check = (fact: string, factor: number) => ({
    id: v7() as ObservationId,
    kind: 'check' as const,
    fact,
    pointId: points.market as PointId,
    grade: null,
    factor,
    value: null,
    observedAt: '2026-10-01T00:00:00.000Z',
    by: null,
  })
  await addObservations(db, city, [
    review('small/2026/C1/materials', 600),
    review('small/2026/C2/opinion', 1000),
    check('PSA', 1000),
    check('LITTER', 0),
    check('SIGN', 0),
  ])
}

describe.each(engines)('carrying over on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    await fillCampaign(db)
  })

  it('proposes per item, decides singly and in bulk, moves what was decided, and both scores can be made again', async () => {
    const office = small.as('office', { ...carryApi, ...assessmentsApi, ...liveApi })
    const run = (editionId: EditionId) =>
      office.runScore({
        body: { id: v7() as ScoreId, edition: editionId, title: { zh: '测评' }, span: { from: '2026-01-01', to: '2026-11-20' } },
      })
    const [oldScore, bare] = [await run(oldId), await run(newId)]
    // materials of C1 are graded for the old edition only: the new one starts without them
    expect(oldScore.result.methods.find(({ method }) => method === 'materials')).toMatchObject({ got: 120, of: 200 })
    expect(bare.result.methods.find(({ method }) => method === 'materials')).toMatchObject({ of: 0, open: 200 })

    const summary = await office.proposeCarries({ body: pair })
    expect(summary.items).toEqual([
      { kind: 'document', proposed: 'carried', decided: null, applied: false, count: 1 },
      { kind: 'document', proposed: 'carriedWithReview', decided: null, applied: false, count: 1 },
      { kind: 'duty', proposed: 'reopened', decided: null, applied: false, count: 1 },
      { kind: 'duty', proposed: 'split', decided: null, applied: false, count: 1 },
      { kind: 'observation', proposed: 'carried', decided: null, applied: false, count: 2 },
      { kind: 'observation', proposed: 'dropped', decided: null, applied: false, count: 1 },
      { kind: 'result', proposed: 'dropped', decided: null, applied: false, count: 1 },
    ])
    const { items } = await office.listCarries({ query: { ...pair, kind: 'duty' } })
    expect(items).toMatchObject([
      { item: first.id, from: 'C1', to: ['C1'], proposed: 'reopened', title: { zh: '做好C1' } },
      { item: second.id, from: 'C2', to: ['C2', 'C3'], proposed: 'split', reason: 'split' },
    ])
    const page = await office.listCarries({ query: { ...pair, limit: 3 } })
    expect((await office.listCarries({ query: { ...pair, limit: 3, cursor: page.next } })).items).toHaveLength(3)

    await office.decideCarries({ body: { ...pair, ids: [items[0]!.id], decided: 'carriedWithReview', note: '措辞变化不大' } })
    await office.decideCarries({ body: { ...pair, state: 'undecided' } })
    const decided = await office.listCarries({ query: { ...pair, state: 'decided', kind: 'duty' } })
    expect(decided.items.map(({ decided: it, note, decidedBy }) => [it, note, decidedBy?.name])).toEqual([
      ['carriedWithReview', '措辞变化不大', 'office员'],
      ['split', '', 'office员'],
    ])
    await expect(office.decideCarries({ body: { ...pair, ids: [items[0]!.id], targets: ['C9'] } })).rejects.toMatchObject({
      code: 'assessments.noSuchCriterion',
    })

    const applied = await office.applyCarries({ body: pair })
    expect(applied.items.every((row) => row.applied)).toBe(true)
    await office.applyCarries({ body: pair })
    const duties = await listStoredOf(house.db, city, newId)
    expect(duties.map(({ values }) => [values.criterion, values.state, values.leadUnitId]).sort()).toEqual([
      ['C1', 'open', units.market],
      ['C2', 'open', units.market],
      ['C3', 'open', units.market],
    ])
    expect((await listStoredOf(house.db, city, oldId)).map(({ values }) => [values.criterion, values.state])).toEqual([['C1', 'done']])

    const carried = await office.getLiveScore({ params: { edition: newId }, query: {} })
    expect(carried.methods.find(({ method }) => method === 'materials')).toMatchObject({ got: 120, of: 200 })
    expect(carried.methods.find(({ method }) => method === 'opinion')).toMatchObject({ got: 100, of: 100 })
    const behind = await office.listBehind({ params: { edition: newId }, query: { node: 'C1/materials' } })
    expect(behind.items).toMatchObject([{ grade: 'B', photos: [photo], observedAt: '2026-10-01T00:00:00.000Z' }])

    for (const { id } of [oldScore, bare]) expect(await office.verifyScore({ params: { id } })).toMatchObject({ same: true })
    expect((await office.getLiveScore({ params: { edition: oldId }, query: {} })).tree).toEqual(oldScore.result.tree)
  })

  it('refuses an edition that is to follow itself', async () => {
    await expect(small.as('office', carryApi).proposeCarries({ body: { from: oldId, to: oldId } })).rejects.toMatchObject({
      code: 'assessments.sameEdition',
    })
  })
})
