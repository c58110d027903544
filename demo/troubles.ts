/**
 * What became of the problems that were seen: reported, dispatched, put right with a photo, verified by somebody else,
 * closed; some came back, some were refused at verification, one unit is slow. Whole histories as events of the case room.
 */
import type { NewEvent } from '../src/base/event.ts'
import type { CaseId } from '../src/base/ids.ts'
import { addDays, dayOf, type Instant } from '../src/base/time.ts'
import type { Given, Report } from '../src/cases/case.ts'
import type { SetLimit } from '../src/cases/rule.ts'
import { daysBySeverity, endOfDay, type Phrase, suggestion } from '../src/cases/suggestion.ts'
import type { AreaId, PointId, UnitId } from '../src/base/ids.ts'
import type { ChecklistItem } from '../src/inspections/checklist.ts'
import type { GradedResult } from '../src/inspections/visit.ts'
import { say } from '../src/server/say.ts'
import { act, type Life, limitBy, report } from './acts.ts'
import { type ConditionOf, makeConditions } from './classes.ts'
import { agoOf, isWeekend, momentOf, plan } from './days.ts'
import type { Setting, Walk } from './patrols.ts'
import { storiesOf, type Stories } from './quality.ts'
import { type Chance, chanceOf } from './random.ts'

/** A case in the making. */
interface Trouble {
  readonly setting: Setting
  readonly conditionOf: ConditionOf
  readonly cast: Cast
  readonly chance: Chance
  readonly walk: Walk
  readonly result: GradedResult
  readonly item: ChecklistItem
  readonly life: Life
}

/** Who acts: the office dispatches, the unit's contact puts right, checkers verify. */
interface Cast {
  readonly stories: Stories
  readonly office: string
  readonly checkers: readonly string[]
  /** How quick the desk and the checkers are, drawn apart from what the cases themselves are. */
  readonly pace: Chance
  readonly contactOf: ReadonlyMap<string, string>
  readonly speedOf: ReadonlyMap<string, number>
}

const hour = 3_600_000
const after = (at: Instant, hours: number): Instant => new Date(Date.parse(at) + hours * hour).toISOString()

/** The next moment somebody is at a desk: 8:30 to 17:45 on a weekday, and on weekends only sometimes. */
function atDesk(at: Instant, chance: Chance): Instant {
  const day = dayOf(at)
  const open = momentOf(day, 510 + chance.int(0, 50))
  const moment = at < open ? open : at
  if (moment <= momentOf(day, 1065) && !(isWeekend(day) && chance.yes(0.7))) return moment
  return atDesk(momentOf(addDays(day, 1), 510 + chance.int(0, 60)), chance)
}

function castOf({ city, accounts }: Setting): Cast {
  const chance = chanceOf(city.seed, 'cast')
  const stories = storiesOf(city)
  const holderOf = new Map(city.holders.filter(({ toOn }) => toOn === null).map(({ postId, personId }) => [postId, personId]))
  const contacts = city.posts.filter(({ role }) => role === 'contact')
  const speeds = city.units.map(({ id }) => [id, id === stories.slowUnit ? 3.4 : Math.exp(0.3 * chance.normal())] as const)
  return {
    stories,
    pace: chanceOf(city.seed, 'pace'),
    office: accounts.find(({ role }) => role === 'office')!.personId,
    checkers: accounts.filter(({ role }) => role === 'checker').map(({ personId }) => personId),
    contactOf: new Map(contacts.map(({ unitId, id }) => [unitId, holderOf.get(id)!])),
    speedOf: new Map(speeds),
  }
}

const odds: Record<number, number> = { 1: 0.04, 2: 0.11, 3: 0.5 }

/** Gives, day by day, the events of the cases that start on it; a problem put right makes the place better from then on. */
export function makeTroubles(setting: Setting): (walks: readonly Walk[]) => NewEvent[][] {
  const chance = chanceOf(setting.city.seed, 'troubles')
  const cast = castOf(setting)
  const conditionOf = makeConditions(setting.city)
  const open = new Map<string, Instant>()
  return (walks) =>
    walks.flatMap((walk) =>
      walk.facts.results.flatMap((result) => {
        const item = walk.items.get(result.fact)!
        const key = `${walk.point.id} ${result.fact}`
        if (result.factor !== 0 || (open.get(key) ?? '') > walk.facts.visitedAt) return []
        if (!chance.yes(odds[item.severity] ?? 0.1)) {
          if (chance.yes(0.35)) setting.quality.fixed(walk.point, result.fact, addDays(dayOf(walk.facts.visitedAt), chance.int(1, 12)))
          return []
        }
        const id = chance.id(Date.parse(walk.facts.recordedAt) + 60_000) as CaseId
        const life: Life = { id, chance, events: [], is: undefined }
        const trouble: Trouble = { setting, conditionOf, cast, chance, walk, result, item, life }
        open.set(key, live(trouble) ?? '9999')
        const past = life.events.filter(({ at }) => at < setting.at)
        return past.length === 0 ? [] : [past]
      }),
    )
}

/** Lets a case live; gives when it was closed for the last time, or undefined when it never is. */
function live(trouble: Trouble): Instant | undefined {
  const { walk, cast, chance, item, life } = trouble
  const unit = walk.point.unitId
  const reportedAt = report(life, after(walk.facts.recordedAt, chance.next() * 0.1), walk.facts.by!, reportOf(trouble))
  const sortedAt = sortedBy(trouble, reportedAt, atDesk(after(reportedAt, 0.3 + chance.next() * 4), chance))
  if (chance.yes(0.05))
    return act(life, 'close', sortedAt, cast.office, {
      note: chance.pick(['与已有案件重复', '现场已恢复,不予派遣', '不属于本市管辖']),
    })
  const condition = trouble.conditionOf(item.caseClass)
  const byHand = { given: { dueAt: laterOf(endOfDay(reportedAt, daysBySeverity[item.severity as 1 | 2 | 3]), endOfDay(sortedAt, 1)) } }
  act(life, 'file', sortedAt, cast.office, { note: '' })
  const sentAt = after(sortedAt, cast.pace.yes(0.94) ? cast.pace.int(2, 13) / 60 : cast.pace.int(20, 150) / 60)
  const { given, limit }: { given: Given; limit?: SetLimit } = condition ? limitBy(condition, sentAt) : byHand
  act(life, 'dispatch', sentAt, cast.office, { unitId: unit as UnitId, ...given, note: '' }, limit)
  const closedAt = putRight(trouble, sentAt)
  return comesBack(trouble, closedAt)
}

/** The last days are behindhand, so that every desk of the demo has something to do. */
const isLately = ({ setting }: Trouble, at: Instant) => after(at, 72) > setting.at

/** When the desk files: nearly always within its quarter of an hour. */
const sortedBy = (trouble: Trouble, reportedAt: Instant, late: Instant): Instant =>
  isLately(trouble, reportedAt) || !trouble.cast.pace.yes(0.92) ? late : after(reportedAt, trouble.cast.pace.int(3, 14) / 60)

/** When somebody looks at the photos of the work: nearly always within the half hour that the procedure gives. */
const checkedBy = (trouble: Trouble, from: Instant, late: Instant): Instant =>
  isLately(trouble, from) || !trouble.cast.pace.yes(0.88) ? late : after(from, trouble.cast.pace.int(5, 28) / 60)

const laterOf = (a: Instant, b: Instant) => (a < b ? b : a)

const wrong = ['照片看不出已整改', '现场仍有残留', '只清理了一部分']
const done = ['已清理', '已整改到位', '已修复', '已规范摆放', '已更换', '已清运']

/** Put right by the unit and looked at by somebody else, until that passes. */
function putRight(trouble: Trouble, from: Instant): Instant {
  const { walk, cast, chance, setting, item, life } = trouble
  const unit = walk.point.unitId
  const slow = unit === cast.stories.slowUnit
  // Who has half a day does not take three: a limit makes people hurry.
  const limitHours = (Date.parse(life.is!.dueAt!) - Date.parse(from)) / hour
  const usual = { 1: 110, 2: 56, 3: 14 }[item.severity as 1 | 2 | 3] ?? 30
  const median = limitHours > 0 ? Math.min(usual, (isLately(trouble, from) ? 0.7 : 0.45) * limitHours) : usual
  let at = from
  for (let turn = 0; ; turn++) {
    const hours = median * (cast.speedOf.get(unit) ?? 1) * Math.exp(0.75 * chance.normal()) * (turn === 0 ? 1 : 0.5)
    at = atDesk(after(at, Math.max(0.7, hours) * (chance.yes(slow ? 0.2 : 0.08) ? 18 : 1)), chance)
    const photos = [setting.album.after(walk.point.type, chance)]
    act(life, 'rectify', at, cast.contactOf.get(unit)!, { note: chance.yes(0.6) ? chance.pick(done) : '', photos })
    at = checkedBy(trouble, at, atDesk(after(at, 2 + chance.next() * 40), chance))
    const passed = turn >= 3 || !chance.yes(slow ? 0.22 : 0.09)
    act(life, 'verify', at, chance.pick(cast.checkers), { passed, note: passed ? '' : chance.pick(wrong), photos: [] })
    if (passed) break
  }
  setting.quality.fixed(walk.point, item.fact, dayOf(at))
  return at
}

/** Some come back after weeks, more of those that were closed in the rush before the announced assessment. */
function comesBack(trouble: Trouble, closedAt: Instant): Instant {
  const { chance, cast, setting, walk, life } = trouble
  const ago = agoOf(dayOf(closedAt), dayOf(setting.at))
  const rushed = ago <= plan.preparing && ago >= plan.announced.to
  if (!chance.yes(rushed ? 0.17 : 0.05)) return closedAt
  const at = atDesk(after(closedAt, 24 * chance.int(rushed ? 12 : 7, 42)), chance)
  const photos = [setting.album.before(walk.point.type, chance)]
  act(life, 'reopen', at, chance.pick(cast.checkers), { note: chance.pick(['复查发现反弹', '回访发现问题复现']), photos })
  if (walk.point.unitId === cast.stories.slowUnit && chance.yes(0.5)) return '9999'
  return putRight(trouble, at)
}

const phrase: Phrase = (key, values) => say('zh-CN', key, values)

/** What the inspector reports: what the desk would suggest for the finding. */
function reportOf({ walk, result, item, conditionOf }: Trouble): Report {
  const { point } = walk
  const finding = {
    observationId: result.id,
    fact: item.fact,
    title: item.title,
    note: result.note,
    factor: result.factor,
    pointId: point.id as PointId,
    photos: result.photos,
    caseClass: conditionOf(item.caseClass)?.classCode ?? item.caseClass ?? null,
    severity: item.severity as 1 | 2 | 3,
    unitKinds: [],
  }
  const place = {
    id: point.id as PointId,
    title: point.name,
    place: point.place,
    streetId: point.streetId as AreaId,
    unitId: point.unitId as UnitId,
    areas: [],
  }
  const known = { finding, point: place, units: [], language: 'zh-CN' as const, phrase }
  return { source: 'observation', ...suggestion(known, walk.facts.recordedAt) }
}
