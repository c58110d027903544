/**
 * The restrictions that are kept by absence (src/privacy/policies.ts): no call counts or orders people, no table can hold the
 * track of a person, nothing is there to check in with. Read off the contracts and the catalogue, so that a newcomer fails here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Route } from '../../src/api/contract.ts'
import { permissions } from '../../src/api/contract.ts'
import { FirstCity } from '../../src/access/signIn.api.ts'
import { contracts } from '../../src/server/contracts.ts'
import { embedded, type TestDb } from '../engines.ts'
import { house } from './house.ts'

const routes: [string, Route][] = Object.entries(contracts).flatMap(([room, routes]) =>
  Object.entries(routes as Record<string, Route>).map(([name, route]): [string, Route] => [`${room}.${name}`, route]),
)

interface Schema {
  readonly type?: string
  readonly properties?: Record<string, Schema>
  readonly items?: Schema
  readonly [key: string]: unknown
}

/** Every object shape inside a schema, with whether it stands in a list. */
function* objectsIn(schema: unknown, listed = false): Generator<{ shape: Schema; listed: boolean }> {
  if (Array.isArray(schema)) for (const part of schema) yield* objectsIn(part, listed)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return
  const it = schema as Schema
  if (it.properties) yield { shape: it, listed }
  for (const [key, part] of Object.entries(it)) yield* objectsIn(part, listed || key === 'items')
}

const person = /^(person|people|by|holder|inspector|reporter|account|member|staff|user)(Id)?$/i
/** Figures about what somebody did; a person's row must not have one. */
const figure =
  /^(n|count|counts|times|total|uploads?|photos|visits|cases|reports?|minutes|hours|online|signIns|logins|score|points|rank|place|rate)$/i

/** Rows that name a person and hold a figure that is not the person's, each with the reason. */
const excused = new Map([
  ['burden.listAsks: by with minutes', 'minutes of one request; the person is who asked'],
  ['burden.request: by with minutes', 'minutes of one request; the person is who asked'],
  ['burden.listAppeals: by with minutes', 'minutes that one appeal asks for'],
  ['inspections.listVisits: by with photos', 'photos of one visit: a fact of the visit'],
  ['inspections.listObservations: by with times', 'how many equal answers of a survey a row stands for'],
  ['inspections.getVisit: by with times', 'the same rows in one visit'],
  ['inspections.recordVisit: by with times', 'the same rows in one visit'],
  ['inspections.settle: by with times', 'the same rows in one visit'],
  ['live.listBehind: by with times', 'how many equal answers of a survey a row stands for'],
  ['duties.list: person with points', 'places of the duty that the post answers for'],
  ['samples.share: person with points', 'places drawn for somebody to visit: a plan before the visit, not what was done'],
  ['rounds.share: person with points', 'places drawn for somebody to visit: a plan before the visit, not what was done'],
])

const schemaOf = (shape: unknown) => z.toJSONSchema(shape as z.ZodType, { io: 'output', unrepresentable: 'any' })

describe('compliance by absence', () => {
  let db: TestDb
  beforeAll(async () => {
    db = await embedded()
  })
  afterAll(() => db.close())

  it('counts and orders nobody: no list of people with figures', () => {
    const wrong = routes.flatMap(([name, { returns }]) =>
      !(returns instanceof z.ZodType)
        ? []
        : [...objectsIn(schemaOf(returns))].flatMap(({ shape, listed }) => {
            const fields = Object.entries(shape.properties!)
            const who = fields.find(([field]) => person.test(field))
            const what = fields.find(([field, { type }]) => figure.test(field) && (type === 'integer' || type === 'number'))
            return listed && who && what ? [`${name}: ${who[0]} with ${what[0]}`] : []
          }),
    )
    expect(wrong.filter((line) => !excused.has(line))).toEqual([])
    expect([...excused.keys()].filter((line) => !wrong.includes(line))).toEqual([])
  })

  it('finds such a list when there is one', () => {
    const returns = z.object({ items: z.array(z.object({ person: z.object({ id: z.uuid() }), uploads: z.int() })) })
    const found = [...objectsIn(schemaOf(returns))].filter(
      ({ shape, listed }) => listed && Object.keys(shape.properties!).some((field) => figure.test(field)),
    )
    expect(found).toHaveLength(1)
  })

  it('sorts and filters no call by how much a person did', () => {
    const ordered = new Set(
      'rank ranking leaderboard top most online duration attendance checkin heartbeat mileage track tracks'.split(' '),
    )
    const wordsOf = (text: string) => text.split(/[^A-Za-z]+|(?=[A-Z])/).map((word) => word.toLowerCase())
    const names = [...routes.map(([name, { path }]) => `${name} ${path}`), ...permissions]
    expect(names.filter((name) => wordsOf(name).some((word) => ordered.has(word)))).toEqual([])
  })

  it('has no table for tracks, check-ins, points or online time', async () => {
    const { rows } = await db.engine.query(
      `select c.relname as name, array_agg(a.attname::text) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       where c.relkind in ('r', 'p') and c.relnamespace in (select oid from pg_namespace where nspname in ('public', 'identity')) group by 1 order by 1`,
      [],
    )
    const tables = rows as unknown as { name: string; columns: string[] }[]
    const names = /track|trace|trajector|checkin|check_in|attendance|heartbeat|online|badge|reward_point|like/
    expect(
      tables.filter(({ name, columns }) => names.test(name) || columns.some((column) => names.test(column))).map(({ name }) => name),
    ).toEqual([])
    // A place and a person and a time in one row is what a track is made of; these rows are about a photo or a problem.
    const placed = tables.filter(
      ({ columns }) => columns.includes('lng') && columns.some((column) => /(^|_)by$|person_id|account_id/.test(column)),
    )
    expect(placed.map(({ name }) => name)).toEqual(['cases', 'evidence'])
  })

  it('lets nobody below a county found a system of their own', async () => {
    const found = (kind: string) =>
      db.engine.query("insert into cities (city_id, code, name_zh, kind) values (77, 'below', '某街道', $1)", [kind]).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      )
    for (const kind of ['street', 'town', 'township', 'community', 'village']) expect(await found(kind)).toBe('23514')
    const city = JSON.stringify(z.toJSONSchema(FirstCity, { io: 'input' }))
    expect(city).toContain('"enum":["province","city","district","county"]')
  })

  it('takes no money, counts no applause, and looks at nobody from afar', () => {
    const banned = new Set(
      'payment pay price fee advert advertisement donate applause like likes vote votes follower study livestream video microphone stream roll rollcall'.split(
        ' ',
      ),
    )
    const wordsOf = (text: string) => text.split(/[^A-Za-z]+|(?=[A-Z])/).map((word) => word.toLowerCase())
    const names = [...routes.map(([name, { path }]) => `${name} ${path}`), ...permissions]
    expect(names.filter((name) => wordsOf(name).some((word) => banned.has(word)))).toEqual([])
    // The browser may take a photo; it may neither listen nor pay, and no page records a film or opens a line.
    const opens = /getUserMedia|MediaRecorder|RTCPeerConnection|PaymentRequest/
    expect(house.filter(({ text }) => opens.test(text)).map(({ path }) => path)).toEqual([])
    expect(house.find(({ path }) => path.endsWith('server/web.ts'))!.text).toContain('microphone=(), payment=()')
  })

  it('never asks the browser to watch where somebody is', () => {
    const watching = /watchPosition|sendBeacon/
    expect(house.filter(({ text }) => watching.test(text)).map(({ path }) => path)).toEqual([])
  })
})
