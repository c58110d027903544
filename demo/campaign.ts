/**
 * The office's year: duties shared out by rule and worked on, titles with their history, results of the years before, and
 * the scores that were run after each assessment. Everything goes through the same doors as in the product.
 */
import type { Ask, Who } from '../src/api/who.ts'
import type { AccountId, CityId, DutyId, ObservationId, PersonId, PostId, ScoreId, UnitId } from '../src/base/ids.ts'
import type { Db } from '../src/base/sql.ts'
import { addDays, type Day, dayOf, daysBetween } from '../src/base/time.ts'
import { runScore } from '../src/assessments/assessments.serve.ts'
import { declaredFact } from '../src/assessments/measure.serve.ts'
import { addResult } from '../src/assessments/results.sql.ts'
import { takeSeq } from '../src/base/event.sql.ts'
import { permissionsOf } from '../src/city/who.ts'
import { applyChanges } from '../src/duties/change.serve.ts'
import { listStoredOf } from '../src/duties/duties.sql.ts'
import type { DutyValues } from '../src/duties/duty.ts'
import { applyRule } from '../src/duties/rule.serve.ts'
import type { InForce } from '../src/inspections/checklist.ts'
import { addObservations } from '../src/inspections/observations.sql.ts'
import { listRounds } from '../src/inspections/rounds.sql.ts'
import { say } from '../src/server/say.ts'
import { programmesHandlers } from '../src/programmes/programmes.serve.ts'
import type { StepName } from '../src/programmes/title.ts'
import { momentOf, plan } from './days.ts'
import type { Setting } from './patrols.ts'
import { type Chance, chanceOf } from './random.ts'

const programmes = programmesHandlers(say)

/** The campaign office of the demo city, and where it works. */
export interface Office {
  readonly db: Db
  readonly cityId: CityId
  readonly setting: Setting
}

/** The campaign office as it signs in. */
export function officeOf({ cityId, setting }: Office): Who {
  const account = setting.accounts.find(({ role }) => role === 'office')!
  return {
    city: cityId,
    account: account.id as AccountId,
    person: account.personId as PersonId,
    post: account.postId as PostId,
    deputy: false,
    unit: account.unitId as UnitId,
    area: null,
    role: 'office',
    may: permissionsOf('office'),
  }
}

const measures = [
  '每周巡查一次，发现问题当日整改',
  '列出问题清单，逐项销号',
  '与街道、社区联动，定期会商',
  '增设设施，更新标识',
  '开展集中整治，落实长效管护',
]

/** Shares the main standard out by rule, then lets a year of work leave its marks: steps done, some cells still empty, some late. */
export async function shareOutDuties(office: Office, { id, content }: InForce): Promise<void> {
  const { db, cityId, setting } = office
  const who = officeOf(office)
  const today = dayOf(setting.at)
  const chance = chanceOf(setting.city.seed, `duties ${content.standard}`)
  const [startOn, dueOn] = [addDays(today, -plan.start + 20), addDays(today, 40)]
  const rule = {
    id: chance.id(Date.parse(`${startOn}T00:00:00Z`)),
    editionId: id,
    spread: 'auto' as const,
    startOn,
    dueOn,
    effect: '达到测评标准要求，实地考察符合率不低于95%',
    milestones: [
      { title: '摸底自查', dueOn: addDays(today, -250) },
      { title: '集中整改', dueOn: addDays(today, -100) },
      { title: '巩固提升', dueOn: addDays(today, 30) },
    ],
  }
  await applyRule(db, who, rule, { at: momentOf(startOn, 600), language: 'zh-CN' })
  const duties = await listStoredOf(db, cityId, id)
  const changes = duties.map((duty) => ({ id: duty.id as DutyId, before: duty, after: worked(duty.values, today, chance) }))
  await applyChanges(db, who, momentOf(addDays(today, -35), 640), changes)
}

/** A duty after most of the year. */
function worked(values: DutyValues, today: Day, chance: Chance): DutyValues {
  const done = chance.yes(0.24)
  const milestones = values.milestones.map((milestone) => {
    const late = chance.int(-6, 15)
    const doneOn = addDays(milestone.dueOn, late)
    const passed = doneOn < addDays(today, -35) && chance.yes(0.93)
    return { ...milestone, doneOn: done || passed ? (doneOn < today ? doneOn : addDays(today, -36)) : null }
  })
  return {
    ...values,
    measure: chance.yes(0.86) ? chance.pick(measures) : '',
    effect: chance.yes(0.96) ? values.effect : '',
    leaderPostId: chance.yes(0.97) ? values.leaderPostId : null,
    personPostId: chance.yes(0.95) ? values.personPostId : null,
    dueOn: chance.yes(0.09) ? addDays(today, -chance.int(1, 30)) : chance.yes(0.97) ? values.dueOn : null,
    milestones,
    state: done ? 'done' : 'open',
  }
}

/** A handler's question, asked by the office at some moment of the past. */
/** A call as the campaign office makes it. */
export const ask = (db: Db, who: Who, at: string, input: { params?: object; query?: object; body?: object }): Ask<never> =>
  ({
    db,
    who,
    at,
    language: 'zh-CN',
    params: {},
    query: {},
    body: undefined,
    ...input,
    afterCommit: () => undefined,
    cookie: () => undefined,
    setCookie: () => undefined,
  }) as unknown as Ask<never>

/** A step of a title: years before this one, month and day, what happened. */
type Past = readonly [years: number, monthDay: string, step: StepName, reason: string]

const cityHistory: readonly Past[] = [
  [5, '03-10', 'apply', '首次申报'],
  [5, '07-01', 'nominate', '列入提名'],
  [3, '11-20', 'miss', '三年总评未入选'],
  [2, '02-20', 'apply', '再次申报'],
  [2, '06-30', 'nominate', '再次列入提名'],
]
const gardenHistory: readonly Past[] = [
  [8, '04-01', 'apply', '申报国家园林城市'],
  [8, '09-10', 'nominate', '通过初审'],
  [6, '01-15', 'award', '命名'],
  [3, '11-05', 'recheck', '复查合格'],
]

/** Titles of the city and of communities, with places in the group of cities. */
export async function tellTitles(office: Office): Promise<void> {
  const { db, setting } = office
  const who = officeOf(office)
  const chance = chanceOf(setting.city.seed, 'titles')
  const year = Number(setting.at.slice(0, 4))
  const put = (code: string, zh: string, en: string, standard: string) =>
    programmes.putProgramme(
      ask(db, who, momentOf(`${year - 8}-03-01`, 600), {
        body: { code, title: { zh, en }, standard, rules: { lastPlaces: { places: 3, years: 2, step: 'cancel' }, remindDays: 30 } },
      }),
    )
  const take = async (code: string, subject: string, history: readonly Past[]) => {
    for (const [years, monthDay, step, reason] of history) {
      const onDay = `${year - years}-${monthDay}`
      if (onDay >= dayOf(setting.at)) return
      const body = { id: chance.id(Date.parse(`${onDay}T00:00:00Z`)), step, onDay, untilOn: null, reason, corrects: null }
      await programmes.takeStep(ask(db, who, momentOf(onDay, 600), { params: { code, subject }, body }))
    }
  }
  await put('civilised-city', '全国文明城市', 'National Civilised City', 'civilised-city')
  await put('garden-city', '国家园林城市', 'National Garden City', 'garden-city')
  await put('civilised-courtyard', '文明小区（微创建）', 'Civilised courtyard', 'micro-creation')
  const city = setting.city.areas[0]!.id
  await take('civilised-city', city, cityHistory)
  await take('garden-city', city, gardenHistory)
  for (const [years, place] of [
    [5, 88],
    [4, 71],
    [3, 64],
    [2, 47],
    [1, 36],
  ] as const) {
    const body = { year: year - years, place, of: 113, source: '测评情况通报（示例）' }
    const params = { code: 'civilised-city', subject: city }
    await programmes.putPlacing(ask(db, who, momentOf(`${year - years + 1}-01-20`, 600), { params, body }))
  }
  const communities = chance.shuffled(setting.city.areas.filter(({ level }) => level === 'community')).slice(0, 18)
  for (const [index, { id }] of communities.entries()) {
    const history: Past[] = [
      [2, '03-15', 'apply', '社区申报'],
      [2, '05-20', 'nominate', '街道推荐'],
    ]
    await take('civilised-courtyard', id, index < 11 ? [...history, [1, '01-18', 'award', '考评合格,授牌']] : history)
  }
}

/** Results of the years before, in hundredths: the whole and its methods, and the target of this year. */
const past: readonly (readonly [standard: string, years: number, parts: Readonly<Record<string, readonly [number, number]>>])[] = [
  ['civilised-city', 2, { '': [8213, 10_000], materials: [3405, 4000], onsite: [3196, 4000], survey: [1612, 2000] }],
  ['civilised-city', 1, { '': [8476, 10_000], materials: [3522, 4000], onsite: [3301, 4000], survey: [1653, 2000] }],
  ['garden-city', 3, { '': [8120, 10_000] }],
  ['minors', 2, { '': [8390, 10_000] }],
  ['minors', 1, { '': [8655, 10_000] }],
]

/** Official figures of past years, and what this year aims at. */
export async function enterResults({ db, cityId, setting }: Office): Promise<void> {
  const chance = chanceOf(setting.city.seed, 'results')
  const year = Number(setting.at.slice(0, 4))
  const by = setting.accounts.find(({ role }) => role === 'office')!.personId as PersonId
  const subject = setting.city.areas[0]!.name.zh
  const put = async (it: { year: number; standard: string; method?: string; got: number | null; of: number; target: number | null }) => {
    const at = momentOf(`${Math.min(it.year + 1, year)}-01-20`, 600)
    const known = { id: chance.id(Date.parse(at)), subject, source: '测评情况通报（示例）', ...it }
    const entry = { seq: await takeSeq(db, cityId, 1), at: at < setting.at ? at : setting.at, by }
    return addResult(db, cityId, known as Parameters<typeof addResult>[2], entry)
  }
  for (const [standard, years, parts] of past)
    for (const [method, [got, of]] of Object.entries(parts))
      await put({ year: year - years, standard, ...(method === '' ? {} : { method }), got, of, target: null })
  await put({ year, standard: 'civilised-city', got: null, of: 10_000, target: 8800 })
  await put({ year, standard: 'garden-city', got: null, of: 10_000, target: 8500 })
}

/** The preconditions that the office has declared; one is still open. */
export async function declareGates({ db, cityId, setting }: Office, { content }: InForce): Promise<void> {
  const chance = chanceOf(setting.city.seed, 'gates')
  const by = setting.accounts.find(({ role }) => role === 'office')!.personId as PersonId
  const observedAt = momentOf(addDays(dayOf(setting.at), -200), 600)
  const declared = content.gates.filter(({ minScore }) => !minScore).slice(0, 2)
  await addObservations(
    db,
    cityId,
    declared.map(({ id }) => ({
      id: chance.id(Date.parse(observedAt)) as ObservationId,
      kind: 'review',
      fact: declaredFact(content.standard, id, 'gate'),
      grade: 'Y',
      factor: 1000,
      value: null,
      observedAt,
      by,
    })),
  )
}

/** The scores that were run: after each mock assessment, after the announced one, and of the garden city. */
export async function runScores(office: Office, editions: readonly InForce[]): Promise<void> {
  const { db, cityId, setting } = office
  const rounds = (await listRounds(db, cityId, {}, { sort: 'from', limit: 200 })).items
  const who = officeOf(office)
  const chance = chanceOf(setting.city.seed, 'scores')
  const today = dayOf(setting.at)
  const [main, garden] = editions
  const run = (edition: InForce, title: { zh: string; en: string }, ago: number, span: Parameters<typeof runScore>[3]['span']) => {
    const at = momentOf(addDays(today, -ago), 1020)
    return runScore(db, who, at, { id: chance.id(Date.parse(at)) as ScoreId, edition: edition.id, title, span })
  }
  for (const round of rounds.filter(({ kind }) => kind === 'mock' || kind === 'announced')) {
    const desk = rounds.filter(
      ({ kind, fromOn }) => (kind === 'review' || kind === 'survey' || kind === 'statistics') && fromOn <= round.toOn,
    )
    const used = [round, ...desk].map(({ id }) => id)
    await run(main!, round.title, daysBetween(round.toOn, today) - 2, {
      from: addDays(today, -plan.start),
      to: round.toOn,
      rounds: used,
      kinds: undefined,
    })
  }
  await run(garden!, { zh: '国家园林城市自评', en: 'Garden city: own assessment' }, 14, {
    from: addDays(today, -plan.start),
    to: addDays(today, -15),
    kinds: undefined,
    rounds: undefined,
  })
}
