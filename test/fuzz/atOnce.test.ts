/**
 * Every write of the contracts by several at the same moment: the same one twice over (a phone that sends again), and others about the
 * same thing (two people at two desks). Whoever comes second is answered or refused; never is it a fault of ours, and nobody is left
 * waiting for somebody who waits for them.
 */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { Contract, Route } from '../../src/api/contract.ts'
import { contracts } from '../../src/server/contracts.ts'
import { engines } from '../engines.ts'
import { inputOf } from '../permissions/inputs.ts'
import { accountOf, idOf, personOf, points, streets, units } from '../smallCity.ts'
import { useSmall } from '../smallHouse.ts'

const writes = Object.entries(contracts as Readonly<Record<string, Contract>>).flatMap(([room, calls]) =>
  Object.entries(calls)
    // What ends the session of who asks would only show that it has ended.
    .filter(([name, route]) => route.method !== 'GET' && !(room === 'session' || name === 'endSession' || name === 'endOthers'))
    .map(([name, route]) => [`${room}.${name}`, route] as const),
)

/** Things that the small city has; a call that asks for another kind of thing finds none. */
const known: Readonly<Record<string, string>> = {
  unit: units.market,
  unitId: units.market,
  parent: units.market,
  person: personOf('leader'),
  account: accountOf('office'),
  point: points.market,
  pointId: points.market,
  area: streets[0],
  areaId: streets[0],
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7/

/** The input with ids that are known where there is one of the name; `idOf` gives the others. */
function about(value: unknown, other: (name: string) => string, name = ''): unknown {
  if (typeof value === 'string') return uuid.test(value) ? (known[name] ?? other(name)) : value
  if (Array.isArray(value)) return value.map((part) => about(part, other, name))
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, about(part, other, key)]))
}

function requestOf(route: Route, other: (name: string) => string) {
  const { params, query, body } = inputOf(route)
  const [path, search, sent] = [params, query, body].map((part) => about(part, other)) as [
    Record<string, string>,
    Record<string, string>,
    unknown,
  ]
  return {
    method: route.method,
    url: `/api${route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(path[name] ?? '-'))}?${new URLSearchParams(search).toString()}`,
    headers: sent === undefined ? {} : { 'content-type': Buffer.isBuffer(sent) ? 'application/octet-stream' : 'application/json' },
    ...(sent === undefined ? {} : { body: Buffer.isBuffer(sent) ? sent : JSON.stringify(sent) }),
  }
}

describe.each(engines.slice(-1))('writes at the same moment on %s', (_name, open) => {
  const { small } = useSmall(open)

  it('are answered or refused, each of them', async () => {
    const faults: string[] = []
    const thing = idOf(4711)
    for (const [name, route] of writes) {
      const at = [...Array.from({ length: 3 }, () => () => thing), ...Array.from({ length: 3 }, () => () => v7())]
      const answers = await Promise.all(
        at.map((other) => {
          const { url, ...init } = requestOf(route, other)
          return small.fetchAs(route.may === 'cases.rectify' ? 'unit' : 'operator')(url, init as never)
        }),
      )
      for (const answer of answers) if (answer.status >= 500) faults.push(`${name} ${answer.status} ${JSON.stringify(await answer.json())}`)
    }
    expect(faults).toEqual([])
  })
})
