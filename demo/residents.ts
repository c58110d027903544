/**
 * What residents told in the last weeks, from new to closed, one sent back once and one refused; through the same doors as in the
 * product. So the public map, the public answers and the apps of others have something to show from the first minute.
 */
import type { CaseId, EventId } from '../src/base/ids.ts'
import { addDays, dayOf, type Instant } from '../src/base/time.ts'
import { type Given, nothingKnown } from '../src/cases/case.ts'
import { openCase } from '../src/cases/opening.serve.ts'
import { resident } from '../src/cases/sources/resident.ts'
import { takeStep } from '../src/cases/steps.serve.ts'
import { answerCase, hashOfSecret, kindsOf } from '../src/participation/participation.serve.ts'
import { addReport } from '../src/participation/participation.sql.ts'
import { whoIs } from './burden.ts'
import type { Office } from './campaign.ts'
import { momentOf } from './days.ts'
import { type Chance, chanceOf } from './random.ts'

/** How far a report has come. */
type Fate = 'new' | 'dispatched' | 'rectified' | 'closed' | 'sentBack' | 'refused'
type Story = readonly [daysAgo: number, kind: string, pointType: string, unit: string, fate: Fate, text: string, answer?: string]

const stories: readonly Story[] = [
  [41, 'street', 'PT-ROAD', 'zjj', 'closed', '慢车道有一个坑，雨天积水看不见，骑车很危险。', '坑洞已修补并压实，感谢您的反映。'],
  [36, 'litter', 'PT-COMPOUND', 'cgj', 'closed', '小区门口垃圾桶满了两天没有人清。', '已清运，并把清运频次改为一天两次。'],
  [30, 'posters', 'PT-ALLEY', 'cgj', 'closed', '巷子两边墙上又贴满了开锁小广告。'],
  [
    27,
    'lamp',
    'PT-ALLEY',
    'cgj',
    'sentBack',
    '巷口第三盏路灯不亮，老人晚上回家看不清路。',
    '第一次只换了灯泡，复核时仍不亮；更换线路后已恢复照明。',
  ],
  [21, 'green', 'PT-PARK', 'cgj', 'closed', '公园东侧草坪被踩出一条路，泥土裸露。'],
  [17, 'stalls', 'PT-SHOPSTREET', 'cgj', 'closed', '傍晚人行道被烧烤摊占满，婴儿车过不去。', '已劝离，并引导到夜市疏导区经营。'],
  [
    13,
    'other',
    'PT-SQUARE',
    'cgj',
    'refused',
    '广场上的广场舞曲子太老，能不能换几首。',
    '曲目由居民自行商定，不属于受理范围，已转告社区。',
  ],
  [9, 'litter', 'PT-MARKET', 'cgj', 'rectified', '菜市场后门烂菜叶堆在路边，味道很大。'],
  [6, 'parking', 'PT-CROSSING', 'jj', 'dispatched', '路口人行道每天停满车，盲道也被占了。'],
  [4, 'street', 'PT-SHOPSTREET', 'zjj', 'dispatched', '地砖松动，下雨踩上去溅一身水。'],
  [2, 'lamp', 'PT-PARK', 'cgj', 'dispatched', '湖边步道有五盏灯不亮。'],
  [1, 'green', 'PT-SQUARE', 'cgj', 'new', '花坛里的树倒了一棵，压在椅子上。'],
  [1, 'posters', 'PT-BUSSTOP', 'cgj', 'new', '公交站牌上贴了小广告，看不清首末班时间。'],
]

/** Minutes after the report, by whom (a login, or the unit's), which step, with what. */
type Act = readonly [after: number, login: string, step: string, given: Given]
const hours = 60
const day = 24 * hours

function actsOf(office: Office, [, , pointType, unit, fate, , answer]: Story, reportedAt: Instant, chance: Chance): Act[] {
  const { accounts, album } = office.setting
  const unitId = accounts.find(({ login }) => login === unit)!.unitId as Given['unitId']
  const first = album.after(pointType, chance)
  const scene = album.photos.find(({ id }) => id === first)!.scene
  // A photo that proved nothing the first time proves nothing the second time.
  const second = chance.pick(album.photos.filter((it) => it.scene === scene && it.when === 'after' && it.id !== first)).id
  const dispatched: Act = [3 * hours, 'office', 'dispatch', { unitId, dueAt: momentOf(addDays(dayOf(reportedAt), 5), 1080) }]
  const accepted: Act = [5 * hours, unit, 'accept', {}]
  const rectified: Act = [day + 4 * hours, unit, 'rectify', { photos: [first], note: '已处理，请核查' }]
  const passed = (after: number): Act => [after, 'checker', 'verify', { passed: true }]
  const failed: Act = [day + 8 * hours, 'checker', 'verify', { passed: false, note: '到现场看过，问题还在。' }]
  const again: Act = [2 * day + 6 * hours, unit, 'rectify', { photos: [second], note: '重新处理完毕' }]
  return {
    new: [],
    dispatched: [dispatched, accepted],
    rectified: [dispatched, accepted, rectified],
    closed: [dispatched, accepted, rectified, passed(2 * day)],
    sentBack: [dispatched, accepted, rectified, failed, again, passed(3 * day)],
    refused: [[4 * hours, 'office', 'refuse', { note: answer ?? '不属于受理范围' }] satisfies Act],
  }[fate]
}

/** Tells them. */
export async function letResidentsReport(office: Office): Promise<void> {
  const { db, cityId, setting } = office
  const chance = chanceOf(setting.city.seed, 'residents')
  const classes = new Map((await kindsOf(db, cityId)).map((kind) => [kind.code, kind.class]))
  for (const story of stories) {
    const [daysAgo, kind, pointType, , , text, answer] = story
    const at = momentOf(addDays(dayOf(setting.at), -daysAgo), 420 + chance.int(0, 700))
    const point = chance.pick(setting.city.points.filter(({ type }) => type === pointType))
    const id = chance.id(Date.parse(at)) as CaseId
    const photos = [setting.album.before(pointType, chance)]
    const report = resident.toReport(
      { text, class: classes.get(kind) ?? null, place: point.place, address: point.name.zh, photos },
      nothingKnown,
    )
    await db.tx(async (tx) => {
      await openCase(tx, { city: cityId, person: null }, at, id, report)
      await addReport(tx, cityId, { caseId: id, kind, tokenHash: hashOfSecret(`${id} demo`), at })
    })
    let last = at
    for (const [after, login, step, data] of actsOf(office, story, at, chance)) {
      last = new Date(Date.parse(at) + after * 60_000).toISOString()
      const event = chance.id(Date.parse(last)) as EventId
      await db.tx(async (tx) => takeStep(tx, whoIs(office, login), last, { id, step, event, data }))
    }
    if (answer === undefined) continue
    const by = whoIs(office, 'office').person
    const said = new Date(Date.parse(last) + 30 * 60_000).toISOString()
    await answerCase(db, cityId, { id: chance.id(Date.parse(said)), caseId: id, text: answer, at: said, by })
  }
}
