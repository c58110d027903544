/** The only writer of `events`. The city's counter row serialises commits per city, so `seq` has no gaps and no races. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Event, kept, type NewEvent, opened } from './event.ts'
import type { CityId } from './ids.ts'
import { type Db, rows, type Sql, sql } from './sql.ts'

const Head = z.object({ last: z.int() })

/** Takes `count` numbers of the city's gapless order; the caller's transaction holds it until it ends. Gives the first. */
export async function takeSeq(db: Db, city: CityId, count: number): Promise<number> {
  return (await db.find(Head, taking(city, count)))!.last - count + 1
}

const taking = (city: CityId, count: number) => sql`
  insert into event_heads (city_id, last) values (${city}, ${count})
  on conflict (city_id) do update set last = event_heads.last + ${count} returning last`

const salt = () => randomBytes(16).toString('hex')

const columns = {
  id: 'uuid',
  kind: 'text',
  thing: 'uuid',
  at: 'timestamptz',
  by: 'uuid',
  post: 'uuid',
  version: 'int',
  data: 'jsonb',
}
const numberedColumns = { no: 'bigint', ...columns }

/** Appends facts in the order given, people's own words kept apart; gives the number of the last one. */
export async function appendEvents(db: Db, city: CityId, events: readonly NewEvent[]): Promise<number> {
  const whole = events.map((event) => ({ ...event, data: kept(event.data, salt), post: event.post ?? postOf(db, event) }))
  const open = await lessWaiting(db, city, whole)
  if (open.length === 0) return lastSeq(db, city)
  const numbered = open.map((event, index) => ({ ...event, no: index + 1 }))
  const head = await db.find(
    Head,
    sql`with head as (${taking(city, open.length)}),
        added as (
          insert into events (city_id, seq, id, kind, thing, at, by, post, version, data)
          select ${city}, (select last from head) - ${open.length}::bigint + no, id, kind, thing, at, by, post, version, data
          from ${rows(numbered, numberedColumns)} returning seq)
        select max(seq) as last from added`,
  )
  return head!.last
}

/** Keeps apart what waits and was done by somebody whose work must not be seen yet; gives the others. */
async function lessWaiting(db: Db, city: CityId, events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
  const by = new Set(events.flatMap((event) => (event.waits === true && event.by !== null ? [event.by] : [])))
  if (by.size === 0) return events
  const unseen = await db.all(
    z.object({ by: z.string() }),
    sql`select by from unnest(${[...by]}::uuid[]) as by where house.works_unseen(${city}, by)`,
  )
  const isWaiting = (event: NewEvent) => event.waits === true && unseen.some(({ by: person }) => person === event.by)
  const waiting = events.filter(isWaiting)
  if (waiting.length === 0) return events
  const list = waiting.map((event) => ({ ...event }))
  await db.run(
    sql`insert into waiting_events (city_id, id, kind, thing, at, by, post, version, data)
        select ${city}, id, kind, thing, at, by, post, version, data from ${rows(list, columns)}`,
  )
  return events.filter((event) => !isWaiting(event))
}

/**
 * Makes facts, with the time at which it happened, of what waited for those whose work may be seen again. How many there were. Where
 * something waits, the database does it only on a connection sealed to the city; a city that its owner is just loading has nothing.
 */
export async function appendWaited(db: Db, city: CityId): Promise<number> {
  const any = sql`select from waiting_events where city_id = ${city}`
  return (await db.find(z.object({ told: z.int() }), sql`select house.tell_waited(${city}) as told where exists (${any})`))?.told ?? 0
}

/** What a person did is done in the post that the request came in; what nobody did is of no post. */
const postOf = ({ acting }: Db, { by }: NewEvent): string | null => (by !== null && acting?.person === by ? acting.post : null)

/** The number of the city's last event; 0 when nothing has happened yet. */
export async function lastSeq(db: Db, city: CityId): Promise<number> {
  return (await db.find(Head, sql`select last from event_heads where city_id = ${city}`))?.last ?? 0
}

const listed = async (db: Db, query: Sql): Promise<Event[]> =>
  (await db.all(Event, query)).map((event) => ({ ...event, data: opened(event.data) }))

/** What happened after `seq`, oldest first, at most `limit`. */
export async function listEventsAfter(db: Db, city: CityId, seq: number, limit: number): Promise<Event[]> {
  return listed(db, sql`select * from events where city_id = ${city} and seq > ${seq} order by seq limit ${limit}`)
}

/** That words were erased is told in the ledger; it is no step of the thing that they were said of. */
const isStep = sql`kind <> 'personal.erased'`

/**
 * The history of one thing, oldest first. `of` is the beginning of its kinds (`case.`): ids are made by clients, and two things of
 * different rooms may have the same.
 */
export async function listEventsOf(db: Db, city: CityId, thing: string, of = ''): Promise<Event[]> {
  const ofThing = sql`thing = ${thing} and starts_with(kind, ${of})`
  return listed(db, sql`select * from events where city_id = ${city} and ${ofThing} and ${isStep} order by seq`)
}

/** The histories of several things of one room, each oldest first. */
export const listEventsOfAll = (db: Db, city: CityId, things: readonly string[], of: string) => {
  const ofThings = sql`thing = any(${things}::uuid[]) and starts_with(kind, ${of})`
  return listed(db, sql`select * from events where city_id = ${city} and ${ofThings} and ${isStep} order by thing, seq`)
}

/** One event by its id: a step that was sent twice is known by it. */
export async function findEvent(db: Db, city: CityId, id: string): Promise<Event | undefined> {
  return (await listed(db, sql`select * from events where city_id = ${city} and id = ${id}`))[0]
}
