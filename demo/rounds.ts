/**
 * What the office does with the coming days: a weekly round on a saved route, a monthly one of what nobody looked at, shared out;
 * what came back over the year, and the re-checks that the seeds of last month draw. Through the same calls as in the product.
 */
import { z } from 'zod'
import type { PersonId, PointId, RoundId } from '../src/base/ids.ts'
import { sql } from '../src/base/sql.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import { inspectionsHandlers } from '../src/inspections/inspections.serve.ts'
import { roundsHandlers } from '../src/inspections/rounds.serve.ts'
import { drawRechecks, report } from '../src/repeats/rechecks.serve.ts'
import { findRecurrences } from '../src/repeats/repeats.serve.ts'
import { say } from '../src/server/say.ts'
import { whoIs } from './burden.ts'
import { ask, type Office, officeOf } from './campaign.ts'
import { chanceOf } from './random.ts'

const [rounds, field] = [roundsHandlers(say), inspectionsHandlers(say)]
const Id = z.object({ id: z.uuid() })

/** Writes them. */
export async function planRounds(office: Office): Promise<void> {
  const { db, cityId, setting } = office
  const { at } = setting
  const who = officeOf(office)
  const chance = chanceOf(setting.city.seed, 'rounds of the office')
  const today = dayOf(at)
  const call = (input: { params?: object; body?: object }) => ask(db, who, at, input)
  const make = async (kind: string, title: { zh: string; en: string }, days: number) => {
    const id = chance.id(Date.parse(at)) as RoundId
    await field.addRound(call({ body: { id, kind, title, fromOn: today, toOn: addDays(today, days) } }))
    return id
  }
  const street = setting.city.areas.find(({ level }) => level === 'street')!
  const near = await db.all(
    Id,
    sql`select id from points where city_id = ${cityId} and street_id = ${street.id} and retired_on is null order by code limit 12`,
  )
  const routeId = chance.id(Date.parse(at))
  const title = { zh: `${street.name.zh}早市路线`, en: `${street.name.en}: morning route` }
  const points = near.map(({ id }) => id as PointId)
  await rounds.putRoute(call({ params: { id: routeId }, body: { title, points, shortest: true } }))
  const weekly = await make('weekly', { zh: '本周固定路线巡查', en: 'Fixed route of the week' }, 6)
  await rounds.addPoints(call({ params: { id: weekly }, body: { from: 'route', routeId } }))
  const monthly = await make('monthly', { zh: '本月补盲巡查', en: 'What nobody looked at, this month' }, 29)
  await rounds.addPoints(call({ params: { id: monthly }, body: { from: 'due', days: 30, most: 60, types: [] } }))
  const walkers = setting.accounts
    .filter(({ role }) => role === 'inspector' || role === 'checker')
    .map(({ personId }) => ({ person: personId as PersonId, load: 1 }))
  await rounds.share(call({ params: { id: monthly }, body: { walkers } }))
  await lookBack(office)
}

/** The seeds were bound forty days ago; since then cases were closed, and some of them are looked at again. */
async function lookBack(office: Office): Promise<void> {
  const { db, cityId, setting } = office
  const ago = new Date(Date.parse(setting.at) - 40 * 86_400_000).toISOString()
  await findRecurrences(db, cityId, setting.at)
  await drawRechecks(db, cityId, ago, say)
  await drawRechecks(db, cityId, setting.at, say)
  const open = await db.all(Id, sql`select id from rechecks where city_id = ${cityId} and state = 'open' order by case_id limit 3`)
  const who = whoIs(office, 'inspector')
  for (const [index, { id }] of open.entries()) {
    const note = index === 0 ? '现场又见同样问题' : '现场保持良好'
    await report(db, who, setting.at, id, { passed: index > 0, note, photos: [] }, say)
  }
}
