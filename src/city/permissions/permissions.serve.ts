/** Handlers of the page on permissions, over the contracts of the running system. */
import { handlers, whoOf } from '../../api/api.serve.ts'
import type { Contract, Route } from '../../api/contract.ts'
import { type FindStandings, isAdmitted, reachOf } from '../../api/reach.ts'
import type { CityId, PersonId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { listActingPosts } from '../session.sql.ts'
import { powersOf, type Role, roles } from '../who.ts'
import { type CallLine, permissionsApi, type Why } from './permissions.api.ts'
import { findAskedPerson } from './permissions.sql.ts'
import { type Asked, verdictOf } from './why.ts'

/** What the composition on top hands in: all contracts, and where things stand. */
export interface PermissionsHouse {
  readonly contracts: Readonly<Record<string, Contract>>
  readonly standings: Readonly<Record<string, FindStandings>>
}

function lineOf(room: string, name: string, route: Route): CallLine {
  const { says, method, path, may, within } = route
  const reached = roles.flatMap((role) => (isAdmitted(powersOf(role), route) ? [[role, reachOf(powersOf(role), may)!] as const] : []))
  return {
    call: `${room}.${name}`,
    room,
    says: `call.${says}`,
    method,
    path,
    may,
    roles: Object.fromEntries(reached),
    within: within === undefined ? [] : within === 'rule' ? ['rule'] : [...new Set(within.map(({ of }) => of))],
  }
}

/** Where the thing of a question stands, when the call has one. */
async function askedOf(house: PermissionsHouse, db: Db, city: CityId, { within }: Route, thing: string | undefined): Promise<Asked> {
  const [place] = within === undefined || within === 'rule' ? [] : within
  if (!place || thing === undefined) return undefined
  const standings = await house.standings[place.of]?.(db, city, thing)
  if (!standings) throw new Problem('permissions.noSuchThing', 422)
  return standings
}

/** What is asked: which person, which call, about which thing. */
interface Question {
  readonly person: PersonId
  readonly call: string
  readonly thing?: string | undefined
}

async function whyOf(
  house: PermissionsHouse,
  ask: { db: Db; city: CityId; at: string },
  { person: id, call, thing }: Question,
): Promise<Why> {
  const { db, city, at } = ask
  const [room = '', name = ''] = call.split('.')
  const route = house.contracts[room]?.[name]
  if (!route) throw new Problem('permissions.noSuchCall', 422, { call })
  const person = await findAskedPerson(db, city, id)
  if (!person) throw new Problem('api.notFound', 404)
  const asked = await askedOf(house, db, city, route, thing)
  const posts = await listActingPosts(db, city, id, at)
  const acting = posts.map((post) => ({
    post: { id: post.id, title: { zh: post.titleZh, en: post.titleEn }, unit: { zh: post.unitZh, en: post.unitEn } },
    role: post.role,
    deputy: post.deputy,
    ...verdictOf(route, post.role, { person: id, unit: post.unitId, area: post.areaId }, asked),
  }))
  const role: Role = person.role ?? 'member'
  const own = { post: null, role, deputy: false, ...verdictOf(route, role, { person: id, unit: person.unitId, area: null }, asked) }
  const all = acting.length > 0 ? acting : [own]
  return {
    person: { id, name: person.name },
    call,
    says: `call.${route.says}`,
    hasAccount: person.hasAccount,
    allowed: (person.hasAccount || route.may === 'anyone') && all.some(({ allowed }) => allowed),
    posts: all.map((it) => ({ ...it, reasons: [...it.reasons] })),
  }
}

export const permissionsHandlers = (house: PermissionsHouse) =>
  handlers(permissionsApi, {
    listCalls: async () => ({
      items: Object.entries(house.contracts).flatMap(([room, routes]) =>
        Object.entries(routes).map(([name, route]) => lineOf(room, name, route)),
      ),
    }),
    why: async (ask) => whyOf(house, { db: ask.db, city: whoOf(ask).city, at: ask.at }, ask.query),
  })
