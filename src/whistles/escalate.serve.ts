/** What the clock does: what a unit has not done in time goes to the coordinator, then to the leader in charge, in nobody's name. */
import { v7 } from 'uuid'
import type { NewEvent } from '../base/event.ts'
import type { AreaId, CityId, EventId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { happen, holdWhistle } from './act.serve.ts'
import { type Coordinator, findKind } from './kinds.ts'
import { readKinds } from './kinds.sql.ts'
import { shipped } from './shipped.ts'
import { findCoordinator, findLeadingPost, listStands } from './units.sql.ts'
import { coming, type Due, type Whistle, type WhistleId } from './whistle.ts'
import { listDue } from './whistles.sql.ts'

/** Where nobody says who coordinates: the campaign office. */
const usual: Coordinator = { of: 'role', role: 'office' }

/** To whom it goes today. Where a unit has no leader, or a city no such office, it is seen by all who coordinate. */
async function addresseeOf(db: Db, city: CityId, it: Whistle, due: Due, at: Instant) {
  if (due.to === 'leader') return { toUnit: null, toPost: (await findLeadingPost(db, city, due.unitId, dayOf(at))) ?? null }
  const { content } = await readKinds(db, city)
  const [raiser] = await listStands(db, city, [it.unit])
  const who = (findKind(content, it.kind) ?? findKind(shipped, it.kind))?.coordinator ?? usual
  return { toUnit: (await findCoordinator(db, city, who, (raiser?.streetId ?? null) as AreaId | null)) ?? null, toPost: null }
}

/** Looks at one whistle; gives how many escalations it made. */
async function escalateOne(db: Db, city: CityId, id: WhistleId, at: Instant): Promise<number> {
  const it = await holdWhistle(db, city, id)
  const events: NewEvent[] = []
  for (const due of coming(it).filter((one) => one.at <= at)) {
    const { unitId: unit, owing, step, to } = due
    const data = { unit, owing, step, to, ...(await addresseeOf(db, city, it, due, at)) }
    events.push({ id: v7() as EventId, kind: 'whistle.escalated', thing: id, at, by: null, version: 1, data })
  }
  await happen(db, city, it, events)
  return events.length
}

const atOnce = 200

/** Escalates everything whose time has come in a city; gives how many escalations there were. */
export async function escalateDue(db: Db, city: CityId, at: Instant): Promise<number> {
  let count = 0
  for (const { id } of await listDue(db, city, at, atOnce)) count += await db.tx((tx) => escalateOne(tx, city, id, at))
  return count
}
