/**
 * Every call of every contract, tried by every role, by nobody and by a person of another city. Kept as `grid.txt`, to be
 * read and reviewed: a new call appears there by itself. Only admission counts, not what a call answers afterwards.
 */
import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { Contract, Permission, Route } from '../../src/api/contract.ts'
import { isAdmitted, reachOf } from '../../src/api/reach.ts'
import { sql } from '../../src/base/sql.ts'
import { hashPassword } from '../../src/access/hash.serve.ts'
import { powersOf, type Role, roles } from '../../src/city/who.ts'
import { contracts } from '../../src/server/contracts.ts'
import { embedded, type TestDb } from '../engines.ts'
import { password, signIn } from '../smallCity.ts'
import { useSmall } from '../smallHouse.ts'
import { inputOf } from './inputs.ts'

interface Call {
  readonly name: string
  readonly route: Route
}

const calls: readonly Call[] = Object.entries(contracts as Readonly<Record<string, Contract>>).flatMap(([room, routes]) =>
  Object.entries(routes).map(([name, route]) => ({ name: `${room}.${name}`, route })),
)

interface Outcome {
  readonly status: number
  /** Turned away at the door. That a thing nobody knows is not theirs either is told to who may make the call for their own. */
  readonly refused: boolean
}

const refusals = new Set(['api.signIn', 'api.notAllowed'])

/** The call as a request, with the ids of things that nobody knows, or with a given one. */
function requestOf({ route }: Call, id?: string): InjectOptions {
  const { params, query, body } = inputOf(route)
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(id ?? String(params[name])))
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  const payload = Buffer.isBuffer(body)
    ? { payload: body, headers: { 'content-type': 'application/octet-stream' } }
    : { payload: body as object }
  return { method: route.method, url: `/api${path}?${search.toString()}`, ...(body === undefined ? {} : payload) }
}

/** The same call with an input that no shape takes: whoever is let in is told so at once, and nothing is done. */
function brokenOf({ route }: Call): InjectOptions {
  const url = `/api${route.path.replace(/:[a-zA-Z]+/g, '-')}?limit=-&edition=-`
  return { method: route.method, url, ...(route.body === undefined ? {} : { payload: [] }) }
}

describe('who may do what', () => {
  const { house, small } = useSmall(embedded, async ({ db }) => {
    await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (2, 'other', '别城', 'district')`)
    const [person, account] = [v7(), v7()]
    await db.run(sql`insert into people (city_id, id, name) values (2, ${person}, '外人')`)
    await db.run(sql`insert into accounts (city_id, id, login, role, person_id, password_hash)
      values (2, ${account}, 'stranger', 'operator', ${person}, ${await hashPassword(password)})`)
  })
  const cookies = new Map<string, string>()

  const send = async (request: InjectOptions, route: Route, cookie?: string): Promise<Outcome> => {
    const headers = { ...request.headers, ...(cookie === undefined ? {} : { cookie }) }
    if (route.returns !== 'stream') {
      const { statusCode: status, body } = await small.app.inject({ ...request, headers })
      const code = status < 400 ? '' : (JSON.parse(body) as { code: string }).code
      return { status, refused: refusals.has(code) }
    }
    const answer = await small.app.inject({ ...request, headers, payloadAsStream: true })
    answer.stream().destroy()
    return { status: answer.statusCode, refused: answer.statusCode >= 400 }
  }
  /** Whoever ended their own session by the call before signs in again. */
  const sendAs = async (login: string, city: string, request: InjectOptions, route: Route): Promise<Outcome> => {
    for (let time = 0; ; time++) {
      if (!cookies.has(login)) cookies.set(login, await signIn(small.app, login, city))
      const outcome = await send(request, route, cookies.get(login))
      if (!outcome.refused || outcome.status !== 401 || time > 0) return outcome
      cookies.delete(login)
    }
  }

  it('is what the contracts declare, call by call', async () => {
    const lines: string[] = []
    const wrong: string[] = []
    for (const call of calls) {
      const { route } = call
      const nobody = await send(requestOf(call), route)
      if (nobody.refused === (route.may === 'anyone')) wrong.push(`${call.name} nobody ${nobody.status}`)
      const marks: string[] = [nobody.refused ? 'no' : 'yes']
      let isTried = false
      for (const role of roles) {
        const { refused, status } = await sendAs(role, 'small', isTried ? brokenOf(call) : requestOf(call), route)
        isTried ||= !refused
        const powers = powersOf(role)
        if (refused === isAdmitted(powers, route) || status >= 500) wrong.push(`${call.name} ${role} ${status}`)
        marks.push(refused ? 'no' : markOf(role, route.may))
      }
      lines.push(
        `${call.name.padEnd(34)}${nameOf(route.may).padEnd(22)}${marks.map((mark, index) => mark.padEnd(widths[index]!)).join('')}`.trimEnd(),
      )
    }
    expect(wrong).toEqual([])
    await expect(`${head}${lines.join('\n')}\n`).toMatchFileSnapshot('./grid.txt')
  }, 180_000)

  it('gives a person of another city nothing of this one, whatever call they make with its ids', async () => {
    const ids = await idsOf(house)
    const told: string[] = []
    // A call that makes a thing under the id it is given makes it the stranger's own: those come last.
    const isMaking = ({ route }: Call) => Number(route.method === 'PUT')
    for (const call of calls.filter(({ route }) => route.params !== undefined).toSorted((a, b) => isMaking(a) - isMaking(b))) {
      const { status: unknown } = await sendAs('stranger', 'other', requestOf(call, randomUUID()), call.route)
      for (const [table, id] of ids) {
        const { status } = await sendAs('stranger', 'other', requestOf(call, id), call.route)
        if (status !== unknown) told.push(`${call.name} ${table} ${status} instead of ${unknown}`)
      }
    }
    expect(ids.length).toBeGreaterThan(7)
    expect(told).toEqual([])
  }, 180_000)
})

const names = ['nobody', ...roles]
const widths = names.map((name) => Math.max(5, name.length + 1))
const nameOf = (may: Permission): string => may
const head = `Who may make which call. Written by test/permissions/grid.test.ts (vitest -u renews it); a new call appears by itself.
yes: anything in the city; area, unit, own: what lies in the area or the unit of the post, or what they did themselves.
A person of another city is tried with the ids of this one: no call answers otherwise than to an id that does not exist.

${'call'.padEnd(34)}${'permission'.padEnd(22)}${names
  .map((name, index) => name.padEnd(widths[index]!))
  .join('')
  .trimEnd()}
`

const markOf = (role: Role, may: Permission): string => {
  const reach = reachOf(powersOf(role), may) ?? 'city'
  return reach === 'city' ? 'yes' : reach
}

/** One id of each kind of thing that the small city has. */
async function idsOf({ engine }: TestDb): Promise<[string, string][]> {
  const { rows } = await engine.query(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
    [],
  )
  const found: [string, string][] = []
  for (const { name } of rows) {
    const [row] = (await engine.query(`select id from public."${String(name)}" where city_id = 1 limit 1`, [])).rows
    if (row) found.push([String(name), String(row['id'])])
  }
  return found
}
