/**
 * Who is responsible in the demo city: bureaus by the kinds that the standards name, governments of the districts, street
 * offices, communities, companies and an assessor; their posts, and the people who hold or held them.
 */
import type { Text } from '../src/base/text.ts'
import { addDays, type Day } from '../src/base/time.ts'
import { type Area, foundedMs, type Geography } from './geography.ts'
import { cityName, makePeople } from './names.ts'
import { type Chance, chanceOf } from './random.ts'

export interface Unit {
  readonly id: string
  readonly kind: string
  readonly code: string
  readonly name: Text
  readonly parentId: string | null
  readonly areaId: string | null
}

export interface Post {
  readonly id: string
  readonly unitId: string
  readonly title: Text
  /** May be the leader in charge (分管领导) of a duty. */
  readonly leads: boolean
  /** What the demo's duties use it for. */
  readonly role: 'head' | 'leader' | 'department' | 'contact'
}

export interface Person {
  readonly id: string
  readonly name: string
}

export interface Holder {
  readonly postId: string
  readonly personId: string
  readonly fromOn: Day
  readonly toOn: Day | null
}

export interface Staff {
  readonly units: readonly Unit[]
  readonly posts: readonly Post[]
  readonly people: readonly Person[]
  readonly holders: readonly Holder[]
}

/** Bureaus: kind, Chinese name after the city's, English name. Kinds are those of the sample standard. */
const bureaus: readonly (readonly [string, string, string])[] = [
  ['WMB', '精神文明建设办公室', 'Civilisation Office'],
  ['XCB', '宣传部', 'Publicity Department'],
  ['JW', '纪委监委', 'Commission for Discipline and Supervision'],
  ['ZFW', '政法委', 'Political and Legal Committee'],
  ['GAJ', '公安局', 'Public Security Bureau'],
  ['JJ', '公安局交通警察支队', 'Traffic Police'],
  ['SFJ', '司法局', 'Justice Bureau'],
  ['FY', '人民法院', 'Court'],
  ['MZJ', '民政局', 'Civil Affairs Bureau'],
  ['RSJ', '人力资源和社会保障局', 'Human Resources Bureau'],
  ['JYJ', '教育局', 'Education Bureau'],
  ['WJW', '卫生健康委员会', 'Health Commission'],
  ['SJJ', '市场监督管理局', 'Market Regulation Bureau'],
  ['CGJ', '城市管理局', 'Urban Management Bureau'],
  ['ZJJ', '住房和城乡建设局', 'Housing and Construction Bureau'],
  ['JTJ', '交通运输局', 'Transport Bureau'],
  ['STJ', '生态环境局', 'Ecology and Environment Bureau'],
  ['ZRJ', '自然资源局', 'Natural Resources Bureau'],
  ['SWJ', '水务局', 'Water Bureau'],
  ['NYJ', '农业农村局', 'Agriculture and Rural Affairs Bureau'],
  ['WLJ', '文化和旅游局', 'Culture and Tourism Bureau'],
  ['SWUJ', '商务局', 'Commerce Bureau'],
  ['ZWJ', '政务服务管理局', 'Government Services Bureau'],
  ['XFJ', '信访局', 'Letters and Visits Bureau'],
  ['SJJu', '数据局', 'Data Bureau'],
  ['YJJ', '应急管理局', 'Emergency Management Bureau'],
  ['XFZD', '消防救援支队', 'Fire and Rescue Service'],
  ['CL', '残疾人联合会', 'Disabled Persons’ Federation'],
  ['FL', '妇女联合会', 'Women’s Federation'],
  ['TW', '共青团委员会', 'Youth League Committee'],
  ['GH', '总工会', 'Trade Union Federation'],
  ['KX', '科学技术协会', 'Science Association'],
  ['TYJ', '体育局', 'Sports Bureau'],
  ['SWSJ', '税务局', 'Tax Bureau'],
  ['YZ', '邮政管理局', 'Postal Administration'],
  ['TG', '通信管理办公室', 'Telecom Administration Office'],
  ['WXB', '网信办', 'Cyberspace Office'],
  ['FGW', '发展和改革委员会', 'Development and Reform Commission'],
  ['ZZB', '组织部', 'Organisation Department'],
  ['GGC', '公用事业服务中心', 'Public Utilities Centre'],
  ['GSQ', '关心下一代工作委员会', 'Care for the Next Generation Committee'],
]

/** Companies and the third party; their kinds are the demo's own. */
const companies: readonly (readonly [string, string, string, string])[] = [
  ['COMPANY', 'gs-sw', '明溪水务公司', 'Mingxi Water Company'],
  ['COMPANY', 'gs-rq', '明溪燃气公司', 'Mingxi Gas Company'],
  ['COMPANY', 'gs-gj', '云岫公交公司', 'Yunxiu Bus Company'],
  ['COMPANY', 'gs-hw', '澄岸环卫公司', 'Chengan Sanitation Company'],
  ['COMPANY', 'gs-wy', '栖禾物业公司', 'Qihe Property Services'],
  ['COMPANY', 'gs-sc', '望澜市场管理公司', 'Wanglan Market Management'],
  ['ASSESSOR', 'dsf-01', '衡观测评咨询公司', 'Hengguan Assessment Consultants'],
]

const bureauPosts: readonly (readonly [Post['role'], string, string])[] = [
  ['head', '主要负责人', 'Head'],
  ['leader', '分管负责人', 'Deputy head in charge'],
  ['department', '创建工作科科长', 'Head of the campaign section'],
  ['contact', '联络员', 'Contact person'],
]
const streetPosts: readonly (readonly [Post['role'], string, string])[] = [
  ['head', '党工委书记', 'Party secretary'],
  ['leader', '办事处分管副主任', 'Deputy director in charge'],
  ['department', '创建办主任', 'Head of the campaign office'],
  ['contact', '创建专干', 'Campaign officer'],
]
const communityPosts: readonly (readonly [Post['role'], string, string])[] = [
  ['head', '社区书记', 'Community secretary'],
  ['contact', '网格长', 'Head of grids'],
]

function unitsOf({ areas }: Geography, chance: Chance): Unit[] {
  const units: Unit[] = []
  const add = (unit: Omit<Unit, 'id'>): string => {
    const id = chance.id(foundedMs)
    units.push({ id, ...unit })
    return id
  }
  for (const [kind, zh, en] of bureaus)
    add({ kind, code: kind.toLowerCase(), name: { zh: cityName.zh + zh, en: `${cityName.en} ${en}` }, parentId: null, areaId: null })
  const unitOfArea = new Map<string, string>()
  const office = (area: Area, kind: string, zh: string, en: string) => {
    const parentId = unitOfArea.get(area.parentId ?? '') ?? null
    unitOfArea.set(
      area.id,
      add({ kind, code: area.code, name: { zh: area.name.zh + zh, en: `${area.name.en} ${en}` }, parentId, areaId: area.id }),
    )
  }
  for (const area of areas) {
    if (area.level === 'district') office(area, 'DISTRICT', '人民政府', 'Government')
    if (area.level === 'street') office(area, 'JDZ', '办事处', 'Office')
    if (area.level === 'community') office(area, 'SQ', '居民委员会', 'Committee')
  }
  for (const [kind, code, zh, en] of companies) add({ kind, code, name: { zh, en }, parentId: null, areaId: null })
  return units
}

const postsFor = (kind: string) => (kind === 'SQ' ? communityPosts : kind === 'JDZ' || kind === 'DISTRICT' ? streetPosts : bureauPosts)

/** Units, posts and holders of a seed; some posts changed hands in the last year before `today`. */
export function makeStaff(geography: Geography, seed: number, today: Day): Staff {
  const chance = chanceOf(seed, 'staff')
  const person = makePeople(chanceOf(seed, 'people'))
  const units = unitsOf(geography, chance)
  const posts: Post[] = []
  const people: Person[] = []
  const holders: Holder[] = []
  const hold = (postId: string, fromOn: Day, toOn: Day | null) => {
    const personId = chance.id(foundedMs)
    people.push({ id: personId, name: person() })
    holders.push({ postId, personId, fromOn, toOn })
  }
  for (const unit of units)
    for (const [role, zh, en] of postsFor(unit.kind)) {
      const postId = chance.id(foundedMs + posts.length)
      posts.push({ id: postId, unitId: unit.id, title: { zh, en }, leads: role === 'head' || role === 'leader', role })
      const since = addDays(today, -chance.int(500, 1400))
      const changed = chance.yes(0.08) ? addDays(today, -chance.int(30, 330)) : null
      hold(postId, since, changed === null ? null : addDays(changed, -1))
      if (changed !== null) hold(postId, changed, null)
    }
  return { units, posts, people, holders }
}
