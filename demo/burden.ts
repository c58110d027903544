/**
 * What the bureaus asked of the streets and communities week by week, what was answered and how long it took; one community is
 * nearly full, and one plea to ask for more was decided. Through the same calls as in the product, so that the sums are theirs.
 */
import type { Who } from '../src/api/who.ts'
import type { AccountId, PersonId, PostId, UnitId } from '../src/base/ids.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import { mondayOf, weekOf } from '../src/burden/burden.ts'
import { burdenHandlers } from '../src/burden/burden.serve.ts'
import { permissionsOf } from '../src/city/who.ts'
import { say } from '../src/server/say.ts'
import { ask, type Office } from './campaign.ts'
import { momentOf } from './days.ts'
import type { Unit } from './units.ts'
import { type Chance, chanceOf } from './random.ts'

const burden = burdenHandlers(say)

/** How many weeks are told, this one included. */
const weeksTold = 10

/** Who asks, how, for what; the day of the week, and minutes where the sender knows better. */
const requests: readonly (readonly [login: string, kind: 'form' | 'material' | 'meeting' | 'question', text: string, day: number])[] = [
  ['office', 'form', '本周创建工作情况表', 0],
  ['cgj', 'question', '辖区内违规停放共享单车的点位有哪些？', 1],
  ['jyj', 'material', '校园周边环境整治的照片和台账', 2],
  ['office', 'meeting', '创建工作调度会', 3],
]

/** Somebody of the demo's accounts, as they sign in. */
export function whoIs({ cityId, setting }: Office, login: string): Who {
  const account = setting.accounts.find((one) => one.login === login)!
  return {
    city: cityId,
    account: account.id as AccountId,
    person: account.personId as PersonId,
    post: account.postId as PostId,
    deputy: false,
    unit: account.unitId as UnitId,
    area: null,
    role: account.role,
    may: permissionsOf(account.role),
  }
}

/** Tells the weeks. */
export async function askGrassrootsWeekly(office: Office): Promise<void> {
  const { db, setting } = office
  const chance = chanceOf(setting.city.seed, 'burden')
  const grassroots = setting.city.units.filter(({ kind }) => kind === 'SQ' || kind === 'JDZ')
  const busy = grassroots.find(({ code }) => code === '990102001001')!
  const today = dayOf(setting.at)
  for (let back = weeksTold - 1; back >= 0; back--) {
    const monday = mondayOf(weekOf(addDays(today, -7 * back)))
    for (const [login, kind, text, day] of requests) {
      const at = momentOf(addDays(monday, day), 540 + chance.int(0, 300))
      if (at >= setting.at) continue
      const units = [busy, ...chance.shuffled(grassroots.filter((unit) => unit !== busy)).slice(0, chance.int(30, 55))]
      const body = {
        id: chance.id(Date.parse(at)),
        kind,
        text: `${text}（${monday}）`,
        units: units.map(({ id }) => id as UnitId),
        despite: '按周更新',
      }
      const { items } = await burden.request(ask(db, whoIs(office, login), at, { body }))
      for (const { id, unit } of chance.shuffled([...items]).slice(0, 5)) {
        const answeredAt = momentOf(addDays(dayOf(at), 1), 560 + chance.int(0, 400))
        if (answeredAt >= setting.at) continue
        const who = { ...whoIs(office, 'street'), unit: unit.id }
        const answer = kind === 'meeting' ? '' : chance.pick(['已填报', '已报送', '无此类情况'])
        await burden.answer(ask(db, who, answeredAt, { params: { id }, body: { answer, minutes: 5 * chance.int(2, 24) } }))
      }
    }
  }
  await pleadOnce(office, busy, chance)
}

/** The busy community is nearly full this week; a bureau pleads for half an hour more, and the leading group lets it. */
async function pleadOnce(office: Office, busy: Unit, chance: Chance): Promise<void> {
  const { db, setting } = office
  const at = momentOf(dayOf(setting.at), 500)
  if (at >= setting.at) return
  const full = {
    id: chance.id(Date.parse(at)),
    kind: 'visit' as const,
    text: '老旧小区消防通道联合检查',
    units: [busy.id as UnitId],
    minutes: 1800,
    despite: '专项行动',
  }
  await burden.request(ask(db, whoIs(office, 'cgj'), at, { body: full }))
  const id = chance.id(Date.parse(at))
  const body = { id, unit: busy.id as UnitId, minutes: 120, reason: '汛期隐患排查，须在本周完成' }
  await burden.appeal(ask(db, whoIs(office, 'jyj'), at, { body }))
  await burden.decide(ask(db, whoIs(office, 'leader'), at, { params: { id }, body: { approved: true, note: '同意，下不为例' } }))
}
