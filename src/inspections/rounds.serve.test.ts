/** Rounds over the whole app: points by route, by what is due and by hand; shared out, walked, and who may see what of it. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, idOf, personOf, points, type SmallApp, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { EditionId, ObservationId, PersonId, PointId, RoundId, VisitId } from '../base/ids.ts'
import { listEventsOf } from '../base/event.sql.ts'
import { json, sql } from '../base/sql.ts'
import { inspectionsApi } from './inspections.api.ts'
import { roundsApi } from './rounds.api.ts'

const round = idOf(901) as RoundId
const route = idOf(911)
const [market, road, alley] = [points.market, points.road, points.alley] as [PointId, PointId, PointId]
const inspector = personOf('inspector') as PersonId
const checker = personOf('checker') as PersonId

describe.each(engines)('rounds on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const rounds = (login: Parameters<SmallApp['as']>[0] = 'office') => small.as(login, roundsApi)
  const field = (login: Parameters<SmallApp['as']>[0] = 'office') => small.as(login, inspectionsApi)
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string; faults?: { says: string }[] }) => error.faults?.[0]?.says ?? error.code,
    )
  const ofRound = (id: RoundId = round) => ({ params: { id } })
  const body = { id: round, kind: 'weekly', title: { zh: '第一周', en: 'Week one' }, fromOn: '2026-11-16', toOn: '2026-11-22' } as const
  const visit = (login: 'inspector' | 'checker', pointId: PointId, roundId: RoundId, fact = 'SIGN') =>
    field(login).recordVisit({
      body: {
        id: v7() as VisitId,
        pointId,
        roundId,
        visitedAt: small.clock.now,
        note: '',
        results: [{ id: v7() as ObservationId, fact, grade: 'Y', note: '', photos: [] }],
      },
    })

  it('are of a part of a standard, in an area, for a unit; what there is not is refused', async () => {
    const part = { ...body, editionId: edition as EditionId }
    expect(await codeOf(field().addRound({ body: { ...body, part: 'C1' } }))).toBe('fault.partWithoutEdition')
    expect(await codeOf(field().addRound({ body: { ...part, part: 'C9' } }))).toBe('fault.noSuchPart')
    expect(await codeOf(field().addRound({ body: { ...part, editionId: idOf(1) as EditionId } }))).toBe('fault.noSuchEdition')
    expect(await codeOf(field().addRound({ body: { ...part, areaId: idOf(1) as never } }))).toBe('fault.noSuchArea')
    expect(await codeOf(field().addRound({ body: { ...part, unitId: idOf(1) as never } }))).toBe('fault.noSuchUnit')
    const made = await field().addRound({ body: part })
    expect(made).toMatchObject({ kind: 'weekly', edition: { title: { zh: '小城标准' } }, part: null, planned: 0, done: 0, sealed: false })
  })

  it('ask only for what their part asks for', async () => {
    const id = v7() as RoundId
    await field().addRound({ body: { ...body, id, editionId: edition as EditionId, part: 'C2' } })
    const factsAt = async (point: PointId, query: object) =>
      (await field('inspector').getChecklist({ params: { id: point }, query })).items.map(({ fact }) => fact)
    expect(await factsAt(market, {})).toEqual(['PSA', 'LITTER', 'SIGN'])
    expect(await factsAt(market, { round: id })).toEqual(['LITTER'])
    expect(await factsAt(market, { round })).toEqual(['PSA', 'LITTER', 'SIGN'])
  })

  it('take the points of a saved route in its order', async () => {
    const saved = { title: { zh: '早市路线', en: 'Morning' }, points: [road, market] }
    expect(await codeOf(rounds().putRoute({ params: { id: route }, body: { ...saved, points: [idOf(1) as PointId] } }))).toBe(
      'fault.noSuchPoint',
    )
    expect(await codeOf(rounds().putRoute({ params: { id: route }, body: { ...saved, points: [road, road] } }))).toBe('fault.pointTwice')
    expect(await rounds().putRoute({ params: { id: route }, body: saved })).toMatchObject({ points: 2 })
    expect((await rounds('inspector').getRoute({ params: { id: route } })).stops).toEqual([road, market])
    expect(await codeOf(rounds().addPoints({ ...ofRound(), body: { from: 'route', routeId: idOf(1) } }))).toBe('fault.noSuchRoute')
    expect(await rounds().addPoints({ ...ofRound(), body: { from: 'route', routeId: route } })).toEqual({ added: 2, planned: 2 })
    expect(await rounds().addPoints({ ...ofRound(), body: { from: 'route', routeId: route } })).toEqual({ added: 0, planned: 2 })
    const { items, total } = await rounds('inspector').listPoints(ofRound())
    expect([total, items.map(({ point, step }) => [point.code, step])]).toEqual([
      2,
      [
        ['P002', 1],
        ['P001', 2],
      ],
    ])
    const shortest = { ...saved, points: [market, alley, road], shortest: true }
    await rounds().putRoute({ params: { id: route }, body: shortest })
    expect((await rounds().getRoute({ params: { id: route } })).stops).toEqual([market, road, alley])
    await rounds().retireRoute({ params: { id: route } })
    expect(await codeOf(rounds().getRoute({ params: { id: route } }))).toBe('api.notFound')
  })

  it('take a list by hand, and give points back that nobody visited', async () => {
    expect(await codeOf(rounds().addPoints({ ...ofRound(), body: { from: 'list', points: [idOf(1) as PointId] } }))).toBe(
      'fault.noSuchPoint',
    )
    expect(await rounds().addPoints({ ...ofRound(), body: { from: 'list', points: [alley] } })).toEqual({ added: 1, planned: 3 })
    expect(await rounds().dropPoints({ ...ofRound(), body: { points: [alley] } })).toEqual({ dropped: 1, planned: 2 })
  })

  it('bear the words of the city, each of which means a kind that scores know', async () => {
    const named = idOf(921)
    const kind = { title: { zh: '夜间专项', en: 'Night patrol' }, means: 'campaign', isRetired: false } as const
    expect(await codeOf(rounds('inspector').putKind({ params: { id: named }, body: kind }))).toBe('api.notAllowed')
    await rounds().putKind({ params: { id: named }, body: kind })
    expect((await rounds('inspector').listKinds({})).items).toEqual([{ id: named, ...kind }])
    const own = { ...body, id: v7() as RoundId, namedKind: named }
    expect(await codeOf(field().addRound({ body: own }))).toBe('fault.noSuchKind')
    expect(await field().addRound({ body: { ...own, kind: 'campaign' } })).toMatchObject({ kind: 'campaign', named: kind.title })
    const put = (body: object) => rounds().putKind({ params: { id: named }, body: { ...kind, ...body } })
    expect(await codeOf(put({ means: 'daily', isRetired: true }))).toBe('inspections.kindMeans')
    expect((await rounds().listKinds({})).items).toEqual([{ id: named, ...kind }])
    await put({})
    await put({ isRetired: true })
    expect((await rounds().listKinds({})).items).toMatchObject([{ means: 'campaign', isRetired: true }])
    expect(await codeOf(field().addRound({ body: { ...own, id: v7() as RoundId, kind: 'campaign' } }))).toBe('fault.oldKind')
    const facts = (await listEventsOf(house.db, city, named)).map((fact) => [fact.kind, fact.by, fact.data['isRetired']])
    expect(facts).toEqual([
      ['roundkind.set', personOf('office'), false],
      ['roundkind.set', personOf('office'), true],
    ])
  })

  it('of a third party are made by nobody who would not see them afterwards', async () => {
    const own = { ...body, id: v7() as RoundId }
    expect(await codeOf(field('reviewer').addRound({ body: { ...own, kind: 'thirdParty' } }))).toBe('fault.roundIsShut')
    await field('reviewer').addRound({ body: own })
    expect(await field('reviewer').getRound(ofRound(own.id))).toMatchObject({ kind: 'weekly' })
    const shut = { ...own, id: v7() as RoundId, kind: 'thirdParty' } as const
    await field('office').addRound({ body: shut })
    expect(await field('office').getRound(ofRound(shut.id))).toMatchObject({ kind: 'thirdParty' })
  })

  it('are walked by people who may, each with unit and post, found by any word of these', async () => {
    const found = async (query: object) =>
      (await rounds().listWalkers({ query })).items.map(({ person, unit, post }) => [person.id, unit?.id ?? null, post !== null])
    const everybody = (await found({})).map(([id]) => id)
    expect(everybody).toEqual(expect.arrayContaining(['inspector', 'checker', 'street', 'office'].map(personOf)))
    for (const other of ['unit', 'leader', 'reviewer']) expect(everybody).not.toContain(personOf(other))
    expect(await found({ unit: units.office })).toEqual([[personOf('office'), units.office, true]])
    expect(await found({ unit: units.market })).toEqual([])
    const { items } = await rounds().listWalkers({ query: { unit: units.office } })
    const { person, unit, post } = items[0]!
    for (const text of [person.name, unit!.title.zh, post!.zh])
      expect((await found({ text })).map(([id]) => id)).toContain(personOf('office'))
    expect(await rounds().listWalkers({ query: { text: '没有这个人' } })).toEqual({ items: [], more: false })
    expect(await found({ sample: 'true' })).not.toContain(personOf('checker'))
  })

  it('are shared out by area and load, and show each their own', async () => {
    const walkers = [{ person: inspector, areaId: streets[0] as never }, { person: checker }]
    expect(await codeOf(rounds().share({ ...ofRound(), body: { walkers: [{ person: idOf(1) as PersonId }] } }))).toBe('fault.notOfUnit')
    const { walks } = await rounds().share({ ...ofRound(), body: { walkers } })
    expect(walks).toEqual([
      { person: inspector, points: 1, metres: 0 },
      { person: checker, points: 1, metres: 0 },
    ])
    expect((await rounds('inspector').mine({})).items).toMatchObject([{ id: round, mine: { points: 1, visited: 0 } }])
    expect((await rounds('checker2').mine({})).items).toEqual([])
    const { items } = await rounds('inspector').listPoints({ ...ofRound(), query: { mine: 'true' } })
    expect(items).toMatchObject([{ point: { code: 'P001' }, walker: { id: inspector }, step: 1, visit: null }])
  })

  it('know how far they are by their visits', async () => {
    await visit('inspector', market, round)
    await visit('inspector', market, round)
    await visit('checker', alley, round, 'LITTER')
    expect(await field().getRound(ofRound())).toMatchObject({ visits: 3, points: 2, planned: 2, done: 1 })
    expect((await rounds().listPoints({ ...ofRound(), query: { visited: 'false' } })).items).toMatchObject([{ point: { code: 'P002' } }])
    expect((await rounds().listPoints({ ...ofRound(), query: { visited: 'true' } })).items[0]!.visit).not.toBeNull()
    expect((await rounds().getWalks(ofRound())).walks).toMatchObject([
      { walker: { id: inspector }, points: 1, metres: 0, stops: [{ visited: true }] },
      { walker: { id: checker }, points: 1, stops: [{ visited: false }] },
    ])
    expect(await rounds().addPoints({ ...ofRound(), body: { from: 'list', points: [alley] } })).toEqual({ added: 1, planned: 3 })
    expect(await field().getRound(ofRound())).toMatchObject({ planned: 3, done: 2 })
    expect(await rounds().dropPoints({ ...ofRound(), body: { points: [market] } })).toEqual({ dropped: 0, planned: 3 })
  })

  it('keep people away who must not be the ones to look', async () => {
    const id = v7() as RoundId
    await field().addRound({ body: { ...body, id } })
    await house.db.run(sql`insert into round_points (city_id, round_id, point_id, because, added_at)
      values (${city}, ${id}, ${market}, ${json({ not: [inspector] })}, ${small.clock.now})`)
    expect(await codeOf(visit('inspector', market, id))).toBe('inspections.notByYou')
    expect(await codeOf(rounds().share({ ...ofRound(id), body: { walkers: [{ person: inspector }] } }))).toBe('inspections.nobodyMay')
    const both = { walkers: [{ person: inspector, load: 10 }, { person: checker }] }
    expect((await rounds().share({ ...ofRound(id), body: both })).walks.map((walk) => walk.points)).toEqual([0, 1])
    expect(await codeOf(visit('checker', market, id))).toBe('done')
  })

  it('show an assessor nothing but their own walk', async () => {
    expect(await codeOf(rounds('assessor').listPoints(ofRound()))).toBe('api.notFound')
    expect(await codeOf(rounds('assessor').getWalks(ofRound()))).toBe('api.notFound')
    expect((await field('assessor').listRounds({})).items).toEqual([])
    for (const call of ['listUnseen', 'countUnseen'] as const)
      expect(await codeOf(rounds('assessor')[call]({ query: { since: '2026-11-01' } }))).toBe('api.notAllowed')
  })

  it('take what is due: what nobody looked at, of the kinds that the part asks for', async () => {
    small.clock.now = '2026-12-20T04:00:00.000Z'
    const id = v7() as RoundId
    await field().addRound({ body: { ...body, id, editionId: edition as EditionId, part: 'C1', areaId: streets[0] as never } })
    expect(await rounds().addPoints({ ...ofRound(id), body: { from: 'due', days: 60 } })).toMatchObject({ added: 0 })
    expect(await rounds().addPoints({ ...ofRound(id), body: { from: 'due', days: 7, types: ['PT-ROAD'] } })).toMatchObject({ added: 0 })
    expect(await rounds().addPoints({ ...ofRound(id), body: { from: 'due', days: 7 } })).toMatchObject({ added: 1 })
    expect((await rounds().listPoints(ofRound(id))).items).toMatchObject([{ point: { code: 'P001' }, because: { from: 'due', days: 7 } }])
  })

  it('say what nobody looked at, by kind and street, on the map as in the list', async () => {
    const since = '2026-11-01'
    const { items, total } = await rounds('leader').listUnseen({ query: { since } })
    expect([total, items.map(({ point, lastVisitedAt }) => [point.code, lastVisitedAt])]).toEqual([1, [['P002', null]]])
    expect(await rounds('leader').countUnseen({ query: { since, type: 'PT-ROAD' } })).toMatchObject({
      points: 1,
      unseen: 1,
      groups: [{ type: 'PT-ROAD', street: { id: streets[1] }, unseen: 1 }],
    })
    const tile = (zoom: { z: number; x: number; y: number }) => rounds('leader').unseenTile({ params: zoom, query: { since } })
    const text = async (file: Blob | { arrayBuffer(): Promise<ArrayBuffer> }) => Buffer.from(await file.arrayBuffer()).toString('latin1')
    expect(await text(await tile({ z: 0, x: 0, y: 0 }))).toContain(road)
    expect(await text(await tile({ z: 0, x: 0, y: 0 }))).not.toContain(market)
  })

  it('of a sealed sample take no points by hand', async () => {
    const id = v7() as RoundId
    await field().addRound({ body: { ...body, id, kind: 'thirdParty', unitId: units.office as never } })
    await house.db.run(sql`update rounds set sealed = true where city_id = ${city} and id = ${id}`)
    expect(await codeOf(rounds().addPoints({ ...ofRound(id), body: { from: 'list', points: [market] } }))).toBe('inspections.roundSealed')
    expect(await codeOf(rounds().share({ ...ofRound(id), body: { walkers: [{ person: inspector }] } }))).toBe('inspections.roundSealed')
  })
})
