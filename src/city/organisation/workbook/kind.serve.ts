/** The organisation's workbook as a kind of import: what is known of the city, and how the plan is taken in. */
import { v7 } from 'uuid'
import { appendEvents } from '../../../base/event.sql.ts'
import type { EventId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import type { Db } from '../../../base/sql.ts'
import { type Taker, tableKind } from '../../../sheets/kind.ts'
import { titlesOf } from '../../tables/kinds.serve.ts'
import { levels } from '../../area.ts'
import { raiseMapVersion } from '../../areas.sql.ts'
import { columnsOf, findTables, type Organisation, type OrganisationContext, type OrganisationPlan, tableNames } from './tables.ts'
import { understandOrganisation } from './understand.ts'
import { addAreas, readOrganisation, writeDeputies, writeHolders, writePeople, writePosts, writeUnits } from './workbook.sql.ts'

export const organisationKind = tableKind<OrganisationContext, OrganisationPlan>({
  kind: 'organisation',
  columns: tableNames.flatMap((name) => columnsOf[name]),
  needs: [],
  options: [],
  sheets: tableNames.map((name) => ({ key: name, columns: columnsOf[name] })),
  layouts: findTables,
  load: async (db, city) => ({ ...(await readOrganisation(db, city)), kinds: await titlesOf(db, city, 'unitKinds') }),
  understand: understandOrganisation,
  apply: async (db, taker, { plan }) => {
    const before = await readOrganisation(db, taker.city)
    refuseOperators(taker, plan, before)
    const idOf = namer(before)
    await takeUnits(db, taker, plan, idOf)
    await takePosts(db, taker, plan, idOf)
    await takeService(db, taker, plan, idOf)
    await tell(db, taker, plan, before, idOf)
    const { areas, units, posts, people, holders, deputies } = plan
    return {
      areas: areas.length,
      units: units.length,
      posts: posts.size,
      people: people.size,
      holders: holders.length,
      deputies: deputies.size,
    }
  },
})

/** Only an operator makes operators, and says who they are. *Refuses:* 403 `organisation.notYourRole`. */
function refuseOperators({ role }: Taker, { posts, holders, deputies }: OrganisationPlan, before: Organisation): void {
  const roles = new Map<string, string | null>(before.posts.map((post) => [post.id, post.role]))
  const touched = [...holders, ...deputies.values()].map(({ post }) => posts.get(post)?.role ?? roles.get(post))
  const changed = [...posts].flatMap(([key, post]) => [post.role, roles.get(key)])
  if (role !== undefined && role !== 'operator' && [...touched, ...changed].includes('operator'))
    throw new Problem('organisation.notYourRole', 403, { role: 'operator' })
}

type IdOf = (kind: 'area' | 'unit' | 'post' | 'person' | 'deputy', key: string) => string

const looksLikeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of what a file names: its own, that of the city, or a new one, the same each time. */
function namer({ areas, units }: Organisation): IdOf {
  const ids = new Map<string, string>([
    ...areas.map(({ code, id }) => [`area ${code}`, id] as const),
    ...units.map(({ code, id }) => [`unit ${code}`, id] as const),
  ])
  return (kind, key) => {
    if (kind !== 'area' && kind !== 'unit' && looksLikeId.test(key)) return key
    const known = ids.get(`${kind} ${key}`) ?? v7()
    ids.set(`${kind} ${key}`, known)
    return known
  }
}

const orNull = <In, Out>(value: In | null, of: (value: In) => Out): Out | null => (value === null ? null : of(value))

async function takeUnits(db: Db, { city }: Taker, { areas, units }: OrganisationPlan, idOf: IdOf): Promise<void> {
  const area = (code: string) => idOf('area', code)
  const fresh = areas.map(({ parent, ...it }) => ({ ...it, id: area(it.code), parentId: orNull(parent, area) }))
  for (const level of levels) {
    const part = fresh.filter((it) => it.level === level)
    if (part.length > 0) await addAreas(db, city, part)
  }
  if (areas.length > 0) await raiseMapVersion(db, city)
  const unit = (code: string) => idOf('unit', code)
  const written = units.map(({ parent, area: of, ...it }) => ({
    ...it,
    id: unit(it.code),
    parentId: orNull(parent, unit),
    areaId: orNull(of, area),
  }))
  if (written.length > 0) await writeUnits(db, city, written)
}

async function takePosts(db: Db, { city }: Taker, { posts, people }: OrganisationPlan, idOf: IdOf): Promise<void> {
  const written = [...posts].map(([key, { unit, area, ...it }]) => ({
    ...it,
    id: idOf('post', key),
    unitId: idOf('unit', unit),
    areaId: orNull(area, (code) => idOf('area', code)),
  }))
  if (written.length > 0) await writePosts(db, city, written)
  const named = [...people].map(([key, it]) => ({ ...it, id: idOf('person', key) }))
  if (named.length > 0) await writePeople(db, city, named)
}

async function takeService(db: Db, taker: Taker, { holders, deputies }: OrganisationPlan, idOf: IdOf): Promise<void> {
  const joined = <It extends { readonly post: string; readonly person: string }>(it: It) => ({
    ...it,
    post: idOf('post', it.post),
    person: idOf('person', it.person),
  })
  if (holders.length > 0) await writeHolders(db, taker.city, holders.map(joined))
  const written = [...deputies].map(([key, it]) => ({ ...joined(it), id: idOf('deputy', key) }))
  if (written.length > 0) await writeDeputies(db, taker.city, written, { at: taker.at, by: taker.person })
}

/** What changed is recorded as if each thing had been changed by hand. */
async function tell(db: Db, taker: Taker, plan: OrganisationPlan, before: Organisation, idOf: IdOf): Promise<void> {
  const roles = new Map<string, string | null>(before.posts.map((post) => [post.id, post.role]))
  const fact = (kind: string, thing: string, data: object) => ({
    id: v7() as EventId,
    kind,
    thing,
    at: taker.at,
    by: taker.person,
    version: 1,
    data: { ...data, import: taker.id },
  })
  const events = [
    ...plan.units.map((unit) => fact('unit.changed', idOf('unit', unit.code), unit)),
    ...[...plan.posts].map(([key, post]) => fact('post.changed', idOf('post', key), { ...post, roleBefore: roles.get(key) ?? null })),
    ...plan.holders.map(({ post, person, fromOn, toOn }) =>
      fact(toOn === null ? 'post.appointed' : 'post.vacated', idOf('post', post), { person: idOf('person', person), fromOn, toOn }),
    ),
    ...[...plan.deputies].map(([key, { post, person, fromOn, toOn }]) =>
      fact('post.deputised', idOf('post', post), { deputy: idOf('deputy', key), person: idOf('person', person), fromOn, toOn }),
    ),
  ]
  if (events.length > 0) await appendEvents(db, taker.city, events)
}
