/**
 * Whistles of the last weeks: some answered and rated, some late and gone up by the clock, one raised this morning. Through the
 * same calls as in the product, told in the order in which things happened, so that the clock finds what it would have found.
 */
import { z } from 'zod'
import type { CaseId, EventId, UnitId } from '../src/base/ids.ts'
import { sql } from '../src/base/sql.ts'
import { addDays, dayOf, type Instant } from '../src/base/time.ts'
import { say } from '../src/server/say.ts'
import { escalateDue } from '../src/whistles/escalate.serve.ts'
import type { WhistleId, WhistleStep } from '../src/whistles/whistle.ts'
import { whistlesHandlers } from '../src/whistles/whistles.serve.ts'
import { whoIs } from './burden.ts'
import { ask, type Office } from './campaign.ts'
import { momentOf } from './days.ts'
import { type Chance, chanceOf } from './random.ts'

const whistles = whistlesHandlers(say)

/** Minutes after the raising, who, and what they do. */
type Act = readonly [after: number, login: string, step: WhistleStep, body: object]

interface Story {
  readonly raiser: string
  readonly kind: string
  readonly daysAgo: number
  readonly lead: string
  readonly helpers: readonly string[]
  /** Why the raiser cannot solve it; stands behind what the case says. */
  readonly text: string
  readonly acts: readonly Act[]
}

const day = 1440
const replied = (contacted: string, measure: string, days: number) => ({ contacted, measure, days })
/** From the sign-in to the rating, as a whistle goes that everybody answers. */
const answered = (raiser: string, lead: string, helper: string, stars: readonly [number, number]): Act[] => [
  [25, lead, 'signIn', { note: '已到现场' }],
  [40, helper, 'signIn', {}],
  [170, lead, 'reply', replied('街道城管办负责人', '现场会商，明确权属，限期整改', 3)],
  [200, helper, 'reply', replied('产权单位经办人', '督促产权单位限期整改', 3)],
  [day + 60, helper, 'record', { note: '产权单位已签收限期整改通知', photo: true }],
  [2 * day, lead, 'finish', { note: '已整改完毕，现场恢复', photo: true }],
  [2 * day + 90, raiser, 'rate', { unit: lead, stars: stars[0], note: '响应及时' }],
  [2 * day + 92, raiser, 'rate', { unit: helper, stars: stars[1], note: '' }],
  [2 * day + 95, raiser, 'close', { note: '' }],
  [2 * day + 300, lead, 'rateBack', { stars: 5, note: '现场配合好' }],
]

const stories: readonly Story[] = [
  {
    raiser: 'street',
    kind: 'problem',
    daysAgo: 26,
    lead: 'cgj',
    helpers: ['zjj'],
    text: '产权不清，多次劝导无效',
    acts: answered('street', 'cgj', 'zjj', [5, 4]),
  },
  {
    raiser: 'street-sq',
    kind: 'problem',
    daysAgo: 19,
    lead: 'zjj',
    helpers: ['cgj'],
    text: '社区无执法权，反复出现',
    acts: answered('street-sq', 'zjj', 'cgj', [3, 5]),
  },
  {
    raiser: 'street2',
    kind: 'joint',
    daysAgo: 12,
    lead: 'sjj',
    helpers: ['cgj', 'jj'],
    text: '涉及几个部门，需联合执法',
    acts: [
      [60, 'sjj', 'signIn', {}],
      [75, 'cgj', 'signIn', {}],
      [180, 'sjj', 'reply', replied('经营者代表', '联合检查，限期整改', 6)],
      [2 * day, 'jj', 'signIn', { note: '值勤冲突，改派二中队' }],
      [2 * day + 30, 'jj', 'reply', replied('二中队', '加密巡逻', 5)],
      [3 * day, 'cgj', 'reply', replied('街道综合执法队', '定人定岗，每日巡查', 5)],
      [5 * day, 'sjj', 'finish', { note: '已整改，三方签字确认', photo: true }],
      [5 * day + 60, 'street2', 'rate', { unit: 'sjj', stars: 4, note: '' }],
      [5 * day + 62, 'street2', 'rate', { unit: 'cgj', stars: 4, note: '' }],
      [5 * day + 64, 'street2', 'rate', { unit: 'jj', stars: 2, note: '两天后才到场' }],
    ],
  },
  {
    raiser: 'street',
    kind: 'problem',
    daysAgo: 6,
    lead: 'jtj',
    helpers: ['cgj'],
    text: '养护责任有争议，居民多次反映',
    acts: [
      [30, 'jtj', 'signIn', {}],
      [150, 'jtj', 'reply', replied('养护公司', '夜间施工修复', 4)],
      [2 * day, 'office', 'coordinate', { note: '请城管局今日报到，配合处置' }],
      [2 * day + 60, 'cgj', 'signIn', {}],
      [2 * day + 90, 'cgj', 'reply', replied('沿线商户', '定岗疏导', 3)],
      [3 * day, 'jtj', 'record', { note: '已完成修复，待验收', photo: true }],
    ],
  },
  {
    raiser: 'office',
    kind: 'advance',
    daysAgo: 5,
    lead: 'zjj',
    helpers: ['cgj'],
    text: '整改停滞，请限期推进',
    acts: [
      [20, 'zjj', 'signIn', {}],
      [35, 'cgj', 'signIn', {}],
      [90, 'zjj', 'reply', replied('各责任单位', '列出清单，逐项销号', 5)],
      [100, 'cgj', 'reply', replied('各中队', '巡查督促', 5)],
      [3 * day, 'zjj', 'finish', { note: '清单 32 项全部销号', photo: true }],
    ],
  },
  {
    raiser: 'street-sq',
    kind: 'problem',
    daysAgo: 4,
    lead: 'cgj',
    helpers: ['sjj'],
    text: '管线权属不明，社区无法处置',
    acts: [[3 * day, 'leader', 'coordinate', { note: '请城管局、市场监管局立即到场' }]],
  },
  {
    raiser: 'street',
    kind: 'emergency',
    daysAgo: 1,
    lead: 'zjj',
    helpers: ['jj'],
    text: '有安全隐患，须立即处置',
    acts: [
      [15, 'zjj', 'signIn', { note: '已拉警戒线', photo: true }],
      [20, 'jj', 'signIn', {}],
      [70, 'zjj', 'reply', replied('业主单位', '排险加固', 2)],
    ],
  },
]

/** One thing that happens at a moment. */
interface Happening {
  readonly at: Instant
  readonly act: () => Promise<unknown>
}

const Next = z.object({ at: z.string().nullable() })
const Row = z.object({ id: z.custom<CaseId>(), text: z.string() })

const unitOf = ({ setting }: Office, login: string): UnitId => setting.accounts.find((one) => one.login === login)!.unitId as UnitId

/** A case of before the whistle: one of the raiser's street if there is one, open if it may be. */
async function caseBefore({ db, cityId }: Office, unit: UnitId, at: Instant, skip: number) {
  const row = await db.find(
    Row,
    sql`select c.id, c.text from cases c where c.city_id = ${cityId} and c.reported_at < ${at}
        order by coalesce(c.street_id in (select a.id from units u join areas s on s.city_id = u.city_id and s.id = u.area_id
          join areas a on a.city_id = s.city_id and a.id in (s.id, s.parent_id) where u.city_id = ${cityId} and u.id = ${unit}), false) desc,
          c.closed_at is null desc, c.reported_at desc, c.id limit 1 offset ${skip}`,
  )
  return row!
}

/** What a step is told, from what the story says of it. */
function bodyOf(office: Office, said: object, at: Instant, chance: Chance): object {
  const { unit, photo, days, contacted, measure, ...rest } = said as Record<string, never>
  return {
    id: chance.id(Date.parse(at)) as EventId,
    ...rest,
    ...(unit === undefined ? {} : { unitId: unitOf(office, unit) }),
    ...(photo === undefined ? {} : { photos: [chance.pick(office.setting.album.photos).id] }),
    ...(days === undefined ? {} : { acceptedAt: at, contacted, measure, deadline: addDays(dayOf(at), days) }),
  }
}

function tell(office: Office, story: Story, index: number, chance: Chance): Happening[] {
  const { db, setting } = office
  const raisedAt = momentOf(addDays(dayOf(setting.at), -story.daysAgo), 565 + chance.int(0, 40))
  const id = chance.id(Date.parse(raisedAt)) as WhistleId
  const raise = async () => {
    const it = await caseBefore(office, unitOf(office, story.raiser), raisedAt, index)
    const helpers = story.helpers.map((login) => unitOf(office, login))
    const body = {
      id,
      kind: story.kind,
      text: `${it.text}：${story.text}`,
      cases: [it.id],
      lead: unitOf(office, story.lead),
      helpers,
      photos: [],
    }
    return whistles.raise(ask(db, whoIs(office, story.raiser), raisedAt, { body }))
  }
  const acts = story.acts.map(([after, login, step, said]): Happening => {
    const at = new Date(Date.parse(raisedAt) + after * 60_000).toISOString()
    const body = bodyOf(office, { note: '', photos: [], ...said }, at, chance)
    return { at, act: () => whistles[step](ask(db, whoIs(office, login), at, { params: { id }, body })) }
  })
  return [{ at: raisedAt, act: raise }, ...acts]
}

/** Lets the clock look at each moment until `at` at which something goes up. */
async function letClockRun({ db, cityId }: Office, at: Instant): Promise<void> {
  for (;;) {
    const next = await db.find(
      Next,
      sql`select to_char(min(next_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from whistles where city_id = ${cityId}`,
    )
    if (next?.at == null || next.at > at) return
    await escalateDue(db, cityId, next.at)
  }
}

/** Tells the whistles. */
export async function blowWhistles(office: Office): Promise<void> {
  const chance = chanceOf(office.setting.city.seed, 'whistles')
  const all = stories.flatMap((story, index) => tell(office, story, index, chance))
  for (const { at, act } of all.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    if (at >= office.setting.at) break
    await letClockRun(office, at)
    await act()
  }
  await letClockRun(office, office.setting.at)
}
