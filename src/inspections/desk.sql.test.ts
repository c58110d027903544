import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { edition, photoOf, smallEdition } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { EditionId, EvidenceId, ObservationId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { json, sql } from '../base/sql.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { Edition } from '../standards/edition.ts'
import { deskApi } from './desk.api.ts'
import type { NewSurvey } from './desk.ts'
import { countAnswers, faultsOfDocuments, missingNeeds, reviewLines } from './deskRules.ts'
import { criteriaOf } from '../standards/edition.ts'
import { inspectionsApi } from './inspections.api.ts'

const o = () => v7() as ObservationId
const e = () => v7() as EvidenceId
const editionId = edition as EditionId

describe('what a review sheet asks', () => {
  const [line] = reviewLines(smallEdition, 'materials')
  it('lists every way of the method in reading order', () => {
    expect(line).toMatchObject({ criterion: 'C1', fact: 'small/2026/C1/materials', points: 200, unit: null, path: [{ zh: '优美环境' }] })
    expect(line!.grades.map(({ code }) => code)).toEqual(['A', 'B', 'C'])
    expect(reviewLines(smallEdition, 'opinion').map(({ criterion, needs }) => [criterion, needs])).toEqual([['C2', []]])
  })
  it('asks for a number where the way names a statistic', () => {
    const way = { method: 'materials', points: 0, rule: { name: 'conformityRate' }, statistic: 'GREEN' }
    const asks = Edition.parse({ ...smallEdition, tree: [{ id: 'S', title: { zh: '绿化' }, ways: [way] }] })
    expect(reviewLines(asks, 'materials')).toMatchObject([{ no: null, grades: [], unit: { zh: '%' } }])
  })
  it('counts what is missing and what is too much', () => {
    const needs = line!.needs
    const photos = (n: number) => Array.from({ length: n }, () => ({ evidenceId: e(), need: 1 }))
    expect(missingNeeds(needs, [{ evidenceId: e() }, ...photos(1)])).toEqual([
      { need: 0, short: 1 },
      { need: 1, short: 1 },
    ])
    expect(missingNeeds(needs, [{ evidenceId: e(), need: 0 }, ...photos(2)])).toEqual([])
    expect(faultsOfDocuments(needs, [...photos(5), { evidenceId: e(), need: 7 }, { evidenceId: e() }])).toEqual([
      { at: 'documents.5.need', says: 'fault.noSuchNeed' },
      { at: 'documents', says: 'fault.tooManyDocuments', details: { need: 2, max: 4 } },
    ])
  })
})

const survey = (over: Partial<NewSurvey> = {}): NewSurvey => ({
  id: v7(),
  editionId,
  population: '',
  team: '调查总队',
  approvalNo: '',
  fromOn: '2026-10-01',
  toOn: '2026-10-20',
  contacted: 120,
  answered: 100,
  refused: 15,
  note: '',
  counts: [
    { id: o(), question: 'Q1', grade: 'S', times: 60 },
    { id: o(), question: 'Q1', grade: 'D', times: 30 },
    { id: o(), question: 'Q1', grade: 'X', times: 10 },
  ],
  ...over,
})

it('refuses answers that the standard does not know or that nobody can have given', () => {
  const wrong = survey({
    contacted: 100,
    toOn: '2026-09-01',
    counts: [
      { id: o(), question: 'Q9', grade: 'S', times: 1 },
      { id: o(), question: 'Q1', grade: 'Z', times: 1 },
      { id: o(), question: 'Q1', grade: 'S', times: 101 },
      { id: o(), question: 'Q1', grade: 'S', times: 1 },
    ],
  })
  expect(countAnswers(smallEdition, wrong).faults.map(({ at, says }) => `${at} ${says}`)).toEqual([
    'contacted fault.contactedTooFew',
    'toOn fault.endsBeforeStart',
    'counts.0.question fault.noSuchQuestion',
    'counts.1.grade fault.noSuchAnswer',
    'counts.3 fault.answerTwice',
    'counts fault.moreAnswersThanPeople',
  ])
  expect(countAnswers(smallEdition, survey())).toMatchObject({ faults: [], counted: [{ factor: 1000 }, { factor: 0 }, { factor: null }] })
})

describe.each(engines)('the desk on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const desk = () => small.as('reviewer', deskApi)

  it('grades materials against what is asked; the newer grade takes the place of the older', async () => {
    const document = e()
    await small.as('reviewer', evidenceApi).add({ query: { id: document, name: 'a.jpg' }, body: await photoOf({ r: 1, g: 2, b: 3 }) })
    const body = {
      id: o(),
      editionId,
      criterion: 'C1',
      method: 'materials' as const,
      grade: 'B',
      documents: [{ evidenceId: document, need: 0 }],
    }
    const first = await desk().review({ body })
    expect(first).toMatchObject({
      grade: 'B',
      factor: 600,
      missing: [{ need: 1, short: 2 }],
      documents: [{ need: 0 }],
      by: { name: 'reviewer员' },
    })
    expect(await desk().review({ body })).toEqual(first)
    const second = await desk().review({ body: { ...body, id: o(), grade: 'A', note: '已补齐' } })
    const { items } = await desk().listReviews({ query: { edition: editionId } })
    expect(items).toHaveLength(1)
    expect(items[0]!.current).toEqual(second)
    const kept = await small.as('reviewer', inspectionsApi).listObservations({ query: { kind: 'review', corrected: 'true' } })
    expect(kept.items.map(({ grade, title }) => [grade, title?.zh])).toEqual([
      ['A', '市场整洁有序'],
      ['B', '市场整洁有序'],
    ])
    expect((await desk().listReviews({ query: { edition: editionId, state: 'open' } })).total).toBe(0)
    expect(
      (await desk().listReviews({ query: { edition: editionId, method: 'opinion', state: 'open', text: '道路' } })).items,
    ).toMatchObject([{ criterion: 'C2', current: null }])
  })

  it('takes the number where a criterion asks for one and no grade', async () => {
    const id = v7() as EditionId
    const content = structuredClone(smallEdition)
    const [leaf] = criteriaOf(content.tree)
    for (const way of leaf!.criterion.ways) if (way.method === 'materials') delete way.scale
    await house.db.run(sql`insert into editions (city_id, id, standard, edition, title_zh, title_en, status, official, version, hash, content, changed_at, published_at)
      values (1, ${id}, 'number', '2026', '数值标准', 'By number', 'published', false, 1, 'h-number', ${json(content)}, ${'2026-11-01T00:00:00.000Z'}, ${'2026-11-01T00:00:00.000Z'})`)
    const body = { id: o(), editionId: id, criterion: 'C1', method: 'materials' as const, value: '42.5', documents: [] }
    expect(await desk().review({ body })).toMatchObject({ grade: null, factor: null, value: '42.5' })
    await expect(desk().review({ body: { ...body, id: o(), value: '多' } })).rejects.toMatchObject({
      faults: [{ says: 'fault.valueNotNumber' }],
    })
  })

  it('says what is wrong with a grade', async () => {
    const body = {
      id: o(),
      editionId,
      criterion: 'C1',
      method: 'materials' as const,
      grade: 'Q',
      documents: [{ evidenceId: e(), need: 5 }],
    }
    const problem = (await desk()
      .review({ body })
      .catch((error: Problem) => error)) as Problem
    expect(problem.faults.map(({ says }) => says)).toEqual(['fault.gradeUnknown', 'fault.noSuchNeed', 'fault.photoMissing'])
    await expect(desk().review({ body: { ...body, method: 'opinion' } })).rejects.toMatchObject({ faults: [{ says: 'fault.noSuchWay' }] })
    await expect(desk().review({ body: { ...body, editionId: v7() as EditionId } })).rejects.toMatchObject({
      code: 'inspections.noSuchEdition',
    })
    await expect(small.as('inspector', deskApi).review({ body })).rejects.toMatchObject({ status: 403 })
  })

  it('takes a questionnaire as counts, with those who refused', async () => {
    const body = survey()
    const first = await desk().handOverSurvey({ body })
    expect(first).toMatchObject({ contacted: 120, refused: 15, questions: 1, items: [{ question: 'Q1', n: 90, share: 667 }] })
    expect(first.items[0]!.counts.map(({ times, title }) => [title?.zh, times])).toEqual([
      ['满意', 60],
      ['不满意', 30],
      ['拒答', 10],
    ])
    expect(await desk().handOverSurvey({ body })).toEqual(first)
    expect((await desk().listSurveys({ query: { edition: editionId } })).items).toHaveLength(1)
    await expect(desk().handOverSurvey({ body: survey({ answered: 20 }) })).rejects.toMatchObject({ code: 'inspections.faults' })
  })

  it('records statistics by period; the same period again replaces the value', async () => {
    const body = { id: o(), editionId, statistic: 'GREEN', value: '41.25', fromOn: '2025-01-01', toOn: '2025-12-31', source: '园林局年报' }
    expect((await desk().recordStatistic({ body })).values).toMatchObject([{ value: '41.25', toOn: '2025-12-31', source: '园林局年报' }])
    expect((await desk().recordStatistic({ body })).values).toHaveLength(1)
    await desk().recordStatistic({ body: { ...body, id: o(), value: '42' } })
    await desk().recordStatistic({ body: { ...body, id: o(), value: '40', fromOn: '2024-01-01', toOn: '2024-12-31' } })
    const { items } = await desk().listStatistics({ query: { edition: editionId } })
    expect(items[0]!.values.map(({ value }) => value)).toEqual(['42', '40'])
    await expect(desk().recordStatistic({ body: { ...body, id: o(), value: '四十', statistic: 'X' } })).rejects.toMatchObject({
      faults: [{ says: 'fault.noSuchStatistic' }, { says: 'fault.valueNotNumber' }],
    })
  })
})
