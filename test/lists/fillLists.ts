/** A small city with at least one row, mostly three, in every list of the house; some of the words look like formulas. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { casesApi } from '../../src/cases/cases.api.ts'
import { assessmentsApi } from '../../src/assessments/assessments.api.ts'
import { carryApi } from '../../src/assessments/carry.api.ts'
import type { Route } from '../../src/api/contract.ts'
import type {
  CaseId,
  CityId,
  EditionId,
  EventId,
  ImportId,
  ObservationId,
  PersonId,
  PointId,
  PostId,
  RoundId,
  ScoreId,
  UnitId,
  VisitId,
} from '../../src/base/ids.ts'
import { type Db, json, sql } from '../../src/base/sql.ts'
import { dutiesApi } from '../../src/duties/duties.api.ts'
import { burdenApi } from '../../src/burden/burden.api.ts'
import { importsApi } from '../../src/imports/imports.api.ts'
import { deskApi } from '../../src/inspections/desk.api.ts'
import { roundsApi } from '../../src/inspections/rounds.api.ts'
import { inspectionsApi } from '../../src/inspections/inspections.api.ts'
import { programmesApi } from '../../src/programmes/programmes.api.ts'
import { ledgerApi } from '../../src/ledger/ledger.api.ts'
import { organisationApi } from '../../src/city/organisation/organisation.api.ts'
import { complaintsApi } from '../../src/privacy/complaints.api.ts'
import { identityApi } from '../../src/privacy/identity.api.ts'
import { Plan } from '../../src/samples/draw.ts'
import type { SampleId } from '../../src/samples/sample.ts'
import { samplesApi } from '../../src/samples/samples.api.ts'
import { Edition } from '../../src/standards/edition.ts'
import type { WhistleId } from '../../src/whistles/whistle.ts'
import { whistlesApi } from '../../src/whistles/whistles.api.ts'
import { bigTable } from '../awkward.ts'
import { city, district, edition, noon, points, postOf, type SmallApp, smallEdition, streets, units } from '../smallCity.ts'

/** What the lists are asked with. */
export interface Filled {
  /** By the name of the parameter in a path. */
  readonly paramsOf: (route: Route) => Record<string, string>
  /** What a list cannot be asked without. */
  readonly queryOf: (route: Route) => Record<string, string>
  /** Words that a spreadsheet would take for formulas. */
  readonly evil: readonly string[]
}

const evil = ['=1+1', '+86 10', '-SUM(A1)', '@here', '\tindented']
const editionId = edition as EditionId
const next = v7() as EditionId

/** Fills a city that `fill` has filled already. */
export async function fillLists(db: Db, small: SmallApp): Promise<Filled> {
  await db.run(sql`insert into grids (city_id, id, area_id, code, shape, west, south, east, north, area_m2, unit_id)
    select ${city}, ('01900000-0000-7000-8000-00000000090' || n)::uuid, ${streets[0]}::uuid, '99000100100000' || n, '{"type":"Polygon","coordinates":[[[116,39],[117,39],[117,40],[116,40],[116,39]]]}'::jsonb,
      116, 39, 117, 40, n * 1000, ${units.street1}::uuid from generate_series(1, 3) n`)
  await fillEdition(db)
  await fillField(small)
  await fillOffice(small)
  await fillTrust(small)
  await fillOrganisation(small)
  for (const text of ['甲', '乙']) {
    const id = v7() as CaseId
    await small.as('office', casesApi).fromDesk({ body: { id, text } })
    await small.as('office', casesApi).dispatch({
      params: { id },
      body: { id: v7() as EventId, unitId: units.market as UnitId, dueAt: '2026-12-01T00:00:00.000Z', note: '' },
    })
    await small.as('office', ledgerApi).sign({})
  }
  await fillWhistles(small)
  await fillBelow(db)
  const id = await fillImports(small)
  await fillPlaces(db)
  await fillSamples(small, id)
  await fillRounds(small, id)
  await fillPhotoFacts(db)
  await fillForms(db, id)
  await fillRepeats(db, id)
  return {
    // An indicator is called by its name.
    paramsOf: ({ path }) => ({
      id: path.startsWith('/indicators') ? 'dispatchedCount' : id,
      edition,
      code: 'civilised',
      city: String(below),
    }),
    queryOf: ({ path, query }) => ({
      ...('edition' in (query?.shape ?? {}) ? { edition } : {}),
      ...('since' in (query?.shape ?? {}) ? { since: '2026-11-01' } : {}),
      ...(path.startsWith('/carries') ? { from: edition, to: next } : {}),
      ...(path.includes('/score/') && 'by' in (query?.shape ?? {}) ? { by: 'criterion' } : {}),
    }),
    evil,
  }
}

/** Facts about three photos of one visit. */
async function fillPhotoFacts(db: Db): Promise<void> {
  const visit = await db.find(z.object({ id: z.uuid() }), sql`select id from visits where city_id = ${city} order by id limit 1`)
  for (const [index, name] of evil.slice(0, 3).entries()) {
    const [photo, fact] = [v7(), v7()]
    await db.run(sql`insert into evidence (city_id, id, sha256, name, media_type, bytes, added_at)
      values (${city}, ${photo}, ${photo}, ${name}, 'image/jpeg', 1, ${noon})`)
    await db.run(
      sql`insert into photo_checks (city_id, evidence_id, about, at, ran) values (${city}, ${photo}, ${visit!.id}, ${noon}, '{}'::jsonb)`,
    )
    await db.run(sql`insert into photo_facts (city_id, id, evidence_id, about, about_kind, point_id, check_id, version, reason, details, at)
      values (${city}, ${fact}, ${photo}, ${visit!.id}, 'visit', ${points.market}, 'position', 1, 'zero', '{}'::jsonb, ${noon}::timestamptz + ${index} * interval '1 minute')`)
  }
}

/** Classes of cases with their conditions, and who answers where. */
async function fillPlaces(db: Db): Promise<void> {
  await db.run(sql`insert into case_classes (city_id, code, kind, big_code, big_name, small_name)
    values (${city}, 'E02-01', 'event', '02', '街面秩序', '店外经营')`)
  await db.run(sql`insert into case_conditions (city_id, id, class_code, no, files, closes, limit_text, amount, unit, clock)
    select ${city}, ('01900000-0000-7000-8000-00000000091' || n)::uuid, 'E02-01', n, '条件' || n, '恢复', '1工作日', 1, 'day', 'working' from generate_series(1, 3) n`)
  await db.run(sql`insert into owner_rules (city_id, id, class, unit_id, changed_at)
    select ${city}, ('01900000-0000-7000-8000-00000000092' || n)::uuid, 'E02-0' || n, ${units.market}::uuid, ${noon}::timestamptz + n * interval '1 minute' from generate_series(1, 3) n`)
}

/** A round with points, asked for under the id of the import, and two routes. */
async function fillRounds(small: SmallApp, id: string): Promise<void> {
  const title = { zh: '第一周', en: '' }
  const body = { id: id as RoundId, kind: 'weekly' as const, title, fromOn: '2026-11-01', toOn: '2026-11-30' }
  await small.as('office', inspectionsApi).addRound({ body })
  const list = Object.values(points) as PointId[]
  const office = small.as('office', roundsApi)
  await office.addPoints({ params: { id: id as RoundId }, body: { from: 'list', points: list } })
  for (const zh of ['早市路线', '夜市路线']) await office.putRoute({ params: { id: v7() }, body: { title: { zh, en: '' }, points: list } })
}

/** A case at a point that has a look-alike, asked for under the id of the import, and its re-checks. */
async function fillRepeats(db: Db, id: string): Promise<void> {
  await db.run(sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id, street_id, unit_id)
    select city_id, ('01900000-0000-7000-8000-00000000094' || n)::uuid, 'P09' || n, type, '市场' || n, lng, lat, cell, district_id, street_id, unit_id from points, generate_series(1, 3) n
    where city_id = ${city} and id = ${points.market}`)
  await db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, text, point_id, reported_at, version, changed_at, life)
    select ${city}, ${id}, 'N1', 'closed', 'closed', 'nobody', ${noon}, '垃圾', ${points.market}, ${noon}, 1, ${noon}, life from cases
    where city_id = ${city} limit 1`)
  await db.run(sql`insert into rechecks (city_id, id, case_id, after_days, drawn_on, due_on, round_id, not_by, state)
    select ${city}, ('01900000-0000-7000-8000-00000000093' || n)::uuid, ${id}::uuid, n, date '2026-11-20' + n, date '2026-11-20' + n, ${id}::uuid, '{}', 'open'
    from generate_series(1, 3) n`)
}

/** Two samples; the points of the first are asked for under the id of the import. */
async function fillSamples(small: SmallApp, id: string): Promise<void> {
  const office = small.as('office', samplesApi)
  const plan = Plan.parse({ by: ['type'], quota: { how: 'each', count: 1 } })
  const { items } = await small.as('office', inspectionsApi).listRounds({ query: { kind: 'daily' } })
  for (const [index, { id: roundId }] of items.slice(0, 2).entries())
    await office.bind({ body: { id: (index === 0 ? id : v7()) as SampleId, roundId, plan, unitId: units.office as UnitId, sealed: false } })
  await office.draw({ params: { id: id as SampleId }, body: {} })
}

/** Three whistles on one case. */
async function fillWhistles(small: SmallApp): Promise<void> {
  const caseId = v7() as CaseId
  await small.as('street', casesApi).fromDesk({ body: { id: caseId, text: '占道堆物' } })
  const called = { lead: units.market as UnitId, helpers: [units.housing as UnitId] }
  for (const text of evil.slice(0, 3))
    await small.as('street', whistlesApi).raise({
      body: { id: v7() as WhistleId, kind: 'problem', text: `${text} 多次劝导无效`, cases: [caseId], ...called },
    })
}

/** Versions of a form with answers to the first, which is asked for under the id of the import; and exemptions. */
async function fillForms(db: Db, id: string): Promise<void> {
  const form = {
    formId: 'stalls',
    version: '1',
    title: '摊位',
    languages: [],
    lists: [],
    parts: [{ is: 'question', row: 2, name: 'a', type: 'text' }],
  }
  const ids = sql`case when n = 1 then ${id}::uuid else ('01900000-0000-7000-8000-00000000093' || n)::uuid end`
  await db.run(sql`insert into forms (city_id, id, form_id, version, title, hash, definition, xform, questions, at)
    select ${city}, ${ids}, 'stalls', n::text, '=1+1', 'h' || n, ${json(form)}, '<x/>', 1, ${noon}::timestamptz + n * interval '1 minute' from generate_series(1, 3) n`)
  await db.run(sql`insert into form_answers (city_id, id, form, answers, filled_at, at)
    select ${city}, ('01900000-0000-7000-8000-00000000094' || n)::uuid, ${id}::uuid, '{"a":"=1+1"}'::jsonb, ${noon}::timestamptz - n * interval '1 minute', ${noon}::timestamptz + n * interval '1 minute' from generate_series(1, 3) n`)
  await db.run(sql`insert into exemptions (city_id, id, title_zh, facts, area_id, times, at)
    select ${city}, ('01900000-0000-7000-8000-00000000095' || n)::uuid, '早市' || n, '["PSA"]'::jsonb, ${streets[0]}::uuid, '{}'::jsonb, ${noon}::timestamptz + n * interval '1 minute' from generate_series(1, 3) n`)
}

async function fillEdition(db: Db): Promise<void> {
  const content = Edition.parse({ ...smallEdition, edition: '2027' })
  await db.run(sql`insert into editions (city_id, id, standard, edition, title_zh, status, official, version, hash, content, changed_at, published_at)
    values (${city}, ${next}, 'small', '2027', '新版', 'published', false, 1, 'h2', ${json(content)}, ${noon}, ${noon})`)
}

async function fillField(small: SmallApp): Promise<void> {
  const office = small.as('office', inspectionsApi)
  const round = v7() as RoundId
  for (const [index, id] of [round, v7() as RoundId].entries())
    await office.addRound({
      body: { id, kind: 'daily', title: { zh: `第${index}轮`, en: '' }, fromOn: `2026-1${index}-01`, toOn: '2026-11-30' },
    })
  const inspector = small.as('inspector', inspectionsApi)
  for (const [index, pointId] of [points.market, points.market, points.market].entries()) {
    const results = [
      { id: v7() as ObservationId, fact: 'PSA', value: String(index), note: '=1+1', photos: [] },
      { id: v7() as ObservationId, fact: 'SIGN', grade: 'Y', note: '', photos: [] },
    ]
    const visitedAt = `2026-11-1${index}T01:00:00.000Z`
    await inspector.recordVisit({
      body: { id: v7() as VisitId, pointId: pointId as PointId, roundId: round, visitedAt, note: '', results },
    })
  }
  const cases = small.as('office', casesApi)
  for (const text of evil.slice(0, 3))
    await cases.fromDesk({ body: { id: v7() as CaseId, text: `垃圾未清 ${text}`, class: '02-99', photos: [] } })
  const desk = small.as('reviewer', deskApi)
  const review = { editionId, method: 'materials' as const, note: '', documents: [] }
  await desk.review({ body: { ...review, id: v7() as ObservationId, criterion: 'C1', grade: 'B' } })
  for (const team of ['甲调查队', '乙调查队', '丙调查队'])
    await desk.handOverSurvey({
      body: {
        id: v7(),
        editionId,
        population: '',
        team,
        approvalNo: '',
        fromOn: '2026-10-01',
        toOn: '2026-10-20',
        contacted: 20,
        answered: 10,
        refused: 1,
        note: '',
        counts: [{ id: v7() as ObservationId, question: 'Q1', grade: 'S', times: 6 }],
      },
    })
}

async function fillOffice(small: SmallApp): Promise<void> {
  const office = small.as('office', { ...dutiesApi, ...assessmentsApi, ...carryApi, ...programmesApi })
  for (const [index, dueOn] of ['2026-12-10', '2026-12-01'].entries())
    await office.assign({
      body: { id: v7(), editionId, startOn: '2026-10-01', dueOn, ...(index === 0 ? { criteria: ['C1'] } : {}) } as never,
    })
  const rules = { lastPlaces: { places: 3, years: 2, step: 'cancel' as const } }
  await office.putProgramme({ body: { code: 'civilised', title: { zh: '全国文明城市', en: 'Civilised City' }, standard: 'small', rules } })
  for (const subject of [district, units.market, streets[0]])
    await office.takeStep({ params: { code: 'civilised', subject }, body: { id: v7(), step: 'apply', onDay: '2026-01-01' } })
  for (const [index, source] of evil.entries())
    await office.putResult({
      body: { id: v7(), year: 2020 + index, standard: 'small', subject: '小城区', got: index === 0 ? null : 90, of: 100, source },
    })
  for (const title of ['甲', '乙', '丙'])
    await office.runScore({
      body: { id: v7() as ScoreId, edition: editionId, title: { zh: title }, span: { from: '2026-01-01', to: '2026-11-20' } },
    })
  await office.proposeCarries({ body: { from: editionId, to: next } })
}

/** What people complain of, who looked at who they are, what was asked of the streets, and pleas to ask for more. */
async function fillTrust(small: SmallApp): Promise<void> {
  const office = small.as('office', { ...identityApi, ...burdenApi })
  const desk = small.as('office', complaintsApi)
  for (const [index, kind] of (['burden', 'fault', 'other'] as const).entries()) {
    const id = v7()
    await desk.complain({ body: { id, city: 'small', kind, text: `${evil[index]} 重复填表`, contact: { phone: `1380000111${index}` } } })
    await office.open({ params: { thing: id }, body: { id: v7() as EventId, reason: `回访核实 ${index}` } })
    if (index === 0) await desk.answer({ params: { id }, body: { answer: '已合并' } })
  }
  const streetUnits = [units.street1, units.street2] as UnitId[]
  for (const [index, kind] of (['form', 'material', 'meeting'] as const).entries()) {
    await office.request({
      body: { id: v7(), kind, text: `${evil[index]} 第${index}项`, units: streetUnits, minutes: 30 + index, despite: '另有用途' },
    })
    await office.appeal({ body: { id: v7(), unit: streetUnits[index % 2]!, minutes: 60 + index, reason: `${evil[index]} 迎检在即` } })
  }
}

/** Posts handed over, three times. */
async function fillOrganisation(small: SmallApp): Promise<void> {
  const office = small.as('office', organisationApi)
  for (const [index, note] of evil.slice(0, 3).entries()) {
    const person = { id: v7() as PersonId, name: `${note} 新人`, code: index === 0 ? null : `G00${index}` }
    const id = v7()
    await office.handOver({ params: { id: postOf('unit') as PostId }, body: { id, person, onDay: `2026-11-2${index}`, note } })
  }
}

/** A city below that shares three cases. */
const below = 2 as CityId
async function fillBelow(db: Db): Promise<void> {
  await db.run(sql`insert into cities (city_id, code, name_zh, kind, parent_city_id) values (${below}, 'below', '小县', 'county', ${city})`)
  await db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, life, text, reported_at, due_at, version, changed_at)
    select ${below}, ('01900000-0000-7000-8000-00000000080' || n)::uuid, 'N' || n, s.stage, s.stage, 'desk', timestamptz '2026-11-01', '{}'::jsonb, '=1+' || n,
      timestamptz '2026-11-01' + interval '1 day' * n, case n when 1 then null else timestamptz '2026-11-20' end, 1, ${noon}
    from generate_series(1, 3) n, lateral (select case n when 1 then 'closed' else 'reported' end as stage) s`)
  await db.run(
    sql`insert into shares (city_id, id, with_city_id, what, reason, from_at) values (${below}, ${v7()}, ${city}, 'cases', '督导', ${noon})`,
  )
}

/** Task tables, three times; the last one stays a preview. */
async function fillImports(small: SmallApp): Promise<ImportId> {
  const office = small.as('office', importsApi)
  const body = await bigTable(5)
  let last = v7() as ImportId
  for (const name of ['甲.xlsx', '乙.xlsx', '丙.xlsx']) {
    last = v7() as ImportId
    await office.addImport({ query: { id: last, kind: 'edition', name }, body })
    while ((await office.getImport({ params: { id: last } })).state === 'reading') await new Promise((done) => setTimeout(done, 10))
  }
  return last
}
