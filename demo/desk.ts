/**
 * The desk's facts: a questionnaire as counts per street and population, materials graded twice, statistics of departments
 * for this year and the two before.
 */
import type { AreaId, CityId, EditionId, ObservationId, PersonId, RoundId } from '../src/base/ids.ts'
import type { Db } from '../src/base/sql.ts'
import { addDays, type Day, dayOf } from '../src/base/time.ts'
import type { NewSurvey } from '../src/inspections/desk.ts'
import { countAnswers, reviewLines } from '../src/inspections/deskRules.ts'
import { addObservations, type NewObservation } from '../src/inspections/observations.sql.ts'
import { noonOf } from '../src/inspections/reviews.serve.ts'
import type { NewRound } from '../src/inspections/round.ts'
import { addRound } from '../src/inspections/rounds.sql.ts'
import { addSurvey } from '../src/inspections/surveys.sql.ts'
import { criteriaOf, type Edition, factOf, type Question } from '../src/standards/edition.ts'
import { type Grade } from '../src/standards/terms.ts'
import { momentOf, plan } from './days.ts'
import type { Setting } from './patrols.ts'
import { storiesOf } from './quality.ts'
import { type Chance, chanceOf } from './random.ts'

/** How content people are: a little less where the streets are worse. */
const moods: Record<string, number> = { awareness: 0.86, participation: 0.62, satisfaction: 0.84, attitude: 0.88, burden: 0.7 }

/** `n` people over the grades of a scale, good ones more likely the better the mood. */
function answersOf(grades: readonly Grade[], n: number, mood: number, chance: Chance): Map<string, number> {
  const real = grades.filter(({ factor }) => factor !== null)
  const none = grades.find(({ factor }) => factor === null)
  const weights = real.map(({ factor }) => {
    const good = (factor ?? 0) / 1000
    return Math.exp(5 * (mood - 0.5) * good) * (real.length === 2 ? 1 : good > 0.9 ? 0.8 : 1)
  })
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const counts = new Map<string, number>()
  for (let person = 0; person < n; person++) {
    if (none && chance.yes(0.04)) {
      counts.set(none.code, (counts.get(none.code) ?? 0) + 1)
      continue
    }
    let draw = chance.next() * all
    const index = weights.findIndex((weight) => (draw -= weight) < 0)
    const { code } = real[Math.max(0, index)]!
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return counts
}

const round = (chance: Chance, kind: NewRound['kind'], title: NewRound['title'], fromOn: Day, toOn: Day): NewRound => ({
  id: chance.id(Date.parse(`${fromOn}T00:00:00Z`)) as RoundId,
  kind,
  title,
  fromOn,
  toOn,
})

interface Where {
  readonly db: Db
  readonly cityId: CityId
  readonly setting: Setting
  readonly edition: { readonly id: EditionId; readonly content: Edition }
}

/** A questionnaire of a standard over the city: every street, every population, counts per question and answer. */
export async function askPeople({ db, cityId, setting, edition }: Where): Promise<void> {
  const { city, at } = setting
  const chance = chanceOf(city.seed, `survey ${edition.content.standard}`)
  const stories = storiesOf(city)
  const [fromOn, toOn] = [addDays(dayOf(at), -plan.survey.from), addDays(dayOf(at), -plan.survey.to)]
  const { programme } = edition.content
  const it = round(chance, 'survey', { zh: `${programme.zh}问卷调查`, en: `${programme.en}: questionnaire` }, fromOn, toOn)
  await addRound(db, cityId, it)
  const reviewer = personOf(setting, 'reviewer')
  const handedAt = momentOf(addDays(toOn, 2), 600)
  const observations: NewObservation[] = []
  for (const { id: street } of city.areas.filter(({ level }) => level === 'street')) {
    const leaning = street === stories.excellentStreet ? 0.07 : street === stories.weakStreet ? -0.09 : 0.03 * chance.normal()
    for (const { id: population } of edition.content.populations) {
      const survey = surveyOf({ edition, population, street, leaning, roundId: it.id, fromOn, toOn }, chance)
      if (!(await addSurvey(db, cityId, survey, { at: handedAt, by: reviewer }))) continue
      const { counted, faults } = countAnswers(edition.content, survey)
      if (faults.length > 0) throw new Error(`The questionnaire does not fit: ${JSON.stringify(faults[0])}`)
      for (const { id, question, grade, factor, times } of counted)
        if (times > 0)
          observations.push({
            id,
            kind: 'answer',
            fact: question,
            surveyId: survey.id,
            roundId: it.id,
            areaId: street as AreaId,
            grade,
            factor,
            times,
            value: null,
            observedAt: noonOf(toOn),
            by: reviewer,
          })
    }
  }
  await addObservations(db, cityId, observations)
}

const personOf = ({ accounts }: Setting, role: string): PersonId => accounts.find((account) => account.role === role)!.personId as PersonId

interface Asked {
  readonly edition: Where['edition']
  readonly population: string
  readonly street: string
  readonly leaning: number
  readonly roundId: RoundId
  readonly fromOn: Day
  readonly toOn: Day
}

function surveyOf({ edition, population, street, leaning, roundId, fromOn, toOn }: Asked, chance: Chance): NewSurvey {
  const answered = { A: 62, B: 24, C: 22, D: 12 }[population] ?? 20
  const refused = chance.int(3, 16)
  const time = Date.parse(`${toOn}T00:00:00Z`)
  const asks = ({ populations }: Question) => populations.length === 0 || populations.includes(population)
  const scales = new Map(edition.content.scales.map(({ id, grades }) => [id as string, grades]))
  const counts = edition.content.questions.filter(asks).flatMap((question) => {
    const mood = (moods[question.dimension] ?? 0.8) + leaning + 0.03 * chance.normal()
    const answers = answersOf(scales.get(question.scale) ?? [], answered, mood, chance)
    return [...answers].map(([grade, times]) => ({ id: chance.id(time) as ObservationId, question: question.id, grade, times }))
  })
  return {
    id: chance.id(time),
    editionId: edition.id,
    roundId,
    areaId: street as AreaId,
    population,
    team: '衡观测评咨询公司',
    approvalNo: '明统调〔示例〕1号',
    fromOn,
    toOn,
    contacted: answered + refused + chance.int(2, 12),
    answered,
    refused,
    note: '',
    counts,
  }
}

/** Materials are graded before each mock assessment; what was short the first time is mostly there the second. */
export async function gradeMaterials({ db, cityId, setting, edition }: Where): Promise<void> {
  const { city, at } = setting
  const chance = chanceOf(city.seed, `materials ${edition.content.standard}`)
  const { programme } = edition.content
  const good = new Set<string>()
  const lines = reviewLines(edition.content, 'materials')
  if (lines.length === 0) return
  for (const [index, span] of [plan.firstMock, plan.secondMock].entries()) {
    const [fromOn, toOn] = [addDays(dayOf(at), -span.from), addDays(dayOf(at), -span.to)]
    const title = { zh: `${programme.zh}材料审核第${index + 1}轮`, en: `${programme.en}: materials, round ${index + 1}` }
    const it = round(chance, 'review', title, fromOn, toOn)
    await addRound(db, cityId, it)
    const facts = lines.flatMap((line): NewObservation[] => {
      const found = gradeLine(line, valueOf(edition.content, line.criterion), good, chance)
      if (!found) return []
      const observedAt = momentOf(addDays(fromOn, chance.int(0, 9)), 540 + chance.int(0, 420))
      const id = chance.id(Date.parse(observedAt)) as ObservationId
      const by = personOf(setting, 'reviewer')
      return [{ id, kind: 'review', fact: line.fact, roundId: it.id, areaId: null, observedAt, by, data: { documents: [] }, ...found }]
    })
    await addObservations(
      db,
      cityId,
      facts.toSorted((a, b) => (a.observedAt < b.observedAt ? -1 : 1)),
    )
  }
}

/** Standards whose papers are better kept than others. */
const wellKept: Record<string, number> = { minors: 0.86, 'garden-city': 0.75 }

type Found = Pick<NewObservation, 'grade' | 'factor' | 'value' | 'note'>

/** The grade of a line, or the number it asks for; undefined when the standard asks for neither. `good` remembers what was well. */
function gradeLine(
  { fact, grades }: ReturnType<typeof reviewLines>[number],
  value: number | undefined,
  good: Set<string>,
  chance: Chance,
): Found | undefined {
  const real = grades.filter(({ factor }) => factor !== null)
  const best = real.find(({ factor }) => factor === 1000)
  if (!best) return value === undefined ? undefined : { grade: null, factor: null, value: Math.round(value * 1e6), note: '' }
  if (chance.yes(good.has(fact) ? 0.95 : (wellKept[fact.split('/')[0]!] ?? 0.58))) {
    good.add(fact)
    return { grade: best.code, factor: 1000, value: null, note: '' }
  }
  const { code, factor } = (chance.yes(0.8) ? real[1] : undefined) ?? real.at(-1)!
  return { grade: code, factor, value: null, note: chance.pick(['缺少佐证照片', '文件未盖章', '时间跨度不足', '说明过于简单']) }
}

/** The number that the materials of a criterion state, where the criterion asks for one. */
function valueOf({ tree }: Edition, criterion: string): number | undefined {
  const asked = criteriaOf(tree).find((node) => node.criterion.id === criterion)
  const way = asked?.criterion.ways.find(({ method }) => method === 'materials')
  return way?.statistic === undefined ? undefined : (values[way.statistic] ?? [90])[0]
}

/** Values of this year and the yearly change, in the statistic's own unit. */
const values: Record<string, readonly [number, number]> = {
  'GC-COVER': [42.3, 0.5],
  'GC-RATE': [38.6, 0.4],
  'GC-TREES': [72.4, 0.6],
  'GC-PERHEAD': [13.7, 0.35],
  'GC-PERHEAD-MIN': [6.1, 0.2],
  'GC-RADIUS': [88.2, 1.1],
  'GC-SHADE': [78.5, 1.6],
  'GC-GREENWAY': [61.8, 2.2],
  'STAT-RADIO-PSA': [9, 1],
  'STAT-TV-PSA': [11, 1],
  'STAT-VOLUNTEERS': [13.4, 0.9],
  'STAT-CIVVILLAGES': [58, 4],
  'STAT-HOTLINE': [93.5, 0.8],
  'SC-MYOPIA': [-0.6, 0],
  'SC-OBESITY': [-0.2, 0],
  'SC-OCCUP': [93, 1],
  'SC-FOODRISK': [99.4, 0.2],
  'SC-OOP': [26.8, -0.5],
  'SC-INFECT': [91, -2],
  'SC-INFANT': [2.9, -0.2],
  'SC-UNDER5': [4.1, -0.2],
  'SC-MATERNAL': [9.5, -0.6],
  'SC-LIFE': [79.6, 0.2],
  'SC-VACC': [96.3, 0.3],
  'SC-CARD': [98.8, 0.2],
  'SC-CHILD3': [92.4, 0.7],
  'SC-EYE': [93.5, 0.8],
  'SC-CHRONIC': [-0.4, 0],
  'SC-MENTAL': [96.1, 0.3],
  'SC-PROOF': [97.2, 0.3],
}

/** Statistics of an edition: the latest full year and the two before, for the city; parks also by district. */
export async function countStatistics({ db, cityId, setting, edition }: Where): Promise<void> {
  const { city, at } = setting
  const chance = chanceOf(city.seed, `statistics ${edition.content.standard}`)
  const last = Number(at.slice(0, 4)) - 1
  const reviewer = personOf(setting, 'reviewer')
  const districts = city.areas.filter(({ level }) => level === 'district')
  const facts = [last - 2, last - 1, last].flatMap((year) =>
    edition.content.statistics.flatMap((statistic) => {
      const [value, change] = values[statistic.id] ?? [90, 0.5]
      const fact = (areaId: string | null, amount: number): NewObservation => ({
        id: chance.id(Date.parse(`${year}-12-31T00:00:00Z`)) as ObservationId,
        kind: 'statistic',
        fact: factOf(statistic),
        areaId: areaId as AreaId | null,
        grade: null,
        factor: null,
        value: Math.round(amount * 100) * 10_000,
        observedAt: noonOf(`${year}-12-31`),
        by: reviewer,
        note: '',
        data: { fromOn: `${year}-01-01`, toOn: `${year}-12-31`, source: '明城市统计年鉴（示例）' },
      })
      const now = value - change * (last - year)
      const parts = statistic.id === 'GC-PERHEAD' ? districts.map(({ id }) => fact(id, now + 2.5 * chance.normal())) : []
      return [fact(null, now), ...parts]
    }),
  )
  await addObservations(db, cityId, facts)
}
