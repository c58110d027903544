/**
 * What stands above the demo city: a small province, and a county beside the city, so that somebody of the province can sign in
 * and compare. Both publish their months; the county shares its cases, the city does not: the province sees figures of both and
 * the cases of one. Neither exists; their codes are in the range that no province uses.
 */
import type { Who } from '../src/api/who.ts'
import { appendEvents } from '../src/base/event.sql.ts'
import type { NewEvent } from '../src/base/event.ts'
import type { AccountId, CaseId, CityId, PersonId, PostId, UnitId } from '../src/base/ids.ts'
import { sql } from '../src/base/sql.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import { endOfDay } from '../src/cases/suggestion.ts'
import { boxOf, labelOf, type Shape } from '../src/city/geometry.ts'
import { permissionsOf, type Role } from '../src/city/who.ts'
import { neighboursHandlers } from '../src/neighbours/neighbours.serve.ts'
import { say } from '../src/server/say.ts'
import { act, type Life, report as tell } from './acts.ts'
import { insertAll, type Target } from './bulk.ts'
import { ask, officeOf, type Office } from './campaign.ts'
import { momentOf } from './days.ts'
import { foundedMs } from './geography.ts'
import { loadCases } from './life.ts'
import { makePeople } from './names.ts'
import { type Chance, chanceOf } from './random.ts'

const neighbours = neighboursHandlers(say)
/** How many whole months are published besides the one that runs. */
const months = 5

interface Place {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly kind: string
}
const province: Place = { code: '990000', zh: '澜山省', en: 'Lanshan Province', kind: 'province' }
const county: Place = { code: '990200', zh: '栖云县', en: 'Qiyun County', kind: 'county' }

/** Login, role, and the unit: kind, code, names. */
type Door = readonly [login: string, role: Role, kind: string, code: string, zh: string, en: string]
const provinceDoors: readonly Door[] = [
  ['province', 'office', 'WMB', 'wmb', '澜山省精神文明建设办公室', 'Lanshan Civilisation Office'],
  ['province-leader', 'leader', 'ZF', 'zf', '澜山省人民政府', 'Lanshan Government'],
]
const countyDoors: readonly Door[] = [
  ['county', 'office', 'WMB', 'wmb', '栖云县精神文明建设办公室', 'Qiyun Civilisation Office'],
  ['county-cgj', 'unit', 'CGJ', 'cgj', '栖云县城市管理局', 'Qiyun Urban Management Bureau'],
  ['county-checker', 'checker', 'DC', 'dc', '栖云县督查室', 'Qiyun Inspection Office'],
]

/** A city with its units, people and accounts; the accounts as they sign in. */
async function found({ db }: Target, office: Office, place: Place, doors: readonly Door[], id: CityId): Promise<ReadonlyMap<string, Who>> {
  const chance = chanceOf(office.setting.city.seed, place.code)
  const person = makePeople(chance)
  await db.run(
    sql`insert into cities (city_id, code, name_zh, name_en, kind, demo) values (${id}, ${place.code}, ${place.zh}, ${place.en}, ${place.kind}, true)`,
  )
  const target: Target = { db, city: id }
  const rows = doors.map(([login, role, kind, code, nameZh, nameEn]) => ({
    login,
    role,
    kind,
    code,
    nameZh,
    nameEn,
    name: person(),
    fromOn: '2024-01-01',
    titleZh: '工作人员',
    titleEn: 'Officer',
    unitId: chance.id(foundedMs),
    postId: chance.id(foundedMs),
    personId: chance.id(foundedMs),
    id: chance.id(foundedMs),
  }))
  await insertAll(
    target,
    'units',
    { id: 'uuid', kind: 'text', code: 'text', nameZh: 'text', nameEn: 'text' },
    rows.map((it) => ({ ...it, id: it.unitId })),
  )
  await insertAll(
    target,
    'people',
    { id: 'uuid', name: 'text' },
    rows.map((it) => ({ id: it.personId, name: it.name })),
  )
  const posts = rows.map((it) => ({ ...it, id: it.postId, leads: it.role === 'leader' }))
  await insertAll(target, 'posts', { id: 'uuid', unitId: 'uuid', titleZh: 'text', titleEn: 'text', leads: 'boolean', role: 'text' }, posts)
  await insertAll(target, 'post_holders', { postId: 'uuid', personId: 'uuid', fromOn: 'date' }, rows)
  // The same password as everybody's: hashed once.
  await db.run(sql`insert into accounts (city_id, id, login, person_id, password_hash)
    select ${id}, r.id, r.login, r.person_id, (select password_hash from accounts where city_id = ${office.cityId} limit 1)
    from jsonb_to_recordset(${JSON.stringify(rows.map((it) => ({ id: it.id, login: it.login, person_id: it.personId })))}::jsonb) as r (id uuid, login text, person_id uuid)`)
  return new Map(
    rows.map((it) => [
      it.login,
      {
        city: id,
        account: it.id as AccountId,
        person: it.personId as PersonId,
        post: it.postId as PostId,
        deputy: false,
        unit: it.unitId as UnitId,
        area: null,
        role: it.role,
        may: permissionsOf(it.role),
      },
    ]),
  )
}

/** Land of the county: a patch of sea west of the city, as large as a county town. */
async function giveLand({ db }: Target, office: Office, id: CityId): Promise<void> {
  const [west, south] = boxOf(office.setting.city.areas[0]!.shape)
  const [x, y] = [west - 0.12, south]
  const ring = [
    [x, y],
    [x + 0.06, y - 0.01],
    [x + 0.09, y + 0.03],
    [x + 0.08, y + 0.07],
    [x + 0.02, y + 0.08],
    [x - 0.01, y + 0.04],
    [x, y],
  ] as [number, number][]
  const shape: Shape = { type: 'Polygon', coordinates: [ring] }
  const box = Object.fromEntries(['west', 'south', 'east', 'north'].map((side, index) => [side, boxOf(shape)[index]!]))
  const [labelLng, labelLat] = labelOf(shape)
  const number = 'double precision'
  const columns = { id: 'uuid', level: 'text', code: 'text', nameZh: 'text', nameEn: 'text', shape: 'jsonb' }
  const sides = { west: number, south: number, east: number, north: number, labelLng: number, labelLat: number }
  const area = {
    id: chanceOf(office.setting.city.seed, 'county land').id(foundedMs),
    level: 'city',
    code: county.code,
    nameZh: county.zh,
    nameEn: county.en,
    shape,
  }
  await insertAll({ db, city: id }, 'areas', { ...columns, ...sides }, [{ ...area, ...box, labelLng, labelLat }])
  await db.run(
    sql`update cities set west = ${box['west']!}, south = ${box['south']!}, east = ${box['east']!}, north = ${box['north']!} where city_id = ${id}`,
  )
}

const texts = ['垃圾桶满溢未清运', '占道经营', '路面破损', '公益广告破损', '乱停非机动车', '沿街乱挂晾晒', '井盖松动', '绿化带内有垃圾']

/** Events of one case of the county: dispatched, put right and verified by somebody else, as far as there was time. */
function caseOf(cast: ReadonlyMap<string, Who>, chance: Chance, day: string, now: string): NewEvent[] {
  const [office, unit, checker] = ['county', 'county-cgj', 'county-checker'].map((login) => cast.get(login)!) as [Who, Who, Who]
  const id = chance.id(Date.parse(`${day}T01:00:00Z`)) as CaseId
  const reportedAt = momentOf(day, 500 + chance.int(0, 400))
  const dueAt = endOfDay(reportedAt, chance.pick([2, 3, 7]))
  const later = (at: string, hours: number) => new Date(Date.parse(at) + hours * 3_600_000).toISOString()
  const sentAt = later(reportedAt, 1 + chance.next() * 5)
  const doneAt = later(sentAt, 6 + 90 * chance.next() ** 2)
  const checkedAt = later(doneAt, 3 + 30 * chance.next())
  const report = {
    source: 'desk',
    text: chance.pick(texts),
    class: null,
    pointId: null,
    observationId: null,
    fact: null,
    place: null,
    streetId: null,
    unitId: unit.unit,
    dueAt,
    photos: [],
    address: '',
    origin: null,
  }
  const life: Life = { id, chance, events: [], is: undefined }
  const steps: readonly (readonly [at: string, take: (at: string) => unknown])[] = [
    [reportedAt, (at) => tell(life, at, office.person, report)],
    [sentAt, (at) => act(life, 'dispatch', at, office.person, { unitId: unit.unit as UnitId, dueAt, note: '' })],
    [doneAt, (at) => act(life, 'rectify', at, unit.person, { note: '已整改到位', photos: [] })],
    [checkedAt, (at) => act(life, 'verify', at, checker.person, { passed: true, note: '', photos: [] })],
  ]
  for (const [at, take] of steps) if (at < now) take(at)
  return life.events
}

/** Half a year of the county's cases, numbered by day as everywhere. */
async function liveInCounty(target: Target, { setting }: Office, cast: ReadonlyMap<string, Who>): Promise<void> {
  const chance = chanceOf(setting.city.seed, 'county cases')
  const days = Array.from({ length: 90 }, () => addDays(dayOf(setting.at), -chance.int(1, 160)))
  const events = days.flatMap((day) => caseOf(cast, chance, day, setting.at)).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const numbers = new Map<string, number>()
  for (const event of events.filter(({ kind }) => kind === 'case.reported')) {
    const day = dayOf(event.at)
    numbers.set(day, (numbers.get(day) ?? 0) + 1)
    event.data['no'] = `${day.replaceAll('-', '')}-${String(numbers.get(day)).padStart(4, '0')}`
  }
  await appendEvents(target.db, target.city, events)
  await loadCases(target, events)
}

/** Publishes the whole months behind, and the one that runs. */
async function publish({ db, setting }: Office, who: Who): Promise<void> {
  const first = (at: string) => `${dayOf(at).slice(0, 7)}-01`
  let on = first(setting.at)
  const moments = [setting.at]
  while (moments.length <= months) {
    // A month is published on the second day after it: on the first, the one before is still the last.
    const moment = momentOf(addDays(on, 1), 600)
    if (moment <= setting.at) moments.unshift(moment)
    on = first(`${addDays(on, -1)}T04:00:00.000Z`)
  }
  for (const at of moments) {
    const period = at === setting.at ? dayOf(at).slice(0, 7) : addDays(first(at), -1).slice(0, 7)
    await neighbours.publish(ask(db, who, at, { body: { period } }))
  }
}

/** Province and county; the demo city and the county stand below the province by their own decision. */
export async function loadProvince(target: Target, office: Office): Promise<void> {
  const { db, setting } = office
  const [above, beside] = [(target.city + 1) as CityId, (target.city + 2) as CityId]
  await found(target, office, province, provinceDoors, above)
  const cast = await found(target, office, county, countyDoors, beside)
  await giveLand(target, office, beside)
  await liveInCounty({ db, city: beside }, office, cast)
  const since = momentOf(addDays(dayOf(setting.at), -170), 600)
  for (const who of [officeOf(office), cast.get('county')!]) {
    await neighbours.setAbove(ask(db, who, since, { body: { parent: province.code } }))
    await publish(office, who)
  }
  const body = { id: chanceOf(setting.city.seed, 'share').id(Date.parse(since)), what: 'cases' as const, reason: '省级督导，为期半年' }
  await neighbours.share(ask(db, cast.get('county')!, momentOf(addDays(dayOf(setting.at), -40), 600), { body }))
}
