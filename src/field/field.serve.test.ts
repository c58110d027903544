/** A visit on its way from a phone: the pack it was filled in by, the clock that was wrong, two devices that met, and who decided. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { ObservationId, PersonId, PointId, VisitId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import type { Form, FormAnswerId, FormVersionId } from '../forms/form.ts'
import { formsApi } from '../forms/forms.api.ts'
import { addForm } from '../forms/forms.sql.ts'
import { xformOf } from '../forms/xform.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import type { Result } from '../inspections/visit.ts'
import { city, edition, noon, personOf, points, type SmallApp, streets } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { engines } from '../../test/engines.ts'
import { fieldApi } from './field.api.ts'

const market = points.market as PointId
const result = (fact: string, grade: string, more: Partial<Result> = {}): Result => ({
  id: v7() as ObservationId,
  fact,
  grade,
  note: '',
  photos: [],
  ...more,
})
const device = v7()
const fillOf = (more: object = {}) => ({ device, turn: 1, at: noon, offsetMs: 0, editions: [edition], photos: [], ...more }) as never

describe.each(engines)('the field on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const inspector = () => small.as('inspector', inspectionsApi)
  const visitOf = (id: string, results: Result[], more: object = {}) => ({
    body: { id: id as VisitId, pointId: market, visitedAt: noon, note: '', results, ...more },
  })

  it('packs each point with its checks, each check once', async () => {
    const pack = await small.as('inspector', fieldApi).getPack({ query: {} })
    const size = await small.as('inspector', fieldApi).getPackSize({ query: {} })
    expect(size).toMatchObject({ points: pack.points.length, checks: pack.checks.length })
    expect(size.box).not.toBeNull()
    const facts = pack.checks.map(({ fact }) => fact)
    expect(facts).toEqual([...new Set(facts)])
    const type = pack.types.find(({ id }) => id === 'PT-MARKET')!
    expect(type.checks.map((at) => pack.checks[at]!.fact)).toEqual(['PSA', 'LITTER', 'SIGN'])
    expect(pack.rules.photos).toBe('required')
    const east = await small.as('inspector', fieldApi).getPack({ query: { area: streets[0] as never } })
    expect(east.points.length).toBeLessThan(pack.points.length)
    await expect(small.as('inspector', fieldApi).getPack({ query: { area: v7() as never } })).rejects.toMatchObject({ status: 404 })
    await expect(small.as('unit', fieldApi).getPack({ query: {} })).rejects.toMatchObject({ status: 403 })
  })

  it('carries the forms that may be filled in, each in its last version, and takes answers to the one before', async () => {
    const formOf = (version: string): Form => ({
      formId: 'street',
      version,
      title: '街面问卷',
      languages: [],
      parts: [{ is: 'question', row: 2, name: 'a', type: 'text', words: {}, cells: {} }],
      lists: [],
    })
    const publish = async (version: string, at: string) => {
      const id = v7() as FormVersionId
      const form = formOf(version)
      const by = personOf('office') as PersonId
      await addForm(house.db, city, { id, form, hash: '', xform: xformOf(form).xml, questions: 1, at, by })
      return id
    }
    const packed = async () => (await small.as('inspector', fieldApi).getPack({ query: {} })).forms.map(({ id }) => id)
    const old = await publish('1', '2026-11-01T00:00:00.000Z')
    expect(await packed()).toEqual([old])
    expect(await small.as('inspector', fieldApi).getPackSize({ query: {} })).toMatchObject({ forms: 1, pictures: 0, pictureBytes: 0 })
    const next = await publish('2', '2026-11-02T00:00:00.000Z')
    expect(await packed()).toEqual([next])
    const body = { id: v7() as FormAnswerId, answers: { a: '好' }, filledAt: noon }
    expect(await small.as('inspector', formsApi).answer({ params: { id: old }, body })).toMatchObject({ answers: { a: '好' } })
    await small.as('office', formsApi).close({ params: { id: next } })
    expect(await packed()).toEqual([])
  })

  it('gives what was found last, and nothing anew while nothing has changed', async () => {
    await inspector().recordVisit(visitOf(v7(), [result('SIGN', 'N'), result('PSA', 'Y', { value: '3' })]))
    const pack = await small.as('inspector', fieldApi).getPack({ query: {} })
    const at = (fact: string) => pack.checks.findIndex((check) => check.fact === fact)
    const last = pack.points.find(({ id }) => id === market)!.last
    expect(last).toContainEqual([at('SIGN'), 'N', noon])
    const ask = small.fetchAs('inspector')
    const first = await ask('/api/field/pack', { method: 'GET', headers: {} })
    expect(first.status).toBe(200)
    const tag = (await small.app.inject({ url: '/api/field/pack', headers: { cookie: await cookie(small) } })).headers['etag'] as string
    const second = await small.app.inject({ url: '/api/field/pack', headers: { cookie: await cookie(small), 'if-none-match': tag } })
    expect([second.statusCode, second.body]).toEqual([304, ''])
  })

  it('keeps what a wrong clock said, with how far it was off', async () => {
    const id = v7()
    const ahead = '2026-12-20T04:00:00.000Z'
    const offsetMs = Date.parse(noon) - Date.parse(ahead)
    await expect(inspector().recordVisit(visitOf(id, [result('SIGN', 'Y')], { visitedAt: ahead }))).rejects.toMatchObject({ status: 422 })
    const visit = await inspector().recordVisit(
      visitOf(id, [result('SIGN', 'Y')], { visitedAt: ahead, fill: fillOf({ at: ahead, offsetMs }) }),
    )
    expect(visit.visitedAt).toBe(ahead)
    expect(visit.fills).toEqual([{ device, turn: 1, at: ahead, offsetMs, editions: [edition], photos: [] }])
  })

  it('merges two devices fact by fact; where they differ a person decides', async () => {
    const id = v7()
    const sent = visitOf(id, [result('SIGN', 'Y'), result('LITTER', 'Y')], { fill: fillOf() })
    await inspector().recordVisit(sent)
    const again = await inspector().recordVisit(sent)
    expect(again.results).toHaveLength(2)
    const other = visitOf(id, [result('SIGN', 'N'), result('LITTER', 'Y'), result('PSA', 'Y', { value: '2' })], {
      fill: fillOf({ device: v7() }),
    })
    const merged = await small.as('office', inspectionsApi).recordVisit(other)
    expect(merged.results.map(({ fact }) => fact).toSorted()).toEqual(['LITTER', 'PSA', 'SIGN'])
    expect(merged.fills).toHaveLength(2)
    expect(merged.rivals).toMatchObject([{ fact: 'SIGN', grade: 'N', settled: null }])
    expect((await small.as('office', inspectionsApi).recordVisit(other)).rivals).toHaveLength(1)
    const waiting = async () =>
      (await small.as('office', inspectionsApi).listVisits({ query: { rivals: true } as never })).items.map((it) => it.id)
    expect(await waiting()).toEqual([id])
    const rival = merged.rivals[0]!.id
    const body = { id: v7() as ObservationId, rival, take: true, note: '复看照片' }
    const settled = await small.as('office', inspectionsApi).settle({ params: { id: id as VisitId }, body })
    expect(settled.rivals[0]!.settled).toMatchObject({ taken: true })
    expect(await waiting()).toEqual([])
    const sign = settled.results.filter(({ fact }) => fact === 'SIGN')
    expect(sign.find(({ supersededBy }) => supersededBy === null)).toMatchObject({ grade: 'N', factor: 0, note: '复看照片' })
    await small.as('office', inspectionsApi).settle({ params: { id: id as VisitId }, body })
    const other2 = { ...body, take: false }
    await expect(small.as('office', inspectionsApi).settle({ params: { id: id as VisitId }, body: other2 })).rejects.toMatchObject({
      code: 'inspections.settled',
    })
    await expect(
      small.as('office', inspectionsApi).settle({ params: { id: id as VisitId }, body: { ...body, rival: v7() as never } }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('loses nothing when two devices send at the same moment', async () => {
    const id = v7()
    await Promise.all([
      inspector().recordVisit(visitOf(id, [result('SIGN', 'Y')])),
      small.as('office', inspectionsApi).recordVisit(visitOf(id, [result('LITTER', 'Y'), result('SIGN', 'Y')])),
    ])
    const visit = await inspector().getVisit({ params: { id: id as VisitId } })
    expect(visit.results.map(({ fact }) => fact).toSorted()).toEqual(['LITTER', 'SIGN'])
  })

  it('takes the visits of a moment together, and refuses each by itself', async () => {
    const [first, wrong, elsewhere, twice] = [v7(), v7(), v7(), v7()]
    const fill = fillOf({ device: v7(), turn: 7 })
    await inspector().recordVisit(visitOf(elsewhere, [result('SIGN', 'Y')]))
    const same = visitOf(twice, [result('SIGN', 'Y')])
    const said = await Promise.allSettled([
      inspector().handIn(visitOf(first, [result('SIGN', 'N'), result('LITTER', 'Y')], { fill })),
      inspector().handIn(visitOf(wrong, [result('NONE', 'Y')])),
      inspector().handIn(visitOf(elsewhere, [result('SIGN', 'Y')], { pointId: points.road })),
      inspector().handIn(same),
      inspector().handIn(same),
      small.as('office', inspectionsApi).handIn(visitOf(elsewhere, [result('SIGN', 'N'), result('PSA', 'Y', { value: '2' })])),
    ])
    const of = (index: number) => {
      const one = said[index]!
      return one.status === 'fulfilled' ? one.value : one.reason
    }
    expect(of(0)).toMatchObject({ id: first, results: 2, rivals: 0 })
    expect(of(1)).toMatchObject({ code: 'inspections.faults', faults: [{ at: 'results.0.fact' }] })
    expect(of(2)).toMatchObject({ code: 'inspections.idTaken' })
    expect([of(3).results, of(4).results]).toEqual([1, 1])
    expect(of(5)).toMatchObject({ results: 2, rivals: 1 })
    const kept = await inspector().getVisit({ params: { id: first as VisitId } })
    expect([kept.fills, kept.results.map(({ photos }) => photos)]).toEqual([[fill], [[], []]])
    expect(JSON.stringify(of(0)).length).toBeLessThan(150)
  })

  it('accepts a visit by the edition it was filled in by, though it was withdrawn meanwhile', async () => {
    await house.db.run(sql`update editions set status = 'withdrawn' where city_id = ${city} and id = ${edition}`)
    try {
      await expect(inspector().recordVisit(visitOf(v7(), [result('SIGN', 'Y')]))).rejects.toMatchObject({ status: 422 })
      const visit = await inspector().recordVisit(visitOf(v7(), [result('SIGN', 'N')], { fill: fillOf() }))
      expect(visit.results).toMatchObject([{ fact: 'SIGN', factor: 0 }])
      expect(visit.fills[0]!.editions).toEqual([edition])
    } finally {
      await house.db.run(sql`update editions set status = 'published' where city_id = ${city} and id = ${edition}`)
    }
  })
})

const cookies = new WeakMap<SmallApp, string>()
async function cookie(small: SmallApp): Promise<string> {
  const { signIn } = await import('../../test/smallCity.ts')
  const known = cookies.get(small) ?? (await signIn(small.app, 'inspector'))
  cookies.set(small, known)
  return known
}
