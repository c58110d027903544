/**
 * Every call of the contracts with input that nobody would send by accident: wrong kinds, endless texts, deep nesting, letters
 * of other alphabets, pieces of SQL and HTML, paths out of the folder. Whatever is sent: never a 500, never a trace of the
 * code, and never a word of another city, whose rows carry the very same ids here.
 */
import fc from 'fast-check'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, Route } from '../../src/api/contract.ts'
import { contracts } from '../../src/server/contracts.ts'
import { embedded } from '../engines.ts'
import { inputOf } from '../permissions/inputs.ts'
import { accountOf, idOf, personOf, points, signIn } from '../smallCity.ts'
import { useSmall } from '../smallHouse.ts'

const routes: readonly (readonly [string, Route])[] = Object.entries(contracts as Readonly<Record<string, Contract>>).flatMap(
  ([room, calls]) =>
    Object.entries(calls)
      .filter(([, route]) => route.returns !== 'stream')
      .map(([name, route]) => [`${room}.${name}`, route] as const),
)

/** Stands in every text of the other city. */
const secret = '邻市机密'

/** Copies every row of city 1 to city 2, with the same ids and another text. */
const neighbour = `
do $$
declare
  it record;
  texts text;
begin
  for it in
    select c.oid, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'city_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'cities'
  loop
    execute format('alter table %I disable trigger all', it.relname);
    select string_agg(format('%L, %L || coalesce(t.%I, %L)', attname, '${secret}', attname, ''), ', ') into texts
    from pg_attribute where attrelid = it.oid and atttypid = 'text'::regtype and attname in ('name_zh', 'name_en', 'name', 'title_zh', 'title_en', 'text', 'note', 'task', 'address', 'phone');
    execute format('insert into %1$I select (jsonb_populate_record(null::%1$I, to_jsonb(t) || jsonb_build_object(''city_id'', 2 %2$s))).* from %1$I t where city_id = 1',
      it.relname, case when texts is null then '' else ', ' || texts end);
  end loop;
  -- What a key refers to is looked at again, or calls would be let do what no database lets them.
  for it in select c.oid, c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  loop
    execute format('alter table %I enable trigger all', it.relname);
  end loop;
end $$`

const ids = [points.market, accountOf('office'), personOf('leader'), idOf(401), idOf(999_999)]

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  9_007_199_254_740_991,
  '',
  ' ',
  '0',
  '\u0000',
  '\ud800',
  'ÿþ‮⁦ﷺ𝕏👩‍👩‍👧‍👦',
  '明城'.repeat(5000),
  "' or 1=1; drop table points; --",
  "1'; select pg_sleep(9); --",
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://example.org")',
  '../../../../etc/passwd',
  '%2e%2e%2f%00',
  'http://169.254.169.254/latest/meta-data',
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01',
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '__proto__',
  'constructor',
  [],
  {},
  deep(2000),
  { __proto__: { admin: true }, constructor: { prototype: {} } },
  Array.from({ length: 2000 }, () => 'x'),
]

const value = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom(...ids),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

/** A good input with a few places of it spoilt. */
const spoilt = (good: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(good)) return fc.oneof(value, fc.constant(good), fc.tuple(...good.map((part) => spoilt(part))))
  if (typeof good !== 'object' || good === null)
    return fc.oneof({ weight: 2, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: value })
  const parts = Object.fromEntries(Object.entries(good).map(([name, part]) => [name, spoilt(part)]))
  return fc.oneof({ weight: 6, arbitrary: fc.record(parts) }, { weight: 1, arbitrary: value })
}

const asText = (part: unknown): string => (typeof part === 'string' ? part : JSON.stringify(part)) ?? ''

function requests(route: Route): fc.Arbitrary<InjectOptions> {
  const { params, query, body } = inputOf(route)
  const known = { ...query, lang: 'en', cursor: 'eyJ4IjoxfQ', limit: 5 }
  const path = fc.record(Object.fromEntries(Object.keys(params).map((name) => [name, fc.oneof(fc.constantFrom(...ids), value)])))
  const search = fc.record(Object.fromEntries(Object.entries(known).map(([name, good]) => [name, spoilt(good)])), { requiredKeys: [] })
  const sent = Buffer.isBuffer(body)
    ? fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes))
    : body === undefined
      ? fc.constant(undefined)
      : spoilt(body)
  return fc.record({ path, search, sent }).map(({ path: parts, search: asked, sent: payload }) => {
    const url = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) =>
      encodeURIComponent(asText((parts as Record<string, unknown>)[name]).replaceAll(/[\ud800-\udfff]/g, '') || '-'),
    )
    const pairs = Object.entries(asked).map(([name, part]) => [name, asText(part)] as [string, string])
    const text = Buffer.isBuffer(payload) ? payload : payload === undefined ? undefined : JSON.stringify(payload)
    return {
      method: route.method,
      url: `/api${url}?${new URLSearchParams(pairs).toString().slice(0, 2000)}`,
      ...(text === undefined
        ? {}
        : { payload: text, headers: { 'content-type': Buffer.isBuffer(payload) ? 'application/octet-stream' : 'application/json' } }),
    }
  })
}

/** What must never be in an answer. */
const traces = /node_modules|\.ts:\d|at .+ \(.+:\d+:\d+\)|SELECT |syntax error at|pg_catalog|ECONN|ENOENT/

describe('hostile input', () => {
  const { small } = useSmall(embedded, async ({ db, engine }) => {
    await db.run({
      strings: ["insert into cities (city_id, code, name_zh, kind) values (2, 'other', '邻市', 'district')"],
      values: [],
    })
    await engine.script(neighbour)
  })
  let app: FastifyInstance
  const cookies: string[] = []
  beforeAll(async () => {
    app = small.app
    for (const role of ['operator', 'office', 'street']) cookies.push(await signIn(app, role))
  })
  afterAll(async () => {
    await app.close()
  })

  const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 6)

  it.each(routes)('%s answers with a refusal or an answer, and with nothing else', async (_name, route) => {
    await fc.assert(
      fc.asyncProperty(requests(route), fc.nat({ max: 3 }), async (request, who) => {
        const cookie = cookies[who]
        const answer = await app.inject({ ...request, headers: { ...request.headers, ...(cookie === undefined ? {} : { cookie }) } })
        expect({ status: answer.statusCode < 500 || answer.statusCode === 503, body: answer.statusCode >= 500 ? answer.body : '' }).toEqual(
          { status: true, body: '' },
        )
        expect(answer.body).not.toContain(secret)
        if (!/json/.test(String(answer.headers['content-type']))) return
        expect(answer.body).not.toMatch(traces)
        if (answer.statusCode >= 400)
          expect(JSON.parse(answer.body)).toMatchObject({ status: answer.statusCode, code: expect.any(String), title: expect.any(String) })
      }),
      { numRuns: rounds, endOnFailure: true },
    )
  })
})
