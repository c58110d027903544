/**
 * Who walked where: daily patrols of the year, two mock assessments and the announced one. A visit is a walk along one
 * street from point to point; risky kinds of place are seen more often, and some places hardly ever.
 */
import type { CityId, EvidenceId, ObservationId, PersonId, PointId, RoundId, VisitId } from '../src/base/ids.ts'
import { addDays, type Day, dayOf, type Instant } from '../src/base/time.ts'
import { type ChecklistItem, checklistFor, type InForce } from '../src/inspections/checklist.ts'
import type { NewRound } from '../src/inspections/round.ts'
import type { GradedResult } from '../src/inspections/visit.ts'
import type { VisitFacts } from '../src/inspections/visits.sql.ts'
import { daysOf, isWeekend, momentOf, plan } from './days.ts'
import type { City } from './generate.ts'
import type { Account } from './loadCity.ts'
import type { Album } from './photos.ts'
import type { Point } from './places.ts'
import type { Quality } from './quality.ts'
import { type Chance, chanceOf } from './random.ts'

/** A visit with the point it went to, for those who go on from there. */
export interface Walk {
  readonly facts: VisitFacts
  readonly point: Point
  readonly items: ReadonlyMap<string, ChecklistItem>
}

/** What a year of walking needs to know. */
export interface Setting {
  readonly cityId: CityId
  readonly city: City
  readonly editions: readonly InForce[]
  readonly accounts: readonly Account[]
  readonly album: Album
  readonly quality: Quality
  /** Now; nothing happens after it. */
  readonly at: Instant
}

/** How often a kind of place is seen, against the others. */
const weights: Record<string, number> = {
  'PT-MARKET': 3,
  'PT-ROAD': 2.4,
  'PT-ALLEY': 2,
  'PT-SHOPSTREET': 2.2,
  'PT-CROSSING': 1.7,
  'PT-TOILET': 1.8,
  'PT-COMPOUND': 1.3,
  'PT-PARK': 1.6,
  'PT-SQUARE': 1.8,
  'PT-SCHOOLZONE': 1.5,
  'PT-URBANVILLAGE': 2,
  'PT-FRINGE': 1.6,
  'PT-HOARDING': 1.4,
  'PT-BUSSTOP': 1.1,
  'PT-BUS': 0.3,
  'PT-TAXI': 0.3,
  'PT-COMMITTEE': 0.5,
}

/** What inspectors jot down, by fact, else by its group: short, as in real records. */
const notes: Record<string, readonly string[]> = {
  ENV: ['清扫不及时', '有积存', '局部脏乱'],
  'ENV-LITTER': ['路面有零散垃圾', '花坛内有烟头', '有纸屑'],
  'ENV-EXPOSED': ['墙角堆有垃圾', '建筑垃圾未清', '绿化带内有垃圾'],
  'ENV-POSTER': ['墙面有小广告', '电杆有张贴'],
  'ENV-LINES': ['楼下有飞线充电', '线缆下垂', '线缆杂乱'],
  'ENV-GREEN': ['裸土未覆盖', '绿篱缺株', '树池缺树'],
  'ENV-WATER': ['水面有漂浮物', '岸边有垃圾'],
  ORD: ['秩序较乱'],
  'ORD-STALL': ['店外摆放货物', '流动摊点占道'],
  'ORD-BIKE': ['单车乱停', '电动车压盲道'],
  'ORD-CAR': ['车辆占用人行道', '未按车位停放'],
  'ORD-FIRELANE': ['通道停有车辆', '通道堆物'],
  WST: ['桶满未清', '桶身脏污', '投放混乱'],
  TOI: ['有异味', '地面有积水', '无洗手液'],
  FAC: ['设施破损', '标识不清'],
  'FAC-COVER': ['井盖松动', '井盖破损'],
  'FAC-LIGHT': ['两盏灯不亮', '路灯缺失'],
  'FAC-ROAD': ['路面有坑', '路砖松动'],
  'FAC-DRAIN': ['雨水口堵塞', '有积水'],
  'FAC-BARRIER': ['盲道被占', '坡道被堵'],
  PSA: ['数量不足', '画面褪色', '展板破损'],
  COM: ['公示过期', '无人值守'],
  'COM-STAIR': ['楼道堆物', '鞋柜占道'],
  'COM-LIGHT': ['楼道灯不亮', '门禁损坏'],
  'COM-FIRE': ['灭火器过期', '消防箱被锁'],
  MKT: ['摊位越线', '证照未公示'],
  'MKT-SCALE': ['公平秤缺失'],
  TRA: ['标线不清', '设施损坏'],
  'TRA-YIELD': ['车辆未礼让'],
  'TRA-JAY': ['有人闯红灯'],
  'TRA-VOLUN': ['无人引导'],
  SMK: ['无禁烟标识', '有烟头'],
  SVC: ['公示不全', '无人值守'],
  FOD: ['台账不全', '生熟未分'],
}
const noteOf = (fact: string, chance: Chance): string => {
  const known = notes[fact] ?? notes[fact.slice(0, 3)]
  return known && chance.yes(0.5) ? chance.pick(known) : ''
}

/** One fact, looked at: its grade follows from the quality of the place; a count or measure is given where one is asked. */
function lookAt(setting: Setting, point: Point, item: ChecklistItem, day: Day, chance: Chance): GradedResult {
  const { album, quality } = setting
  const id = chance.id(Date.parse(`${day}T00:00:00Z`)) as ObservationId
  if (chance.yes(0.018)) return { id, fact: item.fact, grade: 'NA', factor: null, value: null, note: '现场不涉及', photos: [] }
  const good = chance.next() < quality.chance(point, item.fact, day)
  const real = item.grades.filter(({ factor }) => factor !== null)
  const top = real.find(({ factor }) => factor === 1000) ?? real[0]!
  const lower = real.filter((grade) => grade !== top)
  const grade = good ? top : lower.length > 1 && chance.yes(0.5) ? lower[0]! : lower.at(-1)!
  if (good || grade.factor !== 0)
    return { id, fact: item.fact, grade: grade.code, factor: grade.factor, value: measure(item, good, chance), note: '', photos: [] }
  quality.missed(point, item.fact, day)
  const photos: EvidenceId[] = item.photo === 'required' || chance.yes(0.2) ? [album.before(point.type, chance)] : []
  return { id, fact: item.fact, grade: grade.code, factor: 0, value: measure(item, false, chance), note: noteOf(item.fact, chance), photos }
}

/** A number on the right side of the threshold, in millionths; null where none is asked or nobody wrote it down. */
function measure({ threshold }: ChecklistItem, met: boolean, chance: Chance): number | null {
  if (!threshold || chance.yes(0.3)) return null
  const limit = Number(threshold.value)
  const step = limit >= 20 ? limit * 0.06 : 1
  const away = step * chance.int(0, 4)
  const more = threshold.op.startsWith('>')
  const strict = threshold.op.length === 1 && threshold.op !== '='
  if (threshold.op === '=') return (met ? limit : limit + step + away) * 1e6
  const value =
    met === more ? limit + (strict || !more ? step : 0) * (met ? Number(strict) : 1) + away : limit - (met && !strict ? 0 : step) - away
  return value < 0 ? null : Math.round(value * 1e6)
}

function visit(setting: Setting, walk: { point: Point; at: Instant; by: PersonId; round: RoundId }, chance: Chance): Walk {
  const day = dayOf(walk.at)
  const items = checklist(setting, walk.point.type)
  const results = [...items.values()].map((item) => lookAt(setting, walk.point, item, day, chance))
  const recordedAt = new Date(Date.parse(walk.at) + chance.int(1, 40) * 60_000).toISOString()
  return {
    point: walk.point,
    items,
    facts: {
      id: chance.id(Date.parse(walk.at)) as VisitId,
      pointId: walk.point.id as PointId,
      roundId: walk.round,
      visitedAt: walk.at,
      recordedAt: recordedAt > setting.at ? setting.at : recordedAt,
      by: walk.by,
      note: '',
      results,
    },
  }
}

const checklists = new WeakMap<object, Map<string, ReadonlyMap<string, ChecklistItem>>>()

/** The checklist of a type of place, by fact. */
function checklist({ editions }: Setting, type: string): ReadonlyMap<string, ChecklistItem> {
  const known = checklists.get(editions) ?? new Map<string, ReadonlyMap<string, ChecklistItem>>()
  checklists.set(editions, known)
  let items = known.get(type)
  if (!items) known.set(type, (items = new Map(checklistFor(editions, type).map((item) => [item.fact, item]))))
  return items
}

/** One round a month for the patrols, and one for each assessment. */
export function makeRounds({ city, at }: Setting): NewRound[] {
  const today = dayOf(at)
  const chance = chanceOf(city.seed, 'rounds')
  const months = [...new Set(daysOf(today).map((day) => day.slice(0, 7)))]
  const round = (kind: NewRound['kind'], zh: string, en: string, fromOn: Day, toOn: Day): NewRound => ({
    id: chance.id(Date.parse(`${fromOn}T00:00:00Z`)) as RoundId,
    kind,
    title: { zh, en },
    fromOn,
    toOn,
  })
  const days = daysOf(today)
  const daily = months.map((month) => {
    const inMonth = days.filter((day) => day.startsWith(month))
    const [year, number] = month.split('-')
    return round('daily', `${year}年${Number(number)}月日常巡查`, `Daily patrols ${month}`, inMonth[0]!, inMonth.at(-1)!)
  })
  const span = ({ from, to }: { from: number; to: number }) => [addDays(today, -from), addDays(today, -to)] as const
  return [
    ...daily,
    round('mock', '第一次模拟测评', 'First mock assessment', ...span(plan.firstMock)),
    round('mock', '第二次模拟测评', 'Second mock assessment', ...span(plan.secondMock)),
    round('announced', '年度测评(提前通知)', 'Annual assessment (announced)', ...span(plan.announced)),
  ]
}

/** The visits of one day after the other, in the order they happened. */
export function makeWalker(setting: Setting, rounds: readonly NewRound[]): (day: Day) => Walk[] {
  const chance = chanceOf(setting.city.seed, 'patrols')
  const walked = new Map<string, Day>()
  return (day) => {
    const daily = rounds.find(({ kind, fromOn, toOn }) => kind === 'daily' && fromOn <= day && day <= toOn)!
    const assessed = rounds.find(({ kind, fromOn, toOn }) => kind !== 'daily' && fromOn <= day && day <= toOn)
    const walks = [
      ...patrolDay(setting, { day, round: daily.id, walked }, chance),
      ...(assessed ? assessDay(setting, { day, round: assessed.id }, chance) : []),
    ]
    return walks.filter(({ facts }) => facts.visitedAt < setting.at).toSorted((a, b) => (a.facts.visitedAt < b.facts.visitedAt ? -1 : 1))
  }
}

interface Shift {
  readonly day: Day
  readonly round: RoundId
  /** When each point was seen last. */
  readonly walked: Map<string, Day>
}

/** Inspectors take turns through the streets; on each they see what is due: risky kinds first, and what was not seen for long. */
function patrolDay(setting: Setting, { day, round, walked }: Shift, chance: Chance): Walk[] {
  const inspectors = setting.accounts.filter(({ role }) => role === 'inspector')
  const onDuty = isWeekend(day) ? chance.shuffled(inspectors).slice(0, 2) : inspectors.filter(() => chance.yes(0.93))
  const streets = chance.shuffled(setting.city.areas.filter(({ level }) => level === 'street'))
  return onDuty.flatMap(({ personId }, index) => {
    const here = setting.city.points.filter(({ streetId }) => streetId === streets[index]!.id)
    const due = ({ id, type }: Point) => {
      const last = walked.get(id)
      const age = last === undefined ? 60 : (Date.parse(day) - Date.parse(last)) / 86_400_000
      return (weights[type] ?? 0.8) * age * (0.4 + chance.next())
    }
    const ranked = here.map((point) => [due(point), point] as const).toSorted((a, b) => b[0] - a[0])
    let minutes = 8 * 60 + 20 + chance.int(0, 50)
    return ranked.slice(0, isWeekend(day) ? chance.int(3, 6) : chance.int(5, 8)).map(([, point]) => {
      minutes += chance.int(24, 75)
      walked.set(point.id, day)
      return visit(setting, { point, at: momentOf(day, minutes), by: personId as PersonId, round }, chance)
    })
  })
}

/** Assessors see a drawn sample: at least one of each kind of place over the days. */
function assessDay(setting: Setting, { day, round }: Omit<Shift, 'walked'>, chance: Chance): Walk[] {
  const assessors = setting.accounts.filter(({ role }) => role === 'assessor')
  const types = [...new Set(setting.city.points.map(({ type }) => type))]
  return assessors.flatMap(({ personId }) => {
    let minutes = 8 * 60 + chance.int(0, 40)
    const drawn = Array.from({ length: 11 }, () => {
      const type = chance.pick(types)
      return chance.pick(setting.city.points.filter((point) => point.type === type))
    })
    return drawn.map((point) => {
      minutes += chance.int(20, 48)
      return visit(setting, { point, at: momentOf(day, minutes), by: personId as PersonId, round }, chance)
    })
  })
}
