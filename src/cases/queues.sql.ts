/** SQL of the queues: what waits for a person is read off the procedure, like everything else about who may do what. */
import { counted } from '../api/total.sql.ts'
import type { Who } from '../api/who.ts'
import type { CityId, PersonId, UnitId } from '../base/ids.ts'
import type { Box } from '../base/place.ts'
import { rangesOf } from '../city/cells.ts'
import { all, type Db, join, like, type Sql, sql, endOf, startOf } from '../base/sql.ts'
import { CaseCounts, type CaseFilter } from './cases.api.ts'
import { findStep, lets, requestKinds, type Step, findDecision } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'

/** Who reads, for the queue of what waits for them. */
export type Reader = Pick<Who, 'city' | 'person' | 'unit' | 'may'> & { readonly role?: string }

/** Whether a row of the table is for this reader, and only for cases of the own unit. */
function reach(step: Step, reader: Reader): 'all' | 'ofUnit' | undefined {
  const takers = step.who.filter((taker) => lets(taker, reader))
  if (takers.length === 0) return undefined
  if (takers.some(({ ofUnit }) => !ofUnit)) return 'all'
  return reader.unit === null ? undefined : 'ofUnit'
}

const ofUnit = (unit: UnitId | null) => sql`c.unit_id = ${unit}`
const notBy = (column: Sql, person: PersonId) => sql`${column} is distinct from ${person}::uuid`

/** What waits for a person: states whose expected step is theirs, and requests that are theirs to decide. */
function waitsFor(reader: Reader, { all: versions }: Procedures): Sql {
  const parts = new Map<string, Sql>()
  const add = (key: string, where: Sql, step: Step) => {
    const how = reach(step, reader)
    if (how === undefined) return
    const handler = step.another.includes('handler')
    parts.set(
      `${key} ${how} ${handler}`,
      all(where, how === 'ofUnit' ? ofUnit(reader.unit) : undefined, handler ? notBy(sql`c.rectified_by`, reader.person) : undefined),
    )
  }
  for (const { procedure } of versions) {
    for (const { state, next } of procedure.states) {
      const step = next === null ? undefined : findStep(procedure, next)
      // What rests waits for its date, not for anybody.
      if (step && !step.ways[0]!.does.includes('resume')) add(state, sql`c.state = ${state}`, step)
    }
    for (const kind of requestKinds)
      for (let level = 1; level <= 5; level++) {
        const step = findDecision(procedure, kind, level)
        const asker = notBy(sql`(c.life -> 'request' ->> 'by')::uuid`, reader.person)
        if (step) add(`${kind}:${level}`, sql`c.asked = ${`${kind}:${level}`} and ${asker}`, step)
      }
  }
  if (parts.size === 0) return sql`(c.reported_by = ${reader.person} and c.stage <> 'closed')`
  return sql`(${join(
    [...parts.values()].map((part) => sql`(${part})`),
    sql` or `,
  )})`
}

/** Over its time, as `isOverdue` has it. */
export const late = (at: string) => sql`(c.due_at < ${at} and c.stage in ('reported', 'dispatched'))`

/** Yellow, as `lightOf` has it: most of the time is spent, and it is not over. */
const warned = (at: string) => sql`(c.due_at > ${at} and c.warn_at <= ${at} and c.stage in ('reported', 'dispatched'))`

/** The filter of a list, queues aside. */
export const within = (city: CityId, filter: CaseFilter) =>
  all(
    sql`c.city_id = ${city}`,
    filter.unit && sql`c.unit_id = ${filter.unit}`,
    filter.street && sql`c.street_id = ${filter.street}`,
    filter.point && sql`c.point_id = ${filter.point}`,
    filter.observation && sql`c.observation_id = ${filter.observation}`,
    filter.class === undefined ? undefined : sql`c.class = ${filter.class}`,
    filter.source && sql`c.source = ${filter.source}`,
    filter.text === undefined
      ? undefined
      : sql`(c.no ilike ${like(filter.text)} or c.text ilike ${like(filter.text)} or c.external_id ilike ${like(filter.text)})`,
    filter.lost === true
      ? sql`exists (select 1 from case_places w where w.city_id = c.city_id and w.case_id = c.id and w.found in ('outside', 'none'))`
      : undefined,
    filter.from === undefined ? undefined : sql`c.reported_at >= ${startOf(filter.from)}`,
    filter.to === undefined ? undefined : sql`c.reported_at < ${endOf(filter.to)}`,
    filter.box && isIn(filter.box),
  )

const isIn = (box: Box) => {
  const [west, south, east, north] = box
  const ranges = rangesOf(box).map(([from, to]) => sql`c.cell between ${from} and ${to}`)
  return sql`(${join(ranges, sql` or `)}) and c.lng >= ${west} and c.lng <= ${east} and c.lat >= ${south} and c.lat <= ${north}`
}

/** The queue of a list. */
export const queue = (filter: CaseFilter, reader: Reader, at: string, procedures: Procedures) =>
  all(
    filter.state === undefined ? undefined : sql`c.state = ${filter.state}`,
    filter.stage && sql`c.stage = ${filter.stage}`,
    filter.asked === true ? sql`c.asked is not null` : undefined,
    filter.mine === true ? waitsFor(reader, procedures) : undefined,
    filter.overdue === true ? late(at) : undefined,
    filter.warned === true ? warned(at) : undefined,
  )

/** The condition of a filter on cases called `c`, as a reader sees them: the list and the map ask the same. */
export const casesWhere = async (db: Db, reader: Reader, at: string, filter: CaseFilter): Promise<Sql> =>
  all(within(reader.city, filter), queue(filter, reader, at, await readProcedures(db, reader.city)))

/**
 * Cases per queue within a filter, each counted no further than `mostCounted` unless the board has the number. A text is looked for once for all queues,
 * because no index finds it.
 */
export async function countCases(db: Db, reader: Reader, at: string, filter: CaseFilter): Promise<CaseCounts> {
  const procedures = await readProcedures(db, reader.city)
  const found = sql`select c.state, c.stage, c.asked, c.life, c.due_at, c.warn_at, c.unit_id, c.rectified_by, c.reported_by from cases c
    where ${within(reader.city, filter)}`
  const [from, first] =
    filter.text === undefined
      ? [(which: Sql) => sql`from cases c where ${within(reader.city, filter)} and ${which}`, sql``]
      : [(which: Sql) => sql`from found c where ${which}`, sql`with found as materialized (${found})`]
  const count = (which: Sql) => counted(from(which))
  const of = (stage: string) => count(sql`c.stage = ${stage}`)
  // Of the whole city, or of one unit, the board knows the two great numbers to the last case.
  const kept = (which: Sql) =>
    sql`(select coalesce(sum(${which}), 0)::int from case_boards b where ${all(sql`b.city_id = ${reader.city}`, filter.unit && sql`b.unit_id = ${filter.unit}`)})`
  const isPlain = Object.entries(filter).every(([name, value]) => name === 'unit' || value === undefined)
  const counts = await db.find(
    CaseCounts,
    sql`${first} select ${isPlain ? kept(sql`b.open + b.closed`) : count(sql`true`)} as all, ${of('reported')} as reported, ${of('dispatched')} as dispatched,
          ${of('rectified')} as rectified, ${of('suspended')} as suspended, ${isPlain ? kept(sql`b.closed`) : of('closed')} as closed, ${count(late(at))} as overdue, ${count(warned(at))} as warned,
          ${count(sql`c.asked is not null`)} as asked, ${count(waitsFor(reader, procedures))} as mine`,
  )
  return counts!
}
