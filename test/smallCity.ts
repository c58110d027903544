/**
 * A city small enough to hold in one hand, for the tests of the rooms: one district, two streets, units, one account of
 * every role, a few points and one published edition. Also an app in memory with a typed client per person.
 */
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import type { Contract } from '../src/api/contract.ts'
import { type Client, client, type Fetch } from '../src/api/client.ts'
import { cellOf } from '../src/base/place.ts'
import { type Db, json, rows, sql } from '../src/base/sql.ts'
import { hashPassword } from '../src/access/hash.serve.ts'
import type { PointRow } from '../src/city/pointRow.ts'
import { addPoints } from '../src/city/points.sql.ts'
import { type Role, roles } from '../src/city/who.ts'
import { filesInMemory } from '../src/evidence/files.serve.ts'
import { type AppOptions, makeApp } from '../src/server/app.ts'
import { Edition } from '../src/standards/edition.ts'
import type { AreaId, CityId, PointId, UnitId } from '../src/base/ids.ts'

/** A fixed UUIDv7 from a small number, so that a failing test is readable. */
export const idOf = (number: number): string => `01900000-0000-7000-8000-${number.toString().padStart(12, '0')}`

export const city = 1 as CityId
export const district = idOf(101)
export const streets = [idOf(111), idOf(112)] as const
export const units = { office: idOf(201), market: idOf(202), housing: idOf(203), street1: idOf(204), street2: idOf(205) } as const
export const points = { market: idOf(301), road: idOf(302), alley: idOf(303) } as const
export const edition = idOf(401)
export const password = 'demo'
export const noon = '2026-11-20T04:00:00.000Z'

/** Person and account ids by role; the second checker is `checker2`, the second unit person `unit2`. */
export const personOf = (role: string): string => idOf(500 + people.indexOf(role))
export const accountOf = (role: string): string => idOf(600 + people.indexOf(role))
/** The post of those who have a unit; the others act by the role of their account. */
export const postOf = (role: string): string => idOf(750 + people.indexOf(role))
const people: string[] = [...roles, 'checker2', 'unit2']

const unitOf: Record<string, string> = {
  office: units.office,
  leader: units.office,
  unit: units.market,
  unit2: units.housing,
  street: units.street1,
}

/** The standard of the small city: two grades of checks on markets and roads, a review, an opinion, a question, a number. */
export const smallEdition: Edition = Edition.parse({
  format: 'mingcheng.edition/1',
  standard: 'small',
  edition: '2026',
  title: { zh: '小城标准', en: 'Small standard' },
  programme: { zh: '创建', en: 'Campaign' },
  official: false,
  subjects: ['district'],
  total: 1000,
  scales: [
    {
      id: 'conform3',
      grades: [
        { code: 'Y', title: { zh: '符合', en: 'conforms' }, factor: 1000 },
        { code: 'P', title: { zh: '基本符合', en: 'mostly' }, factor: 500 },
        { code: 'N', title: { zh: '不符合', en: 'does not' }, factor: 0 },
        { code: 'NA', title: { zh: '不涉及', en: 'not applicable' }, factor: null },
      ],
    },
    {
      id: 'abc',
      grades: [
        { code: 'A', title: { zh: 'A 档', en: 'A' }, factor: 1000 },
        { code: 'B', title: { zh: 'B 档', en: 'B' }, factor: 600 },
        { code: 'C', title: { zh: 'C 档', en: 'C' }, factor: 0 },
      ],
    },
    {
      id: 'satisfied',
      grades: [
        { code: 'S', title: { zh: '满意', en: 'satisfied' }, factor: 1000 },
        { code: 'D', title: { zh: '不满意', en: 'dissatisfied' }, factor: 0 },
        { code: 'X', title: { zh: '拒答', en: 'no answer' }, factor: null },
      ],
    },
  ],
  unitKinds: [
    { id: 'market', title: { zh: '市场监管局', en: 'Market regulation' } },
    { id: 'housing', title: { zh: '住建局', en: 'Housing' } },
    { id: 'street', title: { zh: '街道办事处', en: 'Street office' } },
  ],
  pointTypes: [
    { id: 'PT-MARKET', title: { zh: '集贸市场', en: 'Market' }, group: 'commerce', checks: ['PSA', 'LITTER', 'SIGN'], units: ['market'] },
    { id: 'PT-ROAD', title: { zh: '主干道', en: 'Main road' }, group: 'street', checks: ['LITTER', 'LAMP'], units: ['street'] },
  ],
  checks: [
    {
      id: 'PSA',
      title: { zh: '公益广告不少于2处', en: 'at least 2 PSAs' },
      kind: 'count',
      scale: 'conform3',
      threshold: { op: '>=', value: '2', unit: { zh: '处', en: '' } },
      caseClass: '02-99',
    },
    {
      id: 'LITTER',
      title: { zh: '无垃圾', en: 'no litter' },
      kind: 'absence',
      scale: 'conform3',
      severity: 3,
      photo: 'required',
      remedy: { zh: '2小时内清理', en: 'clear within 2 hours' },
    },
    { id: 'SIGN', title: { zh: '公示牌齐全', en: 'signs complete' }, kind: 'presence', scale: 'conform3', photo: 'none' },
    {
      id: 'LAMP',
      title: { zh: '亮灯率', en: 'lamps lit' },
      kind: 'rate',
      scale: 'conform3',
      threshold: { op: '>=', value: '95', unit: { zh: '%', en: '%' } },
      severity: 2,
    },
  ],
  questions: [{ id: 'Q1', title: { zh: '对环境是否满意', en: 'satisfied?' }, scale: 'satisfied', dimension: 'satisfaction' }],
  statistics: [{ id: 'GREEN', title: { zh: '绿化覆盖率', en: 'greening coverage' }, unit: { zh: '%', en: '%' } }],
  tree: [
    {
      id: 'P1',
      title: { zh: '优美环境', en: 'Environment' },
      level: 'project',
      parts: [
        {
          id: 'C1',
          no: 1,
          title: { zh: '市场整洁有序', en: 'Markets are tidy' },
          ways: [
            {
              method: 'onsite',
              points: 400,
              rule: { name: 'conformityRate' },
              checks: ['PSA', 'LITTER', 'SIGN'],
              pointTypes: ['PT-MARKET'],
            },
            {
              method: 'materials',
              points: 200,
              rule: { name: 'conformityRate' },
              scale: 'abc',
              evidence: [
                { kind: 'document', title: { zh: '工作方案', en: 'work plan' }, min: 1, max: 2 },
                { kind: 'photo', title: { zh: '实景照片', en: 'photos' }, min: 2, max: 4 },
              ],
            },
          ],
          lead: 'market',
          support: ['street', 'housing'],
        },
        {
          id: 'C2',
          no: 2,
          title: { zh: '道路整洁', en: 'Roads are clean' },
          ways: [
            { method: 'onsite', points: 200, rule: { name: 'conformityRate' }, checks: ['LITTER', 'LAMP'], pointTypes: ['PT-ROAD'] },
            { method: 'survey', points: 100, rule: { name: 'conformityRate' }, questions: ['Q1'] },
            { method: 'opinion', points: 100, rule: { name: 'conformityRate' }, scale: 'abc' },
          ],
          lead: 'street',
          support: ['housing'],
        },
      ],
    },
  ],
})

/** Fills a fresh database. */
export async function fill(db: Db): Promise<void> {
  await db.run(sql`insert into cities (city_id, code, name_zh, kind, demo) values (${city}, 'small', '小城区', 'district', true)`)
  await db.run(sql`insert into areas (city_id, id, parent_id, level, code, name_zh)
    select ${city}, id, parent_id, level, code, name_zh from ${rows(
      [
        { id: district, parentId: null, level: 'district', code: '990001', nameZh: '小城区' },
        { id: streets[0], parentId: district, level: 'street', code: '990001001', nameZh: '东街街道' },
        { id: streets[1], parentId: district, level: 'street', code: '990001002', nameZh: '西街街道' },
      ],
      { id: 'uuid', parentId: 'uuid', level: 'text', code: 'text', nameZh: 'text' },
    )}`)
  await fillUnits(db)
  await fillPeople(db)
  await fillPoints(db)
  await db.run(sql`insert into editions (city_id, id, standard, edition, title_zh, title_en, status, official, version, hash, content, changed_at, published_at)
    values (${city}, ${edition}, 'small', '2026', '小城标准', 'Small standard', 'published', false, 1, 'h1', ${json(smallEdition)}, ${noon}, ${noon})`)
}

async function fillUnits(db: Db): Promise<void> {
  const list = [
    { id: units.office, kind: 'office', code: 'U01', nameZh: '创建办', areaId: null },
    { id: units.market, kind: 'market', code: 'U02', nameZh: '市场监管局', areaId: null },
    { id: units.housing, kind: 'housing', code: 'U03', nameZh: '住建局', areaId: null },
    { id: units.street1, kind: 'street', code: 'U04', nameZh: '东街街道办', areaId: streets[0] },
    { id: units.street2, kind: 'street', code: 'U05', nameZh: '西街街道办', areaId: streets[1] },
  ]
  await db.run(sql`insert into units (city_id, id, kind, code, name_zh, area_id)
    select ${city}, id, kind, code, name_zh, area_id from ${rows(list, { id: 'uuid', kind: 'text', code: 'text', nameZh: 'text', areaId: 'uuid' })}`)
  const posts = list.flatMap(({ id, nameZh }, index) => [
    { id: idOf(700 + index * 2), unitId: id, titleZh: `${nameZh}分管领导`, leads: true },
    { id: idOf(701 + index * 2), unitId: id, titleZh: `${nameZh}科员`, leads: false },
  ])
  await db.run(sql`insert into posts (city_id, id, unit_id, title_zh, leads)
    select ${city}, id, unit_id, title_zh, leads from ${rows(posts, { id: 'uuid', unitId: 'uuid', titleZh: 'text', leads: 'boolean' })}`)
}

async function fillPeople(db: Db): Promise<void> {
  const hash = await hashPassword(password)
  const list = people.map((role) => ({
    person: personOf(role),
    account: accountOf(role),
    // Who works in the street acts by the role and unit of the account, as a system would.
    post: unitOf[role] === undefined || role === 'street' ? null : postOf(role),
    name: `${role}员`,
    role: role.replace(/2$/, ''),
    login: role,
    unit: unitOf[role] ?? null,
    hash,
  }))
  const shape = { person: 'uuid', account: 'uuid', name: 'text', role: 'text', login: 'text', unit: 'uuid', hash: 'text', post: 'uuid' }
  await db.run(sql`insert into people (city_id, id, name) select ${city}, person, name from ${rows(list, shape)}`)
  await db.run(sql`insert into posts (city_id, id, unit_id, title_zh, role)
    select ${city}, post, unit, name || '岗', role from ${rows(list, shape)} where post is not null`)
  await db.run(sql`insert into post_holders (city_id, post_id, person_id, from_on)
    select ${city}, post, person, '2026-01-01' from ${rows(list, shape)} where post is not null`)
  await db.run(sql`insert into accounts (city_id, id, login, role, unit_id, person_id, password_hash)
    select ${city}, account, login, case when post is null then role end, case when post is null then unit end, person, hash from ${rows(list, shape)}`)
}

/** A point as it is stored, in the first street unless it says otherwise. */
export const pointRow = (given: Pick<PointRow, 'code' | 'type' | 'nameZh' | 'lng' | 'lat'> & Partial<PointRow>): PointRow => ({
  id: v7() as PointId,
  nameEn: '',
  address: '',
  cell: cellOf([given.lng, given.lat]),
  districtId: null,
  streetId: streets[0] as AreaId,
  communityId: null,
  gridId: null,
  unitId: null,
  retiredOn: null,
  version: 1,
  ...given,
})

async function fillPoints(db: Db): Promise<void> {
  const list = [
    {
      id: points.market,
      code: 'P001',
      type: 'PT-MARKET',
      nameZh: '东街市场',
      lng: 116.1,
      streetId: streets[0],
      unitId: units.market as UnitId,
    },
    { id: points.road, code: 'P002', type: 'PT-ROAD', nameZh: '西街大道', lng: 116.2, streetId: streets[1] },
    { id: points.alley, code: 'P003', type: 'PT-ALLEY', nameZh: '无类型小巷', lng: 116.3, streetId: streets[1] },
  ]
  const inDistrict = { lat: 39.1, districtId: district as AreaId }
  await addPoints(
    db,
    city,
    list.map(({ id, streetId, ...given }) => pointRow({ ...given, ...inDistrict, id: id as PointId, streetId: streetId as AreaId })),
  )
}

/** An app in memory over a filled database; its clock may be set, and other parts of it given. */
export async function openApp(db: Db, parts: Partial<AppOptions> = {}): Promise<SmallApp> {
  const clock = { now: noon }
  const app = await makeApp({ db, now: () => clock.now, files: filesInMemory(), checkAnswers: true, ...parts })
  const cookies = new Map<string, string>()
  const fetchAs =
    (login: string): Fetch =>
    async (url, init) => {
      // A session ends after hours: when the test moves the clock to another day, everybody signs in again.
      const session = `${login} ${clock.now.slice(0, 10)}`
      if (!cookies.has(session)) cookies.set(session, await signIn(app, login))
      const answer = await app.inject({
        method: init.method as 'GET',
        url,
        headers: { ...init.headers, cookie: cookies.get(session)! },
        ...(init.body === undefined ? {} : { payload: init.body instanceof Uint8Array ? Buffer.from(init.body) : (init.body as string) }),
      })
      return {
        ok: answer.statusCode < 400,
        status: answer.statusCode,
        json: async () => answer.json() as unknown,
        blob: async () => new Blob([new Uint8Array(answer.rawPayload)], { type: String(answer.headers['content-type']) }),
      }
    }
  return { app, clock, as: (login, routes) => client(routes, fetchAs(login)), fetchAs }
}

/** The app, its clock, and a client of any contract for any person. */
export interface SmallApp {
  readonly app: FastifyInstance
  readonly clock: { now: string }
  readonly as: <const C extends Contract>(login: Role | 'checker2' | 'unit2', routes: C) => Client<C>
  readonly fetchAs: (login: string) => Fetch
}

/** The cookie of a new session. */
export async function signIn(app: FastifyInstance, login: string, city = 'small'): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { city, login, password } })
  const cookie = answer.cookies[0]
  if (answer.statusCode !== 200 || !cookie) throw new Error(`sign-in of ${login}: ${answer.body}`)
  return `${cookie.name}=${cookie.value}`
}

/** A real JPEG of one colour, for photos. */
export async function photoOf(colour: { r: number; g: number; b: number }, width = 64, height = 48): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
}
